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
from callbacks.application import MOST_POSTED
from data.settings import HOUSE, Settings
from layouts.text import text_for
from tests.account_samples import sign_in, with_people
from tests.bench.serving import free_port, served
from tests.integration.openid.test_faults import certificate
from tests.integration.test_deploy import health_command
from tests.integration.test_pages_http import asked_for
from tests.integration.test_returns_http import committed
from tests.postgres import new_database
from tests.remote import Remote
from tests.return_papers import ledger_papers

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
MADE_UP = "203.0.113.9"
pytestmark = pytest.mark.skipif(NGINX is None, reason="NGINX IS MISSING: make nginx installs one")


class Place(NamedTuple):
    """The proxy's two doors, the certificate of its own, the path it serves under, and the program's own door."""

    http: int
    https: int
    authority: Path
    prefix: str
    program: int


@pytest.fixture(scope="module", params=[("sqlite", "/"), ("postgresql", "/tuoyu/")], ids="-".join)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("nginx")
    kind, prefix = request.param
    url = f"sqlite:///{folder}/tuoyu.sqlite"
    if kind == "postgresql":
        url = new_database(request.getfixturevalue("postgresql_server"), "behind_nginx")
    with_people(House(Settings(database_url=url, auth="login")))
    told = {"DATABASE_URL": url, "AUTH": "login", "PROXY": "127.0.0.1", "URL_PREFIX": prefix}
    environ = os.environ | {f"TUOYU_{name}": value for name, value in told.items()}
    serve = [sys.executable, str(HOUSE / "app.py"), "serve", "--workers", "2", "--port"]
    _, authority = certificate(folder)
    with served(serve, environ) as (port, _, _), proxied(folder, port, authority, prefix) as found:
        yield found


@contextmanager
def proxied(folder: Path, port: int, authority: Path, prefix: str) -> Iterator[Place]:
    """The setting as it is, with other ports and places, and the prefix where it says so; a process of its own."""
    made = Place(free_port(), free_port(), authority, prefix, port)
    setting = (HOUSE / "docs/deploy/nginx.conf").read_text(encoding="utf-8")
    for there, here in {
        "location = /metrics {": f"location = {prefix}metrics {{",
        "location / {": f"location {prefix} {{",
        "server web:8050;": f"server 127.0.0.1:{port};",
        "listen 80;": f"listen 127.0.0.1:{made.http};",
        "listen 443 ssl;": f"listen 127.0.0.1:{made.https} ssl;",
        "/etc/nginx/tls/server.crt": str(authority),
        "/etc/nginx/tls/server.key": str(folder / "key.pem"),
    }.items():
        assert setting.count(there) == 1, there
        setting = setting.replace(there, here)
    places = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in TEMPORARY)
    user = "user root; " if os.getuid() == 0 else ""  # whose folders the others may not enter
    whole = f"{user}pid {folder}/pid; events {{}} http {{ access_log off; {places}\n{setting} }}"
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


def browser(place: Place, **head: str) -> Remote:
    """Over TLS, by the name that the certificate is for, as if the proxy stood at the usual port."""
    own = {"Host": "localhost", "Origin": "https://localhost", "Sec-Fetch-Site": "same-origin"}
    address = f"https://localhost:{place.https}{place.prefix.rstrip('/')}"
    return Remote(address, verify=str(place.authority), **own | head)


def test_plain_http_is_sent_to_tls(place: Place) -> None:
    answer = requests.get(f"http://127.0.0.1:{place.http}/districts?lang=en", allow_redirects=False, timeout=20)
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://127.0.0.1/districts?lang=en")


def test_somebody_signs_in_and_reads_pages_again_and_again(place: Place) -> None:
    leader = browser(place)
    assert leader.get("/api/v1/indicators").status_code == 401
    entered = sign_in(leader, "lingdao")
    assert entered.status_code == 303, entered.text[:400]
    assert "Secure" in entered.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in entered.headers
    for _ in range(6):
        assert "Overview" in str(asked_for(leader, place.prefix, "?lang=en"))
        assert leader.get("/districts").status_code == 200


def test_another_site_presses_no_button(place: Place) -> None:
    leader = browser(place)
    sign_in(leader, "lingdao")
    head = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert leader.post("/_dash-update-component", json={}, headers=head).status_code == 403


def test_a_sender_cannot_say_who_he_is(place: Place) -> None:
    """The audit names the address that came to the proxy, whatever the request claims."""
    sign_in(browser(place, **{"X-Forwarded-For": MADE_UP, "X-Forwarded-Host": "evil.example"}), "shi")
    told = browser(place)
    assert sign_in(told, "shi").status_code == 303
    audit = told.get("/audit").text
    assert "127.0.0.1" in audit
    assert MADE_UP not in audit
    assert "evil.example" not in audit


def test_signs_of_the_machine_stay_inside(place: Place) -> None:
    assert browser(place).get("/metrics").status_code == 404
    assert browser(place).get("/healthz").status_code == 200


def test_what_watches_over_the_image_asks_under_its_path(place: Place) -> None:
    python, *words = health_command()
    asked = [word.replace(":8050", f":{place.program}") for word in words]
    environ = os.environ | {"TUOYU_URL_PREFIX": place.prefix}
    assert python == "python"
    assert subprocess.run([sys.executable, *asked], cwd=HOUSE, env=environ, check=False).returncode == 0


def test_a_return_and_a_large_file_pass_and_what_is_too_large_is_refused_in_our_words(place: Place) -> None:
    clerk = browser(place)
    sign_in(clerk, "wang")
    assert "已提交" in committed(clerk, ledger_papers(), actor=None)
    head = {"Content-Type": "application/json"}
    passed = clerk.post("/_dash-update-component", data=b" " * (MOST_POSTED - 1024) + b"{}", headers=head)
    assert "X-Request-Id" in passed.headers, "it reached the program, which makes nothing of it"
    assert passed.status_code != 413
    refused = clerk.post("/_dash-update-component", data=b" " * (MOST_POSTED + 1024) + b"{}", headers=head)
    assert refused.status_code == 413
    assert text_for("zh")("fault.too_large") in refused.text
