"""What no store can keep or be asked for (NUL, numbers and years beyond all bounds) is refused in plain words."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask.testing import FlaskClient

from app import House
from callbacks.application import build_application
from data.ingest import Ingest
from data.settings import Settings
from tests.integration.test_pages_http import asked_for, words
from tests.integration.test_returns_http import StillHouse, act, called, file_of, receipt_of, value
from tests.return_papers import RECEIVED, ledger_papers

LARGEST = 2**63 - 1
REFUSED = {
    "/audit?words=a%00b": 400,
    "/login?next=%00": 400,
    "/download/audit.csv?words=%00": 400,
    "/download/returns/TY%00/form.pdf": 400,
    "/api/v1/institutions?name=%00": 400,
    f"/audit?before={LARGEST + 1}": 400,
    f"/audit?before={'9' * 60}": 400,
    f"/download/audit.csv?before={LARGEST + 1}": 400,
    "/audit?since=0001-01-01": 400,
    "/audit?until=0001-01-01T00:00": 400,
    f"/download/briefings/{LARGEST}/pdf": 404,
    f"/download/briefings/{LARGEST + 1}/pdf": 404,
    f"/download/briefings/{'9' * 5000}/pdf": 404,
    f"/briefings?issued={LARGEST + 1}": 400,
    "/briefings?page=99999999999999999999": 400,
    "/?period=0000-Q1": 400,
    "/api/v1/indicators?period=0001-Q1": 400,
    "/plain/?as_of=0001-01-01T00:00%2B14:00": 400,
    "/plain/?as_of=9999-12-31T23:59:59-12:00": 400,
    "/plain/gaps?by=0001-Q1": 400,
}
IN_BOUNDS = (
    f"/audit?before={LARGEST}",
    f"/plain/briefings?issued={LARGEST}",
    "/plain/?as_of=1000-01-01",
    "/plain/?as_of=2999-12-31",
)


@pytest.fixture
def house(database_url: str) -> House:
    return StillHouse(Settings(database_url=database_url))


@pytest.fixture
def client(house: House) -> FlaskClient:
    return build_application(house).server.test_client()


def test_an_address_that_no_store_could_answer_is_a_wrong_one(client):
    answers = {path: client.get(path) for path in REFUSED}
    assert {path: answer.status_code for path, answer in answers.items()} == REFUSED
    assert all("系统出了错" not in answer.text and "Error" not in answer.text for answer in answers.values())
    assert answers["/api/v1/institutions?name=%00"].json["message"]
    assert [path for path in IN_BOUNDS if client.get(path).status_code >= 500] == []


def test_a_file_is_kept_under_a_name_without_signs_that_nobody_sees(client, house):
    states = [*file_of(ledger_papers(), name="a\0b\ud800.xlsx"), value("actor", "value", "王会计")]
    answer = called(client, "upload-committed.children", [value("upload-commit", "n_clicks", 1)], states)
    assert "已提交" in words(answer.json["response"])
    (stored,) = house.repository.returns()
    assert stored.file_name == "ab.xlsx"


def test_signs_that_nobody_sees_are_no_part_of_a_units_code(repository, reference):
    source = zipfile.ZipFile(io.BytesIO(ledger_papers().item("填报单位代码", "110114NUL").xlsx()))
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(b"110114NUL", b"110114_x0000_"))
    outcome = Ingest(repository, reference, lambda: RECEIVED).load("a.xlsx", hidden.getvalue(), actor="甲")
    assert (outcome.accepted, outcome.org_unit) == (True, "110114")


@pytest.mark.parametrize("said", [{"explain": {"x": "字"}}, {"confirm": {"110114-0001 x": "字"}}])
def test_a_button_that_no_page_of_ours_has_says_nothing(client, house, said):
    states = [*file_of(ledger_papers()), value("actor", "value", "王会计")]
    called(client, "upload-committed.children", [value("upload-commit", "n_clicks", 1)], states)
    assert "还没有填写" in act(client, receipt_of(house), next(iter(said)), said=said)


def test_a_page_inside_a_page_refuses_the_same(client):
    for search in (f"?issued={LARGEST + 1}", "?period=2025-Q4%00", "?as_of=0001-01-01"):
        inside = asked_for(client, "/briefings", search)["response"]["answer"]["data"]["screen"]
        assert inside["main"]["props"]["className"] == "refusal"
