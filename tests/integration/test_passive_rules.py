"""Every route, read as a passive scanner reads it, over https: as an administrator, as nobody, and wrong ones."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callbacks.application import build_application
from data import passwords
from data.people import Role
from data.review import Review
from data.settings import HOUSE, Settings
from tests import passive_rules
from tests.account_samples import PASSWORD, START, TurnedHouse, token_of, with_people
from tests.integration.test_access_table import addresses
from tests.integration.test_life_of_a_return import PDF
from tests.passive_rules import findings
from tests.route_rows import rows_of
from tests.store_samples import UNIT, institution, ledger_return, stored

EXPECTED = tomllib.loads((HOUSE / "tests" / "expected_access.toml").read_text(encoding="utf-8"))
ROUTES = [name.removeprefix("GET ") for name in EXPECTED["routes"] if name.startswith("GET ")]
HTTPS = "https://localhost"
WRONG = ("/nowhere", "/api/v1/nothing", "/districts/999999", "/?period=soon", "/assets/none.css", "/audit?before=x",
         "/plain/?lang=fr", "/download/returns/TY-1/form.pdf", "/%2e%2e/etc/passwd", "/api/v1/returns?a=1")  # fmt: skip


class Place:
    """A house with one return, and two readers over https: an administrator and nobody."""

    def __init__(self, file: Path) -> None:
        house = TurnedHouse(Settings(database_url=f"sqlite:///{file}", auth="login"))
        with_people(house, {"shi": (Role.ADMIN, None)})
        row = replace(institution(), longitude="116.2", latitude="40.2")
        self.receipt = stored(house.repository, ledger_return(row), file=b"PK").receipt
        Review(house.repository, lambda: START).attach(self.receipt, "scan.pdf", PDF, actor="甲")
        self.app = build_application(house)
        self.nobody, self.admin = (self.app.server.test_client() for _ in range(2))
        self.answers = list(self._sign_in(self.admin))

    def _sign_in(self, client: FlaskClient) -> Iterator[TestResponse]:
        page = client.get("/login", base_url=HTTPS)
        given = {"csrf_token": token_of(page.text), "name": "shi", "password": PASSWORD}
        yield page
        yield client.post("/login", data=given | {"password": "wrong"}, base_url=HTTPS)
        yield client.post("/login", data=given | {"next": "//evil.example"}, base_url=HTTPS)
        assert client.get("/", base_url=HTTPS).status_code == 200

    def get(self, client: FlaskClient, path: str) -> TestResponse:
        return client.get(path, base_url=HTTPS)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "COST", 2**4)
        yield Place(tmp_path_factory.mktemp("passive") / "a.sqlite")


def test_every_route_of_the_application_is_read(place):
    assert {row.name for row in rows_of(place.app) if row.kind == "GET"} == set(ROUTES)


@pytest.mark.parametrize("rule", ROUTES)
def test_nothing_is_found_on_a_route(place, rule):
    path = addresses(rule, UNIT, place.receipt)
    for client in (place.admin, place.nobody):
        answer = place.get(client, path)
        assert findings(answer) == [], (answer.status, path)


@pytest.mark.parametrize("path", WRONG)
def test_nothing_is_found_where_the_address_is_wrong(place, path):
    for client in (place.admin, place.nobody):
        assert findings(place.get(client, path)) == []


def test_nothing_is_found_on_the_way_in_and_on_what_is_posted(place):
    post = place.nobody.post
    posted = [
        post("/login", base_url=HTTPS),
        post("/login/out", base_url=HTTPS),
        post("/_dash-update-component", json={}, base_url=HTTPS),
        place.admin.post("/_dash-update-component", json={"output": "x.y"}, base_url=HTTPS),
        place.admin.post("/_dash-update-component", data="{", content_type="application/json", base_url=HTTPS),
        place.admin.post("/audit", base_url=HTTPS),
        post("/login", headers={"Origin": "https://evil.example"}, base_url=HTTPS),
    ]
    assert [(answer.status, found) for answer in (*place.answers, *posted) for found in findings(answer)] == []


BAD = {
    "cookie": Response("<!doctype html>", headers={"Set-Cookie": "a=b"}),
    "told": Response("", headers={"X-Powered-By": "x"}),
    "cache": Response("<!doctype html>"),
    "private address": Response("<!doctype html>10.1.2.3"),
    "fault": Response("<!doctype html>Traceback (most recent call last)"),
    "person": Response("<!doctype html>110101201901011234"),
    "elsewhere": Response('<!doctype html><script src="//evil.example/x.js"></script>'),
    "tabnabbing": Response('<!doctype html><a target="_blank" href="/x">x</a>'),
    "form": Response('<!doctype html><form method="post"></form>'),
    "mixed": Response('<!doctype html><a href="http://x/">x</a>'),
    "kind": Response("no page", mimetype="text/html"),
    "redirect": Response("", headers={"Location": "https://evil.example/"}),
    "hash": Response("<!doctype html>scrypt:32768:8:1$x"),
    "policy": Response("", headers={"Content-Security-Policy": "script-src 'unsafe-eval'"}),
    "viewport": Response("<!doctype html>"),
    "lang": Response("<!doctype html><html>"),
    "handler": Response('<!doctype html><b onclick="x()">'),
    "header": Response(""),
    "comment": Response("<!doctype html><!-- the password -->"),
    "key in an address": Response("", headers={"Location": "/?token=1"}),
}


def test_every_rule_has_an_answer_that_breaks_it():
    source = Path(passive_rules.__file__).read_text(encoding="utf-8")
    named = re.findall(r'yield (?:from \(+)?"([a-z ]+)"', source)
    assert {*named, *passive_rules.TOLD_OF} == set(BAD)


@pytest.mark.parametrize("rule", list(BAD))
def test_each_rule_finds_what_it_is_for(rule):
    given = BAD[rule]
    assert rule in {found[0] for found in findings(TestResponse(given.response, given.status, given.headers, None))}
