"""Another city is a folder: three units, monthly returns, no maps, and nothing in the code to change."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from data.issues import ReferenceRefused
from data.model import Frequency, Period
from data.register import load_reference

FILES = {
    "reference.toml": """
        frequency = "month"
        timezone = "Asia/Urumqi"
        [city]
        code = "990000"
        name = "示例市"
        name_en = "Sample City"
        [units]
        described = "3个区"
        described_en = "3 districts"
        [counts]
        units = 3
        townships = 4
        [census]
        date = 2020-11-01
        sum = 600
        [[zone]]
        name = "城"
        short = "城"
        name_en = "Town"
        short_en = "Town"
        townships = 3
        [[zone]]
        name = "乡"
        short = "乡"
        name_en = "Country"
        short_en = "Country"
        townships = 1
        [files]
        units = "units.csv"
        townships = "townships.csv"
        population = "population.csv"
        plans = "plans.toml"
        definitions = "definitions.toml"
        calendar = "calendar.csv"
        """,
    "units.csv": """
        code,parent,level,name,name_en,population_published
        A,990000,unit,甲区,A District,true
        B,990000,unit,乙区,B District,true
        C,990000,unit,丙区,C District,true
        """,
    "townships.csv": """
        code,name,legal_name,unit_type,official,district_code,zone,reporting_unit,valid_to
        A1,一街道,一街道,街道,true,A,城,A,
        A2,二街道,二街道,街道,true,A,城,A,
        A0,旧街道,旧街道,街道,true,A,城,A,2024-06-30
        B1,三街道,三街道,街道,true,B,城,B,
        C1,四乡,四乡,乡,true,C,乡,C,
        """,
    "population.csv": """
        area_code,ref_date,resident_population,source,source_date,note
        990000,2020-11-01,600,公报,,
        A,2020-11-01,100,公报,,
        B,2020-11-01,200,公报,2021-05-19,
        C,2020-11-01,300,公报,,
        """,
    "plans.toml": """
        [[plan]]
        id = "five"
        name = "五年规划"
        name_en = "Five-year plan"
        document = "示例"
        start = 2021-01-01
        deadline = 2025-12-31
        baseline = "2020-12"
        [[plan.target]]
        indicator = "G1"
        name = "托位"
        name_en = "Slots"
        value = 4.6
        comparator = ">="
        clause = "达到4.6个"
        """,
    "definitions.toml": """
        [[version]]
        id = "1"
        issued = 2024-01-01
        [[setting]]
        id = "carry_forward_periods"
        value = 2
        version = 1
        since = "1"
        [[setting]]
        id = "fragile_slots"
        value = 10
        version = 1
        since = "1"
        [[setting]]
        id = "due_day"
        value = 5
        version = 1
        since = "1"
        [[setting]]
        id = "fee_least"
        value = 100
        version = 1
        since = "1"
        [[setting]]
        id = "fee_most"
        value = 9000
        version = 1
        since = "1"
        [[setting]]
        id = "pace_on_track"
        value = 0.9
        version = 1
        since = "1"
        [[setting]]
        id = "pace_accelerate"
        value = "1/2"
        version = 1
        since = "1"
        [[setting]]
        id = "unit_population_base"
        value = "own"
        version = 1
        since = "1"
        [[setting]]
        id = "home_based_counts"
        value = true
        version = 1
        since = "1"
        [[setting]]
        id = "uncounted_channels"
        value = []
        version = 1
        since = "1"
        [[setting]]
        id = "new_slots"
        value = "net"
        version = 1
        since = "1"
        [[setting]]
        id = "mountain_townships"
        value = "register"
        version = 1
        since = "1"
        """,
    "calendar.csv": """
        period,due
        2024-09,2024-10-08
        """,
}


@pytest.fixture
def city(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_a_small_city_with_monthly_returns_is_loaded(city):
    reference = load_reference(city)
    assert reference.city.code == "990000"
    assert [unit.code for unit in reference.units] == ["A", "B", "C"]
    assert reference.frequency is Frequency.MONTH
    assert reference.zones == ("城", "乡")
    assert reference.plan(None).baseline == Period.parse("2020-12")
    assert reference.plan(None).targets[0].value == Fraction(23, 5)


def test_a_city_without_maps_breaks_and_published_figures_has_none(city):
    reference = load_reference(city)
    assert reference.hexagons == reference.districts == reference.breaks == reference.published == ()


def test_a_township_that_was_dissolved_counts_only_while_it_existed(city):
    reference = load_reference(city)
    assert len(reference.townships_at(date(2024, 6, 30))) == 5
    assert len(reference.townships_at(date(2024, 7, 1))) == 4
    assert [t.code for t in reference.townships_at(date(2024, 6, 30), "A")] == ["A1", "A2", "A0"]


def test_another_citys_rules_are_its_own(city):
    reference = load_reference(city)
    rules = reference.definitions
    assert (rules.carry_forward_periods, rules.fragile_slots, rules.unit_population_base) == (2, 10, "own")
    assert (rules.fee_least, rules.fee_most) == (100, 9000)
    assert (rules.pace_on_track, rules.pace_accelerate) == (Fraction(9, 10), Fraction(1, 2))
    assert rules.uncounted_channels == ()
    assert rules.settings[0].version == 1


def test_another_citys_due_moments_follow_its_calendar_and_clock(city):
    reference = load_reference(city)
    assert reference.due_moment(Period.parse("2024-08")).isoformat() == "2024-09-06T00:00:00+06:00"
    assert reference.due_moment(Period.parse("2024-09")).isoformat() == "2024-10-09T00:00:00+06:00"


def test_the_program_reads_only_what_the_manifest_names(city):
    (city / "townships_old.csv").write_text("nonsense", encoding="utf-8")
    assert len(load_reference(city).townships) == 5


REGIONS = """
    code,parent,level,name,name_en,population_published
    P,990000,region,一省,One Province,true
    P1,P,region,一省一市,One City,true
    A,P1,unit,甲县,A County,true
    B,P,unit,乙县,B County,true
    C,990000,unit,丙县,C County,true
    """


@pytest.fixture
def country(city: Path) -> Path:
    """The same with a province and a prefecture between: P holds P1 and B, P1 holds A."""
    _replace(city, "reference.toml", "units = 3\n", "units = 3\nregions = 2\n")
    lines = [line.strip() for line in REGIONS.strip().splitlines()]
    (city / "units.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with (city / "population.csv").open("a", encoding="utf-8") as file:
        file.write("P,2020-11-01,300,公报,,\nP1,2020-11-01,100,公报,,\n")
    return city


def _replace(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def test_regions_stand_between_a_country_and_its_units_and_file_nothing(country):
    reference = load_reference(country)
    assert [unit.code for unit in reference.units] == ["A", "B", "C"]
    assert [region.code for region in reference.regions] == ["P", "P1"]
    made_of = {code: "".join(reference.units_of(code)) for code in reference.area_by_code}
    assert made_of == {"990000": "ABC", "P": "AB", "P1": "A", "A": "A", "B": "B", "C": "C"}
    assert "P" not in reference.unit_by_code


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("units.csv", "B,P,unit", "B,A,unit", "unknown_unit"),
        ("units.csv", "A,P1,unit", "A,P9,unit", "unknown_unit"),
        ("units.csv", "P1,P,region", "P1,P,province", "bad_choice"),
        ("population.csv", "P1,2020-11-01,100", "P1,2020-11-01,101", "count_differs"),
        ("population.csv", "P1,2020-11-01,100,公报,,\n", "", "population_missing"),
        ("reference.toml", "regions = 2", "regions = 1", "count_differs"),
        ("reference.toml", "regions = 2\n", "", "blank"),
    ],
)
def test_regions_that_contradict_themselves_are_refused(country, name, old, new, code):
    _replace(country, name, old, new)
    with pytest.raises(ReferenceRefused) as refused:
        load_reference(country)
    assert refused.value.key == f"reference.{code}"


def test_the_common_population_date_is_known_when_the_last_unit_was_published(city):
    dates = load_reference(city).common_population_dates
    assert dates == {date(2020, 11, 1): date(2021, 5, 19)}


def test_townships_of_a_unit_are_those_of_the_whole_register_that_report_through_it(city):
    reference = load_reference(city)
    for day in (date(2024, 6, 30), date(2024, 7, 1)):
        for unit in ("A", "B", "C", "nobody"):
            whole = tuple(one for one in reference.townships_at(day) if one.reporting_unit == unit)
            assert reference.townships_at(day, unit) == whole
