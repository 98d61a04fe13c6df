"""Every number of the page of gaps that stands behind a figure opens how the figure came about."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.integration.numbers_behind import links, wrong_behind
from tests.integration.test_pages_equal_api import AS_OF, rows_of_the_api
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
