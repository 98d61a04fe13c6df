"""A byte changed on disk is noticed before anything of it is shown; so is a row that somebody edited."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from app import House
from data.dossier import ChangeKind
from data.issues import DashboardError
from data.model import Reference
from data.repository import Repository, open_repository
from data.repository.engine import open_engine, writing
from data.settings import Settings
from data.vigil import Vigil
from tests.integration.test_backup import WARNING, Rows, contents, filled
from tests.store_samples import START, institution, ledger_return, stored, whole_return

EDITS = {
    "a figure": "UPDATE ledger_rows SET slots = slots + 1",
    "a total": "UPDATE rollup SET slots = slots + 1 WHERE township = '110114001'",
    "a header": "UPDATE returns SET actor = '乙' WHERE sequence = 1",
    "a link": "UPDATE returns SET previous_checksum = '' WHERE sequence = 2",
    "a state": "UPDATE return_states SET state = 'accepted' WHERE number = 2",
    "a finding": "UPDATE return_issues SET severity = 'info'",
    "an explanation": "UPDATE issue_explanations SET text = '无'",
    "an attachment": "UPDATE attachments SET name = 'other.pdf'",
    "a confirmation": "UPDATE change_confirmations SET document = '别的文号'",
    "a file": "UPDATE files SET content = 'other'",
    "a name": "UPDATE institutions SET name = '别的园' WHERE number = '110114-0002'",
    "a code": "UPDATE credit_codes SET code = '12110101MB0000002D'",
    "the kind of data": "UPDATE meta SET value = 'official' WHERE key = 'nature'",
    "a row of facts taken out": "DELETE FROM projects",
    "a state taken out": "DELETE FROM return_states WHERE number = 2",
    "a return taken out": "DELETE FROM returns WHERE sequence = 2",
    "a seal": "DELETE FROM seals WHERE number = 2",
}


@pytest.fixture
def store(repository: Repository) -> Repository:
    """Two returns with a row in every table."""
    filled(repository)
    with repository.writing() as transaction:
        transaction.append_confirmation(1, "110114-0001", ChangeKind.NEW, "京教发", at=START, actor="甲")
    return repository


def test_a_store_as_it_was_written_is_whole(store: Repository) -> None:
    checked = store.check()
    assert (checked.returns, checked.files, checked.damages) == (2, 2, ())


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_every_edit_behind_its_back_is_found(edit: str, store: Repository, settings: Settings) -> None:
    store.close()
    if settings.database_url.startswith("sqlite"):
        _edit_file(settings.database_url.removeprefix("sqlite:///"), edit)
    else:
        _edit_server(settings.database_url, edit)
    assert not store.check().is_whole


def _edit_server(url: str, edit: str) -> None:
    """Run ``edit`` as somebody with full rights would: without triggers and references."""
    words = edit.replace("'other'", "'other'::bytea") if "content" in edit else edit
    with writing(open_engine(url)) as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        assert connection.execute(text(words)).rowcount, edit


def _edit_file(file: str, edit: str) -> None:
    """The same, and the triggers are put back as they stood."""
    with closing(sqlite3.connect(file)) as opened, opened:
        guards = opened.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            opened.execute(f"DROP TRIGGER {name}")
        assert opened.execute(edit).rowcount, edit
        for _, sql in guards:
            opened.execute(sql)


def test_a_trigger_taken_away_is_found(store: Repository, settings: Settings) -> None:
    with writing(open_engine(settings.database_url)) as connection:
        where = " ON rollup" if connection.dialect.name == "postgresql" else ""
        names = ("rows", "all") if where else ("update", "delete", "insert")
        for name in names:
            connection.exec_driver_sql(f"DROP TRIGGER keep_rollup_{name}{where}")
    assert not store.check().is_whole


def flip(file: Path, place: int, bit: int) -> None:
    """Change one byte where it lies, past SQLite."""
    with file.open("r+b") as opened:
        opened.seek(place)
        was = opened.read(1)[0]
        opened.seek(place)
        opened.write(bytes([was ^ (1 << bit)]))


def shown(url: str) -> Rows | None:
    """Everything a page could be made of; None where the watch lets nothing be made."""
    try:
        repository = open_repository(Settings(database_url=url), _Nobody.reference)
        try:
            Vigil(repository).refuse_damaged()
            return contents(url)
        finally:
            repository.close()
    except (DashboardError, DatabaseError, OSError):
        return None


class _Nobody:
    reference: Reference


def _flips_noticed(file: Path, flips: int, reference: Reference) -> int:
    """How many of so many single flipped bytes were noticed; every other one changed nothing that is stored."""
    _Nobody.reference = reference
    url, random, noticed = f"sqlite:///{file}", Random(11), 0
    right = shown(url)
    assert right
    good = file.read_bytes()
    for number in range(flips):
        place, bit = random.randrange(len(good)), random.randrange(8)
        flip(file, place, bit)
        found = shown(url)
        assert found is None or found == right, f"flip {number}: bit {bit} of byte {place}"
        noticed += found is None
        file.write_bytes(good)
    return noticed


def test_flipped_bytes_never_show(tmp_path: Path, reference: Reference) -> None:
    file = tmp_path / "tuoyu.sqlite"
    repository = filled(open_repository(Settings(database_url=f"sqlite:///{file}"), reference))
    for number in range(3, 9):
        rows = [institution(n, slots=50 + number) for n in range(1, 40)]
        stored(repository, ledger_return(*rows), days=number, file=Random(number).randbytes(40_000))
    repository.close()
    assert _flips_noticed(file, 60, reference) > 20, "the others lie in bytes that hold nothing"


@pytest.fixture
def demo_file(demo_copy: Settings) -> Path:
    """The demonstration as a file whose bytes can be touched."""
    if not demo_copy.database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL minds its own files")
    return Path(demo_copy.database_url.removeprefix("sqlite:///"))


@pytest.mark.soak
def test_500_flipped_bytes_of_the_demonstration_never_show(demo_file: Path, reference: Reference) -> None:
    noticed = _flips_noticed(demo_file, 500, reference)
    assert noticed > 300, "the others lie in bytes that hold nothing"


@pytest.mark.parametrize("path", ["/", "/plain/?period=2025-Q4", "/api/v1/indicators?period=2025-Q4", "/healthz"])
def test_a_running_dashboard_shows_nothing_once_its_file_was_touched(
    path: str, demo_file: Path, demo_copy: Settings
) -> None:
    client = House(demo_copy).web().test_client()
    assert client.get(path).status_code == 200
    place = demo_file.read_bytes().index("示例托育园".encode())
    flip(demo_file, place, 0)
    answer = client.get(path)
    assert answer.status_code == 503
    assert "核验未通过" in answer.get_data(as_text=True)
    flip(demo_file, place, 0)
    assert client.get(path).status_code == 200, "looked at again, once it was mended"


def test_a_return_that_comes_in_is_no_damage(demo_copy: Settings, reference: Reference) -> None:
    client = House(demo_copy).web().test_client()
    assert client.get("/healthz").status_code == 200
    own = open_repository(demo_copy, reference)
    stored(own, whole_return(), issues=[WARNING])
    assert client.get("/healthz").status_code == 200
    with create_engine(demo_copy.database_url).connect() as opened:
        assert opened.execute(text("SELECT count(*) FROM returns")).scalar_one() == 290
