"""doctor names what is wrong, with its remedy, and exits 1 where something is."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from app import main
from data import doctor, machine
from data.doctor import Health, examine
from data.model import Reference
from data.repository import Repository, open_repository
from data.settings import Settings
from layouts.text import LANGUAGES, text_for
from tests.store_samples import START, institution, ledger_return, stored

NOW = START + timedelta(days=30)


def found(settings: Settings, name: str, now: datetime = NOW) -> tuple[Health, str]:
    return next((one.health, one.code) for one in examine(settings, now) if one.name == name)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "instance" / "tuoyu.sqlite"


@pytest.fixture
def filled(place: Path, reference: Reference) -> Settings:
    settings = Settings(database_url=f"sqlite:///{place}")
    repository = open_repository(settings, reference)
    stored(repository, ledger_return(institution()))
    repository.close()
    return settings


def test_a_sound_installation_exits_0_in_both_languages(
    repository: Repository, settings: Settings, capsys: Any
) -> None:
    for lang in LANGUAGES:
        assert main(["doctor", "--lang", lang], {"TUOYU_DATABASE_URL": settings.database_url}) == 0
        told = capsys.readouterr().out
        assert "✗" not in told
        assert text_for(lang)("doctor.database.name") in told


def test_as_json_every_examination_has_its_sentence_and_remedy(filled: Settings, capsys: Any) -> None:
    assert main(["doctor", "--format", "json"], {"TUOYU_DATABASE_URL": filled.database_url}) == 0
    told = json.loads(capsys.readouterr().out)
    names = [one["name"] for one in told]
    assert names[:9] == ["database", "sqlite", "journal", "share", "rights", "disk", "clock", "http", "secret"]
    assert set(names[9:]) == {"fonts"}
    assert all(one["message"] for one in told)
    assert all(one["remedy"] for one in told if one["health"] != "fine")


def test_what_is_wrong_is_found_and_exits_1(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "file").write_text("no database")
    for url in (f"sqlite:///{tmp_path / 'file'}", "postgresql+psycopg://nobody@127.0.0.1:1/none", "nonsense"):
        assert main(["doctor"], {"TUOYU_DATABASE_URL": url}) == 1
        assert "✗ 数据库" in capsys.readouterr().out


def test_the_schema_is_told_before_anything_is_changed(filled: Settings, place: Path) -> None:
    assert found(filled, "database") == (Health.FINE, "fine")
    for version, expected in (("0001", (Health.NOTE, "older")), ("9999", (Health.WRONG, "newer"))):
        with closing(sqlite3.connect(place)) as opened, opened:
            opened.execute("UPDATE alembic_version SET version_num = ?", (version,))
        assert found(filled, "database") == expected
    with closing(sqlite3.connect(place)) as opened:
        assert opened.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
    absent = Settings(database_url=f"sqlite:///{place.parent / 'new.sqlite'}")
    assert found(absent, "database") == (Health.NOTE, "empty")


def test_a_clock_that_has_gone_back_is_wrong(filled: Settings) -> None:
    assert found(filled, "clock", NOW) == (Health.FINE, "fine")
    assert found(filled, "clock", START - timedelta(hours=1)) == (Health.WRONG, "back")


def test_versions_of_sqlite_are_told_by_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {version: doctor._sqlite(version).code for version in ("3.40.1", "3.51.2", "3.51.3", "3.52.0")}
    assert told == {"3.40.1": "wal_fault", "3.51.2": "wal_fault", "3.51.3": "fine", "3.52.0": "fine"}


def test_a_network_share_is_known_by_its_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    lines = ["/dev/sda / ext4 rw 0 0", "host:/x /srv nfs4 rw 0 0", "//h/y /srv/a\\040b cifs rw 0 0"]
    mounts.write_text("\n".join(lines))
    kinds = [machine.file_system_of(Path(place), mounts) for place in ("/var", "/srv/data", "/srv/a b/data")]
    assert kinds == ["ext4", "nfs4", "cifs"]
    assert [machine.is_network_share(kind) for kind in kinds] == [False, True, True]


def test_a_disk_that_the_machine_does_not_tell_is_not_called_its_own(filled: Settings, tmp_path: Path, monkeypatch):
    assert found(filled, "share")[0] is Health.FINE
    monkeypatch.setattr(machine.file_system_of, "__defaults__", (tmp_path / "none",))
    assert found(filled, "share") == (Health.NOTE, "unknown")


def test_a_full_disk_and_an_open_folder_are_told(
    filled: Settings, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.parent.chmod(0o755)
    place.chmod(0o644)
    assert found(filled, "rights") == (Health.NOTE, "open")
    place.parent.chmod(0o700)
    place.chmod(0o600)
    assert found(filled, "rights") == (Health.FINE, "fine")
    assert found(filled, "disk")[0] is Health.FINE
    monkeypatch.setattr(machine, "free_bytes", lambda _: 5 * 1024**2)
    assert found(filled, "disk") == (Health.WRONG, "low")
    monkeypatch.setattr(machine, "is_writable", lambda _: False)
    assert found(filled, "rights") == (Health.WRONG, "unwritable")


def test_the_disk_is_that_of_the_database(repository: Repository, settings: Settings, tmp_path: Path) -> None:
    told = next(one for one in examine(settings, NOW) if one.name == "disk")
    expected = str(tmp_path)
    if settings.database_url.startswith("postgresql"):
        with create_engine(settings.database_url).connect() as connection:
            expected = connection.exec_driver_sql("SHOW data_directory").scalar_one()
    assert (told.code, told.facts["place"]) == ("fine", expected)


def test_a_database_elsewhere_has_a_disk_that_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "free_bytes", lambda _: 0)
    elsewhere = Settings(database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert found(elsewhere, "disk") == (Health.NOTE, "elsewhere")


BROKEN = "postgresql://clerk:sec@ret:pass@host/db"
"""A password with signs that an address cannot hold unquoted."""


@pytest.mark.parametrize("url", [BROKEN, "postgresql://clerk:hush@127.0.0.1:1/db?password=hush"])
def test_the_password_of_a_database_is_never_told(url: str, filled: Settings, tmp_path: Path, capfd: Any) -> None:
    backup = tmp_path / "backup.sqlite"
    assert main(["backup", str(backup)], {"TUOYU_DATABASE_URL": filled.database_url}) == 0
    for command in (["doctor"], ["verify"], ["restore", str(backup)], ["migrate"], ["returns"]):
        assert main(command, {"TUOYU_DATABASE_URL": url}) == 1, command
    said = capfd.readouterr()
    assert not any(piece in said.out + said.err for piece in ("hush", "sec@", "ret:pass"))
    assert url not in repr(Settings(database_url=url))


def test_a_store_that_cannot_be_written_is_named_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.repository.restore.restore", full)
    (tmp_path / "backup.sqlite").touch()
    url = "postgresql://clerk:secret@db.example/tuoyu?password=secret"
    assert main(["restore", str(tmp_path / "backup.sqlite")], {"TUOYU_DATABASE_URL": url}) == 1
    said = capfd.readouterr().err
    assert ("clerk:***@db.example/tuoyu" in said, "secret" in said) == (True, False)


def test_another_journal_is_put_right_by_opening(filled: Settings, place: Path) -> None:
    with closing(sqlite3.connect(place)) as opened:
        assert opened.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    assert found(filled, "journal") == (Health.FINE, "fine")


def test_a_key_that_others_can_read_is_wrong(filled: Settings, place: Path) -> None:
    assert found(filled, "secret") == (Health.FINE, "later")
    key = place.parent / "secret.key"
    key.write_text("0123456789abcdef" * 4)
    key.chmod(0o600)
    assert found(filled, "secret") == (Health.FINE, "fine")
    key.chmod(0o644)
    assert found(filled, "secret") == (Health.WRONG, "weak")


def test_a_missing_font_is_wrong_and_says_where_to_put_it(
    filled: Settings, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("layouts.briefing.engine.families_found", lambda _: frozenset({"Noto Sans SC"}))
    assert main(["doctor"], {"TUOYU_DATABASE_URL": filled.database_url}) == 1
    told = capsys.readouterr().out
    assert "Noto Serif SC一个也没有" in told
    assert "TUOYU_FONTS" in told


def test_every_finding_of_the_code_has_its_words() -> None:
    source = Path(doctor.__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r'Examined\("(\w+)", [^"\n]*"(\w+)"', source))
    assert len(codes) > 10
    for lang in LANGUAGES:
        missing = {pair for pair in codes if f"doctor.{pair[0]}.{pair[1]}" not in text_for(lang)}
        assert missing == set()


def test_a_store_that_another_connection_holds_is_out_of_reach(
    filled: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.repository.engine.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(filled.database_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert found(filled, "database") == (Health.WRONG, "unreachable")
    assert found(filled, "database") == (Health.FINE, "fine")
