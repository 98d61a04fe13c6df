"""Numbers behind figures open how these came about, and townships counted lead to the townships."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.integration.numbers_behind import links, wrong_behind
from tests.integration.test_pages_equal_api import AS_OF, PERIODS, rows_of_the_api
from tests.integration.test_pages_http import asked_for, shown


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


def test_the_numbers_behind_the_figures_of_gaps_are_those_of_the_interface(client):
    answer = asked_for(client, "/gaps", f"?period=2025-Q4&as_of={AS_OF}")
    rows = rows_of_the_api(client, "2025-Q4") | rows_of_the_api(client, "2025-Q4", "townships")
    found = list(links(answer["response"]["answer"]["data"]["screen"], "why side"))
    assert len({name for name, _, _ in found}) > 100
    assert [problem for name, words, told in found if (problem := wrong_behind(words, told, name, rows))] == []


@pytest.mark.parametrize("figure", ["INST~110101002~", "G2~110101002~", "USE~110101002~", "G1~110114~", "NET~110000~"])
def test_what_a_number_opens_names_its_cells(client, figure):
    told = shown(client, "/gaps", f"?period=2025-Q4&as_of=2026-11-20&explain={figure}")
    assert "数从何来" in told
    assert "机构台账" in told


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
