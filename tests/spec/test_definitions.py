"""An indicator that contradicts itself is refused when it is written down."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import pytest

from data.model import Level
from layouts.text import LANGUAGES, text_for
from metrics.definition import Direction, Element, Indicator, PopulationBase, TimeRule, Unit
from metrics.indicators import BY_ID, INDICATORS

G1, G2, G5, INST = (BY_ID[name] for name in ("G1", "G2", "G5", "INST"))


@pytest.mark.parametrize(
    ("indicator", "changes", "reason"),
    [
        (G2, {"id": "share"}, "share: an id is capitals and digits"),
        (G2, {"denominator": None}, "G2: a count has no denominator"),
        (INST, {"denominator": Element.SLOTS}, "INST: a count has no denominator"),
        (G2, {"denominator": Element.INCLUSIVE_SLOTS}, "G2: numerator and denominator are the same"),
        (G2, {"unit": Unit.PER_1000}, "G2: per 1,000 means per 1,000 residents"),
        (G1, {"population_base": None}, "G1: residents need a base"),
        (G2, {"population_base": PopulationBase.OWN}, "G2: residents need a base"),
        (G1, {"zonal": True}, "G1: zones have no population"),
        (G5, {"zonal": False}, "G5: bound to a zone it does not have"),
        (G5, {"time_rule": TimeRule.FLOW}, "G5: a flow needs its window"),
        (G5, {"levels": frozenset()}, "G5: computed for nobody"),
    ],
)
def test_a_contradiction_is_refused_with_its_name_and_reason(indicator, changes, reason):
    with pytest.raises(ValueError, match=f"^indicator {reason}$"):
        replace(indicator, **changes)


def test_direction_and_time_rule_have_no_default():
    with pytest.raises(TypeError, match="direction"):
        Indicator(id="G9", numerator=Element.SLOTS, denominator=None, unit=Unit.COUNT)  # type: ignore[call-arg]


def test_a_definition_cannot_be_changed_in_passing():
    with pytest.raises(FrozenInstanceError):
        G1.id = "G9"  # type: ignore[misc]


def test_less_is_better_where_the_definition_says_so():
    fee = replace(G2, direction=Direction.DOWN)
    assert fee.meets(Fraction(10), Fraction(10))
    assert not fee.meets(Fraction(11), Fraction(10))
    assert not G2.meets(Fraction(9), Fraction(10))


def test_the_table_holds_each_indicator_once_in_plan_order():
    plan = "G1 G1L G2 G3 G4 G5 G6 G7 G8 T13a T14a T14b T14c T4a T9a T16a".split()
    secondary = "COV USE USE_I INST INST_I INST_P INST_K FEE_I FEE_N NET T2a T7a T8a T15a RET RET_T".split()
    assert [one.id for one in INDICATORS] == [*plan, *secondary]
    assert len(BY_ID) == len(INDICATORS)


def test_slots_per_thousand_is_for_the_city_its_regions_and_units_only():
    assert G1.levels == {Level.CITY, Level.REGION, Level.UNIT}
    assert BY_ID["G1L"].levels == {Level.UNIT}


def test_every_indicator_of_the_plan_has_its_definition(reference):
    promised = {target.indicator for plan in reference.plans for target in plan.targets}
    promised |= {one.indicator for plan in reference.plans for one in plan.commitments}
    assert promised <= BY_ID.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_indicator_has_a_name_in_every_language(lang):
    text = text_for(lang)
    assert [one for one in BY_ID if f"indicator.{one}.name" not in text] == []
