"""Every figure in the tables of the briefing is the one that the interface for programs gives, in every period."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from app import create_app
from data.model import Reference
from layouts.briefing import print_document
from layouts.briefing.document import Document, TableBlock
from metrics.memory import remembering
from tests.integration.test_briefing_sentences import CITY, townships_of, written
from tests.integration.test_pages_equal_api import PERIODS, disagreement, rows_of_the_api

FIGURE = re.compile(r"(至少 ?)?(?P<figure>[\d,]+(?:\.\d+)?%?)")
OF_A_UNIT = {
    "units": ("G1", "G1L", "G2", None, "USE"),
    "units_more": ("INST", "INST_I", "G3", "G4", "T14a", "T14b", "T14c", "T16a"),
}
"""What the columns of the tables of units show after the name; None = covered townships, looked at by themselves."""


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


@pytest.fixture(scope="module")
def source(demo_repository):
    return remembering(demo_repository)


def tables(document: Document) -> dict[str, TableBlock]:
    blocks = [*document.body, *(block for _, blocks in document.annexes for block in blocks)]
    return {block.key: block for block in blocks if isinstance(block, TableBlock)}


def wrong_cell(told: str, row: dict | None) -> str | None:
    """What is wrong with a cell; one without a figure must be of a row without a value."""
    found = FIGURE.fullmatch(told)
    if row is None or row["value"] is None:
        return f"{told} of nothing" if found else None
    return disagreement(found["figure"], row) if found else f"{told} is no figure"


@pytest.mark.parametrize("period", PERIODS)
def test_the_tables_of_the_city_print_what_the_interface_gives(client, source, reference: Reference, period: str):
    rows, found = rows_of_the_api(client, period), tables(written(source, CITY, period))
    wrong, compared = {}, 0
    wanted = [(target.indicator, target.zone or "") for target in reference.plans[0].targets]
    assert len(found["targets"].table.rows) == 15
    for (indicator, zone), line in zip(wanted, found["targets"].table.rows, strict=False):
        row = rows[f"{indicator}~{CITY}~{zone}"]
        compared += 1
        if problem := wrong_cell(line[1].shown, row):
            wrong[f"{indicator} {zone}"] = problem
        assert line[7].typed == row["gap"], (indicator, zone)
    for key, columns in OF_A_UNIT.items():
        lines = found[key].table.rows[-len(reference.units) :]
        for unit, line in zip(reference.units, lines, strict=True):
            for indicator, cell in zip(columns, line[1:], strict=False):
                row = rows.get(f"{indicator}~{unit.code}~")
                compared += 1
                if indicator is not None and (problem := wrong_cell(cell.shown, row)):
                    wrong[f"{indicator} {unit.code}"] = problem
    assert wrong == {}
    assert compared == 12 + 17 * 13


@pytest.mark.parametrize("period", ["2022-Q4", "2024-Q3", "2026-Q3"])
def test_the_lists_of_townships_are_those_of_the_interface(client, source, reference: Reference, period: str):
    places = townships_of(client, period)
    listed = tables(written(source, CITY, period))["uncovered"]
    names = [row[0].shown for line, row in enumerate(listed.table.rows) if line not in listed.spans]
    by_unit = {unit.code: [] for unit in reference.units}
    for one in places:
        if one["coverage"] == "uncovered":
            by_unit[one["org_unit"]].append(one["name"])
    assert names == [name for found in by_unit.values() for name in found]
    own = tables(written(source, "110114", period))["townships"].table.rows
    keys = ("institutions", "slots", "inclusive_slots", "children")
    wanted = [(one["name"], *(one[key] for key in keys)) for one in places if one["org_unit"] == "110114"]
    assert [(row[0].shown, *(cell.typed for cell in row[3:7])) for row in own] == wanted


@pytest.mark.parametrize(("unit", "period"), [(CITY, "2026-Q3"), ("110109", "2026-Q3"), ("BDA", "2025-Q4")])
def test_the_print_holds_every_word_of_the_document(source, unit: str, period: str):
    document = written(source, unit, period)
    pages = PdfReader(BytesIO(print_document(document))).pages
    words = "".join("".join(page.extract_text().split()) for page in pages)
    heads_apart = re.sub(r"—\d+—|演示数据", "", words)
    cells = [cell.shown for block in tables(document).values() for row in block.table.rows for cell in row]
    notes = [note for block in tables(document).values() for note in block.notes]
    lost = [one for one in (*cells, *notes) if "".join(one.split()) not in heads_apart]
    assert lost == []


def test_the_same_is_sent_over_http(client: FlaskClient):
    answer = client.get("/download/briefing.pdf?period=2025-Q4&as_of=2026-11-20")
    assert answer.status_code == 200
    assert "一、总体情况" in PdfReader(BytesIO(answer.data)).pages[0].extract_text()
