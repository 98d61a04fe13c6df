"""Townships one by one: covered or not, how firmly, and what was lost or gained since last period."""

from __future__ import annotations

from data.model import Period, Township
from data.returns import TownshipTotal
from metrics.knowledge import Knowledge, Standing, return_flags
from metrics.positions import Area
from metrics.results import Coverage, NoValue, TownshipResult


def coverage_of(total: TownshipTotal | None, fragile_slots: int) -> Coverage:
    """Covered by one inclusive slot; fragile on one institution or under ``fragile_slots``, where that is certain."""
    if total is None or (total.inclusive_slots == 0 and total.inclusive_slots_unknown):
        return Coverage.UNKNOWN
    if total.inclusive_slots == 0:
        return Coverage.UNCOVERED
    few = total.inclusive_slots < fragile_slots and not total.inclusive_slots_unknown
    single = total.inclusive_institutions == 1 and not total.inclusive_institutions_unknown
    return Coverage.FRAGILE if few or single else Coverage.COVERED


def townships_of(knowledge: Knowledge, area: Area, period: Period) -> tuple[TownshipResult, ...]:
    """The townships of an area in the register's order. Totals of this and the last period must be loaded."""
    whole = {unit: _of_unit(knowledge, unit, period) for unit in area.units}
    return tuple(
        whole[one.reporting_unit][one.code] for one in knowledge.townships(period) if one.reporting_unit in whole
    )


def _of_unit(knowledge: Knowledge, unit: str, period: Period) -> dict[str, TownshipResult]:
    """The results of a unit by township: worked out once for as long as it stands on the same returns."""
    compared = (period, period.previous)

    def worked_out() -> dict[str, TownshipResult]:
        now, before = (knowledge.standing(unit, one) for one in compared)
        found = (one for one in knowledge.townships(period) if one.reporting_unit == unit)
        return {one.code: _township(knowledge, one, now, before) for one in found}

    return knowledge.memory.once(("townships", unit, period, knowledge.footing([unit], compared)), worked_out)


def _township(knowledge: Knowledge, township: Township, now: Standing, before: Standing) -> TownshipResult:
    fragile = knowledge.reference.definitions.fragile_slots
    total = knowledge.total(now, township.code)
    coverage = coverage_of(total, fragile)
    earlier = coverage_of(knowledge.total(before, township.code), fragile)
    return TownshipResult(
        township=township,
        coverage=coverage,
        institutions=known_of(total, "institutions"),
        inclusive_institutions=known_of(total, "inclusive_institutions"),
        slots=known_of(total, "slots"),
        inclusive_slots=known_of(total, "inclusive_slots"),
        children=known_of(total, "children"),
        inclusive_children=known_of(total, "inclusive_children"),
        no_value=now.no_value or _incomplete(total),
        flags=return_flags([now]),
        receipt=now.stored.receipt if now.stored else None,
        lost=earlier.is_covered and coverage is Coverage.UNCOVERED,
        gained=earlier is Coverage.UNCOVERED and coverage.is_covered,
        compared=Coverage.UNKNOWN not in (earlier, coverage) and now.stored is not before.stored,
    )


def known_of(total: TownshipTotal | None, element: str) -> int | None:
    """A figure of a township with no unknown cell behind it; None where it is not known."""
    if total is None or getattr(total, f"{element}_unknown"):
        return None
    return int(getattr(total, element))


def _incomplete(total: TownshipTotal | None) -> NoValue | None:
    """Coverage or a size of the township rests on an unknown cell."""
    if total is None or total.slots_unknown or total.inclusive_slots_unknown:
        return NoValue.INCOMPLETE
    return None
