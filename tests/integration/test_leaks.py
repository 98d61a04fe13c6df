"""Whoever asks whatever: no answer names another unit's return, institution, draft or file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data import passwords
from data.people import Role
from data.settings import Settings
from tests.account_samples import TurnedHouse, served, sign_in, with_people
from tests.conftest import BEIJING, copy_database
from tests.leaks import Asked, Secrets, requests

PEOPLE = {"chang": (Role.REPORTER, "110114"), "bda": (Role.REVIEWER, "BDA"), "kan": (Role.VIEWER, None)}


@pytest.fixture(scope="module")
def database(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("leaks") / "a.sqlite"
    copy_database(demo_database, file)
    return file


@pytest.fixture(scope="module")
def clients(database: Path) -> Iterator[dict[str, FlaskClient]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "COST", 2**4)
        house = TurnedHouse(Settings(database_url=f"sqlite:///{database}", auth="login", allow_http=True))
        house.time = house.time.replace(year=2026, month=11, day=20, tzinfo=BEIJING)
        with_people(house, PEOPLE)
        server = served(house).application
        found = {name: server.test_client() for name in PEOPLE}
        for name, client in found.items():
            assert sign_in(client, name).status_code == 303
        yield found


@pytest.fixture(scope="module")
def secrets(database: Path) -> Secrets:
    """Names and codes of institutions and projects, contacts and explanations, straight from the tables."""
    sql = """
        SELECT r.org_unit, t.word FROM returns r JOIN (
            SELECT return_sequence AS sequence, name AS word FROM ledger_rows
            UNION SELECT return_sequence, credit_code FROM ledger_rows WHERE credit_code IS NOT NULL
            UNION SELECT return_sequence, name FROM projects
            UNION SELECT return_sequence, contact FROM projects WHERE contact IS NOT NULL
            UNION SELECT return_sequence, contact FROM task_states WHERE contact IS NOT NULL
            UNION SELECT return_sequence, text FROM issue_explanations
        ) t USING (sequence) WHERE length(t.word) > 5"""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(sql).fetchall()
    units = {unit for unit, _ in rows}
    of_unit = {unit: {word for one, word in rows if one == unit} for unit in units}
    common = {word for unit in units for word in of_unit[unit] if any(word in of_unit[x] for x in units - {unit})}
    return Secrets({unit: frozenset(words - common) for unit, words in of_unit.items()})


def receipts(database: Path) -> tuple[str, ...]:
    with closing(sqlite3.connect(database)) as connection:
        return tuple(row[0] for row in connection.execute("SELECT receipt FROM returns ORDER BY receipt"))


def leaks(database, clients, secrets, count: int, seed: int) -> list[tuple[str, Asked, set[str]]]:
    units = ("110101", "110105", "110108", "110114", "110119", "BDA")
    found = []
    asked = requests(seed, units, receipts(database))
    for number, one in enumerate(islice(asked, count)):
        name = list(PEOPLE)[number % len(PEOPLE)]
        told = one.answer(clients[name])
        assert len(told) > 50
        asked_himself = f"{one.path} {one.search}"
        leaked = {word for word in secrets.of_others(told, PEOPLE[name][1]) if word not in asked_himself}
        if leaked:
            found.append((name, one, set(sorted(leaked)[:3])))
    return found


def test_random_requests_name_nobody_of_another_unit(database, clients, secrets):
    assert leaks(database, clients, secrets, 90, 7) == []


@pytest.mark.soak
def test_a_thousand_random_requests_name_nobody_of_another_unit(database, clients, secrets):
    assert leaks(database, clients, secrets, 1_000, 70) == []


def test_the_search_for_secrets_would_find_them(secrets):
    assert secrets.of_others("see TY-110105-2025Q4-R1-0123abcd", "110114")
    assert secrets.of_others("number 110105-0001", "110114")
    assert secrets.of_others("townships-110105-2025-Q3.csv of 110105-2025", "110114") == {"110105-2025"}
    assert not secrets.of_others("townships-110105-2025-Q3.csv", "110114")
    assert not secrets.of_others("TY-110114-2025Q4-R1-0123abcd 110114-0001", "110114")
    word = min(secrets.words["110105"])
    assert secrets.of_others(f"and {word}", "110114")
