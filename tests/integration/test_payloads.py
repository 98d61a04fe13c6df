"""Twenty pieces of HTML as names, remarks, paths and file names: shown as the words they are, run by nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from data.settings import Settings
from tests.account_samples import TurnedHouse, served
from tests.store_samples import institution, ledger_return, stored

PAYLOADS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>",
    "'><svg onload=alert(1)>",
    "<iframe src=javascript:alert(1)>", "<body onload=alert(1)>", "<a href=javascript:alert(1)>点</a>",
    "</td><script>x</script>",
    "<details open ontoggle=alert(1)>", "<math><mi xlink:href=javascript:alert(1)>", "<style>@import 'x'</style>",
    "<input autofocus onfocus=alert(1)>", "<video><source onerror=alert(1)>", "<object data=javascript:alert(1)>",
    "<base href=//evil.example/>", "<meta http-equiv=refresh content=0>", "<svg><animate onbegin=alert(1)>",
    "<!--<script>alert(1)//-->", "<scr<script>ipt>alert(1)</script>", "＜script＞alert(1)＜/script＞<b>",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("payloads")
    house = TurnedHouse(Settings(database_url=f"sqlite:///{folder / 'a.sqlite'}"))
    rows = [replace(institution(number), name=name) for number, name in enumerate(PAYLOADS, 1)]
    stored(house.repository, ledger_return(*rows), actor=PAYLOADS[0], file_name=PAYLOADS[1] + ".xlsx")
    return served(house)


def test_there_are_twenty():
    assert len(set(PAYLOADS)) == 20


@pytest.mark.parametrize("page", ["districts/110114", "coverage", "supply", "returns?receipt={receipt}", "quality"])
def test_a_page_without_scripts_shows_them_as_words(client, page):
    receipt = client.get("/api/v1/returns").json[0]["receipt"]
    told = client.get("/plain/" + page.format(receipt=receipt) + ("&" if "?" in page else "?") + "period=2025-Q4")
    assert told.status_code == 200
    assert [payload for payload in PAYLOADS if payload in told.text] == []
    assert "<script" not in told.text.lower()
    if page.startswith(("districts", "returns")):
        assert "&lt;" in told.text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_audit_shows_a_path_as_words(client, payload):
    client.get("/download/awaited.csv", query_string={"period": "2025-Q4", "name": payload[:40]})
    client.get("/audit", query_string={"words": payload}, environ_overrides={"REMOTE_ADDR": "10.1.1.1"})
    for query in ({}, {"words": payload}):
        told = client.get("/audit", query_string=query)
        assert told.status_code == 200
        assert payload not in told.text
        assert "<script" not in told.text.lower()
