"""New inclusive slots, training and certified carers: equal to SQL over raw rows, every period, two moments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text

from data.model import Period, Reference
from data.repository import Repository, open_repository
from data.settings import Settings
from metrics.queries import scorecard
from tests.fakes import moment
from tests.integration.independent_rows import PERIOD_END, Naive, Register, shifted

PERIODS = [str(one) for one in Period.parse("2022-Q4").through(Period.parse("2026-Q3"))]
MOMENTS = ("2025-01-12T09:30", "2026-11-20T12:00")
BASELINE = "2022-Q4"
OPEN = f"CASE WHEN l.state = '正常' THEN l.state_since IS NULL OR l.state_since <= {PERIOD_END} END "
OPEN += f"ELSE l.state_since > {PERIOD_END} END END"
MARKS = f"""
SELECT r.sequence, l.number, l.type, l.inclusive_slots, CASE WHEN {OPEN} THEN 1 ELSE 0 END, l.state
FROM returns r JOIN ledger_rows l ON l.return_sequence = r.sequence
WHERE l.inclusive_slots > 0 AND (l.inclusive_to IS NULL OR l.inclusive_to > {PERIOD_END} END)
"""
STAFF = f"""
SELECT r.sequence, SUM(l.certified), SUM(l.carers)
FROM returns r JOIN ledger_rows l ON l.return_sequence = r.sequence WHERE {OPEN} GROUP BY r.sequence
"""
COURSES = "SELECT return_sequence, key, value FROM workforce"
CHANNELS = {
    "G3": ("幼儿园开设托班", "社区办园点转型", "其他教育系统方式"),
    "G4": ("社区托育点", "单位托育点", "营利性机构"),
}
KEYS = {"T14a": "heads_trained", "T14b": "carers_trained", "T16a": "parent_events"}
Answer = tuple[int | None, int | None, bool]
"""Numerator, denominator, and whether anything is missing from them."""


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


class Reckoning:
    """The same figures once more, from raw rows; which return stands is asked of the independent reckoning."""

    def __init__(self, connection: Connection, when: str) -> None:
        self.naive = Naive(connection, Register(Settings().reference), moment(when))
        self.units = self.naive.register.units
        self.marks: dict[int, list[tuple]] = defaultdict(list)
        for sequence, *mark in connection.execute(text(MARKS)):
            self.marks[sequence].append(tuple(mark))
        self.staff = {sequence: (certified, carers) for sequence, certified, carers in connection.execute(text(STAFF))}
        self.courses = {(sequence, key): value for sequence, key, value in connection.execute(text(COURSES))}

    def new_slots(self, unit: str, indicator: str, period: str) -> int | None:
        """None where no return stands."""
        last = next((one for one in (period, shifted(period, -1)) if (unit, one) in self.naive.counting), None)
        if self.naive.standing(unit, period)[0] is None or last is None:
            return None
        base: dict[str, int] = {}
        for number, _, slots, running, state in self.marks[self.naive.counting[unit, BASELINE][0]]:
            base[number] = slots if running or state == "暂停" else 0
        best: dict[str, tuple[int, str]] = {}
        counted = [one for one in PERIODS if BASELINE <= one <= last and (unit, one) in self.naive.counting]
        for one in counted:
            for number, kind, slots, running, _ in self.marks[self.naive.counting[unit, one][0]]:
                if running and slots > best.get(number, (0, ""))[0]:
                    best[number] = (slots, kind)
        gains = ((max(0, slots - base.get(number, 0)), kind) for number, (slots, kind) in best.items())
        return sum(gain for gain, kind in gains if kind in CHANNELS[indicator])

    def trained(self, filer: str, key: str, first: str, last: str) -> tuple[int | None, bool]:
        """The sum of what is known, and whether a period is missing."""
        wanted = [first]
        while wanted[-1] < last:
            wanted.append(shifted(wanted[-1], 1))
        found = [self.naive.counting.get((filer, one)) for one in wanted]
        known = [self.courses[one[0], key] for one in found if one]
        return (sum(known) if known else None), len(known) < len(wanted)

    def certified(self, unit: str, period: str) -> tuple[int, int] | None:
        stands = self.naive.standing(unit, period)[0]
        return self.staff[stands[0]] if stands else None

    def answer(self, indicator: str, area: str, period: str) -> Answer:
        units = self.units if area == "110000" else [area]
        if indicator in CHANNELS:
            return _added([(self.new_slots(unit, indicator, period), None) for unit in units])
        if indicator == "T14c":
            return _added([self.certified(unit, period) or (None, None) for unit in units])
        filers = [*units, "110000"] if area == "110000" else units
        first = f"{period[:4]}-Q1" if indicator == "T16a" else "2023-Q1"
        if period < first:
            return None, None, False
        sums = [self.trained(filer, KEYS[indicator], first, period) for filer in filers]
        numerator, _, missing = _added([(known, None) for known, _ in sums])
        return numerator, None, missing or any(lacking for _, lacking in sums)


def _added(parts: list[tuple[int | None, int | None]]) -> Answer:
    known = [part for part in parts if part[0] is not None]
    if not known:
        return None, None, True
    below = None if known[0][1] is None else sum(part[1] or 0 for part in known)
    return sum(part[0] or 0 for part in known), below, len(known) < len(parts)


@pytest.mark.parametrize("when", MOMENTS)
def test_every_commitment_of_every_period_equals_the_raw_rows(store: Repository, raw: Connection, when: str):
    again = Reckoning(raw, when)
    for period in PERIODS:
        card = scorecard(store, period=Period.parse(period), as_of=moment(when), scope="all")
        for indicator in (*CHANNELS, *KEYS, "T14c"):
            for area in ("110000", *again.units):
                row = card.row(indicator, area)
                assert row is not None
                shown = (row.numerator, row.denominator)
                numerator, denominator, missing = again.answer(indicator, area, period)
                assert shown == (numerator, denominator), f"{period} {indicator} {area}"
                if numerator is not None:
                    assert (row.no_value is not None) == missing, f"{period} {indicator} {area}"


def test_new_inclusive_slots_of_the_demonstration_miss_both_targets_at_the_deadline(store: Repository):
    card = scorecard(store, period=Period.parse("2025-Q4"), as_of=moment("2026-11-20"))
    education, community = card.row("G3", "110000"), card.row("G4", "110000")
    assert education is not None
    assert community is not None
    assert (education.status, community.status) == ("missed", "missed")
    assert 25_000 < education.numerator < 27_000
    assert 7_500 < community.numerator < 9_500
    assert education.gap == 30_000 - education.numerator
