"""Every chart and table of every page as files: CSV and workbook hold the same, and no fact takes a column's place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.integration.test_pages_http import asked_for
from tests.page_addresses import addresses

FILES = re.compile(r"/download/(chart|table)/.*\.csv\?")
CODES = ("街乡代码",)
SEARCH = "?period=2026-Q3&as_of=2026-11-20"


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


def hrefs(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("href"), str):
            yield part["href"]
        for one in part.values():
            yield from hrefs(one)
    elif isinstance(part, list):
        for one in part:
            yield from hrefs(one)


def charts(client: FlaskClient, lang: str) -> list[str]:
    """The addresses of all data of charts and tables as CSV, each once."""
    found = []
    for path in addresses():
        shown = asked_for(client, path, f"{SEARCH}&lang={lang}")["response"]["answer"]["data"]["screen"]
        found += [href for href in hrefs(shown) if FILES.search(href)]
    return list(dict.fromkeys(found))


def same(some: object, other: object) -> bool:
    """A cell of a CSV says what the cell of the workbook holds."""
    if other is None or isinstance(other, str):
        return str(some).removeprefix("'") == (other or "")
    return float(str(some)) == pytest.approx(float(other))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_csv_of_a_chart_holds_what_its_workbook_holds(client: FlaskClient, lang: str):
    found = charts(client, lang)
    assert len(found) > 20
    wrong = {}
    for href in found:
        told = client.get(href).data.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(told)))
        book = openpyxl.load_workbook(io.BytesIO(client.get(href.replace(".csv?", ".xlsx?")).data))
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        wide = len(rows[0])
        assert len(set(lines[0])) == len(lines[0]), (href, "two columns of one name")
        if lines[0][:wide] != rows[0] or len(lines) != len(rows):
            wrong[href] = (lines[0], rows[0], len(lines), len(rows))
        elif not all(same(a, b) for line, row in zip(lines[1:], rows[1:]) for a, b in zip(line, row)):
            wrong[href] = "cells differ"
    assert wrong == {}


TABLES = {
    "overview": ("zones", "units", "exceptions"),
    "gaps": ("city", "units", "channels", "unit-channels", "needs"),
}


@pytest.mark.parametrize(("page", "key"), [(page, key) for page, keys in TABLES.items() for key in keys])
def test_a_table_is_had_as_a_workbook_with_numbers_that_are_numbers(client: FlaskClient, page: str, key: str):
    shown = asked_for(client, "/" + page.replace("overview", ""), SEARCH)["response"]["answer"]["data"]["screen"]
    [href] = [one for one in hrefs(shown) if f"/download/table/{page}/{key}.xlsx" in one]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(href).data)).worksheets[0]
    heads, *rows = sheet.iter_rows(values_only=True)
    assert len(rows) >= 4
    assert not [
        (head, value)
        for row in rows
        for head, value in zip(heads, row, strict=True)
        if isinstance(value, str) and re.fullmatch(r"[-+]?[\d,]+(\.\d+)?%?", value) and head not in CODES
    ]
    if key != "exceptions":
        assert any(isinstance(value, int | float) for row in rows for value in row)


def test_the_files_of_the_overview_hold_what_the_api_says(client: FlaskClient):
    def of(key: str) -> dict[str, tuple]:
        made = client.get(f"/download/table/overview/{key}.xlsx{SEARCH}").data
        _, *rows = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0].iter_rows(values_only=True)
        return {row[0]: row for row in rows}

    answer = client.get("/api/v1/indicators?period=2026-Q3&org_unit=all&as_of=2026-11-20").get_json()
    told = {(row["indicator"], row["org_unit"], row["zone"]): row for row in answer["indicators"]}
    units, share = of("units"), told["G2", "110114", None]
    assert units["昌平区"][2:4] == (share["denominator"], share["numerator"])
    assert units["昌平区"][6] == pytest.approx(float(share["value"]), abs=1e-6)
    assert units["北京经济技术开发区"][4] is None, "no population is no zero"
    zone = told["G8", "110000", "生态涵养区"]
    assert of("zones")["生态涵养区"][1] == zone["numerator"]
    assert len(units) == 17


def test_a_table_that_a_page_does_not_have_is_refused(client: FlaskClient):
    for address in ("overview/nothing.csv", "overview/units.png", "districts/units.csv", "nowhere/units.csv"):
        assert client.get(f"/download/table/{address}{SEARCH}").status_code in {400, 404}, address


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("plan", ["2023-2025", "2026"])
@pytest.mark.parametrize("period", ["2022-Q4", "2025-Q4", "2026-Q3"])
def test_the_card_of_the_demonstration_is_whole(client: FlaskClient, lang: str, plan: str, period: str):
    """A picture of more than one sheet is refused by the engine."""
    answer = client.get(f"/download/card.png?period={period}&plan={plan}&lang={lang}&as_of=2026-11-20")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
