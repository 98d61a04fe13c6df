"""Shorthand of the spec: one value against one target, and one question to a small store."""

from __future__ import annotations

from fractions import Fraction

from data.model import Period, Population, Target
from metrics.compute import Amount
from metrics.definition import Bound, Direction, Element, Indicator, TimeRule, Unit
from metrics.indicators import BY_ID, EVERYWHERE
from metrics.progress import Assessment, assess
from metrics.queries import scorecard
from metrics.results import Row
from tests.fakes import PLAN_A, FakeSource, census, moment, small_city, target

LATE = "2026-12-01"
NEW_SLOTS = Indicator(
    id="G3",
    numerator=Element.NEW_SLOTS_EDUCATION,
    denominator=None,
    unit=Unit.COUNT,
    direction=Direction.UP,
    time_rule=TimeRule.STOCK,
    bound=Bound.AT_LEAST,
    levels=EVERYWHERE,
)


def period_at(months: int) -> Period:
    """The quarter whose end lies so many months after the start of the three-year plan."""
    return Period(2022, 4).shift(months // 3)


def judged(y0: str | None, y: str, yt: str, months: int, indicator: Indicator | None = None) -> Assessment:
    """A whole value against a target after so many months of the plan of 36."""
    whole = Amount(1, 1, Fraction(y), None, known=1)
    return assess(
        indicator or BY_ID["G1"],
        whole,
        baseline=None if y0 is None else Fraction(y0),
        target=target("G1", yt),
        plan=PLAN_A,
        period=period_at(months),
        definitions=small_city().definitions,
    )


def row_of(
    source: FakeSource,
    indicator: str,
    org_unit: str = "C",
    zone: str | None = None,
    *,
    period: str = "2025-Q4",
    as_of: str = LATE,
    plan: str | None = None,
) -> Row:
    """The row of one indicator and area, as known at ``as_of``."""
    found = scorecard(source, period=Period.parse(period), as_of=moment(as_of), plan_id=plan, scope="all")
    row = found.row(indicator, org_unit, zone)
    assert row is not None, f"no row {indicator} {org_unit} {zone}"
    return row


def city_of(slots: int, inclusive: int, people: int) -> FakeSource:
    """One unit, one township, one return for 2025-Q4."""
    source = FakeSource(small_city(people={"C": people, "A": people}, townships={"A01": "core"}))
    source.file("A", "2025-Q4", {"A01": (slots, inclusive)})
    return source


def people(area: str, value: int, day: str, known: str | None = None) -> Population:
    return census(area, value, day, known)


def goal(indicator: str, value: str) -> Target:
    return target(indicator, value)
