"""The ratios of a run as a picture, drawn by the dashboard's own chart code."""

from __future__ import annotations

from collections.abc import Iterable

from layouts.briefing.drawings import chart_svg
from layouts.charts.bars import Bar, RankedBars
from layouts.charts.parts import Tick
from tests.bench.ratios import Comparison

MOST = 20
"""Beyond that a bar is cut off and its label tells the ratio."""
COLOUR, LINE = "#00664F", "#1A1A1A"
DRAWN = ("s", "B")
"""Times and bytes; what a scheme costs is no less for being found sooner."""


def ratio_chart(comparisons: Iterable[Comparison]) -> bytes:
    """One bar a comparison, as often as the usual way takes what ours takes; the line is where both take the same."""
    found = [one for one in comparisons if one.unit in DRAWN]
    bars = tuple(
        Bar(str(number), f"{one.name} / {one.usual}", min(one.ratio, MOST), f"{one.ratio:.1f} x", "")
        for number, one in enumerate(found)
    )
    title = "Times faster (or smaller) than the usual way"
    chart = RankedBars(
        title=title,
        heading=title,
        bars=bars,
        ticks=tuple(Tick(float(at), str(at)) for at in range(0, MOST + 1, 5)),
        maximum=float(MOST),
        line=1.0,
        line_label="the same",
        colour=COLOUR,
        line_colour=LINE,
        notes=(f"Bars end at {MOST} x; medians of pairs taken in turn in one run.",),
        alt=title,
    )
    return chart_svg(chart, lang="en")
