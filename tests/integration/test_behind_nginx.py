"""A real nginx with the setting that comes along, before two workers: TLS, who somebody is, how much may be sent."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import NamedTuple

import pytest
import requests

from app import House
from data.settings import HOUSE, Settings
from tests.account_samples import PASSWORD, token_of, with_people
from tests.bench.serving import free_port, served
from tests.integration.openid.test_faults import certificate
from tests.integration.test_pages_http import asked_for

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
MADE_UP = "203.0.113.9"
pytestmark = pytest.mark.skipif(NGINX is None, reason="NGINX IS MISSING: make nginx installs one")


class Place(NamedTuple):
    """The proxy's two doors, and the certificate of its own."""

    http: int
    https: int
    authority: Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("nginx")
    url = f"sqlite:///{folder}/tuoyu.sqlite"
    with_people(House(Settings(database_url=url, auth="login")))
    environ = {**os.environ, "TUOYU_DATABASE_URL": url, "TUOYU_AUTH": "login", "TUOYU_PROXY": "127.0.0.1"}
    serve = [sys.executable, str(HOUSE / "app.py"), "serve", "--workers", "2", "--port"]
    _, authority = certificate(folder)
    with served(serve, environ) as (port, _, _), proxied(folder, port, authority) as found:
        yield found


@contextmanager
def proxied(folder: Path, port: int, authority: Path) -> Iterator[Place]:
    """The setting as it is, with other ports and places; a process of its own."""
    made = Place(free_port(), free_port(), authority)
    setting = (HOUSE / "docs/deploy/nginx.conf").read_text(encoding="utf-8")
    for there, here in {
        "server web:8050;": f"server 127.0.0.1:{port};",
        "listen 80;": f"listen 127.0.0.1:{made.http};",
        "listen 443 ssl;": f"listen 127.0.0.1:{made.https} ssl;",
        "/etc/nginx/tls/server.crt": str(authority),
        "/etc/nginx/tls/server.key": str(folder / "key.pem"),
    }.items():
        assert setting.count(there) == 1, there
        setting = setting.replace(there, here)
    places = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in TEMPORARY)
    whole = f"pid {folder}/pid; events {{}} http {{ access_log off; {places}\n{setting} }}"
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    command = [str(NGINX), "-e", str(folder / "log"), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    process = subprocess.Popen(command)
    try:
        _wait(made)
        yield made
    finally:
        process.terminate()
        process.wait(20)


def _wait(place: Place) -> None:
    for _ in range(200):
        try:
            requests.get(f"http://127.0.0.1:{place.http}/", allow_redirects=False, timeout=5)
        except requests.ConnectionError:
            sleep(0.05)
        else:
            return
    raise AssertionError("nginx does not listen")


class Answer:
    """As the tests' client has it."""

    def __init__(self, given: requests.Response) -> None:
        self.status_code, self.text, self.headers = given.status_code, given.text, given.headers
        self.cookies = given.headers.get("Set-Cookie", "")
        self._given = given

    @property
    def json(self) -> object:
        return self._given.json()


class Browser:
    """Over TLS, by the name that the certificate is for, as if the proxy stood at the usual port."""

    def __init__(self, place: Place, **head: str) -> None:
        self.address, self.session = f"https://localhost:{place.https}", requests.Session()
        self.session.trust_env, self.session.verify = False, str(place.authority)
        self.session.headers.update(
            {"Host": "localhost", "Origin": "https://localhost", "Sec-Fetch-Site": "same-origin"} | head
        )

    def get(self, path: str, **more: object) -> Answer:
        return self._asked("GET", path, **more)

    def post(self, path: str, **more: object) -> Answer:
        return self._asked("POST", path, **more)

    def _asked(self, method: str, path: str, **more: object) -> Answer:
        return Answer(self.session.request(method, self.address + path, allow_redirects=False, timeout=60, **more))

    def sign_in(self, name: str) -> Answer:
        fields = {"csrf_token": token_of(self.get("/login").text), "name": name, "password": PASSWORD}
        return self.post("/login", data=fields)


def test_plain_http_is_sent_to_tls(place: Place) -> None:
    answer = requests.get(f"http://127.0.0.1:{place.http}/districts?lang=en", allow_redirects=False, timeout=20)
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://127.0.0.1/districts?lang=en")


def test_somebody_signs_in_and_reads_pages_at_both_workers(place: Place) -> None:
    browser = Browser(place)
    assert browser.get("/api/v1/indicators").status_code == 401
    entered = browser.sign_in("lingdao")
    assert entered.status_code == 303, entered.text[:400]
    assert "Secure" in entered.cookies
    assert "Strict-Transport-Security" in entered.headers
    for _ in range(6):
        shown = asked_for(browser, "/", "?lang=en")
        assert "Overview" in str(shown)
        assert browser.get("/districts").status_code == 200


def test_another_site_presses_no_button(place: Place) -> None:
    browser = Browser(place)
    browser.sign_in("lingdao")
    head = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert browser.post("/_dash-update-component", json={}, headers=head).status_code == 403


def test_a_sender_cannot_say_who_he_is(place: Place) -> None:
    """The audit names the address that came to the proxy, whatever the request claims."""
    Browser(place, **{"X-Forwarded-For": MADE_UP, "X-Forwarded-Host": "evil.example"}).sign_in("shi")
    told = Browser(place)
    assert told.sign_in("shi").status_code == 303
    audit = told.get("/audit").text
    assert "127.0.0.1" in audit
    assert MADE_UP not in audit
    assert "evil.example" not in audit


def test_signs_of_the_machine_stay_inside_and_too_large_a_file_outside(place: Place) -> None:
    browser = Browser(place)
    assert browser.get("/metrics").status_code == 404
    assert browser.get("/healthz").status_code == 200
    assert browser.post("/_dash-update-component", data=b"x" * (17 * 1024 * 1024)).status_code == 413
