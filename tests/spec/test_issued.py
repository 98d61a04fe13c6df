"""What was issued, held against what is known now."""

from __future__ import annotations

from datetime import timedelta

from data.model import Period
from metrics.issued import since
from tests.fakes import FakeSource, moment, small_city

Q4 = Period.parse("2025-Q4")
ISSUED, NOW = moment("2026-01-20"), moment("2026-03-01")


def city() -> FakeSource:
    source = FakeSource(small_city())
    for unit, first in (("A", "A01"), ("B", "B01")):
        source.file(unit, "2025-Q4", {first: (100, 60)}, at="2026-01-10T09:00")
    return source


def told(source: FakeSource, org_unit: str):
    plan = source.reference.plans[0].id
    return since(source, org_unit=org_unit, period=Q4, plan_id=plan, as_of=ISSUED, now=NOW)


def test_where_nothing_came_in_nothing_is_revised():
    found = told(city(), "A")
    assert (found.is_revised, found.arrivals, found.differences) == (False, (), ())


def test_a_revision_is_told_with_the_figures_that_read_otherwise():
    source = city()
    source.file("A", "2025-Q4", {"A01": (100, 50)}, at="2026-02-01T09:00")
    found = told(source, "A")
    assert [one.org_unit for one in found.arrivals] == ["A"]
    share = next(one for one in found.differences if one.after.indicator == "G2")
    # 60 of 100 became 50 of 100.
    assert (share.before.numerator, share.after.numerator, share.after.denominator) == (60, 50, 100)
    assert found.is_revised
    assert not any(one.after.indicator == "G1" for one in found.differences if one.after.zone is None)


def test_the_briefing_of_another_unit_is_not_touched():
    source = city()
    source.file("A", "2025-Q4", {"A01": (100, 50)}, at="2026-02-01T09:00")
    found = told(source, "B")
    assert (found.is_revised, found.arrivals) == (False, ())


def test_the_city_is_touched_by_every_unit():
    source = city()
    source.file("A", "2025-Q4", {"A01": (100, 50)}, at="2026-02-01T09:00")
    found = told(source, source.reference.city.code)
    assert found.is_revised
    assert [one.org_unit for one in found.arrivals] == ["A"]


def test_that_a_return_is_overdue_by_now_is_told_though_nothing_came_in():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", {"A01": (100, 60)}, at="2026-01-05T09:00")
    due, city_code = source.reference.due_moment(Q4), source.reference.city.code
    found = since(
        source,
        org_unit=city_code,
        period=Q4,
        plan_id=source.reference.plans[0].id,
        as_of=due - timedelta(seconds=1),
        now=due,
    )
    told_otherwise = {one.after.indicator for one in found.differences}
    assert (found.is_revised, found.arrivals) == (True, ())
    assert "RET" in told_otherwise
