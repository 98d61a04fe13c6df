"""Secondary indicators and new slots by single channel: equal to SQL over raw rows, every period and place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, create_engine, text

from app import create_app
from data.model import Period, Reference
from data.repository import Repository, open_repository
from data.settings import Settings
from metrics.queries import new_slots, scorecard
from metrics.results import NoValue, Row
from tests.fakes import moment
from tests.integration.independent_rows import BEIJING, PERIOD_END, Naive, Register, end_of, shifted
from tests.integration.test_commitments_equal_sql import BASELINE, MARKS, MOMENTS, OPEN, PERIODS

INCLUSIVE = f"CASE WHEN l.inclusive_to IS NULL OR l.inclusive_to > {PERIOD_END} END THEN l.inclusive_slots ELSE 0 END"
SIDES = {
    "USE": ("SUM(l.children)", "SUM(l.slots)"),
    "USE_I": ("SUM(l.inclusive_children)", f"SUM({INCLUSIVE})"),
    "INST": ("SUM(CASE WHEN l.slots > 0 THEN 1 ELSE 0 END)", "0"),
    "INST_I": (f"SUM(CASE WHEN {INCLUSIVE} > 0 THEN 1 ELSE 0 END)", "0"),
    "INST_K": ("SUM(CASE WHEN l.slots > 0 AND l.type = '幼儿园开设托班' THEN 1 ELSE 0 END)", "0"),
    "INST_P": ("SUM(CASE WHEN l.slots > 0 AND l.type <> '幼儿园开设托班' THEN 1 ELSE 0 END)", "0"),
    "FEE_I": (f"SUM(COALESCE(l.fee * {INCLUSIVE}, 0))",
              f"SUM(CASE WHEN l.fee IS NULL THEN 0 ELSE {INCLUSIVE} END)"),
    "FEE_N": (f"SUM(COALESCE(l.fee * (l.slots - {INCLUSIVE}), 0))",
              f"SUM(CASE WHEN l.fee IS NULL THEN 0 ELSE l.slots - {INCLUSIVE} END)"),
    "T2a": ("SUM(CASE WHEN l.slots > 0 AND l.quality IN ('A', 'B', 'C', 'D') THEN 1 ELSE 0 END)",
            "SUM(CASE WHEN l.slots > 0 THEN 1 ELSE 0 END)"),
    "T7a": ("SUM(CASE WHEN l.slots > 0 AND l.risk IN ('A', 'B', 'C', 'D') THEN 1 ELSE 0 END)",
            "SUM(CASE WHEN l.slots > 0 THEN 1 ELSE 0 END)"),
    "T8a": ("SUM(CASE WHEN l.slots > 0 AND l.filing_state = '已备案' THEN 1 ELSE 0 END)",
            "SUM(CASE WHEN l.slots > 0 AND l.filing_state <> '不适用' THEN 1 ELSE 0 END)"),
}  # fmt: skip
"""Indicator -> what it adds up above and below, over institutions in operation."""
COUNTS = ("INST", "INST_I", "INST_K", "INST_P")
ADDED_UP = f"""
SELECT r.sequence, l.township, {", ".join(side for pair in SIDES.values() for side in pair)}
FROM returns r JOIN ledger_rows l ON l.return_sequence = r.sequence WHERE {OPEN} GROUP BY r.sequence, l.township
"""
UNKNOWN = "SELECT COUNT(*) FROM ledger_rows WHERE slots > 0 AND (quality IS NULL OR risk IS NULL OR type IS NULL)"
FIRST = "SELECT org_unit, period, MIN(received_at) FROM returns WHERE received_at <= :when GROUP BY org_unit, period"
COURSES = "SELECT return_sequence, value FROM workforce WHERE key = 'health_trained'"
TASKS = "SELECT return_sequence, task, state FROM task_states WHERE task IN ('T4a', 'T9a')"
KINDS = {
    "幼儿园开设托班": "K1", "社区办园点转型": "K2", "其他教育系统方式": "K3", "社区托育点": "S1", "单位托育点": "S2",
    "营利性机构": "S3", "区托育综合服务中心": "C", "家庭托育点": "O", "其他": "O",
}  # fmt: skip
Sides = tuple[int, int]


@pytest.fixture(scope="module")
def store(demo_settings: Settings, reference: Reference) -> Iterator[Repository]:
    repository = open_repository(demo_settings, reference)
    yield repository
    repository.close()


@pytest.fixture(scope="module")
def raw(demo_settings: Settings) -> Iterator[Connection]:
    engine = create_engine(demo_settings.database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


class Again:
    """The same figures from raw rows; which return stands is asked of the independent reckoning."""

    def __init__(self, raw: Connection, when: str) -> None:
        assert raw.execute(text(UNKNOWN)).scalar() == 0, "this reckoning knows no blank grades and types"
        self.naive = Naive(raw, Register(Settings().reference), moment(when))
        self.units = self.naive.register.units
        self.zone = {code: zone for code, _, zone in self.naive.register.places}
        self.sums: dict[int, dict[str, dict[str, Sides]]] = defaultdict(dict)
        for sequence, township, *sides in raw.execute(text(ADDED_UP)):
            pairs = zip(sides[::2], sides[1::2], strict=True)
            self.sums[sequence][township] = dict(zip(SIDES, pairs, strict=True))
        self.marks: dict[int, list[tuple]] = defaultdict(list)
        for sequence, *mark in raw.execute(text(MARKS)):
            self.marks[sequence].append(tuple(mark))
        known = raw.execute(text(FIRST), {"when": self.naive.as_of.astimezone(UTC).isoformat()})
        self.first = {(unit, period): datetime.fromisoformat(at) for unit, period, at in known}
        self.courses = dict(raw.execute(text(COURSES)).all())
        self.tasks = {(sequence, task): state for sequence, task, state in raw.execute(text(TASKS))}

    def standing(self, unit: str, period: str) -> int | None:
        found = self.naive.standing(unit, period)[0]
        return found[0] if found else None

    def added(self, indicator: str, units: list[str], zone: str | None, period: str) -> tuple[Sides | None, bool]:
        """Both sides over the units whose return stands, and whether a unit of them is missing."""
        stands = [self.standing(unit, period) for unit in units]
        pairs = [
            sides[indicator]
            for sequence in stands if sequence is not None
            for township, sides in self.sums[sequence].items() if zone in (None, self.zone[township])
        ]  # fmt: skip
        above, below = (sum(pair[side] for pair in pairs) for side in (0, 1))
        return ((above, below) if any(stands) else None), None in stands

    def filed(self, units: list[str], period: str) -> tuple[int, int]:
        """How many of the units have a counting return of the period, and how many of these came in time."""
        due = datetime.combine(date.fromisoformat(end_of(period)) + timedelta(days=16), datetime.min.time(), BEIJING)
        own = [unit for unit in units if (unit, period) in self.naive.counting]
        return len(own), sum(self.first[unit, period] < due for unit in own)

    def trained(self, units: list[str], period: str) -> tuple[int | None, bool]:
        wanted = ["2023-Q1"]
        while wanted[-1] < period:
            wanted.append(shifted(wanted[-1], 1))
        found = [self.naive.counting.get((unit, one)) for unit in units for one in wanted]
        known = [self.courses[one[0]] for one in found if one]
        return (sum(known) if known else None), len(known) < len(found)

    def done(self, task: str, unit: str, period: str) -> int | None:
        """Whether a task was done as last filed up to the return that stands."""
        if self.standing(unit, period) is None:
            return None
        last = period if (unit, period) in self.naive.counting else shifted(period, -1)
        filed = [
            self.naive.counting[unit, one][0] for one in PERIODS if one <= last and (unit, one) in self.naive.counting
        ]
        states = [self.tasks[sequence, task] for sequence in filed if (sequence, task) in self.tasks]
        return int(states[-1] == "已完成") if states else None

    def channels(self, unit: str, period: str) -> tuple[Counter[str], Counter[str]] | None:
        """Gross and net by channel since the baseline; None where no return stands."""
        if self.standing(unit, period) is None:
            return None
        last = period if (unit, period) in self.naive.counting else shifted(period, -1)
        before = {
            number: (slots if running or state == "暂停" else 0)
            for number, _, slots, running, state in self.marks[self.naive.counting[unit, BASELINE][0]]
        }
        peaks: dict[str, tuple[int, str]] = {}
        for one in (one for one in PERIODS if one <= last and (unit, one) in self.naive.counting):
            for number, kind, slots, running, _ in self.marks[self.naive.counting[unit, one][0]]:
                if running and slots > peaks.get(number, (0, ""))[0]:
                    peaks[number] = slots, KINDS[kind]
        gross: Counter[str] = Counter()
        for number, (slots, channel) in peaks.items():
            gross[channel] += max(0, slots - before.get(number, 0))
        now, then = (self._held(unit, one) for one in (last, BASELINE))
        return gross, Counter({channel: now[channel] - then[channel] for channel in set(KINDS.values())})

    def _held(self, unit: str, period: str) -> Counter[str]:
        held: Counter[str] = Counter()
        for _, kind, slots, running, _ in self.marks[self.naive.counting[unit, period][0]]:
            held[KINDS[kind]] += slots if running else 0
        return held


def places(again: Again) -> Iterator[tuple[str, str | None, list[str]]]:
    """The city, its zones and its units, each with the units that report it."""
    yield "110000", None, again.units
    for zone in dict.fromkeys(again.zone.values()):
        yield "110000", zone, [
            unit for unit in again.units
            if any(unit == of and zone == its for _, of, its in again.naive.register.places)
        ]  # fmt: skip
    for unit in again.units:
        yield unit, None, [unit]


@pytest.fixture(scope="module", params=MOMENTS)
def again(request: pytest.FixtureRequest, raw: Connection) -> tuple[str, Again]:
    return request.param, Again(raw, request.param)


def test_every_secondary_indicator_of_every_place_and_period_equals_the_raw_rows(store: Repository, again):
    when, reckoned = again
    for period in PERIODS:
        card = scorecard(store, period=Period.parse(period), as_of=moment(when), scope="all")
        for area, zone, units in places(reckoned):
            for indicator in SIDES:
                row = card.row(indicator, area, zone)
                assert row is not None, (period, indicator, area, zone)
                _equal(row, *reckoned.added(indicator, units, zone, period), f"{period} {indicator} {area} {zone}")


def _equal(row: Row, sides: Sides | None, missing: bool, where: str) -> None:
    if sides is None:
        assert (row.numerator, row.value) == (None, None), where
        return
    above, below = sides
    if row.indicator in COUNTS:
        assert (row.numerator, row.value, row.no_value is not None) == (above, above, missing), where
        return
    assert (row.numerator, row.denominator) == (above, below), where
    scale = 1 if row.indicator.startswith("FEE") else 100
    assert row.value == (Fraction(scale * above, below) if below else None), where
    assert (row.no_value is not None) == (missing or below == 0), where


def test_returns_training_and_tasks_equal_the_raw_rows(store: Repository, again):
    when, reckoned = again
    for period in PERIODS:
        card = scorecard(store, period=Period.parse(period), as_of=moment(when), scope="all")
        due = reckoned.naive.due(period)
        for area, zone, units in places(reckoned):
            received, on_time = reckoned.filed(units, period)
            for indicator, number in (("RET", received), ("RET_T", on_time)):
                row = card.row(indicator, area, zone)
                assert row is not None
                assert (row.numerator or 0, row.reported) == (number, received), f"{period} {indicator} {area} {zone}"
                assert (row.no_value is None) == (due or received == len(units)), f"{period} {indicator} {area}"
            if zone is not None:
                continue
            if period >= "2023-Q1":
                known, missing = reckoned.trained(units, period)
                row = card.row("T15a", area)
                assert row is not None
                assert (row.numerator, row.no_value is not None) == (known, missing), f"{period} T15a {area}"
            for task in ("T4a", "T9a"):
                states = [reckoned.done(task, unit, period) for unit in units]
                known = [one for one in states if one is not None]
                row = card.row(task, area)
                assert row is not None
                assert row.numerator == (sum(known) if known else None), f"{period} {task} {area}"
                assert (row.no_value is not None) == (None in states), f"{period} {task} {area}"


def test_new_slots_by_single_channel_gross_and_net_equal_the_raw_rows(store: Repository, again):
    when, reckoned = again
    for period in PERIODS:
        city, *units = new_slots(store, period=Period.parse(period), as_of=moment(when))
        sums: tuple[Counter[str], Counter[str]] = Counter(), Counter()
        for found in units:
            wanted = reckoned.channels(found.org_unit, period)
            if wanted is None:
                assert {one.gross for one in found.by_channel} == {None}
                continue
            for one in found.by_channel:
                shown = (one.gross, one.net)
                assert shown == (wanted[0][one.channel], wanted[1][one.channel]), f"{period} {found.org_unit} {one}"
                for total, number in zip(sums, shown, strict=True):
                    total[one.channel] += number or 0
        assert [(one.gross, one.net) for one in city.by_channel if one.gross is not None] == [
            (sums[0][one.channel], sums[1][one.channel]) for one in city.by_channel if one.gross is not None
        ]
        partial = any(reckoned.channels(unit, period) is None for unit in reckoned.units)
        assert (city.no_value is not None) == partial
        card = scorecard(store, period=Period.parse(period), as_of=moment(when))
        row = card.row("NET", "110000")
        assert row is not None
        assert (row.numerator or 0) == sum(sums[1].values())


@pytest.fixture(scope="module")
def client(demo_settings: Settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


@pytest.mark.parametrize("period", ["2023-Q4", "2024-Q4"])
def test_the_interface_and_the_csv_say_the_same(client: FlaskClient, again, period: str):
    when, reckoned = again
    asked = f"period={period}&org_unit=all&as_of={when}"
    rows = client.get(f"/api/v1/indicators?{asked}").json["indicators"]
    found = {(row["indicator"], row["org_unit"], row["zone"]): row for row in rows}
    for area, zone, units in places(reckoned):
        for indicator in SIDES:
            sides, missing = reckoned.added(indicator, units, zone, period)
            row = found[indicator, area, zone]
            assert row["numerator"] == (sides[0] if sides else None)
            assert (row["no_value"] == NoValue.INCOMPLETE) == (sides is not None and missing)
