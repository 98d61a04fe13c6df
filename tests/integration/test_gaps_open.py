"""Numbers of /gaps lead to the townships, projects and measures that they count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.integration.numbers_behind import wrong_behind
from tests.integration.numbers_on_screen import links
from tests.integration.test_numbers_open import lines_of, listed, tables
from tests.integration.test_pages_equal_api import AS_OF, everywhere
from tests.integration.test_pages_http import asked_for, words

IN_LISTS = {"尚未覆盖": "uncovered", "脆弱覆盖": "fragile", "仅先转后建": "idle", "未覆盖街乡": "uncovered"}
OF_MEASURES = ("有安排的街道（乡镇）", "其中：新覆盖", "普惠托位", "成本（元）")
BUILT = ("在建",)
COUNTED = ("在建", "可转普惠")


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


def screen_of(client: FlaskClient, path: str, asked: str) -> dict:
    return asked_for(client, path, f"?as_of={AS_OF}&{asked}")["response"]["answer"]["data"]["screen"]


def parts(part: object) -> Iterator[dict]:
    """Every component of a screen."""
    for one in part if isinstance(part, list) else [part]:
        if isinstance(one, dict):
            if "props" in one:
                yield one
            for inner in (one.get("props") or one).values():
                if isinstance(inner, dict | list):
                    yield from parts(inner)


def by_id(screen: object, name: str) -> dict:
    return next(one for one in parts(screen) if one["props"].get("id") == name)


def leading(screen: object) -> list[dict]:
    """What leads to rows, as properties."""
    return [one["props"] for one in parts(screen) if one["props"].get("className") == "counts"]


def number(told: str) -> float:
    """1,200 or 至少3 or 20 个托位 as a number."""
    return float(re.search(r"\d[\d,.]*", told)[0].replace(",", ""))


def sums(rows: list[dict[str, str]]) -> dict[str, float]:
    """Measures added up: townships, those newly covered, slots, cost."""
    covering = {row[""] for row in rows if row["覆盖"]}
    added = [sum(number(row[name]) for row in rows) for name in OF_MEASURES[2:]]
    return dict(zip(OF_MEASURES, (len({row[""] for row in rows}), len(covering), *added), strict=True))


def wrong_places(screen: dict, line: dict[str, str], column: str) -> object:
    """A number of a unit's townships, against the rows of the list to which it leads; None: right."""
    kind = IN_LISTS[column]
    mine = [row for row in listed(screen, kind) if f"{line['']} · " in row[""] or line[""] in row[""].split(" · ")[0]]
    rows = [row for row in mine if kind != "idle" or row["情况"] == "使用率不足50%"]
    first = words(by_id(screen, line[f"> {column}"][1:])["props"]["children"][0])
    return None if len(rows) == number(line[column]) and first == mine[0][""] else (line[""], column, line[column])


@pytest.mark.parametrize("asked", ["period=2025-Q4", "period=2024-Q4", "period=2025-Q4&org_unit=110105"])
def test_townships_counted_of_a_unit_lead_to_their_first_in_the_list(client, asked):
    screen = screen_of(client, "/gaps", asked)
    told = [(line, name) for table in tables(screen) for line in lines_of(table) for name in IN_LISTS
            if line.get(f"> {name}", "").startswith("#")]  # fmt: skip
    assert {name for _, name in told} == set(IN_LISTS)
    assert [wrong for line, name in told if (wrong := wrong_places(screen, line, name))] == []
    line, name = told[0]
    assert wrong_places(screen, line | {name: "77"}, name)


@pytest.mark.parametrize("unit", ["110105", "110114"])
def test_townships_in_no_list_lead_to_those_of_the_unit(client, reference, unit):
    screen = screen_of(client, "/gaps", "period=2025-Q4")
    name = reference.unit_by_code[unit].name
    line = next(one for table in tables(screen) for one in lines_of(table) if "不在清单" in one and one[""] == name)
    path, _, asked = line["> 不在清单"].partition("?")
    assert (path, asked.partition("#")[2]) == (f"/districts/{unit}", "townships")
    names = ("尚未覆盖", "脆弱覆盖", "仅先转后建", "不在清单", "情况不明")
    table = next(tables(by_id(screen_of(client, path, "period=2025-Q4"), "townships")))
    assert len(lines_of(table)) == sum(number(line[one]) for one in names)


def test_a_list_kept_to_a_zone_is_not_taken_for_the_whole_of_a_unit(client):
    screen = screen_of(client, "/gaps", "period=2025-Q4&zone=中心城区")
    of_units = [line["> 未覆盖街乡"] for table in tables(screen) for line in lines_of(table) if "> 未覆盖街乡" in line]
    assert len(of_units) > 10
    assert all(re.fullmatch(r"/districts/\w+\?.*#coverage", href) for href in of_units)
    assert "zone=" not in "".join(of_units)
    unit = next(line for table in tables(screen) for line in lines_of(table) if "> 未覆盖街乡" in line)
    path = unit["> 未覆盖街乡"].partition("?")[0]
    cards = by_id(screen_of(client, path, "period=2025-Q4"), "coverage")
    assert sum(one["type"] == "Strong" for one in parts(cards)) == number(unit["未覆盖街乡"])


def test_the_measures_of_a_unit_and_of_a_way_are_those_added_up(client):
    screen = screen_of(client, "/gaps", "period=2025-Q4")
    every, seen = listed(screen, "measures"), Counter()
    lines = [line for table in tables(screen) for line in lines_of(table)]
    for line in lines:
        if (href := line.get("> 有安排的街道（乡镇）")) is not None:
            right = sums(listed(screen, href[1:]))
            assert {name: number(line[name]) for name in OF_MEASURES} == right, line[""]
            assert [line.get(f"> {name}") for name in OF_MEASURES if right[name]] == [href] * sum(
                map(bool, right.values())
            )
            seen["unit"] += 1
        if line.get("> 数量") == "#measures":
            own = [row for row in every if row["途径"] == line[""]]
            assert [number(line[name]) for name in ("数量", "普惠托位", "成本（元）")] == [
                sum(number(row[name]) for row in own) for name in ("数量", "普惠托位", "成本（元）")
            ]
            seen["way"] += 1
    assert seen["unit"] > 10
    assert seen["way"] > 0
    assert sums(every[1:]) != sums(every)


def stats(screen: dict) -> dict[str, tuple[str, list[str]]]:
    """What the boxes of the planner say, and where their numbers lead."""
    boxes = [one for one in parts(by_id(screen, "planner")) if one["props"].get("className") == "stat"]
    return {
        words(box["props"]["children"][0]["props"]["children"]): (
            words(box["props"]["children"][1]["props"]["children"]),
            [one["href"] for one in leading(box)],
        )
        for box in boxes
    }


def test_the_sums_of_the_planner_lead_to_its_measures(client):
    screen = screen_of(client, "/gaps", "period=2025-Q4")
    every, told = listed(screen, "measures"), stats(screen)
    right = sums(every)
    slots = sum(number(row["普惠托位"]) for row in every if "转普惠" not in row["途径"])
    assert round(right["成本（元）"] / 10_000) == number(told["成本合计"][0])
    assert "#measures" in told["成本合计"][1]
    for name, wanted in (
        ("新增托位", slots),
        ("新增普惠托位", right["普惠托位"]),
        ("新覆盖街乡", right["其中：新覆盖"]),
    ):
        assert number(told[name][0]) == wanted, name
        assert told[name][1][:1] == (["#measures"] if wanted else [])
    met = [line["结果"] for line in lines_of(next(tables(by_id(screen, "outcomes"))))]
    assert told["达到的目标"] == (f"{met.count('可达到')}/{len(met)}", ["#outcomes"])


def projects(client: FlaskClient, href: str, kinds: tuple[str, ...], first: date, last: date) -> list[dict[str, str]]:
    """The projects of the list at ``href`` that come into use after ``first`` and up to ``last``."""
    path, _, asked = href.partition("?")
    rows = listed(screen_of(client, path, asked.partition("#")[0]), asked.partition("#")[2])
    return [row for row in rows if row["类型"] in kinds and (day := day_of(row["预计投用"])) and first < day <= last]


def rows_of(part: dict) -> list[dict]:
    return [
        one for one in parts(part) if one["type"] == "Tr" and one["props"]["children"][0]["props"]["scope"] == "row"
    ]


def unit_and_name(row: dict) -> str:
    """东城区天坛街道 of a township in a list."""
    name, beside, *_ = (one["props"]["children"] for one in parts(row) if one["type"] in ("Strong", "Small"))
    return f"{beside.split(' · ')[0]}{name}"


def day_of(told: str) -> date | None:
    found = re.match(r"(\d+)年(\d+)月(\d+)日", told)
    return date(*map(int, found.groups())) if found else None


def added(rows: list[dict[str, str]], kinds: tuple[str, ...], column: str) -> float:
    return sum(number(row[column]) for row in rows if row["类型"] in kinds and row[column] != "—")


def test_what_is_coming_leads_to_the_projects_counted(client):
    screen, rows = screen_of(client, "/gaps", "period=2024-Q4"), everywhere(client, "2024-Q4")
    part = by_id(screen, "forecast")
    told = [one["children"] for one in leading(part)]
    assert len({one["href"] for one in leading(part)[:5]}) == 1
    coming = projects(client, leading(part)[0]["href"], COUNTED, date(2024, 12, 31), date(2025, 12, 31))
    sizes = added(coming, BUILT, "预计托位"), added(coming, COUNTED, "其中：普惠")
    assert list(map(number, told[:3])) == [len(coming), *sizes]
    per_head, share = rows["G1~110000~"], rows["G2~110000~"]
    held = per_head["numerator"] + sizes[0]
    wanted = [f"{1000 * held / per_head['denominator']:.2f}", f"{100 * (share['numerator'] + sizes[1]) / held:.1f}%"]
    assert told[3:5] == wanted
    townships = {row["单位"] for row in coming if row["其中：普惠"] not in ("0", "—")}
    uncovered = {unit_and_name(row) for row in rows_of(by_id(screen, "uncovered"))}
    newly, left = (int(one["children"]) for one in leading(part) if one["href"] == "#uncovered")
    assert newly + left == len(uncovered)
    assert newly == len(uncovered & townships) > 5


def test_the_planner_leads_to_what_it_adds_to_a_target(client):
    screen, share = screen_of(client, "/gaps", "period=2025-Q4"), everywhere(client, "2025-Q4")["G2~110000~"]
    strip = next(one for one in parts(by_id(screen, "planner")) if one["props"].get("className") == "strip")
    count, *told = (one for one in leading(strip) if "every-project" in one["href"])
    last = day_of(re.search(r"\d+年\d+月\d+日", words(strip["props"]["children"]))[0])
    coming = projects(client, count["href"], BUILT, date(2025, 12, 31), last)
    slots, inclusive = (added(coming, BUILT, name) for name in ("预计托位", "其中：普惠"))
    assert [number(one["children"]) for one in (count, *told)][:3] == [len(coming), slots, inclusive]
    done = listed(screen, "measures")
    built = sum(number(row["普惠托位"]) for row in done if "转普惠" not in row["途径"])
    line = next(one for one in lines_of(next(tables(by_id(screen, "outcomes")))) if "普惠托位占比" in one[""])
    parts_of, whole = share["numerator"] + inclusive, share["denominator"] + slots
    after = (parts_of + sum(number(row["普惠托位"]) for row in done)) / (whole + built)
    assert line["在建投用后"] == f"{100 * parts_of / whole:.1f}%"
    assert line["方案完成后"] == f"{100 * after:.1f}%"
    assert (line["> 在建投用后"], line["> 方案完成后"]) == (count["href"], "#measures")


@pytest.mark.parametrize(
    ("path", "part", "period"), [("/gaps", "ways", "2025-Q4"), ("/districts/110105", "routes", "2022-Q4")]
)
def test_a_number_of_a_sentence_that_is_another_would_be_found(client, path, part, period):
    screen, rows = screen_of(client, path, f"period={period}"), everywhere(client, period)
    said = list(links(by_id(screen, part), "why side"))
    assert len(said) >= 9
    assert not any(wrong_behind(told, beside, name, rows) for name, told, beside in said)
    for name, told, beside in said:
        other = re.sub(r"\d(?=\D*$)", lambda found: str((int(found[0]) + 1) % 10), told)
        assert wrong_behind(other, beside, name, rows), (told, beside)


def test_the_least_that_must_be_inclusive_leads_from_the_first_screen_to_where_it_is_worked_out(client):
    screen = screen_of(client, "/", "period=2025-Q4")
    leads = [one["props"] for one in parts(screen) if one["props"].get("className") == "figure"]
    told = next(one for one in leads if one["href"].endswith("#ways"))
    assert told["href"].startswith("/gaps?period=2025-Q4")
    ways = words(by_id(screen_of(client, "/gaps", "period=2025-Q4"), "ways"))
    assert f"还差{int(told['children']):,}个" in ways


def test_a_page_narrowed_to_a_unit_says_what_is_of_the_city_and_what_of_the_unit(client):
    """And the data of the map of measures lists no unit whose townships it does not show."""
    screen = screen_of(client, "/gaps", "period=2026-Q3&org_unit=110114")
    heads = [words(one) for one in parts(screen) if one.get("type") in ("H2", "H3")]
    for head in ("托位和普惠占比的三种补法（全市）", "按在建项目如期投用测算（全市）", "补缺方案测算（全市）"):
        assert head in heads
    for head in ("街道（乡镇）清单（昌平区）", "分单位、分街道（乡镇）安排（昌平区）"):
        assert head in heads
    of_measures = next(rows for rows in map(lines_of, tables(screen)) if rows and "有安排的街道（乡镇）" in rows[0])
    assert [row[""] for row in of_measures] == ["昌平区"]
    assert "（全市）" not in words(screen_of(client, "/gaps", "period=2026-Q3"))
