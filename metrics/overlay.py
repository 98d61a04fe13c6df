"""A store seen with one return changed: another revision in its place, or one that is not stored yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from data.details import ChannelSlots, FilerFigures, InstitutionMark, SheetColumns, SourceFile, TownshipDetail
from data.dossier import Candidate, Confirmations
from data.institution_search import FoundInstitutions, InstitutionQuery
from data.model import Period, Reference
from data.returns import ChannelTotal, LedgerRow, Nature, Project, StoredIssue, StoredReturn, TaskState, TownshipTotal
from metrics.source import Source


class Instead:
    """``source`` as if ``stored`` counted for its unit and period; everything else as it is."""

    def __init__(self, source: Source, stored: StoredReturn) -> None:
        self._source = source
        self._stored = stored

    @property
    def reference(self) -> Reference:
        return self._source.reference

    def without_home_based(self) -> Instead:
        return Instead(self._source.without_home_based(), self._stored)

    def nature(self) -> Nature | None:
        return self._source.nature()

    def counting_returns(
        self, *, periods: Collection[Period], as_of: datetime, filers: Collection[str] | None = None
    ) -> Mapping[tuple[str, Period], StoredReturn]:
        found = self._source.counting_returns(periods=periods, as_of=as_of, filers=filers)
        own = (self._stored.org_unit, self._stored.period)
        is_asked = self._stored.period in periods and (filers is None or self._stored.org_unit in filers)
        return {**found, own: self._stored} if is_asked else found

    def reported_periods(self, *, as_of: datetime) -> Sequence[Period]:
        return sorted({*self._source.reported_periods(as_of=as_of), self._stored.period})

    def returns(
        self, *, period: Period | None = None, as_of: datetime | None = None, filers: Collection[str] | None = None
    ) -> Sequence[StoredReturn]:
        return self._source.returns(period=period, as_of=as_of, filers=filers)

    def township_totals(self, *, sequences: Collection[int]) -> Sequence[TownshipTotal]:
        return self._source.township_totals(sequences=sequences)

    def channel_totals(self, *, sequences: Collection[int]) -> Sequence[ChannelTotal]:
        return self._source.channel_totals(sequences=sequences)

    def township_details(self, *, sequences: Collection[int]) -> Sequence[TownshipDetail]:
        return self._source.township_details(sequences=sequences)

    def institution_marks(self, *, sequences: Collection[int]) -> Sequence[InstitutionMark]:
        return self._source.institution_marks(sequences=sequences)

    def channel_slots(self, *, sequences: Collection[int]) -> Sequence[ChannelSlots]:
        return self._source.channel_slots(sequences=sequences)

    def filer_figures(self, *, sequences: Collection[int]) -> Mapping[int, FilerFigures]:
        return self._source.filer_figures(sequences=sequences)

    def open_warnings(self, *, sequences: Collection[int], as_of: datetime) -> int:
        return self._source.open_warnings(sequences=sequences, as_of=as_of)

    def warnings(self, *, sequences: Collection[int], as_of: datetime) -> Mapping[int, tuple[StoredIssue, ...]]:
        return self._source.warnings(sequences=sequences, as_of=as_of)

    def columns(self, *, sequences: Collection[int]) -> Mapping[int, SheetColumns]:
        return self._source.columns(sequences=sequences)

    def confirmed(self, *, sequences: Collection[int], as_of: datetime) -> Mapping[int, Confirmations]:
        return self._source.confirmed(sequences=sequences, as_of=as_of)

    def revision_notes(self, *, sequences: Collection[int]) -> Mapping[int, str]:
        return self._source.revision_notes(sequences=sequences)

    def tasks(self, *, sequences: Collection[int]) -> Mapping[int, tuple[TaskState, ...]]:
        return self._source.tasks(sequences=sequences)

    def projects(self, *, sequences: Collection[int]) -> Mapping[int, tuple[Project, ...]]:
        return self._source.projects(sequences=sequences)

    def ledgers(self, *, sequences: Collection[int]) -> Mapping[int, tuple[LedgerRow, ...]]:
        return self._source.ledgers(sequences=sequences)

    def institutions(self, wanted: InstitutionQuery) -> FoundInstitutions:
        """Of stored ledgers: one that is not stored yet has no number to be asked for by."""
        return self._source.institutions(wanted)

    def source_file(self, sequence: int, element: str) -> SourceFile:
        return self._source.source_file(sequence, element)


class Overlay(Instead):
    """``source`` as if ``candidate`` had been stored as the newest revision of its unit and period."""

    def __init__(self, source: Source, candidate: Candidate) -> None:
        super().__init__(source, candidate.stored)
        self._candidate = candidate
        self._own = candidate.stored.sequence

    def without_home_based(self) -> Overlay:
        """The candidate's sums are already made as the definitions in force count."""
        return Overlay(self._source.without_home_based(), self._candidate)

    def returns(
        self, *, period: Period | None = None, as_of: datetime | None = None, filers: Collection[str] | None = None
    ) -> Sequence[StoredReturn]:
        found = super().returns(period=period, as_of=as_of, filers=filers)
        is_asked = period in (None, self._stored.period) and (filers is None or self._stored.org_unit in filers)
        return [*found, self._stored] if is_asked else found

    def township_totals(self, *, sequences: Collection[int]) -> Sequence[TownshipTotal]:
        own = self._candidate.totals if self._own in sequences else ()
        return [*super().township_totals(sequences=self._others(sequences)), *own]

    def channel_totals(self, *, sequences: Collection[int]) -> Sequence[ChannelTotal]:
        own = self._candidate.channels if self._own in sequences else ()
        return [*super().channel_totals(sequences=self._others(sequences)), *own]

    def township_details(self, *, sequences: Collection[int]) -> Sequence[TownshipDetail]:
        own = self._candidate.details if self._own in sequences else ()
        return [*super().township_details(sequences=self._others(sequences)), *own]

    def institution_marks(self, *, sequences: Collection[int]) -> Sequence[InstitutionMark]:
        own = self._candidate.marks if self._own in sequences else ()
        return [*super().institution_marks(sequences=self._others(sequences)), *own]

    def channel_slots(self, *, sequences: Collection[int]) -> Sequence[ChannelSlots]:
        own = self._candidate.channel_slots if self._own in sequences else ()
        return [*super().channel_slots(sequences=self._others(sequences)), *own]

    def filer_figures(self, *, sequences: Collection[int]) -> Mapping[int, FilerFigures]:
        own = {self._own: self._candidate.filed} if self._own in sequences else {}
        return {**super().filer_figures(sequences=self._others(sequences)), **own}

    def open_warnings(self, *, sequences: Collection[int], as_of: datetime) -> int:
        own = self._candidate.open_warnings if self._own in sequences else 0
        return super().open_warnings(sequences=self._others(sequences), as_of=as_of) + own

    def tasks(self, *, sequences: Collection[int]) -> Mapping[int, tuple[TaskState, ...]]:
        own = {self._own: self._candidate.content.tasks} if self._own in sequences else {}
        return {**super().tasks(sequences=self._others(sequences)), **own}

    def projects(self, *, sequences: Collection[int]) -> Mapping[int, tuple[Project, ...]]:
        own = {self._own: self._candidate.content.projects} if self._own in sequences else {}
        return {**super().projects(sequences=self._others(sequences)), **own}

    def ledgers(self, *, sequences: Collection[int]) -> Mapping[int, tuple[LedgerRow, ...]]:
        own = {self._own: self._candidate.content.ledger} if self._own in sequences else {}
        return {**super().ledgers(sequences=self._others(sequences)), **own}

    def columns(self, *, sequences: Collection[int]) -> Mapping[int, SheetColumns]:
        own = {self._own: self._candidate.content.columns} if self._own in sequences else {}
        return {**super().columns(sequences=self._others(sequences)), **own}

    def confirmed(self, *, sequences: Collection[int], as_of: datetime) -> Mapping[int, Confirmations]:
        """Nobody can have confirmed what is not stored."""
        return super().confirmed(sequences=self._others(sequences), as_of=as_of)

    def source_file(self, sequence: int, element: str) -> SourceFile:
        """A return that is not stored has no file of its own yet."""
        if sequence == self._own:
            return SourceFile(self._stored.file_name, self._stored.digest, ())
        return super().source_file(sequence, element)

    def _others(self, sequences: Collection[int]) -> list[int]:
        return [sequence for sequence in sequences if sequence != self._own]
