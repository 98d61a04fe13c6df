"""What the planner proposes to a small city: from what is at hand, by when, and in every state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from data.model import Channel, Costs, DistrictTarget, Period, Plan, Way, WayKind
from data.returns import LedgerRow, Mode, Nature, Project, ReturnContent, TownshipSum
from metrics import planner
from metrics.planning import gaps
from metrics.programme import Amounts
from metrics.scenario import Scenario, capacity, quarters
from metrics.scheme import Scheme, SchemeState
from tests.fakes import CORE, HILLS, FakeSource, moment, percent_plan, small_city, target

NOW = Period.parse("2025-Q1")
BASE = Period.parse("2022-Q4")
RUNNING = percent_plan(
    "running",
    start="2023-01-01",
    deadline="2025-12-31",
    baseline="2022-Q4",
    targets=[target("G1", "4.5"), target("G2", "60"), target("G4", "100"), target("G5", "100", "=", CORE)],
)
NEXT = percent_plan("next", start="2026-01-01", deadline="2026-12-31", baseline="2025-Q4", targets=[target("G2", "68")])
TURN = Way(WayKind.CONVERT, Channel.S3, 0, 10, 1, 1, per_quarter=50, per_year=150)
CLASSES = Way(WayKind.CLASSES, Channel.K1, 100, 5, 20, 20, 2, 8, per_township=3, per_institution=1)
HOUSE = Way(WayKind.PREMISES, Channel.S1, 400, 10, 20, 60, 1, 4)
SITE = Way(WayKind.BUILD, Channel.S1, 1000, 20, 20, 50, 2, 6, per_township=2)
COSTS = Costs("sample", "sample", "test", (TURN, CLASSES, HOUSE, SITE), {HILLS: 50}, "digest")
SHARE = Scenario(targets=("G2",))


def institution(number: int, township: str, slots: int, inclusive: int, kind: str = "营利性机构", **more: object):
    facts = {"row": number, "number": f"N{number}", "name": f"I{number}", "type": kind, "state": "正常"}
    counts = {"slots": slots, "inclusive_slots": inclusive, "children": slots}
    return LedgerRow(township=township, **{**facts, **counts, **more})


def project(kind: str, township: str, slots: int | None, **more: object) -> Project:
    facts = {"row": 1, "kind": kind, "name": kind, "channel": None, "slots": slots, "inclusive_slots": slots}
    told = {"opening": date(2025, 9, 1), "contact": None, "state": None}
    return Project(township=township, **{**facts, **told, **more})


def filed(
    rows: list[LedgerRow],
    projects: list[Project] = (),
    *,
    before: list[LedgerRow] = (),
    costs: Costs | None = COSTS,
    people: int = 10_000,
    plans: Sequence[Plan] = (RUNNING, NEXT),
) -> FakeSource:
    """One unit of two townships in the core and one in the hills, with its baseline; 4.5 slots per 1,000 are 45 of
    10,000 residents and 450 of 100,000.
    """
    places = {"A01": CORE, "A02": CORE, "A03": HILLS}
    city = small_city(people={"C": people, "A": people}, townships=places, plans=plans)
    source = FakeSource(replace(city, costs=costs))
    for period, ledger in ((BASE, before), (NOW, rows)):
        source.file_content(ReturnContent("A", period, Mode.LEDGER, Nature.DEMO, {}, ledger=tuple(ledger)))
    source.pipeline[2] = tuple(projects)
    return source


def scheme(source: FakeSource, scenario: Scenario = SHARE, *, period: Period = NOW, plan: str | None = None) -> Scheme:
    asked = {"period": period, "as_of": moment("2026-12-01" if period > NOW else "2025-06-01"), "plan_id": plan}
    return gaps(source, scenario=scenario, **asked).scheme


def done(made: Scheme) -> list[tuple[str, str, int, int]]:
    return [(one.township.code, one.way.id, one.units, one.slots) for one in made.measures]


COVERED = [institution(1, "A01", 30, 30), institution(2, "A02", 30, 30), institution(3, "A03", 30, 30)]


def test_what_exists_is_turned_as_far_as_the_share_needs_and_not_a_slot_further():
    made = scheme(filed([*COVERED, institution(4, "A01", 100, 0)]))
    # 90 of 190 inclusive; 60 % of 190 are 114: 24 more, at 10 each, 50 a quarter: by the second quarter.
    assert done(made) == [("A01", "convert.S3", 24, 24)]
    assert (made.state, made.cost, made.by) == (SchemeState.MET, 240, Period.parse("2025-Q4"))
    assert made.measures[0].by == Period.parse("2025-Q2")
    assert [(one.now.value, one.after.value) for one in made.outcomes] == [(Fraction(900, 19), 60)]
    assert (made.gap, made.slots, made.inclusive) == (0, 0, 24)


def test_turning_moves_the_new_slots_of_its_channel_and_not_the_slots_per_1000():
    source = filed([*COVERED, institution(4, "A01", 100, 0)])
    made = scheme(source, Scenario(targets=("G1", "G2", "G4"), by=NOW.next))
    per_head, share, new = made.outcomes
    turned = sum(one.slots for one in made.measures if one.way == TURN)
    built = sum(one.slots for one in made.measures if one.way != TURN)
    assert turned > 0
    assert per_head.after.numerator - per_head.now.numerator == built
    assert share.after.numerator - share.now.numerator == turned + built
    of_society = sum(one.slots for one in made.measures if one.way.channel is not Channel.K1)
    assert new.after.numerator - new.now.numerator == of_society


def test_an_institution_that_was_inclusive_since_the_baseline_adds_nothing_new_when_it_comes_back():
    again = institution(4, "A01", 100, 0)
    was = replace(again, inclusive_slots=100)
    only_turning = replace(COSTS, ways=(TURN,))
    wanted = Scenario(targets=("G4",), by=NOW.shift(3))
    assert [one.counts for one in scheme(filed([*COVERED, again], costs=only_turning), wanted).measures] == [True]
    back = scheme(filed([*COVERED, again], before=[was], costs=only_turning), wanted)
    assert back.measures == ()
    assert (back.state, back.outcomes[0].after.numerator) == (SchemeState.OUT_OF_REACH, 90)


def test_uncovered_townships_come_first_and_are_covered_by_no_fewer_slots_than_make_a_cover_firm():
    rows = [institution(1, "A01", 100, 100), institution(4, "A02", 80, 0)]
    made = scheme(filed(rows))
    assert done(made) == [("A02", "convert.S3", 20, 20), ("A03", "build.S1", 1, 20)]
    assert [one.covers for one in made.measures] == [True, True]
    assert (made.covered, made.left) == (("A02", "A03"), ())
    # The site of 20 in the hills costs half of 1,000 + 20 x 20.
    assert made.cost == 20 * 10 + Fraction(1400, 2)
    later = scheme(filed(rows), replace(SHARE, first=False))
    assert (done(later), later.left) == ([("A02", "convert.S3", 20, 20)], ("A03",))


def test_a_small_institution_covers_its_township_whole_or_not_at_all():
    made = scheme(filed([*COVERED[1:], institution(4, "A01", 12, 0)], costs=replace(COSTS, ways=(TURN,))))
    assert done(made) == [("A01", "convert.S3", 12, 12)]


def test_where_use_is_low_nothing_is_added():
    idle = institution(4, "A02", 100, 0, children=20)
    rows = [institution(1, "A01", 100, 100), idle, institution(3, "A03", 30, 30)]
    houses = [project("闲置用房", "A02", 40), project("幼儿园可开班", "A02", 40)]
    made = scheme(filed(rows, houses, people=100_000), Scenario(targets=("G1", "G5"), by=NOW.shift(3)))
    assert {one.way.kind for one in made.measures if one.township.code == "A02"} == {WayKind.CONVERT}
    assert any(one.way.kind is WayKind.BUILD for one in made.measures)


def test_kindergartens_open_as_many_classes_as_they_can_and_idle_houses_have_their_own_size():
    kindergarten = institution(5, "A01", 20, 20, "幼儿园开设托班")
    told = [project("幼儿园可开班", "A02", 50), project("闲置用房", "A03", 37)]
    made = scheme(filed([*COVERED, kindergarten], told, people=100_000), Scenario(targets=("G1",), by=NOW.shift(3)))
    found = {(code, way): (units, slots) for code, way, units, slots in done(made)}
    assert found["A01", "classes.K1"] == (1, 20)
    assert found["A02", "classes.K1"] == (2, 40)
    assert found["A03", "premises.S1"] == (1, 37)
    # 450 are wanted, 110 are there, 97 come by these: 243 in as few sites as hold them.
    assert sum(units for (_, way), (units, _) in found.items() if way == "build.S1") == 5
    assert made.outcomes[0].after.value == Fraction(9, 2)


def test_projects_under_way_open_without_further_cost_and_only_if_they_are_counted():
    coming = project("在建", "A02", 60, channel="社区托育点")
    source = filed([institution(1, "A01", 100, 60), institution(3, "A03", 30, 30)], [coming])
    made = scheme(source, Scenario(targets=("G2", "G4", "G5"), by=NOW.shift(3)))
    assert (made.coming.projects, made.coming.slots, made.coming.inclusive, made.coming.covered) == (1, 60, 60, 1)
    share, new, core = made.outcomes
    assert (share.coming.value, new.coming.numerator, core.coming.value) == (Fraction(15000, 190), 150, 100)
    assert made.state is SchemeState.NOTHING_MISSING
    without = scheme(source, Scenario(targets=("G2", "G4", "G5"), by=NOW.shift(3), coming=False))
    assert without.covered == ("A02",)
    too_late = scheme(source, Scenario(targets=("G5",), by=NOW.next))
    assert too_late.coming.projects == 0


def test_a_unit_that_filed_sums_turns_what_its_own_list_names():
    places = {"A01": CORE, "A02": CORE}
    city = small_city(people={"C": 10_000, "A": 10_000}, townships=places, plans=[RUNNING, NEXT])
    source = FakeSource(replace(city, costs=replace(COSTS, ways=(TURN,))))
    sums = tuple(
        TownshipSum(row, code, 2, 1, 100, 30, 90, 30, dict.fromkeys(Channel, 0) | {Channel.S3: 30})
        for row, code in enumerate(places, 2)
    )
    for period in (BASE, NOW):
        source.file_content(ReturnContent("A", period, Mode.SUMMARY, Nature.DEMO, {}, townships=sums))
    named = project("可转普惠", "A02", 90, channel="营利性机构转普惠")
    source.pipeline[2] = (named,)
    made = scheme(source, Scenario(targets=("G2",), by=NOW.shift(3)))
    assert done(made) == [("A02", "convert.S3", 60, 60)]
    assert scheme(source, Scenario(targets=("G2",), by=NOW.shift(3), convert=50)).state is SchemeState.OUT_OF_REACH


def test_a_dearer_building_and_other_limits_are_those_of_the_scenario():
    rows = [institution(1, "A01", 100, 100), institution(2, "A02", 30, 30)]
    source = filed(rows, costs=replace(COSTS, ways=(SITE,)))
    assert scheme(source).cost == 700
    assert scheme(source, replace(SHARE, factor=150)).cost == 1050
    none = scheme(source, replace(SHARE, limits=(("build.S1", 0),)))
    assert (none.measures, none.left) == ((), ("A03",))


def test_capacity_adds_up_quarters_within_the_limit_of_each_year():
    ahead = quarters(Period.parse("2024-Q2"), Period.parse("2025-Q3"))
    assert [str(one.period) for one in ahead] == ["2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3"]
    way = replace(SITE, per_quarter=40, per_year=90)
    assert capacity(way, ahead, Scenario()) == (40, 80, 120, 160, 170)
    assert capacity(way, ahead, Scenario(limits=(("build.S1", 10),))) == (10, 20, 30, 40, 50)
    assert capacity(way, ahead, Scenario(limits=(("build.S1", 50),))) == (50, 100, 150, 200, 250)


def test_what_is_done_by_a_quarter_never_exceeds_what_can_be_done_by_then():
    source = filed([*COVERED, institution(4, "A01", 400, 0)], costs=replace(COSTS, ways=(TURN,)))
    made = scheme(source, Scenario(targets=("G2",), by=NOW.shift(3)))
    turned = next(one for one in made.ways if one.way == TURN)
    assert turned.by_quarter == (50, 50, 50)
    assert turned.units == turned.limit == 150
    assert made.state is SchemeState.OUT_OF_REACH


def test_what_cannot_be_met_is_named_with_the_best_that_it_could_come_to():
    source = filed(COVERED, costs=replace(COSTS, ways=(SITE,)), people=100_000)
    made = scheme(source, Scenario(targets=("G1", "G2"), by=NOW.next))
    per_head, share = made.outcomes
    # Two sites of 50 in the one quarter make 190 slots on 100,000 residents.
    assert (per_head.met, per_head.alone.value, per_head.alone_meets) == (False, Fraction(19, 10), False)
    assert (share.met, share.alone) == (True, None)
    assert made.state is SchemeState.OUT_OF_REACH
    assert [one.way.id for one in made.ways if one.is_exhausted] == ["build.S1"]


def test_targets_that_can_be_met_one_by_one_but_not_together_are_told_so():
    # One site in the one quarter: it covers the core or the hills.
    costs = replace(COSTS, ways=(replace(SITE, per_quarter=1),))
    hills = replace(RUNNING, targets=(*RUNNING.targets, target("G8", "85", ">=", HILLS)))
    source = filed([institution(1, "A02", 30, 30)], costs=costs, plans=[hills, NEXT])
    made = scheme(source, Scenario(targets=("G5", "G8"), by=NOW.next))
    assert sorted((one.met, one.alone_meets) for one in made.outcomes) == [(False, True), (True, False)]
    assert (made.state, len(made.covered), len(made.left)) == (SchemeState.OUT_OF_REACH, 1, 1)


def test_a_plan_that_has_ended_hands_over_to_the_one_that_runs_next_day():
    period = Period.parse("2025-Q4")
    source = filed(COVERED)
    source.file_content(ReturnContent("A", period, Mode.LEDGER, Nature.DEMO, {}, ledger=tuple(COVERED)))
    made = scheme(source, Scenario(), period=period, plan="running")
    assert (made.ahead.id, made.by) == ("next", Period.parse("2026-Q4"))
    told = [(one.target.indicator, one.target.value, one.chosen) for one in made.offered]
    assert told == [("G1", Fraction(9, 2), False), ("G2", 68, True), ("G4", 100, False), ("G5", 100, False)]
    assert made.state is SchemeState.NOTHING_MISSING


@pytest.mark.parametrize(
    ("scenario", "state"),
    [
        (Scenario(by=NOW), SchemeState.LATE),
        (Scenario(targets=()), SchemeState.NO_TARGET),
        (Scenario(targets=("G8",)), SchemeState.NO_TARGET),
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(scenario, state):
    made = scheme(filed(COVERED), scenario)
    assert (made.state, made.measures, made.is_shown) == (state, (), False)


def test_without_a_cost_file_nothing_is_proposed():
    assert scheme(filed(COVERED, costs=None)).state is SchemeState.NO_COSTS


def test_after_the_last_plan_a_horizon_must_be_chosen():
    period = Period.parse("2026-Q4")
    source = filed(COVERED)
    source.file_content(ReturnContent("A", period, Mode.LEDGER, Nature.DEMO, {}, ledger=tuple(COVERED)))
    ask = {"period": period, "as_of": moment("2027-03-01")}
    assert gaps(source, scenario=Scenario(), **ask).scheme.state is SchemeState.NO_PLAN
    chosen = gaps(source, scenario=Scenario(by=Period.parse("2027-Q4")), **ask).scheme
    assert chosen.is_shown


def test_a_target_whose_value_is_partial_cannot_be_asked_for():
    city = small_city(people={"C": 10_000}, townships={"A01": CORE, "B01": CORE}, plans=[RUNNING, NEXT])
    source = FakeSource(replace(city, costs=COSTS))
    source.file_content(ReturnContent("A", NOW, Mode.LEDGER, Nature.DEMO, {}, ledger=(COVERED[0],)))
    made = scheme(source, Scenario())
    assert made.state is SchemeState.NO_TARGET
    assert {one.no_value for one in made.offered} >= {"incomplete"}


def test_an_answer_that_does_not_hold_when_counted_again_is_not_shown(monkeypatch):
    source = filed([*COVERED, institution(4, "A01", 100, 0)])
    honest = planner.solved

    def one_short(programme):
        choice = honest(programme)
        return replace(choice, amounts=tuple(Amounts(max(0, a.units - 1), max(0, a.slots - 1)) for a in choice.amounts))

    monkeypatch.setattr(planner, "solved", one_short)
    refused = scheme(source)
    assert (refused.state, refused.measures, refused.is_shown) == (SchemeState.REFUSED, (), False)


def test_a_units_own_targets_are_met_by_what_is_done_in_that_unit():
    places = {"A01": CORE, "B01": CORE}
    people = {"C": 20_000, "A": 10_000, "B": 10_000}
    both = replace(RUNNING, targets=(target("G1", "4.5"), target("G2", "60"), target("G5", "100", "=", CORE)))
    day = date(2024, 1, 1)
    own = (
        DistrictTarget("running", "B", "G1", Fraction(13), "B〔2024〕1", day, day),
        DistrictTarget("running", "B", "G2", Fraction(80), "B〔2024〕1", day, day),
    )
    city = small_city(people=people, townships=places, plans=[both, NEXT])
    source = FakeSource(replace(city, costs=COSTS, district_targets=own))
    for unit in "AB":
        rows = (institution(1, f"{unit}01", 100, 70), institution(2, f"{unit}01", 20, 0))
        source.file_content(ReturnContent(unit, NOW, Mode.LEDGER, Nature.DEMO, {}, ledger=rows))
    made = scheme(source, Scenario(by=NOW.shift(3)))
    assert [one.id for one in made.outcomes] == ["G1", "G2", "G5", "G1.B", "G2.B"]
    # 13 of 1,000 are 130 slots in B, where 120 are, 70 of them inclusive. With the 20 that can turn and a site of x
    # slots 90 + x of 120 + x are inclusive: 80 % from x = 30 on.
    built = sum(one.slots for one in made.measures if one.way.kind is not WayKind.CONVERT)
    turned = sum(one.slots for one in made.measures if one.way.kind is WayKind.CONVERT)
    assert (built, turned) == (30, 20)
    assert {one.township.code for one in made.measures} == {"B01"}
    assert [(one.after.numerator, one.after.denominator) for one in made.outcomes[3:]] == [(150, 10_000), (120, 150)]
    without = scheme(source, Scenario(targets=("G1", "G2"), by=NOW.shift(3)))
    assert sum(one.slots for one in without.measures) == 4
