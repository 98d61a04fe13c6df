"""A backup made in use holds one moment whole; a restore leaves the old store or the new one, on both databases."""

from __future__ import annotations

import gc
import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from app import main
from data import schema
from data.issues import Issue, Location, Severity, StoreError
from data.model import Reference
from data.repository import Repository, open_repository
from data.repository.engine import open_engine, reading
from data.repository.restore import restore
from data.returns import State
from data.settings import Settings
from tests.store_samples import START, institution, ledger_return, stored, whole_return

WARNING = Issue("V06", Severity.WARNING, "name", Location("机构台账", "K2"), facts={"name": "某街道"})
Rows = dict[str, list[tuple[object, ...]]]


def contents(url: str) -> Rows:
    """Every row of every table."""
    engine = open_engine(url)
    with reading(engine) as connection:
        found = {
            name: sorted((tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))), key=str)
            for name in schema.metadata.tables
        }
    engine.dispose()
    return found


def filled(repository: Repository) -> Repository:
    kept = stored(repository, whole_return(), issues=[WARNING], explanations={0: "已更名"})
    with repository.writing() as transaction:
        transaction.append_attachment(kept.sequence, "scan.pdf", b"%PDF-", at=START, actor="甲")
        transaction.append_state(kept.sequence, State.RETURNED, at=START, actor="乙", reason="数字有误")
    stored(repository, ledger_return(institution(2)), days=3)
    return repository


def backed_up(folder: Path, reference: Reference) -> tuple[Path, Path, Settings, Repository]:
    """A SQLite store with a backup of it: both files, the store's settings, and the store."""
    place, file = folder / "tuoyu.sqlite", folder / "one.sqlite"
    settings = Settings(database_url=f"sqlite:///{place}")
    repository = filled(open_repository(settings, reference))
    repository.back_up(file)
    return place, file, settings, repository


@pytest.fixture
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'other' / 'tuoyu.sqlite'}"


def test_a_backup_holds_every_row_and_its_head_is_told(
    repository: Repository, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "backups" / "one.sqlite"
    checked = filled(repository).back_up(file)
    with reading(repository._engine) as connection:
        heads = connection.execute(text("SELECT checksum FROM returns ORDER BY sequence DESC")).scalars().all()
    assert (checked.returns, checked.is_whole, checked.head) == (2, True, heads[0])
    assert contents(f"sqlite:///{file}") == contents(settings.database_url)
    assert [one.name for one in file.parent.iterdir()] == ["one.sqlite"]
    assert file.stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_backup_is_held_open_by_nobody(settings: Settings, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as other:
        other.execute("CREATE TABLE notes (words TEXT)")
    with pytest.raises(StoreError) as refusal:
        restore(settings.database_url, tmp_path / "other.sqlite", replace=True)
    assert refusal.value.key == "restore.no_backup"
    held = (one.readlink().name for one in Path("/proc/self/fd").iterdir() if one.is_symlink())
    assert not [name for name in held if "part" in name or "staged" in name or name == "other.sqlite"]


def test_a_restore_keeps_no_connection_to_postgresql(
    repository: Repository, settings: Settings, tmp_path: Path
) -> None:
    filled(repository).back_up(tmp_path / "one.sqlite")
    repository.close()
    if not settings.database_url.startswith("postgresql"):
        pytest.skip("a file is asked of the machine, above")
    gc.disable()
    try:
        restore(settings.database_url, tmp_path / "one.sqlite", replace=True)
        # The server needs a moment to notice that a connection was closed.
        assert any(_others_connected(settings.database_url) == 0 or time.sleep(0.1) for _ in range(100))
    finally:
        gc.enable()


def _others_connected(url: str) -> int:
    engine = open_engine(url)
    with reading(engine) as connection:
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        found = connection.execute(text(others)).scalar_one()
    engine.dispose()
    return int(found)


def test_a_backup_of_either_database_is_restored_into_either(
    repository: Repository, settings: Settings, tmp_path: Path, other_url: str
) -> None:
    file = tmp_path / "one.sqlite"
    filled(repository).back_up(file)
    before = contents(settings.database_url)
    assert restore(other_url, file, replace=False).check.is_whole
    assert contents(other_url) == before
    stored(repository, ledger_return(institution(3)), days=5)
    assert contents(settings.database_url) != before
    restore(settings.database_url, file, replace=True)
    assert contents(settings.database_url) == before


def test_a_restored_store_goes_on_where_it_was(
    repository: Repository, settings: Settings, reference: Reference, tmp_path: Path
) -> None:
    file = tmp_path / "one.sqlite"
    filled(repository).back_up(file)
    stored(repository, ledger_return(institution(3)), days=5)
    repository.close()
    restore(settings.database_url, file, replace=True)
    assert len(repository.returns()) == 2, "a program that had the old store open sees the new one"
    stored(repository, ledger_return(institution(4)), days=6)
    assert [one.sequence for one in open_repository(settings, reference).returns()] == [1, 2, 3]
    assert repository.check().is_whole


def test_a_store_that_holds_returns_is_not_replaced_unasked(
    repository: Repository, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "one.sqlite"
    filled(repository).back_up(file)
    before = contents(settings.database_url)
    with pytest.raises(StoreError) as refusal:
        restore(settings.database_url, file, replace=False)
    assert refusal.value.key == "restore.not_empty"
    assert contents(settings.database_url) == before


def spoilt(file: Path, how: Callable[[bytearray], None]) -> Path:
    content = bytearray(file.read_bytes())
    how(content)
    other = file.with_name("spoilt.sqlite")
    other.write_bytes(content)
    return other


def _change_a_name(content: bytearray) -> None:
    place = content.index("示例托育园".encode())
    content[place : place + 3] = "真".encode()


def _cut(content: bytearray) -> None:
    del content[len(content) // 2 :]


def _not_ours(content: bytearray) -> None:
    content[:] = b"no database at all" * 100


@pytest.mark.parametrize(
    ("how", "key"),
    [(_change_a_name, "restore.damaged"), (_cut, "restore."), (_not_ours, "restore.no_backup")],
)
def test_a_bad_backup_is_refused_and_the_store_stays(
    how: Callable[[bytearray], None], key: str, repository: Repository, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "one.sqlite"
    filled(repository).back_up(file)
    before = contents(settings.database_url)
    with pytest.raises(StoreError) as refusal:
        restore(settings.database_url, spoilt(file, how), replace=True)
    assert refusal.value.key.startswith(key)
    assert contents(settings.database_url) == before


def test_a_damaged_store_keeps_its_earlier_backup(tmp_path: Path, reference: Reference) -> None:
    place, file, settings, repository = backed_up(tmp_path, reference)
    good = file.read_bytes()
    repository.close()
    place.write_bytes(spoilt(place, _change_a_name).read_bytes())
    with pytest.raises(StoreError) as refusal:
        open_repository(settings, reference).back_up(file)
    assert refusal.value.key == "backup.damaged"
    assert file.read_bytes() == good
    restore(settings.database_url, file, replace=True)
    assert open_repository(settings, reference).check().is_whole


def test_a_store_that_nobody_can_read_is_replaced_with_its_journal_set_aside(
    tmp_path: Path, reference: Reference
) -> None:
    place, file, settings, repository = backed_up(tmp_path, reference)
    repository.close()
    place.write_bytes(b"rubbish" * 1000)
    Path(f"{place}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 an old journal")
    with pytest.raises(StoreError) as refusal:
        restore(settings.database_url, file, replace=False)
    assert refusal.value.key == "restore.not_empty"
    kept = restore(settings.database_url, file, replace=True).kept
    assert kept is not None
    assert kept.read_bytes() == b"rubbish" * 1000
    assert open_repository(settings, reference).check().is_whole


def test_an_older_schema_is_restored_and_brought_up(tmp_path: Path, reference: Reference) -> None:
    from data.repository.engine import writing
    from tests.integration.test_migrations import upgrade

    old = tmp_path / "old.sqlite"
    with writing(open_engine(f"sqlite:///{old}")) as connection:
        upgrade(connection, "0001")
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'tuoyu.sqlite'}")
    restore(settings.database_url, old, replace=False)
    assert open_repository(settings, reference).version == schema.VERSION


def test_the_commands_say_what_they_did(
    repository: Repository, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = {"TUOYU_DATABASE_URL": settings.database_url}
    filled(repository)
    file = tmp_path / "one.sqlite"
    assert main(["backup", str(file), "--format", "json"], environ) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["whole"], told["returns"], told["damages"]) == (True, 2, [])
    assert main(["verify"], environ) == 0
    assert told["head"] in capsys.readouterr().out
    assert main(["restore", str(file)], environ) == 1
    assert "--replace" in capsys.readouterr().err
    assert main(["restore", str(file), "--replace", "--lang", "en"], environ) == 0
    assert "Restored: 2 returns" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "absent")], environ) == 2
    assert main(["backup", str(file / "inner")], environ) == 1
    assert main(["verify"], {"TUOYU_DATABASE_URL": f"sqlite:///{spoilt(file, _change_a_name)}"}) == 1
    assert "核验未通过" in capsys.readouterr().err
