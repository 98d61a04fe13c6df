"""Tables of a Word briefing: heads repeated on every page, numbers at the right, bands over the rows they speak for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from layouts.briefing.document import Document, TableBlock
from layouts.briefing.engine import layout
from layouts.briefing.passages import facts_grid
from layouts.briefing.printing import COLOURS, column_widths, is_number
from layouts.briefing.word_styles import INK, QUIET, RULE, Style
from layouts.briefing.word_xml import element, paragraph, run
from layouts.charts.picture import DataCell

if TYPE_CHECKING:
    from docx.document import Document as Paper

TWIPS_A_MM = 1440 / 25.4
BAND = "F1F4F7"
FACT_SHARES = (22.0, 134.0)
CELL_MARGIN_TWIPS = 40
RULED = {"top": (8, INK), "bottom": (8, INK), "insideH": (4, RULE)}
BOXED = dict.fromkeys(("top", "left", "bottom", "right"), (5, QUIET))
UNDER_HEAD = f'<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="{INK}"/></w:tcBorders>'
SHADED = f'<w:shd w:val="clear" w:color="auto" w:fill="{BAND}"/>'


def add_table(paper: Paper, block: TableBlock, lang: str) -> None:
    """The table with the letters of its flags raised."""
    widths = _widths(column_widths(block, lang))
    head = [_cell(words, Style.TABLE_HEAD, width, look=UNDER_HEAD) for words, width in zip(block.table.heads, widths)]
    marks = {(row, column): letters for row, column, letters in block.marks}
    numbers = [is_number([row[column] for row in block.table.rows]) for column in range(len(widths))]
    rows = [
        _row([_band(cells[0].shown, widths)])
        if line in block.spans
        else _row(
            _figure(cell, marks.get((line, column), ""), widths[column], right=numbers[column])
            for column, cell in enumerate(cells)
        )
        for line, cells in enumerate(block.table.rows)
    ]
    _add(paper, widths, RULED, [_row(head, repeated=True), *rows])


def add_facts(paper: Paper, document: Document) -> None:
    """The box 数据说明 in a thin frame."""
    widths = _widths(FACT_SHARES)
    (heading, _), *pairs = facts_grid(document).rows
    rows = [_row([_cell(heading, Style.TABLE_HEAD, sum(widths), span=2, left=True)])]
    for word, said in pairs:
        cells = [_cell(word, Style.FACT, widths[0], colour=QUIET), _cell(said, Style.FACT, widths[1])]
        rows.append(_row(cells))
    _add(paper, widths, BOXED, rows)


def _widths(shares: Sequence[float]) -> list[int]:
    """Columns in twips, together as wide as the type area."""
    wide = float(str(layout()["page"]["width_mm"])) * TWIPS_A_MM
    return [round(share / sum(shares) * wide) for share in shares]


def _figure(cell: DataCell, flags: str, width: int, *, right: bool) -> str:
    """A cell of the body: a verdict in the colour of its sign, nothing known in grey."""
    verdict = COLOURS.get(cell.shown[:1], "") if isinstance(cell.typed, str) else ""
    colour = QUIET if cell.typed is None else verdict.lstrip("#")
    return _cell(cell.shown, Style.TABLE_TEXT, width, colour=colour, flags=flags, right=right)


def _band(words: str, widths: Sequence[int]) -> str:
    return _cell(words, Style.TABLE_HEAD, sum(widths), span=len(widths), look=SHADED, left=True)


def _cell(
    words: str,
    style: Style,
    width: int,
    *,
    span: int = 1,
    look: str = "",
    colour: str = "",
    flags: str = "",
    left: bool = False,
    right: bool = False,
) -> str:
    """A cell over ``span`` columns; ``look`` is its border or shade."""
    runs = run(words, f'<w:color w:val="{colour}"/>' if colour else "") if words else ""
    raised = run(flags, '<w:vertAlign w:val="superscript"/>') if flags else ""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{spanned}{look}<w:vAlign w:val="center"/>'
    align = "left" if left else "right" if right else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(style.id, runs + raised, align=align)}</w:tc>"


def _row(cells: Iterable[str], *, repeated: bool = False) -> str:
    """A row that no page breaks; the head comes again on every page."""
    head = "<w:tblHeader/>" if repeated else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def _add(paper: Paper, widths: Sequence[int], edges: dict[str, tuple[int, str]], rows: Iterable[str]) -> None:
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{edges[side][0]}" w:space="0" w:color="{edges[side][1]}"/>'
        for side in ("top", "left", "bottom", "right", "insideH")
        if side in edges
    )
    margins = "".join(f'<w:{side} w:w="{CELL_MARGIN_TWIPS}" w:type="dxa"/>' for side in ("left", "right"))
    properties = (
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    made = f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    paper.element.body.insert_element_before(element(made), "w:sectPr")
