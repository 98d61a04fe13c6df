"""Who organised what: a number of `/workforce` that is part of a sum opens that sum, whose account lists its cells."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.integration.numbers_behind import wrong_behind
from tests.integration.numbers_on_screen import links
from tests.integration.test_pages_equal_api import AS_OF, everywhere
from tests.integration.test_pages_http import asked_for

UNITS, ASKED = "各填报单位主办", "已填单位数"


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


def sides(client: FlaskClient, asked: str) -> list[tuple[str, str, str]]:
    answer = asked_for(client, "/workforce", f"?as_of={AS_OF}&{asked}")
    return list(links(answer["response"]["answer"]["data"]["screen"], "why side"))


@pytest.mark.parametrize("period", ["2025-Q4", "2026-Q3"])
def test_what_was_organised_opens_the_sum_that_lists_its_cells(client, period):
    rows, found = everywhere(client, period), sides(client, f"period={period}")
    assert [problem for name, words, told in found if (problem := wrong_behind(words, told, name, rows))] == []
    cards = [words for _, words, told in found if not told and "主办" in words]
    assert [words[:4] for words in cards] == ["市级主办", "各单位主"] * 3
    own = [name for name, _, told in found if told == "市级主办" and name.count("~") == 2]
    assert own == ["T14a~110000~", "T14b~110000~", "T16a~110000~"]
    flows = [name for name, _, told in found if told == UNITS]
    assert {f"T14a~110000~~{period}", "T15a~110000~~2023-Q1", "T16a~110000~~2022-Q4"} <= {*flows}
    assert [name for name, _, told in found if told == ASKED] == flows


@pytest.mark.parametrize("told", ["市级主办", UNITS, ASKED, ""])
def test_another_number_organised_would_be_found(client, told):
    rows = everywhere(client, "2025-Q4")
    mine = [(name, words) for name, words, beside in sides(client, "period=2025-Q4")
            if beside == told and (told or "主办" in words)]  # fmt: skip
    name, words = mine[-1]
    assert wrong_behind(words, told, name, rows) is None
    assert wrong_behind(words + "0", told, name, rows)
    rows.cells = lambda _: []
    assert wrong_behind(words, told, name, rows)


def test_what_a_unit_organised_opens_its_own_sum(client):
    rows, found = everywhere(client, "2025-Q4"), sides(client, "period=2025-Q4&org_unit=110105")
    own = [(name, words) for name, words, told in found if told == "朝阳区"]
    assert len({name for name, _ in own}) > 40
    assert [one for one in own if int(one[1]) != sum(cell["sum"] for cell in rows.cells(one[0]))] == []
    asked = [(words, told, name) for name, words, told in found if told == ASKED]
    assert [problem for one in asked if (problem := wrong_behind(*one, rows))] == []


def test_what_was_organised_before_the_plan_is_part_of_no_sum_and_opens_nothing(client):
    opened = {name for name, _, told in sides(client, "period=2026-Q3&plan=2026") if told in (UNITS, ASKED)}
    assert "T14a~110000~~2026-Q1" in opened
    assert {name for name in opened if name.startswith("T14a") and "2026" not in name} == set()
    assert "T16a~110000~~2025-Q2" in opened
