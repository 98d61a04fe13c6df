"""/quality and its files over HTTP: doubts cell by cell, revisions, the public record, the list to take away."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from flask.testing import FlaskClient

from callbacks.application import build_dashboard
from data.model import Period
from data.returns import Project, TaskState
from data.settings import Settings
from tests.fakes import FakeSource, warning
from tests.integration.test_pages_http import shown
from tests.site_samples import clock, sample_dashboard, sample_reference

FACTS = {"subject": "=cmd|'/c calc'!A0", "part": "在托婴幼儿数", "whole": "核定托位数", "most": 60}


def doubtful() -> FakeSource:
    """昌平 with an open doubt that looks like a formula and an explained one; 朝阳 revised after its due date."""
    source = FakeSource(sample_reference())
    first = {"110105001": (100, 60)}
    source.file("110114", "2025-Q4", {"110114001": (60, 40)}, at="2026-01-10")
    source.file("110105", "2025-Q4", first, at="2026-01-10")
    source.file("110105", "2025-Q4", {"110105001": (120, 60)}, at="2026-01-18")
    source.notes = {3: "核对后更正1家机构"}
    source.issues = {
        1: [
            warning(1, found="+90", facts=FACTS),
            warning(2, told="@扩班", at="2026-01-15", found="75", facts={**FACTS, "subject": "示例园"}),
        ]
    }
    return source


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return build_dashboard(doubtful(), Settings(), clock).server.test_client()


def test_an_open_doubt_stands_with_its_cell_its_values_and_its_rule(client):
    page = shown(client, "/quality")
    assert "待核实疑点（1条）" in page
    assert "机构台账!Q2" in page
    assert "在托婴幼儿数+90大于核定托位数60" in page
    assert "在托数超过托位数" in page


def test_an_explained_doubt_stands_with_who_explained_it(client):
    page = shown(client, "/quality")
    assert "已说明的疑点（1条）" in page
    assert "@扩班" in page
    assert "clerk，2026年1月15日" in page


def test_an_explanation_is_not_known_before_it_was_given(client):
    page = shown(client, "/quality", "?as_of=2026-01-14")
    assert "待核实疑点（2条）" in page
    assert "@扩班" not in page


def test_a_revision_stands_with_both_sayings_and_its_reason(client):
    page = shown(client, "/quality")
    assert "100 → 120" in page
    assert "核对后更正1家机构" in page
    assert "62.5% → 55.6%（未报齐）" in page, "of a partial total no change is told"
    assert "本期没有修订过的报表" in shown(client, "/quality", "?as_of=2026-01-17")


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", ("与公开数对照", "人民网")), ("en", ("Beside the public record", "People's Daily Online"))],
)
def test_the_public_record_stands_beside_the_figures_in_both_languages(lang, said):
    page = shown(sample_dashboard().server.test_client(), "/quality", f"?lang={lang}&period=2024-Q4")
    assert all(words in page for words in said)
    assert "repost" not in shown(sample_dashboard().server.test_client(), "/quality", "?lang=zh&period=2024-Q4")
    assert "28,246" not in page, "a figure derived by the collector is not shown as published"


def test_the_matrix_says_who_was_late_and_who_is_missing():
    page = shown(sample_dashboard().server.test_client(), "/quality", "?period=2025-Q4")
    assert "16/17" in page
    assert "逾期" in page
    assert "未报，沿用上期" in page


def test_a_period_without_any_return_has_none_and_not_those_of_the_period_before():
    page = shown(sample_dashboard().server.test_client(), "/quality", "?period=2026-Q1")
    assert "本期已报0/17其中按期0个" in page
    assert "2026-Q1" in page


def rows_of(client: FlaskClient, search: str = "") -> list[dict[str, str]]:
    text = client.get(f"/download/warnings.csv{search}").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_list_has_every_doubt_with_what_it_rests_on(client):
    first, second = rows_of(client)
    assert (first["状态"], second["状态"]) == ("待核实", "已说明")
    assert (first["工作表"], first["单元格"], first["应为"]) == ("机构台账", "Q2", "不大于60")
    assert (first["来源（回执号）"], first["报告期"], first["数据性质"]) == ("R1", "2025-Q4", "演示数据")
    assert first["计算依据"] == "上限：60"
    assert {row["数据截至时点"][:10] for row in (first, second)} == {"2026-01-20"}
    assert client.get("/download/warnings.csv").data.startswith("\ufeff".encode())


def test_nothing_in_the_list_runs_in_a_spreadsheet(client):
    cells = [cell for row in rows_of(client) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not cell.isdigit()]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/download/warnings.xlsx").data)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert "+90" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_the_workbook_says_the_same_as_the_csv(client):
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/download/warnings.xlsx?lang=en").data)).active
    heads, *lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    rows = rows_of(client, "?lang=en")
    assert heads == list(rows[0])
    told = [[str(value).lstrip("'") if value is not None else "" for value in line] for line in lines]
    assert told == [[value.lstrip("'") for value in row.values()] for row in rows]
    first, again = (client.get("/download/warnings.xlsx").data for _ in range(2))
    assert first == again


def test_a_list_without_doubts_has_its_heads(client):
    answer = client.get("/download/warnings.csv?period=2025-Q3")
    assert answer.data.decode("utf-8-sig").splitlines()[0].startswith("报告期,单位代码")
    assert rows_of(client, "?period=2025-Q3") == []


def test_an_empty_store_is_told_on_the_page_and_in_the_file():
    empty = build_dashboard(FakeSource(sample_reference(), nature=None), Settings(), clock).server.test_client()
    assert "还没有数据" in shown(empty, "/quality")
    assert empty.get("/download/warnings.xlsx").status_code == 404
    assert empty.get("/api/v1/returns").json == []


def test_the_api_answers_returns_as_the_command_prints_them(client):
    records = client.get("/api/v1/returns?period=2025-Q4").json
    assert [(one["org_unit"], one["revision"], one["on_time"]) for one in records] == [
        ("110114", 1, True),
        ("110105", 1, True),
        ("110105", 2, True),
    ]
    assert len(client.get("/api/v1/returns?as_of=2026-01-17").json) == 2
    assert client.get("/api/v1/returns?period=soon").status_code == 400
    flat = client.get("/api/v1/returns?format=csv")
    assert flat.mimetype == "text/csv"
    assert flat.data.decode("utf-8-sig").splitlines()[1].endswith(",true,tester,d1,R1")


def test_a_district_shows_its_tasks_and_projects(client):
    source = doubtful()
    late = Period.parse("2025-Q4").end
    source.pipeline = {
        1: (Project(2, "在建", "示例项目甲", "110114001", "幼儿园开设托班", 40, None, late, None, "施工中"),)
    }
    source.task_states = {1: (TaskState(2, "T4a", "已完成", late, "示例〔2025〕3号", None, "某人 13800000000"),)}
    page = shown(build_dashboard(source, Settings(), clock).server.test_client(), "/districts/110114")
    assert "2025年四季度：1个项目，预计托位40个，其中普惠0个（另有1个项目的数未填）" in page
    assert "已过预计投用日期" in page
    assert "承担任务进展（已完成0/12项；另有分项已完成1/2项）" in page
    assert "示例〔2025〕3号" in page
    assert "13800000000" not in page, "who is called is for the office, not for every reader"
