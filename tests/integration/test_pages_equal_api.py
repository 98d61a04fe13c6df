"""Every figure that a page prints is the one that the interface for programs gives, in every period.

A figure on a page is a link that names its row (indicator, org unit, zone). Its print is held against the exact
numerator and denominator of that row in the API's answer, rounded here and by nothing of the house: the print is
within half of its last digit, has no fewer digits than it should, and stands on the value's side of the target.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient

from app import create_app
from callbacks.navigation import PAGES
from data.model import Period, Reference
from tests.integration.test_pages_http import asked_for

AS_OF = "2026-11-20"
PERIODS = [str(one) for one in Period.parse("2022-Q4").through(Period.parse("2026-Q3"))]
SCALES = {"per_1000": 1000, "percent": 100, "count": 1, "yuan": 1}
DECIMALS = {"per_1000": 2, "percent": 1, "count": 0, "yuan": 0}
NUMBER = re.compile(r"-?[\d,]+(?:\.(\d+))?%?")
WITHOUT_FIGURES = {"returns", "methodology"}


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


def rows_of_the_api(client: FlaskClient, period: str) -> dict[str, dict]:
    """``G1~110000~`` -> the row, of the city, all units and their zones."""
    answer = client.get(f"/api/v1/indicators?period={period}&org_unit=all&as_of={AS_OF}").json
    return {f"{row['indicator']}~{row['org_unit']}~{row['zone'] or ''}": row for row in answer["indicators"]}


def printed_figures(part: object, kind: str = "why") -> Iterator[tuple[str, str]]:
    """(name of the row, print) of every figure of a screen; ``why side`` are numbers that stand behind a figure."""
    if isinstance(part, list):
        for one in part:
            yield from printed_figures(one, kind)
    elif isinstance(part, dict):
        props = part.get("props") or {}
        if props.get("className") == kind:
            yield parse_qs(props["href"].partition("?")[2], keep_blank_values=True)["explain"][0], props["children"]
        for one in (props or part).values():
            yield from printed_figures(one, kind)


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


def stands_behind(words: str, row: dict) -> bool:
    """A number of a row that is not its value: a side of it, or what it lacks."""
    number = int("".join(letter for letter in words if letter.isdigit()))
    return number in (row["numerator"], row["denominator"], row["gap"])


def addresses(reference: Reference, period: str) -> list[str]:
    """Every page with figures; the page of every unit in two periods, of some in each other."""
    pages = [page.path for page in PAGES if page.name not in WITHOUT_FIGURES and not page.path.endswith("s/")]
    turn = PERIODS.index(period)
    units = [unit.code for place, unit in enumerate(reference.units) if turn in (12, 15) or (place + turn) % 4 == 0]
    return pages + [f"/districts/{code}" for code in units]


@pytest.mark.parametrize("period", PERIODS)
def test_a_page_prints_what_the_interface_gives(client: FlaskClient, reference: Reference, period: str):
    rows = rows_of_the_api(client, period)
    wrong, seen, sides = {}, set(), 0
    for path in addresses(reference, period):
        answer = asked_for(client, path, f"?period={period}&as_of={AS_OF}")
        shown = answer["response"]["answer"]["data"]["screen"]
        for name, words in printed_figures(shown):
            seen.add(name)
            if problem := disagreement(words, rows[name]):
                wrong[f"{path} {name}"] = problem
        for name, words in printed_figures(shown, "why side"):
            sides += 1
            if name in rows and not stands_behind(words, rows[name]):
                wrong[f"{path} {name} beside"] = words
    assert wrong == {}
    assert {f"{name}~110000~" for name in ("G1", "G2", "G3", "T14c")} <= seen, json.dumps(sorted(seen))
    known = {name for name, row in rows.items() if row["value"] is not None and row["zone"] is None}
    assert known <= seen
    assert sides > 100
