"""A document as a typeset PDF: what the template prints, as plain data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from layouts import format as printed
from layouts.briefing.column_widths import shares
from layouts.briefing.document import Block, Document, Drawing, Heading, Paragraph, TableBlock, Voice
from layouts.briefing.drawings import sheet_of
from layouts.briefing.engine import layout, print_pdf
from layouts.charts.picture import DataCell

Plain = Mapping[str, object]
MM_A_POINT = 25.4 / 72
RATIO = re.compile(r"\d/\d+$")
COLOURS = {symbol: printed.STATUS_COLOURS[status] for status, symbol in printed.STATUS_SYMBOLS.items() if symbol}
"""The colour of a verdict's sign, which its words share."""


def print_document(document: Document, *, fonts: Path | None = None) -> bytes:
    """A tagged A4 PDF/UA. ExportRefused where a character has no glyph in any font."""
    return print_pdf("document.typ", sheet(document), fonts=fonts)


def sheet(document: Document) -> dict[str, object]:
    """Everything that the template prints."""
    return {
        "lang": document.origin.lang,
        "kind": document.origin.kind,
        "layout": layout(),
        "title": document.title,
        "title_pieces": pieces(document.title, document.origin.lang, document.place),
        "subtitle": document.subtitle,
        "demo": document.demo,
        "frame": {**asdict(document.frame), "masthead": dict(document.frame.masthead)},
        "facts": {"heading": document.facts_heading, "rows": document.facts},
        "body": _blocks(document.body, document.origin.lang),
        "annexes": [
            {"title": title, "blocks": _blocks(blocks, document.origin.lang)} for title, blocks in document.annexes
        ],
    }


@lru_cache
def _unbroken(lang: str, place: str) -> re.Pattern[str]:
    """What stays together on a line: the words of the layout, a year with its period and its place, short brackets, and
    the place where it fits into a line of the title.
    """
    words = layout()[lang].get("words", ())
    assert isinstance(words, Sequence)
    places = [place] if 0 < len(place) <= _signs_a_line("title_pt", lang) else []
    listed = "|".join(re.escape(str(word)) for word in [*places, *words])
    return re.compile(rf"((?:[一-鿿]{{0,12}}\d{{4}}年(?:[一二三四]季度|\d+月)?|{listed}|（[^（）]{{1,4}}）)[·：、]?)")


@lru_cache(maxsize=1024)
def pieces(words: str, lang: str, place: str = "") -> tuple[str, ...]:
    """The words cut so that every second piece (the second, the fourth) is never broken; one piece where none is."""
    return tuple(_unbroken(lang, place).split(words)) if "words" in layout()[lang] else (words,)


def _blocks(blocks: Sequence[Block], lang: str) -> list[Plain]:
    """One after the other; paragraphs of advice that follow each other stand in one block."""
    printed_blocks: list[Plain] = []
    for is_advice, group in groupby(blocks, key=_is_advice):
        if is_advice:
            lines = [one.sentence.text for one in group if isinstance(one, Paragraph)]
            printed_blocks.append({"kind": "advice", "lines": lines})
        else:
            printed_blocks += [_block(one, lang) for one in group]
    return printed_blocks


def _is_advice(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.voice is Voice.ADVICE


def _block(block: Block, lang: str) -> Plain:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "words": block.words}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "voice": block.voice, "words": block.sentence.text}
    if isinstance(block, Drawing):
        return {"kind": "drawing", "charts": [sheet_of(one) for one in block.charts], "notes": block.notes}
    return _table(block, lang)


def _table(block: TableBlock, lang: str) -> Plain:
    """Columns with a typed number stand right; the letters of flags go behind their cell."""
    table = block.table
    raised = {(line, column): letters for line, column, letters in block.marks}
    return {
        "kind": "table",
        "title": table.title,
        "heads": [pieces(head, lang) for head in table.heads],
        "widths": column_widths(block, lang),
        "numbers": [is_number([row[column] for row in table.rows]) for column in range(len(table.heads))],
        "rows": [
            [_cell(cell, raised.get((line, column), "")) for column, cell in enumerate(row)]
            for line, row in enumerate(table.rows)
        ],
        "spans": block.spans,
        "notes": block.notes,
    }


def column_widths(block: TableBlock, lang: str) -> tuple[float, ...]:
    """For each column its share of the type area, by what stands in it."""
    return shares(block, [pieces(head, lang) for head in block.table.heads], _signs_a_line("table_pt", lang))


def _signs_a_line(size: str, lang: str) -> float:
    """The width of the type area, in Chinese characters of a size of the layout."""
    return float(str(layout()["page"]["width_mm"])) / MM_A_POINT / float(str(layout()[lang][size]))


def is_number(cells: Sequence[DataCell]) -> bool:
    """Some cell is a number, or a ratio such as 20/22."""
    return any(isinstance(cell.typed, int | Decimal) or RATIO.search(cell.shown) for cell in cells)


def _cell(cell: DataCell, flags: str) -> Plain:
    """``colour``: of a verdict, by its sign; ``quiet``: nothing known, printed grey."""
    colour = COLOURS.get(cell.shown[:1]) if isinstance(cell.typed, str) else None
    return {"text": cell.shown, "flags": flags, "quiet": cell.typed is None, "colour": colour}
