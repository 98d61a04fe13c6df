"""The cells of a draft's tables laid on those of the briefing: by the name of the row and the head of the column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.drafts import Grid
from layouts.number_check.alignment import aligned
from layouts.number_check.passages import Passage, likeness, overlap

LEAST_TABLE, LEAST_ROW = 0.4, 0.5
SAMPLED_ROWS = 60
"""By so many rows two tables are known as the same."""


@dataclass(frozen=True)
class Row:
    """A line of a table; its first cell is its name."""

    cells: tuple[Passage, ...]

    @cached_property
    def rest(self) -> Counter[tuple[str, str]]:
        return sum((cell.pairs for cell in self.cells[1:]), Counter())

    @cached_property
    def masked(self) -> str:
        return "\x1e".join(cell.masked for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A table of passages."""

    rows: tuple[Row, ...]

    @cached_property
    def pairs(self) -> Counter[tuple[str, str]]:
        return sum((cell.pairs for row in self.rows[:SAMPLED_ROWS] for cell in row.cells), Counter())


def table_of(grid: Grid) -> Table:
    """The cells as passages."""
    return Table(tuple(Row(tuple(Passage(words) for words in row)) for row in grid.rows))


def paired_tables(drafts: Sequence[Table], issued: Sequence[Table]) -> dict[int, int]:
    """Table of the draft -> table of the briefing, in their order; then those that were moved."""
    pairs = dict(aligned(drafts, issued, _tables_alike))
    for d in (d for d in range(len(drafts)) if d not in pairs):
        free = [i for i in range(len(issued)) if i not in pairs.values() and _tables_alike(drafts[d], issued[i]) > 0]
        if free:
            pairs[d] = max(free, key=lambda i: _tables_alike(drafts[d], issued[i]))
    return pairs


def _tables_alike(one: Table, other: Table) -> float:
    found = overlap(one.pairs, other.pairs)
    return found if found >= LEAST_TABLE else 0.0


@dataclass(frozen=True, slots=True)
class CellPair:
    """A cell of the draft (row and column from 0) and the one of the briefing."""

    row: int
    column: int
    issued: Passage


def paired_cells(draft: Table, issued: Table) -> Iterator[CellPair]:
    """Every cell of the draft that stands for one of the briefing."""
    columns = _columns(draft, issued)
    for d, i in _paired_rows(draft.rows, issued.rows).items():
        for column in range(len(draft.rows[d].cells)):
            there = columns.get(column)
            if there is not None and there < len(issued.rows[i].cells):
                yield CellPair(d, column, issued.rows[i].cells[there])


def _paired_rows(drafts: Sequence[Row], issued: Sequence[Row]) -> dict[int, int]:
    """Row of the draft -> row of the briefing, in their order; then those of the same name that were moved."""
    pairs = dict(aligned(drafts, issued, _rows_alike, key=lambda row: row.masked))
    free = {row.cells[0].masked: i for i, row in enumerate(issued) if i not in pairs.values() and row.cells}
    for d, row in enumerate(drafts):
        if d not in pairs and row.cells and row.cells[0].masked in free:
            pairs[d] = free.pop(row.cells[0].masked)
    return pairs


def _rows_alike(one: Row, other: Row) -> float:
    """Mostly by their names; a little by equal figures, so that of two alike rows the right one is taken."""
    if not one.cells or not other.cells:
        return 0.0
    name = likeness(one.cells[0], other.cells[0])
    rest = 1.0 if one.masked == other.masked else overlap(one.rest, other.rest)
    found = 0.6 * name + 0.4 * rest
    same = sum(a.words == b.words for a, b in zip(one.cells, other.cells)) / max(len(one.cells), len(other.cells))
    return found + 0.01 * same if found >= LEAST_ROW else 0.0


def _columns(draft: Table, issued: Table) -> dict[int, int]:
    """Column of the draft -> column of the briefing, by their heads where those are told apart, else by their place."""
    ours = draft.rows[0].cells if draft.rows else ()
    theirs = issued.rows[0].cells if issued.rows else ()
    heads = Counter(cell.masked for cell in theirs)
    where = {cell.masked: place for place, cell in enumerate(theirs) if heads[cell.masked] == 1 and cell.tokens}
    own = Counter(cell.masked for cell in ours)
    known = {
        place: where[cell.masked] for place, cell in enumerate(ours) if own[cell.masked] == 1 and cell.masked in where
    }
    if len(ours) == len(theirs):
        taken = set(known.values())
        known |= {place: place for place in range(len(ours)) if place not in known and place not in taken}
    return known or {place: place for place in range(min(len(ours), len(theirs)))}
