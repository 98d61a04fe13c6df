"""Steps from the baseline lead to what they add up: of the city to its units, of a unit to its institutions."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.integration.numbers_behind import wrong_behind
from tests.integration.numbers_on_screen import links, tables
from tests.integration.test_gaps_open import by_id, leading, number, parts, screen_of
from tests.integration.test_numbers_open import counted, lines_of, listed
from tests.integration.test_pages_equal_api import everywhere
from tests.integration.test_pages_http import shown

STEPS = ("新建", "扩增", "转普惠", "恢复", "核减", "退出普惠", "暂停", "关停")


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


def by_unit(screen: dict) -> list[dict[str, str]]:
    """A line a unit of the table of ways, without their sum."""
    every = [lines_of(table) for table in tables(by_id(screen, "ways"))]
    return next(lines for lines in every if "新建" in lines[0])[:-1]


def steps(screen: dict, href: str) -> Iterator[tuple[str, str, str]]:
    """(step, column, print) of every number of the ways that leads there, or to a place that begins so."""
    for table in tables(by_id(screen, "ways")):
        for line in lines_of(table):
            told = [name[2:] for name in line if name.startswith("> ") and line[name].startswith(href)]
            yield from ((line[""], name, line[name]) for name in told)


def signed(told: str) -> int:
    return int(told.replace(",", ""))


@pytest.mark.parametrize("period", ["2025-Q4", "2026-Q3", "2024-Q2"])
def test_steps_of_the_city_since_the_baseline_are_those_of_its_units(client, period):
    screen = screen_of(client, "/supply", f"period={period}&span=plan")
    found, units = list(steps(screen, "#by-unit")), by_unit(screen)
    assert {name for _, name, _ in found} == {"其中：普惠"}
    assert len(found) >= 3
    right = {step: sum(signed(line[step]) for line in units if step in line and line[step] != "—") for step in STEPS}
    assert {step: signed(told) for step, _, told in found} == {step: told for step, told in right.items() if told}
    assert by_id(screen, "by-unit")["type"] == "H3"


@pytest.mark.parametrize("unit", ["110105", "110114"])
def test_a_step_of_a_unit_since_the_baseline_leads_to_its_institutions(client, reference, unit):
    screen = screen_of(client, "/supply", "period=2025-Q4&span=plan")
    line = next(one for one in by_unit(screen) if one[""] == reference.unit_by_code[unit].name)
    moved = [step for step in STEPS if signed(line[step])]
    assert "新建" in moved
    for step in moved:
        path, _, asked = line[f"> {step}"].partition("?")
        asked, _, anchor = asked.partition("#")
        rows = listed(screen_of(client, path, asked), anchor)
        assert sum(signed(row["其中：普惠"]) for row in rows) == signed(line[step]), step


@pytest.mark.parametrize("unit", ["110105", "110114", "110101"])
def test_steps_of_one_unit_lead_to_its_institutions_by_channel(client, unit):
    screen = screen_of(client, "/supply", f"period=2026-Q3&span=plan&org_unit={unit}")
    found = [(step, *rest) for step, *rest in steps(screen, "#changes-")]
    assert len(found) > 8
    anchors = {line[""]: line["> 托位"] for table in tables(by_id(screen, "ways")) for line in lines_of(table)
               if "> 托位" in line}  # fmt: skip
    for step, column, told in found:
        if step in anchors:
            assert signed(told) == counted(column, "合计", listed(screen, anchors[step][1:])), (step, column)
    every = [row for anchor in set(anchors.values()) for row in listed(screen, anchor[1:])]
    assert all(row["单元格"].startswith("机构台账!") for row in every)
    assert all("填报单位确认" not in row for row in every)


@pytest.mark.parametrize("asked", ["", "&span=plan", "&org_unit=110105", "&span=plan&org_unit=110105"])
def test_the_line_of_the_balance_leads_where_the_table_does(client, asked):
    period = "2025-Q4"
    screen, rows = screen_of(client, "/supply", f"period={period}{asked}"), everywhere(client, period)
    line = next(one for one in parts(screen) if one["props"].get("className") == "balance")
    ends = list(links(line, "why side"))
    assert len(ends) == 2
    assert [problem for name, told, beside in ends if (problem := wrong_behind(told, beside, name, rows))] == []
    assert all(wrong_behind(f"{told}1", beside, name, rows) for name, told, beside in ends)
    table = {step: told for step, column, told in steps(screen, "#") if column == "其中：普惠" and step in STEPS}
    said = [one["children"] for one in leading(line)]
    assert list(map(number, said)) == [abs(signed(table[step])) for step in STEPS if step in table]
    whole = "".join(one if isinstance(one, str) else one["props"]["children"] for one in line["props"]["children"])
    first, *moved, last = re.findall(r"([−+=] )?([\d,]+)", whole)
    total = signed(first[1]) + sum(signed(told) * (-1 if sign == "− " else 1) for sign, told in moved)
    assert total == signed(last[1])


@pytest.mark.parametrize(
    ("asked", "has_targets"),
    [("", True), ("&plan=2026", False), ("&org_unit=110114", False)],
    ids=["city", "2026", "unit"],
)
def test_a_key_names_the_lines_of_targets_only_where_they_are_drawn(client, asked, has_targets):
    page = shown(client, "/supply", f"?period=2026-Q3{asked}")
    assert "蓝灰条为渠道小计" in page
    assert ("竖线为计划目标" in page) is has_targets
