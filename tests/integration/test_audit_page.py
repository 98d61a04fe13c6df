"""/audit as a page: in the frame of all the others; and what a page shows of itself is not written down as taken."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest

from data.audit import AuditQuery, Deed
from data.issues import StoreError
from data.repository import Repository
from data.settings import Settings
from tests.account_samples import TurnedHouse, served, sign_in
from tests.store_samples import institution, ledger_return, stored


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> TurnedHouse:
    made = TurnedHouse(Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('audit') / 'a.sqlite'}"))
    stored(made.repository, ledger_return(institution(1)))
    return made


def exports(house: TurnedHouse) -> int:
    return len(house.repository.audit_entries(AuditQuery(action=Deed.EXPORT, size=1000)))


def test_a_file_taken_away_is_written_down_and_a_preview_is_not(house):
    client, query = served(house), "?period=2025-Q4"
    before = exports(house)
    assert client.get(f"/download/briefings/preview.png{query}").mimetype == "image/png"
    assert exports(house) == before
    assert client.get(f"/download/scorecard.csv{query}").status_code == 200
    assert exports(house) == before + 1


@pytest.mark.parametrize(("lang", "other"), [("zh", "en"), ("en", "zh")])
def test_the_audit_has_the_menu_the_other_language_and_keeps_the_search(house, lang, other):
    page = served(house).get(f"/audit?lang={lang}&words=scorecard").text
    head = page[page.index("<header") : page.index("</header>")]
    places = re.findall(r'<li><a href="([^"]*)"', head)
    assert {one.partition("?")[0] for one in places} >= {"/", "/districts", "/gaps", "/returns", "/briefings"}
    assert all(("lang=en" in one) == (lang == "en") for one in places)
    assert f'class="language" href="/audit?words=scorecard&amp;lang={other}"' in head


def test_every_cell_of_the_audit_tells_its_column(house):
    client = served(house)
    client.get("/download/scorecard.csv?period=2025-Q4")
    page = client.get("/audit").text
    heads = re.findall(r'<th scope="col">([^<]*)</th>', page)
    line = page[page.index("<tbody><tr>") :].partition("</tr>")[0]
    assert re.findall(r'data-label="([^"]*)"', line) == heads


@pytest.fixture
def full(house, monkeypatch) -> TurnedHouse:
    """The same house once its store takes nothing any more."""

    @contextmanager
    def writing(_: Repository):
        raise StoreError("store.unwritable")
        yield

    monkeypatch.setattr(Repository, "writing", writing)
    monkeypatch.setattr("data.repository.people.writing", writing)
    return house


def test_what_the_audit_cannot_keep_is_not_given(full):
    client = served(full)
    for path in ("/download/scorecard.csv", "/download/briefings/draft.pdf"):
        answer = client.get(f"{path}?period=2025-Q4")
        assert (answer.status_code, answer.mimetype) == (503, "text/html")
        assert "数据库写不进去" in answer.text
        assert "Content-Disposition" not in answer.headers
    assert client.get("/api/v1/returns").status_code == 200


def test_a_store_that_takes_nothing_is_told_at_the_way_in_and_lets_no_stranger_in(full):
    client = served(full)
    told = sign_in(client, "wang")
    assert (told.status_code, "数据库写不进去" in told.text) == (503, True)
    stranger = client.get("/download/scorecard.csv", environ_base={"REMOTE_ADDR": "10.1.2.3"})
    assert stranger.status_code == 403


def test_a_store_that_answers_nothing_is_no_wrong_question(house, monkeypatch):
    def gone(*_: object, **__: object) -> None:
        raise StoreError("store.damaged")

    client = served(house)
    monkeypatch.setattr(Repository, "returns", gone)
    answer = client.get("/api/v1/returns?as_of=2026-01-10")
    assert (answer.status_code, answer.json["error"]) == (503, "store.damaged")
