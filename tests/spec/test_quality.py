"""How far returns can be relied on: who filed, who filed on time, what is doubted and not yet explained."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from data.model import Period, PublishedFigure
from data.returns import State
from metrics.comparability import Since
from metrics.knowledge import Knowledge
from metrics.quality import Completeness, Rate, completeness_of, quality, revised_periods, warnings_of
from tests.fakes import FakeSource, moment, small_city, warning

Q3, Q4 = Period.parse("2025-Q3"), Period.parse("2025-Q4")
LATE = "2026-12-01"


def filed(source: FakeSource, as_of: str = LATE) -> Completeness:
    knowledge = Knowledge(source, moment(as_of))
    return completeness_of(knowledge, knowledge.periods)


def two_quarters() -> FakeSource:
    """A files both on time, B the second late, X only the first; the city files once."""
    source = FakeSource(small_city())
    for unit in ("A", "B", "X", "C"):
        source.file(unit, "2025-Q3")
    source.file("A", "2025-Q4")
    source.file("B", "2025-Q4", at="2026-01-20")
    return source


def test_a_rate_counts_what_was_due():
    assert Rate(due=3, received=2, on_time=1).completeness == Fraction(200, 3)
    assert Rate(due=3, received=2, on_time=1).punctuality == Fraction(100, 3)
    assert Rate(due=0, received=0, on_time=0).completeness is None


def test_each_unit_and_each_period_has_its_rate_and_the_city_stands_apart():
    found = filed(two_quarters())
    assert [record.rate for record in found.units] == [Rate(2, 2, 2), Rate(2, 2, 1), Rate(2, 1, 1)]
    assert found.by_period == (Rate(3, 3, 3), Rate(3, 2, 1))
    assert found.total == Rate(6, 5, 4)
    assert found.city.rate == Rate(2, 1, 1)


def test_a_period_that_is_not_due_is_shown_and_enters_no_total():
    found = filed(two_quarters(), as_of="2026-01-12")
    assert found.periods == (Q3, Q4)
    assert found.by_period[1] == Rate(3, 1, 1)
    assert found.total == Rate(3, 3, 3)


def test_a_return_that_went_back_for_correction_has_not_come():
    source = FakeSource(small_city())
    receipt = source.file("A", "2025-Q4", accepted=False)
    source.change(receipt, State.RETURNED, "2026-01-14")
    assert filed(source, as_of="2026-01-13").by_period[0].received == 1
    assert filed(source).units[0].rate == Rate(1, 0, 0)


def test_a_revision_after_the_due_date_leaves_the_return_on_time():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4", at="2026-01-10")
    source.file("A", "2025-Q4", at="2026-03-10")
    assert filed(source).units[0].rate == Rate(1, 1, 1)


def test_warnings_are_those_of_counting_returns_in_administrative_order_the_city_last():
    source = FakeSource(small_city())
    for unit in ("C", "B", "A"):
        source.file(unit, "2025-Q4")
    source.file("B", "2025-Q4", at="2026-02-01")
    source.issues = {1: [warning(1)], 2: [warning(1)], 3: [warning(1), warning(2)], 4: [warning(7)]}
    found = warnings_of(Knowledge(source, moment(LATE)), Q4)
    assert [(one.stored.org_unit, one.warning.number) for one in found] == [("A", 1), ("A", 2), ("B", 7), ("C", 1)]


def test_a_warning_is_open_until_the_moment_somebody_explained_it():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4")
    source.issues = {1: [warning(1, told="扩班", at="2026-01-20")]}
    before, after = (warnings_of(Knowledge(source, moment(day)), Q4)[0] for day in ("2026-01-19", "2026-01-20"))
    assert before.is_open
    assert not after.is_open
    assert after.warning.explanation.text == "扩班"


def test_every_revised_return_is_named_once_however_often_it_was_revised():
    source = two_quarters()
    for day in ("2026-02-01", "2026-03-01"):
        source.file("A", "2025-Q4", at=day)
    source.file("X", "2025-Q3", at="2026-03-01")
    assert revised_periods(source.returns(as_of=moment(LATE))) == (Q3, Q4)
    assert revised_periods(source.returns(as_of=moment("2026-02-15"))) == (Q4,)


def test_the_page_has_revisions_of_its_period_with_their_reason_and_knows_of_the_others():
    source = two_quarters()
    source.file("A", "2025-Q4", {"A01": (120, 60)}, at="2026-02-01")
    source.notes = {7: "核对后更正"}
    found = quality(source, period=Q4, as_of=moment(LATE))
    assert [row.org_unit for row in found.revisions] == ["A"]
    assert found.revision_notes == {7: "核对后更正"}
    assert quality(source, period=Q3, as_of=moment(LATE)).revisions == ()
    assert quality(source, period=Q3, as_of=moment(LATE)).revised_periods == (Q4,)


def test_the_page_shows_no_period_after_its_own():
    found = quality(two_quarters(), period=Q3, as_of=moment(LATE))
    assert found.completeness.periods == (Q3,)
    assert found.provenance.rows == ()


def test_the_page_is_all_of_one_period_plan_and_moment():
    figure = PublishedFigure(
        "inclusive_slots", "A", "2025-09", Fraction(60), "slots", "exact", "gazette", "2025-10-20", "high", ""
    )
    source = two_quarters()
    source.reference = replace(source.reference, published=(figure, replace(figure, period="2025-12")))
    source.issues = {1: [warning(1)], 5: [warning(2)]}
    found, second = (quality(source, period=Q3, as_of=moment(LATE), plan_id=name) for name in (None, "second"))
    assert [one.warning.number for one in found.warnings] == [1]
    assert [one.period for one in found.comparisons] == [Q3]
    assert (found.provenance.plan.id, second.provenance.plan.id) == ("first", "second")
    assert {one.since for one in found.consistency.comparisons} == set()
    assert {one.element.value for one in found.consistency.checks} == {"slots", "inclusive_slots", "institutions"}
    early = quality(source, period=Q3, as_of=moment("2026-01-15"))
    assert (early.provenance.as_of, early.revised_periods) == (moment("2026-01-15"), ())


def test_the_consistency_of_the_page_is_that_of_the_plan_asked_for():
    source = two_quarters()
    source.file("A", "2022-Q4")
    first, second = (quality(source, period=Q4, as_of=moment(LATE), plan_id=name) for name in (None, "second"))
    assert Since.BASELINE in {one.since for one in first.consistency.comparisons}
    assert Since.BASELINE not in {one.since for one in second.consistency.comparisons}


def test_a_later_revision_is_not_known_before():
    source = two_quarters()
    source.file("A", "2025-Q4", at="2026-03-01")
    assert quality(source, period=Q4, as_of=moment("2026-02-28")).revised_periods == ()


def test_a_filer_is_named_and_a_period_counts_from_the_moment_it_is_due():
    found = filed(two_quarters())
    assert [record.org_unit for record in (*found.units, found.city)] == ["A", "B", "X", "C"]
    assert filed(two_quarters(), as_of="2026-01-16T00:00").total.due == 6
