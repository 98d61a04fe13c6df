"""Every number in the sentences of a briefing is the one that the interface gives: every period, city and units."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cache
from math import ceil

import pytest
from flask.testing import FlaskClient

from app import create_app
from callbacks.documents import document_of
from data.briefings import Kind
from data.model import Period, Reference
from layouts.briefing.document import Document, Frame, Paragraph
from layouts.text import text_for
from metrics.memory import remembering
from tests.fakes import BEIJING
from tests.integration.briefing_reading import figures, number_of, stray_numbers, wrong_figure
from tests.integration.numbers_behind import ways_of
from tests.integration.test_pages_equal_api import AS_OF, PERIODS, rows_of_the_api

MOMENT = datetime(2026, 11, 20, 23, 59, 59, 999999, tzinfo=BEIJING)
CITY = "110000"
ZH = text_for("zh")
Townships = list[dict]


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


@pytest.fixture(scope="module")
def source(demo_repository):
    return remembering(demo_repository)


def written(source, unit: str, period: str, kind: Kind = Kind.BRIEFING) -> Document:
    return document_of(
        source,
        org_unit=unit,
        period=Period.parse(period),
        as_of=MOMENT,
        plan_id=None,
        text=ZH,
        kind=kind,
        frame=Frame(),
        office={},
    )


def townships_of(client: FlaskClient, period: str) -> Townships:
    found: Townships = []
    address = f"/api/v1/townships?period={period}&as_of={AS_OF}"
    answer = client.get(address).json
    found += answer["townships"]
    assert answer["next"] is None
    return found


def chosen(reference: Reference) -> list[tuple[str, str]]:
    """The city in every period, and each unit in one of them or two."""
    units = [unit.code for unit in reference.units]
    return [
        (period, code)
        for turn, period in enumerate(PERIODS)
        for code in (CITY, *(one for place, one in enumerate(units) if (place + turn) % 16 == 0))
    ]


def wrong_numbers(document: Document, rows: dict[str, dict], townships: Townships) -> dict[str, str]:
    unit = document.origin.org_unit
    own = [one for one in townships if unit in (CITY, one["org_unit"])]
    wrong = {}
    for before, part in figures(document):
        if part.indicator is None:
            problem = wrong_count(before, part.text, part.section, own, rows, unit)
        elif before.endswith("其中普惠至少"):
            problem = None if part.text == str(inclusive_needed(rows)) else str(inclusive_needed(rows))
        elif before.endswith(("中心城区", "副中心", "平原新城", "生态涵养区")):
            problem = None if int(part.text) == uncovered_in(before, own) else "uncovered"
        else:
            problem = wrong_figure(before, part.text, rows[f"{part.indicator}~{part.org_unit}~{part.zone or ''}"])
        if problem:
            wrong[f"…{before}{part.text}"] = problem
    return wrong


def inclusive_needed(rows: dict[str, dict]) -> int:
    """How many of the missing slots must be inclusive (DOMAIN section 5)."""
    slots, share = rows[f"G1~{CITY}~"], rows[f"G2~{CITY}~"]
    then = share["denominator"] + slots["gap"]
    return max(0, ceil(60 * then / 100) - share["numerator"])


def uncovered_in(before: str, townships: Townships) -> int:
    zone = next(zone for zone in ("中心城区", "副中心", "平原新城", "生态涵养区") if before.endswith(zone))
    return sum(one["coverage"] == "uncovered" and one["zone"].endswith(zone) for one in townships)


def wrong_count(
    before: str, words: str, section: str | None, townships: Townships, rows: dict[str, dict], unit: str
) -> str | None:
    """A count that no row stands behind, against what the townships and rows of the interface add up to."""
    if section == "coverage":
        return wrong_coverage(before, words, townships)
    if section == "targets":
        return wrong_targets(before, words, rows)
    if section == "gaps":
        return wrong_gap(before, words, rows, unit)
    return None


def wrong_coverage(before: str, words: str, townships: Townships) -> str | None:
    states = Counter(one["coverage"] for one in townships)
    covered = states["covered"] + states["fragile"]
    if "/" in words:
        return None if words == f"{covered}/{len(townships)}" else f"{covered}/{len(townships)}"
    idle = sum(bool(one["slots"]) and one["children"] is not None and 2 * one["children"] < one["slots"]
               for one in townships)  # fmt: skip
    expected = {
        "有普惠托位的": covered,
        "脆弱覆盖": states["fragile"],
        "未覆盖": states["uncovered"],
        "未覆盖的": states["uncovered"],
        "未覆盖街道（乡镇）": states["uncovered"],
        "情况不明": states["unknown"],
        "本期新增覆盖": sum(one["gained"] for one in townships),
        "本期失去覆盖": sum(one["lost"] for one in townships),
    }
    told = next((count for key, count in expected.items() if before.endswith(key)), None)
    if told is None and before.endswith(("中心城区", "副中心", "平原新城", "生态涵养区")):
        told = uncovered_in(before, townships)
    if told is None:
        return None if int(words) in (len(townships), states["uncovered"], states["fragile"], idle) else "no such count"
    return None if int(words) == told else f"{words} of {told}"


def wrong_targets(before: str, words: str, rows: dict[str, dict]) -> str | None:
    """How many targets stand where."""
    judged = [row for name, row in rows.items() if name.split("~")[1] == CITY and row["target_kind"] == "plan"]
    states = Counter(row["status"] for row in judged if row["zone"] is None or row["indicator"].startswith("G5678"))
    states = Counter(row["status"] for row in judged if _bound(row))
    names = {
        "已达标": "achieved",
        "进展正常": "on_track",
        "需加快": "accelerate",
        "滞后": "lagging",
        "未达标": "missed",
        "低于基期": "below_baseline",
        "达标后回落": "fallen_back",
        "暂不能评价": "not_assessable",
    }
    for word, state in names.items():
        if before.endswith(word):
            return None if int(words) == states[state] else f"{words} of {states[state]} {state}"
    behind = sum(states[one] for one in ("lagging", "missed", "below_baseline", "fallen_back"))
    return None if int(words) in (12, behind) else f"{words} targets"


def _bound(row: dict) -> bool:
    """The whole city, or the zone that the target is set for."""
    return row["zone"] is None or row["indicator"] in ("G5", "G6", "G7", "G8")


def wrong_gap(before: str, words: str, rows: dict[str, dict], unit: str) -> str | None:
    """The arithmetic of section 5, anew."""
    if before.endswith(("转普惠", "设点", "用房", "托班", "投用", "使用率")) and "需" not in before[-8:]:
        return None
    ways = ways_of(unit, rows)
    expected = {
        "需达到": ways["needed"],
        "尚缺": ways["build"],
        "全部为普惠，需新建": ways["all_new"],
        "少建多转，需新建": ways["build"],
        "另转普惠": ways["then_converted"],
        "需转普惠": ways["only"],
        "尚需转普惠": ways["only"],
    }
    told = next((count for key, count in expected.items() if before.endswith(key)), None)
    return None if told is not None and number_of(words)[0] == told else f"{words} of {told}"


@cache
def names_pattern() -> str:
    """Names of projects of the demonstration carry numbers."""
    return "示例[^、，。；]*"


def check(client: FlaskClient, source, period: str, unit: str) -> int:
    document = written(source, unit, period)
    rows, townships = rows_of_the_api(client, period), townships_of(client, period)
    assert wrong_numbers(document, rows, townships) == {}
    assert stray_numbers(document, names_pattern()) == []
    return sum(1 for _ in figures(document))


@pytest.mark.parametrize("period", PERIODS)
def test_every_number_in_the_sentences_is_the_one_of_the_interface(client, source, reference, period: str):
    counted = [check(client, source, one, unit) for one, unit in chosen(reference) if one == period]
    assert min(counted) > 20


@pytest.mark.soak
@pytest.mark.parametrize("period", PERIODS)
def test_every_number_of_every_unit_is_the_one_of_the_interface(client, source, reference, period: str):
    counted = [check(client, source, period, unit.code) for unit in reference.units]
    assert min(counted) > 10


@pytest.mark.parametrize(("period", "changed"), [("2025-Q4", True), ("2026-Q3", False)])
def test_a_unit_is_told_of_another_definition_and_population_as_the_city_is(source, period: str, changed: bool):
    """A definition changed in January 2025, so that a comparison with a year before holds in 2026 again."""
    district, city = (written(source, unit, period) for unit in ("110114", CITY))
    told = [[block.sentence.text for block in one.body if isinstance(block, Paragraph)] for one in (district, city)]
    assert (ZH("briefing.unit.broken") in told[0]) is (ZH("briefing.targets.broken") in told[1]) is changed
    assert told[0][1 if changed else 0].startswith("截至")
    base = ZH("briefing.unit.base", day="2020年11月1日")
    assert (base in told[0]) == ("2023年末常住人口" in "".join(told[0]))


def test_a_wrong_number_would_be_found(client, source):
    document = written(source, CITY, "2025-Q4")
    rows, townships = rows_of_the_api(client, "2025-Q4"), townships_of(client, "2025-Q4")
    rows[f"G3~{CITY}~"]["gap"] += 1
    rows[f"G2~{CITY}~"]["change_year"] = "10.000000"
    rows[f"G8~{CITY}~生态涵养区"]["target"] = "90.000000"
    told = wrong_numbers(document, rows, townships)
    assert len(told) == 3, told
