"""Every figure in the tables of the briefing is the one that the interface for programs gives, in every period."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from app import create_app
from data.model import Reference
from tests.integration.test_pages_equal_api import AS_OF, PERIODS, disagreement, rows_of_the_api

FIGURE = re.compile(r"(?P<figure>[\d,]+(?:\.\d+)?%?)(?P<flags>[a-z]*)")
OF_A_UNIT = ("G1", "G1L", "G2", None, "USE")
"""What the columns of the table of units show after the name; None = covered townships, looked at by themselves."""


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


def lines_of(client: FlaskClient, period: str) -> list[str]:
    answer = client.get(f"/download/briefing.pdf?period={period}&as_of={AS_OF}")
    assert answer.status_code == 200
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages).splitlines()


def targets_table(lines: list[str]) -> list[str]:
    """The lines of the table of targets, without its head."""
    first = next(place for place, line in enumerate(lines) if line.startswith("指标 现值 目标"))
    last = next(place for place, line in enumerate(lines) if line.startswith("注：色条"))
    return [line for line in lines[first + 1 : last] if " " in line]


@pytest.mark.parametrize("period", PERIODS)
def test_the_table_of_targets_prints_what_the_interface_gives(client: FlaskClient, reference: Reference, period: str):
    rows = rows_of_the_api(client, period)
    table = targets_table(lines_of(client, period))
    wanted = [(target.indicator, target.zone or "") for target in reference.plans[0].targets]
    assert len(table) == len(wanted) == 12
    wrong = {}
    for (indicator, zone), line in zip(wanted, table):
        row = rows[f"{indicator}~110000~{zone}"]
        told = line.replace(" 至少 ", " ").split(" ")[1]
        found = FIGURE.fullmatch(told)
        if row["value"] is None:
            assert found is None, (line, row["no_value"])
        elif problem := "no figure" if found is None else disagreement(found["figure"], row):
            wrong[line] = problem
    assert wrong == {}


@pytest.mark.parametrize("period", PERIODS)
def test_the_table_of_units_prints_what_the_interface_gives(client: FlaskClient, reference: Reference, period: str):
    rows, lines = rows_of_the_api(client, period), lines_of(client, period)
    first = next(place for place, line in enumerate(lines) if line.startswith("全市目标参照值"))
    wrong, compared = {}, 0
    for unit in reference.units:
        line = next(line for line in lines[first:] if line.startswith(f"{unit.name} "))
        for indicator, told in zip(OF_A_UNIT, line.split(" ")[1:]):
            row = rows.get(f"{indicator or 'COV'}~{unit.code}~")
            if indicator is not None and (found := FIGURE.fullmatch(told)):
                compared += 1
                if problem := disagreement(found["figure"], row):
                    wrong[f"{indicator} {line}"] = problem
            elif indicator is not None:
                assert row["value"] is None, (indicator, line)
    assert wrong == {}
    assert compared > 50
