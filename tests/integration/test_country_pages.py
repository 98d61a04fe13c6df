"""A place of very many units: whole and region by region, never all units in one page or answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from callbacks import country as callbacks_country
from callbacks.country import BY_REGION
from callbacks.navigation import PAGES
from data.settings import Settings
from metrics import country as metrics_country
from tests.integration.test_pages_http import shown
from tests.national.__main__ import small_country

MONTHS = 4
PERIOD = "?period=2025-03"
COUNTIES = ("示例县0101-01", "示例县0102-01", "示例县0102-02", "示例县0201-01", "示例县0201-02")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Two provinces, five counties, filled in bulk."""
    return small_country(tmp_path_factory.mktemp("country"), MONTHS)


@pytest.fixture(scope="module")
def client(environment: dict[str, str]) -> FlaskClient:
    settings = Settings(database_url=environment["TUOYU_DATABASE_URL"], reference=Path(environment["TUOYU_REFERENCE"]))
    return create_app(settings).server.test_client()


@pytest.fixture(autouse=True)
def _four_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if more than three units were too many for one page."""
    for module in (metrics_country, callbacks_country):
        monkeypatch.setattr(module, "MOST_TOGETHER", 3)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", [page.path for page in PAGES if page.name in BY_REGION | {"overview"}])
def test_a_page_of_everybody_shows_the_regions_and_no_county(client: FlaskClient, page: str, lang: str):
    told = shown(client, page, f"{PERIOD}&lang={lang}")
    assert ("示例省01" if lang == "zh" else "Sample Province 01") in told
    assert not any(county in told for county in COUNTIES)
    assert len(told) < 60_000


def test_the_first_page_tells_what_the_interface_tells(client: FlaskClient):
    told = shown(client, "/", PERIOD)
    answer = client.get("/api/v1/indicators?period=2025-03").get_json()
    rows = {row["indicator"]: row for row in answer["indicators"] if row["zone"] is None}
    assert f"{rows['G2']['denominator']:,}" in told
    assert f"{rows['G2']['numerator']:,}" in told
    assert "5个填报单位已报5个" in told
    assert rows["G2"]["expected_returns"] == 5
    assert rows["G2"]["receipts"] == []


def test_a_moment_long_ago_is_told_from_the_returns_and_so_it_says(client: FlaskClient):
    before = "2025-03-20T00:00:00+08:00"
    told = shown(client, "/", f"?period=2025-02&as_of={before.replace('+', '%2B')}")
    assert "由全部报表重新算出" in told
    assert "由全部报表重新算出" not in shown(client, "/", "?period=2025-02")
    assert datetime.fromisoformat(before)


def test_a_refused_period_offers_those_of_the_country_without_adding_everybody_up(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    def adds_everybody_up(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("metrics.queries.default_period", adds_everybody_up)
    told = shown(client, "/", "?period=2099-12")
    assert "尚未开始" in told
    assert "截至时点" in told
    assert "2025-03" in told
    assert "截至时点" not in shown(client, "/nowhere", PERIOD)


def test_a_region_shows_what_is_right_under_it(client: FlaskClient):
    province = shown(client, "/districts/Z01", PERIOD)
    assert "示例市01-01" in province
    assert "示例县0101-01" not in province
    prefecture = shown(client, "/districts/Z0102", PERIOD)
    assert "示例县0102-01" in prefecture
    assert "已报送" in prefecture
    assert "示例县0101-01" not in prefecture


def test_a_county_is_shown_as_ever(client: FlaskClient):
    told = shown(client, "/districts/Z010101", PERIOD)
    assert "示例县0101-01" in told
    assert "示例县0201-01" not in told


def test_the_sums_of_a_region_are_those_of_its_counties(client: FlaskClient):
    def slots(code: str) -> int:
        rows = client.get(f"/api/v1/indicators?period=2025-03&org_unit={code}").get_json()["indicators"]
        return next(row["denominator"] for row in rows if row["indicator"] == "G2" and row["zone"] is None)

    assert slots("Z01") == sum(map(slots, ("Z010101", "Z010201", "Z010202")))
    assert slots("ZZ") == slots("Z01") + slots("Z02")


@pytest.mark.parametrize(
    "asked", ["indicators?org_unit=all&", "indicators?explain=true&", "townships?", "institutions?"]
)
def test_an_answer_of_everybody_is_refused_with_what_to_name_instead(client: FlaskClient, asked: str):
    answer = client.get(f"/api/v1/{asked}period=2025-03")
    assert answer.status_code == 400
    assert "org_unit" in answer.get_json()["message"]


def test_an_answer_of_a_region_is_given(client: FlaskClient):
    townships = client.get("/api/v1/townships?org_unit=Z01&period=2025-03").get_json()["townships"]
    assert {one["org_unit"] for one in townships} == {"Z010101", "Z010201", "Z010202"}
    assert client.get("/api/v1/institutions?org_unit=Z0101&period=2025-03").status_code == 200
    rows = client.get("/api/v1/indicators?org_unit=Z01&zone=甲类地区&period=2025-03").get_json()["indicators"]
    assert {row["zone"] for row in rows} == {"甲类地区"}


def test_the_desk_lists_the_county_asked_for(client: FlaskClient):
    told = shown(client, "/returns", f"{PERIOD}&org_unit=Z010201")
    assert "示例县0102-01" in told
    assert not any(county in told for county in COUNTIES if county != "示例县0102-01")


def test_how_a_sum_of_thousands_came_about_is_told_of_its_counties(client: FlaskClient):
    told = shown(client, "/", f"{PERIOD}&explain=G2~ZZ~")
    assert "请到县（区）查看" in told
    assert "公式" in shown(client, "/districts/Z010101", f"{PERIOD}&explain=G2~Z010101~")


def test_the_default_period_is_the_latest_that_is_due(client: FlaskClient):
    assert "2025年3月" in shown(client, "/", "")


def test_files_of_everybody_are_refused_and_the_rows_of_the_country_given(client: FlaskClient):
    assert client.get(f"/download/briefing.pdf{PERIOD}").status_code in (400, 404)
    assert client.get(f"/download/chart/coverage/map.csv{PERIOD}").status_code in (400, 404)
    for file in ("table/gaps/needs.csv", "briefings/draft.pdf", "briefings/draft.xlsx", "briefings/preview.png"):
        answer = client.get(f"/download/{file}{PERIOD}")
        assert answer.status_code in (400, 404), file
        assert "5个" in answer.text, file
    answer = client.get(f"/download/scorecard.csv{PERIOD}")
    assert answer.status_code == 200
    assert client.get(f"/download/chart/overview/targets.csv{PERIOD}").status_code == 200


def test_a_folder_with_regions_and_few_units_keeps_its_pages(environment, monkeypatch: pytest.MonkeyPatch):
    for module in (metrics_country, callbacks_country):
        monkeypatch.setattr(module, "MOST_TOGETHER", 200)
    settings = Settings(database_url=environment["TUOYU_DATABASE_URL"], reference=Path(environment["TUOYU_REFERENCE"]))
    told = shown(create_app(replace(settings)).server.test_client(), "/districts", PERIOD)
    assert all(county in told for county in COUNTIES)
