"""Numbers behind figures open how these came about, and townships counted lead to the townships."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.integration.numbers_behind import wrong_behind, wrong_sums
from tests.integration.numbers_on_screen import links, tables
from tests.integration.test_pages_equal_api import AS_OF, PERIODS, everywhere
from tests.integration.test_pages_http import asked_for, shown, words


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


def lines_of(table: dict) -> list[dict[str, str]]:
    """Words by column, the head of a line under ""; ``> column``: where a number that counts rows leads."""
    body = next(one for one in table["props"]["children"] if one["type"] == "Tbody")
    found = []
    for line in body["props"]["children"]:
        head, *cells = line["props"]["children"]
        told = {"": words(head)}
        for cell in cells:
            column, inside = cell["props"]["data-label"], cell["props"].get("children")
            told[column] = words(inside)
            if isinstance(inside, dict) and inside["props"].get("className") == "counts":
                told[f"> {column}"] = inside["props"]["href"]
        found.append(told)
    return found


def listed(part: object, anchor: str) -> list[dict[str, str]]:
    """The rows of the list that a number leads to."""
    if isinstance(part, list):
        return [row for one in part for row in listed(one, anchor)]
    if not isinstance(part, dict):
        return []
    if part.get("props", {}).get("id") == anchor:
        return [row for table in tables(part) for row in lines_of(table)]
    return [row for one in (part.get("props") or part).values() for row in listed(one, anchor)]


TYPES = {"营利性机构转普惠": "营利性机构", "其他": "家庭托育点、其他"}
"""Kinds of institution by the channel that they come about by, where that has another name."""


def counted(column: str, head: str, rows: list[dict[str, str]]) -> int:
    """What a number of that line and column ought to be of the rows to which it leads."""
    whole = column in ("托位", "其中：普惠")
    units = [row for row in rows if head.startswith("合计") or row["单位、街道（乡镇）"].startswith(head)]
    kept = rows if whole else [row for row in rows if row["机构类型"] == TYPES.get(column, column)] or units
    return sum(int(row[column if whole else "其中：普惠"].replace(",", "")) for row in kept)


@pytest.mark.parametrize(
    "address", ["/supply?period=2025-Q4", "/supply?period=2026-Q3", "/supply?period=2025-Q4&org_unit=110105"]
)
def test_what_moved_in_a_period_leads_to_the_institutions_it_counts(client, address):
    path, _, asked = address.partition("?")
    screen = asked_for(client, path, f"?as_of={AS_OF}&{asked}")["response"]["answer"]["data"]["screen"]
    seen, wrong = 0, []
    for table in tables(screen):
        for line in lines_of(table):
            for column in [one[2:] for one in line if one.startswith("> ")]:
                href = line[f"> {column}"]
                if href.startswith("#changes-"):
                    seen += 1
                    right = counted(column, line[""], listed(screen, href[1:]))
                    wrong += (
                        [] if int(line[column].replace(",", "")) == right else [(line[""], column, line[column], right)]
                    )
    assert wrong == []
    assert seen >= 10


def test_projects_counted_lead_to_these_projects(client):
    screen = asked_for(client, "/supply", f"?as_of={AS_OF}&period=2025-Q4")["response"]["answer"]["data"]["screen"]
    projects = listed(screen, "every-project")
    lines = [line for table in tables(screen) for line in lines_of(table) if "#every-project" in line.values()]
    assert sum(int(line["项目数"]) for line in lines) == len(projects) > 50
    for line in lines:
        own = [one for one in projects if (quarter_of(one["预计投用"]), one["类型"]) == (line[""], line["类型"])]
        assert int(line["项目数"]) == len(own)
        for column in ("预计托位", "其中：普惠"):
            assert int(line[column].replace(",", "")) == sum(
                int(one[column].replace(",", "")) for one in own if one[column] != "—"
            )


def quarter_of(day: str) -> str:
    """2026年1月5日 -> 2026年一季度; anything else as it is."""
    found = re.match(r"(\d{4})年(\d+)月", day)
    return f"{found[1]}年{'一二三四'[(int(found[2]) - 1) // 3]}季度" if found else day


@pytest.mark.parametrize("period", PERIODS[::3])
def test_parts_of_a_number_add_up_to_what_they_open(client, period):
    rows = everywhere(client, period)
    for address in ("/supply", "/supply?span=plan", "/supply?org_unit=110114", "/gaps"):
        path, _, asked = address.partition("?")
        answer = asked_for(client, path, f"?period={period}&as_of={AS_OF}&{asked}")
        screen = answer["response"]["answer"]["data"]["screen"]
        assert wrong_sums(screen, rows) == {}, address
        assert len(list(links(screen, "why part"))) > 20
    name, *_ = next(links(screen, "why part"))
    assert wrong_sums(screen, rows | {name: rows[name] | {"numerator": 7}})


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
