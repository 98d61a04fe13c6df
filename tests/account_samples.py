"""A house with accounts, a clock that a test turns, and clients that sign in as a browser does."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from flask.testing import FlaskClient

from app import House
from callbacks.application import build_application
from data.people import Role
from data.settings import Settings
from tests.conftest import BEIJING

PASSWORD = "korrekt pferd batterie"
START = datetime(2026, 1, 14, 9, tzinfo=BEIJING)
PEOPLE = {
    "lingdao": (Role.VIEWER, None),
    "wang": (Role.REPORTER, "110114"),
    "chao": (Role.REPORTER, "110105"),
    "shen": (Role.REVIEWER, "110114"),
    "shi": (Role.ADMIN, None),
    "ji": (Role.AUDITOR, None),
}
"""One account a role, and a reporter of another unit."""


class TurnedHouse(House):
    """A house whose clock a test turns."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.time = START

    def now(self) -> datetime:
        return self.time

    def later(self, **by: float) -> None:
        self.time += timedelta(**by)


def with_people(house: House, people: dict[str, tuple[Role, str | None]] | None = None) -> House:
    """The same house with one account each."""
    for name, (role, unit) in (PEOPLE if people is None else people).items():
        house.accounts.add(name, role, unit, PASSWORD, actor="test")
    return house


def served(house: House) -> FlaskClient:
    """A browser that has not been here yet."""
    return build_application(house).server.test_client()


def token_of(page: str) -> str:
    """The token that a form carries."""
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, **more: object):
    """Fill in the form of /login; the raw answer."""
    token = token_of(client.get("/login").text)
    return client.post("/login", data={"csrf_token": token, "name": name, "password": password, **more})


def sign_out(client: FlaskClient):
    """Press the button of /login."""
    return client.post("/login/out", data={"csrf_token": token_of(client.get("/login").text)})


def cookie_of(client: FlaskClient) -> str | None:
    """What the browser holds."""
    found = client.get_cookie("tuoyu")
    return None if found is None else found.value
