"""The questions a single stored return answers. As known at ``as_of``; without one, as it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TypeVar

from sqlalchemy import Connection, Engine

from data.details import SourceFile
from data.dossier import Attachment, Confirmations, StateChange
from data.issues import StoreError
from data.model import Period
from data.repository import dossiers, knowledge
from data.repository.engine import reading
from data.repository.facts import ledger_of
from data.repository.history import filing_of_receipt, revisions
from data.repository.masking import HIDDEN, held_among, masked_row, refuse_outside
from data.returns import LedgerRow, Programme, Project, ReturnContent, StoredIssue, StoredReturn, TaskState
from data.scope import Scope
from data.source_cells import cells_of

T = TypeVar("T")
MOST_CONTENTS = 32
"""Whole returns kept for those who ask where figures come from: about one period of a city."""


class StoredReturns:
    """One return by its receipt or its sequence."""

    _engine: Engine
    _scope: Scope

    def stored(self, receipt: str, *, as_of: datetime | None = None) -> StoredReturn | None:
        """The revision of that receipt; None where the store does not know it (yet)."""
        with reading(self._engine, self._scope) as connection:
            filing = filing_of_receipt(connection, receipt, self._scope)
            if filing is None:
                return None
            found = revisions(connection, org_units=[filing[0]], periods=[filing[1]], as_of=as_of)
            return next((known.stored for known in found if known.stored.receipt == receipt), None)

    def content(self, sequence: int) -> ReturnContent:
        """A return as it passed its checks; StoreError for a sequence nobody was given."""
        with self._of(sequence) as connection:
            return dossiers.content_of(connection, sequence)

    def content_for_sums(self, sequence: int) -> ReturnContent:
        """The same of any unit, to be added up and never shown; an institution outside the scope by its stand-in."""
        with reading(self._engine) as connection:
            made = dossiers.content_of(connection, sequence)
            ledger = self._told(connection, {sequence: made.ledger}, masked_row)[sequence]
            return replace(made, ledger=ledger)

    def ledger(self, sequence: int) -> tuple[LedgerRow, ...]:
        """机构台账 of one return in the order of its sheet."""
        with self._of(sequence) as connection:
            return ledger_of(connection, sequence)

    def earlier_ledger_return(
        self, *, org_unit: str, before: Period, as_of: datetime | None = None
    ) -> StoredReturn | None:
        """The counting return that holds the unit's latest ledger of an earlier period."""
        with reading(self._engine) as connection:
            if not self._scope.holds(org_unit):
                return None
            return knowledge.earlier_ledger_return(connection, org_unit=org_unit, before=before, as_of=as_of)

    def file(self, sequence: int) -> tuple[str, bytes]:
        """The name and bytes of the file as it came in."""
        with self._of(sequence) as connection:
            return dossiers.file_of(connection, sequence)

    def source_file(self, sequence: int, element: str) -> SourceFile:
        """The file of a return with the cells from which a data element was read."""
        with reading(self._engine, self._scope) as connection:
            if sequence not in held_among(connection, [sequence], self._scope):
                return SourceFile(HIDDEN, "", ())
            name, digest = dossiers.file_facts_of(connection, sequence)
        return SourceFile(name, digest, cells_of(self._contents(sequence), element))

    def filings(self, *, as_of: datetime | None = None, filers: Collection[str] | None = None) -> list[StoredReturn]:
        """That a return came, of whatever unit, and its state: what a calendar tells, and no figure is made of."""
        with reading(self._engine, self._scope) as connection:
            found = revisions(connection, as_of=as_of, org_units=filers, scope=self._scope, waiting=True)
            return [revision.stored for revision in found]

    @contextmanager
    def _of(self, sequence: int) -> Iterator[Connection]:
        """A connection to ask for one return; StoreError where it is of a unit outside the scope."""
        with reading(self._engine, self._scope) as connection:
            refuse_outside(connection, sequence, self._scope)
            yield connection

    @cached_property
    def _contents(self) -> Callable[[int], ReturnContent]:
        """The contents asked for last: a stored return never changes."""
        return lru_cache(maxsize=MOST_CONTENTS)(self.content)

    def issues(self, sequence: int, *, as_of: datetime | None = None) -> tuple[StoredIssue, ...]:
        """Every issue by number, each with the last explanation given."""
        with self._of(sequence) as connection:
            return dossiers.issues_of(connection, sequence, as_of)

    def states(self, sequence: int, *, as_of: datetime | None = None) -> tuple[StateChange, ...]:
        """Every state it has had, the first first."""
        with self._of(sequence) as connection:
            return dossiers.states_of(connection, sequence, as_of)

    def confirmations(self, sequence: int, *, as_of: datetime | None = None) -> Confirmations:
        """(institution, kind of change) -> what the clerk last said of it."""
        with self._of(sequence) as connection:
            return dossiers.confirmations_of(connection, sequence, as_of)

    def attachments(self, sequence: int, *, as_of: datetime | None = None) -> tuple[Attachment, ...]:
        """What was attached, in order."""
        with self._of(sequence) as connection:
            return dossiers.attachments_of(connection, sequence, as_of)

    def attachment(self, sequence: int, number: int) -> tuple[str, bytes]:
        """The name and bytes of one attachment; StoreError where there is none."""
        with self._of(sequence) as connection:
            return dossiers.attachment_of(connection, sequence, number)

    def earlier_ledger(self, *, org_unit: str, before: Period) -> tuple[LedgerRow, ...]:
        """The rows of a unit's latest ledger of an earlier period."""
        with reading(self._engine, self._scope) as connection:
            return knowledge.earlier_ledger(connection, org_unit=self._own(org_unit), before=before)

    def earlier_tasks(self, *, org_unit: str, before: Period) -> tuple[TaskState, ...]:
        """The last known state of each of a unit's tasks."""
        with reading(self._engine, self._scope) as connection:
            return knowledge.earlier_tasks(connection, org_unit=self._own(org_unit), before=before)

    def earlier_projects(self, *, org_unit: str, before: Period) -> tuple[Project, ...]:
        """The projects of a unit's latest earlier return."""
        with reading(self._engine, self._scope) as connection:
            return knowledge.earlier_projects(connection, org_unit=self._own(org_unit), before=before)

    def earlier_programmes(self, *, org_unit: str, before: Period) -> tuple[Programme, ...]:
        """The programmes of the city's latest earlier return."""
        with reading(self._engine, self._scope) as connection:
            return knowledge.earlier_programmes(connection, org_unit=self._own(org_unit), before=before)

    def _own(self, org_unit: str) -> str:
        """A unit of the scope; StoreError for another one."""
        if not self._scope.holds(org_unit):
            raise StoreError("store.nothing_there")
        return org_unit

    def _told(
        self, connection: Connection, found: dict[int, tuple[T, ...]], mask: Callable[[T], T]
    ) -> dict[int, tuple[T, ...]]:
        """Rows by return; those of units outside the scope without what names anybody in them."""
        if self._scope.is_everything:
            return found
        held = held_among(connection, list(found), self._scope)
        return {one: rows if one in held else tuple(map(mask, rows)) for one, rows in found.items()}
