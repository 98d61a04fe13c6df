"""Every route and callback x six actors x seventeen units against the written expectation."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from flask.testing import FlaskClient

from data import passwords
from data.job_state import JobKind, Origin
from data.jobs import Jobs
from data.people import Role
from data.returns import State
from data.review import Review
from data.settings import HOUSE, Settings
from tests.account_samples import TurnedHouse, served, sign_in, with_people
from tests.integration.test_life_of_a_return import PDF
from tests.integration.test_pages_http import shown, words
from tests.integration.test_returns_http import act, called, file_of, value
from tests.return_papers import ledger_papers
from tests.route_rows import Row, rows_of
from tests.store_samples import START, institution, ledger_return, stored

EXPECTED = tomllib.loads((HOUSE / "tests" / "expected_access.toml").read_text(encoding="utf-8"))
OWN = "110114"
PEOPLE = {
    "kan": (Role.VIEWER, None),
    "wang": (Role.REPORTER, OWN),
    "shen": (Role.REVIEWER, OWN),
    "shi": (Role.ADMIN, None),
    "ji": (Role.AUDITOR, None),
}
ACTORS = ("anonymous", *PEOPLE)
REFUSED = {400, 401, 403, 404}
SCOPES = {"anonymous": set(), "kan": set(), "wang": {OWN}, "shen": {OWN}, "shi": None, "ji": None}
"""The units whose returns each actor may ask for; None = all."""


def holds(actor: str, unit: str) -> bool:
    scope = SCOPES[actor]
    return scope is None or unit in scope


class Place:
    """A house with one return a unit, none of them accepted, and a browser an actor."""

    def __init__(self, file: Path) -> None:
        folder = {"database_url": f"sqlite:///{file}", "work": file.parent / "jobs"}
        self.house = TurnedHouse(Settings(auth="login", allow_http=True, **folder))
        with_people(self.house, PEOPLE)
        self.units = tuple(unit.code for unit in self.house.reference.units)
        self.receipts = {unit: self._filed(unit) for unit in self.units}
        server = served(self.house).application
        self.app = server
        self.clients: dict[str, FlaskClient] = {name: server.test_client() for name in ACTORS}
        for name in PEOPLE:
            assert sign_in(self.clients[name], name).status_code == 303

    def _filed(self, unit: str) -> str:
        township = next(one.code for one in self.house.reference.townships if one.reporting_unit == unit)
        row = replace(institution(), number=f"{unit}-0001", name=f"托育园{unit}", township=township)
        kept = stored(self.house.repository, ledger_return(row, unit=unit), file=unit.encode())
        review = Review(self.house.repository, lambda: START)
        review.attach(kept.receipt, "scan.pdf", PDF + unit.encode(), actor="甲")
        return kept.receipt


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "COST", 2**4)
        yield Place(tmp_path_factory.mktemp("table") / "a.sqlite")


@pytest.fixture(scope="module")
def rows(place: Place) -> list[Row]:
    from callbacks.application import build_application

    return rows_of(build_application(place.house))


def called_output(name: str) -> str:
    """``..a.data...b.children@1f..`` -> ``a.data``: as the expectation names it."""
    return re.split(r"\.\.\.|@", name.strip("."))[0]


def test_every_route_and_callback_has_a_line_and_no_line_is_left_over(rows):
    routes = {f"{row.kind} {row.name}" for row in rows if row.kind != "CALLBACK"}
    callbacks = {called_output(row.name) for row in rows if row.kind == "CALLBACK"}
    assert routes == set(EXPECTED["routes"])
    assert callbacks == set(EXPECTED["callbacks"])


def test_an_identity_provider_takes_the_place_of_passwords_and_opens_nothing_else(place, rows):
    from callbacks.application import build_application

    chosen = {"oidc_issuer": "https://id.example", "oidc_client_id": "x", "oidc_client_secret": "y"}
    house = TurnedHouse(replace(place.house.settings, auth="oidc", **chosen))
    found = {f"{row.kind} {row.name}" for row in rows_of(build_application(house)) if row.kind != "CALLBACK"}
    assert found == {name for name in EXPECTED["routes"] if "/login" not in name} | set(EXPECTED["oidc"])


def addresses(rule: str, unit: str, receipt: str) -> str:
    filled = {
        "<receipt>": receipt, "<int:number>": "1", "<code>": unit, "<path:filename>": "30-dashboard.css",
        "<path:place>/<key>.<ending>": f"districts/{unit}/slots.csv", "<path:place>": f"districts/{unit}",
        "<path:path>": f"districts/{unit}",
        "<string:package_name>/<path:fingerprinted_path>": "dash/dash-renderer/build/dash_renderer.min.js",
    }  # fmt: skip
    for part, told in filled.items():
        rule = rule.replace(part, told)
    return rule


def of_kind(*kinds: str) -> list[str]:
    return [name.removeprefix("GET ") for name, kind in EXPECTED["routes"].items() if kind in kinds]


@pytest.mark.parametrize("rule", of_kind("own"))
def test_papers_of_a_unit_are_given_to_those_of_its_scope_only(place, rule):
    for actor in ACTORS:
        for unit in place.units:
            answer = place.clients[actor].get(addresses(rule, unit, place.receipts[unit]))
            assert (answer.status_code == 200) == holds(actor, unit), (actor, unit, answer.status_code)
            if not holds(actor, unit):
                assert answer.status_code in REFUSED
                assert f"托育园{unit}" not in answer.text


@pytest.mark.parametrize("rule", of_kind("figures"))
def test_figures_are_for_everybody_with_an_account_and_name_nobody_of_another_unit(place, rule):
    units = place.units if "<" in rule else (OWN,)
    for unit in units:
        answers = {actor: place.clients[actor].get(addresses(rule, unit, "")) for actor in ACTORS}
        statuses = {actor: answer.status_code for actor, answer in answers.items()}
        assert statuses["anonymous"] in (302, 401), statuses
        assert statuses["shi"] == statuses["ji"]
        assert not {401, 403, 302, 500} & {statuses[actor] for actor in PEOPLE}, (unit, statuses)
        for actor, answer in answers.items():
            told = answer.data.decode("utf-8", "replace")
            foreign = [one for one in place.units if not holds(actor, one) and _names(one, place, told)]
            assert foreign == [], (actor, rule, unit)


def _names(unit: str, place: Place, told: str) -> bool:
    return f"托育园{unit}" in told or place.receipts[unit] in told or f"{unit}-0001" in told


@pytest.mark.parametrize("rule", of_kind("open"))
def test_what_is_open_is_open_to_everybody(place, rule):
    found = {place.clients[actor].get(addresses(rule, OWN, "")).status_code for actor in ACTORS}
    assert len(found) == 1
    assert not found & {401, 403, 302, 500}


@pytest.mark.parametrize("rule", of_kind("audit"))
def test_the_audit_is_for_administrators_and_auditors(place, rule):
    found = {actor: place.clients[actor].get(rule).status_code for actor in ACTORS}
    allowed = {actor for actor, status in found.items() if status == 200}
    assert allowed == {"shi", "ji"}
    assert {found[actor] for actor in ("kan", "wang", "shen")} == {403}


@pytest.mark.parametrize("actor", ACTORS)
def test_the_page_of_a_return_is_shown_to_those_of_its_scope_only(place, actor):
    for unit in place.units:
        if actor == "anonymous":
            given = [value("url", "pathname", "/returns"), value("url", "search", f"?receipt={place.receipts[unit]}")]
            answer = called(place.clients["shi"], "answer.data", [*given, value("again", "data", None)],
                            [value("shown", "data", None)])  # fmt: skip
            assert answer.status_code == 200
            body = {"output": "answer.data", "inputs": given}
            assert place.clients[actor].post("/_dash-update-component", json=body).status_code == 401
            continue
        told = shown(place.clients[actor], "/returns", f"?receipt={place.receipts[unit]}")
        assert ("审核" in told and "return.xlsx" in told) == holds(actor, unit), (actor, unit)
        assert holds(actor, unit) or f"没有回执号为“{place.receipts[unit]}”" in told


ANSWERS = {"access.not_for_you": "没有这项权限", "access.other_unit": "不能报送或查看该单位"}


@pytest.mark.parametrize("actor", list(PEOPLE))
def test_a_file_is_judged_and_stored_for_its_own_reporter_only(place, actor):
    before = len(place.house.repository.returns())
    units = place.units if actor == "wang" else (OWN, "110105")
    for unit in units:
        papers = ledger_papers().item("填报单位代码", unit)
        states = [*file_of(papers), value("actor", "value", "别人")]
        told = [
            words(called(place.clients[actor], output, given, states_of).json["response"])
            for output, given, states_of in (
                ("upload-judgement.children", [value("upload-arrived", "data", 1)], file_of(papers)),
                ("upload-committed.children", [value("upload-commit", "n_clicks", 1)], states),
            )
        ]
        for one in told:
            if actor != "wang":
                assert ANSWERS["access.not_for_you"] in one
            elif unit != OWN:
                assert ANSWERS["access.other_unit"] in one
            else:
                assert not any(sentence in one for sentence in ANSWERS.values())
    assert len(place.house.repository.returns()) == before or actor == "wang"


MAY_DECIDE = {"shi": None, "shen": {OWN}, "kan": set(), "wang": set(), "ji": set()}


@pytest.mark.parametrize("actor", list(PEOPLE))
def test_a_return_is_decided_on_by_its_reviewer_and_the_city_only(place, actor):
    for unit in place.units:
        receipt = place.house.repository.returns()
        last = [one for one in receipt if one.org_unit == unit][-1]
        act(place.clients[actor], last.receipt, "returned", reason="错", actor="别人")
        now = place.house.repository.stored(last.receipt)
        allowed = MAY_DECIDE[actor] is None or unit in MAY_DECIDE[actor]
        if allowed and last.state is State.RECEIVED:
            assert (now.state, place.house.repository.states(last.sequence)[-1].actor) == (State.RETURNED, actor)
        else:
            assert now.state is last.state, (actor, unit)


FORGED = (
    {},
    {"output": "answer.data"},
    {"output": "..answer.data...fault.children..", "inputs": [], "outputs": []},
    {"output": "main.children", "outputs": {"id": "main", "property": "children"}, "inputs": []},
    {"output": "nothing.children", "outputs": {"id": "nothing", "property": "children"}, "inputs": []},
    {"output": "head.children", "inputs": [{"id": "answer", "property": "data", "value": 1}]},
    {"output": ["answer.data"]},
    {"output": "upload-judgement.children", "inputs": "x", "state": 7},
    [],
    "words",
    {"output": "file-made.data", "inputs": [value("upload-marked", "n_clicks", {"a": 1})], "state": []},
)


@pytest.mark.parametrize("body", FORGED)
@pytest.mark.parametrize("actor", ["anonymous", "wang"])
def test_a_forged_body_tells_nothing(place, actor, body):
    answer = place.clients[actor].post("/_dash-update-component", json=body)
    assert answer.status_code == (401 if actor == "anonymous" else 400)
    assert not any(word in answer.text for word in ("Traceback", 'File "', "/callbacks/", "SELECT ", "sqlite"))
    assert not any(_names(unit, place, answer.text) for unit in place.units if unit != OWN)


@pytest.mark.parametrize("rule", of_kind("brief"))
def test_what_administrators_prepare_is_theirs(place, rule):
    found = {actor: place.clients[actor].get(rule.replace("<job>", "0" * 16)).status_code for actor in ACTORS}
    assert {actor for actor, status in found.items() if status in (401, 403)} == set(ACTORS) - {"shi"}, found


@pytest.mark.parametrize("output", [name for name, kind in EXPECTED["callbacks"].items() if kind == "brief"])
def test_nobody_else_prepares_briefings(place, output):
    given = {
        "briefing-remade.children": ([value("briefing-remake", "n_clicks", 1)], [value("url", "search", "?issued=1")]),
        "draft-checked.children": (
            [value("draft-arrived", "data", 1)],
            [
                value("draft", "contents", "data:;base64,UEs="),
                value("draft", "filename", "稿.docx"),
                value("url", "search", ""),
            ],
        ),
    }[output]
    for actor in set(PEOPLE) - {"shi"}:
        answer = called(place.clients[actor], output, *given)
        assert answer.status_code in (200, 204, 500)
        assert not any(_names(unit, place, answer.text) for unit in place.units if not holds(actor, unit))


@pytest.mark.parametrize("rule", of_kind("import"))
def test_what_became_of_an_import_is_told_to_reporters_only(place, rule):
    """Whose import it is: tests/integration/test_imports.py."""
    found = {actor: place.clients[actor].get(rule.replace("<job>", "0" * 16)).status_code for actor in ACTORS}
    assert {actor for actor, status in found.items() if status in (401, 403)} == set(ACTORS) - {"wang"}, found


OWNERS = {"shi": Origin(), "wang": Origin(JobKind.IMPORTS, "wang")}


@pytest.mark.parametrize("owner", list(OWNERS))
def test_a_job_is_told_of_and_stopped_by_those_whose_business_it_is(place, owner):
    jobs, go = Jobs(place.house.settings.work), Event()
    name = jobs.start(lambda progress: go.wait(60) and progress.step(), total=7, origin=OWNERS[owner])
    search = [value("url", "search", f"?job={name}")]
    try:
        for actor in sorted(set(PEOPLE), key=lambda one: one == owner):
            told = called(place.clients[actor], "job-progress.children", [value("job-pulse", "n_intervals", 1)], search)
            assert ("任务进度" in words_of(told)) == (actor == owner), actor
            called(place.clients[actor], "job-cancel.disabled", [value("job-cancel", "n_clicks", 1)], search)
            assert jobs.is_stopping(name) == (actor == owner), actor
    finally:
        go.set()


def words_of(answer) -> str:
    return str(answer.json["response"])
