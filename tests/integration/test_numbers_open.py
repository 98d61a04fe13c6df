"""Numbers behind figures open how these came about, and townships counted lead to the townships."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.integration.numbers_behind import links, wrong_behind
from tests.integration.test_pages_equal_api import AS_OF, PERIODS, everywhere
from tests.integration.test_pages_http import asked_for, shown


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


def test_the_numbers_behind_the_figures_of_gaps_are_those_of_the_interface(client):
    answer = asked_for(client, "/gaps", f"?period=2025-Q4&as_of={AS_OF}")
    rows = everywhere(client, "2025-Q4")
    found = list(links(answer["response"]["answer"]["data"]["screen"], "why side"))
    assert len({name for name, _, _ in found}) > 100
    assert [problem for name, words, told in found if (problem := wrong_behind(words, told, name, rows))] == []


@pytest.mark.parametrize("figure", ["INST~110101002~", "G2~110101002~", "USE~110101002~", "G1~110114~", "NET~110000~"])
def test_what_a_number_opens_names_its_cells(client, figure):
    told = shown(client, "/gaps", f"?period=2025-Q4&as_of=2026-11-20&explain={figure}")
    assert "数从何来" in told
    assert "机构台账" in told


ASKED = {
    "/?table=targets": (12, "目标"),
    "/?indicator=G2": (1, "实际"),
    "/districts?table=chosen": (0, "缺口（供参考）"),
    "/districts?table=series": (17, "2023年一季度"),
    "/districts?table=plan": (0, "新增·教育系统（个）"),
    "/districts?table=running": (0, "普惠（元）"),
    "/districts/110105": (5, "序时应达值"),
    "/coverage": (8, "副中心任何服务覆盖率（%）"),
    "/supply": (6, "实际"),
    "/workforce": (4, "在岗（人）"),
    "/tasks?show=agenda": (0, "较上季"),
}
"""Data of a chart: how many series of earlier periods at least, and a column among them."""


@pytest.mark.parametrize("address", ASKED)
def test_the_data_of_a_chart_open_how_they_came_about_each_in_its_own_period(client, address):
    path, _, asked = address.partition("?")
    answer = asked_for(client, path, f"?period=2025-Q4&as_of={AS_OF}&{asked}")
    rows = everywhere(client, "2025-Q4")
    found = list(links(answer["response"]["answer"]["data"]["screen"], "why side"))
    assert [problem for name, words, told in found if (problem := wrong_behind(words, told, name, rows))] == []
    series, column = ASKED[address]
    earlier = [name for name, _, _ in found if name.endswith("~2023-Q1")]
    assert len(earlier) >= series
    assert column in {told for _, _, told in found}


def test_another_number_of_an_earlier_period_would_be_found(client):
    answer = asked_for(client, "/", f"?period=2025-Q4&as_of={AS_OF}&table=targets")
    found = list(links(answer["response"]["answer"]["data"]["screen"], "why side"))
    name = "G2~110000~~2024-Q2"
    words, told = next((words, told) for one, words, told in found if one == name)
    rows = everywhere(client, "2025-Q4")
    assert wrong_behind(words, told, name, rows) is None
    rows[name] = rows["G2~110000~"]
    assert wrong_behind(words, told, name, rows)


def test_a_number_of_an_earlier_period_opens_the_account_of_that_period(client):
    told = shown(client, "/supply", "?period=2025-Q4&as_of=2026-11-20&explain=G1~110105~~2024-Q2")
    assert "朝阳区 · 2024年二季度" in told
    assert "TY-110105-2024Q2-" in told
    for wrong in ("G1~110105~~2024-13", "G1~110105~~2024-Q2~", "G1~110105~~2024Q2", "G1~110105"):
        assert "数从何来" not in shown(client, "/supply", f"?period=2025-Q4&explain={wrong}")


def counted_townships(part: object) -> Iterator[tuple[str, str]]:
    """(unit, print) of every number that leads to the townships of a unit."""
    if isinstance(part, list):
        for one in part:
            yield from counted_townships(one)
    elif isinstance(part, dict):
        props = part.get("props") or {}
        found = re.search(r"/districts/(\w+)\?.*#townships$", str(props.get("href")))
        if found:
            yield found[1], props["children"]
        for one in (props or part).values():
            yield from counted_townships(one)


@pytest.mark.parametrize("period", PERIODS[::4])
def test_the_townships_counted_of_a_unit_lead_to_those_of_the_interface(client, reference, period):
    shown = asked_for(client, "/", f"?period={period}&as_of={AS_OF}")["response"]["answer"]["data"]["screen"]
    known = client.get(f"/api/v1/townships?period={period}&as_of={AS_OF}").json["townships"]
    wanted = []
    for unit in reference.units:
        states = Counter(one["coverage"] for one in known if one["org_unit"] == unit.code)
        least = "至少" if states["unknown"] else ""
        if {*states} != {"unknown"}:
            covered = f"{least}{states['covered'] + states['fragile']}/{states.total()}"
            wanted += [(unit.code, covered), (unit.code, str(states["uncovered"]))]
    assert len(wanted) > 20
    assert list(counted_townships(shown)) == wanted
