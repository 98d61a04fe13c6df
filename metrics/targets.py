"""Which number of the plan stands beside an area's value, and as what: a target of its own or a reference."""

from __future__ import annotations

from fractions import Fraction

from data.model import Level, Plan, Reference, Target
from metrics.definition import Indicator, Unit
from metrics.positions import Area
from metrics.results import TargetKind

EVERY_TOWNSHIP = 100


def zone_bindings(reference: Reference) -> dict[str, str]:
    """The zone of each zone-bound indicator, as the plans say; a plan without a word on it leaves it as it was."""
    bindings: dict[str, str] = {}
    for plan in reference.plans:
        for target in plan.targets:
            if target.zone is not None:
                bindings.setdefault(target.indicator, target.zone)
    return bindings


def target_of(plan: Plan, indicator: Indicator, area: Area, *, units: int) -> tuple[Target, TargetKind] | None:
    """The plan's number for an area and its kind, or None where the plan has none for it.

    A derived count asks for each of the ``units``, of the city as a whole.

    Units are not given city targets: the city's number is only a reference for them and for zones. A 100 %
    coverage target binds every township, so it is the plan's own for a unit and a township too.
    """
    if indicator.id in plan.derived_counts:
        derived = Target(indicator.id, Fraction(units), ">=", None, clause="")
        return (derived, TargetKind.DERIVED) if area.level is Level.CITY else None
    target = plan.target_for(indicator.id, area.zone if indicator.zonal else None)
    if target is None or (indicator.unit is Unit.COUNT and area.level is not Level.CITY):
        return None
    if area.level is Level.CITY and area.zone == target.zone:
        return target, TargetKind.PLAN
    if target.zone is not None and target.value == EVERY_TOWNSHIP:
        return target, TargetKind.PLAN
    if target.zone is not None and area.level is Level.TOWNSHIP:
        return None  # 85 % of one township says nothing
    return target, TargetKind.REFERENCE
