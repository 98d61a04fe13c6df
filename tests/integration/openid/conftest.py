"""One house and one provider for the tests of this folder, by a clock that the test turns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import House
from callbacks import auditing
from data import back_channel, passwords
from data.settings import Settings
from tests.account_samples import TurnedHouse, served, with_people
from tests.identity_provider import Provider, running
from tests.openid_visits import BACKS, with_oidc


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", 2**4)
    monkeypatch.setattr(back_channel, "SECONDS_OF_REST", 0)
    auditing._lately.clear()  # of many refusals within a minute some are not written down


@pytest.fixture
def house(tmp_path) -> House:
    return with_people(TurnedHouse(Settings(database_url=f"sqlite:///{tmp_path / 'a.sqlite'}")))


@pytest.fixture
def provider(house: House) -> Iterator[Provider]:
    with running(Provider(house.now, BACKS)) as provider:
        yield provider


@pytest.fixture
def client(house: House, provider: Provider) -> FlaskClient:
    return served(with_oidc(house, provider))
