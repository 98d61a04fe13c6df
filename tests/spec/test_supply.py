"""New inclusive slots by single channel, stocks by channel over time, and what is in hand by its date."""

from __future__ import annotations

from datetime import date

from data.model import Channel, Frequency, Period
from data.returns import Project
from metrics.pipeline import InHand, KindStep, Reached, reached_of, steps_of
from metrics.results import NoValue
from tests.spec.test_new_inclusive_slots import CENTRE, FOR_PROFIT, filed, institution, ledger, summary
from tests.spec.test_ways import asked

Q4, Q1, Q2 = (Period.parse(name) for name in ("2025-Q4", "2026-Q1", "2026-Q2"))
BASELINE = ledger("2022-Q4", institution("1", 40, 10), institution("2", 30, 30, "社区托育点"))
LATER = ledger(
    "2023-Q4",
    institution("1", 40, 35),
    institution("2", 20, 20, "社区托育点"),
    institution("3", 25, 25, FOR_PROFIT),
    institution("4", 60, 60, CENTRE),
)


def test_each_channel_has_its_gross_and_its_net_and_sums_are_those_of_the_targets():
    found = asked(filed(BASELINE, LATER), period="2023-Q4")
    by_channel = {one.channel: (one.gross, one.net) for one in found.new.by_channel if one.gross or one.net}
    assert by_channel == {Channel.K1: (25, 25), Channel.S1: (0, -10), Channel.S3: (25, 25), Channel.C: (60, 60)}
    assert found.new.total("G3") == found.scorecard.row("G3", "C").numerator == 25
    assert found.new.total("G4") == found.scorecard.row("G4", "C").numerator == 25
    assert found.new.total(None) == 60
    assert found.apart == (Channel.C, Channel.O)


def test_a_unit_without_a_baseline_is_left_out_and_named_not_taken_for_nothing():
    found = asked(filed(LATER), period="2023-Q4")
    assert {one.org_unit: one.no_value for one in found.new_of_units} == dict.fromkeys("AB", NoValue.NO_BASELINE)


def test_a_unit_that_filed_sums_is_an_estimate():
    found = asked(filed(BASELINE, summary("2023-Q4", K1=50)), period="2023-Q4")
    assert [one.estimated for one in found.new_of_units] == [True, False]


def test_a_stock_by_channel_is_whole_or_says_of_whom_it_is_not():
    source = filed(BASELINE)
    source.file_content(LATER)
    first, *_, last = asked(source, period="2023-Q4", as_of="2026-12-01").channels
    assert (first.held, first.missing) == ({Channel.K1: 10, Channel.S1: 30}, ())
    assert (last.held, last.missing) == ({Channel.K1: 35, Channel.S1: 20, Channel.S3: 25, Channel.C: 60}, ("B",))
    assert last.is_partial


def test_an_institution_without_a_type_is_in_no_channel_and_is_kept():
    found = asked(filed(BASELINE, ledger("2023-Q1", institution("1", 40, 12, None))), period="2023-Q1")
    assert found.channels[-1].held == {None: 12}


def project(kind: str, opening: str | None, slots: int | None, inclusive: int | None) -> InHand:
    day = date.fromisoformat(opening) if opening else None
    return InHand("A", Project(2, kind, kind, "A01", None, slots, inclusive, day, None, None), Q4)


def test_projects_stand_by_period_and_kind_and_the_undated_last():
    found = steps_of(
        [
            project("在建", None, 5, 5),
            project("可转普惠", "2026-02-01", 40, 30),
            project("在建", "2026-01-05", 60, 40),
            project("在建", "2026-03-31", None, 20),
            project("在建", "2026-04-01", 30, 30),
        ],
        Frequency.QUARTER,
    )
    assert found == (
        KindStep(Q1, "可转普惠", 1, 40, 30, 0),
        KindStep(Q1, "在建", 2, 60, 60, 1),
        KindStep(Q2, "在建", 1, 30, 30, 0),
        KindStep(None, "在建", 1, 5, 5, 0),
    )


def test_a_conversion_adds_no_slots_that_are_there_already_and_what_is_overdue_or_planned_adds_nothing():
    steps = steps_of(
        [
            project("在建", "2026-01-05", 60, 40),
            project("可转普惠", "2026-02-01", 40, 30),
            project("拟建", "2026-02-01", 99, 99),
            project("在建", "2025-12-31", 99, 99),
            project("在建", None, 99, 99),
            project("在建", "2026-06-30", 30, 10),
        ],
        Frequency.QUARTER,
    )
    assert reached_of(steps, Q4, slots=1000, inclusive=500) == (Reached(Q1, 1060, 570), Reached(Q2, 1090, 580))
