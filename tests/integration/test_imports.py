"""Several returns at once: each by the same checks and the same way in as a single one, told of one by one."""

from __future__ import annotations

import csv
import io
import json
import threading
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient

from callbacks.application import build_application
from callbacks.commands.line import run
from callbacks.imports.acts import MOST_FILES
from callbacks.imports.orders import ImportOrder, import_read
from data.ingest import Ingest
from data.job_state import JobKind, JobState, Origin
from data.jobs import Jobs
from data.scope import Caller, Scope
from data.settings import Settings
from tests.account_samples import TurnedHouse, served, sign_in, with_people
from tests.import_samples import begun, imported, job_in, packed, papers_of, told_of, wrong_papers
from tests.integration.test_jobs import ended, three_steps
from tests.integration.test_returns_http import StillHouse, called, committed, value

OWN, OTHER = "110114", "110105"


@pytest.fixture
def house(tmp_path: Path) -> StillHouse:
    return StillHouse(Settings(database_url=f"sqlite:///{tmp_path / 'a.sqlite'}", work=tmp_path / "jobs"))


@pytest.fixture
def client(house: StillHouse) -> FlaskClient:
    return build_application(house).server.test_client()


def table_of(client: FlaskClient, name: str, lang: str = "zh") -> list[dict[str, str]]:
    answer = client.get(f"/download/imports/{name}.csv?lang={lang}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def outcomes(client: FlaskClient, name: str) -> list[tuple[str, str]]:
    return [(row["文件"], row["结果"]) for row in table_of(client, name)]


def test_good_files_are_stored_as_single_ones_and_a_wrong_one_among_them_is_not(house, client, tmp_path):
    alone = StillHouse(replace(house.settings, database_url=f"sqlite:///{tmp_path / 'b.sqlite'}"))
    committed(build_application(alone).server.test_client(), papers_of(OTHER))
    right = papers_of(OTHER).xlsx()
    files = {
        "昌平.xlsx": wrong_papers(OWN).xlsx(),
        "全部.zip": packed({"朝阳区/报表.xlsx": right, "昌平/说明.pdf": b"%PDF-1.7"}, "gb18030"),
        "昌平（改）.zip": papers_of(OWN).csv_zip(),
        "再报.xlsx": papers_of(OWN).xlsx(),
    }
    job = imported(client, house.settings, files)
    assert (job.state, job.done, job.total, job.at) == (JobState.DONE, 5, 5, "")
    rows = table_of(client, job.name)
    assert [(row["文件"], row["填报单位"], row["报告期"], row["结果"]) for row in rows] == [
        ("昌平.xlsx", "昌平区", "2025-Q4", "未入库"),
        ("全部.zip/朝阳区/报表.xlsx", "朝阳区", "2025-Q4", "已入库"),
        ("全部.zip/昌平/说明.pdf", "", "", "未入库"),
        ("昌平（改）.zip", "昌平区", "2025-Q4", "已入库"),
        ("再报.xlsx", "昌平区", "2025-Q4", "与已收到的相同"),
    ]
    assert "机构台账!" in rows[0]["问题"]
    assert "V08" in rows[0]["问题"]
    assert "PDF" in rows[2]["问题"]
    kept = {one.receipt: one for one in house.repository.returns()}
    assert [row["回执号"] for row in rows] == ["", rows[1]["回执号"], "", rows[3]["回执号"], rows[3]["回执号"]]
    assert set(kept) == {rows[1]["回执号"], rows[3]["回执号"]}
    # The single way in makes the same of the same file.
    (single,) = alone.repository.returns()
    stored = kept[rows[1]["回执号"]]
    assert (stored.digest, stored.actor, stored.file_name) == (single.digest, single.actor, "报表.xlsx")
    assert house.repository.issues(stored.sequence) == alone.repository.issues(single.sequence)
    assert house.repository.file(stored.sequence)[1] == right


def test_the_page_tells_and_the_files_say_the_same_in_both_languages(house, client):
    files = {"好.xlsx": papers_of(OWN).xlsx(), "=1+1.xlsx": wrong_papers(OTHER).xlsx()}
    job = imported(client, house.settings, files)
    told = told_of(client, job.name)
    assert "已处理完：入库1份，与已收到的相同0份，未入库1份，共2份。" in told
    (stored,) = house.repository.returns()
    assert f"/returns?receipt={stored.receipt}" in told
    assert "机构台账!P2\\u3000朝阳区示例托育园2：普惠托位数90大于核定托位数60" in told
    english = told_of(client, job.name, "en")
    assert "Done: 1 stored, 0 the same as before, 1 not stored, of 2." in english
    assert "Not stored" in english
    assert "大于" not in english
    wrong = table_of(client, job.name, "en")[1]
    assert (wrong["File"], wrong["Outcome"], wrong["Unit"]) == ("'=1+1.xlsx", "Not stored", "Chaoyang")
    answer = client.get(f"/download/imports/{job.name}.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert [cell.value for cell in sheet[2]][:5] == ["好.xlsx", "昌平区", "2025-Q4", "已入库", stored.receipt]
    assert sheet["A3"].value == "=1+1.xlsx"
    assert sheet["A3"].data_type == "s"
    assert job.name in answer.headers["Content-Disposition"]


def test_what_was_handed_in_is_gone_once_it_is_over_and_what_was_refused_is_nowhere(house, client):
    job = imported(client, house.settings, {"a.xlsx": wrong_papers(OWN).xlsx()})
    left = {file.name for file in (house.settings.work / job.name).iterdir()}
    assert left == {"alive", "state.json", "notes"}
    assert house.repository.returns() == []
    # What is kept of a file that was refused are the first errors.
    (note,) = Jobs(house.settings.work).notes(job.name)
    assert json.loads(note)["verdict"] == "refused"


def test_the_command_takes_the_same_zip_file_by_file(house, tmp_path, capsys):
    place = tmp_path / "全部.zip"
    place.write_bytes(
        packed({"朝阳/表.xlsx": papers_of(OTHER).xlsx(), "昌平/表.xlsx": wrong_papers(OWN).xlsx()}, "gb18030")
    )
    assert run(["load", str(place), "--actor", "李四", "--format", "json"], house) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(one["file"], one["accepted"]) for one in told] == [
        ("全部.zip/朝阳/表.xlsx", True),
        ("全部.zip/昌平/表.xlsx", False),
    ]
    (stored,) = house.repository.returns()
    assert (stored.org_unit, stored.actor, stored.file_name) == (OTHER, "李四", "表.xlsx")


class Held:
    """Waits with the second file until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go = threading.Event(), threading.Event()
        load, seen = Ingest.load, []

        def held(ingest, *args, **more):
            seen.append(args[0])
            if len(seen) == 2:
                self.reached.set()
                assert self.go.wait(20)
            return load(ingest, *args, **more)

        monkeypatch.setattr(Ingest, "load", held)


def test_it_is_told_of_as_it_goes_and_stopped_between_two_files(house, client, monkeypatch):
    held = Held(monkeypatch)
    files = {"1.xlsx": papers_of(OWN).xlsx(), "2.xlsx": papers_of(OTHER).xlsx(), "3.xlsx": papers_of("110108").xlsx()}
    name = job_in(begun(client, files))
    assert held.reached.wait(20)
    told = told_of(client, name)
    assert "已处理1份，共3份。正在核对2.xlsx。" in told
    assert "已入库" in told
    pressed = called(client, "job-cancel.disabled", [value("job-cancel", "n_clicks", 1)], [_search(name)])
    assert pressed.status_code == 200
    held.go.set()
    job = ended(Jobs(house.settings.work), name)
    assert (job.state, job.done) == (JobState.CANCELLED, 2)
    assert "已停止：处理了2份，共3份。已入库的2份仍有效" in told_of(client, name)
    assert {one.org_unit for one in house.repository.returns()} == {OWN, OTHER}
    assert outcomes(client, name) == [("1.xlsx", "已入库"), ("2.xlsx", "已入库")]
    monkeypatch.undo()
    # Handed in again, nothing is stored twice.
    again = imported(client, house.settings, files)
    assert [verdict for _, verdict in outcomes(client, again.name)] == ["与已收到的相同", "与已收到的相同", "已入库"]
    assert len(house.repository.returns()) == 3


def _search(name: str) -> dict[str, object]:
    return value("url", "search", f"?job={name}")


def test_a_fault_in_the_midst_of_it_leaves_what_was_stored_and_says_so(house, client, monkeypatch):
    load = Ingest.load

    def breaks(ingest, name, *args, **more):
        if name == "2.xlsx":
            raise RuntimeError("a bug")
        return load(ingest, name, *args, **more)

    monkeypatch.setattr(Ingest, "load", breaks)
    files = {"1.xlsx": papers_of(OWN).xlsx(), "2.xlsx": papers_of(OTHER).xlsx()}
    job = imported(client, house.settings, files)
    assert (job.state, job.reason) == (JobState.FAILED, "jobs.fault")
    assert "没有完成：处理了1份，共2份。已入库的1份仍有效" in told_of(client, job.name)
    assert [one.org_unit for one in house.repository.returns()] == [OWN]
    assert outcomes(client, job.name) == [("1.xlsx", "已入库")]


def test_nothing_begins_without_files_without_a_name_or_with_too_many(house, client):
    one = papers_of(OWN).xlsx()
    assert "没有收到文件" in begun(client, {})
    assert "请先填写经办人姓名" in begun(client, {"a.xlsx": one}, actor=" ")
    many = {f"{number}.xlsx": b"" for number in range(MOST_FILES)}
    assert f"共{MOST_FILES + 1}份报表，一次最多{MOST_FILES}份" in begun(client, {"a.zip": packed(many), "b.xlsx": one})
    assert not house.settings.work.exists()


def test_real_figures_are_not_taken_from_somebody_without_an_account(house, client):
    job = imported(client, house.settings, {"a.xlsx": papers_of(OWN).item("数据性质", "正式").xlsx()})
    (row,) = table_of(client, job.name)
    assert row["结果"] == "未入库"
    assert "登录" in row["问题"]
    assert house.repository.returns() == []


@pytest.fixture
def guarded(tmp_path: Path) -> TurnedHouse:
    folder = {"database_url": f"sqlite:///{tmp_path / 'people.sqlite'}", "work": tmp_path / "jobs"}
    return with_people(TurnedHouse(Settings(auth="login", allow_http=True, **folder)))


def signed_in(house: TurnedHouse, *names: str) -> list[FlaskClient]:
    clients = [served(house) for _ in names]
    for client, name in zip(clients, names):
        assert sign_in(client, name).status_code == 303
    return clients


def test_a_reporter_hands_in_for_his_own_unit_under_his_own_name(guarded):
    (wang,) = signed_in(guarded, "wang")
    files = {"own.xlsx": papers_of(OWN).xlsx(), "other.xlsx": papers_of(OTHER).xlsx()}
    job = imported(wang, guarded.settings, files, actor="别人")
    own, other = table_of(wang, job.name)
    assert (own["结果"], other["结果"], other["回执号"]) == ("已入库", "未入库", "")
    assert "不能报送或查看该单位" in other["问题"]
    assert [(one.org_unit, one.actor) for one in guarded.repository.returns()] == [(OWN, "wang")]


@pytest.mark.parametrize("name", ["lingdao", "shen", "shi", "ji"])
def test_nobody_but_a_reporter_begins_an_import(guarded, name):
    (client,) = signed_in(guarded, name)
    assert "没有这项权限" in begun(client, {"a.xlsx": papers_of(OWN).xlsx()})
    assert not guarded.settings.work.exists()


def test_an_import_is_seen_stopped_and_fetched_by_who_began_it_alone(guarded, monkeypatch):
    wang, *others = signed_in(guarded, "wang", "chao", "shi", "shen", "ji", "lingdao")
    held = Held(monkeypatch)
    name = job_in(begun(wang, {"1.xlsx": papers_of(OWN).xlsx(), "2.xlsx": papers_of(OWN, 3).xlsx()}))
    assert held.reached.wait(20)
    for client in others:
        assert "没有这项任务" in told_of(client, name)
        assert "1.xlsx" not in told_of(client, name)
        called(client, "job-cancel.disabled", [value("job-cancel", "n_clicks", 1)], [_search(name)])
        assert client.get(f"/download/imports/{name}.csv").status_code in (403, 404)
        assert client.get(f"/download/briefings/jobs/{name}.zip?period=2025-Q4").status_code in (403, 404)
    assert not Jobs(guarded.settings.work).is_stopping(name)
    held.go.set()
    assert ended(Jobs(guarded.settings.work), name).state is JobState.DONE
    assert "1.xlsx" in told_of(wang, name)


def test_a_job_of_briefings_is_no_import(house, client):
    jobs = Jobs(house.settings.work)
    name = jobs.start(three_steps, total=3)
    ended(jobs, name)
    assert client.get(f"/download/imports/{name}.csv").status_code == 404
    assert jobs.notes(name) == []


def test_an_order_says_all_of_it():
    order = ImportOrder(("一.xlsx", "b.zip"), "王会计", Caller(Scope.of([OWN, OTHER]), "10.0.0.1", only_demo=True))
    assert import_read(order.written()) == order
    assert import_read(replace(order, caller=Caller()).written()) == replace(order, caller=Caller())


def test_a_note_that_is_half_written_is_not_told(tmp_path: Path):
    jobs = Jobs(tmp_path)

    def work(progress):
        assert progress.given(1) == b"second"
        progress.note("whole")

    name = jobs.start(work, total=1, origin=Origin(JobKind.IMPORTS, "wang"), given=[b"first", b"second"])
    job = ended(jobs, name)
    assert (job.kind, job.owner, job.state) == (JobKind.IMPORTS, "wang", JobState.DONE)
    with (tmp_path / name / "notes").open("a") as notes:
        notes.write("half")
    assert jobs.notes(name) == ["whole"]
    assert jobs.notes("../../etc") == []
    assert jobs.result(name) is None
