"""The audit in the store: append-only by trigger, and a change behind the triggers' back is found by ``verify``."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from data.accounts import Accounts, SignInRefused
from data.audit import AuditQuery, Deed, Entry
from data.repository import Repository
from data.repository.engine import open_engine, writing

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)


@pytest.fixture
def filled(repository: Repository) -> Repository:
    for number in range(12):
        facts = {"sha256": f"{number:064x}"}
        repository.record(Entry(AT, f"user{number % 3}", "10.0.0.1", Deed.EXPORT, f"/file{number}", facts=facts))
    return repository


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'x' WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
        "DELETE FROM audit_heads",
        "UPDATE users SET role = 'admin'",
    ],
)
def test_nobody_changes_the_audit_or_an_account(filled, settings, statement):
    engine = open_engine(settings.database_url)
    if "users" in statement:
        with writing(engine) as connection:
            given = "'wang', 1, 'viewer', NULL, 'active', '', '', '', ''"
            connection.execute(text(f"INSERT INTO users VALUES ({given})"))
    with pytest.raises(DatabaseError, match="append-only"), writing(engine) as connection:
        connection.execute(text(statement))


FORGED = (
    "UPDATE audit SET actor = 'mallory' WHERE number = {n}",
    "UPDATE audit SET at = '2020-01-01' WHERE number = {n}",
    "DELETE FROM audit WHERE number = {n}",
    "DELETE FROM audit WHERE number >= {n}",
    "UPDATE audit SET number = number + 100 WHERE number = {n}",
    "UPDATE audit_heads SET checksum = 'x' WHERE number = {n}",
)


def test_what_is_changed_behind_the_triggers_is_found(filled, settings):
    assert filled.verify_audit() == []
    engine, dice = open_engine(settings.database_url), random.Random(5)
    with writing(engine) as connection:
        drop_triggers(connection)
    for forged in FORGED:
        with engine.connect().execution_options(writes=True) as connection, connection.begin() as kept:
            from data.audit import verify_chain
            from data.repository import audit

            connection.execute(text(forged.format(n=dice.randrange(1, 13))))
            assert verify_chain(audit.chain(connection), audit.heads(connection)) != [], forged
            kept.rollback()
    assert filled.verify_audit() == []


def drop_triggers(connection) -> None:
    if connection.dialect.name == "postgresql":
        for table in ("audit", "audit_heads"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
    for name in names:
        if name.startswith(("keep_audit", "keep_audit_heads")):
            connection.execute(text(f"DROP TRIGGER {name}"))


def test_the_check_of_the_store_names_the_entry_and_tells_the_head(filled, settings):
    head = filled.audit_head()
    assert filled.check().audit == f"{head.number}:{head.checksum}"
    with writing(open_engine(settings.database_url)) as connection:
        drop_triggers(connection)
        connection.execute(text("UPDATE audit SET actor = 'mallory' WHERE number = 7"))
    assert {(one.code, one.facts.get("number")) for one in filled.check().damages} >= {("audit_changed", 7)}


def test_entries_are_found_by_action_words_and_days(filled):
    assert len(filled.audit_entries(AuditQuery())) == 12
    assert [one.number for one in filled.audit_entries(AuditQuery(words="/file1"))] == [12, 11, 2]
    assert [one.number for one in filled.audit_entries(AuditQuery(words="USER_"))] == []
    assert filled.audit_entries(AuditQuery(action=Deed.SIGN_IN)) == []
    assert [one.number for one in filled.audit_entries(AuditQuery(before=4, size=2))] == [3, 2]
    assert filled.audit_entries(AuditQuery(since=datetime(2026, 2, 1, tzinfo=UTC))) == []


def test_signs_that_no_store_keeps_are_left_out_of_names_and_deeds(repository):
    accounts = Accounts(repository, lambda: AT)
    with pytest.raises(SignInRefused):
        accounts.sign_in("no\0body", "korrekt pferd batterie", "10.0.0.1")
    assert accounts.named("no\0body") is None
    repository.record(Entry(AT, "wa\0ng", "10.0.0.1\0", Deed.EXPORT, "/file\0", facts={"reason": "a\0b"}))
    assert [one.actor for one in repository.audit_entries(AuditQuery(words="/file"))] == ["wang"]
    assert repository.verify_audit() == []
    assert not any("\0" in str(part) for one in repository.audit_entries(AuditQuery()) for part in one)
