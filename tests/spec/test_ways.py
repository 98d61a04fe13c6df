"""From opening to closing: always adds up, and says what it leaves out, carries or only estimates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.dossier import ChangeKind, Confirmation
from data.model import Channel, Period
from metrics import questions
from metrics.changes import Stock
from metrics.results import NoValue
from metrics.supply import Supply
from metrics.ways import place_of
from tests.fakes import FakeSource, moment
from tests.spec.test_new_inclusive_slots import (
    FOR_PROFIT,
    filed,
    institution,
    ledger,
    summary,
)

BEFORE = ledger(
    "2025-Q3",
    institution("1", 40, 30),
    institution("2", 60, 0, FOR_PROFIT),
    institution("3", 20, 20, "社区托育点"),
    institution("4", 50, 10),
)
CLOSED = replace(institution("3", 20, 20, "社区托育点"), state="关停", state_since=date(2025, 11, 1))
NOW = ledger(
    "2025-Q4",
    replace(institution("1", 60, 50), row=7),
    institution("2", 60, 25, FOR_PROFIT),
    CLOSED,
    institution("4", 50, 10),
    institution("5", 15, 15),
)


def asked(
    source: FakeSource, org_unit: str | None = None, period: str = "2025-Q4", as_of: str = "2026-12-01"
) -> Supply:
    return questions.supply(source, period=Period.parse(period), as_of=moment(as_of), org_unit=org_unit)


def test_opening_and_what_came_and_went_make_the_closing_in_every_channel():
    way = asked(filed(BEFORE, NOW)).last.whole
    assert (way.opened, way.closed) == (Stock(170, 60), Stock(185, 100))
    steps = {kind: way.total(kind) for kind in ChangeKind if way.total(kind) != Stock()}
    assert steps == {
        ChangeKind.NEW: Stock(15, 15),
        ChangeKind.EXPANDED: Stock(20, 20),
        ChangeKind.CONVERTED: Stock(0, 25),
        ChangeKind.CLOSED: Stock(-20, -20),
    }
    assert way.step(ChangeKind.CONVERTED, Channel.S3).inclusive_slots == 25
    assert way.channels == (Channel.K1, Channel.S1, Channel.S3)
    assert way.adds_up


def test_the_closing_is_the_numerator_of_the_inclusive_share():
    found = asked(filed(BEFORE, NOW))
    assert found.last.whole.closed.inclusive_slots == found.scorecard.row("G2", "C").numerator == 100


def test_a_unit_alone_is_asked_by_its_code():
    assert asked(filed(BEFORE, NOW), "B").last.whole.closed == Stock()
    assert asked(filed(BEFORE, NOW), "A").last.whole.closed == Stock(185, 100)


def test_a_unit_that_files_sums_shows_its_difference_without_reasons_and_is_an_estimate():
    way = asked(filed(ledger("2025-Q3", institution("1", 40, 30)), summary("2025-Q4", K1=50, S1=5))).last.whole
    assert (way.opened, way.closed) == (Stock(40, 30), Stock(55, 55))
    assert way.differing == Stock(15, 25)
    assert way.unsorted[Channel.S1] == Stock(0, 5)
    assert way.estimated
    assert way.adds_up
    assert {way.total(kind) for kind in ChangeKind} == {Stock()}


def test_a_unit_without_either_end_is_in_neither_and_is_named():
    source = filed(BEFORE)
    source.file_content(NOW)
    source.file_content(ledger("2026-Q1", institution("9", 10, 10), unit="B"))
    ways = asked(source, period="2026-Q1", as_of="2026-04-12").last
    assert ways.missing == {"A": NoValue.NOT_DUE}
    assert [one.org_unit for one in ways.units] == ["B"]
    assert (ways.whole.opened, ways.whole.closed) == (Stock(), Stock(10, 10))


def test_a_unit_without_a_baseline_has_no_way_since_then_and_one_since_last_period():
    found = asked(filed(BEFORE, NOW))
    assert found.since.missing == {"A": NoValue.NO_BASELINE, "B": NoValue.NO_BASELINE}
    assert found.last.missing == {}


def test_a_carried_unit_stands_still_and_says_so():
    source = filed(BEFORE)
    source.file_content(NOW)
    ways = asked(source).last
    carried = ways.of("B")
    assert carried.carried_from == Period.parse("2025-Q3")
    assert carried.whole.opened == carried.whole.closed


def test_a_blank_cell_adds_nothing_and_is_counted():
    way = asked(filed(BEFORE, ledger("2025-Q4", institution("1", 40, None)))).last.whole
    assert way.adds_up
    assert way.unknown > 0


@pytest.mark.parametrize(
    ("number", "kind", "cell"),
    [("2", ChangeKind.CONVERTED, "M2"), ("3", ChangeKind.CLOSED, "Q2"), ("1", ChangeKind.EXPANDED, "L7")],
)
def test_a_change_names_the_cell_it_is_read_from(number, kind, cell):
    columns = {"机构台账": {"slots": "L", "inclusive_slots": "M", "state": "Q"}}
    found = asked(filed(BEFORE, replace(NOW, columns=columns)))
    unit = found.last.of("A")
    change = next(one for one in unit.changes if (one.number, one.kind) == (number, kind))
    assert place_of(unit, change, found.columns).cell == cell
    assert place_of(unit, change, found.columns).receipt == unit.until.receipt


def test_an_institution_that_vanished_is_read_where_it_was_last_seen():
    found = asked(filed(BEFORE, ledger("2025-Q4", institution("1", 40, 30))))
    unit = found.last.of("A")
    gone = next(one for one in unit.changes if one.number == "4")
    assert (gone.kind, gone.vanished) == (ChangeKind.CLOSED, True)
    assert place_of(unit, gone, found.columns).receipt == unit.since.receipt


def test_what_a_clerk_confirmed_later_is_not_known_before():
    source = filed(BEFORE, NOW)
    said = Confirmation("京托〔2026〕1号", "clerk", moment("2026-02-10"))
    source.confirmations = {3: {("2", ChangeKind.CONVERTED): said}}
    key = ("2", ChangeKind.CONVERTED)
    assert key in asked(source).confirmed[3]
    assert key not in asked(source, as_of="2026-02-01").confirmed[3]
