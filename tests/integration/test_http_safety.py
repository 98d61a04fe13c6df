"""What every answer says to the browser, whom a change may come from, and what a fault tells."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from flask.testing import FlaskClient

from callbacks.application import build_dashboard
from data.settings import Settings
from tests.fakes import FakeSource
from tests.site_samples import clock, sample_dashboard, sample_reference

PLACES = ("/", "/districts/110114", "/plain/", "/api/v1/indicators", "/download/scorecard.csv", "/healthz",
          "/assets/30-dashboard.css", "/nowhere", "/_dash-layout", "/_dash-dependencies")  # fmt: skip
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return sample_dashboard().server.test_client()


def policy(answer) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("path", PLACES)
def test_every_answer_carries_the_headers(client, path):
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    found = policy(answer)
    assert (found["frame-ancestors"], found["object-src"], found["base-uri"]) == ("'none'", "'none'", "'none'")
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:"} & set(found["script-src"].split())
    assert "http" not in answer.headers["Content-Security-Policy"]
    assert "Server" not in answer.headers or "Python" not in answer.headers["Server"]


def test_every_script_in_the_page_is_one_that_the_policy_names(client):
    answer = client.get("/")
    inline = [
        body
        for kind, body in re.findall(r"<script([^>]*)>(.*?)</script>", answer.text, re.DOTALL)
        if body.strip() and "application/json" not in kind
    ]
    digests = [base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in inline]
    assert digests
    assert [one for one in digests if f"'sha256-{one}'" not in policy(answer)["script-src"]] == []
    assert not re.search(r"\son[a-z]+=", answer.text)


def test_https_is_remembered_and_http_says_nothing_of_it(client):
    assert "max-age" in client.get("/", base_url="https://localhost").headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in client.get("/").headers


HERE = "http://localhost"
CROSS = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "{here}"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "{here}.evil.example"},
    {"Origin": "{here}:8051"},
    {"Origin": "{other}"},
    {"Referer": "https://evil.example/page"},
    {"Referer": "{here}@evil.example/"},
    {"Origin": "https://evil.example", "Referer": "{here}/"},
    {"Referer": "https://evil.example/?{here}"},
]
SAME = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "{here}"},
    {"Referer": "{here}/districts?period=2025-Q4"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "{here}", "Referer": "{here}/"},
    {},
]


def sent(client: FlaskClient, headers: dict[str, str], scheme: str) -> int:
    here, other = f"{scheme}://localhost", f"{'http' if scheme == 'https' else 'https'}://localhost"
    told = {name: words.format(here=here, other=other) for name, words in headers.items()}
    return client.post("/_dash-update-component", json={}, headers=told, base_url=here).status_code


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("headers", CROSS)
def test_twelve_requests_from_other_sites_are_refused(client, headers, scheme):
    assert sent(client, headers, scheme) == 403


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("headers", SAME)
def test_six_requests_of_our_own_pages_are_not(client, headers, scheme):
    assert sent(client, headers, scheme) != 403


class Broken(FakeSource):
    """A store that cannot be asked."""

    def counting_returns(self, **_: object):
        raise RuntimeError("SELECT password FROM users at /srv/tuoyu/data/repository")


@pytest.mark.parametrize("path", ["/plain/", "/download/townships.csv", "/api/v1/indicators", "/plain/gaps"])
def test_a_fault_shows_a_number_that_the_log_knows_and_nothing_of_itself(path, caplog):
    broken = Broken(sample_reference())
    broken.file("110101", "2025-Q4", {})
    client = build_dashboard(broken, Settings(), clock).server.test_client()
    answer = client.get(f"{path}?period=2025-Q4")
    assert answer.status_code == 500
    number = re.search(r"编号([0-9a-f]{8})", answer.text)
    assert number
    assert number[1] in caplog.text
    assert not any(word in answer.text for word in ("SELECT", "/srv", "RuntimeError", "Traceback"))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/api/v1/nothing", 404), ("post", "/api/v1/returns", 405), ("delete", "/healthz", 405),
     ("get", "/assets/none.css", 404), ("get", "/_dash-component-suites/dash/none.js", 404)],
)  # fmt: skip
def test_what_is_not_there_is_told_in_a_sentence(client, method, path, status):
    answer = getattr(client, method)(path)
    assert answer.status_code in (status, 404)
    assert not any(word in answer.text for word in ("Traceback", "site-packages", 'File "'))


def test_under_a_prefix_nothing_stands_outside_of_it():
    client = sample_dashboard(url_prefix="/tuoyu/").server.test_client()
    page = client.get("/tuoyu/").text
    led = [one for one in re.findall(r'(?:src|href|action)="(/[^"]*)"', page) if not one.startswith("/tuoyu/")]
    assert led == []
    assert client.get("/tuoyu/").headers["Content-Security-Policy"]
