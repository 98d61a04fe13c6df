"""Bring a store to the schema of this code, in one transaction, whoever else is starting at the same moment."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from data.issues import StoreError
from data.schema import VERSION

FOLDER = Path(__file__).parent
_LOOK = "SELECT version_num FROM alembic_version"


def version_of(connection: Connection) -> str | None:
    """The schema a store stands at; None while it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql(_LOOK).scalar()


def migrate(connection: Connection) -> None:
    """Upgrade to ``VERSION``; StoreError where the store is newer than this code or not ours."""
    if version_of(connection) == VERSION:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    refuse_newer(version_of(connection), config)
    command.upgrade(config, VERSION)


def refuse_newer(version: str | None, config: object) -> None:
    """A schema this code has never heard of is left alone."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    assert isinstance(config, Config)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise StoreError("store.newer_schema", found=version, wanted=VERSION)
