"""A reference folder that contradicts itself is refused with the file and the row, one mutation at a time."""

import json
import re
import shutil
from pathlib import Path
from string import Formatter

import pytest

from data.issues import ReferenceRefused
from data.register import load_reference
from data.settings import HOUSE, Settings
from layouts.text import LANGUAGES, text_for


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(Settings().reference, tmp_path / "reference"))


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first ``old`` and return the line on which it stood."""
    text = (folder / name).read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found, old
    (folder / name).write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1


def refusal(folder: Path) -> tuple[str, object, object]:
    """Load, expect a refusal whose sentence can be said in every language; its code, file and row."""
    with pytest.raises(ReferenceRefused) as caught:
        load_reference(folder)
    fault = caught.value
    for lang in LANGUAGES:
        assert str(fault.facts["file"]) in text_for(lang)(fault.key, **fault.facts)
    return fault.key.removeprefix("reference."), fault.facts["file"], fault.facts["row"]


# What is changed, into what, and the code of the refusal; the row is the changed line.
SPOILED = {
    "a township twice": ("townships.csv", "110101002,110101002000", "110101001,110101001000", "duplicate"),
    "a township's unknown zone": ("townships.csv", "true,中心城区", "true,中央城区", "unknown_zone"),
    "an official township without a zone": ("townships.csv", "true,中心城区", "true,", "unknown_zone"),
    "a township's unknown unit": ("townships.csv", "规划明文,110102,", "规划明文,110103,", "unknown_unit"),
    "a township's unknown district": ("townships.csv", "110101001000,110101", "110101001000,110199", "unknown_unit"),
    "official neither true nor false": ("townships.csv", "街道,true", "街道,是", "bad_choice"),
    "a township without a name": ("townships.csv", "东城区,东华门街道", "东城区,", "blank"),
    "a name that means two": ("townships.csv", ",景山街道,景山街道,,,,", ",景山街道,东华门街道,,,,", "ambiguous_name"),
    "a bad day": ("townships.csv", "景山街道,,,,", "景山街道,,2024-02-30,,", "bad_date"),
    "an end before its start": ("townships.csv", "景山街道,,,,", "景山街道,,2024-02-03,2024-02-02,", "dates_reversed"),
    "a ragged row": ("townships.csv", "景山街道,,,,", "景山街道,,,", "ragged"),
    "a unit twice": ("org_units.csv", "110102,110000", "110101,110000", "duplicate"),
    "a unit without a parent": ("org_units.csv", "110102,110000", "110102,120000", "unknown_unit"),
    "a unit on the city's level": ("org_units.csv", "110000,unit", "110000,city", "bad_choice"),
    "people of nowhere": ("population_series.csv", "110101,东城区,2020", "110103,东城区,2020", "unknown_unit"),
    "a place without people": ("population_series.csv", "708829", "0", "not_positive"),
    "a negative population": ("population_series.csv", "708829", "-708829", "bad_number"),
    "a population with a comma": ("population_series.csv", "708829", '"708,829"', "bad_number"),
    "a date that is none": ("population_series.csv", "2022-12-31", "2022-13-31", "bad_date"),
    "a population twice": (
        "population_series.csv",
        "110000,北京市,2021-12-31",
        "110000,北京市,2020-12-31",
        "duplicate",
    ),
    "people where none are printed": (
        "population_series.csv",
        "110105,朝阳区,2021",
        "BDA,开发区,2021",
        "population_unexpected",
    ),
    "a hexagon of a pseudo-unit": ("township_hexgrid.csv", "110101001", "110115403", "hexagon_unknown"),
    "a hexagon of nothing": ("township_hexgrid.csv", "110101001", "990101001", "hexagon_unknown"),
    "a hexagon twice": ("township_hexgrid.csv", "110101002", "110101001", "duplicate"),
    "two hexagons in one cell": ("township_hexgrid.csv", "110101,12,10", "110101,11,10", "hexagon_taken"),
    "a hexagon in another district": ("township_hexgrid.csv", "110101,11,10", "110102,11,10", "hexagon_district"),
    "a figure of nowhere": ("published_figures.csv", "total_slots,BDA", "total_slots,ABD", "unknown_unit"),
    "a figure that is no number": ("published_figures.csv", ",15777,", ",15777个,", "bad_number"),
    "a district with other townships": ("districts.csv", "17,0,0,17", "17,0,0,18", "count_differs"),
    "a district with another census": ("districts.csv", ",708829,", ",708828,", "count_differs"),
    "a district of another zone": ("districts.csv", "中心城区", "老城区", "unknown_zone"),
    "a break without a date": ("breaks.csv", "2024-02-01", "2024-02", "bad_date"),
    "a break with a cell too many": ("breaks.csv", ',"In 2025', ',"","In 2025', "ragged"),
    "a due date inside its period": (
        "calendar.csv",
        "period,due\n",
        "period,due\n2026-Q3,2026-09-30\n",
        "dates_reversed",
    ),
    "a month in a quarterly calendar": (
        "calendar.csv",
        "period,due\n",
        "period,due\n2026-09,2026-10-12\n",
        "wrong_frequency",
    ),
    "a period that is none": ("calendar.csv", "period,due\n", "period,due\n2026Q3,2026-10-12\n", "bad_period"),
}
ROW_AFTER_CHANGE = {"calendar.csv": 1}


@pytest.mark.parametrize("name", SPOILED)
def test_a_table_with(folder, name):
    file, old, new, code = SPOILED[name]
    row = change(folder, file, old, new) + ROW_AFTER_CHANGE.get(file, 0)
    assert refusal(folder) == (code, file, row)


# The row of a TOML table is the line of its header, the nearest one above the change.
SPOILED_TABLES = {
    "an indicator-less target": ("plans.toml", 'indicator = "G3"', 'indicator = ""', "[[plan.target]]", "blank"),
    "an unknown zone": ("plans.toml", 'zone = "平原新城"', 'zone = "平原"', "[[plan.target]]", "unknown_zone"),
    "an unknown task": ("plans.toml", 'tasks = ["13"]', 'tasks = ["17"]', "[[plan.target]]", "unknown_task"),
    "a target twice": ("plans.toml", 'indicator = "G2"', 'indicator = "G1"', "[[plan.target]]", "duplicate"),
    "a target of zero": ("plans.toml", "value = 60", "value = 0", "[[plan.target]]", "not_positive"),
    "a target in words": ("plans.toml", "value = 60", 'value = "60%"', "[[plan.target]]", "bad_number"),
    "another comparator": ("plans.toml", 'comparator = ">="', 'comparator = "<="', "[[plan.target]]", "bad_choice"),
    "a clause nobody wrote": ("plans.toml", "达到4.5个", "达到5.4个", "[[plan.target]]", "clause_not_in_text"),
    "a task nobody wrote": ("plans.toml", "出台本市托育", "取消本市托育", "[[plan.task]]", "clause_not_in_text"),
    "a duty from no day": ("plans.toml", "since = 2025-01-01", 'since = "2025"', "[[plan.task]]", "bad_date"),
    "an unknown kind": ("plans.toml", 'kind = "derived"', 'kind = "counted"', "[[plan.commitment]]", "bad_choice"),
    "a plan that ends before it starts": (
        "plans.toml",
        "deadline = 2025",
        "deadline = 2022",
        "[[plan]]",
        "dates_reversed",
    ),
    "a monthly baseline": ("plans.toml", "2022-Q4", "2022-12", "[[plan]]", "wrong_frequency"),
    "a plan twice": ("plans.toml", 'id = "2026"', 'id = "2023-2025"', "[[plan]]", "duplicate"),
    "a setting twice": ("definitions.toml", '"due_day"', '"fragile_slots"', "[[setting]]", "duplicate"),
    "a setting nobody knows": ("definitions.toml", '"due_day"', '"due_hour"', "[[setting]]", "bad_choice"),
    "a due day not in every month": ("definitions.toml", "value = 15", "value = 31", "[[setting]]", "bad_number"),
    "a fee above which none is left": ("definitions.toml", "value = 20000", "value = 200", "[[setting]]", "bad_number"),
    "a pace above one": ("definitions.toml", '"0.95"', '"95"', "[[setting]]", "bad_number"),
    "an unknown channel": ("definitions.toml", '["C", "O"]', '["C", "X"]', "[[setting]]", "bad_choice"),
    "a choice that is none": ("definitions.toml", "value = true", 'value = "perhaps"', "[[setting]]", "bad_choice"),
    "a setting of no version": (
        "definitions.toml",
        'since = "2026.1"',
        'since = "2025.1"',
        "[[setting]]",
        "bad_choice",
    ),
    "a version of a setting left out": (
        "definitions.toml",
        "version = 1",
        "version = 2",
        "[[setting]]",
        "wrong_version",
    ),
    "another population base": ("definitions.toml", '"common"', '"latest"', "[[setting]]", "bad_choice"),
    "another count of units": ("reference.toml", "units = 17", "units = 16", "[counts]", "count_differs"),
    "another count of townships": ("reference.toml", "townships = 343", "townships = 349", "[counts]", "count_differs"),
    "another count of a zone": ("reference.toml", "townships = 22", "townships = 23", "[[zone]]", "count_differs"),
    "another census": ("reference.toml", "sum = 21893095", "sum = 21893096", "[census]", "count_differs"),
    "a zone twice": ("reference.toml", 'name = "平原新城"', 'name = "中心城区"', "[[zone]]", "duplicate"),
}


@pytest.mark.parametrize("name", SPOILED_TABLES)
def test_a_document_with(folder, name):
    file, old, new, header, code = SPOILED_TABLES[name]
    line = change(folder, file, old, new)
    above = (folder / file).read_text(encoding="utf-8").splitlines()[:line]
    row = max(number for number, text in enumerate(above, 1) if text == header)
    assert refusal(folder) == (code, file, row)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"quarter"', '"week"', "bad_choice"),
        ("Asia/Shanghai", "Asia/Beijing", "bad_choice"),
        ('"quarter"', "", "unreadable"),
    ],
)
def test_a_manifest_with_a_wrong_word(folder, old, new, code):
    change(folder, "reference.toml", old, new)
    assert refusal(folder)[:2] == (code, "reference.toml")


@pytest.mark.parametrize(
    "name", ["reference.toml", "townships.csv", "plans.toml", "action-plan-2023-2025.txt", "districts.geojson"]
)
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    assert refusal(folder)[:2] == ("missing_file", name)


@pytest.mark.parametrize("name", ["townships.csv", "population_series.csv", "calendar.csv"])
def test_a_missing_column_is_named(folder, name):
    header = (folder / name).read_text(encoding="utf-8").split("\n", 1)[0].split(",")[0]
    change(folder, name, header, "X")
    assert refusal(folder) == ("missing_column", name, 1)


def test_a_column_twice_is_refused(folder):
    change(folder, "townships.csv", "code12", "code")
    assert refusal(folder) == ("duplicate", "townships.csv", 1)


def test_a_file_of_another_encoding_is_refused(folder):
    text = (folder / "townships.csv").read_text(encoding="utf-8")
    (folder / "townships.csv").write_bytes(text.encode("gb18030"))
    assert refusal(folder)[:2] == ("unreadable", "townships.csv")


def test_a_byte_order_mark_changes_nothing_but_the_digest(folder, reference):
    text = (folder / "townships.csv").read_text(encoding="utf-8")
    (folder / "townships.csv").write_text(text, encoding="utf-8-sig")
    loaded = load_reference(folder)
    assert loaded.townships == reference.townships
    assert loaded.digest != reference.digest


def test_broken_toml_names_its_line(folder):
    row = change(folder, "plans.toml", "comparator = ", "comparator ")
    assert refusal(folder) == ("unreadable", "plans.toml", row)


def test_a_missing_setting_is_named(folder):
    text = (folder / "definitions.toml").read_text(encoding="utf-8")
    (folder / "definitions.toml").write_text(
        re.sub(r"\[\[setting\]\]\nid = \"due_day\"[^[]*", "", text), encoding="utf-8"
    )
    assert refusal(folder)[0] == "missing_setting"


def test_a_unit_whose_population_nobody_gave_is_named(folder):
    text = (folder / "org_units.csv").read_text(encoding="utf-8")
    (folder / "org_units.csv").write_text(text.replace("Area,false", "Area,true"), encoding="utf-8")
    with pytest.raises(ReferenceRefused) as caught:
        load_reference(folder)
    assert (caught.value.key, caught.value.facts["detail"]) == ("reference.population_missing", "BDA")


def test_a_missing_hexagon_is_named(folder):
    text = (folder / "township_hexgrid.csv").read_text(encoding="utf-8")
    (folder / "township_hexgrid.csv").write_text("\n".join(text.splitlines()[:-1]) + "\n", encoding="utf-8")
    assert refusal(folder)[:2] == ("hexagon_missing", "township_hexgrid.csv")


@pytest.mark.parametrize(
    ("code", "expected"), [("110199", "boundary_unknown"), ("110101", "duplicate"), ("BDA", "boundary_unknown")]
)
def test_a_boundary_of_nothing_or_twice_is_refused(folder, code, expected):
    drawn = json.loads((folder / "districts.geojson").read_text(encoding="utf-8"))
    drawn["features"][1]["properties"]["code"] = code
    (folder / "districts.geojson").write_text(json.dumps(drawn), encoding="utf-8")
    assert refusal(folder) == (expected, "districts.geojson", 2)


def test_a_missing_boundary_is_named(folder):
    drawn = json.loads((folder / "districts.geojson").read_text(encoding="utf-8"))
    del drawn["features"][0]
    (folder / "districts.geojson").write_text(json.dumps(drawn), encoding="utf-8")
    assert refusal(folder)[:2] == ("boundary_missing", "districts.geojson")


@pytest.mark.parametrize("content", ["{}", "[]", "not json", '{"features": [{}]}', '{"features": []}'])
def test_a_boundary_file_of_another_kind_is_refused(folder, content):
    (folder / "districts.geojson").write_text(content, encoding="utf-8")
    assert refusal(folder)[:2] == ("unreadable", "districts.geojson")


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal():
    modules = [
        *(HOUSE / "data").glob("register*.py"),
        HOUSE / "data" / "boundaries.py",
        HOUSE / "metrics" / "targets.py",
    ]
    source = "".join(path.read_text(encoding="utf-8") for path in modules)
    raised = set(re.findall(r"refuse\(\s*\"(\w+)\"|\"reference\.(\w+)\"", source))
    codes = {first or second for first, second in raised} - {"toml"}
    for lang in LANGUAGES:
        text = text_for(lang)
        said = {key.removeprefix("reference.") for key in text.keys if key.startswith("reference.")}
        assert said == codes
        asked = {name for code in said for _, name, *_ in Formatter().parse(text(f"reference.{code}")) if name}
        assert asked <= {"file", "row", "detail"}
