"""A document as it will look: its first page as a picture for the screen."""

from __future__ import annotations

from pathlib import Path

from layouts.briefing.document import Document
from layouts.briefing.engine import print_first_page
from layouts.briefing.printing import sheet

SCALE = 1.4
"""Pixels a point: an A4 page is 833 wide."""


def first_page(document: Document, *, fonts: Path | None = None) -> bytes:
    """The first page as PNG. ExportRefused where a character of any page has no glyph."""
    return print_first_page("document.typ", sheet(document), scale=SCALE, fonts=fonts)
