"""Every chart of every page as files: CSV and workbook hold the same data, and no fact takes the place of a column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import openpyxl
import pytest
from flask.testing import FlaskClient

from app import create_app
from tests.integration.test_pages_http import asked_for
from tests.page_addresses import addresses

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
    """The addresses of all charts' data as CSV, each once."""
    found = []
    for path in addresses():
        shown = asked_for(client, path, f"{SEARCH}&lang={lang}")["response"]["answer"]["data"]["screen"]
        found += [href for href in hrefs(shown) if "/download/chart/" in href and ".csv?" in href]
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


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("plan", ["2023-2025", "2026"])
@pytest.mark.parametrize("period", ["2022-Q4", "2025-Q4", "2026-Q3"])
def test_the_card_of_the_demonstration_is_whole(client: FlaskClient, lang: str, plan: str, period: str):
    """A picture of more than one sheet is refused by the engine."""
    answer = client.get(f"/download/card.png?period={period}&plan={plan}&lang={lang}&as_of=2026-11-20")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
