"""The scheme of the demonstration: 343 townships, every number counted again from plain SQL; its page and files."""

from __future__ import annotations

import csv
import io
import sqlite3
import zipfile
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.model import Period, WayKind
from data.register import load_reference
from metrics.planning import gaps
from metrics.scenario import Scenario
from metrics.scheme import SchemeState
from tests.integration.test_pages_http import asked_for

AS_OF = datetime(2026, 11, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
EVERY = ("G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8")
RETURNS = """
    from returns r where r.period = (
        select max(o.period) from returns o where o.org_unit = r.org_unit and o.period in (:period, :before)
    )
    and r.revision = (select max(revision) from returns o where o.org_unit = r.org_unit and o.period = r.period)
"""
STOCK = f"""
    select l.township, l.type, l.slots,
           case when l.inclusive_to is not null and l.inclusive_to <= :day then 0 else l.inclusive_slots end
    from ledger_rows l where l.return_sequence in (select r.sequence {RETURNS})
    and not (l.state in ('暂停', '关停') and (l.state_since is null or l.state_since <= :day))
"""
COMING = f"""
    select p.township, p.slots, p.inclusive_slots from projects p
    where p.return_sequence in (select r.sequence {RETURNS})
    and p.kind = '在建' and p.opening > :day and p.opening <= :deadline
"""
AT_HAND = f"""
    select p.township, p.kind, p.slots from projects p
    where p.return_sequence in (select r.sequence {RETURNS}) and p.kind in ('幼儿园可开班', '闲置用房')
"""
TYPES = {"K1": "幼儿园开设托班", "K2": "社区办园点转型", "S1": "社区托育点", "S2": "单位托育点", "S3": "营利性机构"}
QUARTERS = {"2024-Q4": 4, "2025-Q4": 4, "2026-Q3": 1}
CASES = [
    ("2024-Q4", None, Scenario(targets=EVERY), SchemeState.OUT_OF_REACH),
    ("2024-Q4", None, Scenario(targets=("G2", "G5", "G6", "G7", "G8")), SchemeState.MET),
    ("2025-Q4", None, Scenario(), SchemeState.MET),
    ("2025-Q4", None, Scenario(targets=EVERY), SchemeState.OUT_OF_REACH),
    ("2026-Q3", "2026", Scenario(), SchemeState.MET),
    ("2026-Q3", None, Scenario(first=False, coming=False), SchemeState.MET),
]


@pytest.mark.parametrize(("name", "plan", "scenario", "state"), CASES)
def test_a_scheme_of_the_city_holds_when_counted_by_hand(
    demo_repository, demo_database, reference, name, plan, scenario, state
):
    period = Period.parse(name)
    made = gaps(demo_repository, period=period, as_of=AS_OF, plan_id=plan, scenario=scenario).scheme
    assert (made.state, made.gap) == (state, 0)
    stock, coming, at_hand = _facts(demo_database, name, period, made.by.end.isoformat(), counted=scenario.coming)
    _check_resources(made, stock, at_hand)
    _check_limits(made, QUARTERS[name])
    _check_cost(made, reference)
    _check_outcomes(made, stock, coming, reference, period)


def _facts(database: Path, name: str, period: Period, deadline: str, *, counted: bool) -> tuple[list, list, list]:
    asked = {"period": name, "before": str(period.previous), "day": period.end.isoformat(), "deadline": deadline}
    with closing(sqlite3.connect(database)) as store:
        stock, coming, at_hand = (store.execute(text, asked).fetchall() for text in (STOCK, COMING, AT_HAND))
    return stock, coming if counted else [], at_hand


def _check_resources(made, stock, at_hand) -> None:
    """Nowhere is more turned than there is, nor more added than a township takes, nor anything where use is low."""
    could = defaultdict(int)
    classes = defaultdict(int)
    for township, kind, slots, inclusive in stock:
        could[township, kind] += slots if not inclusive else 0
        classes[township] += kind == TYPES["K1"] and slots > 0
    premises = [(township, slots) for township, kind, slots in at_hand if kind == "闲置用房"]
    for township, kind, slots in at_hand:
        classes[township] += slots // 20 if kind == "幼儿园可开班" else 0
    used = defaultdict(int)
    for one in made.measures:
        used[one.township.code, one.way] += one.units
        assert one.way.least * one.units <= one.slots <= one.way.most * one.units
    for (township, way), units in used.items():
        if way.kind is WayKind.CONVERT:
            assert units <= could[township, TYPES[way.channel]]
        elif way.kind is WayKind.CLASSES:
            assert units <= min(way.per_township, classes[township])
        elif way.kind is WayKind.PREMISES:
            assert units <= sum(place == township for place, _ in premises)
        else:
            assert units <= way.per_township


def _check_limits(made, quarters: int) -> None:
    for total in made.ways:
        most = min(total.way.per_year, quarters * total.way.per_quarter)
        assert total.units == sum(one.units for one in made.measures if one.way == total.way) <= most
        assert sum(total.by_quarter) == total.units
        assert all(units <= total.way.per_quarter for units in total.by_quarter)


def _check_cost(made, reference) -> None:
    cost = Fraction(0)
    for one in made.measures:
        own = one.way.fixed * one.units + one.way.per_slot * one.slots
        percent = 100 if one.way.kind is WayKind.CONVERT else reference.costs.zone_percent.get(one.township.zone, 100)
        cost += Fraction(own * percent, 100)
    assert cost == made.cost


def _check_outcomes(made, stock, coming, reference, period) -> None:
    """Slots, share and coverage by plain sums; a target is met exactly where these say so."""
    turned = [one for one in made.measures if one.way.kind is WayKind.CONVERT]
    slots = sum(row[2] for row in stock) + sum(row[1] for row in coming)
    slots += sum(one.slots for one in made.measures) - sum(one.slots for one in turned)
    inclusive = sum(row[3] for row in stock) + sum(row[2] for row in coming) + sum(one.slots for one in made.measures)
    served = {row[0] for row in stock if row[3]} | {row[0] for row in coming if row[2]}
    served |= {one.township.code for one in made.measures}
    for one in made.outcomes:
        name, after = one.target.indicator, one.after
        if name == "G1":
            assert after.numerator == slots
            assert one.met == (2000 * slots >= 9 * after.denominator)
        elif name == "G2":
            assert (after.numerator, after.denominator) == (inclusive, slots)
            assert one.met == (100 * inclusive >= one.target.value * slots)
        elif name not in ("G3", "G4"):
            zone = [t.code for t in reference.townships_at(period.end) if t.zone == one.target.zone]
            assert (after.numerator, after.denominator) == (len(served & set(zone)), len(zone))
            assert one.met == (100 * len(served & set(zone)) >= one.target.value * len(zone))
    education = sum(one.slots for one in made.measures if one.counts and one.way.channel in ("K1", "K2", "K3"))
    society = sum(one.slots for one in made.measures if one.counts and one.way.channel in ("S1", "S2", "S3"))
    gained = {one.target.indicator: one.after.numerator - one.coming.numerator for one in made.outcomes}
    assert gained.get("G3", education) == education
    assert gained.get("G4", society) == society


def test_a_higher_cost_of_building_never_makes_the_scheme_cheaper_and_a_looser_limit_never_dearer(demo_repository):
    def cost(**more: object) -> Fraction:
        asked = Scenario(targets=("G2", "G3", "G5", "G6", "G7"), **more)
        made = gaps(demo_repository, period=Period.parse("2025-Q4"), as_of=AS_OF, scenario=asked).scheme
        assert made.state is SchemeState.MET
        return made.cost

    assert cost(factor=80) <= cost() <= cost(factor=120)
    assert cost(limits=(("classes.K1", 200), ("convert.K1", 3000))) <= cost()
    assert cost(convert=100) <= cost(convert=60)


def client_of(demo_settings):
    from app import create_app

    return create_app(demo_settings).server.test_client()


def test_the_files_hold_the_scheme_with_the_label_of_its_costs(demo_settings, demo_repository):
    client = client_of(demo_settings)
    answer = client.get("/download/scheme.csv?period=2025-Q4&targets=G2~G5")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    asked = Scenario(targets=("G2", "G5"))
    made = gaps(demo_repository, period=Period.parse("2025-Q4"), as_of=AS_OF, scenario=asked).scheme
    assert sum(int(row["普惠托位"]) for row in rows) == made.inclusive
    assert sum(Fraction(row["成本（元）"]) for row in rows) == made.cost
    facts = {key: {row[key] for row in rows} for key in ("成本说明", "数据性质", "口径版本", "数据摘要", "数据截至")}
    assert facts["成本说明"] == {"示例成本，不是实际造价"}
    assert facts["数据性质"] == {"演示数据"}
    assert all(len(values) == 1 and all(values) for values in facts.values())
    book = client.get("/download/scheme.xlsx?period=2025-Q4&targets=G2~G5&lang=en").data
    with zipfile.ZipFile(io.BytesIO(book)) as sheets:
        words = sheets.read("xl/sharedStrings.xml").decode()
    assert "Sample costs, not actual ones" in words
    assert len([one for one in zipfile.ZipFile(io.BytesIO(book)).namelist() if "worksheets/sheet" in one]) == 4


def test_the_file_of_one_unit_holds_that_unit(demo_settings):
    text = client_of(demo_settings).get("/download/scheme.csv?period=2025-Q4&org_unit=110117").data
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert {row["填报单位"] for row in rows} == {"平谷区"}


def test_the_file_says_of_a_moment_what_was_known_then(demo_settings):
    client = client_of(demo_settings)
    ask = "/download/scheme.csv?period=2025-Q4&as_of="
    before, early, late = (client.get(ask + day) for day in ("2026-01-05", "2026-02-01", "2026-11-20"))
    assert before.status_code == 404  # hardly anybody had reported: no target could be worked out
    assert (early.status_code, late.status_code) == (200, 200)
    assert early.data == client.get(ask + "2026-02-01").data
    assert early.data != late.data


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("?period=2025-Q4&by=2025-Q4", "期限不晚于所选报告期"),
        ("?period=2025-Q4&targets=none", "没有选定可以测算的目标"),
        ("?period=2025-Q4&targets=G1", "不能全部达到"),
        ("?period=2025-Q4", "所选目标均可达到"),
        ("?period=2025-Q4&plan=2026&targets=G2", "所选目标均可达到"),
        ("?period=2026-Q3&targets=G6&first=no", "所选目标均已达到"),
        ("?period=2026-Q4&as_of=2026-11-20", "没有在执行的计划，也没有选定期限"),
        ("?period=2026-Q4&as_of=2026-11-20&by=2027-Q4", "没有选定可以测算的目标"),
    ],
)
def test_every_state_of_the_planner_is_said_on_the_page(demo_settings, search, words):
    answer = str(asked_for(client_of(demo_settings), "/gaps", search))
    assert words in answer
    assert "示例成本，不是实际造价" in answer


@pytest.mark.parametrize(
    "search",
    [
        *("targets=G1~G1", "targets=G99", "targets=T14a", "by=2026", "by=2026-12", "limits=build.S1"),
        *("limits=build.S9.1", "limits=build.S1.-1", "limits=build.S1.1~build.S1.2", "factor=49", "factor=301"),
        *("factor=1e2", "convert=101", "convert=007", "first=yes", "coming=0", "org_unit=110000", "org_unit=999999"),
    ],
)  # fmt: skip
def test_a_wrong_scenario_is_a_plain_refusal(demo_settings, search):
    answer = client_of(demo_settings).get(f"/download/scheme.csv?period=2025-Q4&{search}")
    assert answer.status_code == 400
    assert "text/html" in answer.content_type


def test_without_a_cost_file_the_page_says_so_and_there_is_no_file(demo_settings, tmp_path):
    import shutil

    folder = Path(shutil.copytree(demo_settings.reference, tmp_path / "reference"))
    manifest = folder / "reference.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('costs = "costs.toml"', ""), encoding="utf-8")
    (folder / "costs.toml").unlink()
    assert load_reference(folder).costs is None
    client = client_of(replace(demo_settings, reference=folder))
    assert "没有载入成本文件" in str(asked_for(client, "/gaps", "?period=2025-Q4"))
    assert client.get("/download/scheme.csv?period=2025-Q4").status_code == 404
    assert client.get("/download/scheme.csv?period=2025-Q4&limits=build.S1.4").status_code == 400
