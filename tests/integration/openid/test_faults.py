"""A provider that breaks, is slow, is not there, or describes itself wrongly; and the one host that is called."""

from __future__ import annotations

import re
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event, Semaphore

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Response, redirect

from callbacks.commands.serve import THREADS
from data import back_channel
from tests.account_samples import cookie_of, served
from tests.identity_provider import (
    Provider,
    running,
    slowly,
)
from tests.openid_visits import (
    BACK,
    BACKS,
    come_back,
    is_in,
    query_of,
    refused,
    sent_out,
    signed_in,
    with_oidc,
)
from tests.passive_rules import findings


def broken(status: int = 500, body: str = "<h1>gone</h1>", **heads: str) -> Callable[[], Response]:
    return lambda: Response(body, status, headers=heads)


BREAKS = {
    "500": (broken(), "连不上", 503),
    "a page": (broken(200), "核对不通过", 502),
    "a list": (broken(200, "[]"), "核对不通过", 502),
    "empty": (broken(200, "{}"), "核对不通过", 502),
    "elsewhere": (lambda: redirect("http://localhost:9/"), "核对不通过", 502),
    "endless": (broken(200, "{" + " " * back_channel.MOST_BYTES + "}"), "连不上", 503),
}


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
@pytest.mark.parametrize("how", list(BREAKS))
def test_a_provider_that_breaks_is_told_and_asked_again_the_next_time(client, provider, path, how):
    answer, words, status = BREAKS[how]
    provider.twists.answers[path] = answer
    if path == "/.well-known/openid-configuration":
        told = client.get("/login/oidc")
        assert (told.status_code, words in told.text) == (status, True)
    else:
        refused(client, words, status)
    del provider.twists.answers[path]
    assert signed_in(client).status_code == 303


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_nobody_waits_for_a_slow_provider(client, provider, path, monkeypatch):
    monkeypatch.setattr(back_channel, "SECONDS_OF_SILENCE", 0.2)
    monkeypatch.setattr(back_channel, "SECONDS_IN_ALL", 0.4)
    provider.twists.answers[path] = slowly(2, broken(200, "{}"))
    answer = signed_in(client) if path != "/.well-known/openid-configuration" else client.get("/login/oidc")
    assert (answer.status_code, "连不上" in answer.text) == (503, True)


def test_no_more_than_half_the_threads_of_a_server_wait_for_a_provider(house, provider, monkeypatch):
    monkeypatch.setattr(back_channel, "SECONDS_FOR_A_PLACE", 0.05)
    app, opened, arrived = served(with_oidc(house, provider)).application, Event(), Semaphore(0)
    provider.twists.answers["/.well-known/openid-configuration"] = lambda: (arrived.release(), opened.wait(5), None)[2]
    with ThreadPoolExecutor(back_channel.AT_ONCE) as visitors:
        waiting = [visitors.submit(app.test_client().get, "/login/oidc") for _ in range(back_channel.AT_ONCE)]
        assert all(arrived.acquire(timeout=5) for _ in waiting)
        assert app.test_client().get("/login/oidc").status_code == 503
        assert app.test_client().get("/login").status_code == 200
        opened.set()
        assert [one.result().status_code for one in waiting] == [303] * back_channel.AT_ONCE
    assert len(provider.asked) == back_channel.AT_ONCE < THREADS


def test_a_drop_at_a_time_is_slow_too(client, provider, monkeypatch):
    def drops() -> Iterator[bytes]:
        for _ in range(20):
            yield slowly(0.15, lambda: b" ")()

    monkeypatch.setattr(back_channel, "SECONDS_IN_ALL", 0.5)
    provider.twists.answers["/token"] = lambda: Response(drops(), mimetype="application/json")
    refused(client, "连不上", 503)


def test_a_provider_that_is_gone_is_told_and_not_asked_again_at_once(house, provider, monkeypatch):
    monkeypatch.setattr(back_channel, "SECONDS_OF_REST", 60)
    client = served(with_oidc(house, provider))
    provider.twists.answers["/.well-known/openid-configuration"] = broken()
    assert [client.get("/login/oidc").status_code for _ in range(3)] == [503] * 3
    assert len(provider.asked) == 1


def test_who_is_in_stays_in_and_gets_out_while_the_provider_is_gone(house):
    with running(Provider(house.now, BACKS)) as provider:
        client = served(with_oidc(house, provider))
        signed_in(client)
        fresh = served(with_oidc(house, provider))
        fresh.set_cookie("tuoyu", cookie_of(client))
    assert is_in(client)
    assert client.get("/districts").status_code == 200
    told = fresh.get("/login").text
    assert "已登录" in told
    token = re.search(r'name="csrf_token" value="([^"]+)"', told)[1]
    answer = fresh.post("/login/out", data={"csrf_token": token})
    assert (answer.status_code, is_in(client)) == (200, False)
    assert client.get("/login/oidc").status_code == 303  # what it told of itself is still known
    assert fresh.get("/login/oidc").status_code == 503


ODD_METADATA = {
    "another issuer": {"issuer": "https://evil.example"},
    "no token endpoint": {"token_endpoint": None},
    "tokens in the clear": {"token_endpoint": "http://tokens.example/token"},
    "keys in a file": {"jwks_uri": "file:///etc/passwd"},
    "a way in by script": {"authorization_endpoint": "javascript:alert(1)"},
    "no S256": {"code_challenge_methods_supported": ["plain"]},
    "no secret that we have": {"token_endpoint_auth_methods_supported": ["private_key_jwt"]},
}


@pytest.mark.parametrize("odd", list(ODD_METADATA))
def test_a_provider_that_describes_itself_wrongly_is_not_used(client, provider, odd):
    provider.twists.metadata = ODD_METADATA[odd]
    answer = client.get("/login/oidc")
    assert (answer.status_code, "核对不通过" in answer.text) == (502, True)
    assert set(provider.asked) == {"/.well-known/openid-configuration"}


def test_a_secret_in_the_body_is_sent_where_the_provider_wants_it_there(client, provider):
    provider.twists.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert signed_in(client).status_code == 303


CALLED: list[tuple[str, int]] = []


def _note(event: str, arguments: tuple) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        CALLED.append(arguments[1][:2])


sys.addaudithook(_note)


@pytest.mark.parametrize("name", ["token_endpoint", "jwks_uri"])
def test_no_other_host_is_ever_called(house, provider, name, monkeypatch):
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    client = served(with_oidc(house, provider))
    CALLED.clear()
    assert client.get("/login/oidc").status_code == 303
    port = int(provider.issuer.rsplit(":", 1)[1])
    assert {one for _, one in CALLED} == {port}
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        elsewhere = other.getsockname()[1]
        provider.twists.metadata = {name: f"http://localhost:{elsewhere}/there"}
        provider.twists.claims = dict
        away = served(with_oidc(house, provider))
        state = query_of(sent_out(away))["state"]
        answer = come_back(away, f"{BACK}?code=x&state={state}&iss={provider.issuer}")
        assert answer.status_code in (400, 502)
        monkeypatch.undo()
        assert signed_in(away).status_code == 502
    assert elsewhere not in {one for _, one in CALLED}


def test_its_certificate_is_held_against_the_packages_or_the_operators_own(house, tmp_path):
    context, file = certificate(tmp_path)
    with running(Provider(house.now, BACKS), context) as provider:
        unknown = served(with_oidc(house, provider))
        assert unknown.get("/login/oidc").status_code == 503
        known = served(with_oidc(house, provider, oidc_ca=file))
        assert known.get("/login/oidc").status_code == 303


def certificate(folder) -> tuple[ssl.SSLContext, object]:
    """Of localhost, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=localhost")
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    file, secret = folder / "ca.pem", folder / "key.pem"
    file.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    private = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*private))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, secret)
    return context, file


def test_what_the_way_in_says_gives_a_passive_scanner_nothing(house, provider):
    client = served(with_oidc(house, provider))
    told = {"base_url": "https://localhost"}
    answers = [client.get(path, **told) for path in ("/login", "/login/oidc", "/login/oidc/back", "/login/password")]
    address = query_of(answers[1].location)
    provider.person = {"sub": "<script>"}
    back = f"https://localhost/login/oidc/back?state={address['state']}&error=x&iss={provider.issuer}"
    answers += [come_back(client, back), client.post("/login", **told), client.post("/login/out", **told)]
    found = [(answer.request.path, one) for answer in answers for one in findings(answer)]
    assert [one for _, (kind, one) in found if kind != "redirect"] == []
    assert [one for path, (kind, one) in found if kind == "redirect"] == [answers[1].location]
    assert answers[1].location.startswith(provider.issuer)


def test_names_of_strangers_are_words_and_no_markup(client, provider):
    provider.person = {"sub": "<script>alert(1)</script>"}
    assert "&lt;script&gt;" in refused(client, "没有账号", 403)
