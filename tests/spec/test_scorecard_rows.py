"""Which rows there are, in which order, and what they count."""

from __future__ import annotations

import pytest

from data.issues import UsageError
from data.model import Period
from layouts.text import text_for
from metrics.queries import scorecard
from metrics.results import Scorecard
from tests.fakes import FakeSource, moment, small_city

Q4 = Period.parse("2025-Q4")
MIXED = {"A01": "core", "A02": "hills", "B01": "hills"}


def card(scope: str | None = None, zone: str | None = None, *, reference=None, plan: str | None = None) -> Scorecard:
    source = FakeSource(reference or small_city(townships=MIXED))
    source.file("A", "2025-Q4", {"A01": (10, 5)})
    return scorecard(source, period=Q4, as_of=moment("2026-02-01"), scope=scope, zone=zone, plan_id=plan)


def areas(found: Scorecard) -> list[tuple[str, str | None]]:
    return list(dict.fromkeys((row.org_unit, row.zone) for row in found.rows))


def test_all_is_the_city_the_units_then_the_zones_of_the_city_and_of_the_units():
    assert areas(card("all")) == [
        ("C", None),
        ("A", None),
        ("B", None),
        ("C", "core"),
        ("C", "hills"),
        ("A", "core"),
        ("A", "hills"),
        ("B", "hills"),
    ]


def test_the_default_is_the_city_with_its_zones():
    assert areas(card()) == [("C", None), ("C", "core"), ("C", "hills")]
    assert areas(card("C")) == areas(card())


def test_a_unit_has_its_own_rows_and_those_of_its_zones():
    assert areas(card("A")) == [("A", None), ("A", "core"), ("A", "hills")]
    assert areas(card("B")) == [("B", None), ("B", "hills")]


def test_a_zone_keeps_only_its_own_rows():
    assert areas(card("all", "core")) == [("C", "core"), ("A", "core")]


def test_indicators_stand_in_the_order_of_the_plan():
    names = {
        key: [row.indicator for row in card("all").rows if (row.org_unit, row.zone) == key]
        for key in areas(card("all"))
    }
    zoned = "COV USE USE_I INST INST_I INST_P INST_K FEE_I FEE_N NET T2a T7a T8a".split()
    whole = [*zoned, "T15a", "RET", "RET_T"]
    assert names["C", None] == [*"G1 G2 G3 G4 T13a T14a T14b T14c T4a T9a T16a".split(), *whole]
    assert names["A", None] == [*"G1 G1L G2 G3 G4 T14a T14b T14c T4a T9a T16a".split(), *whole]
    assert names["C", "core"] == ["G2", "G5", *zoned, "RET", "RET_T"]
    assert names["A", "hills"] == ["G2", "G8", *zoned, "RET", "RET_T"]


def test_a_zone_expects_the_returns_of_the_units_that_have_a_township_in_it():
    rows = card("all")
    expected = {key: rows.row("G2", *key).expected_returns for key in areas(rows)}
    assert expected["C", None] == 2
    assert (expected["C", "core"], expected["C", "hills"]) == (1, 2)
    assert (expected["A", None], expected["B", "hills"]) == (1, 1)


def test_a_zone_takes_only_its_townships_of_a_unit_that_has_several():
    rows = card("all")
    assert (rows.row("G2", "A", "core").denominator, rows.row("G2", "A", "hills").denominator) == (10, 0)


def test_the_row_of_a_zone_is_by_its_own_indicator_and_of_the_place_asked_for():
    found = card("all")
    own = [found.zone_row(place, zone) for place in "CAB" for zone in ("core", "hills")]
    assert [row and (row.indicator, row.org_unit, row.zone) for row in own] == [
        ("G5", "C", "core"), ("G8", "C", "hills"), ("G5", "A", "core"), ("G8", "A", "hills"), None, ("G8", "B", "hills")
    ]  # fmt: skip
    assert found.zone_row("C", "plains") is None


def test_on_the_real_register_the_city_expects_seventeen_and_a_zone_its_units(reference):
    rows = scorecard(FakeSource(reference), period=Q4, as_of=moment("2026-02-01"), scope="all")
    found = {row.zone: row.expected_returns for row in rows.rows if (row.indicator, row.org_unit) == ("COV", "110000")}
    assert found == {None: 17, "中心城区": 6, "北京城市副中心": 1, "平原新城": 5, "生态涵养区": 5}
    bound = {row.indicator: row.zone for row in rows.rows if row.indicator in ("G5", "G6", "G7", "G8")}
    assert list(bound.values()) == list(reference.zones)


def test_a_scorecard_says_what_it_rests_on():
    found = card()
    assert (found.period, found.plan.id, found.definition_version, found.demo) == (Q4, "first", "1", True)
    assert len(found.data_digest) == 64


@pytest.mark.parametrize(
    ("asked", "key"), [({"scope": "D"}, "query.org_unit"), ({"zone": "D"}, "query.zone"), ({"plan": "D"}, "query.plan")]
)
def test_an_unknown_place_or_plan_is_refused_by_name(asked, key):
    with pytest.raises(UsageError) as refused:
        card(**asked)
    assert refused.value.key == key
    assert "D" in text_for("zh")(key, **refused.value.facts)


def test_a_question_costs_six_queries_however_many_units_there_are(reference):
    source = FakeSource(reference)
    for unit in reference.units:
        source.file(unit.code, "2025-Q4", {})
    scorecard(source, period=Q4, as_of=moment("2026-02-01"), scope="all")
    assert source.queries == 6


def test_a_unit_is_answered_from_its_own_returns_alone():
    source = FakeSource(small_city())
    for unit in ("A", "B", "X"):
        source.file(unit, "2025-Q4", {})
    asked: list[int] = []
    answer = source.township_totals
    source.township_totals = lambda *, sequences: asked.extend(sequences) or answer(sequences=sequences)
    scorecard(source, period=Q4, as_of=moment("2026-02-01"), scope="B")
    assert asked == [2]
