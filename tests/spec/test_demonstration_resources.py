"""What is at hand in the demonstration, where its institutions stand, and that its sheets agree with each other."""

from __future__ import annotations

import json
from itertools import pairwise
from math import atan2, pi

import pytest

from data.settings import Settings
from tests.demo_history import DemoHistory, covered


@pytest.fixture(scope="module")
def history(reference):
    return DemoHistory(reference)


KINDS = {"在建", "拟建", "可转普惠", "幼儿园可开班", "闲置用房"}


def names_of(history, period, kind):
    return {one.name for unit in history.units for one in history.shown(unit, period).projects if one.kind == kind}


def test_every_kind_of_project_and_resource_is_there_and_the_planned_are_built_next(history):
    last = [one for unit in history.units for one in history.shown(unit, "2026-Q3").projects]
    assert {one.kind for one in last} == KINDS
    planned, built = names_of(history, "2025-Q3", "拟建"), names_of(history, "2025-Q4", "在建")
    assert planned
    assert planned <= built


def test_what_is_at_hand_lies_in_townships_without_an_inclusive_service_and_some_have_nothing(history):
    bare = {place.code for place in history.reference.townships if place.official}
    bare -= covered(history.city_rows("2026-Q3"))
    at_hand = {
        one.township
        for unit in history.units
        for one in history.shown(unit, "2026-Q3").projects
        if one.kind in ("幼儿园可开班", "闲置用房")
    }
    assert at_hand < bare


@pytest.mark.parametrize(("task", "counted"), [("4", "T4a"), ("9", "T9a")])
def test_a_task_and_what_is_counted_of_it_never_contradict_each_other(history, task, counted):
    for content in history.latest.values():
        said = {one.task: (one.state, one.day, one.evidence) for one in content.tasks}
        assert said[task] == said[counted], (content.org_unit, str(content.period))


def test_a_centre_is_done_as_a_task_from_the_return_that_first_lists_one(history):
    """One that closes later has been built all the same."""
    for unit in history.units:
        opened = False
        for content in (history.content(unit, str(period)) for period in history.periods):
            if content is not None:
                opened |= any(row.type == "区托育综合服务中心" for row in content.ledger)
                state = next(one.state for one in content.tasks if one.task == "T4a")
                assert (state == "已完成") == opened, (unit, str(content.period))


def test_most_institutions_stand_inside_their_district_and_stay_where_they_are(history):
    """Held against the outlines as they stand in the file, in degrees."""
    outlines = json.loads((Settings().reference / "districts.geojson").read_text(encoding="utf-8"))["features"]
    districts = {place.code: place.district for place in history.reference.townships}
    rings = {one["properties"]["code"]: _rings(one["geometry"]) for one in outlines}
    rows = [row for unit in history.units for row in history.shown(unit, "2026-Q3").ledger]
    located = [row for row in rows if row.longitude is not None]
    assert 0.8 < len(located) / len(rows) < 0.95
    outside = [row.name for row in located if not _holds(rings[districts[row.township]], row.longitude, row.latitude)]
    assert outside == []
    before = {row.name: row.longitude for unit in history.units for row in history.shown(unit, "2025-Q4").ledger}
    assert {row.name for row in located if before.get(row.name) not in (None, row.longitude)} == set()


def _rings(geometry: dict) -> list:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def _holds(rings: list, longitude: float, latitude: float) -> bool:
    """The winding of each ring about the point, added up in quarter turns of the angle."""
    total = 0.0
    for ring in rings:
        turns = [atan2(y - float(latitude), x - float(longitude)) for x, y, *_ in ring]
        steps = [after - before for before, after in pairwise([*turns, turns[0]])]
        total += sum((step + pi) % (2 * pi) - pi for step in steps)
    return round(abs(total) / (2 * pi)) == 1
