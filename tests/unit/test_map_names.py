"""Names on both maps: clear of the signs that matter and of each other, and no two lines to them cross."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from data.model import DistrictShape
from layouts.charts import hex_map
from layouts.charts.districts import district_map
from layouts.charts.hex_names import LETTER, LINE, SIGN, Box, Cell
from layouts.charts.map_labels import HEIGHT, WIDTH
from layouts.text import LANGUAGES, text_for
from metrics.results import Coverage
from tests.sample_overview import sample_overview, sample_reference

REFERENCE = sample_reference()
TOWNSHIPS = sample_overview(missing=("110114", "110109")).townships


def boxes(lang: str) -> tuple[list[Box], list[Cell]]:
    spec = hex_map(TOWNSHIPS, REFERENCE, text_for(lang))
    width = {label.text: sum(LETTER if sign < "⺀" else 2 * LETTER for sign in label.text) for label in spec.labels}
    cells = [Cell(one.district, one.x, one.y, one.coverage) for one in spec.cells]
    return [Box(label.x, label.y, width[label.text]) for label in spec.labels], cells


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_name_strikes_through_the_sign_of_a_township_without_coverage(lang: str):
    names, cells = boxes(lang)
    loud = [cell for cell in cells if cell.state is Coverage.UNCOVERED]
    assert len(names) == 16
    assert len(loud) > 10
    assert [(name, cell) for name in names for cell in loud if name.strikes(cell)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_do_not_touch_each_other_and_stay_on_the_map(lang: str):
    names, _ = boxes(lang)
    assert [pair for pair in combinations(names, 2) if pair[0].meets(pair[1])] == []
    spec = hex_map(TOWNSHIPS, REFERENCE, text_for(lang))
    for name in names:
        assert spec.x_range[0] - LETTER <= name.x - name.width / 2, name
        assert name.x + name.width / 2 <= spec.x_range[1] + LETTER, name
        assert spec.y_range[0] <= name.y - LINE / 2
        assert name.y + LINE / 2 <= spec.y_range[1]


def test_a_name_strikes_what_it_covers_and_nothing_farther():
    name = Box(0.0, 0.0, 2.0)
    assert name.strikes(Cell("A", 1.0 + SIGN / 2, 0.0, Coverage.UNCOVERED))
    assert not name.strikes(Cell("A", 1.1 + SIGN, 0.0, Coverage.UNCOVERED))
    assert not name.strikes(Cell("A", 0.0, LINE / 2 + SIGN + 0.01, Coverage.UNCOVERED))


def crosses(one: tuple, other: tuple) -> bool:
    """Whether two straight lines cross, each from a place to the end of its words."""
    (a, b), (c, d) = one, other

    def side(p: tuple, q: tuple, r: tuple) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_lines_from_districts_to_their_names_cross(lang: str):
    spec = district_map(TOWNSHIPS, REFERENCE, text_for(lang))
    lines = [(label.points_at, (label.x, label.y)) for label in spec.labels if label.points_at]
    assert len(lines) > 2
    assert [pair for pair in combinations(lines, 2) if crosses(*pair)] == []


def sampled(line: tuple) -> list[tuple[float, float]]:
    """Points of a line, close to each other."""
    (x0, y0), (x1, y1) = line
    return [(x0 + (x1 - x0) * step / 200, y0 + (y1 - y0) * step / 200) for step in range(201)]


def is_in(point: tuple[float, float], shape: DistrictShape) -> bool:
    """By the angle that the outline turns round a point: a full turn from inside, none from outside."""
    turned = 0.0
    for xs, ys in shape.rings:
        angles = [math.atan2(y - point[1], x - point[0]) for x, y in zip(xs, ys, strict=True)]
        turned += sum(math.remainder(b - a, math.tau) for a, b in zip(angles, [*angles[1:], angles[0]], strict=True))
    return abs(turned) > math.pi


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_runs_over_a_name_and_few_run_over_other_districts(lang: str):
    spec = district_map(TOWNSHIPS, REFERENCE, text_for(lang))
    shapes, wide, high = REFERENCE.districts, WIDTH * 177.8, HEIGHT * 179.8  # kilometres of the city, west to east
    passed = 0
    for label, own in zip(spec.labels, shapes, strict=True):
        if label.points_at is None:
            assert is_in((label.x, label.y), own), label
            continue
        points = sampled((label.points_at, (label.x, label.y)))
        names = [other for other in spec.labels if other.points_at is None]
        struck = [
            name.text
            for name in names
            if any(abs(x - name.x) < wide / 2 and abs(y - name.y) < high / 2 for x, y in points)
        ]
        assert struck == [], label
        passed += sum(any(is_in(point, other) for point in points) for other in shapes if other is not own)
    assert 0 < passed <= 10
