"""Stores of every released schema come to the schema of this code with all they hold."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from data import schema
from data.migrations import FOLDER, version_of
from data.migrations.append_only import protected_tables
from data.model import Reference
from data.repository import open_repository
from data.repository.engine import open_engine, reading, writing
from data.settings import Settings
from tests.store_samples import institution, ledger_return, stored

RELEASED = sorted(script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions())


def upgrade(connection: Connection, version: str) -> None:
    """What a program of that version did."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, version)


@pytest.mark.parametrize("version", RELEASED)
def test_a_store_of_a_released_schema_is_brought_up_to_date(
    version: str, settings: Settings, reference: Reference
) -> None:
    engine = open_engine(settings.database_url)
    with writing(engine) as connection:
        upgrade(connection, version)
        connection.execute(text("INSERT INTO meta (key, value) VALUES ('kept', 'yes')"))
    repository = open_repository(settings, reference)
    assert repository.version == schema.VERSION
    assert repository.notes() == {"kept": "yes"}
    with reading(engine) as connection:
        assert protected_tables(connection) == set(schema.metadata.tables)
    stored(repository, ledger_return(institution()))
    assert len(repository.returns()) == 1


@pytest.mark.parametrize("version", RELEASED)
def test_a_migration_that_breaks_off_leaves_the_old_schema(
    version: str, settings: Settings, reference: Reference
) -> None:
    engine = open_engine(settings.database_url)
    with pytest.raises(RuntimeError, match="power cut"):
        _break_off(engine, version)
    with reading(engine) as connection:
        assert version_of(connection) is None
        assert MigrationContext.configure(connection).get_current_revision() is None
    assert open_repository(settings, reference).version == schema.VERSION


def _break_off(engine: Engine, version: str) -> None:
    with writing(engine) as connection:
        upgrade(connection, version)
        raise RuntimeError("power cut")
