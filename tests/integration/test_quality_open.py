"""Numbers of /quality lead to the returns and doubts that they count, or open the row that they are a side of."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from app import create_app
from callbacks.application import build_dashboard
from data.settings import Settings
from tests.integration.numbers_behind import wrong_behind
from tests.integration.numbers_on_screen import links, tables
from tests.integration.test_gaps_open import by_id, leading, parts, screen_of
from tests.integration.test_numbers_open import lines_of, listed
from tests.integration.test_pages_equal_api import everywhere
from tests.integration.test_pages_http import asked_for, words
from tests.integration.test_quality_http import doubtful
from tests.site_samples import clock


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


def quarter(told: str) -> str:
    """2026年三季度 -> 2026-Q3."""
    return f"{told[:4]}-Q{'一二三四'.index(told[5]) + 1}"


def rates(screen: dict) -> list[dict[str, str]]:
    """A line a unit, without their sum and the city's own return."""
    return lines_of(next(tables(by_id(screen, "completeness"))))[:-2]


def boxes(screen: dict) -> dict[str, list[str]]:
    """The numbers of a box of the summary, and where each leads."""
    found = [one for one in parts(by_id(screen, "summary")) if one["props"].get("className") == "stat"]
    return {
        words(box["props"]["children"][0]["props"]["children"]): [
            f"{one['children']} {one['href']}" for one in leading(box)
        ]
        for box in found
    }


@pytest.mark.parametrize("period", ["2025-Q4", "2024-Q1"])
def test_the_returns_counted_of_a_unit_lead_to_them(client, period):
    for line in rates(screen_of(client, "/quality", f"period={period}"))[::5]:
        path, _, asked = line["> 已报/应报"].partition("?")
        asked, _, anchor = asked.partition("#")
        every = listed(screen_of(client, path, asked.partition("&as_of")[0]), anchor)
        returns = [row for row in every if quarter(row[""]) <= period]
        came = [row for row in returns if row["回执号"] != "—"]
        assert line["已报/应报"] == f"{len(came)}/{len(returns)}"
        on_time = sum(row["是否按期"] == "按期" for row in came)
        assert line["及时率"] == f"{100 * on_time / len(returns):.1f}%"


@pytest.mark.parametrize("period", ["2025-Q4", "2026-Q3"])
def test_the_summary_leads_to_the_returns(client, period):
    screen = screen_of(client, "/quality", f"period={period}")
    told, lines = boxes(screen), rates(screen)
    received = [tuple(map(int, line["已报/应报"].split("/"))) for line in lines]
    came, due = (sum(one) for one in zip(*received, strict=True))
    marks = [line[one] for line in lines for one in line if re.fullmatch(r"\d{4}-Q\d", one)]
    late, now = sum(one.startswith("◐") for one in marks), [line[period] for line in lines]
    assert told["历期完整率"] == [f"{100 * came / due:.1f}% #completeness", f"{came}/{due} #completeness"]
    on_time = sum(one.startswith("●") for one in now)
    here = sum(one.startswith(("●", "◐")) for one in now)
    assert told["本期已报"] == [f"{here}/{len(lines)} #completeness", f"{on_time} #completeness"]
    assert told["历期及时率"] == [f"{100 * (came - late) / due:.1f}% #completeness", f"{late} #completeness"]


@pytest.mark.parametrize("period", ["2022-Q4", "2024-Q2", "2026-Q3"])
def test_what_is_held_against_one_another_opens_its_row(client, period):
    screen, rows = screen_of(client, "/quality", f"period={period}"), everywhere(client, period)
    found = list(links(by_id(screen, "consistency"), "why side"))
    assert len(found) > 30
    assert [problem for name, told, beside in found if (problem := wrong_behind(told, beside, name, rows))] == []
    for name, told, beside in found:
        assert wrong_behind(f"{told}7", beside, name, rows), (name, told, beside)


def test_sums_of_both_tasks_lead_to_where_they_are_told(client):
    screen = screen_of(client, "/quality", "period=2025-Q4")
    led = leading(by_id(screen, "consistency"))
    assert len(led) == 2
    for one in led:
        path, _, asked = one["href"].partition("?")
        assert asked.endswith("#new")
        new = words(by_id(screen_of(client, path, "period=2025-Q4"), "new"))
        assert f"两项新增合计{one['children']}" in new or f"两项目标之和{one['children']}个" in new


def test_doubts_lead_to_those_open_and_those_explained():
    own = build_dashboard(doubtful(), Settings(), clock).server.test_client()
    for asked, told, lists in (
        ("", ["1 #warnings", "1 #explained"], (2, 1)),
        ("?as_of=2026-01-14", ["2 #warnings"], (2, 0)),
    ):
        screen = asked_for(own, "/quality", asked)["response"]["answer"]["data"]["screen"]
        assert boxes(screen)["待核实疑点"] == told
        assert (len(listed(screen, "warnings")), len(listed(screen, "explained"))) == lists
