"""What a fake store says of returns beside their totals: worked out of whole contents, or told outright."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from data.details import ChannelSlots, FilerFigures, InstitutionMark, SheetColumns, SourceFile, TownshipDetail
from data.dossier import Confirmations
from data.institution_figures import channel_slots_of, details_of, marks_of
from data.institution_search import FoundInstitutions, InstitutionQuery, folded
from data.returns import LedgerRow, ReturnContent
from data.rollup import rollup_of
from data.source_cells import cells_of


class FakeDetails:
    """The part of ``metrics.source.Source`` that asks for institutions and filers; counts its queries."""

    def __init__(self) -> None:
        self.queries = 0
        self.contents: dict[int, ReturnContent] = {}
        self.filer_told: dict[int, FilerFigures] = {}
        self.confirmations: dict[int, Confirmations] = {}

    def township_details(self, *, sequences: Collection[int]) -> Sequence[TownshipDetail]:
        self.queries += 1
        return [one for key in sequences if key in self.contents for one in details_of(self.contents[key], key)]

    def institution_marks(self, *, sequences: Collection[int]) -> Sequence[InstitutionMark]:
        self.queries += 1
        return [one for key in sequences if key in self.contents for one in marks_of(self.contents[key], key)]

    def channel_slots(self, *, sequences: Collection[int]) -> Sequence[ChannelSlots]:
        self.queries += 1
        held = {key: rollup_of(self.contents[key], ()) for key in sequences if key in self.contents}
        return [one for key, rows in held.items() for one in channel_slots_of(rows, key)]

    def filer_figures(self, *, sequences: Collection[int]) -> Mapping[int, FilerFigures]:
        self.queries += 1
        return {key: self.filer_told.get(key) or FilerFigures({}, 0, {}) for key in sequences}

    def ledgers(self, *, sequences: Collection[int]) -> Mapping[int, tuple[LedgerRow, ...]]:
        return {key: self.contents[key].ledger if key in self.contents else () for key in sequences}

    def columns(self, *, sequences: Collection[int]) -> Mapping[int, SheetColumns]:
        return {key: self.contents[key].columns if key in self.contents else {} for key in sequences}

    def confirmed(self, *, sequences: Collection[int], as_of: datetime) -> Mapping[int, Confirmations]:
        told = {key: self.confirmations.get(key, {}) for key in sequences}
        return {key: {what: said for what, said in one.items() if said.at <= as_of} for key, one in told.items()}

    def institutions(self, wanted: InstitutionQuery) -> FoundInstitutions:
        """The same question answered line by line, without SQL."""
        found = []
        for key in wanted.sequences:
            content = self.contents.get(key)
            for row in sorted(content.ledger if content else (), key=lambda one: one.number):
                day = content.period.end
                counted = row.inclusive_slots if row.in_operation(day) and row.is_inclusive_at(day) else 0
                if matches(row, wanted, counted):
                    found.append((key, row))
        end = None if wanted.limit is None else wanted.offset + wanted.limit
        return FoundInstitutions(len(found), tuple(found[wanted.offset : end]))

    def source_file(self, sequence: int, element: str) -> SourceFile:
        content = self.contents.get(sequence)
        return SourceFile(f"{sequence}.xlsx", f"f{sequence}", () if content is None else cells_of(content, element))


def matches(row: LedgerRow, wanted: InstitutionQuery, inclusive_slots: int | None) -> bool:
    """Whether a line answers the question; ``inclusive_slots`` are those that count (None = not known)."""
    is_inclusive = None if inclusive_slots is None else inclusive_slots > 0
    located = row.longitude is not None and row.latitude is not None
    return (
        (wanted.townships is None or row.township in wanted.townships)
        and folded(wanted.name) in folded(row.name)
        and (wanted.inclusive is None or is_inclusive is wanted.inclusive)
        and (located or not wanted.located)
    )
