"""The styles and the page of a Word briefing, after GB/T 9704-2012: every length from layout.toml."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from layouts.briefing.engine import layout
from layouts.briefing.word_xml import element, tag

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.oxml.xmlchemy import BaseOxmlElement

TWIPS = 20
INK, QUIET, RED, RULE = "1F2933", "595959", "B3261E", "D0D5DB"


class Style(StrEnum):
    """By the name under which Word knows it; those of Word's own have its outline and its place in lists."""

    BODY = "Normal"
    TITLE = "Title"
    SUBTITLE = "Subtitle"
    FIRST = "Heading 1"
    SECOND = "Heading 2"
    THIRD = "Heading 3"
    HEADER = "Header"
    FOOTER = "Footer"
    KEEP = "Masthead Keep"
    NAME = "Masthead Name"
    ISSUE = "Masthead Issue"
    EDITOR = "Masthead Editor"
    ADDRESSEE = "Addressee"
    SIGNATURE = "Signer"
    IMPRINT = "Imprint"
    ADVICE = "Advice"
    ADVICE_HEAD = "Advice Head"
    NOTE = "Small Print"
    FACT = "Fact"
    CHART_TITLE = "Chart Title"
    PICTURE = "Picture"
    TABLE_TITLE = "Table Title"
    TABLE_HEAD = "Table Head"
    TABLE_TEXT = "Table Text"
    TABLE_NOTE = "Table Note"

    @property
    def id(self) -> str:
        """The name by which a paragraph refers to it."""
        return self.value.replace(" ", "")


OWN = {"Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Header", "Footer"}
"""Names that Word translates itself."""


@dataclass(frozen=True, slots=True)
class Look:
    """``face``: a font of layout.toml's [word]; ``points``: size, 0 = that of the body.

    ``pitch``: exact lines of the body's pitch (1), of another height in points (above 1), or as high as needed (0).
    ``first``: first-line indent in characters. ``keep``: with what follows.
    """

    face: str = "body"
    points: float = 0
    align: str = "both"
    pitch: float = 1
    first: float = 0
    before: float = 0
    after: float = 0
    keep: bool = False
    outline: int = 0
    colour: str = ""
    right: float = 0
    """Indent from the right, in characters."""
    bar: bool = False
    """A grey rule at the left."""


def looks() -> Mapping[Style, Look]:
    """Every style as it looks."""
    return {
        Style.BODY: Look(first=2),
        Style.TITLE: Look("title", -1, "center", pitch=32),
        Style.SUBTITLE: Look(align="center", after=10),
        Style.FIRST: Look("heading", align="left", first=2, keep=True, outline=1),
        Style.SECOND: Look("second", align="left", first=2, keep=True, outline=2),
        Style.THIRD: Look(align="left", first=2, keep=True, outline=3),
        Style.HEADER: Look("plain", 10, "right", pitch=0, colour=RED),
        Style.FOOTER: Look(points=-2, align="left", pitch=0),
        Style.KEEP: Look("heading", align="left"),
        Style.NAME: Look("title", 36, "center", pitch=0, colour=RED),
        Style.ISSUE: Look(align="center"),
        Style.EDITOR: Look(align="left", after=8),
        Style.ADDRESSEE: Look(align="left"),
        Style.SIGNATURE: Look(align="right", right=4),
        Style.IMPRINT: Look(points=14, align="left", pitch=0),
        Style.ADVICE: Look("second", bar=True),
        Style.ADVICE_HEAD: Look("heading", align="left", keep=True, bar=True),
        Style.NOTE: Look("plain", -3, pitch=0, after=4),
        Style.FACT: Look("plain", -3, "left", pitch=0),
        Style.CHART_TITLE: Look("heading", 10.5, "left", pitch=0, before=8, after=3, keep=True),
        Style.PICTURE: Look(align="left", pitch=0, after=6),
        Style.TABLE_TITLE: Look("heading", 10.5, "left", pitch=0, before=10, after=4, keep=True),
        Style.TABLE_HEAD: Look("heading", -4, "center", pitch=0),
        Style.TABLE_TEXT: Look("plain", -4, "left", pitch=0),
        Style.TABLE_NOTE: Look("plain", -5, "left", pitch=0, after=3, colour=QUIET),
    }


SIZES = {-1: "title_pt", -2: "number_pt", -3: "box_pt", -4: "table_pt", -5: "small_pt", 0: "body_pt"}
"""Sizes that layout.toml sets for each language."""


def styled_paper(lang: str) -> Paper:
    """An empty paper with all styles and nothing of the template's."""
    from docx import Document as new_paper  # noqa: N813 - a function that is called like a class
    from docx.enum.style import WD_STYLE_TYPE

    paper = new_paper()
    _drop_defaults(paper, lang)
    there = {style.name for style in paper.styles}
    for style, look in looks().items():
        if style.value not in there:
            made = paper.styles.add_style(style.value, WD_STYLE_TYPE.PARAGRAPH)
            made.element.set(tag("styleId"), style.id)
        _dress(paper.styles[style.value].element, look, lang)
    return paper


def _drop_defaults(paper: Paper, lang: str) -> None:
    """The template's own spacing and language give way, and the fonts of its theme."""
    defaults = paper.styles.element.find(tag("docDefaults"))
    for part in list(defaults):
        defaults.remove(part)
    size = _halves(float(str(layout()[lang]["body_pt"])))
    plain = f'{_fonts("body", lang)}{size}<w:lang w:val="en-GB" w:eastAsia="zh-CN"/>'
    defaults.append(element(f"<w:rPrDefault><w:rPr>{plain}</w:rPr></w:rPrDefault>"))
    defaults.append(element("<w:pPrDefault><w:pPr/></w:pPrDefault>"))


def _dress(style: BaseOxmlElement, look: Look, lang: str) -> None:
    """Give a style this look, and nothing of the template's."""
    for name in ("basedOn", "link", "pPr", "rPr"):
        for old in style.findall(tag(name)):
            style.remove(old)
    style.append(element(f"<w:pPr>{_paragraph(look, lang)}</w:pPr>"))
    style.append(element(f"<w:rPr>{_run(look, lang)}</w:rPr>"))


def _paragraph(look: Look, lang: str) -> str:
    """The parts in the order that the schema wants."""
    lengths: Mapping[str, Any] = layout()[lang]
    first = look.first if lang == "zh" or look.outline == 0 else 0
    chars = first and float(lengths["indent_em"])
    indent = f' w:firstLineChars="{round(chars * 100)}" w:firstLine="{_twips(chars * lengths["character_pt"])}"'
    right = f' w:rightChars="{round(look.right * 100)}" w:right="{_twips(look.right * lengths["character_pt"])}"'
    bar = f'<w:left w:val="single" w:sz="16" w:space="6" w:color="{RULE}"/>'
    parts = (
        "<w:keepNext/><w:keepLines/>" if look.keep else "",
        "<w:widowControl/>",
        f"<w:pBdr>{bar}</w:pBdr>" if look.bar else "",
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>',
        _spacing(look, lengths),
        f'<w:ind w:left="0"{right if look.right else ""}{indent if chars else ""}/>',
        f'<w:jc w:val="{look.align}"/>',
        f'<w:outlineLvl w:val="{look.outline - 1}"/>' if look.outline else "",
    )
    return "".join(parts)


def _spacing(look: Look, lengths: Mapping[str, Any]) -> str:
    height = lengths["pitch_pt"] if look.pitch == 1 else look.pitch
    line = f'w:line="{_twips(height)}" w:lineRule="exact"' if look.pitch else 'w:line="264" w:lineRule="auto"'
    return f'<w:spacing w:before="{_twips(look.before)}" w:after="{_twips(look.after)}" {line}/>'


def _run(look: Look, lang: str) -> str:
    """Body type is set 28 characters to a line by its own spacing, since not every program snaps to the grid alike."""
    lengths: Mapping[str, Any] = layout()[lang]
    points = look.points if look.points > 0 else float(lengths[SIZES[int(look.points)]])
    colour = f'<w:color w:val="{look.colour}"/>' if look.colour else ""
    tight = f'<w:spacing w:val="{math.floor((lengths["character_pt"] - points) * TWIPS)}"/>' if not look.points else ""
    return f"{_fonts(look.face, lang)}{colour}{tight}{_halves(points)}"


def _fonts(face: str, lang: str) -> str:
    """One family for both scripts in Chinese; in English a Latin one of its own."""
    names: Mapping[str, Any] = layout()["word"]
    latin = names[face] if lang == "zh" else names["latin_plain" if face in ("heading", "plain") else "latin"]
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{names[face]}" w:cs="{latin}"/>'


def _halves(points: float) -> str:
    """A size in half points."""
    size = round(points * 2)
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _twips(points: float) -> int:
    return round(points * TWIPS)
