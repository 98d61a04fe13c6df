"""Our figures beside the public record: which are compared, with which period, and what the difference is."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from data.model import Frequency, Period, PublishedFigure
from data.returns import UNKNOWN_CHANNEL, ChannelTotal
from metrics.knowledge import Knowledge
from metrics.published import MEASURES, Comparison, comparisons_of, is_measured, opening_of, period_of
from metrics.results import NoValue
from tests.fakes import FakeSource, moment, small_city

Q4 = Period.parse("2025-Q4")
ONE = {"A01": "core", "A02": "core"}


def printed(
    indicator: str = "inclusive_slots",
    value: str = "100",
    *,
    area: str = "A",
    period: str = "2025-12",
    qualifier: str = "exact",
    confidence: str = "high",
    known: str = "2026-01-05",
) -> PublishedFigure:
    unit = "%" if "share" in indicator or "coverage" in indicator else "slots"
    return PublishedFigure(
        indicator, area, period, Fraction(value), unit, qualifier, "gazette", known, confidence, note=""
    )


def city_with(*figures: PublishedFigure) -> FakeSource:
    return FakeSource(replace(small_city(townships=ONE), published=figures))


def compared(source: FakeSource, *, until: Period = Q4, as_of: str = "2026-12-01") -> tuple[Comparison, ...]:
    return comparisons_of(Knowledge(source, moment(as_of)), until)


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2024-12", "2024-Q4"),
        ("2024-07", "2024-Q2"),
        ("2025-07", "2025-Q2"),
        ("2024-09", "2024-Q3"),
        ("2025-11", "2025-Q4"),
        ("2025-01", "2024-Q4"),
        ("2024", "2024-Q4"),
        ("2023-2025", None),
        ("undated (about autumn 2024)", None),
        ("2024-13", None),
    ],
)
def test_a_date_is_put_beside_the_nearest_period_end(written, period):
    assert period_of(printed(period=written), Frequency.QUARTER) == (Period.parse(period) if period else None)


def test_a_month_stays_its_month_where_returns_are_monthly():
    assert period_of(printed(period="2025-07"), Frequency.MONTH) == Period.parse("2025-07")


def test_an_undated_figure_is_compared_with_the_period_its_row_names():
    undated = replace(printed(period="undated"), compared_with=Period.parse("2024-Q3"))
    assert period_of(undated, Frequency.QUARTER) == Period.parse("2024-Q3")


def test_a_target_and_a_derived_figure_are_never_compared():
    assert is_measured(printed(qualifier="about"))
    assert not is_measured(printed(qualifier="target, at least"))
    assert not is_measured(printed(qualifier="annual target"))
    assert not is_measured(printed(confidence="derived"))


def test_the_difference_is_computed_less_published():
    source = city_with(printed(value="100"))
    source.file("A", "2025-Q4", {"A01": (150, 60), "A02": (80, 37)})
    found = compared(source)[0]
    assert (found.period, found.computed, found.difference, found.agrees) == (Q4, 97, -3, False)


def test_a_share_agrees_as_far_as_it_was_printed():
    source = city_with(printed("township_coverage_inclusive", "67"), printed("township_coverage", "66.6"))
    source.reference = replace(small_city(townships={**ONE, "A03": "core"}), published=source.reference.published)
    source.file("A", "2025-Q4", {"A01": (150, 60), "A02": (80, 37), "A03": (0, 0)})
    inclusive, anything = compared(source)
    assert inclusive.computed == Fraction(200, 3)
    assert inclusive.agrees
    assert not anything.agrees


def test_more_than_holds_on_its_side_only():
    source = city_with(printed(value="96", qualifier="more than"), printed(value="97", qualifier="more than"))
    source.file("A", "2025-Q4", {"A01": (150, 97)})
    assert [one.agrees for one in compared(source)] == [True, False]


@pytest.mark.parametrize(
    ("value", "qualifier", "agrees"),
    [("98", "almost", True), ("100", "almost", False), ("96", "almost", False), ("96", "about", True),
     ("98", "about", True), ("100", "about", False), ("98", "exact", False)],
)  # fmt: skip
def test_almost_and_about_hold_near_the_figure_and_almost_below_it_only(value, qualifier, agrees):
    source = city_with(printed(value=value, qualifier=qualifier))
    source.file("A", "2025-Q4", {"A01": (150, 97)})
    assert [one.agrees for one in compared(source)] == [agrees]


def test_what_a_year_brought_is_the_difference_of_two_stocks():
    source = city_with(printed("new_inclusive_slots", "40", period="2025"))
    source.file("A", "2024-Q4", {"A01": (100, 50)})
    source.file("A", "2025-Q4", {"A01": (150, 93)})
    found = compared(source)[0]
    assert (found.computed, found.is_flow) == (43, True)
    del source.filed[0]
    assert compared(source)[0].no_value is NoValue.NO_BASELINE


def test_a_figure_of_one_channel_is_its_sum_and_an_unknown_channel_leaves_it_open():
    source = city_with(printed("kindergarten_slots", "70"), printed("childcare_institutions_only", "2"))
    source.file("A", "2025-Q4", {"A01": {"slots": 100, "inclusive_slots": 10, "institutions": 5}})
    source.channels = {1: [ChannelTotal(1, "K1", 3, 0, 70, 0, 10, 0)]}
    assert [one.computed for one in compared(source)] == [70, 2]
    source.channels[1].append(ChannelTotal(1, UNKNOWN_CHANNEL, 1, 0, 5, 0, 0, 0))
    assert {one.no_value for one in compared(source)} == {NoValue.INCOMPLETE}


def test_a_partial_sum_is_none_to_compare():
    source = city_with(printed(area="C"))
    source.reference = replace(small_city(), published=source.reference.published)
    source.file("A", "2025-Q4", {"A01": (100, 50), "A02": (10, 5)})
    assert compared(source)[0].no_value is NoValue.INCOMPLETE


def test_a_unit_that_has_not_filed_has_its_reason():
    source = city_with(printed())
    source.file("A", "2025-Q1", {"A01": (1, 1)})
    assert compared(source)[0].no_value is NoValue.STALE


def test_only_what_was_printed_by_the_as_of_is_known():
    source = city_with(printed(known="2026-01-05"), printed(known=""), printed(known="2026"))
    source.file("A", "2025-Q4", {"A01": (150, 100)}, at="2025-12-31")
    assert len(compared(source, as_of="2026-01-04")) == 2
    assert len(compared(source, as_of="2026-01-05")) == 3
    assert len(compared(source, as_of="2025-12-31")) == 1


def test_nothing_of_a_later_period_another_place_or_another_matter_is_compared():
    figures = (printed(), printed(area="100000"), printed("demand_share_age_2_3"), printed(period="2026-03"))
    source = city_with(*figures)
    source.file("A", "2025-Q4", {"A01": (150, 100)})
    assert len(compared(source)) == 1


def test_every_measure_of_the_record_has_a_word(reference):
    from layouts.text import LANGUAGES, text_for

    assert {one.indicator for one in reference.published} >= set(MEASURES)
    assert all(f"public_record.items.{name}" in text_for(lang) for name in MEASURES for lang in LANGUAGES)


def test_the_newest_period_comes_first():
    source = city_with(printed(period="2025-09"), printed(period="2025-12"), printed(period="2024-12"))
    for period in ("2024-Q4", "2025-Q3", "2025-Q4"):
        source.file("A", period, {"A01": (150, 100)})
    assert [str(one.period) for one in compared(source)] == ["2025-Q4", "2025-Q3", "2024-Q4"]


def test_a_years_change_starts_from_the_last_period_of_the_year_before_whatever_the_frequency():
    assert opening_of(Period.parse("2025-Q2")) == Period.parse("2024-Q4")
    assert opening_of(Period.parse("2025-06")) == Period.parse("2024-12")


def test_the_first_month_of_a_quarter_belongs_to_the_one_before_and_a_year_to_its_last():
    assert period_of(printed(period="2024-10"), Frequency.QUARTER) == Period.parse("2024-Q3")
    assert period_of(printed(period="2024"), Frequency.MONTH) == Period.parse("2024-12")
    assert period_of(printed(period="2024-12"), Frequency.MONTH) == Period.parse("2024-12")


def test_the_whole_citys_figure_is_that_of_all_its_units():
    source = city_with(printed(value="30", area="C"), printed("non_inclusive_institutions", "1", area="C"))
    source.file(
        "A", "2025-Q4", {"A01": {"slots": 50, "inclusive_slots": 30, "institutions": 4, "inclusive_institutions": 3}}
    )
    found = compared(source)
    assert [(one.computed, one.no_value) for one in found] == [(30, None), (1, None)]


@pytest.mark.parametrize("blank", ["institutions_unknown", "inclusive_institutions_unknown"])
def test_a_blank_of_either_term_leaves_the_difference_open(blank):
    source = city_with(printed("non_inclusive_institutions", "1"))
    counts = {"slots": 50, "inclusive_slots": 30, "institutions": 4, "inclusive_institutions": 3}
    source.file("A", "2025-Q4", {"A01": {**counts, blank: 1}})
    assert compared(source)[0].no_value is NoValue.INCOMPLETE


def test_a_blank_in_one_township_leaves_the_sum_open():
    source = city_with(printed("total_slots", "100"))
    source.file("A", "2025-Q4", {"A01": (100, 10), "A02": {"slots": 5, "slots_unknown": 1}})
    assert compared(source)[0].no_value is NoValue.INCOMPLETE


def test_a_channel_that_a_return_does_not_have_is_a_true_nought_and_a_blank_of_it_is_not():
    source = city_with(printed("kindergarten_slots", "70"))
    source.file("A", "2025-Q4", {"A01": (100, 10)})
    assert compared(source)[0].computed == 0
    source.channels = {1: [ChannelTotal(1, "K1", 3, 0, 70, 1, 10, 0)]}
    assert compared(source)[0].no_value is NoValue.INCOMPLETE


@pytest.mark.parametrize(
    ("value", "agrees"),
    [("46.79", True), ("46.8", True), ("46.7", False), ("47", True), ("46.79211", True), ("46.792", True)],
)
def test_a_share_is_compared_with_the_decimals_it_was_printed_with(value, agrees):
    source = city_with(printed("kindergarten_share_of_all_slots", value))
    source.file("A", "2025-Q4", {"A01": (5580, 0)})
    source.channels = {1: [ChannelTotal(1, "K1", 3, 0, 2611, 0, 10, 0)]}
    assert compared(source)[0].agrees is agrees


def test_a_figure_that_is_no_decimal_is_never_equal_by_rounding():
    source = city_with(replace(printed(), value=Fraction(100, 3)))
    source.file("A", "2025-Q4", {"A01": (150, 33)})
    assert compared(source)[0].agrees is False
