"""Charts as data: what a spec holds before anybody draws it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from data.model import Period
from layouts.charts import bullet, hex_map, trend_chart
from layouts.charts.coverage import LOOKS
from layouts.charts.hexmap import CORNERS
from layouts.charts.parts import Marker, ticks
from layouts.text import text_for
from metrics.results import Flag, NoValue, TargetKind, TrendPoint
from tests.sample_overview import sample_overview, sample_reference

ZH = text_for("zh")


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize(
    ("top", "unit", "labels"),
    [
        (Fraction(100), "percent", ["0%", "20%", "40%", "60%", "80%", "100%"]),
        (Fraction("4.725"), "per_1000", ["0", "1", "2", "3", "4", "5"]),
        (Fraction("0.9"), "per_1000", ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (Fraction(0), "per_1000", ["0.000", "0.002"]),
        (Fraction(36244), "count", ["0", "10,000", "20,000", "30,000", "40,000"]),
    ],
)
def test_ticks_are_round_start_at_0_and_reach_the_top(top, unit, labels):
    made = ticks(top, unit)
    assert [tick.label for tick in made] == labels
    assert made[0].position == 0
    assert made[-1].position >= top


def test_a_bullet_holds_value_target_and_what_is_required_by_now():
    row = sample_overview(period="2024-Q4").scorecard.row("G1", "110000")
    spec = bullet(row, ZH)
    assert (spec.value_label, spec.target_label, spec.expected_label) == ("2.43", "4.5", "3.58")
    assert (spec.symbol, spec.word) == ("■", "滞后")
    assert spec.value < spec.expected < spec.target <= spec.maximum


def test_a_partial_rate_is_a_least_value_and_a_partial_share_is_not():
    card = sample_overview(missing=("110114",)).scorecard
    assert bullet(card.row("G1", "110000"), ZH).value_label.startswith("至少")
    assert bullet(card.row("G2", "110000"), ZH).value_label == "60.5%"
    assert bullet(card.row("G2", "110000"), ZH).partial


def test_a_bullet_without_a_value_says_why_and_draws_no_bar():
    spec = bullet(sample_overview().scorecard.row("G1", "BDA"), ZH)
    assert (spec.value, spec.value_label) == (None, "缺常住人口")


def test_a_missing_period_breaks_the_line():
    trend = sample_overview().trends["G1"]
    points = [replace(p, value=None, no_value=NoValue.STALE) if i == 4 else p for i, p in enumerate(trend.points)]
    chart = trend_chart(replace(trend, points=tuple(points)), ZH)
    assert [len(run) for run in chart.runs] == [4, 8]


def test_carried_and_partial_points_have_marks_and_legend_entries_of_their_own():
    trend = sample_overview().trends["G1"]
    marked = (
        replace(trend.points[0], flags=(Flag.CARRIED,)),
        *trend.points[1:-1],
        replace(trend.points[-1], no_value=NoValue.INCOMPLETE),
    )
    chart = trend_chart(replace(trend, points=marked), ZH)
    assert [chart.points[0].marker, chart.points[1].marker, chart.points[-1].marker] == [
        Marker.HOLLOW,
        Marker.FULL,
        Marker.CROSSED,
    ]
    assert {"含沿用数", "未报齐"} <= {entry.label for entry in chart.legend}


def test_the_required_path_runs_from_the_baseline_to_the_target():
    chart = trend_chart(sample_overview().trends["G1"], ZH)
    assert chart.path[0] == (0.0, chart.points[0].y)
    assert chart.path[-1] == (12.0, 4.5)


def test_a_break_falls_between_the_periods_it_parts():
    chart = trend_chart(sample_overview().trends["G2"], ZH)
    assert [4 < chart.breaks[0].x < 5, chart.breaks[1].x] == [True, 8.0]
    assert "2024年2月1日" in chart.notes[0]


def test_break_notes_are_told_in_the_language_of_the_chart():
    chart = trend_chart(sample_overview().trends["G2"], text_for("en"))
    assert all(note.isascii() for note in chart.notes)


def test_a_unit_is_shown_a_reference_value_and_not_a_target():
    trend = replace(sample_overview().trends["G1"], target_kind=TargetKind.REFERENCE)
    assert trend_chart(trend, ZH).target_label == "全市目标参照值4.5（非区级任务）"


def test_a_trend_without_any_value_draws_its_path_alone():
    trend = sample_overview().trends["G1"]
    chart = trend_chart(replace(trend, points=(TrendPoint(Period(2022, 4), None, NoValue.NOT_DUE, ()),)), ZH)
    assert (chart.runs, chart.alt) == ((), "每千人口托位数：暂无数据")


def test_every_township_has_one_hexagon_and_none_lies_on_another():
    chart = hex_map(sample_overview().townships, sample_reference(), ZH)
    assert len(chart.cells) == 343
    assert len({(cell.x, cell.y) for cell in chart.cells}) == 343
    assert sum(key.count for key in chart.legend) == 343


def test_a_township_without_a_hexagon_is_refused_not_left_out():
    township = sample_overview().townships[0]
    stray = replace(township, township=replace(township.township, code="999999999"))
    with pytest.raises(KeyError):
        hex_map([stray], sample_reference(), ZH)


def test_outlines_are_the_edges_between_districts_each_once():
    chart = hex_map(sample_overview().townships, sample_reference(), ZH)
    ends = [frozenset(((round(a, 1), round(b, 1)), (round(c, 1), round(d, 1)))) for a, b, c, d in chart.outlines]
    assert len(ends) == len(set(ends))
    sides = Counter()
    for cell in chart.cells:
        corners = [(round(cell.x + dx, 1), round(cell.y + dy, 1)) for dx, dy in CORNERS]
        for pair in zip(corners, corners[1:] + corners[:1], strict=True):
            sides[frozenset(pair)] += 1
    assert {side for side, cells in sides.items() if cells == 1} <= set(ends)
    assert all(sides[end] in (1, 2) for end in ends)


def test_one_label_a_district():
    labels = [label.text for label in hex_map(sample_overview().townships, sample_reference(), ZH).labels]
    assert (len(labels), len(set(labels))) == (16, 16)


def test_categories_of_coverage_differ_in_symbol_and_in_grey():
    assert len({look.symbol for look in LOOKS.values()}) == 4
    for look in LOOKS.values():
        assert abs(_luminance(look.fill) - _luminance(look.ink)) > 60


def test_the_legend_of_the_map_tells_that_covered_leaves_out_the_fragile():
    assert text_for("zh")("chart.coverage.covered") == "已覆盖（不含脆弱）"
