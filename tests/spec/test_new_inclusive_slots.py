"""New inclusive slots, gross and net: what counts, since when, in which channel, and what is never counted twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.model import Channel, Period
from data.returns import LedgerRow, Mode, Nature, ReturnContent, TownshipSum
from metrics.queries import scorecard
from metrics.results import Flag, NoValue, Row
from tests.fakes import PLAN_A, FakeSource, moment, small_city, target
from tests.spec.cases import row_of

KINDERGARTEN, FOR_PROFIT, CENTRE = "幼儿园开设托班", "营利性机构", "区托育综合服务中心"
PLAN = replace(PLAN_A, targets=(*PLAN_A.targets, target("G3", "30000"), target("G4", "32000")))
Institution = tuple[str, int | None, int | None] | LedgerRow


def institution(number: str, slots: int | None, inclusive: int | None, kind: str | None = KINDERGARTEN) -> LedgerRow:
    return LedgerRow(
        row=2, number=number, name=number, type=kind, township="A01", state="正常",
        slots=slots, inclusive_slots=inclusive, children=0, inclusive_children=0, carers=2, certified=1,
    )  # fmt: skip


def ledger(period: str, *rows: LedgerRow, unit: str = "A") -> ReturnContent:
    return ReturnContent(unit, Period.parse(period), Mode.LEDGER, Nature.DEMO, {}, ledger=rows)


def summary(period: str, unit: str = "A", **channels: int | None) -> ReturnContent:
    told = {channel: channels.get(channel.value, 0) for channel in Channel}
    inclusive = sum(slots or 0 for slots in told.values())
    total = TownshipSum(2, f"{unit}01", 1, 1, inclusive, inclusive, 0, 0, told)
    return ReturnContent(unit, Period.parse(period), Mode.SUMMARY, Nature.DEMO, {}, townships=(total,))


def filed(*contents: ReturnContent) -> FakeSource:
    """A city of two units with a township each, of which A files what is given and B an empty ledger each time."""
    source = FakeSource(small_city(people={"C": 1000}, townships={"A01": "core", "B01": "hills"}, plans=[PLAN]))
    for content in contents:
        source.file_content(content)
        source.file_content(ledger(str(content.period), unit="B"))
    return source


def gained(source: FakeSource, indicator: str = "G3", unit: str = "A", period: str = "2023-Q4") -> Row:
    return row_of(source, indicator, unit, period=period)


BEFORE = ledger("2022-Q4", institution("1", 40, 10))


def test_new_slots_are_what_an_institution_has_beyond_its_baseline():
    source = filed(BEFORE, ledger("2023-Q4", institution("1", 40, 30), institution("2", 20, 20)))
    assert gained(source).value == 20 + 20
    assert row_of(source, "G3", period="2023-Q4").value == 40


def test_an_institution_that_leaves_and_comes_back_adds_nothing_more():
    away = filed(
        BEFORE,
        ledger("2023-Q1", institution("1", 40, 30)),
        ledger("2023-Q2", institution("1", 40, 0)),
        ledger("2023-Q4", institution("1", 40, 30)),
    )
    assert gained(away).value == 20
    assert gained(away, period="2023-Q2").value == 20
    net = gained(away, "NET", period="2023-Q2")
    assert (net.value, net.no_value, net.denominator) == (-10, None, None)


def test_a_closure_does_not_subtract_from_gross_and_does_from_net():
    closed = replace(institution("1", 40, 30), state="关停", state_since=date(2023, 12, 1))
    source = filed(BEFORE, ledger("2023-Q1", institution("1", 40, 30)), ledger("2023-Q4", closed))
    assert (gained(source).value, gained(source, "NET").value) == (20, -10)


@pytest.mark.parametrize(("state", "gain"), [("暂停", 20), ("关停", 30)])
def test_paused_at_the_baseline_keeps_its_slots_as_the_base_and_closed_does_not(state, gain):
    then = replace(institution("1", 40, 10), state=state, state_since=date(2022, 6, 1))
    assert gained(filed(ledger("2022-Q4", then), ledger("2023-Q4", institution("1", 40, 30)))).value == gain


def test_the_channel_is_the_type_at_the_highest_mark_and_the_first_if_equal():
    source = filed(
        BEFORE,
        ledger("2023-Q1", institution("1", 40, 30, FOR_PROFIT)),
        ledger("2023-Q4", institution("1", 40, 30, KINDERGARTEN)),
    )
    assert (gained(source, "G3").value, gained(source, "G4").value) == (0, 20)


def test_a_township_with_a_blank_then_or_now_leaves_the_net_partial():
    blank, full = institution("1", 40, None), institution("1", 40, 30)
    for before, now in ((blank, full), (full, blank)):
        assert gained(filed(ledger("2022-Q4", before), ledger("2023-Q4", now)), "NET").no_value is NoValue.INCOMPLETE


def test_centres_and_home_based_points_count_in_neither():
    source = filed(BEFORE, ledger("2023-Q4", institution("1", 40, 10), institution("2", 20, 20, CENTRE)))
    assert (gained(source, "G3").value, gained(source, "G4").value, gained(source, "NET").value) == (0, 0, 20)


def test_a_conversion_leaves_g1_and_moves_g2_and_g4():
    before, after = institution("1", 40, 0, FOR_PROFIT), institution("1", 40, 40, FOR_PROFIT)
    source = filed(ledger("2022-Q4", before), ledger("2023-Q3", before), ledger("2023-Q4", after))
    moved = {name: row_of(source, name, period="2023-Q4").change_previous for name in ("G1", "G2", "G3", "G4")}
    assert moved == {"G1": 0, "G2": 100, "G3": 0, "G4": 40}


def test_closing_the_only_inclusive_institution_of_a_township_ends_its_coverage_in_that_period():
    closed = replace(institution("1", 40, 10), state="关停", state_since=date(2023, 12, 31))
    source = filed(BEFORE, ledger("2023-Q3", institution("1", 40, 10)), ledger("2023-Q4", closed))
    found = [row_of(source, "G5", "A", "core", period=period).numerator for period in ("2023-Q3", "2023-Q4")]
    assert found == [1, 0]


def test_a_unit_without_a_baseline_has_no_value_and_leaves_the_city_partial():
    source = FakeSource(small_city(people={"C": 1000}, townships={"A01": "core", "B01": "hills"}, plans=[PLAN]))
    source.file_content(ledger("2022-Q4", unit="B"))
    for unit in ("A", "B"):
        row = replace(institution("1", 40, 30), township=f"{unit}01")
        source.file_content(ledger("2023-Q4", row, unit=unit))
    for name in ("G3", "NET"):
        assert gained(source, name).no_value is NoValue.NO_BASELINE
        city = row_of(source, name, period="2023-Q4")
        assert (city.value, city.no_value) == (30, NoValue.INCOMPLETE)


def test_new_slots_are_carried_like_stocks_and_a_missing_period_between_does_not_matter():
    source = filed(BEFORE, ledger("2023-Q4", institution("1", 40, 30)))
    row = gained(source, period="2024-Q1")
    assert (row.value, row.no_value, row.carried, row.flags) == (20, None, 1, (Flag.CARRIED,))
    assert gained(source, period="2024-Q2").no_value is NoValue.STALE


def test_at_the_baseline_nothing_is_new_and_before_it_nothing_is_measured():
    source = filed(ledger("2022-Q3", institution("1", 40, 5)), BEFORE)
    assert gained(source, period="2022-Q4").value == 0
    assert gained(source, period="2022-Q3").no_value is NoValue.NOT_APPLICABLE


def test_a_unit_that_filed_sums_once_is_followed_by_township_and_channel_and_marked_as_an_estimate():
    source = filed(
        BEFORE, summary("2023-Q1", K1=35), ledger("2023-Q4", institution("1", 40, 0), institution("2", 30, 30))
    )
    row = gained(source)
    assert (row.value, Flag.ESTIMATED in row.flags) == (25, True)
    assert Flag.ESTIMATED in row_of(source, "G3", period="2023-Q4").flags
    assert Flag.ESTIMATED not in row_of(source, "G2", "A", period="2023-Q4").flags


def test_sums_may_gain_in_one_channel_what_they_lose_in_another():
    source = filed(summary("2022-Q4", K1=10, S1=10), summary("2023-Q4", K1=0, S1=25))
    assert (gained(source, "G3").value, gained(source, "G4").value, gained(source, "NET").value) == (0, 15, 5)


def test_a_blank_now_or_at_the_baseline_hides_a_gain_and_one_between_does_not():
    blank, full = institution("1", 40, None), institution("1", 40, 30)
    known = filed(BEFORE, ledger("2023-Q1", blank), ledger("2023-Q4", full))
    now = filed(BEFORE, ledger("2023-Q1", full), ledger("2023-Q4", blank))
    then = filed(ledger("2022-Q4", blank), ledger("2023-Q4", full))
    assert (gained(known).value, gained(known).no_value) == (20, None)
    assert (gained(now).value, gained(now).no_value) == (20, NoValue.INCOMPLETE)
    assert (gained(then).value, gained(then).no_value) == (0, NoValue.INCOMPLETE)


def test_a_gain_of_an_unknown_type_is_in_neither_target_and_both_say_so():
    source = filed(BEFORE, ledger("2023-Q4", institution("2", 20, 20, None)))
    assert [(gained(source, one).value, gained(source, one).no_value) for one in ("G3", "G4")] == [
        (0, NoValue.INCOMPLETE)
    ] * 2


def test_the_citys_new_slots_are_judged_and_a_units_are_not():
    source = filed(BEFORE, ledger("2023-Q4", institution("1", 40, 30)))
    city, unit = row_of(source, "G3", period="2023-Q4"), gained(source)
    assert (city.target, city.gap, city.baseline) == (30_000, 29_980, 0)
    assert (unit.target, unit.target_kind, unit.status, unit.gap) == (None, None, None, None)


def test_one_slot_more_is_one_and_a_blank_type_without_a_gain_hides_nothing():
    after = ledger("2023-Q4", institution("1", 40, 11), institution("2", 20, 5, None))
    row = gained(filed(ledger("2022-Q4", institution("1", 40, 10), institution("2", 20, 5, None)), after))
    assert (row.value, row.no_value) == (1, None)


def test_net_of_a_zone_and_of_a_township_is_its_own():
    source = FakeSource(small_city(people={"C": 1000}, townships={"A01": "core", "A02": "hills"}, plans=[PLAN]))
    for period, slots in (("2022-Q4", (10, 20)), ("2023-Q4", (15, 40))):
        rows = [replace(institution(str(at), 50, many), township=f"A0{at}") for at, many in enumerate(slots, 1)]
        source.file_content(ledger(period, *rows))
    found = [row_of(source, "NET", *key, period="2023-Q4").value for key in (("A",), ("A", "core"), ("C", "hills"))]
    assert found == [25, 5, 20]
    card = scorecard(source, period=Period.parse("2023-Q4"), as_of=moment("2026-12-01"), scope="townships")
    assert [card.row("NET", code).value for code in ("A01", "A02")] == [5, 20]
