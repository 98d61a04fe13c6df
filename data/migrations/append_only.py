"""Triggers that refuse UPDATE and DELETE (and their disguises, REPLACE and TRUNCATE) on append-only tables."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, inspect

KEYS = {
    "meta": (("key",),),
    "files": (("digest",),),
    "returns": (("sequence",), ("receipt",), ("org_unit", "period", "revision")),
    "return_states": (("return_sequence", "number"),),
    "institutions": (("org_unit", "number", "township", "name"),),
    "credit_codes": (("code", "org_unit"),),
    "ledger_rows": (("return_sequence", "row"),),
    "township_sums": (("return_sequence", "row"),),
    "workforce": (("return_sequence", "key"),),
    "task_states": (("return_sequence", "row"),),
    "projects": (("return_sequence", "row"),),
    "programmes": (("return_sequence", "row"),),
    "rollup": (("return_sequence", "township", "channel"),),
    "return_issues": (("return_sequence", "number"),),
    "issue_explanations": (("return_sequence", "issue", "number"),),
}
"""Every append-only table of migration 0001 with its unique keys."""

_REFUSE = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$"""


def protect(connection: Connection, tables: Mapping[str, tuple[tuple[str, ...], ...]] = KEYS) -> None:
    """Guard ``tables``; called by the migration that makes them."""
    if connection.dialect.name == "postgresql":
        _protect_postgresql(connection, tables)
    else:
        for table, keys in tables.items():
            _protect_sqlite(connection, table, keys)


def protected_tables(connection: Connection) -> frozenset[str]:
    """The tables whose triggers stand."""
    if connection.dialect.name == "postgresql":
        sql = "SELECT DISTINCT event_object_table FROM information_schema.triggers WHERE trigger_name LIKE 'keep_%%'"
    else:
        sql = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'keep_%'"
    return frozenset(connection.exec_driver_sql(sql).scalars()) & frozenset(inspect(connection).get_table_names())


def _protect_postgresql(connection: Connection, tables: Mapping[str, tuple[tuple[str, ...], ...]]) -> None:
    connection.exec_driver_sql(_REFUSE.replace("%", "%%"))
    for table in tables:
        for name, event, scope in (("rows", "UPDATE OR DELETE", "ROW"), ("all", "TRUNCATE", "STATEMENT")):
            connection.exec_driver_sql(
                f"CREATE TRIGGER keep_{table}_{name} BEFORE {event} ON {table} "
                f"FOR EACH {scope} EXECUTE FUNCTION refuse_change()"
            )


def _protect_sqlite(connection: Connection, table: str, keys: tuple[tuple[str, ...], ...]) -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    for event in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(f"CREATE TRIGGER keep_{table}_{event.lower()} BEFORE {event} ON {table} {refuse}")
    # INSERT OR REPLACE deletes without firing a delete trigger, so a key that stands is refused before it.
    same = (" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys)
    stands = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {condition})" for condition in same)  # noqa: S608
    connection.exec_driver_sql(f"CREATE TRIGGER keep_{table}_insert BEFORE INSERT ON {table} WHEN {stands} {refuse}")
