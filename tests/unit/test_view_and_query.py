"""The address of a page: read strictly, written back the same."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from callbacks.query import view_query
from data.issues import UsageError
from data.model import Period
from data.moments import moment_of
from layouts.view import ViewQuery

BEIJING = ZoneInfo("Asia/Shanghai")
FULL = (
    "?period=2025-Q4&as_of=2026-01-20&plan=2026&org_unit=110114&zone=%E5%B9%B3%E5%8E%9F%E6%96%B0%E5%9F%8E&indicator=G1&sort=G2"
    "&state=under_way&span=plan&show=agenda&lang=en"
)


def test_an_address_that_was_read_is_written_back_the_same(reference):
    assert view_query(FULL, reference).to_search() == FULL


def test_an_empty_query_is_the_default_view(reference):
    assert view_query("", reference) == ViewQuery()
    assert ViewQuery().to_search() == ""


def test_names_that_mail_programs_add_are_passed_over(reference):
    assert view_query("?utm_source=mail&period=2025-Q4", reference) == ViewQuery(period=Period(2025, 4))


@pytest.mark.parametrize(
    ("search", "key"),
    [
        ("?period=2025", "query.period"),
        ("?period=2025-12", "query.period"),
        ("?period=2025-Q5", "query.period"),
        ("?as_of=yesterday", "query.as_of"),
        ("?plan=2019", "query.plan"),
        ("?zone=elsewhere", "query.zone"),
        ("?indicator=G99", "query.indicator"),
        ("?sort=colour", "query.sort"),
        ("?org_unit=110000", "query.org_unit"),
        ("?org_unit=999999", "query.org_unit"),
        ("?state=finished", "query.state"),
        ("?span=year", "query.span"),
        ("?show=everything", "query.show"),
        ("?lang=fr", "query.lang"),
    ],
)
def test_a_wrong_value_is_refused_by_its_own_sentence(reference, search, key):
    with pytest.raises(UsageError) as refused:
        view_query(search, reference)
    assert refused.value.key == key


def test_a_bare_day_means_its_end_by_the_citys_clock():
    end = datetime(2026, 1, 15, 23, 59, 59, 999999, tzinfo=BEIJING)
    assert [moment_of(day, "Asia/Shanghai") for day in ("2026-01-15", "20260115")] == [end, end]


def test_a_moment_without_offset_is_the_citys_time_and_one_with_offset_its_own():
    assert moment_of("2026-01-15T08:00", "Asia/Shanghai") == datetime(2026, 1, 15, 8, tzinfo=BEIJING)
    assert moment_of("2026-01-15T00:00+00:00", "Asia/Shanghai") == datetime(2026, 1, 15, 8, tzinfo=BEIJING)


def test_a_link_keeps_the_view_and_the_prefix_and_changes_what_it_is_told():
    view = ViewQuery(period=Period(2025, 4), lang="en", base="/tuoyu/")
    assert view.href("/districts/BDA", zone=None) == "/tuoyu/districts/BDA?period=2025-Q4&lang=en"
    assert view.href("/", anchor="units", lang=None) == "/tuoyu/?period=2025-Q4#units"
