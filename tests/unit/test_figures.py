"""Specs drawn for the screen: the same points, ticks and labels, cartesian, small."""

from __future__ import annotations

import json

import plotly.graph_objects as go

from layouts.charts import trend_chart
from layouts.charts.parts import Tick
from layouts.figures import trend_figure
from layouts.figures.frame import lying_axis
from layouts.text import text_for
from tests.sample_overview import sample_overview

CHART = trend_chart(sample_overview().trends["G2"], text_for("zh"))
MOST_BYTES = 12_000


def test_a_figure_is_cartesian_and_names_no_other_host():
    drawn = trend_figure(CHART)
    assert {trace["type"] for trace in drawn["data"]} == {"scatter"}
    assert "http" not in json.dumps(drawn)
    assert "geo" not in drawn["layout"]


def test_a_figure_stays_small():
    assert len(json.dumps(trend_figure(CHART))) < MOST_BYTES


def test_the_trend_shows_the_points_path_target_ticks_and_breaks_of_its_spec():
    figure = go.Figure(trend_figure(CHART))
    assert [trace.name for trace in figure.data] == ["序时应达值", "目标60%", "实际值"]
    path, target, series = figure.data
    assert list(zip(path.x, path.y, strict=True)) == [(x, round(y, 4)) for x, y in CHART.path]
    assert set(target.y) == {CHART.target}
    assert list(series.y) == [point.y for point in CHART.points]
    assert list(series.hovertext) == [point.hover for point in CHART.points]
    assert list(figure.layout.xaxis.ticktext) == [tick.label for tick in CHART.x_ticks]
    assert list(figure.layout.yaxis.tickvals) == [tick.position for tick in CHART.y_ticks]
    assert [shape.x0 for shape in figure.layout.shapes] == [mark.x for mark in CHART.breaks]


def test_a_figure_carries_its_words_for_those_who_do_not_see_it():
    assert trend_figure(CHART)["layout"]["meta"]["alt"] == CHART.alt


def test_an_axis_with_room_for_few_numbers_says_its_last_one_where_it_can():
    for count, told in ((3, "0 1 2"), (4, "0 3"), (5, "0 2 4"), (7, "0 3 6")):
        drawn = lying_axis([Tick(float(at), str(at)) for at in range(count)], (0, count))
        assert " ".join(filter(None, drawn["ticktext"])) == told
