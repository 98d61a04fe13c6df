"""Covered, fragile, lost, gained, unknown; and townships as rows."""

from __future__ import annotations

import pytest

from data.issues import UsageError
from data.model import Period
from data.returns import Mode
from metrics.queries import scorecard, township_results
from metrics.results import Coverage, Flag, NoValue, Status, TargetKind
from tests.fakes import FakeSource, moment, small_city

Q3, Q4 = Period.parse("2025-Q3"), Period.parse("2025-Q4")


def only(figures, before=None, mode: Mode = Mode.LEDGER):
    """The result of township A01 (and its unit's other one left out)."""
    source = FakeSource(small_city())
    if before is not None:
        source.file("A", str(Q3), {"A01": before})
    source.file("A", str(Q4), {} if figures is None else {"A01": figures}, mode=mode)
    return township_results(source, org_unit="A", period=Q4, as_of=moment("2026-02-01"))[0]


@pytest.mark.parametrize(
    ("inclusive", "institutions", "coverage"),
    [
        (0, 0, Coverage.UNCOVERED),
        (1, 1, Coverage.FRAGILE),
        (19, 2, Coverage.FRAGILE),
        (20, 2, Coverage.COVERED),
        (300, 1, Coverage.FRAGILE),
    ],
)
def test_one_institution_or_under_twenty_slots_is_fragile(inclusive, institutions, coverage):
    figures = {"slots": 300, "inclusive_slots": inclusive, "inclusive_institutions": institutions}
    assert only(figures).coverage is coverage


def test_any_service_is_not_an_inclusive_service():
    assert only((300, 0)).coverage is Coverage.UNCOVERED


def test_a_blank_is_unknown_and_has_no_figure():
    found = only({"slots": 30, "inclusive_slots": None}, mode=Mode.SUMMARY)
    assert (found.coverage, found.slots, found.inclusive_slots) == (Coverage.UNKNOWN, 30, None)
    assert found.no_value is NoValue.INCOMPLETE


def test_few_known_slots_with_a_blank_beside_them_are_covered_and_not_called_fragile():
    found = only({"slots": 30, "inclusive_slots": 5, "inclusive_slots_unknown": 1}, mode=Mode.SUMMARY)
    assert found.coverage is Coverage.COVERED


def test_a_ledger_without_an_institution_there_leaves_a_true_nought():
    found = only(None)
    assert (found.coverage, found.slots, found.no_value) == (Coverage.UNCOVERED, 0, None)


def test_a_township_of_a_silent_unit_is_unknown_with_the_reason():
    source = FakeSource(small_city())
    found = township_results(source, org_unit="C", period=Q4, as_of=moment("2026-02-01"))
    assert [one.township.code for one in found] == ["A01", "A02", "B01", "B02", "B03", "B04", "X01"]
    assert {(one.coverage, one.no_value, one.receipt) for one in found} == {
        (Coverage.UNKNOWN, NoValue.NOT_REPORTED, None)
    }


@pytest.mark.parametrize(
    ("before", "now", "lost", "gained"),
    [
        ((30, 30), (30, 0), True, False),
        ((30, 0), (30, 30), False, True),
        ((30, 30), (30, 5), False, False),
        ((30, 0), (30, 0), False, False),
        (None, (30, 30), False, False),
    ],
)
def test_coverage_lost_or_gained_since_last_period(before, now, lost, gained):
    found = only(now, before)
    assert (found.lost, found.gained) == (lost, gained)


def test_coverage_that_became_unknown_is_not_lost():
    assert not only((30, None), (30, 30), mode=Mode.SUMMARY).lost


def _township_rows(zone: str | None = None) -> dict[tuple[str, str], object]:
    source = FakeSource(small_city())
    source.file("A", str(Q4), {"A01": (40, 10)})
    source.file("B", str(Q4), {"B01": (20, 20)})
    card = scorecard(source, period=Q4, as_of=moment("2026-02-01"), scope="townships", zone=zone)
    return {(row.indicator, row.org_unit): row for row in card.rows}


def test_a_township_row_counts_itself_as_nought_or_one():
    rows = _township_rows()
    covered, bare = rows["G5", "A01"], rows["G5", "A02"]
    assert (covered.numerator, covered.denominator, covered.zone) == (1, 1, "core")
    assert (covered.target_kind, covered.status) == (TargetKind.PLAN, Status.ACHIEVED)
    assert (bare.numerator, bare.status, bare.gap) == (0, Status.MISSED, 1)


def test_eighty_five_percent_says_nothing_of_a_single_township():
    row = _township_rows()["G8", "B01"]
    assert (row.value, row.target, row.target_kind, row.status) == (100, None, None, None)


def test_a_township_has_its_share_use_and_institutions_and_no_slots_per_thousand():
    rows = _township_rows()
    assert (rows["G2", "A01"].value, rows["G2", "A01"].zone) == (25, None)
    assert rows["INST", "A02"].value == 0
    assert rows["G2", "X01"].no_value is NoValue.NOT_REPORTED
    assert ("G1", "A01") not in rows


def test_the_zone_filter_keeps_the_townships_of_the_zone():
    assert {code for _, code in _township_rows("hills")} == {"B01", "B02", "B03", "B04"}


def test_a_township_carries_every_figure_its_flags_and_its_receipt():
    source = FakeSource(small_city())
    counts = {"slots": 30, "inclusive_slots": 20, "children": 25, "inclusive_children": 15}
    source.file("A", str(Q3), {"A01": {**counts, "institutions": 4, "inclusive_institutions": 3}}, accepted=False)
    found, other = township_results(source, org_unit="A", period=Q4, as_of=moment("2026-02-01"))
    figures = (found.institutions, found.inclusive_institutions, found.slots, found.inclusive_slots, found.children)
    assert (*figures, found.inclusive_children) == (4, 3, 30, 20, 25, 15)
    assert (found.flags, found.receipt) == ((Flag.PRELIMINARY, Flag.CARRIED), "R1")
    assert (other.township.code, other.slots, other.inclusive_children, other.receipt) == ("A02", 0, 0, "R1")


def test_a_place_that_there_is_not_has_no_townships():
    with pytest.raises(UsageError) as refused:
        township_results(FakeSource(small_city()), org_unit="Z", period=Q4, as_of=moment("2026-02-01"))
    assert (refused.value.key, dict(refused.value.facts)) == ("query.org_unit", {"value": "Z"})
