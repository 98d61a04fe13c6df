"""What each choice of the definitions changes, worked out by the same engine."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from data.model import NewSlots, Period
from data.returns import LedgerRow, Mode, Nature, ReturnContent
from metrics import queries
from metrics.alternatives import Choice, Effect
from tests.fakes import PLAN_B, FakeSource, moment, percent_plan, small_city, target
from tests.spec.cases import people

Q4 = Period.parse("2025-Q4")
TARGETS = [target("G2", "60"), target("G4", "100"), target("G5", "100", "=", "core")]
PLAN = percent_plan("P", start="2023-01-01", deadline="2026-12-31", baseline="2022-Q4", targets=TARGETS)
PLACES = {"A01": "core", "A02": "core", "B01": "hills", "X01": "core"}


def institution(number: str, township: str, slots: int, inclusive: int, kind: str = "营利性机构") -> LedgerRow:
    counts = {"slots": slots, "inclusive_slots": inclusive, "children": 0}
    return LedgerRow(row=2, number=number, name=number, type=kind, township=township, state="正常", **counts)


def found(
    now: dict[str, list[LedgerRow]],
    before: dict[str, list[LedgerRow]] | None = None,
    *,
    plan_id: str | None = None,
    **chosen: object,
) -> list[Effect]:
    later = people("A", 80_000, "2024-12-31")
    city = small_city(
        people={"C": 100_000, "A": 60_000, "B": 40_000}, townships=PLACES, plans=[PLAN, PLAN_B], populations=[later]
    )
    city = city.under(replace(city.definitions, **chosen))
    source = FakeSource(replace(city, units=tuple(_published(unit) for unit in city.units)))
    for period, ledgers in ((PLAN.baseline, before or {"A": [], "X": []}), (Q4, now)):
        for unit, rows in {"B": [], **ledgers}.items():
            source.file_content(ReturnContent(unit, period, Mode.LEDGER, Nature.DEMO, {}, ledger=tuple(rows)))
    return list(queries.effects(source, period=Q4, as_of=moment("2026-06-01"), plan_id=plan_id))


def _published(unit):
    return replace(unit, population_published=unit.code != "X")


def effect(effects: list[Effect], choice: Choice, indicator: str) -> Effect:
    return next(one for one in effects if (one.choice, one.indicator) == (choice, indicator))


def test_the_share_without_a_unit_that_publishes_no_residents():
    effects = found({"A": [institution("1", "A01", 100, 50)], "X": [institution("2", "X01", 100, 90)]})
    share = effect(effects, Choice.WITHOUT_UNPUBLISHED, "G2")
    assert (share.now, share.other, share.difference) == (70, 50, -20)
    assert (share.met, share.other_met, share.changes_verdict) == (True, False, True)


def test_coverage_by_any_service_counts_what_is_not_inclusive_too():
    effects = found({"A": [institution("1", "A01", 30, 0), institution("2", "A02", 30, 30)], "X": []})
    coverage = effect(effects, Choice.ANY_SERVICE, "G5")
    assert (coverage.now, coverage.other) == (Fraction(100, 3), Fraction(200, 3))
    assert coverage.changes_verdict is False


def test_a_district_centre_counts_only_by_the_other_choice():
    effects = found(
        {"A": [institution("1", "A01", 40, 40, "区托育综合服务中心")], "X": [institution("2", "X01", 70, 70)]}
    )
    new = effect(effects, Choice.UNCOUNTED, "G4")
    assert (new.now, new.other, new.changes_verdict) == (70, 110, True)


def test_the_net_falls_behind_the_gross_by_what_closed():
    before = {"A": [institution("1", "A01", 40, 40)], "X": []}
    effects = found({"A": [institution("2", "A02", 120, 120)], "X": []}, before)
    net = effect(effects, Choice.NET, "G4")
    assert (net.now, net.other, net.changes_verdict) == (120, 80, True)


def test_the_population_base_shows_the_unit_that_differs_most():
    effects = found({"A": [institution("1", "A01", 240, 240)], "X": []})
    rate = effect(effects, Choice.POPULATION_BASE, "G1")
    assert (rate.org_unit, rate.now, rate.other, rate.changes_verdict) == ("A", 4, 3, None)


def test_what_is_not_wholly_known_is_not_compared():
    effects = found({"A": [institution("1", "A01", 100, 50)]})
    share = effect(effects, Choice.WITHOUT_UNPUBLISHED, "G2")
    assert (share.now, share.other, share.difference, share.changes_verdict) == (None, 50, None, None)


def told(effects: list[Effect], choice: Choice) -> list[tuple[str, str, str | None]]:
    return [(one.indicator, one.org_unit, one.zone) for one in effects if one.choice is choice]


def test_each_choice_is_told_once_of_the_city_and_of_the_zones_it_touches():
    home = [institution("1", "A01", 6, 6, "家庭托育点"), institution("2", "A02", 30, 30)]
    effects = found({"A": home, "X": [institution("3", "X01", 10, 10)]})
    assert told(effects, Choice.HOME_BASED) == [("G1", "C", None), ("G2", "C", None), ("G5", "C", "core")]
    assert told(effects, Choice.ANY_SERVICE) == [("G5", "C", "core")]
    assert told(effects, Choice.WITHOUT_UNPUBLISHED) == [("G2", "C", None), ("G5", "C", "core")]
    assert told(effects, Choice.NET) == [("G3", "C", None), ("G4", "C", None)]
    assert told(effects, Choice.MOUNTAIN) == []
    assert {one.indicator: one.unit for one in effects} == {
        "G1": "per_1000", "G2": "percent", "G3": "count", "G4": "count", "G5": "percent",
    }  # fmt: skip


def test_home_based_points_that_change_no_coverage_leave_the_zones_out():
    home = [institution("1", "A01", 6, 6, "家庭托育点"), institution("2", "A01", 30, 30)]
    assert told(found({"A": home, "X": []}), Choice.HOME_BASED) == [("G1", "C", None), ("G2", "C", None)]


def test_where_another_choice_is_in_force_the_usual_one_stands_beside_it():
    home = [institution("1", "A01", 6, 6, "家庭托育点"), institution("2", "A02", 20, 20)]
    effects = found({"A": home, "X": []}, home_based_counts=False)
    slots = effect(effects, Choice.HOME_BASED, "G1")
    assert (slots.now, slots.other) == (Fraction(20, 100), Fraction(26, 100))
    before = {"A": [institution("1", "A01", 40, 40)], "X": []}
    net = effect(
        found({"A": [institution("2", "A02", 120, 120)], "X": []}, before, new_slots=NewSlots.NET), Choice.NET, "G4"
    )
    assert (net.now, net.other) == (80, 120)


def test_the_unit_shown_is_the_one_that_moves_most_and_its_target_is_no_verdict():
    """A stands on 60,000 in common and on 80,000 of its own; B on 40,000 by both, with more slots."""
    effects = found({"A": [institution("1", "A01", 240, 240)], "B": [institution("2", "B01", 400, 400)], "X": []})
    rate = effect(effects, Choice.POPULATION_BASE, "G1")
    assert (rate.org_unit, rate.now, rate.other, rate.difference) == ("A", 4, 3, -1)
    assert (rate.met, rate.other_met) == (None, None)


def test_the_effects_are_measured_by_the_plan_asked_for():
    share = effect(
        found({"A": [institution("1", "A01", 100, 65)], "X": []}, plan_id="second"), Choice.WITHOUT_UNPUBLISHED, "G2"
    )
    assert (share.met, share.other_met) == (False, False)
