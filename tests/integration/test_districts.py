"""各区对比 and 各区详情 over the demonstration: files against the interface, institutions against the ledger."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from app import create_app
from data.settings import Settings
from layouts.text import text_for
from metrics.indicators import INDICATORS
from metrics.registry import PAGE_SIZE
from tests.integration.test_pages_equal_api import SCALES
from tests.integration.test_pages_http import shown

AS_OF = "2026-11-20"
ZH = text_for("zh")
PERIODS = ("2025-Q4", "2026-Q3")
OWN = [one.id for one in INDICATORS if one.levels & {"unit"}]
BY_ZONE = {"G5", "G6", "G7", "G8"}


ALIKE = "北京市（同一人口基准）"
CENSUS_2020 = 21_893_095
"""Residents of the city on 1 November 2020 (Seventh National Population Census)."""


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


def answered(client: FlaskClient, period: str, more: str = "") -> dict[tuple[str, str], dict]:
    """(indicator, unit) -> the interface's row of whole units, or of a zone."""
    found = client.get(f"/api/v1/indicators?period={period}&org_unit=all&as_of={AS_OF}{more}").json["indicators"]
    return {(row["indicator"], row["org_unit"]): row for row in found if bool(row["zone"]) == bool(more)}


def lines_of(client: FlaskClient, key: str, period: str, more: str = "") -> list[dict[str, str]]:
    """A chart's data as it is downloaded."""
    answer = client.get(f"/download/chart/districts/{key}.csv?period={period}&as_of={AS_OF}{more}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def exact(row: dict) -> Fraction | None:
    """The value of a row, worked out of its sides."""
    if row["value"] is None:
        return None
    return Fraction(SCALES[row["unit"]] * row["numerator"], row["denominator"] or 1)


def cut(value: Fraction | None) -> Fraction | None:
    """Six decimals, cut, as the files hold them."""
    return None if value is None else Fraction(int(value * 10**6), 10**6)


def head_of(indicator: str, heads: list[str]) -> str:
    wanted = ZH(f"districts.head.{indicator}")
    return next(head for head in heads if head.rpartition("（")[0] == wanted)


@pytest.mark.parametrize("period", PERIODS)
def test_every_cell_of_the_matrices_is_the_row_of_the_interface(client, reference, period):
    rows = answered(client, period)
    names = {unit.name: unit.code for unit in (*reference.units, reference.city)}
    wrong, seen = {}, set()
    for key in ("plan", "running"):
        for line in lines_of(client, key, period):
            if line["单位"] == ALIKE:
                continue
            code = names[line["单位"]]
            for indicator in OWN:
                wanted = [head for head in line if head.rpartition("（")[0] == ZH(f"districts.head.{indicator}")]
                in_this = [head for head in wanted if indicator in MATRIX[key]]
                if in_this and (indicator, code) in rows:
                    seen.add((indicator, code))
                    printed = Fraction(line[in_this[0]]) if line[in_this[0]] else None
                    if printed != cut(exact(rows[indicator, code])):
                        wrong[indicator, code] = (line[in_this[0]], rows[indicator, code])
    assert wrong == {}
    units = [unit.code for unit in reference.units]
    assert seen >= {(one, code) for one in OWN if one not in BY_ZONE for code in units}


@pytest.mark.parametrize("period", PERIODS)
def test_the_city_beside_its_units_has_the_slots_of_its_row_on_the_residents_of_the_census(client, period):
    line = next(one for one in lines_of(client, "plan", period) if one["单位"] == ALIKE)
    slots = answered(client, period)["G1", "110000"]["numerator"]
    told = {
        name: cell
        for name, cell in line.items()
        if cell and name.rpartition("（")[0] in {ZH(f"districts.head.{one}") for one in OWN}
    }
    assert told == {"每千人托位（个/千人）": f"{float(cut(Fraction(1000 * slots, CENSUS_2020))):.6f}"}


MATRIX = {
    "plan": {"G1", "G1L", "USE", "USE_I", "G2", "G3", "G4", "NET", "COV", "T14a", "T14b", "T14c", "T15a"},
    "running": {
        *("INST", "INST_I", "INST_P", "INST_K", "FEE_I", "FEE_N"),
        *("T2a", "T7a", "T8a", "T4a", "T9a", "T16a", "RET", "RET_T"),
    },
}


@pytest.mark.parametrize("period", PERIODS)
def test_covered_townships_of_the_matrix_are_those_of_the_store(client, reference, demo_settings, period):
    """Counted by plain SQL over the ledgers, the last revision of each unit (carried where there is none)."""
    covered = covered_by_sql(demo_settings, period)
    own = {unit.code: 0 for unit in reference.units}
    for township in reference.townships:
        if township.official:
            own[township.reporting_unit] += 1
    lines = {line["单位"]: line for line in lines_of(client, "plan", period)}
    head = next(head for head in lines["昌平区"] if head.startswith("普惠覆盖"))
    told = {unit.code: lines[unit.name][head] for unit in reference.units}
    assert told == {code: f"{covered[code]}/{count}" for code, count in own.items()}


def covered_by_sql(settings: Settings, period: str) -> dict[str, int]:
    engine = create_engine(settings.database_url)
    last = """select org_unit, max(sequence) as sequence from returns
              where (org_unit, period) in (select org_unit, max(period) from returns where period <= :period
                                           group by org_unit) group by org_unit"""
    counted = f"""select r.org_unit, count(distinct l.township) from ({last}) r
                  left join ledger_rows l on l.return_sequence = r.sequence and l.inclusive_slots > 0
                   and (l.inclusive_to is null or l.inclusive_to > :day)
                   and (l.state = '正常' or l.state_since > :day) group by r.org_unit"""
    day = {"2025-Q4": "2025-12-31", "2026-Q3": "2026-09-30"}[period]
    with engine.connect() as connection:
        found = connection.execute(text(counted), {"period": period, "day": day}).all()
    return dict(map(tuple, found))


@pytest.mark.parametrize("indicator", [*OWN])
def test_the_chosen_indicator_tells_value_changes_and_reference_of_the_interface(client, reference, indicator):
    zone = {"G5": "中心城区", "G6": "北京城市副中心", "G7": "平原新城", "G8": "生态涵养区"}.get(indicator)
    rows = answered(client, "2025-Q4", f"&zone={zone}" if zone else "")
    names = {unit.name: unit.code for unit in reference.units}
    told = lines_of(client, "chosen", "2025-Q4", f"&indicator={indicator}")
    assert len(told) == len([code for one, code in rows if one == indicator and code in names.values()])
    for line in told:
        row = rows[indicator, names[line["单位"]]]
        assert (Fraction(line["现值"]) if line["现值"] else None) == cut(exact(row))
        for head, field in (
            ("较上季", "change_previous"),
            ("较上年同期", "change_year"),
            ("较基期", "change_baseline"),
        ):
            number = Fraction(line[head]) if line[head] else None
            assert number == (None if row[field] is None else Fraction(row[field])), (line, field)
        target = line.get("全市目标参照值", line.get("目标"))
        assert (Fraction(target) if target else None) == (None if row["target"] is None else Fraction(row["target"]))


def test_a_zones_figures_are_those_of_the_interface_for_that_zone(client, reference):
    rows = answered(client, "2025-Q4", "&zone=生态涵养区")
    names = {unit.name: unit.code for unit in reference.units} | {"全市该区域": reference.city.code}
    lines = lines_of(client, "running", "2025-Q4", "&zone=生态涵养区")
    head = head_of("INST", list(lines[0]))
    assert {names[line["单位"]]: int(line[head]) for line in lines} == {
        code: row["numerator"] for (one, code), row in rows.items() if one == "INST"
    }
    assert not [head for head in lines[0] if head.startswith("每千人")]  # a zone has no residents


def test_a_wrong_order_zone_indicator_or_page_is_told_plainly(client):
    for search in ("?sort=G1", "?indicator=T13a", "?indicator=G5&zone=生态涵养区"):
        assert "没有这样的页面内容" in shown(client, "/districts", search)
    assert "没有第“99”页" in shown(client, "/districts/110114", "?period=2025-Q4&page=99")
    assert client.get("/districts?page=0").status_code == 400


def test_institutions_of_a_unit_are_the_lines_of_its_ledger(client, demo_settings):
    """All pages together, against plain SQL over the counting return."""
    query = """select row, number from ledger_rows where return_sequence =
               (select max(sequence) from returns where org_unit = '110105' and period = '2025-Q4')"""
    with create_engine(demo_settings.database_url).connect() as connection:
        lines = connection.execute(text(query)).all()
    assert len(lines) > 250
    pages = range(1, -(-len(lines) // PAGE_SIZE) + 1)
    asked = f"?period=2025-Q4&as_of={AS_OF}"
    told = "".join(shown(client, "/districts/110105", f"{asked}&page={page}") for page in pages)
    assert [number for row, number in lines if f"机构台账!{row}" not in told or number not in told] == []


def test_a_search_leaves_only_what_holds_the_words(client):
    told = shown(client, "/districts/110114", f"?period=2025-Q4&as_of={AS_OF}&name=110114-0007")
    assert "的机构1家" in told or "的机构2家" in told
    assert "示例" in told
    assert "机构0家" in shown(client, "/districts/110114", "?period=2025-Q4&name=nothing such")


def test_what_a_search_asks_for_is_text_and_nothing_else(client):
    answer = client.get("/districts/110114?name=%3Cscript%3Ealert(1)%3C/script%3E")
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.data
