"""On whose people a per-1,000 value stands."""

from __future__ import annotations

from fractions import Fraction

from data.model import Period
from metrics.queries import scorecard
from metrics.results import NoValue, Row, Status
from tests.fakes import FakeSource, moment, small_city
from tests.spec.cases import people, row_of

SLOTS = {"A": {"A01": (120, 0)}, "B": {"B01": (80, 0)}, "X": {"X01": (40, 0)}}


def city(*populations) -> FakeSource:
    source = FakeSource(small_city(populations=populations))
    for period in ("2022-Q4", "2025-Q4"):
        for unit, figures in SLOTS.items():
            source.file(unit, period, figures)
    return source


def test_the_city_takes_its_latest_population_not_after_the_periods_end():
    source = city(people("C", 80_000, "2024-12-31"), people("C", 10, "2026-01-01"))
    assert row_of(source, "G1").value == 3


def test_a_population_published_after_the_as_of_is_not_known_yet():
    source = city(people("C", 80_000, "2024-12-31", known="2026-03-20"))
    assert row_of(source, "G1", as_of="2026-03-19").denominator == 100_000
    assert row_of(source, "G1", as_of="2026-03-20").denominator == 80_000


def test_the_citys_baseline_stands_on_the_population_of_its_own_time():
    row = row_of(city(people("C", 80_000, "2024-12-31")), "G1")
    assert (row.baseline, row.change_baseline) == (Fraction(12, 5), Fraction(3, 5))


def test_units_share_the_latest_base_at_which_all_of_them_have_a_figure():
    source = city(people("A", 30_000, "2024-12-31"))
    shared, own = row_of(source, "G1", "A"), row_of(source, "G1L", "A")
    assert (shared.denominator, shared.value) == (60_000, 2)
    assert (own.denominator, own.value) == (30_000, 4)


def test_a_new_base_serves_value_and_baseline_alike_so_that_only_slots_make_a_change():
    source = city(people("A", 30_000, "2024-12-31"), people("B", 40_000, "2024-12-31"))
    row = row_of(source, "G1", "A")
    assert (row.value, row.baseline, row.change_baseline) == (4, 4, 0)
    assert row.population.ref_date.isoformat() == "2024-12-31"


def test_a_base_dated_after_the_periods_end_is_not_taken():
    source = city(people("A", 30_000, "2026-01-01"), people("B", 40_000, "2026-01-01"))
    assert row_of(source, "G1", "A").denominator == 60_000


def test_a_base_that_one_unit_learned_later_is_not_shared_before():
    source = city(people("A", 30_000, "2024-12-31"), people("B", 40_000, "2024-12-31", known="2026-05-01"))
    assert row_of(source, "G1", "A", as_of="2026-04-30").denominator == 60_000
    assert row_of(source, "G1", "A", as_of="2026-05-01").denominator == 30_000


def test_a_units_latest_own_figure_moves_its_own_series():
    row = row_of(city(people("A", 30_000, "2024-12-31")), "G1L", "A")
    assert (row.baseline, row.change_baseline, row.target, row.status) == (2, 2, None, None)


def test_a_unit_without_a_published_population_cannot_be_assessed_and_costs_the_city_nothing():
    source = city()
    row = row_of(source, "G1", "X")
    assert (row.numerator, row.denominator, row.value) == (40, None, None)
    assert (row.no_value, row.status, row.population) == (NoValue.NO_POPULATION, Status.NOT_ASSESSABLE, None)
    assert row_of(source, "G1").numerator == 240


def _rows_on_the_register(reference, as_of: str) -> dict[str, Row]:
    source = FakeSource(reference)
    for unit in reference.units:
        first = reference.townships_at(Period.parse("2025-Q4").end, unit.code)[0]
        source.file(unit.code, "2025-Q4", {first.code: (1_000, 500)})
    rows = scorecard(source, period=Period.parse("2025-Q4"), as_of=moment(as_of), scope="all").rows
    return {row.org_unit: row for row in rows if row.indicator == "G1"}


def test_on_the_real_register_the_city_stands_on_2024_and_its_units_on_the_census(reference):
    rows = _rows_on_the_register(reference, "2026-02-01")
    assert (rows["110000"].denominator, rows["110000"].numerator) == (21_832_000, 17_000)
    assert rows["110114"].denominator == 2_269_487
    assert {row.population.ref_date.isoformat() for code, row in rows.items() if code not in ("BDA", "110000")} == {
        "2020-11-01"
    }


def test_the_development_area_is_not_assessable_for_want_of_a_population_never_nought(reference):
    row = _rows_on_the_register(reference, "2026-02-01")["BDA"]
    assert (row.value, row.no_value, row.status) == (None, NoValue.NO_POPULATION, Status.NOT_ASSESSABLE)


def test_daxing_keeps_its_population_though_two_of_its_townships_report_elsewhere(reference):
    row = _rows_on_the_register(reference, "2026-02-01")["110115"]
    assert row.denominator == 1_993_591
    assert reference.unit_by_code["110115"].population_note
