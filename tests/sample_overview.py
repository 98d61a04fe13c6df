"""A realistic overview built by hand: the real register, invented figures, no store. For pages and paper."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache

from data.model import Period, Plan, Reference, Township
from data.register import load_reference
from data.returns import Mode, State, StoredReturn
from data.settings import Settings
from metrics.front import Front
from metrics.results import (
    Coverage,
    Flag,
    NoValue,
    Overview,
    Reporting,
    Row,
    Scorecard,
    Status,
    TargetKind,
    TownshipResult,
    Trend,
    TrendPoint,
    UnitReporting,
)

FIRST = Period(2022, 4)
PER_1000, SHARE = "per_1000", "percent"
SLOTS = {"2022-Q4": 38000, "2023-Q4": 45000, "2024-Q4": 53000, "2025-Q4": 62000, "2026-Q3": 62800}
INCLUSIVE = {"2022-Q4": 3000, "2023-Q4": 9650, "2024-Q4": 28603, "2025-Q4": 37500, "2026-Q3": 40800}
ZONE_INDICATOR = {"中心城区": "G5", "北京城市副中心": "G6", "平原新城": "G7", "生态涵养区": "G8"}


@cache
def sample_reference() -> Reference:
    """The reference folder of the house."""
    return load_reference(Settings().reference)


def sample_overview(
    period: str = "2025-Q4",
    *,
    plan_id: str | None = None,
    missing: Collection[str] = (),
    carried: Collection[str] = (),
    demo: bool = True,
) -> Overview:
    """An overview at ``period``: the ``missing`` units filed nothing, the ``carried`` ones stand with old stocks."""
    at = Period.parse(period)
    reference = sample_reference()
    plan = reference.plan(plan_id)
    reporting = _reporting(reference, at, missing, carried)
    townships = tuple(
        _township(t, i, t.reporting_unit in missing) for i, t in enumerate(reference.townships_at(at.end))
    )
    rows = tuple(_rows(reference, plan, at, townships, bool(missing), len(carried)))
    as_of = datetime(at.next.end.year, at.next.end.month, 20, 9, 0, tzinfo=UTC)
    card = Scorecard(at, as_of, plan, reference.definitions.version, "5d2c" * 16, demo, rows)
    trends = {key: _trend(reference, plan, at, key, bool(missing)) for key in ("G1", "G2")}
    return Overview(card, reporting, townships, trends, None)


def sample_front(found: Overview) -> Front:
    """A first page over an overview, with no other plan and nothing changed."""
    return Front(found, tuple(found.trends.values()), (), None)


def _at(anchors: dict[str, int], period: Period) -> int:
    """A stock at a period, straight between the anchors."""
    points = sorted((Period.parse(key).ordinal, value) for key, value in anchors.items())
    for (left, low), (right, high) in itertools.pairwise(points):
        if left <= period.ordinal <= right:
            return low + (high - low) * (period.ordinal - left) // (right - left)
    return points[-1][1]


def _township(township: Township, index: int, unknown: bool) -> TownshipResult:
    ecological = township.zone == "生态涵养区"
    bare = index % 6 == 0 if ecological else index % 61 == 7
    inclusive = 0 if bare else 12 if index % 17 == 3 else 60 + index * 37 % 120
    coverage = Coverage.UNCOVERED if bare else Coverage.FRAGILE if inclusive < 20 else Coverage.COVERED
    if unknown:
        return TownshipResult(
            township, Coverage.UNKNOWN, None, None, None, None, None, None, NoValue.NOT_REPORTED, (), None
        )
    return TownshipResult(
        township, coverage, 3, int(not bare) * 2, inclusive + 70, inclusive, inclusive // 2, inclusive // 3,
        None, (), "R-" + township.reporting_unit,
    )  # fmt: skip


def _stored(unit: str, period: Period, day: int) -> StoredReturn:
    due = datetime(period.next.start.year, period.next.start.month, 15, 16, 0, tzinfo=UTC)
    received = due + timedelta(days=day)
    return StoredReturn(1, unit, period, 1, State.ACCEPTED, received, "demo", "0" * 64, f"R-{unit}", Mode.LEDGER)


def _reporting(reference: Reference, period: Period, missing: Collection[str], carried: Collection[str]) -> Reporting:
    due = datetime(period.next.start.year, period.next.start.month, 15, 16, 0, tzinfo=UTC)

    def unit(code: str) -> UnitReporting:
        if code in missing:
            return UnitReporting(code, due, None, None, None, NoValue.NOT_REPORTED)
        if code in carried:
            return UnitReporting(code, due, None, None, period.previous, NoValue.NOT_REPORTED)
        late = code == "110108"
        return UnitReporting(code, due, _stored(code, period, 2 if late else -3), not late, None, None)

    return Reporting(period, tuple(unit(u.code) for u in reference.units), unit(reference.city.code), 3)


def _rows(
    reference: Reference,
    plan: Plan,
    period: Period,
    townships: tuple[TownshipResult, ...],
    partial: bool,
    carried: int,
) -> list[Row]:
    city = reference.city.code
    rows = [_stock_row(reference, plan, period, key, city, Fraction(1), partial) for key in ("G1", "G2")]
    for zone, indicator in ZONE_INDICATOR.items():
        inside = [t for t in townships if t.township.zone == zone]
        rows.append(_coverage_row(plan, period, indicator, city, zone, inside, 17))
    weight = Counter(t.township.reporting_unit for t in townships)
    for unit in reference.units:
        own = [t for t in townships if t.township.reporting_unit == unit.code]
        absent = any(t.coverage is Coverage.UNKNOWN for t in own)
        part = Fraction(weight[unit.code], len(townships))
        rows += [_unit_row(reference, plan, period, key, unit.code, part, absent) for key in ("G1", "G1L", "G2", "USE")]
        for zone, indicator in ZONE_INDICATOR.items():
            inside = [t for t in own if t.township.zone == zone]
            if inside:
                rows.append(_coverage_row(plan, period, indicator, unit.code, zone, inside, 1))
    flag = (Flag.CARRIED,) if carried else ()
    return [replace(row, flags=row.flags + flag, carried=carried) if row.org_unit == city else row for row in rows]


def _stock_row(
    reference: Reference, plan: Plan, period: Period, key: str, org: str, part: Fraction, partial: bool
) -> Row:
    """G1 or G2 of the city, assessed by DOMAIN section 4 (short form)."""
    people = next(p for p in reversed(reference.populations) if p.area == org and p.ref_date <= period.end)
    value, over = _ratio(key, period, people.value, part)
    y0, _ = _ratio(key, plan.baseline, people.value, part)
    target = plan.target_for(key, None)
    row = Row(
        key, org, None, PER_1000 if key == "G1" else SHARE, over[0], over[1], value,
        NoValue.INCOMPLETE if partial else None, population=people if key == "G1" else None, reported=17,
        expected_returns=17, receipts=("R-110101",), baseline=y0,
    )  # fmt: skip
    if not partial:
        year_ago = _ratio(key, period.year_earlier, people.value, part)[0]
        row = replace(
            row, change_previous=value - _ratio(key, period.previous, people.value, part)[0],
            change_year=value - year_ago, change_baseline=value - y0,
        )  # fmt: skip
    return row if target is None else _assessed(row, plan, period, target.value)


def _ratio(key: str, period: Period, people: int, part: Fraction) -> tuple[Fraction, tuple[int, int]]:
    slots, inclusive = int(_at(SLOTS, period) * part), int(_at(INCLUSIVE, period) * part)
    if key in ("G1", "G1L"):
        return Fraction(slots * 1000, people), (slots, people)
    if key == "USE":
        return Fraction(61), (slots * 61 // 100, slots)
    return Fraction(inclusive * 100, slots), (inclusive, slots)


def _assessed(row: Row, plan: Plan, period: Period, target: Fraction) -> Row:
    assert row.value is not None
    assert row.baseline is not None
    value, y0 = row.value, row.baseline
    row = replace(row, target=target, target_kind=TargetKind.PLAN, comparator=">=", completion=value / target * 100)
    if row.no_value is not None:
        return replace(row, status=Status.NOT_ASSESSABLE)
    elapsed = Fraction(plan.months_elapsed(period), plan.months)
    progress = (value - y0) / (target - y0)
    row = replace(row, expected=y0 + (target - y0) * elapsed, progress=progress, elapsed=elapsed)
    needed = -(-target * (row.denominator or 0) // (1000 if row.unit == PER_1000 else 100)) - (row.numerator or 0)
    row = replace(row, gap=max(0, needed), per_month=None)
    if period.end >= plan.deadline:
        met = Status.ACHIEVED if value >= target else Status.MISSED
        after = period.start > plan.deadline
        return replace(row, status=met, verdict=met if after else None, flags=(Flag.AFTER_DEADLINE,) if after else ())
    if value >= target:
        return replace(row, status=Status.ACHIEVED)
    pace = progress / elapsed
    steps = ((Fraction(19, 20), Status.ON_TRACK), (Fraction(3, 5), Status.ACCELERATE), (Fraction(0), Status.LAGGING))
    status = next((word for least, word in steps if pace >= least), Status.BELOW_BASELINE)
    return replace(row, pace=pace, status=status)


def _coverage_row(
    plan: Plan, period: Period, key: str, org: str, zone: str, inside: list[TownshipResult], expected: int
) -> Row:
    covered = sum(t.coverage in (Coverage.COVERED, Coverage.FRAGILE) for t in inside)
    known = sum(t.coverage is not Coverage.UNKNOWN for t in inside)
    value = Fraction(covered * 100, known) if known else None
    partial = known < len(inside)
    row = Row(
        key, org, zone, SHARE, covered, known, value, NoValue.INCOMPLETE if partial else None,
        baseline=Fraction(10), reported=expected, expected_returns=expected,
        change_previous=None if partial else Fraction(100, len(inside)),
    )  # fmt: skip
    target = plan.target_for(key, zone)
    if target is None or value is None:
        return row
    return _assessed(row, plan, period, target.value)


def _unit_row(
    reference: Reference, plan: Plan, period: Period, key: str, unit: str, part: Fraction, absent: bool
) -> Row:
    target = plan.target_for(key, None)
    city_target = None if target is None else target.value
    shown = {"target": city_target, "target_kind": TargetKind.REFERENCE if target else None, "comparator": ">="}
    unit_word = PER_1000 if key in ("G1", "G1L") else SHARE
    people = next((p for p in reference.populations if p.area == unit), None)
    if absent or (unit_word == PER_1000 and people is None):
        reason = NoValue.NOT_REPORTED if absent else NoValue.NO_POPULATION
        slots = None if absent else int(_at(SLOTS, period) * part)
        row = Row(key, unit, None, unit_word, slots, None, None, reason, status=Status.NOT_ASSESSABLE)
        return replace(row, **shown)  # type: ignore[arg-type]
    value, over = _ratio(key, period, people.value if people else 1, part)
    status = None if city_target is None else Status.ABOVE_REFERENCE if value >= city_target else Status.BELOW_REFERENCE
    before = _ratio(key, period.previous, people.value if people else 1, part)[0]
    row = Row(key, unit, None, unit_word, *over, value, None, status=status, receipts=(f"R-{unit}",))
    row = replace(row, population=people if key == "G1" else None, change_previous=value - before, reported=1)
    return replace(row, **shown)  # type: ignore[arg-type]


def _trend(reference: Reference, plan: Plan, period: Period, key: str, partial: bool) -> Trend:
    people = next(p for p in reversed(reference.populations) if p.area == reference.city.code)
    target = plan.target_for(key, None)
    points = []
    for at in FIRST.through(period):
        last = partial and at == period
        value = _ratio(key, at, people.value, Fraction(1))[0]
        points.append(
            TrendPoint(at, value, NoValue.INCOMPLETE if last else None, (Flag.REVISED,) if at.number == 2 else ())
        )
    path: tuple[tuple[Period, Fraction], ...] = ()
    if target is not None:
        y0, last_period = _ratio(key, plan.baseline, people.value, Fraction(1))[0], Period(plan.deadline.year, 4)
        steps = [*plan.baseline.through(last_period)]
        path = tuple((p, y0 + (target.value - y0) * i / (len(steps) - 1)) for i, p in enumerate(steps))
    breaks = tuple(b for b in reference.breaks if b.indicator in (key, "*"))
    unit = PER_1000 if key == "G1" else SHARE
    return Trend(
        key, reference.city.code, None, unit, tuple(points), path, None if target is None else target.value, breaks
    )
