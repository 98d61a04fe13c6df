"""PostgreSQL itself shows a role that owns nothing the rows of its scope only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from data.migrations.row_security import HELD, OWN
from data.repository import Repository
from data.repository.engine import open_engine, reading, writing
from data.returns import State
from data.review import Review
from data.scope import Scope
from tests.integration.test_life_of_a_return import PDF
from tests.integration.test_scope import LATER, OTHER, of_unit
from tests.integration.test_scope import OWN as UNIT
from tests.store_samples import START, stored


@pytest.fixture
def filled(repository: Repository, settings) -> tuple[Repository, Engine]:
    """Own and another's return, each with a scan; an engine that signs in as a role that owns nothing."""
    if make_url(settings.database_url).get_backend_name() != "postgresql":
        pytest.skip("SQLite has no roles")
    for unit in (UNIT, OTHER):
        kept = stored(repository, of_unit(unit), file=unit.encode())
        Review(repository, lambda: START + timedelta(days=1)).attach(
            kept.receipt, "a.pdf", PDF + unit.encode(), actor="甲"
        )
    role = f"reader_{make_url(settings.database_url).database}"
    with writing(open_engine(settings.database_url)) as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {role}"))
        connection.execute(text(f"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {role}"))
    address = make_url(settings.database_url).set(username=role, password=None)
    engine = open_engine(address.render_as_string(hide_password=False))
    yield repository, engine
    engine.dispose()
    with writing(open_engine(settings.database_url)) as connection:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))


def counts(connection: Connection) -> dict[str, int]:
    tables = ("files", *HELD, *OWN)
    return {table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables}


def test_a_role_that_owns_nothing_sees_its_scope(filled):
    repository, engine = filled
    with reading(engine) as connection:
        everything = counts(connection)
    with reading(engine, Scope.of([UNIT])) as connection:
        own = counts(connection)
    assert (everything["ledger_rows"], everything["files"], everything["attachments"]) == (2, 4, 2)
    assert (own["files"], own["attachments"], own["ledger_rows"]) == (2, 1, 1)
    other = next(one for one in repository.returns() if one.org_unit == OTHER)
    Review(repository, lambda: LATER).decide(other.receipt, State.ACCEPTED, actor="乙")
    with reading(engine, Scope.of([UNIT])) as connection:
        own = counts(connection)
    assert own["ledger_rows"] == 2, "accepted figures are everybody's"
    assert (own["files"], own["attachments"]) == (2, 1), "its papers are not"


def test_a_role_that_is_told_nothing_sees_nothing_that_waits(filled):
    _, engine = filled
    with reading(engine) as connection:
        connection.execute(text("SELECT set_config('tuoyu.units', '', true)"))
        assert set(counts(connection).values()) == {0}


def test_within_a_scope_nothing_is_added(filled):
    _, engine = filled
    with pytest.raises(DBAPIError, match="row-level security"), reading(engine, Scope.of([UNIT])) as connection:
        connection.execute(text("INSERT INTO files (digest, content) VALUES ('x', 'y')"))


def test_the_program_itself_works_as_that_role(filled):
    repository, engine = filled
    asked = Repository(engine, repository.reference)
    assert len(asked.returns()) == 2
    assert [one.org_unit for one in asked.within(Scope.of([UNIT])).returns()] == [UNIT]
