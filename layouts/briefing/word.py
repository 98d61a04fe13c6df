"""A document as a Word file (.docx) that an office edits: the words, tables and drawings of the PDF in real styles.

Same document, same bytes: no time of the machine is in it. Data reach it as text; its one field is the page number.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from data.briefings import Kind
from layouts.briefing import passages
from layouts.briefing.document import Block, Document, Drawing, Heading, Paragraph, TableBlock, Voice
from layouts.briefing.word_package import packed
from layouts.briefing.word_page import lay_page
from layouts.briefing.word_parts import add_picture, add_rule, stand_apart
from layouts.briefing.word_styles import RED, Style, styled_paper
from layouts.briefing.word_tables import add_facts, add_table
from layouts.briefing.word_xml import writable

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.text.paragraph import Paragraph as Line

VOICES = {Voice.RESULTS: Style.BODY, Voice.OFFICE: Style.BODY, Voice.ADVICE: Style.ADVICE, Voice.NOTE: Style.NOTE}
HEADINGS = {1: Style.FIRST, 2: Style.SECOND, 3: Style.THIRD}


def word_document(document: Document, *, fonts: Path | None = None) -> bytes:
    """The .docx of a document; ``fonts`` are those of its drawings. ExportRefused where a drawing lacks a glyph."""
    paper = styled_paper(document.origin.lang)
    lay_page(paper, document)
    _masthead(paper, document)
    _line(paper, document.title, Style.TITLE)
    below = Style.SUBTITLE if document.origin.kind is Kind.BRIEFING else Style.ADDRESSEE
    _lines(paper, passages.below_title(document), below)
    add_facts(paper, document)
    _line(paper, "", Style.TABLE_NOTE)
    _blocks(paper, document.body, document.origin.lang, fonts)
    _lines(paper, passages.signature(document), Style.SIGNATURE)
    for title, blocks in document.annexes:
        _line(paper, title, Style.FIRST).paragraph_format.page_break_before = True
        _blocks(paper, blocks, document.origin.lang, fonts)
    _imprint(paper, passages.imprint(document))
    return packed(paper, document)


def _line(paper: Paper, words: str, style: Style) -> Line:
    return paper.add_paragraph(writable(words), style=style.value)


def _lines(paper: Paper, lines: Sequence[str], style: Style) -> None:
    for words in lines:
        _line(paper, words, style)


def _masthead(paper: Paper, document: Document) -> None:
    """The 报头 above a red rule, which stands only where one of its fields is set."""
    styles = {"keep": Style.KEEP, "name": Style.NAME, "issue": Style.ISSUE, "editor": Style.EDITOR}
    head = dict(document.frame.masthead)
    lines = passages.masthead(document)
    names = [line[0] for line in passages.MASTHEAD_LINES if any(head.get(name) for name in line)]
    for name, words in zip(names, lines):
        last = _line(paper, words, styles[name])
        if words is lines[-1]:
            add_rule(last, "bottom", eighths=16, colour=RED)


def _imprint(paper: Paper, lines: Sequence[str]) -> None:
    """The 报尾 between two thin rules."""
    for number, words in enumerate(lines):
        line = _line(paper, words, Style.IMPRINT)
        if number == 0:
            add_rule(line, "top", eighths=5)
        if number == len(lines) - 1:
            add_rule(line, "bottom", eighths=5)


def _blocks(paper: Paper, blocks: Sequence[Block], lang: str, fonts: Path | None) -> None:
    """One after the other; advice begins with a line that says whose it is."""
    advised = False
    for block in blocks:
        begins, advised = not advised, isinstance(block, Paragraph) and block.voice is Voice.ADVICE
        if isinstance(block, Heading):
            _line(paper, block.words, HEADINGS[block.level])
        elif isinstance(block, Paragraph):
            _line(paper, block.sentence.text, Style.ADVICE_HEAD if advised and begins else VOICES[block.voice])
        elif isinstance(block, Drawing):
            _drawing(paper, block, lang, fonts)
        else:
            _table(paper, block, lang)


def _drawing(paper: Paper, block: Drawing, lang: str, fonts: Path | None) -> None:
    title = passages.drawing_title(block)
    stand_apart(_line(paper, title, Style.CHART_TITLE), len(block.charts))
    add_picture(_line(paper, "", Style.PICTURE), block.charts, title=title, lang=lang, fonts=fonts)
    _lines(paper, block.notes, Style.TABLE_NOTE)


def _table(paper: Paper, block: TableBlock, lang: str) -> None:
    _line(paper, block.table.title, Style.TABLE_TITLE)
    if block.table.rows:
        add_table(paper, block, lang)
    _lines(paper, block.notes, Style.TABLE_NOTE)
    if not block.notes:
        _line(paper, "", Style.TABLE_NOTE)
