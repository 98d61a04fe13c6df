"""A house that an identity provider signs people in to, and a browser that goes there and comes back."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import House
from data.settings import Settings
from tests.account_samples import TurnedHouse
from tests.identity_provider import CLIENT, SECRET, Provider

BACK = "http://localhost/login/oidc/back"
BACKS = (BACK, "http://localhost/tuoyu/login/oidc/back", "https://tuoyu.example/login/oidc/back")
HTTPS = "https://tuoyu.example"


def with_oidc(house: House, provider: Provider, **chosen: object) -> House:
    """The same house, that the provider signs people in to."""
    told = {"auth": "oidc", "oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    made = TurnedHouse(Settings(**{"database_url": house.settings.database_url, **told, **chosen}))
    made.now = house.now  # one clock for all
    return made


def sent_out(client: FlaskClient, path: str = "/login/oidc", **asked: object) -> str:
    """The address at the provider that somebody is sent to."""
    answer = client.get(path, **asked)
    assert answer.status_code == 303, answer.text
    return answer.location


def sent_back(address: str) -> str:
    """What the provider sends the browser back to."""
    answer = requests.get(address, allow_redirects=False, timeout=20)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def come_back(client: FlaskClient, address: str, **asked: object) -> TestResponse:
    """The browser at that address, led there by another site."""
    parts = urlsplit(address)
    told = {"base_url": f"{parts.scheme}://{parts.netloc}", "headers": {"Sec-Fetch-Site": "cross-site"}}
    return client.get(f"{parts.path}?{parts.query}", **{**told, **asked})


def signed_in(client: FlaskClient, path: str = "/login/oidc") -> TestResponse:
    """There and back."""
    return come_back(client, sent_back(sent_out(client, path)))


def is_in(client: FlaskClient) -> bool:
    return client.get("/api/v1/returns").status_code == 200


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def refused(client: FlaskClient, words: str, status: int) -> str:
    """Goes in, and is refused with these words and a number; what the page says."""
    answer = signed_in(client)
    assert (answer.status_code, words in answer.text, is_in(client)) == (status, True, False), answer.text
    assert re.search(r"编号[0-9a-f]{8}", answer.text)
    assert 'href="/login/oidc?next=%2F"' in answer.text
    return answer.text
