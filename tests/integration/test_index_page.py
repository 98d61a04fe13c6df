"""The index page: few files, each found again in what it holds, and the first screen asked for word for word."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from callbacks.navigation import PAGES
from tests.integration.test_pages_http import asked_for
from tests.site_samples import sample_dashboard

ASSETS = Path("layouts/assets")
SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
ALONE = {"04-ask.js", "05-old-browser.js", "10-plotly-cartesian.min.js"}
PRELOAD = '<link rel="preload" as="script" href="/assets/10-plotly-cartesian.min.js'
PAIRED = [pytest.param("br", brotli.decompress), pytest.param("gzip", gzip.decompress), pytest.param("identity", bytes)]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return sample_dashboard().server.test_client()


@pytest.fixture(scope="module")
def index(client: FlaskClient) -> str:
    return client.get("/?period=2025-Q4").text


def joined(index: str, found: re.Pattern[str]) -> str:
    return found.findall(index)[-1]


def told(index: str, name: str) -> dict:
    return json.loads(re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', index, re.DOTALL)[1])


def test_the_page_names_one_style_sheet_and_three_scripts(index):
    assert len(STYLE.findall(index)) == 1
    assert [Path(one.split("?")[0]).name for one in SCRIPT.findall(index)][:2] == ["04-ask.js", "05-old-browser.js"]
    assert len(SCRIPT.findall(index)) == 3


def test_the_two_files_hold_every_one_of_ours_in_order_and_none_of_what_no_page_uses(client, index):
    style, script = client.get(joined(index, STYLE)).data, client.get(joined(index, SCRIPT)).data
    sheets = [file.read_bytes() for file in sorted(ASSETS.glob("*.css"))]
    scripts = [file.read_bytes() for file in sorted(ASSETS.glob("*.js")) if file.name not in ALONE]
    for whole, parts in ((style, sheets), (script, scripts)):
        places = [whole.find(part) for part in parts]
        assert parts
        assert -1 not in places
        assert places == sorted(places)
    assert b"DashRenderer" in script
    assert b"dash_html_components" in script
    assert b"plotly.js (cartesian" not in script
    assert b"dash_table=" not in script


@pytest.mark.parametrize(("coding", "unpacked"), PAIRED)
def test_a_joined_file_is_kept_for_good_and_comes_packed_as_asked(client, index, coding, unpacked):
    for address in (joined(index, STYLE), joined(index, SCRIPT)):
        answer = client.get(address, headers={"Accept-Encoding": coding})
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers.get("Content-Encoding", "identity") == coding
        assert unpacked(answer.data) == client.get(address).data


def test_a_page_of_the_version_before_gets_the_files_of_this_one_and_does_not_keep_them(client, index):
    for address in (joined(index, STYLE), joined(index, SCRIPT)):
        old = re.sub(r"\.[0-9a-f]{16}\.", ".0123456789abcdef.", address)
        answer = client.get(old)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert answer.data == client.get(address).data


def test_a_worker_that_is_asked_for_a_joined_file_before_any_page_has_it(index):
    fresh = sample_dashboard().server.test_client()
    assert {fresh.get(joined(index, found)).status_code for found in (STYLE, SCRIPT)} == {200}


def test_the_page_brings_what_the_renderer_asks_for_first(client, index):
    brought = told(index, "page-start")
    assert brought == {name: client.get(f"/{name}").json for name in ("_dash-layout", "_dash-dependencies")}


def test_the_first_screen_is_asked_for_with_the_question_of_the_page_callback(client, index):
    asks = json.loads(unescape(re.search(r'data-asks="([^"]+)"', index)[1]))
    callback = next(one for one in client.get("/_dash-dependencies").json if one["output"] == asks["output"])
    for part in ("inputs", "state"):
        assert asks[part] == [{"id": one["id"], "property": one["property"]} for one in callback[part]]
    assert ".".join(asks["outputs"][0].values()) in callback["output"]
    values = {"pathname": "/", "search": "?period=2025-Q4"}
    asks["inputs"] = [one | {"value": values.get(one["property"])} for one in asks["inputs"]]
    answer = client.post("/_dash-update-component", json=asks)
    assert answer.json == asked_for(client, "/", "?period=2025-Q4")


def test_the_library_of_charts_is_fetched_by_the_page_that_opens_with_one(client):
    places = [page.path + ("110114" if page.name == "district" else "") for page in PAGES]
    shown = {place: '"Graph"' in json.dumps(asked_for(client, place, "?period=2025-Q4")) for place in places}
    asked = {place: PRELOAD in client.get(f"{place}?period=2025-Q4").text for place in places}
    assert any(shown.values())
    assert {place for place, is_drawn in shown.items() if is_drawn} <= {
        place for place, early in asked.items() if early
    }
    assert not asked["/"]


def test_under_a_prefix_every_address_of_the_page_is_under_it():
    client = sample_dashboard(url_prefix="/tuoyu/").server.test_client()
    index = client.get("/tuoyu/supply").text
    at = re.search(r'data-at="([^"]+)"', index)[1]
    addresses = [*SCRIPT.findall(index), *STYLE.findall(index), told(index, "_dash-config")["plotlyjs_url"]]
    assert all(one.startswith("/tuoyu/") for one in [at, *addresses])
    assert {client.get(one).status_code for one in addresses} == {200}
