"""Which number of the plan stands beside an area's value, and as what: a target of its own or a reference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from data.issues import ReferenceRefused
from data.model import DistrictTarget, Level, Plan, Reference, Target
from metrics.definition import Indicator, Unit
from metrics.indicators import BY_ID
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


def district_target_of(
    reference: Reference, plan: Plan, indicator: Indicator, area: Area, day: date
) -> DistrictTarget | None:
    """What a document known on ``day`` sets for an area: for a unit as a whole, and its coverage in its zone."""
    if area.level is not Level.UNIT or (area.zone is not None and not indicator.zone_bound):
        return None
    return reference.district_target(plan.id, area.org_unit, indicator.id, day)


def target_of(
    plan: Plan, indicator: Indicator, area: Area, *, units: int, own: DistrictTarget | None = None
) -> tuple[Target, TargetKind] | None:
    """The number for an area and its kind, or None where there is none for it.

    A derived count asks for each of the ``units``, of the city as a whole.

    Units are not given city targets: the city's number is only a reference for them and for zones, unless a document
    sets one (``own``). A 100 % coverage target binds every township, so it is the plan's own for a unit and a
    township too, whatever a document says beside it.
    """
    if indicator.id in plan.derived_counts:
        derived = Target(indicator.id, Fraction(units), ">=", None, clause="")
        return (derived, TargetKind.DERIVED) if area.level is Level.CITY else None
    target = plan.target_for(indicator.id, area.zone if indicator.zonal else None)
    if own is not None and target is not None and not _binds_every_township(target):
        return _by_district(own, target), TargetKind.DISTRICT
    if target is None or (indicator.unit is Unit.COUNT and area.level is not Level.CITY):
        return None
    if area.level is Level.CITY and area.zone == target.zone:
        return target, TargetKind.PLAN
    if _binds_every_township(target):
        return target, TargetKind.PLAN
    if target.zone is not None and area.level is Level.TOWNSHIP:
        return None  # 85 % of one township says nothing
    return target, TargetKind.REFERENCE


def _binds_every_township(target: Target) -> bool:
    return target.zone is not None and target.value == EVERY_TOWNSHIP


def _by_district(own: DistrictTarget, promised: Target) -> Target:
    """The district's number in place of the plan's, for the same thing; its clause is its document."""
    return replace(promised, value=own.value, comparator=">=", clause=own.document)


def check_district_targets(reference: Reference) -> Reference:
    """The folder, once every district target is one that a unit can have; ReferenceRefused names file and row."""
    for one in reference.district_targets:
        indicator = BY_ID.get(one.indicator)
        if indicator is None or Level.UNIT not in indicator.levels:
            raise _refused(one, "reference.not_of_units", one.indicator)
        too_much = indicator.unit is Unit.PERCENT and one.value > EVERY_TOWNSHIP
        if too_much or (indicator.unit is Unit.COUNT and one.value.denominator != 1):
            raise _refused(one, "reference.bad_target", f"{one.indicator} {float(one.value):g}")
    return reference


def _refused(one: DistrictTarget, key: str, detail: str) -> ReferenceRefused:
    return ReferenceRefused(key, file=one.file, row=one.row, detail=detail)
