"""The store: every SQL statement of the house. ``Repository`` reads; ``Transaction`` writes, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import Connection, Engine

from data.audit import Head
from data.details import ChannelSlots, FilerFigures, InstitutionMark, SheetColumns, TownshipDetail
from data.dossier import Confirmations
from data.home_based import without_home_based
from data.institution_search import FoundInstitutions, InstitutionQuery
from data.integrity import StoreCheck, StoreState
from data.migrations import migrate, version_of
from data.model import Period, Reference
from data.repository import (
    arrivals,
    backup,
    batches,
    bulk,
    figures,
    institution_figures,
    institution_search,
    sums,
)
from data.repository.arrivals import Arrival, nature_of, receipt_of
from data.repository.engine import edition_of, marks_of, open_engine, reading, writing
from data.repository.history import Revision, counting_of_all, revisions
from data.repository.integrity import UNREADABLE, check_size, check_store, unreadable, with_sums
from data.repository.issued import StoredBriefings
from data.repository.kept_sums import StoredSums
from data.repository.masking import held_among, masked_marks, masked_project, masked_row, masked_task, own_only
from data.repository.people import People
from data.repository.state import is_current, state_of
from data.repository.stored import StoredReturns
from data.repository.sums_check import SumsCheck
from data.repository.transaction import Transaction
from data.returns import (
    ChannelTotal,
    LedgerRow,
    Nature,
    Project,
    StoredIssue,
    StoredReturn,
    TaskState,
    TownshipTotal,
)
from data.scope import EVERYTHING, Scope
from data.settings import Settings
from data.sums import FilerSums, Summing
from data.vigil import Marks

T = TypeVar("T")
__all__ = ["Arrival", "Repository", "Revision", "Transaction", "open_repository", "receipt_of"]


class Repository(StoredReturns, StoredBriefings, People):
    """The store of one city; implements ``metrics.source.Source``. Safe to share between threads."""

    def __init__(
        self, engine: Engine, reference: Reference, summing: Summing | None = None, *, scope: Scope = EVERYTHING
    ) -> None:
        self._engine = engine
        self._reference = reference
        self._summing = summing if reference.regions else None
        self._scope = scope

    def within(self, scope: Scope) -> Repository:
        """The same store, asked within a scope: an argument of every question that it puts to the database.

        Sums that are kept count every unit's last return: within a scope they are added up anew.
        """
        return Repository(self._engine, self._reference, scope=scope)

    @property
    def reference(self) -> Reference:
        return self._reference

    @property
    def sums(self) -> StoredSums | None:
        """The sums of regions and the country that are kept beside the returns; none within a scope."""
        return StoredSums(self._engine) if self._scope.is_everything else None

    def without_home_based(self) -> Repository:
        """The same store, asked as if home-based points did not count."""
        return without_home_based(self)

    @property
    def version(self) -> str:
        """The schema the store stands at."""
        with reading(self._engine, self._scope) as connection:
            return version_of(connection) or ""

    def edition(self) -> str | None:
        """Another one after every change of the store."""
        return edition_of(self._engine)

    def nature(self) -> Nature | None:
        """The kind of data held; None while the store is empty."""
        with reading(self._engine, self._scope) as connection:
            return nature_of(connection)

    def counting_returns(
        self, *, periods: Collection[Period], as_of: datetime, filers: Collection[str] | None = None
    ) -> dict[tuple[str, Period], StoredReturn]:
        """(org unit, period) -> the revision that counts as known at ``as_of``; of all org units, or of these."""
        with reading(self._engine, self._scope) as connection:
            found = revisions(connection, periods=periods, as_of=as_of, org_units=filers, scope=self._scope)
            return counting_of_all(found)

    def reported_periods(self, *, as_of: datetime) -> list[Period]:
        with reading(self._engine, self._scope) as connection:
            return figures.reported_periods(connection, as_of)

    def township_totals(self, *, sequences: Collection[int]) -> list[TownshipTotal]:
        with reading(self._engine, self._scope) as connection:
            return figures.township_totals(connection, sequences)

    def channel_totals(self, *, sequences: Collection[int]) -> list[ChannelTotal]:
        with reading(self._engine, self._scope) as connection:
            return figures.channel_totals(connection, sequences)

    def township_details(self, *, sequences: Collection[int]) -> list[TownshipDetail]:
        with reading(self._engine, self._scope) as connection:
            return institution_figures.township_details(connection, sequences)

    def institution_marks(self, *, sequences: Collection[int]) -> list[InstitutionMark]:
        with reading(self._engine, self._scope) as connection:
            marks = institution_figures.institution_marks(connection, sequences)
            return masked_marks(connection, marks, self._scope)

    def channel_slots(self, *, sequences: Collection[int]) -> list[ChannelSlots]:
        with reading(self._engine, self._scope) as connection:
            return institution_figures.channel_slots(connection, sequences)

    def filer_figures(self, *, sequences: Collection[int]) -> dict[int, FilerFigures]:
        with reading(self._engine, self._scope) as connection:
            return institution_figures.filer_figures(connection, sequences)

    def open_warnings(self, *, sequences: Collection[int], as_of: datetime | None = None) -> int:
        with reading(self._engine, self._scope) as connection:
            return figures.open_warnings(connection, sequences, as_of)

    def warnings(
        self, *, sequences: Collection[int], as_of: datetime | None = None
    ) -> dict[int, tuple[StoredIssue, ...]]:
        """Sequence -> its 疑点 by number, each with the last explanation given by ``as_of``."""
        with reading(self._engine, self._scope) as connection:
            held = held_among(connection, sequences, self._scope)
            return batches.warnings_of(connection, held, as_of)

    def columns(self, *, sequences: Collection[int]) -> dict[int, SheetColumns]:
        """Sequence -> sheet -> column of the form -> its letter in that file."""
        with reading(self._engine, self._scope) as connection:
            return batches.columns_of_all(connection, sequences)

    def confirmed(self, *, sequences: Collection[int], as_of: datetime) -> dict[int, Confirmations]:
        """Sequence -> what its clerk had said by ``as_of`` of the changes found in it."""
        with reading(self._engine, self._scope) as connection:
            return own_only(connection, batches.confirmed_of_all(connection, sequences, as_of), self._scope)

    def revision_notes(self, *, sequences: Collection[int]) -> dict[int, str]:
        """Sequence -> 修订说明 of that return, where it gives one."""
        with reading(self._engine, self._scope) as connection:
            return own_only(connection, batches.revision_notes(connection, sequences), self._scope)

    def ledgers(self, *, sequences: Collection[int]) -> dict[int, tuple[LedgerRow, ...]]:
        """Sequence -> 机构台账 of that return, in the order of its sheet."""
        with reading(self._engine, self._scope) as connection:
            return self._told(connection, batches.ledgers_of_all(connection, sequences), masked_row)

    def institutions(self, wanted: InstitutionQuery) -> FoundInstitutions:
        """Institutions of the ledgers asked for, a page of them."""
        with reading(self._engine, self._scope) as connection:
            return institution_search.institutions(connection, wanted, self._scope)

    def tasks(self, *, sequences: Collection[int]) -> dict[int, tuple[TaskState, ...]]:
        """Sequence -> 任务进展 of that return."""
        with reading(self._engine, self._scope) as connection:
            return self._told(connection, batches.tasks_of_all(connection, sequences), masked_task)

    def projects(self, *, sequences: Collection[int]) -> dict[int, tuple[Project, ...]]:
        """Sequence -> 资源与项目 of that return."""
        with reading(self._engine, self._scope) as connection:
            return self._told(connection, batches.projects_of_all(connection, sequences), masked_project)

    def returns(
        self, *, period: Period | None = None, as_of: datetime | None = None, filers: Collection[str] | None = None
    ) -> list[StoredReturn]:
        """Stored revisions with their state at ``as_of``, in the order they came."""
        periods = None if period is None else [period]
        with reading(self._engine, self._scope) as connection:
            found = revisions(connection, periods=periods, as_of=as_of, org_units=filers, scope=self._scope)
            return [revision.stored for revision in found]

    @contextmanager
    def view(self) -> Iterator[Transaction]:
        """Several questions answered from one state of the store; what is written in it is not kept."""
        with reading(self._engine, self._scope) as connection:
            yield Transaction(connection, self._reference)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """The one writer of the moment: everything done in it is kept together, or nothing is."""
        with writing(self._engine) as connection:
            yield Transaction(connection, self._reference)
            self._add_up(connection)

    def _add_up(self, connection: Connection, most: int | None = None) -> int:
        """Add up what this transaction stored; how many filers wait still. A place without regions keeps no sums."""
        if self._summing is None:
            return 0
        return sums.add_up(connection, self._reference, partial(self._summed, connection), most)

    def _summed(self, connection: Connection, filer: str, first: Period) -> Mapping[Period, FilerSums]:
        """What a filer adds to the sums, asked in this very transaction: engine.reading passes its connection on."""
        assert self._summing is not None
        return self._summing(Repository(cast(Engine, connection), self._reference), filer, first)

    def bring_up_sums(self, told: Callable[[int], None] = lambda _: None, *, anew: bool = False) -> None:
        """Add up all that waits, and everything anew where the reference or the rules are others than before, or asked.

        ``told`` hears after each transaction how many filers wait.
        """
        if self._summing is None:
            return
        with writing(self._engine) as connection:
            if anew or not sums.stand(connection, self._reference):
                sums.forget(connection)
        waiting = 1
        while waiting:
            with writing(self._engine) as connection:
                waiting = self._add_up(connection, sums.AT_ONCE)
            told(waiting)

    def store_all(self, returns: Iterable[bulk.Filed], *, told: Callable[[int], None]) -> int:
        """Store many first returns that have been checked; how many were new. For archives, not for clerks."""
        stored = bulk.store_all(self._engine, self._reference, returns, told=told)
        self.bring_up_sums()
        return stored

    def notes(self) -> dict[str, str]:
        """What the store remembers of itself: its kind of data, and that a demonstration was begun or finished."""
        with reading(self._engine, self._scope) as connection:
            return arrivals.notes(connection)

    def marks(self) -> Marks | None:
        """How the store's file stands now; None where it is no file."""
        return marks_of(self._engine)

    def size(self) -> int:
        """The number of stored returns; 0 where that cannot be read."""
        try:
            with reading(self._engine) as connection:
                return check_size(connection)
        except UNREADABLE:
            return 0

    def state(self) -> StoreState:
        """What it tells of itself: schema, how much, and when the last thing came in."""
        with reading(self._engine) as connection:
            return state_of(connection)

    def check(self, noted: Head | None = None, *, filers: int | None = 0) -> StoreCheck:
        """Is everything as written, an entry of the audit as noted, the kept sums of so many filers (None: all)?"""
        try:
            with reading(self._engine) as connection:
                checked = check_store(connection, noted)
        except UNREADABLE as error:
            return unreadable(error)
        if self._summing is None:
            return checked
        return with_sums(checked, SumsCheck(self._engine, self._reference, self._summed), filers)

    def back_up(self, file: Path) -> StoreCheck:
        """A checked copy of the store, as it stands at one moment, while it is in use."""
        return backup.back_up(self._engine, file)

    def close(self) -> None:
        """Give the connections back; the next question opens new ones."""
        self._engine.dispose()


def open_repository(settings: Settings, reference: Reference, summing: Summing | None = None) -> Repository:
    """The store of ``settings``, migrated. StoreError where it cannot be reached or is newer than this code.

    ``summing`` works out what a filer adds to the sums of its regions and country; without it none are kept up.
    """
    engine = open_engine(settings.database_url, pool=settings.pool)
    if not is_current(engine):
        with writing(engine) as connection:
            migrate(connection)
    return Repository(engine, reference, summing)
