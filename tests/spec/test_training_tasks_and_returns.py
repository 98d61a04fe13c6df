"""What filers say of themselves: training that adds up, staff, programmes, tasks done, and the returns themselves."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from data.details import FilerFigures
from data.model import Commitment, CommitmentKind
from data.returns import Mode
from metrics.results import Flag, NoValue, TargetKind
from tests.fakes import PLAN_A, FakeSource, small_city, target
from tests.spec.cases import row_of
from tests.spec.test_new_inclusive_slots import institution, ledger

CENTRES = Commitment("T4a", CommitmentKind.DERIVED, "", (), "", "")
PLAN = replace(
    PLAN_A,
    targets=(*PLAN_A.targets, target("T14a", "1000"), target("T14c", "90"), target("T13a", "5")),
    derived_counts=("T4a",),
    commitments=(CENTRES,),
)
FILERS = ("A", "B", "C")


def city() -> FakeSource:
    return FakeSource(small_city(people={"C": 1000}, townships={"A01": "core", "B01": "hills"}, plans=[PLAN]))


def tell(
    source: FakeSource, filer: str, period: str, *, programmes: int = 0, state: str | None = None, **told: int | None
):
    """A return in which a filer says only this."""
    source.file(filer, period, {})
    tasks = {} if state is None else {"T4a": state}
    source.filer_told[source.filed[-1].stored.sequence] = FilerFigures(told, programmes, tasks)


def trained(**counts: int | None) -> FakeSource:
    """Everybody files each quarter of 2023 up to Q2 with these trainings."""
    source = city()
    for period in ("2023-Q1", "2023-Q2"):
        for filer in FILERS:
            tell(source, filer, period, heads_trained=counts[filer], parent_events=counts[filer])
    return source


def test_training_adds_up_from_the_plans_first_quarter_over_the_units_and_the_city():
    row = row_of(trained(A=10, B=20, C=5), "T14a", period="2023-Q2")
    assert (row.value, row.baseline, row.reported, row.expected_returns) == (70, 0, 3, 3)
    assert row.pace == Fraction(70, 1000) / Fraction(6, 36)
    assert len(row.receipts) == 6


def test_what_was_organised_before_the_plan_is_in_no_sum():
    source = trained(A=10, B=20, C=5)
    for filer in FILERS:
        tell(source, filer, "2022-Q4", heads_trained=500)
    assert row_of(source, "T14a", period="2023-Q2").value == 70
    assert row_of(source, "T14a", period="2022-Q4").no_value is NoValue.NOT_APPLICABLE


def test_a_flow_is_never_carried_and_a_missing_quarter_leaves_it_partial():
    row = row_of(trained(A=10, B=20, C=5), "T14a", period="2023-Q3")
    assert (row.value, row.no_value, row.carried, row.reported) == (70, NoValue.INCOMPLETE, 0, 0)
    assert Flag.CARRIED not in row.flags


def test_a_blank_is_unknown_and_not_zero():
    row = row_of(trained(A=10, B=None, C=5), "T14a", period="2023-Q2")
    assert (row.value, row.no_value) == (30, NoValue.INCOMPLETE)
    assert row_of(trained(A=10, B=None, C=5), "T14a", "B", period="2023-Q2").value is None


def test_a_unit_has_its_own_training_without_target_or_light():
    row = row_of(trained(A=10, B=20, C=5), "T14a", "A", period="2023-Q2")
    assert (row.value, row.target, row.target_kind, row.status, row.gap) == (20, None, None, None, None)


def test_events_start_anew_in_january_and_are_not_compared_across_it():
    source = trained(A=10, B=20, C=5)
    for period in ("2023-Q3", "2023-Q4", "2024-Q1"):
        for filer in FILERS:
            tell(source, filer, period, parent_events=1)
    assert row_of(source, "T16a", period="2023-Q4").value == 76
    first = row_of(source, "T16a", period="2024-Q1")
    assert (first.value, first.change_previous, first.change_year, first.target) == (3, None, 3 - 35, None)


def test_certified_carers_are_sum_over_sum_of_ledgers_and_of_the_two_figures_of_sums():
    source = city()
    source.file_content(ledger("2023-Q1", institution("1", 10, 0), institution("2", 10, 0)))
    source.file("B", "2023-Q1", {"B01": (10, 0)}, mode=Mode.SUMMARY)
    source.filer_told[2] = FilerFigures({"carers": 6, "certified": 6}, 0, {})
    row = row_of(source, "T14c", period="2023-Q1")
    assert (row.numerator, row.denominator) == (2 + 6, 4 + 6)
    assert row_of(source, "T14c", "A", period="2023-Q1").target_kind is TargetKind.REFERENCE


@pytest.mark.parametrize("told", [{"carers": 6, "certified": None}, {"carers": None, "certified": 6}, {"carers": 6}])
def test_a_blank_of_the_two_figures_of_sums_is_unknown_and_leaves_both_sides(told):
    source = city()
    source.file_content(ledger("2023-Q1", institution("1", 10, 0)))
    source.file("B", "2023-Q1", {"B01": (10, 0)}, mode=Mode.SUMMARY)
    source.filer_told[2] = FilerFigures(told, 0, {})
    row = row_of(source, "T14c", period="2023-Q1")
    assert (row.numerator, row.denominator, row.no_value) == (1, 2, NoValue.INCOMPLETE)
    assert row_of(source, "T14c", "B", period="2023-Q1").value is None


def test_what_sums_do_not_ask_is_not_applicable_and_leaves_both_sides_of_the_city():
    source = city()
    source.file_content(
        ledger("2023-Q1", replace(institution("1", 10, 5), fee=1000, quality="A", filing_state="不适用"))
    )
    source.file("B", "2023-Q1", {"B01": (10, 0)}, mode=Mode.SUMMARY)
    for name in ("FEE_I", "FEE_N", "INST_K", "INST_P", "T2a", "T7a", "T8a"):
        assert row_of(source, name, "B", period="2023-Q1").no_value is NoValue.NOT_APPLICABLE
    graded = row_of(source, "T2a", period="2023-Q1")
    assert (graded.numerator, graded.denominator, graded.no_value) == (1, 1, None)
    fee = row_of(source, "FEE_I", period="2023-Q1")
    assert (fee.value, fee.denominator) == (1000, 5)
    assert row_of(source, "T8a", "A", period="2023-Q1").no_value is NoValue.ZERO_DENOMINATOR


def test_fees_are_weighted_by_slots_and_a_blank_fee_is_left_out():
    source = city()
    rows = (institution("1", 30, 10), institution("2", 10, 10), institution("3", 50, 50))
    fees = (1000, 2000, None)
    source.file_content(ledger("2023-Q1", *(replace(row, fee=fee) for row, fee in zip(rows, fees))))
    inclusive, other = (row_of(source, name, "A", period="2023-Q1") for name in ("FEE_I", "FEE_N"))
    assert (inclusive.value, inclusive.denominator) == (1500, 20)
    assert (other.value, other.denominator) == (1000, 20)


def test_programmes_are_the_citys_own_list_and_carried_like_a_stock():
    source = city()
    tell(source, "C", "2023-Q1", programmes=4)
    row = row_of(source, "T13a", period="2023-Q2")
    assert (row.value, row.carried, row.expected_returns, row.gap) == (4, 1, 1, 1)


def test_centres_are_counted_by_the_state_last_filed_without_a_light():
    source = city()
    tell(source, "A", "2023-Q1", state="已完成")
    tell(source, "A", "2023-Q2")
    tell(source, "B", "2023-Q2", state="推进中")
    row = row_of(source, "T4a", period="2023-Q2")
    assert (row.value, row.no_value, row.target, row.target_kind) == (1, None, 2, TargetKind.DERIVED)
    assert (row.status, row.gap, row.expected, row.pace) == (None, None, None, None)
    assert row_of(source, "T4a", "A", period="2023-Q2").target is None


def test_a_unit_that_never_filed_the_task_is_unknown():
    source = city()
    tell(source, "A", "2023-Q2", state="已完成")
    tell(source, "B", "2023-Q2")
    row = row_of(source, "T4a", period="2023-Q2")
    assert (row.value, row.no_value) == (1, NoValue.INCOMPLETE)


@pytest.mark.parametrize(("as_of", "unit"), [("2023-07-15", NoValue.NOT_DUE), ("2023-07-16T00:00", None)])
def test_a_return_that_is_not_due_is_not_missing_yet(as_of, unit):
    source = city()
    source.file("A", "2023-Q2", {})
    assert row_of(source, "RET", "B", period="2023-Q2", as_of=as_of).no_value is unit
    city_row = row_of(source, "RET", period="2023-Q2", as_of=as_of)
    assert (city_row.numerator, city_row.denominator, city_row.carried) == (1, 2, 0)


@pytest.mark.parametrize("name", ["T14c", "T4a", "T14a", "G3"])
def test_a_filer_whose_time_is_not_up_is_not_due_and_one_that_is_silent_did_not_report(name):
    source = city()
    for as_of, reason in (("2023-07-15", NoValue.NOT_DUE), ("2023-07-16T00:00", NoValue.NOT_REPORTED)):
        assert row_of(source, name, "B", period="2023-Q2", as_of=as_of).no_value is reason


def test_a_late_return_is_received_and_not_on_time():
    source = city()
    source.file("A", "2023-Q2", {}, at="2023-07-16T00:00")
    source.file("B", "2023-Q2", {}, at="2023-07-15")
    received = row_of(source, "RET", period="2023-Q2")
    assert (received.value, received.no_value) == (100, None)
    assert row_of(source, "RET_T", period="2023-Q2").value == 50
