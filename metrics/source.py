"""The one seam between the figures and whatever stores them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from data.details import ChannelSlots, FilerFigures, InstitutionMark, SheetColumns, SourceFile, TownshipDetail
from data.dossier import Confirmations
from data.institution_search import FoundInstitutions, InstitutionQuery
from data.model import Period, Reference
from data.returns import ChannelTotal, LedgerRow, Nature, Project, StoredIssue, StoredReturn, TaskState, TownshipTotal


class Source(Protocol):
    """What the metrics need of a store. Everything is as known at ``as_of`` (received or changed at or before it)."""

    @property
    def reference(self) -> Reference:
        """The checked reference folder."""

    def without_home_based(self) -> Source:
        """The same store, asked as if home-based points did not count."""

    def nature(self) -> Nature | None:
        """The kind of data the store holds; None while it is empty."""

    def counting_returns(
        self, *, periods: Collection[Period], as_of: datetime, filers: Collection[str] | None = None
    ) -> Mapping[tuple[str, Period], StoredReturn]:
        """For each (org unit, period): the revision that counts — the latest one not returned for
        correction; where the latest was returned, the last accepted one, if any. ``filers``: of these org units only.
        """

    def reported_periods(self, *, as_of: datetime) -> Sequence[Period]:
        """Periods with at least one stored return, ascending."""

    def township_totals(self, *, sequences: Collection[int]) -> Sequence[TownshipTotal]:
        """The rollups of these returns, one a township, in no promised order."""

    def channel_totals(self, *, sequences: Collection[int]) -> Sequence[ChannelTotal]:
        """The rollups of these returns by channel, one a channel, in no promised order."""

    def township_details(self, *, sequences: Collection[int]) -> Sequence[TownshipDetail]:
        """What the ledgers among these returns say beside slots, by township; townships without an institution
        in operation have none.
        """

    def institution_marks(self, *, sequences: Collection[int]) -> Sequence[InstitutionMark]:
        """Inclusive slots by institution in the ledgers among these returns; those of no weight may be left out."""

    def channel_slots(self, *, sequences: Collection[int]) -> Sequence[ChannelSlots]:
        """Inclusive slots of these returns by township and channel."""

    def filer_figures(self, *, sequences: Collection[int]) -> Mapping[int, FilerFigures]:
        """Sequence -> training, programmes and states of tasks, for each of these returns."""

    def open_warnings(self, *, sequences: Collection[int], as_of: datetime) -> int:
        """疑点 of these returns that nobody had explained by then."""

    def warnings(self, *, sequences: Collection[int], as_of: datetime) -> Mapping[int, tuple[StoredIssue, ...]]:
        """Sequence -> its 疑点 by number, explained ones too, each with the last explanation given by then."""

    def returns(
        self, *, period: Period | None = None, as_of: datetime | None = None, filers: Collection[str] | None = None
    ) -> Sequence[StoredReturn]:
        """Every stored revision (of one period, of these filers) with its state, in the order they came."""

    def columns(self, *, sequences: Collection[int]) -> Mapping[int, SheetColumns]:
        """Sequence -> sheet -> column of the form -> its letter in the file of that return."""

    def confirmed(self, *, sequences: Collection[int], as_of: datetime) -> Mapping[int, Confirmations]:
        """Sequence -> what its clerk had said by then of the changes found in it, by institution and kind."""

    def revision_notes(self, *, sequences: Collection[int]) -> Mapping[int, str]:
        """Sequence -> 修订说明 of that return, where it gives one."""

    def tasks(self, *, sequences: Collection[int]) -> Mapping[int, tuple[TaskState, ...]]:
        """Sequence -> 任务进展 of that return, in the order of its sheet."""

    def projects(self, *, sequences: Collection[int]) -> Mapping[int, tuple[Project, ...]]:
        """Sequence -> 资源与项目 of that return, in the order of its sheet."""

    def ledgers(self, *, sequences: Collection[int]) -> Mapping[int, tuple[LedgerRow, ...]]:
        """Sequence -> 机构台账 of that return, in the order of its sheet; none of a 汇总 return."""

    def institutions(self, wanted: InstitutionQuery) -> FoundInstitutions:
        """Institutions of the ledgers asked for: how many there are, and a page of them. Home-based points too."""

    def source_file(self, sequence: int, element: str) -> SourceFile:
        """The file of a return with the cells from which a data element was read."""


def counted(source: Source) -> Source:
    """The source as its definitions count: without home-based points where these do not count."""
    return source if source.reference.definitions.home_based_counts else source.without_home_based()
