"""What a partial sum proves: gross new slots only grow, net ones can fall, so their known part is no least value."""

from __future__ import annotations

from dataclasses import replace

from data.model import NewSlots, Period
from layouts.briefing.wording import value_words
from layouts.text import text_for
from metrics.queries import trend
from metrics.results import NoValue, Status
from tests.fakes import PLAN_A, FakeSource, moment, small_city, target
from tests.spec.cases import LATE, row_of
from tests.spec.test_new_inclusive_slots import institution, ledger

PLAN = replace(PLAN_A, targets=(*PLAN_A.targets, target("G3", "15"), target("G4", "5")))


def half_reported(new_slots: NewSlots = NewSlots.GROSS) -> FakeSource:
    """A gains 20 inclusive slots; B held 50 at the baseline and has not reported since the year before."""
    city = small_city(people={"C": 1000}, townships={"A01": "core", "B01": "hills"}, plans=[PLAN])
    source = FakeSource(replace(city, definitions=replace(city.definitions, new_slots=new_slots)))
    source.file_content(ledger("2022-Q4", institution("1", 40, 10)))
    source.file_content(ledger("2022-Q4", replace(institution("9", 60, 50), township="B01"), unit="B"))
    source.file_content(ledger("2023-Q4", institution("1", 40, 30)))
    return source


def test_the_known_part_of_gross_is_a_least_value_and_can_meet_a_target():
    row = row_of(half_reported(), "G3", period="2023-Q4")
    assert (row.value, row.no_value, row.is_least, row.status) == (20, NoValue.INCOMPLETE, True, Status.ACHIEVED)


def test_the_known_part_of_net_proves_nothing():
    row = row_of(half_reported(NewSlots.NET), "G3", period="2023-Q4")
    assert (row.value, row.no_value, row.is_least) == (20, NoValue.INCOMPLETE, False)
    assert row.status is Status.NOT_ASSESSABLE
    assert row_of(half_reported(), "NET", period="2023-Q4").is_least is False
    # once B reports that it has closed, the city's net is what neither part showed
    source = half_reported(NewSlots.NET)
    source.file_content(ledger("2023-Q4", unit="B"))
    whole = row_of(source, "G3", period="2023-Q4")
    assert (whole.value, whole.no_value, whole.is_least) == (-30, None, None)


def test_a_series_says_the_same_as_its_rows():
    asked = {"indicator": "G3", "org_unit": "C", "period": Period(2023, 4), "as_of": moment(LATE)}
    assert trend(half_reported(), **asked).points[-1].is_least is True
    assert trend(half_reported(NewSlots.NET), **asked).points[-1].is_least is False


def test_shares_and_coverage_are_of_the_reporting_units_and_no_least_values():
    source = half_reported()
    assert [row_of(source, name, period="2023-Q4").is_least for name in ("G1", "G2", "USE", "COV")] == [
        True,
        False,
        False,
        False,
    ]


def test_it_is_printed_as_it_is():

    zh, source = text_for("zh"), half_reported()
    assert value_words(row_of(source, "NET", period="2023-Q4"), zh) == "20"
    assert value_words(row_of(source, "G3", period="2023-Q4"), zh) == "至少20"
