"""On the demonstration everything that can be held against something else agrees, and the page says so."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from data.model import Period
from metrics import queries
from metrics.comparability import Since

AS_OF = datetime(2026, 11, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
PERIODS = tuple(Period.parse("2023-Q1").through(Period.parse("2026-Q3")))


@pytest.mark.parametrize("period", PERIODS, ids=str)
def test_every_way_from_stock_to_stock_closes_and_every_sum_agrees(demo_repository, period):
    found = queries.consistency(demo_repository, period=period, as_of=AS_OF)
    assert len(found.flows) == 17
    assert all(one.closes for one in found.flows)
    assert len(found.checks) == 55
    assert all(one.agrees for one in found.checks)


def test_the_flow_of_the_city_is_its_indicators(demo_repository):
    period = Period.parse("2025-Q4")
    found = queries.consistency(demo_repository, period=period, as_of=AS_OF)
    card = queries.scorecard(demo_repository, period=period, as_of=AS_OF)
    value = {name: card.row(name, "110000").value for name in ("G3", "G4", "NET")}
    assert sum(one.education for one in found.flows) == value["G3"]
    assert sum(one.society for one in found.flows) == value["G4"]
    assert sum(one.closing - one.opening for one in found.flows) == value["NET"]
    assert found.triangle.inclusive == 37_500
    assert (found.triangle.slots_needed, found.triangle.inclusive_needed) == (98_244, 58_947)


def test_the_newest_period_is_compared_over_the_units_that_filed_it(demo_repository):
    found = queries.consistency(demo_repository, period=Period.parse("2026-Q3"), as_of=AS_OF)
    previous = [one for one in found.comparisons if one.since is Since.PREVIOUS]
    assert {(len(one.units), one.then_only) for one in previous} == {(16, ("110109",))}
