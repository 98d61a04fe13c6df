"""Row-level security: returns, what they hold, and files, by the scope that a transaction was told.

``tuoyu.units`` is ``*`` (everything, as the program begins every connection) or the codes of units. Of other units the
rows of accepted returns stay, as figures are made of them; files, scans and confirmations do not. The owner of the
tables stands above it: let the program sign in as a role that owns none.
"""

from __future__ import annotations

from sqlalchemy import Connection

HELD = ("ledger_rows", "township_sums", "workforce", "task_states", "projects", "programmes", "rollup",
        "return_issues", "issue_explanations")  # fmt: skip
"""Seen where their return is seen."""
OWN = ("attachments", "change_confirmations")
"""Seen within the scope only."""

_TOLD = "coalesce(current_setting('tuoyu.units', true), '')"
_ALL = f"{_TOLD} = '*'"
_FUNCTION = f"""CREATE OR REPLACE FUNCTION is_in_scope(unit text) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT {_ALL} OR unit = ANY(string_to_array({_TOLD}, ',')) $$"""
_ACCEPTED = "SELECT 1 FROM return_states s WHERE s.return_sequence = returns.sequence AND s.state = 'accepted'"
_RETURN = "SELECT 1 FROM returns r WHERE r.sequence = {table}.return_sequence"
_FILE = """is_in_scope('')
    OR EXISTS (SELECT 1 FROM returns r WHERE r.file_digest = files.digest AND is_in_scope(r.org_unit))
    OR EXISTS (SELECT 1 FROM attachments a WHERE a.file_digest = files.digest)
    OR EXISTS (SELECT 1 FROM briefing_files b WHERE b.file_digest = files.digest)"""


def secure(connection: Connection) -> None:
    """Make the function and the policies; whoever adds rows must be told everything."""
    connection.exec_driver_sql(_FUNCTION)
    _secure(connection, "returns", f"is_in_scope(org_unit) OR EXISTS ({_ACCEPTED})")
    for table in HELD:
        _secure(connection, table, f"{_ALL} OR EXISTS ({_RETURN.format(table=table)})")
    for table in OWN:
        _secure(connection, table, f"{_ALL} OR EXISTS ({_RETURN.format(table=table)} AND is_in_scope(r.org_unit))")
    _secure(connection, "files", _FILE)


def _secure(connection: Connection, table: str, seen: str) -> None:
    connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    connection.exec_driver_sql(f"CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({seen})")
    connection.exec_driver_sql(f"CREATE POLICY {table}_added ON {table} FOR INSERT WITH CHECK ({_ALL})")
