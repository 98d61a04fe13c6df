"""What each choice of the definitions changes in numbers: the figure as it is defined beside the one it would be.

Both come from the same engine and the same returns; nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from data.model import Level, MountainTownships, NewSlots
from metrics.definition import Indicator
from metrics.indicators import BY_ID
from metrics.knowledge import Knowledge
from metrics.positions import Area, Positions, areas_in
from metrics.rows import RowMaker
from metrics.source import Source
from metrics.targets import zone_bindings
from metrics.versions import under


class Choice(StrEnum):
    """A choice that could have been made otherwise."""

    POPULATION_BASE = "population_base"
    WITHOUT_UNPUBLISHED = "without_unpublished"
    NET = "net"
    ANY_SERVICE = "any_service"
    UNCOUNTED = "uncounted"
    HOME_BASED = "home_based"
    MOUNTAIN = "mountain"


@dataclass(frozen=True, slots=True)
class Effect:
    """``now`` as defined and ``other`` as it would be, in the indicator's unit (shares in %); None = not known.

    ``met``, ``other_met``: whether the plan's target is met by each; None where there is none or it is not known.
    """

    choice: Choice
    indicator: str
    org_unit: str
    zone: str | None
    unit: str
    now: Fraction | None
    other: Fraction | None
    met: bool | None = None
    other_met: bool | None = None

    @property
    def difference(self) -> Fraction | None:
        return None if self.now is None or self.other is None else self.other - self.now

    @property
    def changes_verdict(self) -> bool | None:
        return None if self.met is None or self.other_met is None else self.met is not self.other_met


def effects_of(maker: RowMaker, areas: tuple[Area, ...], source: Source) -> tuple[Effect, ...]:
    """Every choice in the order of ``Choice``, for the city; ``areas`` are those of the period, loaded.

    ``source`` is asked again by other definitions.
    """
    city = areas[0]
    zones = [area for area in areas if area.level is Level.CITY and area.zone is not None]
    units = [area for area in areas if area.level is Level.UNIT and area.zone is None]
    return (
        *_population_base(maker, units),
        *_without_unpublished(maker, city, zones),
        *_net(maker, city, source),
        *_any_service(maker, zones),
        *_uncounted(maker, city),
        *_home_based(maker, city, zones, source),
        *mountain_of(maker, city.org_unit, source),
    )


def _otherwise(maker: RowMaker, source: Source, **chosen: object) -> RowMaker:
    """The same question by definitions in which something is chosen otherwise."""
    definitions = replace(maker.reference.definitions, **chosen)  # type: ignore[arg-type]
    knowledge = Knowledge(under(source, definitions), maker.positions.knowledge.as_of)
    return RowMaker(Positions(knowledge, until=maker.period, plan=maker.plan), maker.period, maker.plan)


def _value(maker: RowMaker, indicator: str, area: Area) -> Fraction | None:
    return maker.positions.amount(BY_ID[indicator], area, maker.period).whole


def _met(maker: RowMaker, indicator: Indicator, area: Area, value: Fraction | None) -> bool | None:
    found = maker.target_of(indicator, area)
    return None if found is None or value is None else indicator.meets(value, found[0].value)


def _effect(maker: RowMaker, choice: Choice, name: str, area: Area, other: Fraction | None) -> Effect:
    indicator, now = BY_ID[name], _value(maker, name, area)
    return Effect(
        choice=choice,
        indicator=name,
        org_unit=area.org_unit,
        zone=area.zone,
        unit=indicator.unit.value,
        now=now,
        other=other,
        met=_met(maker, indicator, area, now),
        other_met=_met(maker, indicator, area, other),
    )


def _population_base(maker: RowMaker, units: list[Area]) -> Iterator[Effect]:
    """The unit whose per-1,000 differs most between the common base and its own latest residents."""
    both = [(area, _value(maker, "G1", area), _value(maker, "G1L", area)) for area in units]
    apart = [(abs(own - common), area, own) for area, common, own in both if common is not None and own is not None]
    if apart:
        _, area, own = max(apart, key=lambda one: one[0])
        yield replace(_effect(maker, Choice.POPULATION_BASE, "G1", area, own), met=None, other_met=None)


def _without_unpublished(maker: RowMaker, city: Area, zones: list[Area]) -> Iterator[Effect]:
    """The share without the units that publish no residents, and the coverage of the zones they lie in."""
    left_out = {unit.code for unit in maker.reference.units if not unit.population_published}
    bindings = {zone: name for name, zone in zone_bindings(maker.reference).items()}
    shown = [("G2", city), *((bindings[area.zone], area) for area in zones if area.zone in bindings)]
    for name, area in shown:
        rest = replace(area, units=tuple(code for code in area.units if code not in left_out))
        if rest.units and rest != area:
            yield _effect(maker, Choice.WITHOUT_UNPUBLISHED, name, area, _value(maker, name, rest))


def _net(maker: RowMaker, city: Area, source: Source) -> Iterator[Effect]:
    """New inclusive slots, the highest mark beside what is left of it."""
    counted = maker.reference.definitions.new_slots
    other = NewSlots.NET if counted is NewSlots.GROSS else NewSlots.GROSS
    otherwise = _otherwise(maker, source, new_slots=other)
    for name in ("G3", "G4"):
        yield _effect(maker, Choice.NET, name, city, _value(otherwise, name, city))


def _any_service(maker: RowMaker, zones: list[Area]) -> Iterator[Effect]:
    """Coverage by an inclusive service beside coverage by any."""
    for name, zone in zone_bindings(maker.reference).items():
        for area in zones:
            if area.zone == zone:
                yield _effect(maker, Choice.ANY_SERVICE, name, area, _value(maker, "COV", area))


def _uncounted(maker: RowMaker, city: Area) -> Iterator[Effect]:
    """New slots of the channels that count toward neither target, if they counted toward G4."""
    now = _value(maker, "G4", city)
    apart = maker.positions.contributions.uncounted(city.units, maker.period)
    yield _effect(maker, Choice.UNCOUNTED, "G4", city, None if now is None else now + apart)


def _home_based(maker: RowMaker, city: Area, zones: list[Area], source: Source) -> Iterator[Effect]:
    """Slots, share, and the zones whose coverage changes, without home-based points (or with them)."""
    otherwise = _otherwise(maker, source, home_based_counts=not maker.reference.definitions.home_based_counts)
    otherwise.positions.knowledge.load([maker.period], city.units)
    names = {zone: name for name, zone in zone_bindings(maker.reference).items()}
    shown = [("G1", city), ("G2", city), *((names[zone.zone], zone) for zone in zones if zone.zone in names)]
    for name, area in shown:
        effect = _effect(maker, Choice.HOME_BASED, name, area, _value(otherwise, name, area))
        if area is city or effect.difference:
            yield effect


def mountain_of(maker: RowMaker, org_unit: str, source: Source) -> Iterator[Effect]:
    """Coverage of the zones that the listed mountain townships leave and join, in the city or a unit."""
    listed = [one for one in maker.reference.townships if one.code in maker.reference.mountain]
    touched = {zone for one in listed for zone in maker.reference.mountain[one.code]}
    if not any(org_unit in (maker.reference.city.code, one.reporting_unit) for one in listed):
        return
    chosen = maker.reference.definitions.mountain_in_other_zone
    other = MountainTownships.REGISTER if chosen else MountainTownships.LIST
    otherwise = _otherwise(maker, source, mountain_townships=other)
    names = {zone: name for name, zone in zone_bindings(maker.reference).items()}
    for area in _zones_of(org_unit, maker, otherwise):
        if area.zone in touched and area.zone in names:
            name = names[area.zone]
            yield _effect(maker, Choice.MOUNTAIN, name, area, _value(otherwise, name, area))


def _zones_of(org_unit: str, *makers: RowMaker) -> list[Area]:
    """The zone parts of a unit by either definition, in the plan's order of zones."""
    found = {
        area.zone: area
        for maker in makers
        for area in areas_in(maker.reference, maker.positions.knowledge, maker.period, org_unit)
        if area.zone is not None
    }
    return [found[zone] for zone in makers[0].reference.zones if zone in found]
