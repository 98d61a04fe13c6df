"""Pictures and rules of a Word briefing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from layouts.briefing.drawings import sheet_of
from layouts.briefing.engine import layout, print_png
from layouts.briefing.word_styles import INK
from layouts.briefing.word_xml import element
from layouts.charts import BulletRows, Chart

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as Line

PIXELS_A_POINT = 3
BETWEEN_MM = 7
POINTS_A_MM = 72 / 25.4


def add_picture(line: Line, charts: Sequence[Chart | BulletRows], *, title: str, lang: str, fonts: Path | None) -> None:
    """Charts side by side as one picture, as large as on paper, with their words for the ear."""
    from docx.shared import Mm

    picture = picture_png(charts, title=title, lang=lang, fonts=fonts)
    shape = line.add_run().add_picture(io.BytesIO(picture), width=Mm(_wide_mm()))
    properties = shape._inline.docPr
    properties.set("title", title)
    properties.set("descr", "\n".join(chart.alt for chart in charts))


def picture_png(charts: Sequence[Chart | BulletRows], *, title: str, lang: str, fonts: Path | None) -> bytes:
    """The charts without their titles as PNG, as wide as the type area, at three pixels a point."""
    data = {
        "charts": [sheet_of(chart) for chart in charts],
        "title": title,
        "lang": lang,
        "fonts": layout()["fonts"],
        "size": layout()[lang]["small_pt"],
        "width": _wide_mm() * POINTS_A_MM,
        "between": BETWEEN_MM * POINTS_A_MM,
    }
    return print_png("picture.typ", data, scale=PIXELS_A_POINT, fonts=fonts)


def stand_apart(line: Line, count: int) -> None:
    """Tab stops where the names of the second and later charts begin: above their drawings."""
    from docx.shared import Mm

    each = (_wide_mm() - BETWEEN_MM * (count - 1)) / count
    for number in range(1, count):
        line.paragraph_format.tab_stops.add_tab_stop(Mm(number * (each + BETWEEN_MM)))


def _wide_mm() -> float:
    return float(str(layout()["page"]["width_mm"]))


def add_rule(line: Line, side: str, *, eighths: int, colour: str = INK) -> None:
    """A rule along one side of a paragraph, in eighths of a point."""
    border = f'<w:{side} w:val="single" w:sz="{eighths}" w:space="4" w:color="{colour}"/>'
    properties = line._p.get_or_add_pPr()
    properties.insert_element_before(element(f"<w:pBdr>{border}</w:pBdr>"), *AFTER_BORDERS)


AFTER_BORDERS = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
"""What the schema wants behind the borders of a paragraph."""
