"""What the sections of a document are made of: small makers of blocks and cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from data.briefings import Section
from data.model import Reference
from layouts import format as printed
from layouts.briefing.document import Block, Heading, Paragraph, Voice
from layouts.briefing.wording import marks
from layouts.charts.parts import value_label
from layouts.charts.picture import DataCell, number_cell
from layouts.headlines import Filling, Part, Sentence, filled
from layouts.text import Text
from metrics.results import Flag, Row, Scorecard

NUMERALS = "一二三四五六七八九十"
Marks = tuple[tuple[int, int, str], ...]


def said(template: str, voice: Voice = Voice.RESULTS, /, **facts: Filling) -> Paragraph:
    """A paragraph from a template."""
    return Paragraph(Sentence(filled(template, **facts)), voice)


def plain(words: str, voice: Voice = Voice.RESULTS) -> Paragraph:
    """A paragraph of words alone."""
    return Paragraph(Sentence((Part(words),)), voice)


def counted(number: int, section: str, text: Text) -> Part:
    """A count with no row behind it, which a part of the pages tells."""
    return Part(printed.in_prose(number, text), section=section)


def section_head(place: int, key: str, text: Text) -> Heading:
    """一、总体情况 / 1. Overall position."""
    number = NUMERALS[place - 1] if text.lang == "zh" else str(place)
    return Heading(1, text("briefing.head.first", number=number, words=text(f"briefing.heading.{key}")))


def part_head(place: int, key: str, text: Text) -> Heading:
    """（一）托位供给 / (1) Supply of slots."""
    number = NUMERALS[place - 1] if text.lang == "zh" else str(place)
    return Heading(2, text("briefing.head.second", number=number, words=text(f"briefing.heading.{key}")))


def written(office: Mapping[str, str], key: Section) -> list[Block]:
    """What the office wrote, a paragraph a line; nothing where it wrote nothing."""
    return [plain(line.strip(), Voice.OFFICE) for line in office.get(key, "").splitlines() if line.strip()]


def value_cell(row: Row | None, text: Text) -> DataCell:
    """A row's value, or the reason why there is none; — where there is no such row."""
    if row is None:
        return DataCell(printed.MISSING, None)
    shown = value_label(row.value, row.unit, row.no_value, row.target, text, least=row.is_least)
    return number_cell(shown, row.value)


def count_cell(number: int | None) -> DataCell:
    """A whole number, or —."""
    return number_cell(printed.count(number), number)


def blank() -> DataCell:
    """A cell with nothing in it."""
    return DataCell("", None)


Cells = Sequence[Sequence[tuple[int, Row | None]]]
"""For each line of a table the pairs (column, row shown in it)."""


def flags_of(rows: Cells) -> Marks:
    """The letters behind the cells of a table, without those that a note tells of all of them."""
    return tuple(_flags(rows, _told_once(rows)))


def _flags(rows: Cells, without: frozenset[Flag]) -> Iterator[tuple[int, int, str]]:
    for line, cells in enumerate(rows):
        for column, row in cells:
            if letters := marks(row, without=without):
                yield line, column, letters


def _told_once(rows: Cells) -> frozenset[Flag]:
    """期后跟踪, where every figure carries it that has a target or a reference value."""
    flags = [row.flags for line in rows for _, row in line if row is not None and row.target is not None]
    after = Flag.AFTER_DEADLINE
    return frozenset({after} if flags and all(after in one for one in flags) else ())


def flag_notes(rows: Cells, text: Text) -> list[str]:
    """The key of the letters that stand in a table, and the flags that are told once."""
    once = _told_once(rows)
    shown = [row for line in rows for _, row in line if row is not None and row.value is not None]
    found = {flag for row in shown for flag in row.flags}
    notes = [text("briefing.after_deadline")] if once else []
    if letters := printed.flag_letters(found - once, text):
        notes.append(text("briefing.target_note.flags", flags=letters))
    return notes


def city_row(card: Scorecard, reference: Reference, indicator: str, zone: str | None = None) -> Row | None:
    """The city's row of an indicator."""
    return card.row(indicator, reference.city.code, zone)
