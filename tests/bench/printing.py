"""The city's briefing: typst against Chromium printing the same words, table and drawings."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import count

from playwright.sync_api import Browser
from pypdf import PdfReader

from app import House
from callbacks.documents import document_of
from data.briefings import Kind
from data.model import Period
from data.settings import Settings
from layouts.briefing import Frame, print_document
from layouts.text import text_for
from tests.bench.ratios import Comparison

PERIOD = Period.parse("2025-Q4")


def compare(settings: Settings, browser: Browser, rounds: int) -> Iterator[Comparison]:
    """One warm Chromium page that prints again and again, against typst, in turn."""
    house = House(settings)
    document = document_of(
        house.repository,
        org_unit=house.reference.city.code,
        period=PERIOD,
        as_of=house.now(),
        plan_id=None,
        text=text_for("zh"),
        kind=Kind.BRIEFING,
        frame=Frame(),
        office={},
    )
    turn = count(1)
    content = same_content(print_document(document), house)

    def ours() -> bytes:
        """Another subtitle each time: the engine remembers what it has just set."""
        return print_document(replace(document, subtitle=str(next(turn))))

    page = browser.new_page()
    printing = Comparison("city briefing as PDF", "warm Chromium, print to PDF", ">= 1 x")
    for _ in range(rounds):
        printing.time(ours, partial(print_by_chromium, page, content))
    page.close()
    yield printing


def print_by_chromium(page, content: str) -> bytes:
    page.set_content(content)
    return page.pdf(format="A4", print_background=True)


def same_content(pdf: bytes, house: House) -> str:
    """The words of our PDF and its hexagon map, as the HTML that a browser would be given."""
    words = "".join(f"<p>{html.escape(page.extract_text())}</p>" for page in PdfReader(io.BytesIO(pdf)).pages)
    cells = "".join(hexagon(*cell.centre) for cell in house.reference.hexagons)
    bars = "".join(f"<rect x='0' y='{n * 12}' width='{20 * n}' height='8'/>" for n in range(1, 13))
    return (
        "<meta charset='utf-8'><style>body { font: 16pt 'Noto Sans SC', serif; white-space: pre-wrap }</style>"
        f"{words}<svg viewBox='0 0 60 60'>{cells}</svg><svg viewBox='0 0 300 160'>{bars}</svg>"
    )


def hexagon(x: float, y: float) -> str:
    corners = ((0, 0.577), (0.5, 0.289), (0.5, -0.289), (0, -0.577), (-0.5, -0.289), (-0.5, 0.289))
    points = " ".join(f"{x + dx:.2f},{y + dy:.2f}" for dx, dy in corners)
    return f"<polygon points='{points}' fill='#00664F' stroke='white' stroke-width='0.05'/>"
