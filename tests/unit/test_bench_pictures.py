"""The pictures of the bench say what was measured."""

from __future__ import annotations

from tests.bench.loglog import loglog
from tests.bench.picture import ratio_chart
from tests.bench.ratios import Comparison


def test_every_comparison_has_its_bar():
    found = [Comparison("ours", "theirs", "-", ours_taken=[1.0], usual_taken=[taken]) for taken in (0.5, 4.0, 300.0)]
    drawn = ratio_chart(found)
    assert drawn.startswith(b"<svg")
    assert drawn == ratio_chart(found)


def test_equal_steps_are_equal_factors():
    drawn = loglog("t", "size", "cost", {"one": [(100, 0.01), (1000, 0.1), (10000, 1.0)]})
    points = drawn.split('points="')[1].split('"')[0].split()
    across, up = ([float(point.split(",")[place]) for point in points] for place in (0, 1))
    assert round(across[1] - across[0], 1) == round(across[2] - across[1], 1) > 0
    assert round(up[0] - up[1], 1) == round(up[1] - up[2], 1) > 0
