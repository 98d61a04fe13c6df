"""The command line as people and programs use it: words, JSON, exit codes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import main
from callbacks.commands.line import COMMANDS
from data import schema
from data.settings import HOUSE, Settings
from layouts.text import LANGUAGES, text_for
from tests.return_papers import UNIT, Papers, city_papers, ledger_papers

OUTCOME_KEYS = [
    *("file", "accepted", "org_unit", "period", "revision", "receipt", "already_received", "counts", "issues"),
]
ISSUE_KEYS = ["rule", "severity", "sheet", "cell", "found", "wanted", "message"]
RETURN_KEYS = [
    *("org_unit", "period", "revision", "state", "received_at", "due", "on_time", "actor", "digest", "receipt"),
]


class Shell:
    """Runs commands on one database and keeps what they printed."""

    def __init__(self, settings: Settings, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._environ = {"TUOYU_DATABASE_URL": settings.database_url}
        self._folder, self._capsys = folder, capsys
        self.out = self.err = ""

    def __call__(self, *argv: object) -> int:
        code = main([str(word) for word in argv], self._environ)
        self.out, self.err = self._capsys.readouterr()
        return code

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def file(self, papers: Papers, name: str = "return.xlsx") -> Path:
        path = self._folder / name
        path.write_bytes(papers.csv_zip("gb18030") if name.endswith(".zip") else papers.xlsx())
        return path


@pytest.fixture
def shell(settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(settings, tmp_path, capsys)


def bad() -> Papers:
    return ledger_papers().fill("普惠托位数", 999)


def test_loading_a_good_return_says_where_its_receipt_is(shell: Shell) -> None:
    assert shell("load", shell.file(ledger_papers()), "--actor", "甲") == 0
    assert "已入库" in shell.out
    assert "TY-110114-2025Q4-R1-" in shell.out


def test_json_has_the_keys_of_the_interface(shell: Shell) -> None:
    assert shell("load", shell.file(ledger_papers()), shell.file(bad(), "bad.xlsx"), "--format", "json") == 1
    good, refused = shell.json
    assert list(good) == list(refused) == OUTCOME_KEYS
    assert (good["accepted"], good["org_unit"], good["period"], good["revision"]) == (True, UNIT, "2025-Q4", 1)
    assert (refused["file"], refused["accepted"], refused["receipt"]) == ("bad.xlsx", False, None)
    assert all(list(issue) == ISSUE_KEYS for issue in refused["issues"])
    errors = [issue for issue in refused["issues"] if issue["severity"] == "error"]
    assert refused["counts"]["error"] == len(errors) > 0
    assert shell.err == ""


def test_a_refused_file_is_told_one_line_an_issue(shell: Shell) -> None:
    assert shell("check", shell.file(bad())) == 1
    lines = shell.err.splitlines()
    assert any("机构台账!P2" in line and line.endswith("（V08）") for line in lines)
    assert all(line.startswith("return.xlsx: ") for line in lines)
    assert "没有入库" in shell.out


def test_a_mixed_batch_stores_the_good_ones(shell: Shell) -> None:
    assert shell("load", shell.file(bad(), "bad.xlsx"), shell.file(city_papers(), "city.xlsx")) == 1
    assert shell("returns", "--format", "json") == 0
    assert [one["org_unit"] for one in shell.json] == ["110000"]


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name"])
def test_an_address_nobody_can_read_is_told_and_not_served(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.secret_key.HOUSE", tmp_path)
    shell = Shell(Settings(database_url=url), tmp_path, capsys)
    assert shell("serve") == 1
    assert "数据库地址写法不对" in shell.err


def test_a_missing_file_is_wrong_usage_and_nothing_is_stored(shell: Shell, tmp_path: Path) -> None:
    assert shell("load", shell.file(ledger_papers()), tmp_path / "absent.xlsx") == 2
    assert "absent.xlsx" in shell.err
    shell("returns", "--format", "json")
    assert shell.json == []


def test_checking_says_what_loading_would_and_stores_nothing(shell: Shell) -> None:
    file = shell.file(ledger_papers())
    assert shell("check", file, "--format", "json") == 0
    assert [(one["accepted"], one["receipt"]) for one in shell.json] == [(True, None)]
    shell("returns", "--format", "json")
    assert shell.json == []


def test_the_same_figures_as_csv_are_answered_with_the_receipt(shell: Shell) -> None:
    shell("load", shell.file(ledger_papers()), "--format", "json")
    receipt = shell.json[0]["receipt"]
    assert shell("load", shell.file(ledger_papers(), "return.zip"), "--format", "json") == 0
    assert (shell.json[0]["already_received"], shell.json[0]["receipt"]) == (True, receipt)


def test_stored_revisions_are_listed_with_due_and_on_time(shell: Shell) -> None:
    shell("load", shell.file(ledger_papers()), "--received-at", "2026-01-15", "--actor", "甲")
    shell("load", shell.file(city_papers(), "city.xlsx"), "--received-at", "2026-01-16T00:00:00")
    assert shell("returns", "--period", "2025-Q4", "--format", "json") == 0
    first, second = shell.json
    assert list(first) == RETURN_KEYS
    assert (first["due"], first["received_at"]) == ("2026-01-16T00:00:00+08:00", "2026-01-15T23:59:59.999999+08:00")
    assert (first["on_time"], second["on_time"], first["state"], first["actor"]) == (True, False, "received", "甲")
    assert shell("returns", "--as-of", "2026-01-15", "--format", "json") == 0
    assert [one["org_unit"] for one in shell.json] == [UNIT]
    assert shell("returns", "--period", "2024-Q1", "--format", "json") == 0
    assert shell.json == []
    assert shell("returns") == 0
    assert len(shell.out.splitlines()) == 2


def test_history_before_the_last_revision_is_refused(shell: Shell) -> None:
    shell("load", shell.file(ledger_papers()), "--received-at", "2026-01-15")
    later = ledger_papers().fill("核定托位数", 61).item("修订说明", "更正")
    assert shell("load", shell.file(later), "--received-at", "2026-01-14") == 1
    assert "V26" in shell.err


def test_a_return_goes_through_its_states(shell: Shell) -> None:
    shell("load", shell.file(ledger_papers()), "--format", "json")
    receipt = shell.json[0]["receipt"]
    assert shell("unlock", receipt, "--reason", "更正", "--actor", "乙") == 1
    assert "不能改为" in shell.err
    assert shell("accept", receipt, "--actor", "乙") == 0
    assert shell("return", receipt, "--reason", "更正", "--actor", "乙") == 1
    assert shell("unlock", receipt, "--actor", "乙") == 2
    assert shell("unlock", receipt, "--reason", "更正", "--actor", "乙") == 0
    assert shell("accept", "TY-0", "--actor", "乙") == 1


def test_an_unexplained_finding_stands_in_the_way_of_acceptance(shell: Shell) -> None:
    shell("load", shell.file(ledger_papers().fill("普惠认定日期", None)), "--format", "json")
    receipt = shell.json[0]["receipt"]
    assert shell("accept", receipt, "--actor", "乙") == 1
    assert "1条疑点" in shell.err
    assert any("机构台账!" in line and line.endswith("（V15）") for line in shell.err.splitlines())
    assert shell.out == ""


def test_a_decision_is_told_with_who_and_why(shell: Shell) -> None:
    shell("load", shell.file(ledger_papers()), "--format", "json")
    receipt = shell.json[0]["receipt"]
    assert shell("accept", receipt, "--actor", "乙") == 0
    assert receipt in shell.out
    assert "乙" in shell.out
    assert shell("unlock", receipt, "--reason", "区里申请更正", "--actor", "丙") == 0
    assert "区里申请更正" in shell.out
    assert shell("unlock", receipt, "--reason", " ", "--actor", "丙") == 2
    assert shell("unlock", receipt, "--reason", "更正", "--actor", " ") == 2


@pytest.mark.parametrize("unit", ["110114", "110000"])
@pytest.mark.parametrize("mode", ["ledger", "summary"])
def test_a_template_is_written_for_every_filer_and_mode(shell: Shell, tmp_path: Path, unit: str, mode: str) -> None:
    file = tmp_path / "out" / "template.xlsx"
    assert shell("template", "--org-unit", unit, "--period", "2026-Q1", "--mode", mode, "--out", file) == 0
    assert file.read_bytes().startswith(b"PK")


def test_a_template_carries_the_last_ledger(shell: Shell, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    shell("load", shell.file(ledger_papers(3)))
    file = tmp_path / "next.xlsx"
    assert shell("template", "--org-unit", UNIT, "--period", "2026-Q1", "--out", file) == 0
    book = load_workbook(file)
    numbers = [row[0].value for row in book["机构台账"].iter_rows(min_row=2, max_row=4)]
    assert numbers == [f"{UNIT}-0001", f"{UNIT}-0002", f"{UNIT}-0003"]
    heading = {row[0].value: row[1].value for row in book["填报信息"].iter_rows()}
    assert (heading["数据性质"], heading["报告期"]) == ("演示", "2026-Q1")


WRONG = [
    [],
    ["nonsense"],
    ["load"],
    ["returns", "--period", "2025-Q5"],
    ["returns", "--period", "2025-13"],
    ["returns", "--period", "2025-12"],
    ["returns", "--as-of", "yesterday"],
    ["returns", "--format", "xml"],
    ["returns", "--lang", "fr"],
    ["template", "--org-unit", "110114", "--period", "2026-Q1"],
    ["template", "--org-unit", "990000", "--period", "2026-Q1", "--out", "x.xlsx"],
    ["template", "--org-unit", "110114", "--period", "2026-01", "--out", "x.xlsx"],
    ["template", "--org-unit", "110114", "--period", "2026-Q1", "--out", "x.csv"],
    ["indicators"],
    ["indicators", "--period", "2025-12"],
    ["indicators", "--period", "2025-Q4", "--org-unit", "990000"],
    ["indicators", "--period", "2025-Q4", "--zone", "月球"],
    ["indicators", "--period", "2025-Q4", "--plan", "1949"],
    ["brief", "--period", "2025-Q4", "--org-unit", "110000", "--out", "x.odt"],
    ["brief", "--period", "2025-12", "--org-unit", "110000", "--out", "x.pdf"],
    ["brief", "--period", "2025-Q4", "--org-unit", "990000", "--out", "x.pdf"],
    ["accept", "TY-0"],
    ["serve", "--port", "many"],
]


@pytest.mark.parametrize("argv", WRONG, ids=" ".join)
def test_wrong_usage_exits_2_with_a_word_on_stderr(shell: Shell, argv: list[str]) -> None:
    assert shell(*argv) == 2
    assert (shell.out, bool(shell.err.strip())) == ("", True)


def test_a_fault_of_ours_exits_3_and_is_logged(shell: Shell, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr("data.repository.Repository.returns", lambda *_, **__: 1 / 0)
    assert shell("returns") == 3
    assert "ZeroDivisionError" in caplog.text


def test_an_unreachable_database_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("no database")
    for url in (f"sqlite:///{tmp_path / 'file'}", "postgresql+psycopg://nobody@127.0.0.1:1/none"):
        assert main(["returns"], {"TUOYU_DATABASE_URL": url}) == 1
        assert "数据库" in capsys.readouterr().err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_explains_itself_with_an_example(shell: Shell, lang: str) -> None:
    text = text_for(lang)
    for command in COMMANDS:
        assert shell(command.name, "--lang", lang, "--help") == 0
        assert text(f"command.{command.name}.example") in shell.out


def test_english_is_spoken_when_asked(shell: Shell) -> None:
    assert shell("check", shell.file(bad()), "--lang", "en") == 1
    assert "nothing stored" in shell.out
    assert shell("--lang", "en", "check", shell.file(ledger_papers())) == 0
    assert "can be stored" in shell.out


def test_migrating_names_the_schema(shell: Shell) -> None:
    assert shell("migrate") == 0
    assert schema.VERSION in shell.out


def test_indicators_come_as_text_json_and_csv(demo_settings: Settings, tmp_path: Path, capsys: Any) -> None:
    shell = Shell(demo_settings, tmp_path, capsys)
    asked = ("indicators", "--period", "2025-Q4", "--org-unit", "all")
    assert shell(*asked, "--format", "json") == 0
    document = shell.json
    assert (document["period"], document["demo"], document["plan"]) == ("2025-Q4", True, "2023-2025")
    first = document["indicators"][0]
    assert (first["indicator"], first["org_unit"], first["zone"]) == ("G1", "110000", None)
    assert shell(*asked, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(shell.out)))
    assert [row["value"] for row in rows] == [row["value"] or "" for row in document["indicators"]]
    assert shell(*asked) == 0
    assert shell.out.startswith("演示数据\n")
    assert len(shell.out.splitlines()) == len(rows) + 2


def test_a_demonstration_is_not_mixed_into_other_data(shell: Shell) -> None:
    shell("load", shell.file(ledger_papers().item("数据性质", "正式")))
    assert shell("demo") == 1
    assert shell("demo", "--if-empty") == 0
    shell("returns", "--format", "json")
    assert len(shell.json) == 1


def test_briefings_are_written_by_their_ending(demo_settings: Settings, tmp_path: Path, capsys: Any) -> None:
    shell = Shell(demo_settings, tmp_path, capsys)
    for name, start in (("brief.pdf", b"%PDF"), ("card.png", b"\x89PNG")):
        file = tmp_path / "out" / name
        assert shell("brief", "--period", "2025-Q4", "--org-unit", "110000", "--out", file) == 0
        assert file.read_bytes().startswith(start)
    district = tmp_path / "district.pdf"
    assert shell("brief", "--period", "2025-Q4", "--org-unit", UNIT, "--kind", "报告", "--out", district) == 0
    assert district.read_bytes().startswith(b"%PDF")


def test_checking_does_not_pay_for_the_dashboard(settings: Settings, shell: Shell) -> None:
    file = shell.file(ledger_papers())
    told = (
        "import sys; from app import main; code = main(['check', sys.argv[1]], {'TUOYU_DATABASE_URL': sys.argv[2]});"
        "heavy = {'dash', 'plotly', 'pandas', 'flask', 'typst', 'openpyxl', 'xlsxwriter'} & set(sys.modules);"
        "print('heavy:', sorted(heavy)); sys.exit(code)"
    )
    command = [sys.executable, "-c", told, str(file), settings.database_url]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "heavy: []"


@pytest.mark.parametrize(
    "words",
    [
        ("brief", "--period", "2025-Q4", "--org-unit", "110000", "--out", "{place}/brief.pdf"),
        ("template", "--org-unit", "110114", "--period", "2026-Q4", "--out", "{place}/form.xlsx"),
        ("demo", "--out", "{place}"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_with_a_sentence(
    demo_settings: Settings, tmp_path: Path, capsys: Any, words: tuple[str, ...]
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file, not a folder", encoding="utf-8")
    shell = Shell(demo_settings, tmp_path, capsys)
    assert shell(*(word.format(place=taken / "inner") for word in words)) == 1
    assert shell.err.startswith("写不到")
    assert "Traceback" not in shell.err
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".part"] == []
