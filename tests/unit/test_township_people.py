"""Residents and children under 3 of townships: an optional file, shown with its date where it knows, else silent."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.issues import ReferenceRefused
from data.model import Period, TownshipPeople
from data.register import load_reference
from data.register_people import COLUMNS
from data.settings import Settings
from layouts.needs_table import needs_table
from layouts.pages.needs import people_of
from layouts.text import text_for
from layouts.view import ViewQuery
from metrics.queries import shortfall
from tests.fakes import FakeSource, moment, small_city

FILE = "township_population_2020.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(Settings().reference, tmp_path / "reference"))


def test_the_file_of_the_folder_knows_residents_of_some_and_children_of_none(reference):
    assert len(reference.people) == 26
    assert all(one.residents and one.children_under_3 is None for one in reference.people)
    known = reference.people_of("110114115", date(2025, 12, 31), date(2026, 1, 1))
    assert known is not None
    assert (known.residents, known.ref_date) == (308_907, date(2020, 11, 1))
    assert reference.people_of("110114115", date(2020, 10, 31), date(2026, 1, 1)) is None
    assert reference.people_of("110101001", date(2025, 12, 31), date(2026, 1, 1)) is None


def test_a_folder_may_leave_the_file_out(folder):
    manifest = folder / "reference.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(f'people = "{FILE}"\n', ""), encoding="utf-8")
    assert load_reference(folder).people == ()


GOOD = "110101001,2024-12-31,1000,30,公报\n"
WRONG = {
    "an unknown township": ("110101999,2024-12-31,1000,30,公报", "unknown_township"),
    "a pseudo-unit": ("110115403,2024-12-31,1000,30,公报", "unknown_township"),
    "neither figure": ("110101002,2024-12-31,,,公报", "blank"),
    "more children than residents": ("110101002,2024-12-31,29,30,公报", "bad_number"),
    "half a child": ("110101002,2024-12-31,1000,30.5,公报", "bad_number"),
    "no date": ("110101002,,1000,30,公报", "blank"),
    "no source": ("110101002,2024-12-31,1000,30,", "blank"),
    "the same twice": (GOOD.strip(), "duplicate"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_row_is_refused_with_its_place(folder, name):
    row, code = WRONG[name]
    (folder / FILE).write_text(f"{','.join(COLUMNS)}\n{GOOD}{row}\n", encoding="utf-8")
    with pytest.raises(ReferenceRefused) as caught:
        load_reference(folder)
    assert (caught.value.key, caught.value.facts["row"]) == (f"reference.{code}", 3)


def people(day: str, children: int | None, *, known: str | None = None) -> TownshipPeople:
    source_date = date.fromisoformat(known) if known else None
    return TownshipPeople("A01", date.fromisoformat(day), 9000, children, "公报", source_date)


def needs(*known: TownshipPeople, as_of: str = "2026-06-01"):
    source = FakeSource(replace(small_city(), people=known))
    source.file("A", "2025-Q4", {"A01": (0, 0), "A02": (0, 0)})
    return shortfall(source, period=Period(2025, 4), as_of=moment(as_of))


def test_a_township_that_needs_something_says_who_lives_there_where_that_is_known():
    known, unknown = needs(people("2024-12-31", 210)).needs.uncovered
    zh = text_for("zh")
    assert people_of(known, zh) == ["3岁以下婴幼儿210人、常住人口9,000人（2024年12月31日，公报）"]
    assert people_of(unknown, zh) == []


def test_the_latest_figure_before_the_periods_end_that_was_known_by_then_is_told():
    figures = people("2020-11-01", None), people("2024-12-31", 210, known="2026-03-01"), people("2026-01-01", 1)
    assert needs(*figures).needs.uncovered[0].people == figures[1]
    assert needs(*figures, as_of="2026-02-28").needs.uncovered[0].people == figures[0]


def test_the_file_of_the_lists_leaves_the_unknown_blank():
    found, zh = needs(people("2020-11-01", None)), text_for("zh")
    table = needs_table(found, replace(small_city(), zone_names_en={}), ViewQuery(), zh)
    place = table.heads.index(zh("needs.csv.residents"))
    cells = [row[place : place + 3] for row in table.rows]
    assert [[cell.typed for cell in row] for row in cells] == [[9000, None, "2020年11月1日，公报"], [None, None, ""]]
