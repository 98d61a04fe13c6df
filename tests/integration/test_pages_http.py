"""Every way in over HTTP, asked as a browser asks: pages, callbacks, files, figures, refusals."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from callbacks.application import build_dashboard
from callbacks.documents import card_of
from data.model import Period
from data.settings import Settings
from layouts.text import text_for
from layouts.workbook import XLSX
from tests.fakes import FakeSource
from tests.site_samples import clock, sample_dashboard, sample_reference, sample_source

FETCHING = re.compile(rb"""(?:src|href)=["'](https?:)?//|url\(["']?https?://|@import""")
PATHS = (
    "/",
    "/?period=2024-Q4&lang=en",
    "/districts",
    "/districts?zone=%E7%94%9F%E6%80%81%E6%B6%B5%E5%85%BB%E5%8C%BA&sort=change&lang=en",
    "/districts/110114",
    "/districts/BDA?lang=en",
    "/methodology",
    "/gaps?lang=en",
    "/supply?org_unit=110114&span=plan",
    "/workforce?lang=en",
    "/tasks?show=agenda",
)


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return sample_dashboard().server.test_client()


def asked_for(client: FlaskClient, path: str, search: str = "", before: str | None = None) -> dict:
    """The page callback's answer, called as the browser calls it that shows the screen of digest ``before``."""
    callback = next(one for one in client.get("/_dash-dependencies").json if "answer.data" in one["output"])
    outputs = [dict(zip(("id", "property"), one.split("."))) for one in callback["output"].strip(".").split("...")]
    inputs = [
        {"id": "url", "property": "pathname", "value": path},
        {"id": "url", "property": "search", "value": search},
    ]
    inputs.append({"id": "again", "property": "data"})
    asked = {
        "output": callback["output"],
        "outputs": outputs,
        "inputs": inputs,
        "state": [{"id": "shown", "property": "data", "value": before}],
        "changedPropIds": ["url.search"],
    }
    answer = client.post("/_dash-update-component", json=asked)
    assert answer.status_code == 200, answer.text
    return answer.json


def shown(client: FlaskClient, path: str, search: str = "") -> str:
    """All that a first visit to an address shows."""
    answer = asked_for(client, path, search)
    return words([answer.get("sideUpdate", {}), answer.get("response", {}).get("answer", {})])


def words(told: object) -> str:
    """All that a component tree says, as it travels."""
    if isinstance(told, dict):
        inner = told.get("props", told)
        if "namespace" in told:
            return words(inner.get("children"))
        return "".join(words(one) for one in inner.values())
    if isinstance(told, list):
        return "".join(words(one) for one in told)
    return "" if told is None else str(told)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_answers_with_its_language_and_asks_no_other_host(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert (b'<html lang="en">' in answer.data) == ("lang=en" in path)
    assert FETCHING.search(answer.data) is None


@pytest.mark.parametrize(
    ("path", "search", "said"),
    [
        ("/", "?period=2024-Q4", "2024年12月底"),
        ("/", "?period=2024-Q4&lang=en", "December 2024"),
        ("/districts/110117", "", "平谷区"),
        ("/methodology", "", "保持达标"),
    ],
)
def test_the_page_callback_shows_the_page_of_the_address(client, path, search, said):
    assert said in shown(client, path, search)


def test_without_a_period_the_latest_due_one_is_shown(client):
    assert "2025年12月底" in shown(client, "/")


def test_an_earlier_as_of_shows_what_was_known_then(client):
    before, after = shown(client, "/", "?as_of=2026-01-16"), shown(client, "/", "?as_of=2026-01-18")
    assert "海淀区、延庆区" in before
    assert "海淀区、延庆区" not in after


def test_every_page_says_that_the_figures_are_a_demonstration(client):
    for path in ("/", "/districts/110101", "/methodology"):
        assert "演示数据" in shown(client, path)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/?period=soon", 400, "soon"),
        ("/?lang=fr", 400, "fr"),
        ("/?explain=G9~110000~", 400, "G9~110000~"),
        ("/?explain=G1", 400, "G1"),
        ("/?explain=G1~110000~火星", 400, "火星"),
        ("/districts/110199", 404, "110199"),
        ("/district/", 404, "district"),
        ("/nowhere", 404, "nowhere"),
        ("/download/scorecard.csv?period=1", 400, "1"),
        ("/download/townships/XX.csv", 404, "XX"),
        ("/download/chart/overview/G9.csv", 400, "G9"),
        ("/download/chart/overview/G1.exe", 400, "G1.exe"),
        ("/download/chart/nowhere/G1.csv", 404, "nowhere"),
    ],
)
def test_a_wrong_address_is_a_plain_page_with_its_status(client, path, status, said):
    answer = client.get(path)
    assert answer.status_code == status
    assert said in answer.text
    assert "<script" not in answer.text


def test_a_figure_of_a_township_tells_how_it_came_about(client):
    told = shown(client, "/districts/110101", "?period=2025-Q4&explain=G5~110101001~中心城区")
    assert "东华门街道" in told
    assert "普惠托育服务街道（乡镇）覆盖率（中心城区）东华门街道 · 中心城区" in told
    assert "没有代码为" in shown(client, "/districts/110101", "?period=2025-Q4&explain=G5~110101001~生态涵养区")


def test_what_is_written_into_an_address_does_not_run(client):
    answer = client.get("/?period=<script>alert(1)</script>")
    assert answer.status_code == 400
    assert "<script" not in answer.text


def test_the_callback_turns_a_wrong_value_into_a_sentence_on_the_page(client):
    assert "没有这样的页面内容" in shown(client, "/", "?period=soon")


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/download/scorecard.csv?period=2025-Q4", "text/csv", "托育指标_2025-Q4.csv"),
        ("/download/townships/110114.csv?lang=en", "text/csv", "townships-110114-2025-Q4.csv"),
        ("/download/chart/overview/G1.csv", "text/csv", "每千人口托位数_2025-Q4.csv"),
        ("/download/chart/overview/G1.png", "image/png", "每千人口托位数_2025-Q4.png"),
        ("/download/chart/overview/G2.svg", "image/svg+xml", "普惠托位占比_2025-Q4.svg"),
        ("/download/chart/overview/G2.xlsx", XLSX, "普惠托位占比_2025-Q4.xlsx"),
        ("/download/briefing.pdf?period=2025-Q4", "application/pdf", "托育简报_2025-Q4.pdf"),
        ("/download/card.png?period=2025-Q4&lang=en", "image/png", "childcare-card-2025-Q4.png"),
        ("/download/card.png?period=2025-Q4&org_unit=110114", "image/png", "托育卡片_昌平区_2025-Q4.png"),
    ],
)
def test_a_file_comes_with_its_name_and_is_not_kept(client, path, kind, name):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:300]
    assert answer.mimetype == kind
    assert unquote(answer.headers["Content-Disposition"].split("filename*=UTF-8''")[1]) == name
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_card_is_of_the_unit_asked_for(client):
    city, unit = (client.get(f"/download/card.png?period=2025-Q4{of}").data for of in ("", "&org_unit=110114"))
    asked = {"period": Period.parse("2025-Q4"), "as_of": clock(), "plan_id": None, "text": text_for("zh")}
    assert unit == card_of(sample_source(), org_unit="110114", **asked) != city


def test_a_csv_opens_in_a_spreadsheet_and_leaves_the_unknown_blank(client):
    text = client.get("/download/townships.csv?as_of=2026-01-16").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 343
    assert client.get("/download/townships.csv").data.startswith("\ufeff".encode())
    assert {row["as_of"][:10] for row in rows} == {"2026-01-16"}


@pytest.mark.parametrize("name", ["townships", "townships/110114"])
def test_every_line_of_a_csv_says_that_its_figures_are_a_demonstration(client, name):
    text = client.get(f"/download/{name}.csv?period=2025-Q4").data.decode("utf-8-sig")
    assert {row["demo"] for row in csv.DictReader(io.StringIO(text))} == {"true"}


def test_every_line_of_a_charts_data_says_what_it_rests_on(client):
    text = client.get("/download/chart/overview/G2.csv?period=2025-Q4").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["数据性质"] for row in rows} == {"演示数据"}
    assert {row["计量单位"] for row in rows} == {"%"}
    assert all(row["数据摘要"] and row["数据截至"] for row in rows)


def test_a_charts_workbook_holds_numbers_as_numbers_and_its_facts(client):
    book = load_workbook(io.BytesIO(client.get("/download/chart/overview/G2.xlsx?period=2025-Q4").data))
    data, facts = book.worksheets
    held = [cell.value for cell in data["B"][1:] if cell.value is not None]
    assert held
    assert all(isinstance(value, int | float) for value in held)
    assert ("数据性质", "演示数据") in [tuple(cell.value for cell in row) for row in facts.iter_rows()]


def test_the_api_answers_the_same_document_as_the_command(client):
    document = client.get("/api/v1/indicators?period=2025-Q4&org_unit=110114").json
    assert {row["org_unit"] for row in document["indicators"]} == {"110114"}
    assert document["demo"] is True
    flat = client.get("/api/v1/indicators?period=2025-Q4&format=csv")
    assert flat.mimetype == "text/csv"
    assert client.get("/api/v1/indicators?period=x").status_code == 400
    assert client.get("/api/v1/indicators?org_unit=x").status_code == 400


def test_pages_are_not_kept_and_assets_are_compressed_and_local(client):
    assert client.get("/").headers["Cache-Control"] == "no-store"
    style = client.get("/assets/30-dashboard.css", headers={"Accept-Encoding": "gzip"})
    assert style.headers["Content-Encoding"] == "gzip"
    assert FETCHING.search(client.get("/assets/30-dashboard.css").data) is None
    assert FETCHING.search(client.get("/assets/00-bootstrap.min.css").data) is None


def test_the_chart_library_is_the_cartesian_one_of_the_same_version():
    from pathlib import Path

    import plotly

    package = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    ours = Path("layouts/assets/10-plotly-cartesian.min.js")
    found = [re.search(r"plotly\.js (?:\(.*?\) )?v([\d.]+)", file.read_text("utf-8")[:300]) for file in (package, ours)]
    assert found[0][1] == found[1][1]


def test_the_chinese_font_is_served_from_here_and_kept(client):
    answer = client.get("/fonts/noto-sans-sc.otf")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_sign_of_life(client):
    assert client.get("/healthz").status_code == 200


def test_an_empty_store_is_told_and_is_no_fault():
    empty = build_dashboard(FakeSource(sample_reference(), nature=None), Settings(), clock).server.test_client()
    assert "还没有数据" in shown(empty, "/")
    assert "指标定义" in shown(empty, "/methodology")
    assert empty.get("/download/scorecard.csv").status_code == 404


def test_a_fault_of_ours_says_so_on_the_page_with_a_number(caplog):
    class Broken(FakeSource):
        def counting_returns(self, **_: object):
            raise RuntimeError("the disk is gone")

    broken = Broken(sample_reference())
    broken.file("110101", "2025-Q4", {})
    answer = shown(build_dashboard(broken, Settings(), clock).server.test_client(), "/")
    number = re.search(r"编号([0-9a-f]{8})", answer)
    assert number
    assert number[1] in caplog.text
    assert "the disk is gone" not in answer


def test_two_dashboards_in_one_process_do_not_mix():
    first = sample_dashboard().server.test_client()
    empty = build_dashboard(FakeSource(sample_reference(), nature=None), Settings(), clock).server.test_client()
    assert "2025年12月底" in shown(first, "/")
    assert "2025年12月底" not in shown(empty, "/")


def test_a_prefix_moves_every_link():
    client = sample_dashboard(url_prefix="/tuoyu/").server.test_client()
    assert client.get("/tuoyu/districts/110101").status_code == 200
    assert client.get("/tuoyu/nowhere").status_code == 404
    assert 'href="/tuoyu/"' in client.get("/tuoyu/nowhere").text


def test_a_prefix_that_begins_like_a_page_takes_nothing_from_its_name():
    client = sample_dashboard(url_prefix="/g/").server.test_client()
    for path in ("/g/gaps", "/g/plain/gaps", "/g/plain/", "/g/"):
        assert client.get(path).status_code == 200, path
    assert client.get("/g/plain/aps").status_code == 404


def test_a_worker_that_is_asked_for_a_script_before_any_page_has_it(client):
    scripts = re.findall(r'src="(/_dash-component-suites/[^"]+)"', client.get("/").text)
    fresh = sample_dashboard().server.test_client()
    assert scripts
    assert {fresh.get(script).status_code for script in scripts} == {200}
