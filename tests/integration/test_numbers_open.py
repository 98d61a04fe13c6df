"""Every number of the page of gaps that stands behind a figure opens how the figure came about."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.integration.test_pages_http import asked_for, shown


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


def sides(part: object) -> list[tuple[str, str]]:
    """(what it opens, print) of every number that stands behind a figure."""
    if isinstance(part, list):
        return [found for one in part for found in sides(one)]
    if not isinstance(part, dict):
        return []
    props = part.get("props") or {}
    inside = [found for one in (props or part).values() for found in sides(one)]
    if props.get("className") != "why side":
        return inside
    return [(parse_qs(props["href"].partition("?")[2], keep_blank_values=True)["explain"][0], props["children"])]


def test_the_numbers_behind_the_figures_of_gaps_are_those_of_the_interface(client):
    found = sides(asked_for(client, "/gaps", "?period=2025-Q4&as_of=2026-11-20"))
    rows = [
        row
        for scope in ("all", "townships")
        for row in client.get(f"/api/v1/indicators?period=2025-Q4&as_of=2026-11-20&org_unit={scope}").json["indicators"]
    ]
    known = {f"{row['indicator']}~{row['org_unit']}~": row for row in rows if not row["zone"]}
    assert len({name for name, _ in found}) > 100
    for name, words in found:
        row = known[name]
        if words.endswith("%"):
            assert float(words[:-1]) == pytest.approx(float(row["value"]), abs=0.0501)
        else:
            assert int(words.replace(",", "")) in (row["numerator"], row["denominator"])


@pytest.mark.parametrize("figure", ["INST~110101002~", "G2~110101002~", "USE~110101002~", "G1~110114~", "NET~110000~"])
def test_what_a_number_opens_names_its_cells(client, figure):
    told = shown(client, "/gaps", f"?period=2025-Q4&as_of=2026-11-20&explain={figure}")
    assert "数从何来" in told
    assert "机构台账" in told
