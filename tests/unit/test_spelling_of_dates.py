"""Dates in the spellings of the form, and serials of both calendars."""

from datetime import date
from decimal import Decimal

import pytest

from data.validation.spelling import Misspelt, date_of, date_of_serial, decimal_of, header_key, prose

DAY = date(2024, 6, 30)


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-30", "2024-6-30", "2024/6/30", "2024/06/30", "2024年6月30日", "2024年06月30日", "２０２４－０６－３０",
        " 2024-06-30 ", "2024-06-30 00:00:00", "2024-06-30T00:00", "45473", "45473.0",
    ],
)  # fmt: skip
def test_this_spelling_is_the_thirtieth_of_june_2024(text):
    assert date_of(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-31", "2024-13-01", "30/6/2024", "6/30/2024", "24-6-30", "2024-6", "2024年6月", "2024年6月30",
        "2024-06-30日",         "2024-06/30", "20240630", "2024-06-30 12:30:00", "六月三十日",
        "2024.6", "1024-06-30", "9999-12-31", "45473.5", "0",
    ],
)  # fmt: skip
def test_this_spelling_is_no_date(text):
    with pytest.raises(Misspelt):
        date_of(text)


def test_a_serial_counts_from_the_epoch_of_its_workbook():
    assert date_of_serial(45473, epoch_1904=False) == DAY
    assert date_of_serial(44011, epoch_1904=True) == DAY
    assert date_of("44011", epoch_1904=True) == DAY


@pytest.mark.parametrize("number", [60, -1, 45473.5, 1e9])
def test_a_serial_before_the_calendar_holds_or_with_a_time_is_no_date(number):
    with pytest.raises(Misspelt):
        date_of_serial(number, epoch_1904=False)


def test_a_decimal_has_one_spelling():
    assert decimal_of("116.40") == decimal_of("１１６．４") == Decimal("116.4")
    assert str(decimal_of("120.0")) == "120"
    with pytest.raises(Misspelt):
        decimal_of("东经116度")


def test_headers_compare_without_blanks_and_width():
    assert header_key("月托育费 (元/人,全日托,不含伙食费)") == header_key("月托育费（元／人，全日托，不含伙食费）")


def test_prose_keeps_what_is_written_but_no_control_characters():
    assert prose("  示例\x00园\x0b（一）\n") == "示例园（一）"
