"""``import-register``: what differs is told, the list becomes a return that can be checked, nothing is stored."""

from __future__ import annotations

import json

import pytest

from app import main
from data.settings import HOUSE
from tests.return_papers import UNIT, Papers, ledger_papers

EXAMPLE = HOUSE / "docs" / "examples" / "register-mapping.toml"
KEYS = ["file", "org_unit", "period", "accepted", "compared_with", "lines", "matched"]
KEYS += ["only_listed", "only_stored", "differences", "issues"]
HEADS = ["园所（机构）名称", "信用代码", "所在街镇", "类别", "托位总数", "其中普惠", "状态", "认定时间", "所属区"]


class Office:
    """A store with one return of three institutions, a list beside it, and the command."""

    def __init__(self, settings, folder, capsys):
        self.environ = {"TUOYU_DATABASE_URL": settings.database_url}
        self.folder, self.capsys = folder, capsys
        self.out = self.err = ""

    def run(self, *argv):
        code = main([str(word) for word in argv], self.environ)
        self.out, self.err = self.capsys.readouterr()
        return code

    def file(self, papers, name):
        path = self.folder / name
        path.write_bytes(papers.xlsx())
        return path

    def read(self, papers, *options, period="2025-Q4", mapping=EXAMPLE):
        asked = ("--mapping", mapping, "--org-unit", UNIT, "--period", period, *options)
        return self.run("import-register", self.file(papers, "名册.xlsx"), *asked)


@pytest.fixture
def office(settings, tmp_path, capsys):
    office = Office(settings, tmp_path, capsys)
    assert office.run("load", office.file(ledger_papers(3), "return.xlsx")) == 0
    return office


def register():
    """Of the three filed institutions the first as filed, the second larger, the third gone; and a new one."""
    first = [f"示例托育园{UNIT}-0001", None, "城北街道", "社区园", 60, 40, "在营", "2024/3/1", "昌平区"]
    second = [f"示例托育园{UNIT}-0002", None, "城北街道", "社区园", 66, 40, "在营", "2024/3/1", "昌平区"]
    new = ["示例新园", None, "回龙观", "单位托育点", 20, 20, None, "2025/11/1", "昌平区"]
    return Papers({"机构名册": [HEADS, first, second, new]})


def test_differences_are_told_in_words(office):
    assert office.read(register()) == 0
    lines = office.out.splitlines()
    assert lines[0] == "名册有、报表无：机构名册第4行　示例新园（回龙观街道）"
    assert lines[1].startswith(f"报表有、名册无：第4行　{UNIT}-0003")
    assert "名册机构名册!E3为66，报表O3为60" in lines[2]
    assert "对上2家" in lines[3]
    assert "没有入库" in lines[3]
    assert office.err == ""


def test_json_names_both_cells(office):
    assert office.read(register(), "--format", "json") == 0
    told = json.loads(office.out)
    assert list(told) == KEYS
    assert (told["lines"], told["matched"], told["accepted"]) == (3, 2, True)
    assert told["compared_with"]["period"] == "2025-Q4"
    [difference] = told["differences"]
    assert (difference["cell"], difference["listed"]) == ("E3", 66)
    assert (difference["stored_cell"], difference["stored"]) == ("O3", 60)


def test_the_written_return_can_be_checked(office, tmp_path):
    file = tmp_path / "out" / "return.xlsx"
    assert office.read(register(), "--out", file, period="2026-Q1") == 0
    office.run("check", file, "--format", "json")
    [outcome] = json.loads(office.out)
    assert (outcome["org_unit"], outcome["period"]) == (UNIT, "2026-Q1")
    errors = {issue["rule"] for issue in outcome["issues"] if issue["severity"] == "error"}
    assert errors == set()
    missing = [issue for issue in outcome["issues"] if issue["rule"] == "V14"]
    assert len(missing) == 1
    assert f"{UNIT}-0003" in missing[0]["message"]


def test_a_period_that_was_filed_becomes_a_revision_with_its_note(office, tmp_path):
    from openpyxl import load_workbook

    file = tmp_path / "return.xlsx"
    assert office.read(register(), "--out", file) == 0
    told = {line[0].value: line[1].value for line in load_workbook(file)["填报信息"].iter_rows()}
    assert (told["版次"], told["修订说明"]) == ("修订1", "按机构名册核对更新")
    assert office.run("load", file) == 0


def test_nothing_is_stored_by_reading_a_list(office):
    office.run("returns", "--format", "json")
    before = office.out
    office.read(register())
    office.run("returns", "--format", "json")
    assert office.out == before


def test_a_list_that_cannot_be_read_is_refused_with_its_cells(office, tmp_path):
    bad = register().put("机构名册", "D3", "托管班")
    file = tmp_path / "never.xlsx"
    assert office.read(bad, "--out", file) == 1
    assert "机构名册!D3" in office.err
    assert not file.exists()
    assert office.read(bad, "--format", "json") == 1
    assert json.loads(office.out)["accepted"] is False


def test_a_unit_that_has_filed_nothing_is_compared_with_nothing(office):
    elsewhere = Papers(
        {"机构名册": [HEADS, ["示例园", None, "永顺地区", "社区园", 20, 20, "在营", "2024/3/1", "昌平区"]]}
    )
    file = office.file(elsewhere, "名册.xlsx")
    asked = ("--mapping", EXAMPLE, "--org-unit", "110112", "--period", "2025-Q4")
    assert office.run("import-register", file, *asked) == 0
    assert "没有已报送的台账" in office.out
    assert "名册有报表无1家" in office.out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_mapping_that_is_none_is_refused_in_a_sentence(office, tmp_path, lang):
    mapping = tmp_path / "m.toml"
    mapping.write_text('[columns]\n"园名" = "a"', encoding="utf-8")
    assert office.read(register(), "--lang", lang, mapping=mapping) == 1
    assert office.err.startswith("m.toml [columns.园名]")


def test_wrong_usage_exits_2(office, tmp_path):
    file = office.file(register(), "名册.xlsx")
    there = ("--mapping", EXAMPLE, "--period", "2025-Q4", "--org-unit")
    assert office.run("import-register", tmp_path / "absent.csv", *there, UNIT) == 2
    assert office.run("import-register", file, *there, "990000") == 2
    assert office.run("import-register", file, *there, "110000") == 2
    assert office.run("import-register", file, *there, UNIT, "--out", "x.csv") == 2
    assert office.run("import-register", file, "--org-unit", UNIT, "--period", "2025-Q4") == 2
