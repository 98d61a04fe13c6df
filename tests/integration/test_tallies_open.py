"""Numbers that count targets, returns, doubts or townships lead to what they count: as many lines as they say."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from callbacks.application import build_dashboard
from data.settings import Settings
from tests.integration.numbers_on_screen import tables
from tests.integration.test_numbers_open import lines_of
from tests.integration.test_pages_equal_api import AS_OF, PERIODS
from tests.integration.test_pages_http import asked_for, words
from tests.integration.test_quality_http import doubtful
from tests.site_samples import clock

KEPT = {"保持达标": "已达标"}
STATES = {"covered": "已覆盖", "fragile": "脆弱覆盖", "uncovered": "未覆盖", "unknown": "情况不明"}


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


def screen_of(client: FlaskClient, address: str) -> dict:
    path, _, asked = address.partition("?")
    given = asked if "as_of=" in asked else f"as_of={AS_OF}&{asked}"
    return asked_for(client, path, f"?{given}")["response"]["answer"]["data"]["screen"]


def every(part: object) -> Iterator[dict]:
    """Every component of a screen, outer ones first."""
    if isinstance(part, list):
        for one in part:
            yield from every(one)
    elif isinstance(part, dict):
        if "props" in part:
            yield part
        for one in (part.get("props") or part).values():
            yield from every(one)


def placed(screen: object, anchor: str) -> dict:
    """What stands at a fragment; KeyError-like where nothing does."""
    return next(one for one in every(screen) if one["props"].get("id") == anchor.removeprefix("#"))


def of_class(part: object, css: str) -> list[dict]:
    return [one for one in every(part) if one["props"].get("className") == css]


def number(print_: str) -> int:
    return int(re.findall(r"\d+", print_)[-1])


def linked(part: object) -> list[tuple[int, str, str]]:
    """(number, words, address) of every link that counts something."""
    found = [one["props"] for one in of_class(part, "counts") + of_class(part, "figure")]
    return [(number(words(one["children"])), words(one["children"]), one["href"]) for one in found]


def status_of(print_: str) -> str:
    """已达标 of 已达标5项."""
    return print_.partition("项")[0].rstrip("0123456789")


@pytest.mark.parametrize("period", [*PERIODS[::5], "2025-Q4"])
def test_targets_counted_over_the_table_lead_to_the_first_line_of_their_kind(client, period):
    screen = screen_of(client, f"/?period={period}")
    lines = [one for one in every(placed(screen, "commitments")) if one["type"] == "Tr" and one["props"].get("id")]
    verdicts = [(one["props"]["id"], status_word(one)) for one in lines]
    found = linked(of_class(placed(screen, "commitments"), "tally"))
    assert sum(count for count, _, _ in found) == sum(bool(word) for _, word in verdicts) > 0
    for count, print_, href in found:
        mine = [anchor for anchor, word in verdicts if word == status_of(print_)]
        assert (count, href) == (len(mine), f"#{mine[0]}")


def status_word(line: dict) -> str:
    """The verdict of a line of the plan, without its sign."""
    badge, *_ = of_class(line, "status")
    return KEPT.get(word := words(badge["props"]["children"][-1]).partition("（")[0], word)


def test_targets_counted_of_a_plan_lead_to_the_list_of_them(client):
    screen = screen_of(client, "/?period=2026-Q3")
    found = [one for one in of_class(screen, "plan") if of_class(one, "tally")]
    assert found
    for plan in found:
        for count, print_, href in linked(of_class(plan, "tally")):
            listed = of_class(placed(screen, href), "status")
            assert count == [words(one["props"]["children"][-1]) for one in listed].count(status_of(print_)) > 0


REPORTED = {"": "", "已报送": "已报送|逾期报送", "逾期报送": "逾期报送", "沿用": ".*沿用"}
"""What the third sentence counts, in its order, as the column 报送 says it."""


@pytest.mark.parametrize("period", [*PERIODS[::5], "2025-Q4"])
def test_returns_counted_in_the_third_sentence_are_those_of_the_units(client, period):
    screen = screen_of(client, f"/?period={period}")
    *units, _ = linked(of_class(screen, "headlines")[0]["props"]["children"][2])
    assert {href for _, _, href in units} == {"#units"}
    states = [line["报送"] for table in tables(placed(screen, "units")) for line in lines_of(table)]
    wanted = [sum(bool(re.match(kind, state)) for state in states) for kind in REPORTED.values()]
    assert [count for count, _, _ in units] == wanted


@pytest.mark.parametrize(("as_of", "still_open"), [("2026-01-20", 1), ("2026-01-14", 2)])
def test_doubts_counted_lead_to_the_open_ones(as_of, still_open):
    client = build_dashboard(doubtful(), Settings(), clock).server.test_client()
    screen = screen_of(client, f"/?period=2025-Q4&as_of={as_of}")
    *_, (count, _, href) = linked(of_class(screen, "headlines")[0]["props"]["children"][2])
    first, *_ = tables(led_to(client, screen, href))
    assert count == len(lines_of(first)) == still_open


def led_to(client: FlaskClient, screen: dict, href: str) -> dict:
    """The place of an address, on this page or on another one."""
    there, _, anchor = href.partition("#")
    return placed(screen_of(client, there) if there else screen, anchor)


def townships_at(client: FlaskClient, screen: dict, href: str, zone: str = "") -> list[str]:
    """The states of the townships that a number leads to: a list of names, or a line each."""
    place = led_to(client, screen, href)
    anchor = place["props"]["id"]
    if lines := [line for table in tables(place) for line in lines_of(table)]:
        assert {line["区域"] for line in lines} == {zone} or not zone
        return [line["普惠覆盖"] for line in lines]
    names = [words(one).rpartition("）：")[2].split("、") for one in every(place) if one["type"] == "Li"]
    return [STATES[anchor.removeprefix("needs-")]] * sum(map(len, names))


@pytest.mark.parametrize(
    "asked", ["period=2025-Q4", "period=2026-Q3", "period=2025-Q4&zone=%E5%B9%B3%E5%8E%9F%E6%96%B0%E5%9F%8E"]
)
def test_townships_counted_beside_the_map_lead_to_those_townships(client, asked):
    screen = screen_of(client, f"/?{asked}")
    found = linked(of_class(placed(screen, "coverage"), "legend"))
    assert len(found) >= 3
    for count, print_, href in found:
        states = townships_at(client, screen, href, "平原新城" if "zone" in asked else "")
        state = re.match("[^（0-9]+", print_)
        assert count == sum(one.startswith(state[0]) for one in states), print_


@pytest.mark.parametrize("period", ["2023-Q2", "2025-Q4", "2026-Q3"])
def test_the_head_of_a_list_counts_its_lines_or_the_names_in_them(client, period):
    screen = screen_of(client, f"/?period={period}")
    heads = linked(placed(screen, "changed"))
    for one in every(placed(screen, "exceptions")):
        if one["type"] == "Details":
            head = words(one["props"]["children"][0])
            heads.append((number(head), head, one["props"]["id"]))
    assert len(heads) >= 4
    for count, _, href in heads:
        lines = [words(one) for one in every(placed(screen, href)) if one["type"] == "Li"]
        names = [name for line in lines for name in line.rpartition("：")[2].split("、")]
        assert count == (len(names) if href.endswith(("uncovered", "fragile", "lost", "gained")) else len(lines)), href
    assert len({href for _, _, href in heads}) == len(heads)


@pytest.mark.parametrize("asked", ["period=2025-Q4", "period=2026-Q3&indicator=USE", "period=2025-Q4&zone=平原新城"])
def test_returns_counted_over_the_units_compared_lead_to_their_lines(client, asked):
    screen = screen_of(client, f"/districts?{asked}")
    found = linked(of_class(screen, "completeness"))
    assert {href for _, _, href in found} == {"#chosen"}
    states = [line["报送"] for line in lines_of(tables_at(screen, "chosen")[0])]
    wanted = [sum(bool(re.match(kind, state)) for state in states) for kind in list(REPORTED.values())[:3]]
    assert [count for count, _, _ in found] == [one for one in wanted if one]


def tables_at(screen: dict, anchor: str) -> list[dict]:
    return list(tables(placed(screen, anchor)))


@pytest.mark.parametrize("asked", ["period=2025-Q4", "period=2026-Q3&zone=平原新城", "period=2025-Q4&table=map"])
def test_townships_counted_in_the_sentence_of_coverage_lead_to_the_zones_or_the_townships(client, asked):
    screen = screen_of(client, f"/coverage?{asked}")
    covered, total, fragile, uncovered, *moved = linked(of_class(screen, "strip"))
    zones = lines_of(tables_at(screen, "zones")[0])
    ratios = [re.findall(r"\d+", line["普惠覆盖"]) for line in zones]
    assert [covered[0], total[0]] == [sum(map(int, one)) for one in zip(*ratios)]
    changes = [re.match(r"\d+", line[name]) for name in ("较上期新增", "较上期失去") for line in zones]
    assert sum(count for count, _, _ in moved) == sum(int(one[0]) for one in changes if one)
    assert {href for _, _, href in (covered, total, *moved)} == {"#zones"}
    for (count, _, href), state in ((fragile, "脆弱覆盖"), (uncovered, "未覆盖")):
        assert count == townships_at(client, screen, href).count(state) > 0


def is_in(size: str, slots: int) -> bool:
    """Whether a township is in a class of the legend: 50至99个, 400个及以上, 0个."""
    low, *high = map(int, re.findall(r"\d+", size))
    return slots >= low if "以上" in size else low <= slots <= (high or [low])[0]


@pytest.mark.parametrize("asked", ["", "&zone=平原新城", "&org_unit=110117&table=map"])
def test_townships_counted_beside_the_map_of_coverage_lead_to_those_townships(client, asked):
    for colour in ("", "&colour=slots"):
        screen = screen_of(client, f"/coverage?period=2025-Q4{colour}{asked}")
        found = linked(of_class(screen, "legend townmap-legend"))
        assert len(found) >= 3
        for count, print_, href in found:
            lines = lines_of(next(tables(led_to(client, screen, href))))
            size = print_.partition("：")[0] if colour else re.match("[^（0-9]+", print_)[0]
            slots = [int(line["托位数（个）"].replace(",", "")) for line in lines]
            mine = (
                [is_in(size, one) for one in slots] if colour else [line["普惠覆盖"].startswith(size) for line in lines]
            )
            assert count == sum(mine), print_


def test_institutions_counted_lead_to_the_list_of_all_of_them(client):
    for asked in ("", "&inclusive=true&page=2"):
        screen = screen_of(client, f"/coverage?period=2025-Q4{asked}")
        *_, (_, print_, href) = linked(placed(screen, "districts"))
        assert linked(led_to(client, screen, href))[0][1] == print_
        last = screen_of(client, "/coverage?period=2025-Q4&page=80")
        rows = lines_of(tables_at(last, "institutions")[0])
        assert int(print_.replace(",", "")) == 79 * 20 + len(rows)


@pytest.mark.parametrize(
    "asked", ["/supply?period=2025-Q4", "/workforce?period=2026-Q3", "/tasks?period=2024-Q1", "/?"]
)
def test_returns_counted_of_a_period_lead_to_who_filed_for_it(client, asked):
    screen = screen_of(client, asked if asked != "/?" else "/?period=2025-Q1")
    found = linked(of_class(screen, "strip" if asked == "/?" else "completeness"))
    period = re.search(r"period=([^&#]+)", found[0][2])[1]
    assert period == (asked.partition("period=")[2] or "2026-Q3")
    filings = lines_of(next(tables(led_to(client, screen, found[0][2]))))
    total = next(line for line in filings if line[""] == "各单位合计")
    wanted = re.match(r"(\d+)/(\d+)", total[period]).groups()
    assert sorted(str(count) for count, _, _ in found) == sorted(wanted)
    assert len({href for _, _, href in found}) == 1


@pytest.mark.parametrize("path", ["/", "/districts", "/coverage", "/workforce", "/supply", "/gaps", "/tasks"])
def test_every_fragment_on_a_page_is_a_place_on_it(client, path):
    screen = screen_of(client, f"{path}?period=2025-Q4")
    places = [one["props"]["id"] for one in every(screen) if one["props"].get("id")]
    asked = {one["props"]["href"] for one in every(screen) if str(one["props"].get("href")).startswith("#")}
    assert asked <= {f"#{one}" for one in places} | {"#main"}


@pytest.mark.parametrize("unit", ["110114", "110109", "BDA"])
@pytest.mark.parametrize("period", PERIODS[::5])
def test_townships_counted_over_a_unit_lead_to_the_table_that_names_them(client, unit, period):
    screen = screen_of(client, f"/districts/{unit}?period={period}")
    first, *_ = of_class(placed(screen, "figures"), "stat")
    table, *_ = tables(placed(screen, "townships"))
    states = [line["普惠覆盖"].lstrip("●◐○■◇ ") for line in lines_of(table)]
    found = linked(first)
    assert found
    for count, print_, href in found:
        kind = "脆弱覆盖" if "/" not in print_ else ""
        told = len(states) if not kind else sum(state.startswith(kind) for state in states)
        assert (count, href) == (told, "#townships")


@pytest.mark.parametrize("period", PERIODS[::7])
def test_a_district_on_the_ground_leads_to_the_townships_that_it_sums_up(client, period):
    screen = screen_of(client, f"/coverage?period={period}")
    (table,) = tables(placed(screen, "districts"))
    lines = [line for line in lines_of(table) if "> 街道（乡镇）数（个）" in line]
    assert 10 < len(lines) < len(lines_of(table))
    for line in lines:
        there, *_ = tables(led_to(client, screen, line["> 街道（乡镇）数（个）"]))
        states = [one["普惠覆盖"] for one in lines_of(there)]
        covered = sum(not re.search("未覆盖|情况不明", state) for state in states)
        assert line["街道（乡镇）数（个）"] == str(len(states))
        assert line["已覆盖/全部（个）"] in (f"{covered}/{len(states)}", f"至少{covered}/{len(states)}")
