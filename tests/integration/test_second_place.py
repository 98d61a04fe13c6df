"""Another real place is a folder: the guide walked through step by step, every page shown, the briefing printed."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader

from app import create_app
from app import main as command
from callbacks.navigation import PAGES
from data.register import load_reference
from data.settings import HOUSE, Settings
from tests.integration.test_pages_http import shown

GUIDES = tuple(HOUSE / "docs" / name for name in ("your-city.md", "your-city.zh.md"))
SHANGHAI = HOUSE / "docs" / "examples" / "shanghai"
BEIJING = re.compile(r"北京|Beijing|(?<![0-9A-Za-z])(?:110000|1101\d*)(?![0-9A-Za-z])")
"""Words and codes; four digits within a digest are none."""
UNIT, CITY, PERIOD = "310101", "310000", "?period=2025-Q4"
FIGURES = (3, 2, 120, 80, 40, 0, 0, 40, 0, 0, 0, 0, 90, 60)
"""Of every township: institutions, inclusive ones, slots, inclusive ones, these by eight channels, children."""


def steps(guide: Path) -> list[str]:
    """The commands of a guide, in its order."""
    blocks = re.findall(r"```sh\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every step of the guide has been done, serving left out."""
    here = tmp_path_factory.mktemp("place")
    environ: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here)
        for line in steps(GUIDES[0]):
            _walk(line, environ)
            if line.startswith("python app.py template"):
                _fill(here / "return.xlsx")
    return here


def _walk(line: str, environ: dict[str, str]) -> None:
    match shlex.split(line):
        case ["cp", "-r", source, target]:
            shutil.copytree(HOUSE / source, target)
        case ["export", *settings]:
            environ |= dict(one.split("=", 1) for one in settings)
        case ["python", "app.py", "serve"]:
            pass  # every page is asked for below
        case ["python", "app.py", *asked]:
            assert command(asked, environ) == 0, line
        case other:
            raise AssertionError(other)


def _fill(file: Path) -> None:
    """What a clerk types into the template of a 汇总 return."""
    book = load_workbook(file)
    sheet = book["街道乡镇"]
    for row in range(2, sheet.max_row + 1):
        if str(sheet.cell(row, 1).value or "").startswith(UNIT):
            for column, figure in enumerate(FIGURES, 3):
                sheet.cell(row, column).value = figure
    told = {"数据性质": "演示", "保育人员数": 200, "持证保育人员数": 180, "填表人": "示例", "报出日期": "2026-01-08"}
    for item, value in book["填报信息"].iter_rows(min_row=2, max_col=2):
        value.value = told.get(str(item.value), value.value)
    for item, value in book["队伍培训"].iter_rows(min_row=2, max_col=2):
        value.value = 2 if item.value else None
    book.save(file)


@pytest.fixture(scope="module")
def client(place: Path) -> FlaskClient:
    settings = Settings(database_url=f"sqlite:///{place}/mycity.sqlite", reference=place / "mycity")
    return create_app(settings).server.test_client()


def test_both_guides_tell_the_same_steps():
    assert steps(GUIDES[0]) == steps(GUIDES[1])
    assert len(steps(GUIDES[0])) == 9


def test_the_folder_has_the_places_that_its_sources_tell():
    found = load_reference(SHANGHAI)
    official = [one for one in found.townships if one.official]
    assert (found.city.name, len(found.units), len(official)) == ("上海市", 16, 215)
    kinds = [one.unit_type for one in official]
    assert [kinds.count(kind) for kind in ("街道", "镇", "乡")] == [107, 106, 2]
    people = {one.area: one.value for one in found.populations}
    assert sum(people[unit.code] for unit in found.units) == people[CITY] == 24_870_895
    central = {one.district for one in official if one.zone == "中心城区"}
    assert sum(people[code] for code in central) == 6_683_712
    assert [(one.indicator, one.value) for one in found.plans[0].targets] == [("G1", 4.5), ("G5", 100)]


def test_the_return_of_one_district_is_stored_and_counted(client: FlaskClient, place: Path):
    townships = len(load_reference(SHANGHAI).townships_at(_day(), UNIT))
    rows = client.get(f"/api/v1/indicators{PERIOD}&org_unit={UNIT}").get_json()["indicators"]
    share = next(row for row in rows if row["indicator"] == "G2" and row["zone"] is None)
    assert (share["numerator"], share["denominator"]) == (80 * townships, 120 * townships)
    per_head = next(row for row in rows if row["indicator"] == "G1")
    assert per_head["denominator"] == 662_030
    city = client.get(f"/api/v1/indicators{PERIOD}").get_json()["indicators"]
    whole = next(row for row in city if row["indicator"] == "G1")
    assert (whole["no_value"], whole["reported"], whole["expected_returns"]) == ("incomplete", 1, 16)


def _day():
    from data.model import Period

    return Period.parse("2025-Q4").end


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", [page.path + (UNIT if page.name == "district" else "") for page in PAGES])
def test_every_page_is_drawn_and_none_speaks_of_beijing(client: FlaskClient, page: str, lang: str):
    told = shown(client, page, f"{PERIOD}&lang={lang}")
    assert len(told) > 400
    assert {"zh": "上海", "en": "Shanghai"}[lang] in told
    assert BEIJING.findall(told) == []


def test_the_briefing_is_printed_and_speaks_of_its_own_city(place: Path):
    assert (place / "briefing.pdf").read_bytes().startswith(b"%PDF")
    told = "".join(page.extract_text() for page in PdfReader(place / "briefing.pdf").pages)
    assert "上海市" in told
    assert "北京" not in told


def test_a_folder_that_contradicts_itself_is_refused_with_file_and_line(tmp_path: Path, capsys):
    shutil.copytree(SHANGHAI, tmp_path / "wrong")
    table = tmp_path / "wrong" / "population.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("662030", "662031"), encoding="utf-8")
    environ = {"TUOYU_REFERENCE": str(tmp_path / "wrong"), "TUOYU_DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite"}
    assert command(["migrate"], environ) != 0
    assert "reference.toml" in capsys.readouterr().err
