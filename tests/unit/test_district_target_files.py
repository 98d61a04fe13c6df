"""District target files of a reference folder: read strictly, several beside each other, and shown where units are."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from app import House
from data.issues import DashboardError, ReferenceRefused
from data.model import DistrictTarget, Reference
from data.register import load_reference
from data.settings import HOUSE, Settings
from layouts.briefing.units_part import units_tables
from layouts.pages.district_targets import assessed, documents
from layouts.pages.exceptions import exceptions
from layouts.pages.units import units
from layouts.refusals import sentence
from layouts.text import LANGUAGES, text_for
from layouts.view import ViewQuery
from metrics.results import Overview, Status, TargetKind
from metrics.targets import check_district_targets
from tests.sample_briefing import sample_findings
from tests.sample_overview import sample_overview, sample_reference
from tests.unit.test_pages import lines, words

SAMPLE = HOUSE / "docs" / "examples" / "district-targets.csv"
HEAD = "plan,org_unit,indicator,value,document,issued,known_from\n"
GOOD = "2023-2025,110114,G2,50,示例〔2024〕1号,2024-03-29,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(Settings().reference, tmp_path / "reference"))


def with_files(folder: Path, **files: str) -> Path:
    """The folder with these district target files named in its manifest."""
    manifest = folder / "reference.toml"
    names = ", ".join(f'"{name}.csv"' for name in files)
    told = manifest.read_text(encoding="utf-8").replace("[files]\n", f"[files]\ndistrict_targets = [{names}]\n")
    manifest.write_text(told, encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def read(folder: Path) -> Reference:
    return check_district_targets(load_reference(folder))


def test_none_is_loaded_by_default():
    assert load_reference(Settings().reference).district_targets == ()


def test_the_sample_file_is_good_and_says_that_it_is_a_sample(folder):
    found = read(with_files(folder, sample=SAMPLE.read_text(encoding="utf-8"))).district_targets
    assert len(found) == 11
    assert all("示例" in one.document for one in found)
    first = DistrictTarget(
        "2023-2025", "110114", "G1", Fraction(12, 5), found[0].document, date(2024, 3, 29), date(2024, 3, 29),
        "sample.csv", 2,
    )  # fmt: skip
    assert found[0] == first


def test_several_files_stand_beside_each_other(folder):
    other = HEAD + "2026,110114,G2,70,示例〔2026〕2号,2026-02-01,2026-03-01\n"
    found = read(with_files(folder, one=HEAD + GOOD, two=other)).district_targets
    assert [(one.file, one.plan, one.known_from) for one in found] == [
        ("one.csv", "2023-2025", date(2024, 3, 29)),
        ("two.csv", "2026", date(2026, 3, 1)),
    ]


def test_a_district_target_changes_the_digest_of_the_folder(folder):
    before = load_reference(folder).digest
    assert load_reference(with_files(folder, one=HEAD + GOOD)).digest != before


WRONG = {
    "an unknown plan": ("2021-2022,110114,G2,50,示例,2024-03-29,", "unknown_plan"),
    "an unknown unit": ("2023-2025,110199,G2,50,示例,2024-03-29,", "unknown_unit"),
    "the city as a unit": ("2023-2025,110000,G2,50,示例,2024-03-29,", "unknown_unit"),
    "what the plan does not promise": ("2026,110114,G1,3,示例,2026-03-29,", "not_promised"),
    "an indicator nobody has": ("2023-2025,110114,G9,3,示例,2024-03-29,", "not_promised"),
    "an indicator of the city alone": ("2023-2025,110114,T13a,3,示例,2024-03-29,", "not_of_units"),
    "a zone it does not lie in": ("2023-2025,110101,G8,90,示例,2024-03-29,", "not_in_zone"),
    "less than the plan binds to": ("2023-2025,110101,G5,95,示例,2024-03-29,", "plan_binds"),
    "a share above 100": ("2023-2025,110115,G2,101,示例,2024-03-29,", "bad_target"),
    "half a slot": ("2023-2025,110114,G3,100.5,示例,2024-03-29,", "bad_target"),
    "nothing as a target": ("2023-2025,110114,G3,0,示例,2024-03-29,", "not_positive"),
    "a number in words": ("2023-2025,110114,G3,三千,示例,2024-03-29,", "bad_number"),
    "no document": ("2023-2025,110114,G3,300,,2024-03-29,", "blank"),
    "no date": ("2023-2025,110114,G3,300,示例,,", "blank"),
    "a date that is none": ("2023-2025,110114,G3,300,示例,2024-02-30,", "bad_date"),
    "known before it was written": ("2023-2025,110114,G3,300,示例,2024-03-29,2024-03-28", "dates_reversed"),
    "the same twice": (GOOD.strip(), "duplicate"),
    "a cell too many": (GOOD.strip() + ",", "ragged"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_with_its_place(folder, name):
    row, code = WRONG[name]
    with pytest.raises(ReferenceRefused) as caught:
        read(with_files(folder, own=HEAD + GOOD + row + "\n"))
    fault = caught.value
    assert (fault.key, fault.facts["file"], fault.facts["row"]) == (f"reference.{code}", "own.csv", 3)
    for lang in LANGUAGES:
        assert "own.csv" in sentence(fault, text_for(lang))


@pytest.mark.parametrize("name", HEAD.strip().split(","))
def test_a_missing_column_is_named(folder, name):
    with pytest.raises(ReferenceRefused) as caught:
        read(with_files(folder, own=(HEAD + GOOD).replace(name, "x", 1)))
    assert (caught.value.key, caught.value.facts["detail"]) == ("reference.missing_column", name)


def test_a_missing_file_is_named(folder):
    (with_files(folder, own="") / "own.csv").unlink()
    with pytest.raises(ReferenceRefused) as caught:
        read(folder)
    assert (caught.value.key, caught.value.facts["file"]) == ("reference.missing_file", "own.csv")


def test_every_command_and_page_goes_through_the_check(folder):
    bad = HEAD + "2023-2025,110114,T13a,3,示例,2024-03-29,\n"
    house = House(Settings(reference=with_files(folder, own=bad)))
    with pytest.raises(DashboardError):
        _ = house.reference


def judged() -> Overview:
    """The sample overview in which one unit's share of inclusive slots is judged by its own target."""
    found = sample_overview()
    row = next(one for one in found.scorecard.rows if one.indicator == "G2" and one.org_unit in UNITS)
    own = replace(row, target=Fraction(99), target_kind=TargetKind.DISTRICT, status=Status.MISSED, gap=7)
    rows = tuple(own if one is row else one for one in found.scorecard.rows)
    return replace(found, scorecard=replace(found.scorecard, rows=rows))


UNITS = {unit.code for unit in sample_reference().units}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_shown_wherever_units_are(lang):
    found, text = judged(), text_for(lang)
    asked = text("district_target.at_least", target="99%")
    assert asked in words(units(found, sample_reference(), ViewQuery(), text))
    assert asked in words(exceptions(found, sample_reference(), ViewQuery(), text))
    assert any(asked in note for note in units_tables(sample_findings(found), sample_reference(), text)[0].notes)
    [row] = lines(assessed(found.scorecard, sample_reference(), text))
    assert row[3] == asked
    assert text("status.missed") in row[6]
    assert row[7] == "7"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_of_it_is_shown_while_none_is_loaded(lang):
    found, text = sample_overview(), text_for(lang)
    assert assessed(found.scorecard, sample_reference(), text) == []
    assert text("exceptions.district", count=0) not in words(exceptions(found, sample_reference(), ViewQuery(), text))
    told = documents(sample_reference(), sample_reference().plans[0], date(2026, 1, 1), text)
    assert words(told[1]) == text("district_target.none")


def test_the_page_of_definitions_lists_the_documents_known_by_then(folder):
    reference = read(with_files(folder, sample=SAMPLE.read_text(encoding="utf-8")))
    told = lines(documents(reference, reference.plans[0], date(2024, 4, 1), text_for("zh")))
    assert [(row[0], row[2]) for row in told[:2]] == [("昌平区", "≥2.4"), ("昌平区", "≥50%")]
    assert len(told) == 8
    assert not [row for row in told if row[2] == "≥3,600"]
