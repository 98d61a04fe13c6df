"""Twenty pieces of HTML as names, remarks, paths and file names: shown as the words they are, run by nobody."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from data.settings import Settings
from tests.account_samples import TurnedHouse, served
from tests.payload_samples import ARMED, PAYLOADS, filed
from tests.store_samples import institution, ledger_return, stored


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


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, str]:
    house = TurnedHouse(Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('papers') / 'a.sqlite'}"))
    receipt = filed(house)
    return served(house), receipt


DRAFT = "/download/briefings/draft.{}?org_unit=110114&period=2025-Q4"


def test_word_shows_them_as_words_and_leads_nowhere(papers):
    made = papers[0].get(DRAFT.format("docx"))
    assert made.status_code == 200
    told = "\n".join(one.text for one in docx.Document(io.BytesIO(made.data)).paragraphs)
    assert [one for one in ARMED if one not in told] == []
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        parts = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels")))
    live = ("TargetMode", "<w:hyperlink", "w:altChunk", "<script", "<img", "w:fldSimple")
    assert [one for one in live if one in parts] == []
    assert set(re.findall(r"<w:instrText[^>]*>\s*(\w+)", parts)) == {"PAGE"}


@pytest.mark.parametrize("path", [DRAFT.format("pdf"), "/download/returns/{receipt}/form.pdf"])
def test_print_shows_them_as_words_and_does_nothing(papers, path):
    made = papers[0].get(path.format(receipt=papers[1]))
    assert made.status_code == 200
    reader = PdfReader(io.BytesIO(made.data))
    told = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert sum("".join(one.split()) in told for one in ARMED) >= len(ARMED) - 2  # broken at a word's end
    acts = [note.get_object().get("/A", {}) for page in reader.pages for note in page.get("/Annots", ())]
    assert [act for act in acts if act.get("/S") not in (None, "/GoTo")] == []
    assert not {"/OpenAction", "/AA"} & set(reader.trailer["/Root"])


def test_files_of_tables_hold_them_to_the_letter(papers):
    made = papers[0].get("/download/institutions.csv?period=2025-Q4")
    rows = list(csv.DictReader(io.StringIO(made.data.decode("utf-8-sig"))))
    assert [row["机构名称"] for row in rows] == list(ARMED)
    assert made.headers["Content-Disposition"].startswith("attachment")
