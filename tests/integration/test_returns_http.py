"""The desk over HTTP: what the machine itself may do, what nobody else may, and what each answer says."""

from __future__ import annotations

import base64
import csv
import io
import json
from datetime import datetime

import openpyxl
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from app import House
from callbacks.application import build_application
from data.model import Period
from data.settings import Settings
from tests.conftest import BEIJING
from tests.integration.test_pages_http import asked_for, shown, words
from tests.return_papers import Papers, ledger_papers
from tests.site_samples import MISSING, sample_dashboard, sample_reference

XLSX = "data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,"
PERIOD = Period.parse("2025-Q4")
ELSEWHERE = {"REMOTE_ADDR": "10.1.2.3"}


class StillHouse(House):
    """A house whose clock stands on 14 January 2026."""

    def now(self) -> datetime:
        return datetime(2026, 1, 14, 9, tzinfo=BEIJING)


@pytest.fixture
def house(tmp_path) -> House:
    return StillHouse(Settings(database_url=f"sqlite:///{tmp_path / 'tuoyu.sqlite'}"))


@pytest.fixture
def client(house: House) -> FlaskClient:
    return build_application(house).server.test_client()


def handed_over(papers: Papers) -> str:
    """A file as the browser's upload holds it."""
    return XLSX + base64.b64encode(papers.xlsx()).decode()


def called(client: FlaskClient, output: str, inputs: list, states: list, **more: object):
    """Call the callback of an output as the browser would; the raw answer."""
    dependencies = client.get("/_dash-dependencies").json
    found = next(one for one in dependencies if one["output"].strip(".").split("...")[0].split("@")[0] == output)
    outputs = [dict(zip(("id", "property"), one.rsplit(".", 1))) for one in found["output"].strip(".").split("...")]
    asked = {
        "output": found["output"],
        "outputs": outputs if found["output"].startswith("..") else outputs[0],
        "inputs": inputs,
        "state": states,
        "changedPropIds": [f"{inputs[0]['id']}.{inputs[0]['property']}"] if isinstance(inputs[0], dict) else [],
    }
    return client.post("/_dash-update-component", json=asked, **more)


def value(name: str, prop: str, given: object) -> dict[str, object]:
    return {"id": name, "property": prop, "value": given}


def file_of(papers: Papers, search: str = "", name: str = "报表.xlsx") -> list[dict[str, object]]:
    return [
        value("upload", "contents", handed_over(papers)),
        value("upload", "filename", name),
        value("url", "search", search),
    ]


def judged(client: FlaskClient, papers: Papers, search: str = "", **more: object) -> str:
    arrived = [value("upload-arrived", "data", {"name": "报表.xlsx", "at": 1})]
    answer = called(client, "upload-judgement.children", arrived, file_of(papers, search), **more)
    assert answer.status_code == 200, answer.text
    return words(answer.json["response"])


def committed(client: FlaskClient, papers: Papers, actor: str | None = "王会计", **more: object) -> str:
    states = [*file_of(papers), value("actor", "value", actor)]
    answer = called(client, "upload-committed.children", [value("upload-commit", "n_clicks", 1)], states, **more)
    assert answer.status_code == 200, answer.text
    return words(answer.json["response"])


def act(client: FlaskClient, receipt: str, name: str, *, actor="李审核", reason=None, said=None, **more) -> str:
    """Press a button of the return's page."""
    told = said or {}
    states: list[object] = []
    for kind in ("explain", "confirm", "sure"):
        ids = [{"id": {kind: field}, "property": "id", "value": {kind: field}} for field in told.get(kind, {})]
        values = [
            {"id": {kind: field}, "property": "value", "value": words} for field, words in told.get(kind, {}).items()
        ]
        states += [ids, values]
    states += [value("actor", "value", actor), value("review-reason", "value", reason)]
    states += [value("url", "search", f"?receipt={receipt}")]
    pressed = [[{"id": {"act": name}, "property": "n_clicks", "value": 1}]]
    dependencies = client.get("/_dash-dependencies").json
    found = next(one for one in dependencies if '"act"' in str(one["inputs"]))
    outputs = [dict(zip(("id", "property"), one.rsplit(".", 1))) for one in found["output"].strip(".").split("...")]
    asked = {
        "output": found["output"],
        "outputs": outputs,
        "inputs": pressed,
        "state": states,
        "changedPropIds": [f'{{"act":"{name}"}}.n_clicks'],
    }
    answer = client.post("/_dash-update-component", json=asked, **more)
    assert answer.status_code == 200, answer.text
    return words(answer.json["response"])


def receipt_of(house: House) -> str:
    return house.repository.returns()[-1].receipt


def wrong() -> Papers:
    return ledger_papers().fill("普惠托位数", 99)


def test_a_file_is_judged_with_its_cells_and_nothing_is_stored(client, house):
    told = judged(client, wrong())
    assert "不能提交" in told
    assert "普惠数大于总数（V08）" in told
    assert "机构台账!P2" in told
    assert house.repository.returns() == []


def test_a_blank_that_must_be_filled_stands_under_a_heading_that_says_so(client):
    told = judged(client, ledger_papers().fill("机构名称", None))
    assert "必填项缺失" in told
    assert "（V02）" in told


def test_the_judgement_speaks_the_language_of_the_page(client):
    assert "cannot be submitted" in judged(client, wrong(), "?lang=en")


def test_a_good_file_shows_what_it_would_change_and_is_stored_on_commit(client, house):
    told = judged(client, ledger_papers())
    assert "可以提交（昌平区，2025年四季度）" in told
    assert "提交后的变化" in told
    assert house.repository.returns() == []
    assert "已提交" in committed(client, ledger_papers())
    (stored,) = house.repository.returns()
    assert (stored.org_unit, stored.actor) == ("110114", "王会计（未认证）")
    assert stored.receipt in committed(client, ledger_papers())
    assert len(house.repository.returns()) == 1


def test_what_is_committed_is_judged_again(client, house):
    assert "不能提交" in committed(client, wrong())
    assert house.repository.returns() == []


@pytest.mark.parametrize("actor", [None, "", "  ", "王\n会计", "长" * 41])
def test_nobody_commits_without_a_name(client, house, actor):
    assert "经办人" in committed(client, ledger_papers(), actor)
    assert house.repository.returns() == []


@pytest.mark.parametrize(
    "stranger",
    [
        {"environ_overrides": ELSEWHERE},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Host": "evil.example:8050"}},
    ],
)
def test_from_another_machine_nothing_is_judged_stored_decided_or_shown(client, house, stranger):
    committed(client, ledger_papers())
    receipt = receipt_of(house)
    pressed = [value("upload-commit", "n_clicks", 1)]
    states = [*file_of(crowded()), value("actor", "value", "王会计")]
    refused = [
        called(client, "upload-judgement.children", [value("upload-arrived", "data", 1)], file_of(wrong()), **stranger),
        called(client, "upload-committed.children", pressed, states, **stranger),
        called(client, "file-made.data", [value("upload-marked", "n_clicks", 1)], file_of(wrong()), **stranger),
        *(
            client.get(path, **stranger)
            for path in (
                *("/", "/returns", "/api/v1/returns", "/plain/", "/_dash-layout", "/download/template/110114.xlsx"),
                f"/download/returns/{receipt}/original",
            )
        ),
    ]
    assert {answer.status_code for answer in refused} == {403}
    assert all("只在装有本系统的这台机器上" in answer.text for answer in refused)
    (stored,) = house.repository.returns()
    assert stored.state == "received"
    assert client.get("/healthz", **stranger).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Referer": "http://evil.example/page"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
def test_a_post_from_another_site_is_refused(client, house, headers, status):
    states = [*file_of(ledger_papers()), value("actor", "value", "王会计")]
    pressed = [value("upload-commit", "n_clicks", 1)]
    answer = called(client, "upload-committed.children", pressed, states, headers=headers)
    assert answer.status_code == status
    assert len(house.repository.returns()) == (1 if status == 200 else 0)


def test_more_than_a_file_may_have_is_refused_before_it_is_read(client):
    answer = client.post("/_dash-update-component", data=b"x" * (15 * 1024 * 1024 + 1), content_type="application/json")
    assert answer.status_code == 413


def test_a_file_that_is_no_return_is_told_in_one_sentence(client):
    states = [
        value("upload", "contents", XLSX + base64.b64encode(b"%PDF-1.7").decode()),
        value("upload", "filename", "报表.xlsx"),
        value("url", "search", ""),
    ]
    arrived = [value("upload-arrived", "data", {"at": 1})]
    assert "PDF" in words(called(client, "upload-judgement.children", arrived, states).json["response"])


@pytest.mark.parametrize("contents", [None, "", "data:;base64,###", "no comma"])
def test_contents_that_are_none_are_a_sentence(client, contents):
    states = [value("upload", "contents", contents), value("upload", "filename", None), value("url", "search", "")]
    arrived = [value("upload-arrived", "data", {"at": 1})]
    answer = called(client, "upload-judgement.children", arrived, states)
    assert answer.status_code == 200
    assert "文件" in words(answer.json["response"])


def test_the_workbook_comes_back_with_its_bad_cells_marked_and_nothing_else_changed(client):
    papers = wrong()
    answer = called(client, "file-made.data", [value("upload-marked", "n_clicks", 1)], file_of(papers))
    sent = answer.json["response"]["file-made"]["data"]
    assert sent["filename"] == "报表_核对结果.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(sent["content"])))
    cell = book["机构台账"]["P2"]
    assert "V08" in cell.comment.text
    assert cell.fill.fgColor.rgb == "FFF8B4AE"
    before = openpyxl.load_workbook(io.BytesIO(papers.xlsx()))
    for sheet in before:
        assert [[one.value for one in row] for row in sheet] == [
            [one.value for one in row] for row in book[sheet.title]
        ]
    assert book["核对结果"].max_row > 1


def test_a_zip_of_csv_comes_back_as_a_list(client):
    contents = "data:application/zip;base64," + base64.b64encode(wrong().csv_zip()).decode()
    states = [
        value("upload", "contents", contents),
        value("upload", "filename", "报表.zip"),
        value("url", "search", ""),
    ]
    answer = called(client, "file-made.data", [value("upload-marked", "n_clicks", 1)], states)
    sent = answer.json["response"]["file-made"]["data"]
    assert sent["filename"] == "报表_核对结果.csv"
    rows = list(csv.DictReader(io.StringIO(base64.b64decode(sent["content"]).decode("utf-8-sig"))))
    assert ("V08", "P2") in {(row["规则"], row["单元格"]) for row in rows}


def crowded() -> Papers:
    """A return with one 疑点: more children than places."""
    return ledger_papers().fill("在托婴幼儿数", 70).fill("普惠在托婴幼儿数", 20)


def left_of(client, receipt: str, lang: str = "zh") -> str:
    return shown(client, "/returns", f"?receipt={receipt}&lang={lang}")


def test_a_stored_return_tells_what_is_left_to_do_at_once_and_on_its_page(client, house):
    at_once = committed(client, crowded())
    receipt = receipt_of(house)
    for told in (at_once, left_of(client, receipt)):
        assert "疑点1条，尚有1条没有说明。" in told
        assert "没有上一期的机构台账可以对照。" in told
        assert "还没有附盖章扫描件。" in told
        assert "与初报相比" not in told
    act(client, receipt, "explain", said={"explain": {1: "确有其事"}})
    assert "疑点1条，都已说明。" in left_of(client, receipt)
    assert "Doubts: 1, all explained." in left_of(client, receipt, "en")


def test_a_revision_tells_how_much_it_changed_with_links_to_all_of_it(client, house):
    committed(client, ledger_papers())
    committed(client, ledger_papers().fill("核定托位数", 59, 3).item("修订说明", "更正"))
    receipt = receipt_of(house)
    assert "与初报相比，改动2处。" in left_of(client, receipt)  # the cell, and 修订说明
    screen = json.dumps(asked_for(client, "/returns", f"?receipt={receipt}"))
    assert all(f"receipt={receipt}#{place}" in screen for place in ("differences", "papers"))
    assert "没有疑点。" in left_of(client, receipt)


def test_a_return_is_explained_and_accepted_and_then_locked(client, house):
    committed(client, crowded())
    receipt = receipt_of(house)
    assert "没有说明" in act(client, receipt, "accepted")
    told = {one.number: "已核实" for one in house.repository.issues(1) if one.issue.severity == "warning"}
    assert "说明已保存" in act(client, receipt, "explain", said={"explain": told})
    assert "已核实" in shown(client, "/returns", f"?receipt={receipt}")
    assert "已审核通过" in act(client, receipt, "accepted")
    assert house.repository.returns()[-1].state == "accepted"
    assert "不能提交" in judged(client, crowded().fill("核定托位数", 61))
    assert "写明原因" in act(client, receipt, "unlocked")
    assert "已解锁" in act(client, receipt, "unlocked", reason="补报")
    assert "已解锁" in shown(client, "/returns", f"?receipt={receipt}")


def filled_in(client: FlaskClient, receipt: str) -> str:
    """The page of a return as it travels, what stands in its fields among it."""
    return json.dumps(asked_for(client, "/returns", f"?receipt={receipt}"), ensure_ascii=False)


def test_what_was_said_of_a_doubt_is_offered_again_for_the_next_revision(client, house):
    committed(client, crowded())
    told = {one.number: "国庆前集中入托" for one in house.repository.issues(1) if one.issue.severity == "warning"}
    act(client, receipt_of(house), "explain", said={"explain": told})
    committed(client, crowded().fill("核定托位数", 59, 3).item("修订说明", "更正"))
    receipt = receipt_of(house)
    assert house.repository.returns()[-1].revision == 2
    assert "国庆前集中入托" in filled_in(client, receipt)
    assert "没有说明" in act(client, receipt, "accepted"), "offered is not said"
    committed(client, crowded().fill("在托婴幼儿数", 71).item("修订说明", "再更正"))
    assert "国庆前集中入托" not in filled_in(client, receipt_of(house))


def test_saving_nothing_is_told(client, house):
    committed(client, crowded())
    assert "还没有填写" in act(client, receipt_of(house), "explain", said={"explain": {3: "  "}})


def test_a_return_sent_back_is_awaited_again(client, house):
    committed(client, ledger_papers())
    assert "已退回" in act(client, receipt_of(house), "returned", reason="台账不全")
    page = shown(client, "/returns", "?period=2025-Q4")
    assert "昌平区：退回修改" in page
    rows = list(
        csv.DictReader(io.StringIO(client.get("/download/awaited.csv?period=2025-Q4").data.decode("utf-8-sig")))
    )
    assert {row["org_unit"]: row["state"] for row in rows}["110114"] == "returned"
    assert len(rows) == 18


def test_changes_are_confirmed_with_their_document(client, house):
    first = ledger_papers().item("报告期", "2025-Q3").item("统计截止日", "2025-09-30").item("报出日期", "2025-10-08")
    first.put("任务进展", "D2", "2025-09-01")
    assert house.ingest.load("a.xlsx", first.xlsx(), "甲", datetime(2025, 10, 10, tzinfo=BEIJING)).accepted
    committed(client, ledger_papers().fill("核定托位数", 80).fill("普惠托位数", 60))
    receipt = receipt_of(house)
    page = shown(client, "/returns", f"?receipt={receipt}")
    assert "扩增" in page
    key = "110114-0001 expanded"
    assert "还有1项变动未确认、没有盖章扫描件" in page, "told before accepting shuts both out"
    assert "变动已确认" in act(client, receipt, "confirm", said={"confirm": {key: "昌托〔2025〕3号"}})
    page = shown(client, "/returns", f"?receipt={receipt}")
    assert "昌托〔2025〕3号" in page
    assert "变动未确认" not in page
    assert "没有盖章扫描件。" in page


def test_a_scan_is_attached_and_taken_away_again(client, house):
    committed(client, ledger_papers())
    receipt, scan = receipt_of(house), b"%PDF-1.7\n%%EOF"
    contents = "data:application/pdf;base64," + base64.b64encode(scan).decode()
    states = [value("scan", "filename", "扫描.pdf"), value("actor", "value", "王会计")]
    states.append(value("url", "search", f"?receipt={receipt}"))
    dependencies = client.get("/_dash-dependencies").json
    found = next(one for one in dependencies if one["inputs"] == [{"id": "scan", "property": "contents"}])
    outputs = [dict(zip(("id", "property"), one.rsplit(".", 1))) for one in found["output"].strip(".").split("...")]
    asked = {"output": found["output"], "outputs": outputs, "state": states, "changedPropIds": ["scan.contents"]}
    answer = client.post("/_dash-update-component", json={**asked, "inputs": [value("scan", "contents", contents)]})
    assert "扫描件已保存" in words(answer.json["response"])
    assert client.get(f"/download/returns/{receipt}/scan/1").data == scan
    assert "没有盖章扫描件" not in shown(client, "/returns", f"?receipt={receipt}")


def test_the_printed_form_carries_receipt_digest_signatures_and_working_sheet(client, house):
    committed(client, ledger_papers())
    answer = client.get(f"/download/returns/{receipt_of(house)}/form.pdf")
    printed = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages)
    stored = house.repository.returns()[-1]
    said = (
        "工作用表",
        "单位负责人",
        "统计负责人",
        "填表人张三",
        "联系电话",
        "报出日期2026-01-08",
        "（单位盖章）",
        "演示数据",
    )
    assert [one for one in (*said, stored.receipt, stored.digest) if one not in printed] == []


def test_the_original_comes_back_byte_for_byte(client, house):
    papers = ledger_papers()
    committed(client, papers)
    name = "attachment; filename=\"__.xlsx\"; filename*=UTF-8''%E6%8A%A5%E8%A1%A8.xlsx"
    answer = client.get(f"/download/returns/{receipt_of(house)}/original")
    assert answer.headers["Content-Disposition"] == name
    assert openpyxl.load_workbook(io.BytesIO(answer.data))["机构台账"]["O2"].value == 60


def test_an_empty_store_still_takes_the_first_return(client):
    page = shown(client, "/returns")
    assert "选择文件" in page
    assert "昌平区：未报送" in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/returns?receipt=nonsense", 400),
        ("/download/returns/TY-110114-2025Q4-R1-00000000/original", 400),
        ("/download/template/999999.xlsx", 404),
        ("/download/returns/x/form.pdf", 400),
    ],
)
def test_a_wrong_name_is_a_plain_page(client, path, status):
    assert client.get(path).status_code == status


def test_an_unknown_receipt_is_told_on_the_page(client):
    assert "没有回执号为" in shown(client, "/returns", "?receipt=TY-110114-2025Q4-R1-00000000")


def test_an_earlier_as_of_shows_the_calendar_of_then_and_takes_nothing_in(client, house):
    committed(client, ledger_papers())
    assert "待审核" in shown(client, "/returns", "?period=2025-Q4")
    before = shown(client, "/returns", "?period=2025-Q4&as_of=2026-01-13")
    assert "昌平区：未报送" in before
    assert "选择文件" not in before


def test_a_dashboard_without_a_desk_shows_the_calendar_and_takes_nothing_in():
    client = sample_dashboard().server.test_client()
    page = shown(client, "/returns", "?period=2025-Q4")
    assert f"{sample_reference().unit_by_code[MISSING].name}：未报送" in page
    assert "选择文件" not in page


def test_a_name_that_a_spreadsheet_would_run_is_inert_in_the_list_of_issues(client, house):
    committed(client, ledger_papers().fill("机构名称", "@1+1"))
    listed = client.get(f"/download/returns/{receipt_of(house)}/issues.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(listed)))
    assert [cell for row in rows for cell in row if cell.startswith("@")] == []
    assert any("@1+1" in cell for row in rows for cell in row)


def test_the_calendar_of_all_units_fits_a_page_budget(demo_settings):
    client = build_application(StillHouse(demo_settings)).server.test_client()
    for search, most in (("", 12_000), ("?lang=en", 12_000)):
        answer = called(
            client,
            "answer.data",
            [value("url", "pathname", "/returns"), value("url", "search", search), value("again", "data", None)],
            [value("shown", "data", None)],
            headers={"Accept-Encoding": "gzip"},
        )
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.data) <= most
