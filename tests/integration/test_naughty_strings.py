"""624 awkward strings wherever people type words: stored as they are, or refused with words; nothing falls over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import PurePath
from urllib.parse import quote, urlencode

import pytest
from pypdf import PdfReader

from callbacks.briefings.office import Office
from callbacks.briefings.press import Press
from data import passwords, remarks
from data.briefings import Basis, Kind, Occasion, Section
from data.ingest import Ingest
from data.issues import DashboardError, Severity
from data.people import Role
from data.review import Review
from data.settings import Settings
from layouts.issues import message
from layouts.refusals import sentence
from layouts.text import text_for
from tests.account_samples import START, TurnedHouse, served, token_of
from tests.integration.test_life_of_a_return import PDF, WARNING
from tests.integration.test_returns_http import act
from tests.naughty_strings import BY_KIND, NAUGHTY, in_a_workbook
from tests.return_papers import LEDGER_HEADS, Papers, ledger_papers
from tests.store_samples import PERIOD, institution, ledger_return, stored

FALLEN = ("Traceback", 'File "', "系统出了错")
WORDS = text_for("zh")
SOME = tuple(one for kind in BY_KIND.values() for one in kind[::8])
HOW_MANY = pytest.mark.parametrize("told", [SOME, pytest.param(NAUGHTY, marks=pytest.mark.soak)], ids=["some", "all"])
TYPED = [one for one in NAUGHTY if in_a_workbook(one)]
NAME, ADDRESS = LEDGER_HEADS.index("机构名称"), LEDGER_HEADS.index("地址")


class Place:
    """A house with one small return, and a browser at the machine itself."""

    def __init__(self, url: str) -> None:
        self.house = TurnedHouse(Settings(database_url=url))
        doubt = replace(WARNING, facts={"code": "110114001", "wanted": "城北街道"})
        kept = stored(self.house.repository, ledger_return(institution()), issues=[doubt])
        self.receipt, self.client = kept.receipt, served(self.house)
        self.review = Review(self.house.repository, lambda: START)


@pytest.fixture
def place(tmp_path, monkeypatch) -> Place:
    monkeypatch.setattr(passwords, "COST", 2**4)
    return Place(f"sqlite:///{tmp_path / 'a.sqlite'}")


def refusals(deed: Callable[[str], object], told: Sequence[str] = NAUGHTY) -> dict[str, str]:
    """Do it with every string; what was said where it was refused. Whatever else is raised is a fault."""
    found = {}
    for one in told:
        try:
            deed(one)
        except DashboardError as refusal:
            found[one] = sentence(refusal, WORDS)
    assert "" not in found.values()
    return found


def test_there_are_more_than_five_hundred_of_every_kind():
    assert len(NAUGHTY) > 500
    assert all(len(kind) >= 6 for kind in BY_KIND.values())


def filed(papers: Papers, place: Place):
    return Ingest(place.house.repository, place.house.reference, lambda: START).load(
        "a.xlsx", papers.xlsx(), actor="甲"
    )


def named_so(names: list[str]) -> Papers:
    """A return with an institution a string, which is its name and its address."""
    papers = ledger_papers(len(names)).item("版次", "修订1").item("修订说明", "补报")
    for row, name in zip(papers.sheets["机构台账"][1:], names, strict=True):
        row[NAME] = row[ADDRESS] = name
    return papers


def test_as_names_and_addresses_of_institutions(place):
    outcome = filed(named_so(TYPED), place)
    errors = [one for one in outcome.issues if one.severity is Severity.ERROR]
    assert all(message(one, WORDS) and one.location.cell for one in errors)
    wrong = {int(re.sub(r"\D", "", str(one.location.cell))) - 2 for one in errors}
    assert len(wrong) < 120
    kept = [name for line, name in enumerate(TYPED) if line not in wrong]
    outcome = filed(named_so(kept), place)
    assert outcome.accepted, [message(one, WORDS) for one in outcome.issues if one.severity is Severity.ERROR]
    names = [row.name for row in outcome.content.ledger]
    assert len(names) == len(kept)
    told = place.client.get(f"/api/v1/institutions?period={PERIOD}&limit=1000").json["institutions"]
    assert sorted(one["name"] for one in told) == sorted(names)
    for path in shown_at(outcome.receipt):
        answer = place.client.get(path)
        assert answer.status_code == 200, path
        assert not any(word in answer.text for word in FALLEN) if answer.mimetype == "text/html" else answer.data


def shown_at(receipt: str) -> Iterator[str]:
    yield from (f"/plain{page}?period={PERIOD}" for page in ("/districts/110114", "/coverage", "/quality"))
    yield from (f"/plain/returns?receipt={receipt}", f"/download/returns/{receipt}/form.pdf")
    yield from (f"/download/institutions.{ending}?period={PERIOD}" for ending in ("csv", "geojson"))
    yield from ("/download/template/110114.xlsx?period=2026-Q1", f"/download/townships/110114.csv?period={PERIOD}")


FORMS = ("/api/v1/institutions?name={}", "/plain/?period={}", "/api/v1/{}", "/plain/districts/{}",
         "/download/returns/{}/original", "/audit?words={}", "/plain/coverage?period=2025-Q4&name={}")  # fmt: skip


def ask(place: Place, one: str, form: str) -> None:
    answer = place.client.get(form.format(quote(one[:4000], safe="", errors="surrogatepass")))
    assert answer.status_code in (200, 302, 308, 400, 403, 404), (form, one[:40])
    assert not any(word in answer.text for word in FALLEN)


def test_as_values_and_parts_of_addresses(place):
    for number, one in enumerate(NAUGHTY):
        ask(place, one, FORMS[number % len(FORMS)])


@pytest.mark.soak
@pytest.mark.parametrize("form", FORMS)
def test_as_every_value_and_part_of_addresses(place, form):
    for one in NAUGHTY:
        ask(place, one, form)


@HOW_MANY
def test_as_explanations_reasons_and_names_of_who_acts(place, told):
    explain = partial(act, place.client, place.receipt, "explain")
    for one in told:
        assert not any(word in explain(actor=one, said={"explain": {"1": one}}) for word in FALLEN)
    assert place.client.get(f"/plain/returns?receipt={place.receipt}").status_code == 200
    assert place.house.repository.check().damages == ()


def test_as_words_of_remarks(place):
    refused = refusals(remarks.words).keys() | refusals(remarks.person).keys()
    assert len(refused) < 100


def test_as_names_of_files(place):
    assert len(refusals(lambda one: remarks.scan(f"{one}.pdf", PDF))) < 10
    assert all(remarks.file_name(one).encode("utf-16") and "/" not in remarks.file_name(one) for one in NAUGHTY)
    awkward = [kind[len(kind) // 2] for kind in BY_KIND.values()]
    for number, one in enumerate(awkward, 1):
        content = PDF + str(number).encode()
        place.review.attach(place.receipt, PurePath(f"{one}.pdf").name, content, actor="甲")
        answer = place.client.get(f"/download/returns/{place.receipt}/scan/{number}")
        assert (answer.status_code, answer.data) == (200, content)
        assert answer.headers["Content-Disposition"].isascii()
        assert answer.headers["Content-Disposition"].isprintable()


@HOW_MANY
def test_as_names_of_accounts(place, told):
    wrong = refusals(lambda one: place.house.accounts.add(one, Role.VIEWER, None, "", actor="甲"), told)
    assert 0 < len(wrong) < len(told)
    for number, one in enumerate(told):
        if number % 20 == 0:
            place.house.later(hours=1)
            token = token_of(place.client.get("/login").text)
        typed = {"csrf_token": token, "name": one.encode("utf-8", "surrogatepass"), "password": "x" * 20}
        answer = place.client.post("/login", data=urlencode(typed), content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (400, 401, 403, 429), one
        assert not any(word in answer.text for word in FALLEN)


PRINTED = ("numbers", "sql", "shell", "paths", "templates", "csv", "percent")
"""Kinds whose signs the fonts of the briefing have; others are refused by the print, which names the sign."""


def test_as_an_offices_own_words_in_a_briefing(place):
    kept: dict[str, str] = {}
    assert len(refusals(lambda one: kept.update({one: remarks.paragraphs(one)}))) < 40
    house = place.house
    office = Office(Press(house.repository, house.settings), house.repository, house.issuing)
    occasion = Occasion(Kind.BRIEFING, "110114", PERIOD, "zh")
    said = [
        kept[one]
        for kind in PRINTED
        for one in BY_KIND[kind]
        if kept.get(one) and all(ord(sign) < 0x250 for sign in one)
    ]
    for number, section in enumerate(Section):
        house.issuing.write(occasion, section, "\n".join(said[number::4]), author="甲")
    basis = Basis(occasion, house.reference.plans[0].id, house.now(), house.reference.definitions.version)
    made = office.drafts(basis, ("pdf", "docx"))
    text = "".join(
        "".join(page.extract_text() for page in PdfReader(BytesIO(made[one])).pages)
        for one in made
        if one.endswith("pdf")
    )
    lost = [one for one in said if "".join(one.split()) not in "".join(text.split())]
    assert lost == []
    house.issuing.write(occasion, Section.PROBLEMS, "حضانة", author="甲")
    with pytest.raises(DashboardError) as refused:
        office.drafts(basis, ("pdf",))
    assert "U+06" in sentence(refused.value, WORDS)
