"""A document as its words alone, in reading order: what a Word file of it says, and a draft is held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.briefings import Kind
from data.drafts import Draft, Grid, Prose
from layouts.briefing.document import Block, Document, Drawing, Heading, Paragraph, TableBlock

MASTHEAD_LINES = (("keep",), ("name",), ("issue",), ("editor", "date"))
"""The fields of the 报头 that stand on one line each."""


def words_of(document: Document) -> Draft:
    """Every paragraph and table of the document; of a chart its name, for its figures are drawn."""
    return Draft(tuple(block for block in _blocks(document) if not isinstance(block, Prose) or block.words.strip()))


def _blocks(document: Document) -> Iterator[Prose | Grid]:
    yield from map(Prose, masthead(document))
    yield Prose(document.title)
    yield from map(Prose, below_title(document))
    yield facts_grid(document)
    yield from _told(document.body)
    yield from map(Prose, signature(document))
    for title, blocks in document.annexes:
        yield Prose(title)
        yield from _told(blocks)
    yield from map(Prose, imprint(document))


def masthead(document: Document) -> list[str]:
    """The lines of the 报头, two fields of one line apart by a tab; a 报告 has none."""
    if document.origin.kind is Kind.REPORT:
        return []
    head = dict(document.frame.masthead)
    lines = ([head.get(name, "") for name in names] for names in MASTHEAD_LINES)
    return ["\t".join(line) for line in lines if any(line)]


def below_title(document: Document) -> list[str]:
    """The period of a 简报; 主送 of a 报告."""
    words = document.subtitle if document.origin.kind is Kind.BRIEFING else document.frame.addressee
    return [words] if words else []


def signature(document: Document) -> tuple[str, ...]:
    """落款, of a 报告 only."""
    return document.frame.signature if document.origin.kind is Kind.REPORT else ()


def imprint(document: Document) -> tuple[str, ...]:
    """报尾, of a 简报 only."""
    return document.frame.imprint if document.origin.kind is Kind.BRIEFING else ()


def facts_grid(document: Document) -> Grid:
    """The box 数据说明: its heading over pairs of a word and what it says."""
    return Grid(((document.facts_heading, ""), *document.facts))


def _told(blocks: Sequence[Block]) -> Iterator[Prose | Grid]:
    for block in blocks:
        if isinstance(block, Heading):
            yield Prose(block.words)
        elif isinstance(block, Paragraph):
            yield Prose(block.sentence.text)
        elif isinstance(block, Drawing):
            yield Prose(drawing_title(block))
            yield from map(Prose, block.notes)
        else:
            yield from _table(block)


def drawing_title(drawing: Drawing) -> str:
    """The names of charts that stand side by side, apart by tabs."""
    return "\t".join(str(getattr(chart, "heading", "") or chart.title) for chart in drawing.charts)


def _table(block: TableBlock) -> Iterator[Prose | Grid]:
    yield Prose(block.table.title)
    if block.table.rows:
        marks = {(row, column): letters for row, column, letters in block.marks}
        rows = (
            tuple(cell.shown + marks.get((line, column), "") for column, cell in enumerate(row))
            for line, row in enumerate(block.table.rows)
        )
        yield Grid((block.table.heads, *rows))
    yield from map(Prose, block.notes)
