"""口径版本: each setting changes the figures it names and no others, and no version ever sees another's figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from data.issues import UsageError
from data.model import Channel, Definitions, MountainTownships, NewSlots, Period, PlanDates, Reference, Setting
from data.returns import LedgerRow, Mode, Nature, ReturnContent
from metrics.alternatives import Choice
from metrics.gross import net_by_channel
from metrics.memory import memory_of, remembering
from metrics.queries import ALL, effects, mountain, scorecard, township_results
from metrics.results import Coverage, Status
from metrics.versions import MOST_KEPT, under, under_version
from tests.fakes import FakeSource, moment, percent_plan, small_city, target
from tests.spec.cases import people

Q4 = Period.parse("2025-Q4")
AS_OF = moment("2026-06-01")
TARGETS = [
    target("G1", "4.5"),
    target("G2", "60"),
    target("G3", "100"),
    target("G4", "100"),
    target("G5", "100", "=", "core"),
    target("G8", "85", ">=", "hills"),
]
PLAN = percent_plan("P", start="2023-01-01", deadline="2026-12-31", baseline="2022-Q4", targets=TARGETS)
PLACES = {"A01": "core", "A02": "core", "B01": "hills", "B02": "hills"}
KINDERGARTEN, HOME, CENTRE = "幼儿园开设托班", "家庭托育点", "区托育综合服务中心"


def institution(number: str, township: str, slots: int, inclusive: int, kind: str = KINDERGARTEN) -> LedgerRow:
    counts = {"slots": slots, "inclusive_slots": inclusive, "children": slots, "carers": 2, "certified": 1}
    return LedgerRow(
        row=2, number=number, name=number, type=kind, township=township, state="正常", inclusive_children=0, **counts
    )


def ledger(unit: str, period: str, *rows: LedgerRow) -> ReturnContent:
    return ReturnContent(unit, Period.parse(period), Mode.LEDGER, Nature.DEMO, {}, ledger=rows)


def city(newer: dict[str, object]) -> Reference:
    """A city whose second version chooses ``newer``."""
    made = small_city(
        people={"C": 1000, "A": 600, "B": 400},
        townships=PLACES,
        plans=[PLAN],
        populations=[people("A", 900, "2024-12-31")],
    )
    first = replace(made.definitions, version="1", settings=(Setting("due_day", "15", 1, date(2023, 1, 1)),))
    second = replace(first, version="2", **newer)  # type: ignore[arg-type]
    second = replace(second, settings=(*first.settings, Setting("other", repr(newer), 1, date(2024, 1, 1))))
    mountain = {"A02": ("core", "hills")}
    return replace(made, versions=(first, second), mountain=mountain).under(second)


def source(newer: dict[str, object]) -> FakeSource:
    """A: a kindergarten that gave places up, a home-based point and a centre; B reported last a quarter earlier."""
    found = FakeSource(city(newer))
    found.file_content(ledger("A", "2022-Q4", institution("1", "A01", 40, 10)))
    found.file_content(ledger("B", "2022-Q4", institution("2", "B01", 30, 0)))
    found.file_content(ledger("A", "2025-Q3", institution("1", "A01", 40, 40)))
    found.file_content(ledger("B", "2025-Q3", institution("2", "B01", 30, 15)))
    found.file_content(
        ledger(
            "A",
            "2025-Q4",
            institution("1", "A01", 40, 25),
            institution("3", "A01", 6, 6, HOME),
            institution("4", "A01", 5, 5, CENTRE),
        )
    )
    return found


def told(source: FakeSource) -> dict[tuple[str, str, str | None], object]:
    card = scorecard(source, period=Q4, as_of=AS_OF, scope=ALL)
    rows = {(row.indicator, row.org_unit, row.zone): row for row in card.rows}
    places = township_results(source, org_unit="C", period=Q4, as_of=AS_OF)
    return {**rows, **{(one.township.code, "", None): one for one in places}}


def changed(newer: dict[str, object]) -> set[str]:
    """The indicators and townships that the second version says something else of."""
    asked = source(newer)
    one, two = (told(under_version(asked, version)) for version in ("1", "2"))
    return {key[0] for key in one.keys() | two.keys() if one.get(key) != two.get(key)}


STOCKS = {"G1", "G2", "COV", "USE", "USE_I", "INST", "INST_I", "INST_P", "NET"}
CASES: dict[str, tuple[dict[str, object], set[str]]] = {
    "nothing": ({}, set()),
    "what is fragile": ({"fragile_slots": 50}, {"A01"}),
    "gross or net": ({"new_slots": NewSlots.NET}, {"G3"}),
    "channels that do not count": ({"uncounted_channels": (Channel.O,)}, {"G4"}),
    "the population base": ({"unit_population_base": "own"}, {"G1"}),
    "from when a pace is on track": ({"pace_on_track": Fraction(3, 5)}, {"G3", "G8"}),
    "from when a pace is to be faster": ({"pace_accelerate": Fraction(7, 10)}, {"G3"}),
    "home-based points": ({"home_based_counts": False}, STOCKS - {"COV"} | {"G1L", "T14c", "A01"}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_setting_changes_what_it_names_and_nothing_else(name):
    newer, wanted = CASES[name]
    assert changed(newer) == wanted


def test_without_carrying_a_unit_that_did_not_report_is_unknown_and_the_others_stand():
    touched = changed({"carry_forward_periods": 0})
    assert touched >= {"B01", "B02", "G1", "G2", "G8", "COV"}
    assert not touched & {"A01", "A02", "G5", "RET", "RET_T"}


def test_mountain_townships_move_between_zones_and_the_city_stays_as_it_is():
    asked = source({"mountain_townships": MountainTownships.LIST})
    by_register, by_list = (told(under_version(asked, version)) for version in ("1", "2"))
    whole = [key for key in by_register if key[1] == "C" and key[2] is None]
    assert whole
    assert all(by_register[key] == by_list[key] for key in whole)
    core = [made["G5", "C", "core"] for made in (by_register, by_list)]
    hills = [made["G8", "C", "hills"] for made in (by_register, by_list)]
    assert [(row.numerator, row.denominator) for row in core] == [(1, 2), (1, 1)]
    assert [(row.numerator, row.denominator) for row in hills] == [(1, 2), (1, 3)]
    assert core[1].status is Status.ACHIEVED


def test_a_plan_ends_and_starts_where_the_version_says():
    """By the plan file G3 has 45 of 100 with a quarter of the time left; by others it is over, or has just begun."""
    dates = PlanDates("P", deadline=date(2025, 12, 31)), PlanDates("P", baseline=Period(2025, 3))
    found = [told(under_version(source({"plan_dates": (one,)}), "2"))["G3", "C", None] for one in dates]
    printed = told(under_version(source({"plan_dates": dates[:1]}), "1"))["G3", "C", None]
    assert (printed.value, printed.elapsed, printed.status) == (45, Fraction(3, 4), Status.ACCELERATE)
    assert (found[0].value, found[0].elapsed, found[0].status) == (45, 1, Status.MISSED)
    assert (found[1].value, found[1].elapsed, found[1].status) == (0, Fraction(3, 4), Status.LAGGING)


def test_net_counts_what_was_given_up():
    asked = source({"new_slots": NewSlots.NET})
    values = [told(under_version(asked, version))["G3", "C", None].value for version in ("1", "2")]
    assert values == [45, 30]


def test_net_of_sums_and_of_a_blank_type():
    baseline = {("A01", "K1"): 10, ("A01", "S1"): 5, ("A01", "K3"): None, ("A01", "?"): 4}
    now = {("A01", "K1"): 4, ("A01", "S2"): 7, ("A01", "K3"): 9, ("A01", "?"): 4}
    found = net_by_channel(baseline, now)
    assert found.by_channel == {Channel.K1: -6, Channel.S1: -5, Channel.S2: 7}
    assert found.unknown == 1
    assert net_by_channel({("A01", "?"): 1}, {}).unknown == 1


def test_a_home_based_point_that_was_the_only_service_covers_nothing_where_it_does_not_count():
    asked = FakeSource(city({"home_based_counts": False}))
    asked.file_content(ledger("A", "2025-Q4", institution("3", "A02", 6, 6, HOME)))
    states = [
        next(one for one in township_results(under_version(asked, name), org_unit="A", period=Q4, as_of=AS_OF)
             if one.township.code == "A02").coverage
        for name in ("1", "2")
    ]  # fmt: skip
    assert states == [Coverage.FRAGILE, Coverage.UNCOVERED]


def test_two_versions_asked_by_turns_never_mix():
    newer = {"home_based_counts": False, "new_slots": NewSlots.NET, "mountain_townships": MountainTownships.LIST}
    plain = source(newer)
    known = remembering(plain)
    wanted = {version: told(under_version(plain, version)) for version in ("1", "2")}
    assert wanted["1"] != wanted["2"]
    for version in ("1", "2", "2", "1", "2", "1"):
        assert told(under_version(known, version)) == wanted[version]


def test_what_is_remembered_beside_is_bounded():
    known = remembering(source({}))
    for days in range(1, 20):
        told(under(known, replace(known.reference.definitions, fragile_slots=days)))
    assert len(memory_of(known).beside) == MOST_KEPT


def test_the_same_definitions_are_remembered_together_and_those_longest_unused_are_forgotten():
    known = remembering(source({}))
    made = [replace(known.reference.definitions, fragile_slots=number) for number in range(MOST_KEPT + 1)]
    first = memory_of(under(known, made[0]))
    assert memory_of(under(known, made[0])) is first
    assert memory_of(under(known, made[1])) is not first
    for one in made[2:MOST_KEPT]:
        under(known, one)
    assert memory_of(under(known, made[0])) is first
    under(known, made[MOST_KEPT])
    assert list(memory_of(known).beside) == [repr(one) for one in (*made[2:MOST_KEPT], made[0], made[MOST_KEPT])]


def test_a_newer_version_leaves_an_older_one_as_it_was():
    asked = source({"new_slots": NewSlots.NET})
    alone = FakeSource(replace(asked.reference, versions=asked.reference.versions[:1]).under(first_of(asked)))
    alone.filed, alone.contents, alone.filer_told = asked.filed, asked.contents, asked.filer_told
    cards = [scorecard(one, period=Q4, as_of=AS_OF, scope=ALL) for one in (alone, under_version(asked, "1"))]
    assert cards[0] == cards[1]
    newest = scorecard(asked, period=Q4, as_of=AS_OF, scope=ALL)
    assert (newest.definition_version, cards[0].definition_version) == ("2", "1")
    assert newest.data_digest != cards[0].data_digest


def first_of(asked: FakeSource) -> Definitions:
    return asked.reference.versions[0]


def test_the_version_in_force_needs_no_name_and_an_unknown_one_is_refused():
    asked = source({})
    assert under_version(asked, None) is asked
    assert under_version(asked, "2") is asked
    with pytest.raises(UsageError) as refused:
        under_version(asked, "3")
    assert (refused.value.key, dict(refused.value.facts)) == ("query.definitions", {"value": "3"})


def test_the_effects_of_these_choices_are_those_of_the_engine():
    asked = source({})
    found = {(one.choice, one.indicator): one for one in effects(asked, period=Q4, as_of=AS_OF)}
    assert [found[Choice.NET, "G3"].now, found[Choice.NET, "G3"].other] == [45, 30]
    home = found[Choice.HOME_BASED, "G1"]
    assert (home.now, home.other) == (81, 75)
    mountain = found[Choice.MOUNTAIN, "G5"]
    assert (mountain.now, mountain.other, mountain.changes_verdict) == (50, 100, True)


def test_listed_townships_are_shown_in_the_zone_that_is_not_in_force():
    for listed, now, other in ((MountainTownships.REGISTER, 50, 100), (MountainTownships.LIST, 100, 50)):
        asked = source({"mountain_townships": listed})
        found = {(one.indicator, one.org_unit): one for one in mountain(asked, org_unit="A", period=Q4, as_of=AS_OF)}
        assert set(found) == {("G5", "A"), ("G8", "A")}
        assert (found["G5", "A"].now, found["G5", "A"].other, found["G5", "A"].zone) == (now, other, "core")
        assert found["G8", "A"].now == (None if listed is MountainTownships.REGISTER else 0)
    assert mountain(source({}), org_unit="B", period=Q4, as_of=AS_OF) == ()
    city = mountain(source({}), org_unit="C", period=Q4, as_of=AS_OF)
    assert [(one.indicator, one.org_unit) for one in city] == [("G5", "C"), ("G8", "C")]
    assert mountain(source({}), org_unit="C", period=Q4, as_of=AS_OF, plan_id="P") == city
    with pytest.raises(UsageError):
        mountain(source({}), org_unit="C", period=Q4, as_of=AS_OF, plan_id="none")


def test_a_version_without_home_based_points_keeps_its_own_reference_and_memory():
    variant = under_version(source({"home_based_counts": False}), "1")
    without = variant.without_home_based()
    assert without.reference is variant.reference
    assert memory_of(without) is memory_of(variant)
