"""Every figure that a page prints is the one that the interface for programs gives, in every period.

A figure on a page is a link that names its row (indicator, org unit, zone). Its print is held against the exact
numerator and denominator of that row in the API's answer, rounded here and by nothing of the house: the print is
within half of its last digit, has no fewer digits than it should, and stands on the value's side of the target.
A number that stands behind a figure is held against the very side, change, target or gap that it says it is.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from fractions import Fraction
from functools import cache, partial

import pytest
from flask.testing import FlaskClient

from app import create_app
from callbacks.navigation import PAGES
from data.model import Period, Reference
from tests.integration.numbers_behind import DECIMALS, SCALES, Rows, wrong_behind
from tests.integration.numbers_on_screen import links
from tests.integration.test_pages_http import asked_for

AS_OF = "2026-11-20"
PERIODS = [str(one) for one in Period.parse("2022-Q4").through(Period.parse("2026-Q3"))]
NUMBER = re.compile(r"-?[\d,]+(?:\.(\d+))?%?")
WITHOUT_FIGURES = {"returns", "methodology"}


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


def rows_of_the_api(client: FlaskClient, period: str, scope: str = "all") -> dict[str, dict]:
    """``G1~110000~`` -> the row, of the city, all units and their zones, or (``scope``) of the townships."""
    answer = client.get(f"/api/v1/indicators?period={period}&org_unit={scope}&as_of={AS_OF}").json
    return {f"{row['indicator']}~{row['org_unit']}~{row['zone'] or ''}": row for row in answer["indicators"]}


def everywhere(client: FlaskClient, period: str) -> Rows:
    """The rows of the city, all units, zones and townships in a period, and in others where a page tells of them."""
    asked = partial(_every_row, client)
    return Rows(asked(period), asked, lambda other, unit: _cells(client, other or period, unit))


@cache
def _cells(client: FlaskClient, period: str, unit: str) -> dict[str, list[dict]]:
    """By indicator, the cells that a figure of that unit is made of."""
    answer = client.get(f"/api/v1/indicators?period={period}&org_unit={unit}&as_of={AS_OF}&explain=1").json
    return {row["indicator"]: row["cells"] for row in answer["indicators"] if row["zone"] is None}


@cache
def _every_row(client: FlaskClient, period: str) -> dict[str, dict]:
    return rows_of_the_api(client, period) | rows_of_the_api(client, period, "townships")


def disagreement(words: str, row: dict) -> str | None:
    """What is wrong with a print of a row; None where nothing is. Townships are printed as covered of known, 20/22."""
    if words == f"{row['numerator']}/{row['denominator']}" and row["unit"] == "percent":
        return None
    found = NUMBER.fullmatch(words)
    if found is None or row["numerator"] is None or row["denominator"] == 0:
        return f"{words!r} is no figure of {row['numerator']}/{row['denominator']}"
    exact = Fraction(SCALES[row["unit"]] * row["numerator"], row["denominator"] or 1)
    shown, digits = Fraction(words.replace(",", "").rstrip("%")), len(found[1] or "")
    if abs(shown - exact) > Fraction(1, 2 * 10**digits) or digits < DECIMALS[row["unit"]]:
        return f"{words} printed of {float(exact)}"
    if row["target"] is not None and (shown >= Fraction(row["target"])) != (exact >= Fraction(row["target"])):
        return f"{words} printed of {float(exact)} contradicts the target {row['target']}"
    return None


def addresses(reference: Reference, period: str) -> list[str]:
    """Every page with figures; the page of every unit in two periods, of some in each other."""
    pages = [page.path for page in PAGES if page.name not in WITHOUT_FIGURES and not page.path.endswith("s/")]
    turn = PERIODS.index(period)
    units = [unit.code for place, unit in enumerate(reference.units) if turn in (12, 15) or (place + turn) % 4 == 0]
    return pages + [f"/districts/{code}" for code in units]


@pytest.mark.parametrize("period", PERIODS)
def test_a_page_prints_what_the_interface_gives(client: FlaskClient, reference: Reference, period: str):
    rows = rows_of_the_api(client, period)
    known = everywhere(client, period)
    wrong, seen, behind = {}, set(), Counter()
    for path in addresses(reference, period):
        answer = asked_for(client, path, f"?period={period}&as_of={AS_OF}")
        shown = answer["response"]["answer"]["data"]["screen"]
        for name, words, _ in links(shown, "why"):
            seen.add(name)
            if problem := disagreement(words, rows[name]):
                wrong[f"{path} {name}"] = problem
        for name, words, told in links(shown, "why side"):
            behind[told.partition(" · ")[0]] += 1
            if problem := wrong_behind(words, told, name, known):
                wrong[f"{path} {name} {told}"] = problem
    assert wrong == {}
    assert {f"{name}~110000~" for name in ("G1", "G2", "G3", "T14c")} <= seen, json.dumps(sorted(seen))
    assert {name for name, row in rows.items() if row["value"] is not None and row["zone"] is None} <= seen
    assert sum(behind.values()) > 100
    assert {"", "已覆盖街乡", "托位数", "其中：普惠"} <= set(behind)


@pytest.mark.parametrize(
    ("path", "told", "name", "field"),
    [
        ("/", "较上季", "G2~110000~", "change_previous"),
        ("/", "完成率", "G1~110000~", "completion"),
        ("/", "缺口", "G1~110000~", "gap"),
        ("/districts", "较上年同期", "G1~110105~", "change_year"),
        ("/districts", "缺口（供参考）", "G1~110105~", "numerator"),
        ("/coverage", "普惠覆盖", "G5~110000~中心城区", "numerator"),
        ("/workforce", "缺持证（人）", "T14c~110105~", "denominator"),
        ("/workforce", "", "T14c~110000~", "target"),
        ("/gaps", "新增 + 转普惠", "G2~110105~", "numerator"),
        ("/districts/110114", "", "G1~110114~", "denominator"),
    ],
)
def test_another_number_behind_a_link_would_be_found(client: FlaskClient, path: str, told: str, name: str, field: str):
    rows = rows_of_the_api(client, "2025-Q4")
    shown = asked_for(client, path, f"?period=2025-Q4&as_of={AS_OF}")["response"]["answer"]["data"]["screen"]
    mine = [words for one, words, beside in links(shown, "why side") if (one, beside) == (name, told)]
    assert mine
    assert not any(wrong_behind(words, told, name, rows) for words in mine)
    rows[name] |= {field: str(Fraction(rows[name][field]) + 40) if isinstance(rows[name][field], str) else 7}
    assert any(wrong_behind(words, told, name, rows) for words in mine)
