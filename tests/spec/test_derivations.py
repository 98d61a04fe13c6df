"""How a figure came about: what stands beside its light, and what does not."""

from __future__ import annotations

from data.model import Period
from metrics import queries
from metrics.growth import Growth
from metrics.projection import Course
from metrics.results import Status
from tests.fakes import FakeSource, moment, small_city


def grown(*slots: int) -> FakeSource:
    """A city of 100,000 people whose unit A files these slots, quarter by quarter from the baseline."""
    source = FakeSource(small_city(people={"C": 100_000, "A": 100_000}, townships={"A01": "core"}))
    for step, figure in enumerate(slots):
        source.file("A", str(Period(2022, 4).shift(step)), {"A01": (figure, figure)})
    return source


def told(source: FakeSource, indicator: str = "G1", org_unit: str = "C", period: str = "2023-Q4"):
    asked = {"period": Period.parse(period), "as_of": moment("2026-12-01")}
    return queries.derivation(source, indicator=indicator, org_unit=org_unit, **asked)[1]


def test_case_a_needs_to_speed_up_by_pace_and_is_on_track_by_growth_which_is_marked():
    found = told(grown(200, 215, 230, 245, 260))
    assert found.row.status is Status.ACCELERATE
    assert round(found.ratio, 6) == 0.966586
    assert found.growth is Growth.ON_TRACK
    assert found.disagreement is True


def test_a_light_and_a_growth_that_say_the_same_do_not_disagree():
    found = told(grown(300, 299, 297, 292, 290))
    assert (found.row.status, found.growth) == (Status.BELOW_BASELINE, Growth.DETERIORATION)
    assert found.disagreement is False


def test_the_projection_goes_through_the_periods_received_since_the_baseline_to_the_deadline():
    found = told(grown(200, 220, 240, 260, 280))
    assert round(found.projection.value, 9) == 4.4
    assert round(found.escap, 6) == 4.0
    assert found.course is Course.MAINTAIN
    assert found.projection.chance < 0.5


def test_a_carried_period_is_no_point_of_the_line():
    source = grown(200, 220, 240)
    source.file("A", "2023-Q4", {"A01": (280, 280)})
    with_gap = told(source)
    assert round(with_gap.projection.value, 9) == 4.4
    assert with_gap.projection.deviation < 1e-9


def test_after_the_deadline_nothing_is_projected():
    found = told(grown(*range(200, 213)), period="2025-Q4")
    assert found.projection is None
    assert found.escap is None
    assert found.ratio is not None
    assert told(grown(*range(200, 214)), period="2026-Q1").ratio is None


def test_a_reference_row_of_a_unit_has_no_light_and_no_reading_beside_it():
    found = told(grown(200, 215, 230, 245, 260), org_unit="A")
    assert (found.ratio, found.projection, found.escap, found.disagreement) == (None, None, None, None)
