"""All units at once, from the command line and from the page; and what is left when it breaks: nothing half."""

from __future__ import annotations

import errno
import hashlib
import io
import itertools
import os
import signal
import subprocess
import sys
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from app import House
from callbacks.application import build_application
from callbacks.briefings.batch import copies
from callbacks.commands.line import run
from data.audit import AuditQuery, Deed
from data.briefings import Kind, Occasion, Section
from data.issues import DashboardError
from data.job_state import JobState
from data.jobs import Jobs
from data.settings import HOUSE, Settings
from tests.integration.test_as_known_at import KNOWN, Q4, first_history
from tests.integration.test_issued_briefings import pressed
from tests.integration.test_jobs import ended

AS_OF = KNOWN.isoformat()
UNDRAWN = "\U00030edd"
"""A character that the open fonts do not have."""


class StillHouse(House):
    def now(self) -> datetime:
        return datetime(2026, 6, 1, 1, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> StillHouse:
    url = f"sqlite:///{tmp_path / 'tuoyu.sqlite'}"
    house = StillHouse(Settings(database_url=url, work=tmp_path / "jobs"))
    first_history(house.repository)
    return house


def brief(house: House, folder: Path, *more: str) -> int:
    return run(["brief", "--period", "2025-Q4", "--all", "--as-of", AS_OF, "--out", str(folder), *more], house)


def whole(content: bytes) -> bool:
    """A PDF that ends, opens, and says something on its first page."""
    return content.rstrip().endswith(b"%%EOF") and bool(PdfReader(io.BytesIO(content)).pages[0].extract_text().strip())


def spoil(house: House, unit: str) -> None:
    """Give a unit a text that cannot be printed."""
    occasion = Occasion(Kind.BRIEFING, unit, Q4, "zh")
    house.issuing.write(occasion, Section.PROBLEMS, f"张{UNDRAWN}同志", author="乙")


def test_one_command_makes_the_city_and_every_unit_and_one_zip_of_them(house: StillHouse, tmp_path: Path, capsys):
    folder, archive = tmp_path / "out", tmp_path / "all.zip"
    assert brief(house, folder, "--zip", str(archive)) == 0
    told = capsys.readouterr()
    assert len(told.err.splitlines()) == 18
    assert told.err.splitlines()[-1].startswith("18/18")
    made = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert len(made) == 18
    assert all(map(whole, made.values()))
    with zipfile.ZipFile(archive) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == made
    first = archive.read_bytes()
    assert brief(house, folder, "--zip", str(archive)) == 0
    assert archive.read_bytes() == first
    assert house.repository.briefing_count() == 0


def test_what_one_unit_refuses_is_named_and_the_others_are_made(house: StillHouse, tmp_path: Path, capsys):
    spoil(house, "110114")
    folder, archive = tmp_path / "out", tmp_path / "all.zip"
    assert brief(house, folder, "--zip", str(archive), "--issue", "--actor", "甲") == 1
    told = capsys.readouterr()
    assert "昌平区没有生成" in told.err
    assert "U+30EDD" in told.err
    assert "共18份，已生成17份" in told.out
    assert len(list(folder.iterdir())) == 17
    with zipfile.ZipFile(archive) as opened:
        assert len(opened.namelist()) == 18
        assert "昌平区" in opened.read("未生成清单.txt").decode("utf-8-sig")
    issued = house.repository.briefings(most=50)
    assert {one.basis.occasion.org_unit for one in issued} == {
        unit.code for unit in (house.reference.city, *house.reference.units) if unit.code != "110114"
    }
    assert {(one.year, one.number, one.actor) for one in issued} == {(2026, 1, "甲")}
    kept = {house.repository.issued_file(one, "pdf") for one in issued}
    assert kept == {file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize(
    ("more", "code"), [(["--issue"], 2), (["--zip", "x.zip", "--org-unit", "110000"], 2), (["--format", "odt"], 2)]
)
def test_wrong_words_are_refused_before_anything_is_made(house: StillHouse, tmp_path: Path, more: list[str], code: int):
    whom = [] if "--org-unit" in more else ["--all"]
    out = tmp_path / "out"
    assert run(["brief", "--period", "2025-Q4", *whom, "--out", str(out), *more], house) == code
    assert not out.exists()
    assert house.repository.briefing_count() == 0


def test_one_briefing_is_issued_under_its_number(house: StillHouse, tmp_path: Path, capsys):
    out = tmp_path / "one.pdf"
    words = ["brief", "--period", "2025-Q4", "--org-unit", "110114", "--kind", "报告", "--as-of", AS_OF]
    assert run([*words, "--out", str(out), "--issue", "--actor", "甲"], house) == 0
    (issued,) = house.repository.briefings()
    assert (issued.basis.occasion.kind, issued.number) == (Kind.REPORT, 1)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == issued.file("pdf").digest
    assert "报告_2026年第1期" in capsys.readouterr().out
    (noted,) = house.repository.audit_entries(AuditQuery(action=Deed.BRIEFING))
    assert (noted.actor, noted.object) == ("甲", "110114 2025-Q4")


def test_a_full_disk_leaves_no_half_file_and_is_told_of_each_unit(
    house: StillHouse, tmp_path: Path, capsys, monkeypatch
):
    """The disk takes a million bytes and then no more, in the middle of a file."""
    room, opened = [1_000_000], Path.open

    def filling(self: Path, mode: str = "r", *more: object, **named: object):
        found = opened(self, mode, *more, **named)
        if not self.name.endswith(".part") or "b" not in mode:
            return found
        write = found.write

        def limited(content: bytes) -> int:
            taken = content[: room[0]]
            write(taken)
            room[0] -= len(taken)
            if len(taken) < len(content):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return len(taken)

        return _Writer(found, limited)

    monkeypatch.setattr(Path, "open", filling)
    folder, archive = tmp_path / "out", tmp_path / "all.zip"
    assert brief(house, folder, "--zip", str(archive)) == 1
    monkeypatch.undo()
    told = capsys.readouterr().err
    files = list(folder.iterdir())
    assert 0 < len(files) < 18
    assert all(file.suffix == ".pdf" and whole(file.read_bytes()) for file in files)
    assert not archive.exists()
    assert told.count("No space left on device") >= 18 - len(files)


class _Writer:
    """A file whose writes are told elsewhere."""

    def __init__(self, file: object, write: object) -> None:
        self._file, self.write = file, write

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


def test_a_kill_in_the_middle_leaves_only_whole_files(house: StillHouse, tmp_path: Path):
    folder, archive = tmp_path / "out", tmp_path / "all.zip"
    command = [sys.executable, "app.py", "brief", "--period", "2025-Q4", "--all", "--as-of", AS_OF]
    environ = {**os.environ, "TUOYU_DATABASE_URL": house.settings.database_url}
    child = subprocess.Popen(
        [*command, "--out", str(folder), "--zip", str(archive)], cwd=HOUSE, env=environ, stderr=subprocess.PIPE
    )
    assert child.stderr is not None
    for _ in range(4):
        assert child.stderr.readline()
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    named = [file for file in folder.iterdir() if not file.name.endswith(".part")]
    assert 4 <= len(named) < 18
    assert all(whole(file.read_bytes()) for file in named)
    assert not archive.exists()
    # Begun again, it makes all of them.
    assert brief(house, folder, "--zip", str(archive)) == 0
    assert len([file for file in folder.iterdir() if not file.name.endswith(".part")]) == 18


def test_four_at_once_each_get_the_whole_of_their_own(house: StillHouse):
    server = build_application(house).server
    units = ["110000", "110114", "110105", "BDA"]

    def draft(unit: str) -> bytes:
        place = f"/download/briefings/draft.pdf?period=2025-Q4&as_of={KNOWN:%Y-%m-%dT%H:%M:%SZ}"
        answer = server.test_client().get(place if unit == "110000" else f"{place}&org_unit={unit}")
        assert answer.status_code == 200
        return answer.data

    alone = {unit: draft(unit) for unit in units}
    assert all(map(whole, alone.values()))
    assert len(set(alone.values())) == len(units)
    with ThreadPoolExecutor(4) as crowd:
        asked = units * 3
        assert list(crowd.map(draft, asked)) == [alone[unit] for unit in asked]


SEARCH = f"?period=2025-Q4&as_of={KNOWN:%Y-%m-%dT%H:%M:%SZ}"


def test_the_page_makes_all_in_the_background_and_gives_one_zip(house: StillHouse, tmp_path: Path):
    spoil(house, "110114")
    client = build_application(house).server.test_client()
    name = _job_of(pressed(client, "briefing-batch", SEARCH))
    job = ended(Jobs(house.settings.work), name)
    assert (job.state, job.done, job.total) == (JobState.DONE, 18, 18)
    assert [who for who, _ in job.missing] == ["昌平区"]
    told = client.post("/_dash-update-component", json=_look(client, f"{SEARCH}&job={name}"))
    assert f"{name}.zip" in told.text
    assert "已完成：生成17份，共18份" in told.text
    answer = client.get(f"/download/briefings/jobs/{name}.zip{SEARCH}")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as opened:
        made = {entry: opened.read(entry) for entry in opened.namelist()}
    assert "昌平区" in made.pop("未生成清单.txt").decode("utf-8-sig")
    assert len(made) == 17
    assert all(map(whole, made.values()))
    # The same files as the command makes.
    assert brief(house, tmp_path / "out") == 1
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == made
    assert house.repository.briefing_count() == 0


def _job_of(answer: str) -> str:
    return answer.split("job=")[1][:16]


def _look(client, search: str) -> dict:
    """What the browser asks every second while a job goes on."""
    found = next(one for one in client.get("/_dash-dependencies").json if "job-pulse" in str(one["inputs"]))
    outputs = [dict(zip(("id", "property"), one.rsplit(".", 1))) for one in found["output"].strip(".").split("...")]
    return {
        "output": found["output"],
        "outputs": outputs,
        "inputs": [{"id": "job-pulse", "property": "n_intervals", "value": 1}],
        "state": [{"id": "url", "property": "search", "value": search}],
        "changedPropIds": ["job-pulse.n_intervals"],
    }


def test_drafts_are_the_same_however_many_are_made_at_once(house: StillHouse, tmp_path: Path, monkeypatch):
    made = []
    for at_once in (1, 2, 4):
        monkeypatch.setattr("callbacks.commands.brief.AT_ONCE", at_once)
        folder = tmp_path / str(at_once)
        assert brief(house, folder) == 0
        made.append({file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()})
    assert made[0] == made[1] == made[2]
    assert len(made[0]) == 18


def test_what_is_made_at_once_is_told_in_the_order_of_the_units():
    begun, first = [], threading.Event()

    def make(unit: str) -> dict[str, bytes]:
        begun.append(unit)
        if unit == "1":
            first.wait(10)
        if unit == "2":
            first.set()
            raise DashboardError("query.org_unit", value=unit)
        return {unit: b""}

    told = copies([str(place) for place in range(40)], make, at_once=2)
    assert [(one.org_unit, one.refusal is None) for one in itertools.islice(told, 4)] == [
        ("0", True), ("1", True), ("2", False), ("3", True),
    ]  # fmt: skip
    told.close()
    assert begun[0] == "0"
