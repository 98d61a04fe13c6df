"""Pieces of WordprocessingML. Words go in escaped and as text alone: nothing in them can become a field or a link."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

UNWRITABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd")
"""What XML cannot hold."""
BREAKS = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def element(xml: str) -> BaseOxmlElement:
    """The element of a piece; ``w:`` is declared."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    cut = min(place for place in (xml.find(sign) for sign in " />") if place > 0)
    return parse_xml(f"{xml[:cut]} {nsdecls('w')}{xml[cut:]}")


def tag(name: str) -> str:
    """The name of an element with its namespace."""
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def writable(words: str) -> str:
    """The words without what XML cannot hold."""
    return words.translate(UNWRITABLE).replace("\r\n", "\n").replace("\r", "\n")


def run(words: str, properties: str = "") -> str:
    """A run of text."""
    told = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{told}{''.join(map(_piece, _pieces(writable(words))))}</w:r>"


def _piece(words: str) -> str:
    return BREAKS.get(words) or f'<w:t xml:space="preserve">{escape(words)}</w:t>'


def _pieces(words: str) -> list[str]:
    """The words between breaks, and the breaks."""
    found = [""]
    for sign in words:
        if sign in BREAKS:
            found += [sign, ""]
        else:
            found[-1] += sign
    return [piece for piece in found if piece]


def paragraph(style: str, runs: str, *, align: str = "") -> str:
    """A paragraph in the style of this id."""
    aligned = f'<w:jc w:val="{align}"/>' if align else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{aligned}</w:pPr>{runs}</w:p>'
