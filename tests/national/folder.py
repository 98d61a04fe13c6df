"""The country as a reference folder that ``load_reference`` checks like any other."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from data.settings import HOUSE
from tests.national.country import COUNTRY, ZONES, Country

CENSUS = "2020-11-01"
ZONE_NAMES_EN = ("Class A areas", "Class B areas", "Class C areas")
SOURCE = "示例数据（按固定种子生成）"

MANIFEST = """# A country that does not exist, made from a fixed seed. Nothing in it is a real place or figure.
frequency = "month"
timezone = "Asia/Shanghai"
map_approval_number = ""
outside_areas = []

[city]
code = "{code}"
name = "示例国"
name_en = "Sample Country"

[units]
described = "{units}个示例县"
described_en = "{units} sample counties"

[demonstration]
note = "本库为按固定种子生成的示例，地名、数字均非真实。"
note_en = "Everything here is made from a fixed seed; no place and no figure is real."

[counts]
units = {units}
regions = {regions}
townships = {townships}

[census]
date = {census}
sum = {people}

{zones}
[files]
units = "org_units.csv"
townships = "townships.csv"
population = "population.csv"
plans = "plans.toml"
definitions = "definitions.toml"
"""

ZONE = """[[zone]]
name = "{name}"
short = "{name}"
name_en = "{name_en}"
short_en = "{name_en}"
townships = {townships}
"""

PLAN = """# Targets of the sample country. Counties report; the country and its regions add up.
[[plan]]
id = "sample-2025-2026"
name = "示例国托育服务发展计划（2025年—2026年）"
name_en = "Childcare Plan of the Sample Country (2025-2026)"
document = "示例〔2025〕1号"
start = 2025-01-01
deadline = 2026-12-31
baseline = "2024-12"
"""

TARGET = """
[[plan.target]]
indicator = "{indicator}"
name = "{name}"
name_en = "{name_en}"
value = {value}
comparator = "{comparator}"
clause = "{name}"
{more}"""

TASK = """
[[plan.task]]
code = "{code}"
name = "{name}"
name_en = "{name_en}"
clause = "{name}"
units_printed = ["各示例县"]
indicators = [{indicators}]
"""

COVERAGE = "普惠托育服务街道（乡镇）覆盖率（{zone}）"
COVERAGE_EN = "Townships with an inclusive service, {zone}"


def write_folder(found: Country, folder: Path) -> Path:
    """All files of the folder; the same bytes for the same country."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, "reference.toml", _manifest(found))
    _write(folder, "plans.toml", _plan(found))
    _write(folder, "definitions.toml", (HOUSE / "data/reference/definitions.toml").read_text(encoding="utf-8"))
    _table(folder, "org_units.csv", UNIT_COLUMNS, _org_units(found))
    _table(folder, "townships.csv", TOWNSHIP_COLUMNS, _townships(found))
    _table(folder, "population.csv", POPULATION_COLUMNS, _populations(found))
    return folder


UNIT_COLUMNS = ("code", "parent", "level", "name", "name_en", "population_published")
TOWNSHIP_COLUMNS = (
    *("code", "district_code", "district_name", "name", "legal_name", "unit_type", "official", "zone", "zone_basis"),
    *("reporting_unit", "reporting_basis", "valid_from", "valid_to"),
)
POPULATION_COLUMNS = ("area_code", "ref_date", "resident_population", "source", "source_date", "note")


def _write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _table(folder: Path, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(columns)
        lines.writerows(rows)


def _manifest(found: Country) -> str:
    counted = Counter(place.zone for places in found.townships.values() for place in places)
    zones = (
        ZONE.format(name=name, name_en=english, townships=counted[name]) for name, english in zip(ZONES, ZONE_NAMES_EN)
    )
    return MANIFEST.format(
        code=COUNTRY,
        units=len(found.counties),
        regions=len(found.regions),
        townships=sum(counted.values()),
        census=CENSUS,
        people=found.people,
        zones="\n".join(zones),
    )


def _plan(found: Country) -> str:
    """New slots in step with the people, so that no size of country is easier than another."""
    made = [
        _target("G1", "每千人口拥有3岁以下婴幼儿托位数", "Childcare slots for under-3s per 1,000 residents", "4.5"),
        _target("G2", "普惠托位占比", "Share of inclusive slots", "60"),
        _target("G3", "教育系统新增普惠托位", "New inclusive slots in education", str(found.people // 2000)),
        _target("G4", "社会新增普惠托位", "New inclusive slots by society", str(found.people // 1500)),
    ]
    for indicator, zone, english, value in zip(("G5", "G7", "G8"), ZONES, ZONE_NAMES_EN, ("100", "100", "85")):
        names = (COVERAGE.format(zone=zone), COVERAGE_EN.format(zone=english))
        made.append(_target(indicator, *names, value, "=" if value == "100" else ">=", zone=zone))
    made.append(_target("T14c", "保育人员持证上岗率", "Share of carers in post with a certificate", "90"))
    tasks = (
        TASK.format(code=code, name=name, name_en=english, indicators=", ".join(map(json.dumps, carried)))
        for code, name, english, carried in (
            ("3", "扩大普惠托位供给", "Expand inclusive supply", ("G1", "G2")),
            ("14", "提升从业人员能力", "Raise the skills of staff", ("T14c",)),
        )
    )
    return "".join((PLAN, *made, *tasks))


def _target(indicator: str, name: str, name_en: str, value: str, comparator: str = ">=", *, zone: str = "") -> str:
    more = f'zone = "{zone}"\n' if zone else ""
    words = {"indicator": indicator, "name": name, "name_en": name_en, "value": value, "comparator": comparator}
    return TARGET.format(**words, more=more)


def _org_units(found: Country) -> Iterable[Sequence[object]]:
    for level, places in (("region", found.regions), ("unit", found.counties)):
        yield from ((one.code, one.parent, level, one.name, one.name_en, "true") for one in places)


def _townships(found: Country) -> Iterable[Sequence[object]]:
    for county in found.counties:
        for one in found.townships[county.code]:
            place = (one.code, county.code, county.name, one.name, one.name, one.kind, "true", one.zone, "示例")
            yield (*place, county.code, "示例", "", "")


def _populations(found: Country) -> Iterable[Sequence[object]]:
    yield (COUNTRY, CENSUS, found.people, SOURCE, "2021-05-11", "")
    for one in (*found.regions, *found.counties):
        yield (one.code, CENSUS, one.people, SOURCE, "2021-05-11", "")
