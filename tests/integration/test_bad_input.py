"""What strangers send, through the command line: rule, sheet and cell, exit code 1, nothing stored, process alive."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from app import main
from data.model import Reference
from data.settings import HOUSE, Settings
from tests.return_papers import Papers, city_papers, ledger_papers, summary_papers

BADFILES = HOUSE / "tests" / "badfiles"
SUMS, LEDGER = "街道乡镇", "机构台账"


def far_cell() -> bytes:
    """Five kilobytes that would cost a reader gigabytes."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("填报信息")
        sheet.write("A1", "项目")
        sheet.write("XFD1048576", 1)
    return target.getvalue()


def without(papers: Papers, sheet: str) -> Papers:
    del papers.sheets[sheet]
    return papers


def zip_bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("填报信息.csv", b"," * 50_000_000)
    return target.getvalue()


BAD: dict[str, tuple[str, Callable[[Reference], bytes], tuple[str, str | None, str | None]]] = {
    "inclusive slots above all": (
        "a.xlsx", lambda r: summary_papers(r).put(SUMS, "F11", 320).xlsx(), ("V08", SUMS, "F11"),
    ),
    "a township of another unit": (
        "a.xlsx", lambda r: ledger_papers(township="110105001").xlsx(), ("V05", LEDGER, "J2"),
    ),
    "a pseudo-unit": ("a.xlsx", lambda r: ledger_papers(township="110115403").xlsx(), ("V05", LEDGER, "J2")),
    "a wrong total": ("a.xlsx", lambda r: summary_papers(r).put(SUMS, "E24", 7).xlsx(), ("V12", SUMS, "E24")),
    "a missing sheet": ("a.xlsx", lambda r: without(ledger_papers(), "队伍培训").xlsx(), ("V02", "队伍培训", None)),
    "a missing sheet of the city": (
        "a.zip", lambda r: without(city_papers(), "专业布点").csv_zip(), ("V02", "专业布点", None),
    ),
    "a lone csv": ("a.csv", lambda r: "街乡代码,托位数\n110114001,50\n".encode(), ("V00", None, None)),
    "a PDF by another name": ("a.xlsx", lambda r: b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", ("V00", None, None)),
    "the far-cell bomb": ("a.xlsx", lambda r: far_cell(), ("V00", "填报信息", "XFD1048576")),
    "a zip bomb": ("a.zip", lambda r: zip_bomb(), ("V00", None, None)),
}  # fmt: skip


@pytest.fixture
def shell(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(*argv: object) -> tuple[int, str]:
        code = main([str(word) for word in argv], {"TUOYU_DATABASE_URL": settings.database_url})
        return code, capsys.readouterr().out

    return run


@pytest.mark.parametrize("case", BAD)
def test_this_file_is_refused_at_its_cell_and_nothing_is_stored(
    case: str, shell: Callable[..., tuple[int, str]], reference: Reference, tmp_path: Path
) -> None:
    name, make, place = BAD[case]
    (tmp_path / name).write_bytes(make(reference))
    code, out = shell("load", "--format", "json", tmp_path / name)
    (answer,) = json.loads(out)
    errors = [issue for issue in answer["issues"] if issue["severity"] == "error"]
    assert code == 1
    assert place in [(issue["rule"], issue["sheet"], issue["cell"]) for issue in errors]
    assert (answer["accepted"], answer["receipt"]) == (False, None)
    assert json.loads(shell("returns", "--format", "json")[1]) == []


def test_a_good_return_is_taken_after_all_the_bad_ones(
    shell: Callable[..., tuple[int, str]], reference: Reference, tmp_path: Path
) -> None:
    files = sorted(file for file in BADFILES.rglob("*") if file.is_file())
    good = tmp_path / "good.xlsx"
    good.write_bytes(ledger_papers().xlsx())
    code, out = shell("load", "--format", "json", *files, good)
    answers = json.loads(out)
    assert code == 1
    assert [answer["accepted"] for answer in answers] == [False] * len(files) + [True]
    assert all(answer["counts"]["error"] for answer in answers[:-1])
    assert [stored["receipt"] for stored in json.loads(shell("returns", "--format", "json")[1])] == [
        answers[-1]["receipt"]
    ]
