"""The demonstration through the real door: every workbook read, checked and stored, and what it then shows."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from fractions import Fraction
from itertools import islice

import pytest

from data.demo import demonstration, number_of_returns
from data.digest import content_digest
from data.model import Period
from data.readers import read_workbook
from data.returns import State
from data.validation import ValidationContext, validate
from metrics.queries import default_period, scorecard
from metrics.results import Flag, Status
from tests.demo_history import DemoHistory

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DEADLINE, NEWEST = Period.parse("2025-Q4"), Period.parse("2026-Q3")


@pytest.fixture(scope="module")
def history(reference):
    return DemoHistory(reference)


@pytest.fixture(scope="module")
def at_the_deadline(demo_repository):
    return scorecard(demo_repository, period=DEADLINE, as_of=NOW, scope="all")


def test_every_workbook_is_stored_once(demo_repository, reference):
    assert len(demo_repository.returns()) == number_of_returns(reference) == 18 * 16 + 2 - 1


def test_no_workbook_raises_anything_but_blank_codes_and_late_filing(demo_database):
    with closing(sqlite3.connect(demo_database)) as connection:
        rules = connection.execute("SELECT DISTINCT rule, severity FROM return_issues").fetchall()
    assert set(rules) <= {("V17", "info"), ("V30", "info")}
    assert ("V17", "info") in rules


def test_the_system_numbers_institutions_as_their_names_say(demo_repository):
    for unit in demo_repository.reference.units:
        for row in demo_repository.earlier_ledger(org_unit=unit.code, before=NEWEST.next):
            assert row.name.endswith(row.number)


def test_what_is_stored_is_what_was_written(demo_repository, history):
    stored = {(row.org_unit, row.period, row.revision): row for row in demo_repository.returns()}
    for unit in ("110119", "BDA", "110000"):
        content = history.content(unit, "2022-Q4")
        numbered = DemoHistory.numbered(content)
        assert stored[unit, Period.parse("2022-Q4"), 1].digest == content_digest(numbered)


def test_each_return_keeps_its_own_day_of_receipt(demo_repository, history):
    stored = {(row.org_unit, row.period, row.revision): row.received_at for row in demo_repository.returns()}
    for one in history.filed:
        revision = one.filing.edition + 1
        assert stored[one.content.org_unit, one.content.period, revision] == one.filing.received_at


def test_the_newest_period_is_received_and_the_others_accepted(demo_repository):
    states = Counter((row.period == NEWEST, row.state) for row in demo_repository.returns())
    assert states[True, State.RECEIVED] == 17
    assert states[True, State.ACCEPTED] == 0
    assert states[False, State.RECEIVED] == 2


def test_slots_per_thousand_were_missed_and_the_inclusive_share_was_met(at_the_deadline):
    per_thousand = at_the_deadline.row("G1", "110000")
    assert per_thousand.value == Fraction(62_000 * 1000, 21_832_000)
    assert per_thousand.status is Status.MISSED
    share = at_the_deadline.row("G2", "110000")
    assert (share.numerator, share.denominator) == (37_500, 62_000)
    assert share.status is Status.ACHIEVED


def test_coverage_is_met_in_the_sub_centre_and_missed_elsewhere(at_the_deadline):
    verdicts = {
        indicator: next(row for row in at_the_deadline.rows if (row.indicator, row.org_unit) == (indicator, "110000"))
        for indicator in ("G5", "G6", "G7", "G8")
    }
    assert [verdicts[indicator].status for indicator in ("G5", "G6", "G7", "G8")] == [
        Status.MISSED,
        Status.ACHIEVED,
        Status.MISSED,
        Status.MISSED,
    ]


def test_the_newest_period_carries_the_missing_unit(demo_repository):
    assert default_period(demo_repository, as_of=NOW) == NEWEST
    card = scorecard(demo_repository, period=NEWEST, as_of=NOW, scope="all")
    share = card.row("G2", "110000")
    assert (share.numerator, share.denominator) == (40_800, 62_800)
    assert Flag.CARRIED in share.flags
    assert (share.reported, share.carried) == (16, 1)


def test_workbooks_are_the_same_to_the_byte(reference):
    first = [made.content for made in islice(demonstration(reference), 3)]
    assert [made.content for made in islice(demonstration(reference), 3)] == first


def test_a_large_workbook_is_read_back_whole(reference, history):
    made = next(made for made in demonstration(reference) if made.file_name.startswith("演示-110105-2022-Q4"))
    context = ValidationContext(received_at=made.received_at)
    found = validate(read_workbook(made.file_name, made.content), reference, context)
    assert {issue.rule for issue in found.issues} <= {"V17", "V30"}
    assert content_digest(found.content) == content_digest(DemoHistory.numbered(history.content("110105", "2022-Q4")))
