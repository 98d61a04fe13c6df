"""Every key of the assessed rows of stocks, all periods and places: equal to a reckoning of raw rows."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, insert, make_url, select, text

from data import schema
from data.model import Period, Reference
from data.repository import Repository, open_repository
from data.settings import Settings
from metrics.indicators import BY_ID
from metrics.interchange import scorecard_document
from metrics.queries import scorecard
from tests.fakes import moment
from tests.integration.independent_rows import Naive, Register

PERIODS = [str(one) for one in Period.parse("2022-Q4").through(Period.parse("2026-Q3"))]
MOMENTS = ("2025-01-12T09:30", "2026-11-20T12:00")
NAMES = {name: name for name in BY_ID}
NOT_COMPARED = ("name", "unit", "population")
RECKONED = ("G1", "G1L", "G2", "G5", "G6", "G7", "G8", "COV", "USE", "INST")
"""What this reckoning knows; the commitments that build on the ledger have one of their own."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, demo_settings: Settings, reference: Reference) -> Settings:
    """The demonstration in SQLite as it was loaded, and the same rows in PostgreSQL."""
    if request.param == "sqlite":
        return demo_settings
    return Settings(database_url=_copied(demo_settings, request.getfixturevalue("postgresql_server"), reference))


@pytest.fixture(scope="module")
def store(kept: Settings, reference: Reference) -> Iterator[Repository]:
    repository = open_repository(kept, reference)
    yield repository
    repository.close()


@pytest.fixture(scope="module")
def raw(kept: Settings) -> Iterator[Connection]:
    engine = create_engine(kept.database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _copied(source: Settings, server: str, reference: Reference) -> str:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE figures"))
    admin.dispose()
    url = make_url(server).set(database="figures").render_as_string(hide_password=False)
    open_repository(Settings(database_url=url), reference).close()
    old, new = create_engine(source.database_url), create_engine(url)
    with old.connect() as reading, new.begin() as writing:
        for table in schema.metadata.sorted_tables:
            rows = [dict(row._mapping) for row in reading.execute(select(table))]
            if rows:
                writing.execute(insert(table), rows)
    old.dispose()
    new.dispose()
    return url


@pytest.fixture(scope="module")
def register() -> Register:
    return Register(Settings().reference)


def shown(store: Repository, period: str, when: str) -> list[dict]:
    card = scorecard(store, period=Period.parse(period), as_of=moment(when), scope="all")
    rows = json.loads(json.dumps(scorecard_document(card, NAMES)))["indicators"]
    return [row for row in rows if row["indicator"] in RECKONED]


@pytest.mark.parametrize("when", MOMENTS)
def test_every_row_of_every_period_equals_the_independent_reckoning(
    store: Repository, raw: Connection, register: Register, when: str
):
    naive = Naive(raw, register, moment(when))
    for period in PERIODS:
        rows = [{key: row[key] for key in row if key not in NOT_COMPARED} for row in shown(store, period, when)]
        reckoned = naive.rows(period)
        assert [_key(row) for row in rows] == [_key(row) for row in reckoned]
        for row, again in zip(rows, reckoned, strict=True):
            assert row == again, f"{period} {_key(row)}"


def _key(row: dict) -> tuple:
    return row["indicator"], row["org_unit"], row["zone"]
