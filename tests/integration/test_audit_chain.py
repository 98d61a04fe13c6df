"""The audit in the store: append-only by trigger, and a change behind the triggers' back is found by ``verify``."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import main
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
    assert filled.check().is_whole
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
    assert not any(one.code.startswith("audit") for one in filled.check().damages)


def drop_triggers(connection) -> None:
    if connection.dialect.name == "postgresql":
        for table in ("audit", "audit_heads"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
    for name in names:
        if name.startswith(("keep_audit", "keep_audit_heads")):
            connection.execute(text(f"DROP TRIGGER {name}"))


def triggers(connection) -> list[str]:
    """What makes the triggers anew, so that nobody sees that they were gone."""
    if connection.dialect.name == "postgresql":
        return [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in ("audit", "audit_heads")]
    made = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'keep_audit%'"
    return list(connection.execute(text(made)).scalars())


def test_the_check_of_the_store_names_the_entry_and_tells_the_head(filled, settings):
    head = filled.audit_entries(AuditQuery(size=1))[0]
    assert filled.check().audit == f"12:{head.checksum}"
    with writing(open_engine(settings.database_url)) as connection:
        drop_triggers(connection)
        connection.execute(text("UPDATE audit SET actor = 'mallory' WHERE number = 7"))
    assert {(one.code, one.facts.get("number")) for one in filled.check().damages} >= {("audit_changed", 7)}


def test_an_audit_written_anew_with_fitting_seals_is_found_by_what_was_noted(filled, settings, capsys):
    environ = {"TUOYU_DATABASE_URL": settings.database_url}
    noted = filled.check().audit
    assert main(["verify", "--audit", noted, "--lang", "en"], environ) == 0
    assert f"{noted} is as noted" in capsys.readouterr().out
    with writing(open_engine(settings.database_url)) as connection:
        made = triggers(connection)
        drop_triggers(connection)
        for table in ("audit", "audit_heads"):
            connection.execute(text(f"DELETE FROM {table} WHERE number >= 11"))
        for statement in made:
            connection.exec_driver_sql(statement)
    assert main(["verify"], environ) == 0
    assert main(["verify", "--audit", noted], environ) == 1
    assert "审计第12条缺失" in capsys.readouterr().err
    for number in (11, 12):
        filled.record(Entry(AT, "mallory", "10.0.0.1", Deed.EXPORT, f"/forged{number}"))
    assert main(["verify"], environ) == 0
    assert main(["verify", "--audit", noted], environ) == 1
    assert "审计第12条不是记下的那一条" in capsys.readouterr().err


@pytest.mark.parametrize("told", ["12", "12:abc", "-1:" + "0" * 64, "9" * 30 + ":" + "0" * 64, "x:" + "0" * 64])
def test_what_is_no_entry_of_the_audit_is_refused_before_anything_is_opened(told, tmp_path, capsys):
    place = tmp_path / "a.sqlite"
    assert main(["verify", f"--audit={told}", "--lang", "en"], {"TUOYU_DATABASE_URL": f"sqlite:///{place}"}) == 2
    assert "NUMBER:CHECKSUM" in capsys.readouterr().err
    assert not place.exists()


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
    assert repository.check().is_whole
    assert not any("\0" in str(part) for one in repository.audit_entries(AuditQuery()) for part in one)
