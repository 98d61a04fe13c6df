"""Which townships need something, why, and what is at hand there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from data.model import Period
from data.returns import LedgerRow, Mode, Nature, Project, ReturnContent
from metrics import queries
from metrics.remedies import Remedy, Trouble, kilometres, remedies_of
from metrics.results import NoValue
from tests.fakes import FakeSource, moment, percent_plan, small_city, target

NOW = Period.parse("2025-Q1")
RUNNING = percent_plan(
    "P",
    start="2023-01-01",
    deadline="2025-12-31",
    baseline="2022-Q4",
    targets=[target("G1", "4.5"), target("G2", "60")],
)


def institution(number: int, township: str, slots: int, inclusive: int, children: int = 0, **more: object) -> LedgerRow:
    facts = {"row": number, "number": f"{number}", "name": f"I{number}", "type": "营利性机构", "state": "正常"}
    counts = {"slots": slots, "inclusive_slots": inclusive, "children": children}
    return LedgerRow(township=township, **{**facts, **counts, **more})


def project(kind: str, township: str = "A01", **more: object) -> Project:
    facts = {"row": 1, "kind": kind, "name": kind, "channel": None, "slots": 40, "inclusive_slots": 30}
    told = {"opening": date(2025, 9, 1), "contact": None, "state": None}
    return Project(township=township, **{**facts, **told, **more})


def found(rows: list[LedgerRow], projects: list[Project] = (), zones: dict[str, str] | None = None):
    places = zones or {"A01": "core", "A02": "core"}
    source = FakeSource(small_city(people={"C": 10_000, "A": 10_000}, townships=places, plans=[RUNNING]))
    content = ReturnContent("A", NOW, Mode.LEDGER, Nature.DEMO, {}, ledger=tuple(rows))
    source.file_content(content)
    source.pipeline[1] = tuple(projects)
    return queries.shortfall(source, period=NOW, as_of=moment("2025-06-01"))


def named(needs) -> list[str]:
    return [need.result.township.code for need in needs]


def test_a_township_without_an_institution_and_one_without_an_inclusive_slot_are_uncovered_for_different_reasons():
    needs = found([institution(2, "A02", 50, 0, 40)]).needs
    assert [(need.result.township.code, need.troubles) for need in needs.uncovered] == [
        ("A01", (Trouble.NO_INSTITUTION,)),
        ("A02", (Trouble.NONE_INCLUSIVE,)),
    ]
    assert [need.remedies for need in needs.uncovered] == [(Remedy.BUILD,), (Remedy.CONVERT,)]
    assert [row.name for row in needs.uncovered[1].others] == ["I2"]


def test_one_institution_and_few_slots_are_told_apart():
    rows = [institution(2, "A01", 60, 60, 50), institution(3, "A02", 9, 9, 8), institution(4, "A02", 10, 10, 8)]
    needs = found(rows).needs
    assert [need.troubles for need in needs.fragile] == [(Trouble.ONE_INSTITUTION,), (Trouble.FEW_SLOTS,)]


@pytest.mark.parametrize(("children", "listed"), [(49, True), (50, False), (51, False)])
def test_use_of_exactly_one_half_is_not_low(children, listed):
    rows = [
        institution(2, "A01", 60, 60, 30),
        institution(3, "A01", 40, 40, children - 30),
        institution(4, "A02", 30, 30, 30),
    ]
    assert named(found(rows).needs.idle) == (["A01"] if listed else [])


def test_a_township_may_be_uncovered_and_idle_at_once_and_then_nothing_is_built():
    needs = found([institution(2, "A01", 50, 0, 10)], [project("闲置用房"), project("幼儿园可开班")]).needs
    assert named(needs.uncovered) == ["A01", "A02"]
    assert named(needs.idle) == ["A01"]
    assert needs.idle[0].remedies == (Remedy.CONVERT, Remedy.FILL)


def test_what_is_paused_or_has_left_the_inclusive_is_no_cover_and_what_is_paused_cannot_be_converted():
    paused = institution(2, "A01", 50, 50, 0, state="暂停", state_since=date(2025, 1, 1))
    left = institution(3, "A02", 50, 50, 40, inclusive_to=date(2025, 3, 31))
    needs = found([paused, left]).needs
    assert [(need.result.township.code, [row.name for row in need.others]) for need in needs.uncovered] == [
        ("A01", []),
        ("A02", ["I3"]),
    ]


def test_what_is_at_hand_in_a_township_is_its_own():
    rows = [institution(2, "A01", 50, 0, 25), institution(3, "A02", 0, 0), institution(4, "A02", 30, None, 6)]
    needs = found(rows, [project("拟建"), project("在建", "A02"), project("闲置用房", None)]).needs
    first = needs.uncovered[0]
    assert (first.use, [one.kind for one in first.projects]) == (Fraction(1, 2), ["拟建"])
    assert first.remedies == (Remedy.AWAIT, Remedy.CONVERT)
    assert [one.kind for one in first.projects_of("拟建", "在建")] == ["拟建"]
    assert first.projects_of("在建") == ()
    assert [one.result.township.code for one in needs.idle] == ["A02"]
    assert ([row.name for row in needs.idle[0].others], needs.idle[0].remedies) == ([], (Remedy.AWAIT, Remedy.FILL))


def test_twenty_slots_in_two_institutions_need_nothing_and_have_no_neighbour():
    here = {"longitude": Decimal("116.40"), "latitude": Decimal("39.90")}
    rows = [
        institution(2, "A01", 10, 10, 10, **here),
        institution(3, "A01", 10, 10, 10),
        institution(4, "A02", 9, 9, 9),
    ]
    needs = found(rows).needs
    assert named(needs.fragile) == ["A02"]
    assert needs.fragile[0].nearest is None
    assert named(needs.uncovered) == []


def test_advice_follows_what_is_coming_then_what_there_is_then_what_must_be_built():
    uncovered = (Trouble.NO_INSTITUTION,)
    kinds = [project(kind) for kind in ("闲置用房", "幼儿园可开班", "可转普惠", "拟建")]
    assert remedies_of(uncovered, [], kinds) == (
        Remedy.AWAIT, Remedy.CONVERT, Remedy.OPEN_CLASSES, Remedy.PREMISES,
    )  # fmt: skip
    assert remedies_of((), [], kinds) == ()


def test_a_unit_that_did_not_report_is_in_no_list():
    source = FakeSource(small_city(people={"C": 10_000}, townships={"A01": "core", "B01": "core"}, plans=[RUNNING]))
    source.file("A", str(NOW), {"A01": (10, 0)})
    needs = queries.shortfall(source, period=NOW, as_of=moment("2025-06-01")).needs
    assert named(needs.uncovered) == ["A01"]
    assert [one.township.code for one in needs.unknown] == ["B01"]


def test_the_nearest_inclusive_institution_is_measured_from_the_townships_own():
    here = {"longitude": Decimal("116.40"), "latitude": Decimal("39.90")}
    near = {"longitude": Decimal("116.40"), "latitude": Decimal("39.99")}
    far = {"longitude": Decimal("116.40"), "latitude": Decimal("40.90")}
    rows = [institution(2, "A01", 50, 0, 40, **here), institution(3, "A02", 50, 50, 40, **near)]
    rows.append(replace(institution(4, "A02", 50, 50, 40), **far))
    need = found(rows).needs.uncovered[0]
    assert (need.nearest.name, round(need.nearest.km, 2)) == ("I3", 10.01)
    assert found([institution(2, "A01", 50, 0), institution(3, "A02", 50, 50)]).needs.uncovered[0].nearest is None


def test_the_middle_of_several_is_where_a_township_is_and_what_counts_for_nothing_is_no_neighbour():
    here = [{"longitude": Decimal(x), "latitude": Decimal(y)} for x, y in (("116.40", "39.90"), ("116.42", "39.94"))]
    rows = [institution(2 + at, "A01", 50, 0, 40, **one) for at, one in enumerate(here)]
    middle = {"longitude": Decimal("116.41"), "latitude": Decimal("39.92")}
    closed = institution(4, "A02", 50, 50, state="关停", state_since=date(2025, 1, 1), **middle)
    left = institution(5, "A02", 50, 50, inclusive_to=date(2025, 1, 1), **middle)
    never = institution(6, "A02", 50, 0, **middle)
    nowhere = institution(7, "A02", 50, 50, longitude=Decimal("116.41"))
    east = institution(8, "A02", 50, 50, longitude=Decimal("116.51"), latitude=Decimal("39.92"))
    need = found([*rows, closed, left, never, nowhere, east]).needs.uncovered[0]
    assert need.nearest is not None
    assert (need.nearest.name, need.nearest.township, round(need.nearest.km, 2)) == ("I8", "A02", 8.53)


def test_the_way_over_the_ground_is_that_of_a_sphere():
    """Beijing to Shanghai, and a quarter of the equator."""
    assert round(kilometres((116.4074, 39.9042), (121.4737, 31.2304))) == 1067
    assert round(kilometres((0, 0), (90, 0)), 3) == 10007.543


def test_a_degree_of_latitude_is_about_111_kilometres():
    assert round(kilometres((116.0, 39.0), (116.0, 40.0)), 1) == 111.2


def test_only_dated_projects_up_to_the_deadline_are_counted_and_the_others_are_named():
    projects = [
        project("在建"),
        project("可转普惠", "A02"),
        project("在建", opening=None),
        project("在建", opening=date(2025, 3, 31)),
        project("在建", opening=date(2026, 1, 1)),
        project("拟建"),
        project("在建", "A02", slots=None),
    ]
    coming = found([institution(2, "A02", 50, 20, 40)], projects).forecast
    assert (coming.projects, coming.slots, coming.inclusive_slots) == (3, 40, 90)
    assert (coming.undated, coming.overdue, coming.later, coming.planned, coming.unsized) == (1, 1, 1, 1, 1)
    assert coming.newly_covered == ("A01",)
    assert coming.deadline == date(2025, 12, 31)


def test_a_project_that_opens_on_the_deadline_is_in_time():
    days = [
        project("在建", opening=date(2025, 12, 31), inclusive_slots=None),
        project("在建", "A02", inclusive_slots=0),
    ]
    coming = found([institution(2, "A02", 50, 20, 40)], days).forecast
    assert (coming.projects, coming.later, coming.slots, coming.inclusive_slots) == (2, 0, 80, 0)
    assert (coming.newly_covered, coming.unsized) == ((), 1)


def test_nothing_is_forecast_where_no_plan_is_in_force():
    source = FakeSource(small_city(people={"C": 10_000, "A": 10_000}, townships={"A01": "core"}, plans=[RUNNING]))
    source.file("A", "2025-Q4", {"A01": (10, 0)})
    assert queries.shortfall(source, period=Period.parse("2025-Q4"), as_of=moment("2026-06-01")).forecast is None


def test_the_ways_are_those_to_the_targets_of_the_plan_asked_for():
    plan = percent_plan(
        "Q",
        start="2025-01-01",
        deadline="2025-12-31",
        baseline="2024-Q4",
        targets=[target("G1", "3"), target("G2", "50")],
    )
    half = replace(plan, id="H", start=date(2025, 4, 1), targets=plan.targets[:1])
    source = FakeSource(small_city(people={"C": 10_000}, townships={"A01": "core"}, plans=[RUNNING, plan, half]))
    source.file("A", str(NOW), {"A01": (20, 0)})
    asked = {"period": NOW, "as_of": moment("2025-06-01")}
    first, other, part = (queries.shortfall(source, **asked, plan_id=name) for name in ("P", "Q", "H"))
    assert (first.routes["C"].build, first.routes["C"].conversion_only, first.routes["C"].converted) == (25, 12, 2)
    assert (other.routes["C"].build, other.routes["C"].conversion_only, other.routes["C"].converted) == (10, 10, 5)
    assert part.routes == {}
    assert (other.scorecard.plan.id, other.forecast.deadline) == ("Q", date(2025, 12, 31))


def test_a_place_without_a_slot_or_with_one_unknown_side():
    source = FakeSource(small_city(people={"C": 10_000, "A": 10_000}, townships={"A01": "core"}, plans=[RUNNING]))
    source.file("A", str(NOW), {"A01": {"slots": 10, "inclusive_slots": None}}, mode=Mode.SUMMARY)
    asked = {"period": NOW, "as_of": moment("2025-06-01")}
    assert queries.shortfall(source, **asked).routes == {}
    source.file("A", str(NOW), {"A01": (10, 0)})
    routes = queries.shortfall(source, **asked).routes["A"]
    assert (routes.build, routes.all_new_inclusive, routes.conversion_only, routes.converted) == (35, 35, 6, 0)


def test_a_row_lacks_what_it_says_and_nothing_that_is_not_known():
    shortfall = found([institution(2, "A02", 100, 10, 80)])
    city, rate, use = (shortfall.scorecard.row(*key) for key in (("G2", "C"), ("G1", "A"), ("USE", "A")))
    assert (shortfall.lacking(city), city.gap) == (50, 50)
    assert (shortfall.lacking(rate), shortfall.lacking(use)) == (None, None)
    unit = shortfall.scorecard.row("G2", "A")
    assert shortfall.lacking(replace(unit, no_value=NoValue.INCOMPLETE)) is None
    assert shortfall.lacking(replace(unit, numerator=None)) is None
    assert shortfall.lacking(replace(unit, denominator=None)) is None
    assert shortfall.lacking(replace(unit, numerator=599, denominator=1000)) == 1


def test_the_ways_of_a_place_without_a_population_are_not_told():
    shortfall = found([institution(2, "A02", 20, 10, 10)])
    assert shortfall.routes["A"].build == 25
    assert shortfall.routes["C"] == shortfall.routes["A"]
    source = FakeSource(small_city(people={"C": 10_000}, townships={"X01": "core"}, plans=[RUNNING]))
    source.file("X", str(NOW), {"X01": (10, 0)})
    routes = queries.shortfall(source, period=NOW, as_of=moment("2025-06-01")).routes
    assert set(routes) == {"C"}


def test_a_unit_is_told_what_it_lacks_to_the_citys_share_though_its_row_has_no_gap():
    shortfall = found([institution(2, "A02", 100, 10, 80)])
    row = shortfall.scorecard.row("G2", "A")
    assert row.gap is None
    assert shortfall.lacking(row) == 50
    assert Fraction(row.numerator + 50, row.denominator) == Fraction(3, 5)
