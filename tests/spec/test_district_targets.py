"""What a document sets for a reporting unit: from its day on the whole assessment applies to the unit itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from data.issues import ReferenceRefused
from data.model import DistrictTarget, Period
from metrics.derivations import Derivation
from metrics.gaps import slot_gaps
from metrics.queries import derivation, effects, scorecard, shortfall, trend
from metrics.results import Flag, NoValue, Row, Status, TargetKind
from metrics.targets import check_district_targets
from tests.fakes import PLAN_A, PLAN_B, FakeSource, moment, small_city, target
from tests.spec.cases import LATE, row_of
from tests.spec.test_new_inclusive_slots import BEFORE, institution, ledger

PLAN = replace(PLAN_A, targets=(*PLAN_A.targets, target("G3", "30"), target("T14c", "90"), target("T13a", "5")))


def own(
    indicator: str, value: str, unit: str = "A", *, known: str = "2023-01-01", plan: str = "first"
) -> DistrictTarget:
    """A unit's own target, its document issued and known on one day."""
    day = date.fromisoformat(known)
    return DistrictTarget(plan, unit, indicator, Fraction(value), f"{unit}〔{day.year}〕", day, day, "targets.csv", 2)


def city_with(*targets: DistrictTarget, mid: tuple[int, int] = (90, 45)) -> FakeSource:
    """60 of 60,000 people's slots at the baseline, ``mid`` at the end of 2024; the other units stand still."""
    source = FakeSource(small_city(plans=(PLAN, PLAN_B), district_targets=targets))
    for period, figures in (("2022-Q4", (60, 12)), ("2024-Q4", mid)):
        source.file("A", period, {"A01": figures})
        source.file("B", period, {"B01": (40, 20), "B02": (40, 20), "B03": (40, 20)})
        source.file("X", period, {"X01": (10, 5)})
    return source


def in_2024(source: FakeSource, indicator: str, unit: str = "A", zone: str | None = None, as_of: str = LATE) -> Row:
    return row_of(source, indicator, unit, zone, period="2024-Q4", as_of=as_of)


def test_the_whole_assessment_applies_to_the_unit():
    # 1.00 -> 1.50 of 2.00 in 24 of 36 months: half the way in two thirds of the time
    row = in_2024(city_with(own("G1", "2")), "G1")
    assert (row.target, row.target_kind, row.comparator) == (2, TargetKind.DISTRICT, ">=")
    assert (row.baseline, row.value) == (1, Fraction(3, 2))
    assert (row.expected, row.progress, row.pace) == (Fraction(5, 3), Fraction(1, 2), Fraction(3, 4))
    assert (row.completion, row.status) == (75, Status.ACCELERATE)
    # 2.00 per 1,000 of 60,000 are 120 slots; 30 are missing, 12 months are left
    assert (row.gap, row.per_month) == (30, 3)


@pytest.mark.parametrize(
    ("asked", "status"), [("50", Status.ACHIEVED), ("50.0001", Status.ON_TRACK), ("80", Status.ACCELERATE)]
)
def test_the_exact_value_decides(asked, status):
    # 20 % -> 50 % in two thirds of the time
    assert in_2024(city_with(own("G2", asked)), "G2").status is status


def test_it_does_not_exist_before_it_is_known():
    source = city_with(own("G2", "55", known="2025-03-10"))
    before = in_2024(source, "G2", as_of="2025-03-09")
    assert (before.target, before.target_kind, before.gap) == (60, TargetKind.REFERENCE, None)
    assert before.status is Status.BELOW_REFERENCE
    after = in_2024(source, "G2", as_of="2025-03-10")
    # ceil(0.55 x 90) - 45
    assert (after.target, after.target_kind, after.gap) == (55, TargetKind.DISTRICT, 5)


def test_of_several_documents_the_last_known_counts():
    source = city_with(own("G2", "70", known="2025-06-01"), own("G2", "50", known="2023-05-01"))
    assert in_2024(source, "G2", as_of="2025-05-31").target == 50
    assert in_2024(source, "G2", as_of="2025-06-01").target == 70


def test_it_is_one_units_and_one_plans():
    source = city_with(own("G2", "50"))
    assert in_2024(source, "G2", "B").target_kind is TargetKind.REFERENCE
    assert in_2024(source, "G2", "C").target_kind is TargetKind.PLAN
    assert in_2024(source, "G2", "A", "core").target_kind is TargetKind.REFERENCE
    assert row_of(source, "G2", "A", period="2024-Q4", plan="second").target_kind is TargetKind.REFERENCE


def test_a_unit_gets_its_own_number_of_new_slots():
    source = FakeSource(small_city(plans=(PLAN, PLAN_B), district_targets=[own("G3", "40")]))
    for one in (BEFORE, ledger("2023-Q4", institution("1", 40, 30))):
        source.file_content(one)
    row = row_of(source, "G3", "A", period="2023-Q4")
    # the mark rises from 10 to 30 in 12 of 36 months: half of 40, and a third of the time
    assert (row.value, row.target, row.target_kind, row.gap) == (20, 40, TargetKind.DISTRICT, 20)
    assert (row.expected, row.pace, row.status) == (Fraction(40, 3), Fraction(3, 2), Status.ON_TRACK)


def test_certified_carers_lack_whole_persons():
    source = FakeSource(small_city(plans=(PLAN, PLAN_B), district_targets=[own("T14c", "75")]))
    source.file_content(ledger("2023-Q4", institution("1", 40, 30)))
    row = row_of(source, "T14c", "A", period="2023-Q4")
    assert row.target_kind is TargetKind.DISTRICT
    assert row.numerator is not None
    assert row.denominator is not None
    assert row.gap == max(0, -(-3 * row.denominator // 4) - row.numerator)


def test_in_a_zone_that_the_plan_binds_whole_the_plans_target_stays():
    source = city_with(own("G5", "100"), own("G8", "75", "B"))
    core, hills = in_2024(source, "G5", "A", "core"), in_2024(source, "G8", "B", "hills")
    assert (core.target, core.target_kind) == (100, TargetKind.PLAN)
    # three of four townships are covered; the plan asks for 85 % of the zone and nothing of the unit
    assert (hills.value, hills.target, hills.target_kind) == (75, 75, TargetKind.DISTRICT)
    assert hills.status is Status.ACHIEVED


def test_at_the_end_it_is_met_or_missed_and_after_it_its_verdict_stands_beside():
    source = city_with(own("G2", "55"))
    for unit, figures in {"A": {"A01": (90, 45)}, "B": {"B01": (1, 1)}, "X": {"X01": (1, 1)}}.items():
        source.file(unit, "2025-Q4", figures)
    end = row_of(source, "G2", "A")
    assert (end.status, end.pace, end.per_month, end.gap) == (Status.MISSED, None, None, 5)
    source.file("A", "2026-Q1", {"A01": (90, 60)})
    later = row_of(source, "G2", "A", period="2026-Q1")
    assert (later.status, later.verdict) == (Status.ACHIEVED, Status.MISSED)
    assert Flag.AFTER_DEADLINE in later.flags


def test_what_is_not_known_is_not_judged():
    source = FakeSource(small_city(plans=(PLAN, PLAN_B), district_targets=[own("G1", "2", "X"), own("G2", "50")]))
    source.file("X", "2024-Q4", {"X01": (10, 5)})
    people, share = in_2024(source, "G1", "X"), in_2024(source, "G2", "A")
    assert (people.status, people.no_value, people.gap) == (Status.NOT_ASSESSABLE, NoValue.NO_POPULATION, None)
    assert (share.status, share.no_value) == (Status.NOT_ASSESSABLE, NoValue.NOT_REPORTED)


def explained(source: FakeSource, unit: str, indicator: str, zone: str | None = None) -> Derivation:
    asked = {"period": Period(2024, 4), "as_of": moment(LATE)}
    return derivation(source, indicator=indicator, org_unit=unit, zone=zone, **asked)[1]


def test_its_document_is_told_also_where_the_plan_binds():
    source = city_with(own("G2", "50"), own("G5", "100"))
    assert explained(source, "A", "G2").by_document == own("G2", "50")
    assert explained(source, "A", "G5", "core").by_document == own("G5", "100")
    assert explained(source, "B", "G2").by_document is None
    assert explained(source, "A", "G2").ratio is not None


def test_the_path_and_the_routes_are_those_of_the_unit():
    source = city_with(own("G1", "2"), own("G2", "50"))
    asked = {"period": Period(2024, 4), "as_of": moment(LATE)}
    path = dict(trend(source, indicator="G1", org_unit="A", **asked).path)
    assert (path[Period(2022, 4)], path[Period(2025, 4)]) == (1, 2)
    # A: 90 slots, 45 inclusive, 60,000 people; 120 are asked for, 30 missing, 15 of them inclusive at least
    routes = shortfall(source, **asked).routes["A"]
    assert (routes.needed, routes.build, routes.all_new_inclusive, routes.conversion_only) == (120, 30, 30, 0)


def test_where_every_slot_must_be_inclusive_building_alone_never_gets_there():
    assert slot_gaps(slots=90, inclusive=45, population=60_000, share=Fraction(1)).all_new_inclusive is None
    whole = slot_gaps(slots=90, inclusive=90, population=60_000, share=Fraction(1))
    assert (whole.all_new_inclusive, whole.conversion_only) == (180, 0)


def test_the_choices_of_the_definitions_are_judged_by_it_too():
    source = city_with(own("G1", "2"))
    asked = {"period": Period(2024, 4), "as_of": moment(LATE)}
    assert effects(source, **asked)


def test_a_scorecard_without_the_file_is_what_it_was():
    def rows(targets: Sequence[DistrictTarget]) -> tuple[Row, ...]:
        return scorecard(city_with(*targets), period=Period(2024, 4), as_of=moment(LATE), scope="all").rows

    plain, changed = rows(()), rows([own("G2", "50")])
    others = [pair for pair in zip(plain, changed) if (pair[0].indicator, pair[0].org_unit) != ("G2", "A")]
    assert all(before == after for before, after in others)
    assert {row.target_kind for row in plain} == {None, TargetKind.PLAN, TargetKind.REFERENCE}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (own("T13a", "3"), "not_of_units"),
        (own("XYZ", "3"), "not_of_units"),
        (own("G2", "100.01"), "bad_target"),
        (own("G3", "10.5"), "bad_target"),
    ],
)
def test_what_no_unit_can_have_is_refused_with_its_place(wrong, code):
    with pytest.raises(ReferenceRefused) as caught:
        check_district_targets(small_city(district_targets=[own("G2", "100"), wrong]))
    assert (caught.value.key, caught.value.facts["file"], caught.value.facts["row"]) == (
        f"reference.{code}",
        "targets.csv",
        2,
    )
