"""Periods, plans and townships at their edges."""

from datetime import date, datetime, timedelta

import pytest

from data.model import Definitions, Frequency, Hexagon, Period, Plan, Reference, Target, Township


def plan(**changes) -> Plan:
    facts = {
        "id": "p",
        "name": "方案",
        "name_en": "Plan",
        "document": "〔2023〕6号",
        "start": date(2023, 1, 1),
        "deadline": date(2025, 12, 31),
        "baseline": Period(2022, 4),
        "targets": (),
    }
    return Plan(**(facts | changes))


def township(**changes) -> Township:
    facts = {
        "code": "1",
        "name": "一街道",
        "legal_name": "一街道",
        "unit_type": "街道",
        "official": True,
        "district": "D",
        "reporting_unit": "U",
        "zone": "Z",
    }
    return Township(**(facts | changes))


@pytest.mark.parametrize("text", ["2025-Q4", "2025-Q1", "2025-01", "2025-12"])
def test_a_period_reads_back_as_it_was_written(text):
    assert str(Period.parse(text)) == text


def test_a_period_is_read_with_spaces_round_it_and_in_small_letters():
    assert Period.parse(" 2025-q4 ") == Period(2025, 4)


@pytest.mark.parametrize(
    "text",
    ["", "2025", "2025-Q0", "2025-Q5", "2025-00", "2025-13", "2025-1", "25-Q1", "2025-Q41", "２０２５-Q4", "2025Q4"],
)
def test_anything_else_is_no_period(text):
    with pytest.raises(ValueError, match="not a reporting period"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_knows_its_first_and_last_day(text, start, end):
    assert (Period.parse(text).start, Period.parse(text).end) == (start, end)


@pytest.mark.parametrize(
    ("text", "previous", "following", "year_earlier"),
    [
        ("2025-Q1", "2024-Q4", "2025-Q2", "2024-Q1"),
        ("2025-Q4", "2025-Q3", "2026-Q1", "2024-Q4"),
        ("2025-01", "2024-12", "2025-02", "2024-01"),
        ("2025-12", "2025-11", "2026-01", "2024-12"),
    ],
)
def test_neighbours_cross_the_year(text, previous, following, year_earlier):
    period = Period.parse(text)
    assert [str(p) for p in (period.previous, period.next, period.year_earlier)] == [previous, following, year_earlier]


@pytest.mark.parametrize("steps", [-17, -4, -1, 0, 1, 3, 4, 13])
@pytest.mark.parametrize("text", ["2025-Q3", "2025-07"])
def test_a_shift_and_back_is_where_it_began(text, steps):
    period = Period.parse(text)
    assert period.shift(steps).shift(-steps) == period


def test_the_way_through_includes_both_ends_and_nothing_backwards():
    first, last = Period(2022, 4), Period(2023, 2)
    assert [str(p) for p in first.through(last)] == ["2022-Q4", "2023-Q1", "2023-Q2"]
    assert list(last.through(first)) == []
    assert list(first.through(first)) == [first]


def test_periods_sort_by_time():
    texts = ["2024-Q1", "2023-Q4", "2024-Q2", "2022-Q4"]
    assert [str(p) for p in sorted(map(Period.parse, texts))] == ["2022-Q4", "2023-Q4", "2024-Q1", "2024-Q2"]


def test_a_month_is_not_the_quarter_of_the_same_number():
    assert Period.parse("2025-04") != Period.parse("2025-Q4")


@pytest.mark.parametrize(
    ("text", "elapsed", "left"),
    [
        ("2022-Q3", 0, 36),
        ("2022-Q4", 0, 36),
        ("2023-Q1", 3, 33),
        ("2023-Q4", 12, 24),
        ("2024-Q4", 24, 12),
        ("2025-Q3", 33, 3),
        ("2025-Q4", 36, 0),
        ("2026-Q3", 36, 0),
        ("2023-01", 1, 35),
        ("2025-11", 35, 1),
        ("2025-12", 36, 0),
    ],
)
def test_months_of_a_three_year_plan_at_each_boundary(text, elapsed, left):
    period = Period.parse(text)
    assert (plan().months_elapsed(period), plan().months_left(period)) == (elapsed, left)


def test_a_one_year_plan_has_twelve_months():
    year = plan(start=date(2026, 1, 1), deadline=date(2026, 12, 31), baseline=Period(2025, 4))
    assert [year.months, year.months_elapsed(Period(2025, 4)), year.months_elapsed(Period(2026, 2))] == [12, 0, 6]


def test_a_zones_target_goes_before_none_and_a_citys_target_serves_every_zone():
    of_zone = Target("G8", 85, ">=", "山区", "")
    of_city = Target("G2", 60, ">=", None, "")
    promised = plan(targets=(of_zone, of_city))
    assert promised.target_for("G8", "山区") is of_zone
    assert promised.target_for("G8", "平原") is None
    assert promised.target_for("G2", "平原") is of_city
    assert promised.target_for("G3", None) is None


def test_a_township_is_valid_on_its_first_and_on_its_last_day():
    short = township(valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31))
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [short.valid_at(day) for day in days] == [False, True, True, False]


def test_a_township_without_dates_is_always_valid():
    assert township().valid_at(date.min)
    assert township().valid_at(date.max)


def test_a_due_date_is_the_due_day_of_the_next_month_unless_the_calendar_says_otherwise():
    moved = {Period(2026, 3): date(2026, 10, 20)}
    rules = Definitions("1", date(2026, 1, 1), 1, 20, 15, moved)
    assert rules.due_date(Period(2025, 4)) == date(2026, 1, 15)
    assert rules.due_date(Period(2026, 3)) == date(2026, 10, 20)
    assert rules.due_date(Period.parse("2025-12")) == date(2026, 1, 15)


def test_a_period_is_due_at_midnight_after_the_due_date_where_the_city_is(reference: Reference):
    due = reference.due_moment(Period(2025, 4))
    assert due.isoformat() == "2026-01-16T00:00:00+08:00"
    assert due.utcoffset() == timedelta(hours=8)
    assert due == datetime.fromisoformat("2026-01-15T16:00:00+00:00")


def test_hexagons_of_odd_rows_stand_half_a_cell_to_the_right():
    assert Hexagon("1", 3, 2).centre == (3.0, pytest.approx(1.732))
    assert Hexagon("1", 3, 1).centre == (3.5, pytest.approx(0.866))


def test_a_year_has_four_quarters_or_twelve_months():
    assert [frequency.per_year for frequency in Frequency] == [4, 12]
