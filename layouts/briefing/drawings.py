"""One chart alone on paper, from the same spec as on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from layouts.briefing.engine import layout, print_png, print_svg
from layouts.charts import (
    BulletRows,
    Chart,
    ColumnChart,
    DistrictMap,
    HexMap,
    Matrix,
    RankedBars,
    SmallMultiples,
    StepChart,
    TrendChart,
)

KINDS: Mapping[type, str] = {
    BulletRows: "bullets",
    TrendChart: "trend",
    HexMap: "hexmap",
    RankedBars: "bars",
    ColumnChart: "columns",
    StepChart: "steps",
    SmallMultiples: "multiples",
    Matrix: "matrix",
    DistrictMap: "districts",
}
"""What has a drawing on paper; that of the districts' outlines wants a map approval number."""

ENDS = 2


def chart_png(
    chart: Chart | BulletRows, *, lang: str = "zh", notes: Sequence[str] = (), fonts: Path | None = None
) -> bytes:
    """The chart as PNG with its notes and ``notes`` (as-of, source, 演示数据) under it."""
    scale = int(str(layout()["chart"]["scale"]))
    return print_png("chart.typ", _sheet(chart, lang, notes), scale=scale, fonts=fonts)


def chart_svg(
    chart: Chart | BulletRows, *, lang: str = "zh", notes: Sequence[str] = (), fonts: Path | None = None
) -> bytes:
    """The chart as SVG, else as ``chart_png``."""
    return print_svg("chart.typ", _sheet(chart, lang, notes), fonts=fonts)


def _sheet(chart: Chart | BulletRows, lang: str, notes: Sequence[str]) -> dict[str, object]:
    settings = layout()["chart"]
    own = [chart.note] if isinstance(chart, HexMap | DistrictMap) else list(chart.notes)
    return {
        **sheet_of(chart),
        "lang": lang,
        "fonts": layout()["fonts"]["plain"],
        "width": int(str(settings["width_px"])) // int(str(settings["scale"])),
        "notes": [*own, *notes],
    }


def sheet_of(chart: Chart | BulletRows) -> dict[str, object]:
    """A chart for a template: its kind and its data. ValueError for outlines without a map approval number."""
    if isinstance(chart, DistrictMap) and not chart.approval:
        raise ValueError("district outlines without a map approval number are drawn on no paper")
    return {"kind": KINDS[type(chart)], "chart": drawn(chart)}


def drawn(chart: Chart | BulletRows) -> dict[str, object]:
    """The spec as plain data for a template; of a trend also the first and last point, which carry their values."""
    spec = asdict(chart)
    if isinstance(chart, TrendChart):
        points = spec["runs"]
        flat = [point for run in points for point in run]
        spec["ends"] = flat if len(flat) <= ENDS else [flat[0], flat[-1]]
        struck = {point.x: chart.is_struck(point, -1) for point in chart.points}
        spec["ends"] = [end | {"above": struck[end["x"]]} for end in spec["ends"]]
    return spec
