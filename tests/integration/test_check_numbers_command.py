"""``brief`` to Word, the draft changed, ``check-numbers``: what it says and with which exit code."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from app import House
from callbacks.commands.line import run
from data.briefings import Kind, Occasion, Section
from data.model import Period
from data.settings import Settings

UNIT, PERIOD = "110114", "2025-Q4"


class LaterHouse(House):
    """A house whose clock can be put on."""

    moment = datetime(2026, 11, 20, 1, 2, 3, 456, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture(scope="module")
def house(demo_settings: Settings) -> LaterHouse:
    return LaterHouse(demo_settings)


@pytest.fixture(scope="module")
def made(house: LaterHouse, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("word") / "简报.docx"
    assert run(["brief", "--period", PERIOD, "--org-unit", UNIT, "--out", str(file)], house) == 0
    return file.read_bytes()


def checked(house: House, file: Path, *more: str) -> int:
    return run(["check-numbers", str(file), "--period", PERIOD, "--org-unit", UNIT, *more], house)


def put(folder: Path, content: bytes, name: str = "稿.docx") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def slipped(content: bytes) -> tuple[bytes, str]:
    """A figure of the second table changed, as a person would; and what stood there."""
    paper = docx.Document(io.BytesIO(content))
    run_there = paper.tables[1].rows[2].cells[4].paragraphs[0].runs[0]
    old, run_there.text = run_there.text, "98765"
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue(), old


def test_the_untouched_draft_is_right_even_when_it_is_checked_later(house, made, tmp_path, capsys):
    """Without an as-of the moment that the draft was made at is used, not that of the check."""
    later = LaterHouse(house.settings)
    later.moment = datetime(2026, 11, 23, tzinfo=UTC)
    assert checked(later, put(tmp_path, made)) == 0
    assert "不符0个，未找到对应0个" in capsys.readouterr().out
    assert checked(later, put(tmp_path, made), "--as-of", "2026-11-23") == 1


def test_a_slip_is_told_with_its_place_and_exit_code_1(house, made, tmp_path, capsys):
    content, old = slipped(made)
    assert checked(house, put(tmp_path, content)) == 1
    told = capsys.readouterr().out
    assert f"表2第3行第5列　稿中“98765”，应为“{old}”" in told
    assert checked(house, put(tmp_path, content), "--format", "json") == 1
    record = json.loads(capsys.readouterr().out)
    assert (record["wrong"], record["unmatched"]) == (1, 0)
    found = {key: record["findings"][0][key] for key in ("table", "row", "column", "found", "expected")}
    assert found == {"table": 2, "row": 3, "column": 5, "found": "98765", "expected": old}


def test_wrong_words_and_what_is_no_draft_have_their_own_codes(house, made, tmp_path, capsys):
    assert checked(house, tmp_path / "none.docx") == 2
    assert checked(house, put(tmp_path, b"%PDF-1.7")) == 1
    assert "Word" in capsys.readouterr().err
    file = put(tmp_path, made)
    assert run(["check-numbers", str(file), "--period", PERIOD, "--org-unit", "999999"], house) == 2
    assert run(["check-numbers", str(file), "--period", "2025-12", "--org-unit", UNIT], house) == 2


def test_what_the_office_wrote_and_saved_is_part_of_the_briefing(demo_copy: Settings, tmp_path, capsys):
    house = LaterHouse(demo_copy)
    occasion = Occasion(Kind.BRIEFING, UNIT, Period.parse(PERIOD), "zh")
    house.issuing.write(occasion, Section.MEASURES, "召开调度会37次。", author="张三")
    file = tmp_path / "稿.docx"
    assert run(["brief", "--period", PERIOD, "--org-unit", UNIT, "--out", str(file)], house) == 0
    assert checked(house, file) == 0
    paper = docx.Document(str(file))
    line = next(line for line in paper.paragraphs if "37次" in line.text)
    line.runs[0].text = line.text.replace("37", "73")
    paper.save(str(file))
    capsys.readouterr()
    assert checked(house, file) == 1
    assert "应为“37”" in capsys.readouterr().out
