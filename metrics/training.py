"""谁主办谁统计: what the city itself organised and what its units did, period by period and added up. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.model import Period
from metrics.definition import Element
from metrics.knowledge import Knowledge

FLOWS = {
    "T14a": Element.HEADS_TRAINED,
    "T14b": Element.CARERS_TRAINED,
    "T15a": Element.HEALTH_TRAINED,
    "T16a": Element.PARENT_EVENTS,
}
"""Indicators that add up from what filers organise."""


@dataclass(frozen=True, slots=True)
class Organised:
    """What was organised in one period: by the city, and by the units of which it is known.

    None = nobody's figure is known. ``missing`` are the units without one, ``city_asked`` whether the city counts.
    """

    period: Period
    city: int | None
    units: int | None
    missing: tuple[str, ...]
    by_unit: Mapping[str, int]


def organised(
    knowledge: Knowledge, indicator: str, units: Iterable[str], periods: Iterable[Period]
) -> tuple[Organised, ...]:
    """Own returns only, never carried; a blank cell is unknown."""
    city, counted = knowledge.reference.city.code, tuple(units)
    return tuple(_of_period(knowledge, FLOWS[indicator], city, counted, period) for period in periods)


def _of_period(knowledge: Knowledge, element: Element, city: str, units: tuple[str, ...], period: Period) -> Organised:
    told = {filer: _figure(knowledge, element, filer, period) for filer in (*units, city)}
    known = {unit: told[unit] for unit in units if told[unit] is not None}
    return Organised(
        period=period,
        city=told[city],
        units=sum(value or 0 for value in known.values()) if known else None,
        missing=tuple(unit for unit in units if told[unit] is None),
        by_unit={unit: value for unit, value in known.items() if value is not None},
    )


def _figure(knowledge: Knowledge, element: Element, filer: str, period: Period) -> int | None:
    stored = knowledge.returns.get((filer, period))
    return None if stored is None else knowledge.readings.filed([stored])[stored.sequence][0].workforce.get(element)
