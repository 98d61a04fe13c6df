"""The check: draft in, every number of it with its verdict out.

First each paragraph and table of the draft is laid on the one of the briefing it comes from, then each number on the
number in its place. So a figure of another indicator, unit or paragraph never excuses a wrong one. A number that is
in no such place may agree with one under the same words elsewhere; it is never called wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from data.drafts import Draft, Prose
from layouts.number_check.findings import Finding, NumberCheck, Place, Verdict
from layouts.number_check.labels import CERTAIN, Labels, Pairs, are_of_one_place, is_known
from layouts.number_check.numerals import Sort
from layouts.number_check.passages import Passage, clause_pairs, times_told
from layouts.number_check.prose import Standing, agrees, laid, nearness
from layouts.number_check.sources import sources
from layouts.number_check.tables import Table, paired_cells, paired_tables, table_of


@dataclass
class _Laid:
    """What is known of a passage of the draft so far: number -> its place in the briefing, or words instead of one."""

    passage: Passage
    place: Place
    standings: dict[int, Standing] = field(default_factory=dict)
    instead: str | None = None
    """The words of the briefing's cell, where the draft's has other numbers than these words allow."""
    exact: bool = False
    """In a cell a date stands whole."""
    label: str = ""
    """Of a cell the name of its row and the head of its column."""

    def excerpt(self, number: int) -> str:
        """What stands round a number."""
        return self.label + self.passage.excerpt(number)


def check_numbers(draft: Draft, issued: Draft) -> NumberCheck:
    """Every number of ``draft`` held against ``issued``, which is the briefing as its words."""
    own = [Passage(block.words) for block in issued.prose]
    tables = [table_of(grid) for grid in issued.grids]
    laid_out = _laid_out(draft, own, tables)
    labels = Labels([*_of_prose(own), *_of_tables(tables)])
    _by_clause(laid_out, own)
    findings = [finding for one in laid_out for finding in _findings(one, labels)]
    return NumberCheck(tuple(findings))


def _laid_out(draft: Draft, own: Sequence[Passage], tables: Sequence[Table]) -> list[_Laid]:
    """The passages of the draft in reading order."""
    prose = iter(_laid_prose([Passage(block.words) for block in draft.prose], own))
    grids = iter(_laid_tables([table_of(grid) for grid in draft.grids], tables))
    found: list[_Laid] = []
    for block in draft.blocks:
        found += [next(prose)] if isinstance(block, Prose) else next(grids)
    return found


def _laid_prose(passages: Sequence[Passage], own: Sequence[Passage]) -> list[_Laid]:
    made_from = sources(passages, own)
    found = []
    for place, passage in enumerate(passages):
        one = _Laid(passage, Place(paragraph=place + 1))
        for source in made_from.get(place, ()):
            _lay(one, _standings(passage, own[source]))
        found.append(one)
    return found


def _lay(one: _Laid, standings: dict[int, Standing]) -> None:
    """Add what a further paragraph tells: where two claim a number, the one whose words stand nearer."""
    for number, standing in standings.items():
        held = one.standings.get(number)
        if held is None or _near(one.passage, number, standing) > _near(one.passage, number, held):
            one.standings[number] = standing


def _near(passage: Passage, number: int, standing: Standing) -> float:
    return nearness(passage, number, standing.passage, standing.number)


def _standings(passage: Passage, issued: Passage) -> dict[int, Standing]:
    """The numbers in their places; where the words differ, one that is said of another time has none."""
    pairs = {d: Standing(issued, i) for d, i in laid(passage, issued).items()}
    if passage.masked == issued.masked:
        return pairs
    return {d: s for d, s in pairs.items() if agrees(passage, d, s) or _of_one_time(passage, d, s)}


def _of_one_time(passage: Passage, number: int, standing: Standing) -> bool:
    return times_told(_clause(passage, number)) == times_told(_clause(standing.passage, standing.number))


def _clause(passage: Passage, number: int) -> str:
    start, end = passage.clause(number)
    return "".join(passage.tokens[start:end])


def _laid_tables(drafts: Sequence[Table], tables: Sequence[Table]) -> list[list[_Laid]]:
    pairs = paired_tables(drafts, tables)
    found = []
    for place, table in enumerate(drafts):
        cells = {
            (row, column): _Laid(
                cell, Place(table=place + 1, row=row + 1, column=column + 1), label=_label(table, row, column)
            )
            for row, line in enumerate(table.rows)
            for column, cell in enumerate(line.cells)
        }
        for pair in paired_cells(table, tables[pairs[place]]) if place in pairs else ():
            _lay_cell(cells[pair.row, pair.column], pair.issued)
        found.append(list(cells.values()))
    return found


def _label(table: Table, row: int, column: int) -> str:
    heads, cells = table.rows[0].cells, table.rows[row].cells
    if row == 0 or column == 0 or column >= len(heads):
        return ""
    return " · ".join(" ".join(words.split()) for words in (cells[0].words, heads[column].words) if words) + "："


def _lay_cell(cell: _Laid, issued: Passage) -> None:
    """A number may be added to a cell that keeps its own; else each of its numbers is the briefing's, or wrong."""
    cell.exact = True
    cell.standings = _standings(cell.passage, issued)
    kept = {s.number for d, s in cell.standings.items() if agrees(cell.passage, d, s, exact=True)}
    whole = issued.words in cell.passage.words if not issued.numbers else len(kept) == len(issued.numbers)
    if issued.words and not whole:
        cell.instead = issued.words


def _by_clause(laid_out: Sequence[_Laid], own: Sequence[Passage]) -> None:
    """Numbers without a place, laid on numbers that nobody stands for, by the words of their clause: after paragraphs
    were split, joined or turned round.
    """
    taken = {(id(s.passage), s.number) for one in laid_out for s in one.standings.values()}
    free = [
        (standing, pairs)
        for standing, pairs in _of_prose(own)
        if (id(standing.passage), standing.number) not in taken and is_known(pairs)
    ]
    labels = Labels(free)
    for one in laid_out:
        for number in range(len(one.passage.numbers)) if one.place.paragraph else ():
            if number not in one.standings:
                _lay_clause(one, number, labels, taken)


def _lay_clause(one: _Laid, number: int, labels: Labels, taken: set[tuple[int, int]]) -> None:
    for standing in labels.nearest(one.passage, number, CERTAIN):
        key = id(standing.passage), standing.number
        fits = are_of_one_place(one.passage, number, standing) and _of_one_time(one.passage, number, standing)
        if key not in taken and fits:
            one.standings[number] = standing
            taken.add(key)
            return


def _of_prose(passages: Sequence[Passage]) -> Iterator[tuple[Standing, Pairs]]:
    for passage in passages:
        for number in range(len(passage.numbers)):
            yield Standing(passage, number), clause_pairs(passage, number)


def _of_tables(tables: Sequence[Table]) -> Iterator[tuple[Standing, Pairs]]:
    """Numbers of cells, under the words of their row and column."""
    for table in tables:
        heads = table.rows[0].cells if table.rows else ()
        for row in table.rows[1:]:
            for column, cell in enumerate(row.cells):
                label = row.cells[0].pairs + (heads[column].pairs if column < len(heads) else Counter())
                for number in range(len(cell.numbers)):
                    yield Standing(cell, number), label


def _findings(one: _Laid, labels: Labels) -> Iterator[Finding]:
    for number, numeral in enumerate(one.passage.numbers):
        verdict, expected, issued = _verdict(one, number, labels)
        yield Finding(verdict, one.place, numeral.words, one.excerpt(number), expected, issued)


def _verdict(one: _Laid, number: int, labels: Labels) -> tuple[Verdict, str, str]:
    """The verdict, what is expected, and what stands round that in the briefing."""
    standing = one.standings.get(number)
    if standing is not None:
        told = standing.passage.numbers[standing.number].words
        is_right = agrees(one.passage, number, standing, exact=one.exact)
        verdict = Verdict.AGREES if is_right else Verdict.WRONG
        return verdict, told, standing.passage.excerpt(standing.number)
    if one.instead is not None:
        return Verdict.WRONG, one.instead, one.instead
    return _elsewhere(one.passage, number, labels)


def _elsewhere(passage: Passage, number: int, labels: Labels) -> tuple[Verdict, str, str]:
    """A number of new words: the same as one under such words, or nobody's."""
    same = labels.same(passage, number)
    if same is not None:
        return Verdict.AGREES, same.passage.numbers[same.number].words, same.passage.excerpt(same.number)
    if labels.is_date_told(passage, number):
        return Verdict.AGREES, passage.numbers[number].words, ""
    if passage.numbers[number].sort is Sort.DATE:
        return Verdict.UNMATCHED, "", ""
    near = next(iter(labels.nearest(passage, number)), None)
    if near is None:
        return Verdict.UNMATCHED, "", ""
    return Verdict.UNMATCHED, near.passage.numbers[near.number].words, near.passage.excerpt(near.number)
