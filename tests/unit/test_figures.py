"""Specs drawn for the screen: the same bars, ticks and labels, cartesian, small, inert."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from layouts.charts import district_map, hex_map, ranked_bars, trend_chart
from layouts.figures import bars_figure, district_map_figure, hex_map_figure, trend_figure
from layouts.text import text_for
from tests.sample_overview import sample_overview, sample_reference

ZH = text_for("zh")
NAUGHTY = "<script>alert(1)</script>"


def _bars(overview=None):
    rows = [r for r in (overview or sample_overview()).scorecard.rows if r.indicator == "G1" and r.zone is None][1:]
    return ranked_bars(rows, sample_reference(), ZH)


def _figures() -> dict[str, object]:
    overview = sample_overview()
    return {
        "trend": trend_figure(trend_chart(overview.trends["G1"], ZH)),
        "hex": hex_map_figure(hex_map(overview.townships, sample_reference(), ZH)),
        "district": district_map_figure(district_map(overview.townships, sample_reference(), ZH)),
        "bars": bars_figure(_bars()),
    }


@pytest.mark.parametrize("name", ["trend", "hex", "district", "bars"])
def test_figures_are_cartesian_and_name_no_other_host(name):
    drawn = json.loads(_figures()[name].to_json())
    assert {trace["type"] for trace in drawn["data"]} <= {"scatter", "bar"}
    assert "http" not in json.dumps(drawn)
    assert "geo" not in drawn["layout"]


@pytest.mark.parametrize(
    ("name", "most"), [("trend", 12_000), ("hex", 110_000), ("district", 60_000), ("bars", 12_000)]
)
def test_figures_stay_small(name, most):
    assert len(_figures()[name].to_json()) < most


def test_the_trend_shows_the_points_path_target_ticks_and_breaks_of_its_spec():
    chart = trend_chart(sample_overview().trends["G2"], ZH)
    figure = trend_figure(chart)
    assert [trace.name for trace in figure.data] == ["序时应达值", "目标60%", "实际值"]
    path, target, series = figure.data
    assert list(zip(path.x, path.y, strict=True)) == [(x, round(y, 4)) for x, y in chart.path]
    assert set(target.y) == {chart.target}
    assert list(series.y) == [point.y for point in chart.points]
    assert list(series.hovertext) == [point.hover for point in chart.points]
    assert list(figure.layout.xaxis.ticktext) == [tick.label for tick in chart.x_ticks]
    assert list(figure.layout.yaxis.tickvals) == [tick.position for tick in chart.y_ticks]
    assert [shape.x0 for shape in figure.layout.shapes] == [mark.x for mark in chart.breaks]


def test_the_hexagons_on_the_screen_are_those_of_the_spec():
    chart = hex_map(sample_overview().townships, sample_reference(), ZH)
    figure = hex_map_figure(chart)
    codes = [code for trace in figure.data if trace.customdata is not None for code in trace.customdata]
    assert sorted(codes) == sorted(cell.code for cell in chart.cells)
    assert {label.text for label in chart.labels} <= {note.text for note in figure.layout.annotations}
    assert chart.note in {note.text for note in figure.layout.annotations}


def test_the_bars_on_the_screen_are_those_of_the_spec():
    chart = _bars()
    bars = bars_figure(chart).data[0]
    assert list(bars.y) == [bar.name for bar in chart.bars]
    assert list(bars.x) == [bar.value or 0 for bar in chart.bars]
    assert list(bars.text) == [bar.label for bar in chart.bars]


def test_a_name_that_looks_like_markup_is_shown_and_not_run():
    overview = sample_overview()
    bad = [replace(t, township=replace(t.township, name=NAUGHTY)) for t in overview.townships]
    assert "<script" not in hex_map_figure(hex_map(bad, sample_reference(), ZH)).to_json()


def test_figures_carry_their_words_for_those_who_do_not_see_them():
    for figure in _figures().values():
        assert figure.layout.meta["alt"]
