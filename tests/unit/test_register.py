"""What the real reference folder holds, against the sources it was made from."""

import re
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from data.model import CommitmentKind, Period, Plan, Reference
from data.register import folder_digest, load_reference
from data.register_plans import folded
from data.settings import Settings
from layouts.text import LANGUAGES, text_for

FOLDER = Settings().reference


@pytest.fixture
def plan(reference: Reference) -> Plan:
    return reference.plan("2023-2025")


def test_there_are_seventeen_units_in_administrative_order_with_the_zone_last(reference):
    codes = [unit.code for unit in reference.units]
    assert len(codes) == 17
    assert codes[:-1] == sorted(codes[:-1])
    assert codes[-1] == "BDA"
    assert all(unit.name_en.isascii() and unit.parent == "110000" for unit in reference.units)


def test_the_343_townships_fall_into_four_zones(reference):
    townships = reference.townships_at(date(2025, 12, 31))
    zones = Counter(township.zone for township in townships)
    assert len(townships) == 343
    assert [zones[zone] for zone in reference.zones] == [139, 22, 97, 85]


def test_the_six_pseudo_units_are_known_and_never_counted(reference):
    pseudo = [township for township in reference.townships if not township.official]
    assert len(pseudo) == 6
    assert not set(pseudo) & set(reference.townships_at(date(2025, 12, 31)))


def test_a_township_of_one_district_may_report_through_another_unit(reference):
    of_bda = reference.townships_at(date(2025, 12, 31), "BDA")
    assert {t.name for t in of_bda} == {"荣华街道", "博兴街道"}
    assert {t.district for t in of_bda} == {"110115"}
    assert {t.zone for t in of_bda} == {"平原新城"}


@pytest.mark.parametrize(
    ("code", "aliases"),
    [
        ("110114004", {"沙河镇"}),
        ("110108023", {"海淀镇"}),
        ("110105033", {"常营回族乡", "常营乡"}),
        ("110113006", {"杨镇", "杨镇镇"}),
        ("110101001", set()),
    ],
)
def test_a_nameplate_of_an_area_is_known_by_its_legal_name_too(reference, code, aliases):
    assert set(reference.township_by_code[code].aliases) == aliases


def test_an_older_name_of_a_pseudo_unit_is_an_alias(reference):
    assert "国家新媒体产业基地" in reference.township_by_code["110115405"].aliases


def test_the_census_adds_up_and_the_zone_without_population_says_so(reference):
    census = {p.area: p.value for p in reference.populations if p.ref_date == date(2020, 11, 1)}
    assert sum(value for area, value in census.items() if area != "110000") == census["110000"] == 21_893_095
    unpublished = [unit.code for unit in reference.units if not unit.population_published]
    assert unpublished == ["BDA"]
    assert reference.unit_by_code["110115"].population_note
    assert reference.unit_by_code["110115"].population_note_en


def test_a_population_is_cited_by_its_printed_name_not_by_the_way_it_came(reference):
    cited = {population.source for population in reference.populations}
    assert "北京市2024年国民经济和社会发展统计公报" in cited
    assert not [name for name in cited if "via" in name or "derived" in name or "repost" in name]


def test_only_populations_noted_as_derived_are_marked(reference):
    derived = {(p.area, p.ref_date): p.value for p in reference.populations if p.derived}
    assert derived == {("110000", date(2020, 12, 31)): 21_890_000, ("110000", date(2022, 12, 31)): 21_843_000}


def test_the_plan_promises_twelve_numbers_two_counts_and_one_thing_without_a_number(plan):
    promised = {(t.indicator, t.zone): (t.comparator, t.value) for t in plan.targets}
    assert promised == {
        ("G1", None): (">=", Fraction(9, 2)),
        ("G2", None): (">=", 60),
        ("G3", None): (">=", 30_000),
        ("G4", None): (">=", 32_000),
        ("G5", "中心城区"): ("=", 100),
        ("G6", "北京城市副中心"): ("=", 100),
        ("G7", "平原新城"): ("=", 100),
        ("G8", "生态涵养区"): (">=", 85),
        ("T13a", None): (">=", 5),
        ("T14a", None): (">=", 1_000),
        ("T14b", None): (">=", 5_000),
        ("T14c", None): (">=", 90),
    }
    assert plan.derived_counts == ("T4a", "T9a")
    assert [c.indicator for c in plan.commitments if c.kind is CommitmentKind.UNNUMBERED] == ["T16a"]


def test_every_clause_and_task_stands_word_for_word_in_the_plans_text(plan):
    text = folded((FOLDER / "action-plan-2023-2025.txt").read_text(encoding="utf-8"))
    quoted = [*plan.targets, *plan.commitments, *plan.tasks]
    assert len(quoted) == 12 + 3 + 20
    assert [part.clause for part in quoted if folded(part.clause) not in text] == []
    assert [task.name for task in plan.tasks if folded(task.name) not in text] == []


def test_units_stand_in_the_printed_order(plan):
    text = folded((FOLDER / "action-plan-2023-2025.txt").read_text(encoding="utf-8"))
    for task in plan.tasks:
        printed = text[text.index(folded(task.clause)) :].split("责任单位:", 1)[1].split(")", 1)[0]
        assert printed.replace(",", "、").split("、") == list(task.units_printed), task.code


def test_clauses_are_quoted_with_full_width_marks(reference):
    parts = [part for plan in reference.plans for part in (*plan.targets, *plan.tasks)]
    assert [part.clause for part in parts if set(part.clause) & set(",;:()")] == []


def test_there_are_sixteen_tasks_and_four_safeguards(plan):
    codes = [task.code for task in plan.tasks]
    assert codes == [*map(str, range(1, 17)), "保1", "保2", "保3", "保4"]
    assert all(task.name_en.isascii() for task in plan.tasks)


def test_targets_and_tasks_name_each_other(plan):
    carried = {(task.code, indicator) for task in plan.tasks for indicator in task.indicators}
    named = {(task, part.indicator) for part in (*plan.targets, *plan.commitments) for task in part.tasks}
    assert named <= carried
    measured_but_not_promised = {indicator for _, indicator in carried - named}
    assert measured_but_not_promised == {"T2a", "T7a", "T8a", "T15a"}


def test_the_duty_moved_in_2025_wherever_the_health_commission_is_printed(plan):
    for task in plan.tasks:
        moved = "市卫生健康委" in task.units_printed
        assert [duty.since for duty in task.units_now] == ([date(2025, 1, 1)] if moved else []), task.code
        assert all("市教委" in duty.units and duty.basis for duty in task.units_now)


def test_the_next_plan_stands_beside_the_first_with_dates_of_its_own(reference):
    following = reference.plan("2026")
    assert reference.plan(None).id == "2023-2025"
    assert (following.start, following.deadline, following.baseline) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
        Period(2025, 4),
    )
    assert [(t.indicator, t.comparator, t.value) for t in following.targets] == [("G2", ">=", 68)]


def test_the_next_plans_clause_is_the_published_quotation(reference):
    quotes = {folded(figure.quote) for figure in reference.published if figure.period == "2026"}
    assert folded(reference.plan("2026").targets[0].clause) in quotes


def test_breaks_are_dated_and_told_in_both_languages(reference):
    assert {(b.day, b.indicator) for b in reference.breaks} >= {(date(2024, 2, 1), "G2"), (date(2025, 1, 1), "*")}
    assert all(b.note and b.note_en.isascii() for b in reference.breaks)
    assert {b.indicator for b in reference.breaks} - {"*"} <= {t.indicator for t in reference.plans[0].targets}


def test_derived_figures_can_be_told_from_published_ones(reference):
    derived = {(f.indicator, f.area, f.period) for f in reference.published if f.derived}
    assert ("total_slots", "110000", "2025-12") in derived
    assert ("inclusive_slots", "110000", "2024-07") not in derived
    assert len(reference.published) == 79


def test_every_official_township_has_one_hexagon(reference):
    official = {township.code for township in reference.townships if township.official}
    assert sorted(hexagon.township for hexagon in reference.hexagons) == sorted(official)


def test_every_setting_and_every_choice_has_words_in_both_languages(reference):
    choices = {s.id: s.value for s in reference.definitions.settings if not re.fullmatch(r"[0-9.]+", s.value)}
    assert set(choices) == {
        "unit_population_base",
        "home_based_counts",
        "uncounted_channels",
        "new_slots",
        "mountain_townships",
        "plan_dates",
    }
    for text in map(text_for, LANGUAGES):
        assert all(f"setting.{setting.id}" in text for setting in reference.definitions.settings)
        assert all(f"definition.{key}.{value}" in text for key, value in choices.items())


def test_settings_as_printed_are_the_settings_in_force(reference):
    rules = reference.definitions
    printed = {setting.id: setting.value for setting in rules.settings}
    assert Fraction(printed["pace_on_track"]) == rules.pace_on_track == Fraction(19, 20)
    assert Fraction(printed["pace_accelerate"]) == rules.pace_accelerate == Fraction(3, 5)
    assert int(printed["due_day"]) == rules.due_day == 15
    assert int(printed["fragile_slots"]) == rules.fragile_slots == 20
    assert printed["home_based_counts"] == str(rules.home_based_counts).lower() == "true"
    assert printed["uncounted_channels"].split() == list(rules.uncounted_channels) == ["C", "O"]


def test_zones_have_short_names_and_english_ones(reference):
    assert reference.zone_short["北京城市副中心"] == "副中心"
    for words in (reference.zone_names_en, reference.zone_short, reference.zone_short_en):
        assert tuple(words) == reference.zones
    assert all(word.isascii() for word in (*reference.zone_names_en.values(), *reference.zone_short_en.values()))


def test_the_digest_follows_every_byte_and_every_name(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(b"1")
    first = folder_digest(tmp_path)
    (tmp_path / ".hidden").write_bytes(b"editor's own")
    (tmp_path / "archive.sqlite-journal").write_bytes(b"a database kept here")
    assert folder_digest(tmp_path) == first
    (tmp_path / "a.csv").write_bytes(b"2")
    second = folder_digest(tmp_path)
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")
    assert len({first, second, folder_digest(tmp_path)}) == 3


def test_the_same_folder_is_the_same_reference(reference):
    assert load_reference(FOLDER) == reference
