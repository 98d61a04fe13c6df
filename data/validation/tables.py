"""Cells matched to the form: sheets by name, columns by header, rows by line (V02). Aliases and order do not matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from data.cells import Cell, CellKind, Row, Sheet, Told, Workbook, columns_of, letters
from data.forms import Column, SheetForm
from data.issues import Issue, Location
from data.return_tables import ITEM_HEADER
from data.returns import Mode
from data.validation.findings import error, warning
from data.validation.heads import Head, head_of, is_closing, may_be_sums, sum_word
from data.validation.spelling import header_key, is_blank

NAMING = ("number", "name", "township", "township_name", "kind")
"""Columns in which a line of sums calls itself so."""


class KeyedCells(Mapping[str, Cell]):
    """The cells of a row by column key, made when they are asked for."""

    __slots__ = ("_columns", "_row")

    def __init__(self, row: Row, columns: Mapping[str, int]) -> None:
        self._row, self._columns = row, columns

    def __getitem__(self, key: str) -> Cell:
        return self._row[self._columns[key]]

    def __iter__(self) -> Iterator[str]:
        return (key for key, column in self._columns.items() if column in self._row)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(slots=True)
class Entry:
    """One line of a table, or all items of a list: the cells by column key, and later their values.

    ``places`` maps key -> column letters (a table) or the whole address (a list, where ``row`` is 0).
    ``sum_word``: 合计, 总计 or 小计 where the line says that it is one.
    """

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    places: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    sum_word: str = ""

    def where(self, key: str) -> Location:
        """The cell of that key as the clerk sees it, filled in or not; the sheet alone where it has none."""
        place = self.places.get(key)
        return Location(self.sheet, f"{place}{self.row or ''}" if place else None)

    def is_blank(self, key: str) -> bool:
        """Nothing stands in the cell, or a mark that stands for nothing."""
        cell = self.cells.get(key)
        return cell is None or (cell.kind is CellKind.TEXT and is_blank(str(cell.value)))

    def found(self, key: str) -> str | None:
        """What stands in that cell."""
        cell = self.cells.get(key)
        return cell.text if cell else None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of the form as the file has it. In a table ``lines`` are the rows of the entries.

    ``columns`` maps key -> column number there.
    """

    form: SheetForm
    name: str
    places: Mapping[str, str]
    entries: tuple[Entry, ...]
    issues: tuple[Issue, ...] = ()
    lines: tuple[Row, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)

    def without(self, passed_over: Callable[[Entry], bool]) -> Table:
        """The table with fewer lines."""
        kept = [place for place, entry in enumerate(self.entries) if not passed_over(entry)]
        entries = tuple(self.entries[place] for place in kept)
        return replace(self, entries=entries, lines=tuple(self.lines[place] for place in kept))


def sheets_for(book: Workbook, form: SheetForm) -> list[Sheet]:
    """The sheets of that name; more than one is a fault of the file."""
    return [sheet for sheet in book.sheets if header_key(sheet.name) == header_key(form.name)]


def table_of(book: Workbook, form: SheetForm, mode: Mode | None) -> tuple[Table | None, list[Issue]]:
    """The sheet as a table, and what is wrong with its presence, head and columns."""
    sheets = sheets_for(book, form)
    if not sheets:
        return None, [error("V02", "no_sheet", Location(form.name), sheet=form.name)] if form.required else []
    if len(sheets) > 1:
        return None, [error("V02", "sheet_twice", Location(form.name), sheet=form.name)]
    table = (_list_table if form.is_list else _row_table)(sheets[0], form, columns_for(form, mode))
    return table, list(table.issues)


def columns_for(form: SheetForm, mode: Mode | None) -> tuple[Column, ...]:
    """The columns this mode asks for; with the mode unknown, those that every mode asks for."""
    return tuple(column for column in form.columns if not column.modes or mode in column.modes)


def _names(columns: Iterable[Column]) -> dict[str, str]:
    """Every accepted spelling of a header -> column key; the printed one wins over another's alias."""
    aliases = {header_key(alias): column.key for column in columns for alias in column.aliases}
    return aliases | {header_key(column.header): column.key for column in columns}


def _row_table(sheet: Sheet, form: SheetForm, columns: tuple[Column, ...]) -> Table:
    names = _names(form.columns)
    head = head_of(sheet, names)
    if head is None:
        return Table(form, sheet.name, {}, (), (error("V02", "no_head", Location(sheet.name), sheet=form.name),))
    matched, issues = _matched(sheet.name, head.cells.values(), names)
    places = {key: letters(column) for key, column in matched.items()}
    first = Location(sheet.name, min(head.cells.values(), key=lambda cell: cell.column).address)
    lines = [sheet.rows[row] for row in sorted(sheet.rows) if row > head.last]
    told = columns_of(lines)
    issues += _missing(columns, matched, first, form)
    issues += (*_headless(sheet.name, head, lines, told), *_ragged(sheet, head.first, head.last))
    issues += _merged_figures(sheet, head, {matched[key] for key in matched if key in form.counts})
    filled = _filled_lines(lines, [told[column] for column in matched.values() if column in told])
    entries = _entries(sheet.name, filled, matched, places)
    return Table(form, sheet.name, places, tuple(entries), tuple(issues), tuple(filled), matched)


def _matched(sheet: str, cells: Iterable[Cell], names: Mapping[str, str]) -> tuple[dict[str, int], list[Issue]]:
    """Column key -> column number; a header said twice and one the form does not know are issues."""
    matched: dict[str, int] = {}
    issues: list[Issue] = []
    for cell in sorted(cells, key=lambda cell: cell.column):
        key = names.get(header_key(cell.text))
        where = Location(sheet, cell.address)
        if key is None:
            issues.append(warning("V02", "unknown_column", where, cell.text))
        elif key in matched:
            issues.append(error("V02", "column_twice", where, cell.text, first=letters(matched[key])))
        else:
            matched[key] = cell.column
    return matched, issues


def _missing(columns: Iterable[Column], matched: Mapping[str, Any], where: Location, form: SheetForm) -> list[Issue]:
    code = "no_item" if form.is_list else "no_column"
    absent = [column for column in columns if column.required and column.key not in matched]
    return [error("V02", code, where, header=column.header, sheet=form.name) for column in absent]


def _headless(sheet: str, head: Head, lines: Sequence[Row], told: Mapping[int, tuple[Told, ...]]) -> Iterator[Issue]:
    """A column with content below the head and no header: named once, at its first cell."""
    for column, values in told.items():
        if column not in head.cells and values.count("") < len(values):
            cell = next(line[column] for line, value in zip(lines, values) if value != "")
            yield warning("V02", "headless", Location(sheet, cell.address), cell.text)


def _ragged(sheet: Sheet, first: int, last: int) -> Iterator[Issue]:
    """A CSV line with more fields than its head: a comma inside a value has pushed the rest one column on."""
    width = max(sheet.widths.get(first, 0), sheet.widths.get(last, 0))
    for row, fields in sorted(sheet.widths.items()):
        if row > last and fields > width:
            yield error("V02", "ragged", Location(sheet.name, f"{letters(width + 1)}{row}"), fields=fields, width=width)


def _merged_figures(sheet: Sheet, head: Head, counts: set[int]) -> Iterator[Issue]:
    """One figure merged over several cells: whose it is cannot be told."""
    for row, column, last_row, last_column in sheet.merged:
        has_figure = not counts.isdisjoint(range(column, last_column + 1))
        line = sheet.rows.get(row)
        cell = line.get(column) if line else None
        if row > head.last and has_figure and cell is not None:
            span = f"{letters(column)}{row}:{letters(last_column)}{last_row}"
            yield error("V02", "merged", Location(sheet.name, cell.address), cell.text, span=span)


def _filled_lines(lines: Sequence[Row], told: Iterable[tuple[Told, ...]]) -> list[Row]:
    """The lines that hold anything in a column of the form, without signatures and notes below it."""
    left: Sequence[int] = range(len(lines))
    for values in told:
        left = [place for place in left if _says_nothing(values[place])]
    blank = frozenset(left)
    return [line for place, line in enumerate(lines) if place not in blank and not _closes(line)]


def _closes(line: Row) -> bool:
    """Whether a line is a signature or a note; nearly every other is told apart by its first cell."""
    first = next((value for value in line.told if value != ""), "")
    may_close = isinstance(first, str) and not {":", "：", "﹕"}.isdisjoint(first)
    return may_close and is_closing(cell.text for cell in line.values() if not is_blank(cell.text))


def _says_nothing(told: Told) -> bool:
    return is_blank(_text(told)) if isinstance(told, (str, list)) else False


def _text(told: Told) -> str:
    """The text that is told, if it is one."""
    return told if isinstance(told, str) else told[1] if isinstance(told, list) else ""


def _entries(
    sheet: str, lines: Sequence[Row], matched: Mapping[str, int], places: Mapping[str, str]
) -> Iterator[Entry]:
    sums = _sum_lines(lines, [matched[key] for key in NAMING if key in matched])
    for place, line in enumerate(lines):
        yield Entry(sheet, line.number, KeyedCells(line, matched), places, sum_word=sums.get(place, ""))


def _sum_lines(lines: Sequence[Row], naming: Sequence[int]) -> dict[int, str]:
    """Place of a line -> 合计, 总计 or 小计, where it says so in its first cell or in one that names it."""
    told = columns_of(lines)
    firsts = [next(value for value in line.told if value != "") for line in lines]
    words = [list(map(_text, column)) for column in (firsts, *(told.get(column, ()) for column in naming))]
    if not any(map(may_be_sums, words)):
        return {}
    found = {place: sum_word(line, _cells_at(line, naming)) for place, line in enumerate(lines)}
    return {place: word for place, word in found.items() if word}


def _cells_at(line: Row, columns: Iterable[int]) -> list[Cell]:
    return [line[column] for column in columns if column in line]


def _list_table(sheet: Sheet, form: SheetForm, columns: tuple[Column, ...]) -> Table:
    """A list of items: each value stands in the column headed so, or else right of its item."""
    names = _names(form.columns)
    item_column = _item_column(sheet, names)
    value_column = _value_column(sheet, form, item_column)
    items = [row[item_column] for _, row in sorted(sheet.rows.items()) if item_column in row]
    matched, issues = _matched_items(sheet.name, items, names)
    places = {key: f"{letters(value_column)}{row}" for key, row in matched.items()}
    cells = {key: sheet.rows[row][value_column] for key, row in matched.items() if value_column in sheet.rows[row]}
    issues += _missing(columns, matched, Location(sheet.name, f"{letters(item_column)}1"), form)
    issues += _ragged(sheet, min(sheet.rows, default=1), min(sheet.rows, default=1))
    return Table(form, sheet.name, places, (Entry(sheet.name, 0, cells, places),), tuple(issues))


def _item_column(sheet: Sheet, names: Mapping[str, str]) -> int:
    """The column where most items of the form stand."""
    hits: dict[int, int] = {}
    for row in sheet.rows.values():
        for column, cell in row.items():
            if header_key(cell.text) in names:
                hits[column] = hits.get(column, 0) + 1
    return max(hits, key=lambda column: (hits[column], -column), default=1)


def _value_column(sheet: Sheet, form: SheetForm, item_column: int) -> int:
    wanted = header_key(form.value_header)
    heads = (row for row in sheet.rows.values() if _is_item_head(row, item_column))
    found = (cell.column for row in heads for cell in row.values() if header_key(cell.text) == wanted)
    return next(found, item_column + 1)


def _is_item_head(row: Row, item_column: int) -> bool:
    return item_column in row and header_key(row[item_column].text) == ITEM_HEADER


def _matched_items(sheet: str, items: Iterable[Cell], names: Mapping[str, str]) -> tuple[dict[str, int], list[Issue]]:
    matched: dict[str, int] = {}
    issues: list[Issue] = []
    for cell in items:
        key = names.get(header_key(cell.text))
        where = Location(sheet, cell.address)
        if key is None:
            if header_key(cell.text) != ITEM_HEADER and matched:
                issues.append(warning("V02", "unknown_item", where, cell.text))
        elif key in matched:
            issues.append(error("V02", "item_twice", where, cell.text, first=matched[key]))
        else:
            matched[key] = cell.row
    return matched, issues
