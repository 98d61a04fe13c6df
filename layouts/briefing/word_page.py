"""A4 with margins and grid, the mark of a demonstration in the header, and the page number: odd right, even left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from layouts.briefing.document import Document
from layouts.briefing.engine import layout
from layouts.briefing.word_styles import RED, TWIPS, Style
from layouts.briefing.word_xml import element, run, tag

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.section import Section, _Footer, _Header

A4_WIDTH_MM, A4_HEIGHT_MM = 210, 297
MARK_MM = 14
"""The upper edge of the header lies so far above the type area."""
NUMBER_MM = 6.4
"""The height of a line of page numbers."""
SPACE_UNITS = 4096
"""Units of w:charSpace a point."""
PAGE_FIELD = (
    '<w:fldChar w:fldCharType="begin"/>',
    '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
    '<w:fldChar w:fldCharType="separate"/>',
    "<w:t>1</w:t>",
    '<w:fldChar w:fldCharType="end"/>',
)
"""The only field of the file."""


def lay_page(paper: Paper, document: Document) -> None:
    """Size, margins, grid, header and footer of the one section."""
    from docx.shared import Mm

    page: Mapping[str, Any] = layout()["page"]
    section = paper.sections[0]
    below = A4_HEIGHT_MM - page["top_mm"] - page["height_mm"]
    section.page_width, section.page_height = Mm(A4_WIDTH_MM), Mm(A4_HEIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(page["top_mm"]), Mm(below)
    section.left_margin = Mm(page["left_mm"])
    section.right_margin = Mm(A4_WIDTH_MM - page["left_mm"] - page["width_mm"])
    section.header_distance = Mm(page["top_mm"] - MARK_MM)
    section.footer_distance = Mm(below - page["footer_gap_mm"] - NUMBER_MM)
    _grid(section, document.origin.lang)
    paper.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        _mark(header, document.demo)
    _number(section.footer, "right")
    _number(section.even_page_footer, "left")


def _grid(section: Section, lang: str) -> None:
    """22 lines of 28 characters in Chinese; none in English."""
    properties: Any = section._sectPr
    for old in properties.findall(tag("docGrid")):
        properties.remove(old)
    if lang == "zh":
        lengths: Mapping[str, Any] = layout()["zh"]
        pitch = round(lengths["pitch_pt"] * TWIPS)
        space = round((lengths["character_pt"] - lengths["body_pt"]) * SPACE_UNITS)
        told = f'w:type="linesAndChars" w:linePitch="{pitch}" w:charSpace="{space}"'
        properties.append(element(f"<w:docGrid {told}/>"))


def _mark(header: _Header, words: str) -> None:
    """演示数据 in the corner of every page."""
    framed = f'<w:bdr w:val="single" w:sz="6" w:space="0" w:color="{RED}"/>'
    _fill(header, Style.HEADER, [run(words, framed)] if words else [])


def _number(footer: _Footer, side: str) -> None:
    """— 1 —, a character from the outer edge."""
    runs = [run("— "), *(f"<w:r>{part}</w:r>" for part in PAGE_FIELD), run(" —")]
    _fill(footer, Style.FOOTER, runs)
    indent = round(float(str(layout()["zh"]["number_pt"])) * TWIPS)
    properties: Any = footer.paragraphs[0]._p.get_or_add_pPr()
    for part in (f'<w:ind w:{side}="{indent}"/>', f'<w:jc w:val="{side}"/>'):
        properties.append(element(part))


def _fill(part: _Header | _Footer, style: Style, runs: list[str]) -> None:
    part.is_linked_to_previous = False
    line = part.paragraphs[0]
    line.style = style.value
    for one in runs:
        line._p.append(element(one))
