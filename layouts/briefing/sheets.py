"""A document's tables as a workbook: a sheet a table, numbers typed, and last what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from layouts.briefing.document import Document, TableBlock
from layouts.charts.picture import DataCell, DataTable, words_cell
from layouts.text import Text, text_for
from layouts.workbook import workbook
from metrics.results import Flag


def briefing_workbook(document: Document) -> bytes:
    """XLSX of every table of the body and the annexes; the same document gives the same bytes."""
    text = text_for(document.origin.lang)
    tables = [_ungrouped(block, _flagged(block, text)) for block in tables_of(document)]
    return workbook(tables, (text("briefing.sheet.name"), tuple(_rests_on(document, text))))


def tables_of(document: Document) -> list[TableBlock]:
    """The tables in reading order."""
    blocks = [*document.body, *(block for _, annex in document.annexes for block in annex)]
    return [block for block in blocks if isinstance(block, TableBlock)]


def _flagged(block: TableBlock, text: Text) -> DataTable:
    """The table, and where figures carry flags a column that tells which of the line do: 现值 r."""
    if not block.marks:
        return block.table
    heads = block.table.heads
    told: dict[int, list[str]] = {}
    for row, column, letters in block.marks:
        told.setdefault(row, []).append(text("briefing.sheet.flag", head=heads[column], letters=letters))
    comma = text("format.comma")
    rows = (
        (*cells, words_cell(comma.join(told[row])) if row in told else DataCell("", None))
        for row, cells in enumerate(block.table.rows)
    )
    return replace(block.table, heads=(*heads, text("briefing.sheet.flags")), rows=tuple(rows))


def _ungrouped(block: TableBlock, table: DataTable) -> DataTable:
    """Without the lines that speak for those under them: each line says it itself, to be sorted and filtered."""
    names = dict(zip(block.spans, block.groups, strict=True)) if block.groups else {}
    if not names:
        return table
    group, rows = "", []
    for line, cells in enumerate(table.rows):
        group = names.get(line, group)
        if line not in names:
            rows.append((words_cell(group), *cells))
    return replace(table, heads=(block.group_head, *table.heads), rows=tuple(rows))


def _rests_on(document: Document, text: Text) -> Iterator[tuple[str, str]]:
    """What was asked, what the box 数据说明 says, the notes of the tables, and the key of the flags."""
    origin = document.origin
    yield text("briefing.sheet.title"), document.title + document.subtitle
    if document.demo:
        yield text("briefing.sheet.nature"), document.demo
    yield text("briefing.sheet.org_unit"), origin.org_unit
    yield text("briefing.sheet.period"), str(origin.period)
    yield text("briefing.sheet.plan"), origin.plan
    yield text("briefing.sheet.as_of"), origin.as_of.isoformat()
    yield text("briefing.sheet.definitions"), origin.definition_version
    yield text("briefing.sheet.digest"), origin.data_digest
    yield from document.facts
    for block in tables_of(document):
        yield from ((block.table.title, note) for note in block.notes)
    used = _letters(document, text)
    yield from ((text("briefing.sheet.flag_key", letter=one.value), text(f"flag.{one}")) for one in Flag if one in used)


def _letters(document: Document, text: Text) -> set[Flag]:
    """The flags that stand beside a line, or are told once of a table."""
    blocks = tables_of(document)
    beside = {Flag(letter) for block in blocks for _, _, letters in block.marks for letter in letters}
    once = any(text("briefing.after_deadline") in block.notes for block in blocks)
    return beside | ({Flag.AFTER_DEADLINE} if once else set())
