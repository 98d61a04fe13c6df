"""The same pages and answers for the made-up country, month by month: nothing says Beijing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app import create_app
from app import main as command
from data.settings import Settings
from tests.integration.test_pages_http import shown
from tests.national.__main__ import small_country

MONTHS = 4
BEIJING = re.compile("北京|Beijing|110000|16个区")
PERIOD = "?period=2025-03"
PATHS = (
    *("/", "/districts", "/districts/Z010101", "/coverage", "/supply", "/tasks", "/gaps", "/returns", "/quality"),
    *("/methodology", "/screen"),
)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A folder and a database of two provinces, filled in bulk."""
    return small_country(tmp_path_factory.mktemp("country"), MONTHS)


@pytest.fixture(scope="module")
def client(environment: dict[str, str]) -> FlaskClient:
    settings = Settings(database_url=environment["TUOYU_DATABASE_URL"], reference=Path(environment["TUOYU_REFERENCE"]))
    return create_app(settings).server.test_client()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/districts/Z010101",
        "/gaps",
        "/returns",
        "/quality",
        "/methodology",
        "/districts",
        "/coverage",
        "/supply",
        "/tasks",
        "/screen",
    ],
)
def test_every_page_is_drawn_for_another_country_and_speaks_of_it(client: FlaskClient, path: str, lang: str):
    told = shown(client, path, f"{PERIOD}&lang={lang}")
    assert len(told) > 600
    assert {"zh": "示例国托育服务体系建设目标监测", "en": "Sample Country childcare: progress"}[lang] in told
    assert BEIJING.findall(told) == []


@pytest.mark.parametrize(("lang", "names"), [("zh", "覆盖率（丙类地区）"), ("en", "(Class C areas)")])
def test_indicators_of_a_zone_have_the_zones_own_name(client: FlaskClient, lang: str, names: str):
    told = shown(client, "/", f"{PERIOD}&lang={lang}")
    assert names in told
    assert not re.search("中心城区|平原新城|生态涵养区|New towns|new towns", told)


def test_the_form_is_that_of_the_country(environment, tmp_path: Path):
    file = tmp_path / "return.xlsx"
    assert command(["template", "--org-unit", "Z010101", "--period", "2025-04", "--out", str(file)], environment) == 0
    book = load_workbook(file)
    assert str(book["填报说明"]["A1"].value).startswith("示例国托育服务区级统计报表")
    assert [row for sheet in book for row in sheet.values if BEIJING.search(str(row))] == []


def test_months_are_named_as_months(client: FlaskClient):
    assert "2025年3月" in shown(client, "/", PERIOD)
    assert "季度" not in shown(client, "/districts/Z010101", PERIOD)


def test_a_region_is_asked_for_like_any_org_unit(client: FlaskClient, environment, capsys):
    answer = client.get("/api/v1/indicators?org_unit=Z01&period=2025-03").get_json()
    rows = [row for row in answer["indicators"] if row["zone"] is None]
    assert {row["org_unit"] for row in answer["indicators"]} == {"Z01"}
    assert {row["indicator"]: row["expected_returns"] for row in rows}["G2"] == 3
    townships = client.get("/api/v1/townships?org_unit=Z01&period=2025-03").get_json()["townships"]
    assert {one["org_unit"] for one in townships} == {"Z010101", "Z010201", "Z010202"}
    asked = ["indicators", "--period", "2025-03", "--org-unit", "Z01", "--as-of", answer["as_of"], "--format", "json"]
    assert command(asked, environment) == 0
    assert json.loads(capsys.readouterr().out)["indicators"] == answer["indicators"]


def test_a_region_files_nothing(environment, tmp_path: Path):
    asked = ["template", "--org-unit", "Z01", "--period", "2025-04", "--out", str(tmp_path / "return.xlsx")]
    assert command(asked, environment) != 0
