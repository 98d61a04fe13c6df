"""What could be done in each township, from what is found there, as options of a programme.

The order is that of the remedies (`metrics.remedies`): what exists is turned inclusive, kindergartens open classes,
idle premises are fitted out, and only then something is built; where use is low nothing is added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from data.model import Channel, Costs, Way, WayKind
from data.returns import CHANNEL_OF_TYPE, LedgerRow, Mode, Project
from metrics.headroom import Headroom
from metrics.programme import Option
from metrics.remedies import CLASSES, CONVERTIBLE, LOW_USE, PREMISES, Need
from metrics.results import Coverage
from metrics.scenario import Scenario, price_percent

DEFAULT_PREMISES = Channel.S1
TURNED_PROFIT = "营利性机构转普惠"
BASE = 10_000


@dataclass(frozen=True, slots=True)
class Resource:
    """Up to ``units`` of a way in one township; ``least`` to ``most`` slots each; ``counts`` as in an option."""

    township: str
    way: Way
    units: int
    least: int
    most: int
    counts: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a township's resources are read from: its need, its kindergartens with toddler classes in operation, its
    filer's marks, and how that filer files (None = nothing stands).
    """

    need: Need
    kindergartens: tuple[LedgerRow, ...]
    headroom: Headroom
    mode: Mode | None


def channel_of(project: Project) -> Channel | None:
    """The channel of a project: a type of institution, the form's word for a channel, or its letter."""
    words = project.channel or ""
    if words in tuple(Channel):
        return Channel(words)
    return Channel.S3 if words == TURNED_PROFIT else CHANNEL_OF_TYPE.get(words)


def resources_of(place: Surroundings, costs: Costs, scenario: Scenario) -> Iterator[Resource]:
    """Everything that could be done in one township, in the order of advice."""
    yield from _turning(place, costs, scenario)
    use = place.need.use
    if use is not None and use < LOW_USE:
        return
    yield from _classes(place, costs)
    yield from _premises(place, costs)
    for way in costs.ways:
        if way.kind is WayKind.BUILD and way.per_township:
            counts = place.headroom.counts(_code(place), way.channel)
            yield Resource(_code(place), way, way.per_township, way.least, way.most, counts)


def _code(place: Surroundings) -> str:
    return place.need.result.township.code


def _turning(place: Surroundings, costs: Costs, scenario: Scenario) -> Iterator[Resource]:
    """Slots of institutions without an inclusive one, by channel; those once inclusive apart, as they are not new."""
    slots: Counter[tuple[Channel, bool]] = Counter()
    for row in place.need.others:
        if row.channel is not None:
            slots[row.channel, place.headroom.counts(_code(place), row.channel, row.number)] += row.slots or 0
    if place.mode is Mode.SUMMARY:
        slots = _turning_by_sums(place)
    for (channel, counts), most in sorted(slots.items()):
        way = costs.way(f"{WayKind.CONVERT}.{channel}")
        units = most * scenario.convert // 100
        if way is not None and units:
            yield Resource(_code(place), way, units, 1, 1, counts)


def _turning_by_sums(place: Surroundings) -> Counter[tuple[Channel, bool]]:
    """Of a unit that filed sums only what its own list names as 可转普惠, never more than is not inclusive yet."""
    result = place.need.result
    left = max(0, (result.slots or 0) - (result.inclusive_slots or 0))
    slots: Counter[tuple[Channel, bool]] = Counter()
    for project in place.need.projects_of(CONVERTIBLE):
        channel = channel_of(project)
        taken = min(left, project.inclusive_slots or 0)
        if channel is not None and taken:
            slots[channel, place.headroom.counts(_code(place), channel)] += taken
            left -= taken
    return slots


def _classes(place: Surroundings, costs: Costs) -> Iterator[Resource]:
    """Classes that kindergartens named as able could open, and one or more each that those with classes could add."""
    way = costs.way(f"{WayKind.CLASSES}.{Channel.K1}")
    if way is None or not way.per_township:
        return
    found: Counter[bool] = Counter()
    for project in place.need.projects_of(CLASSES):
        new = place.headroom.counts(_code(place), Channel.K1)
        found[new] += way.per_township if project.slots is None else project.slots // way.most
    for row in place.kindergartens:
        found[place.headroom.counts(_code(place), Channel.K1, row.number)] += way.per_institution
    left = way.per_township
    for counts in (True, False):
        units = min(left, found[counts])
        left -= units
        if units:
            yield Resource(_code(place), way, units, way.least, way.most, counts)


def _premises(place: Surroundings, costs: Costs) -> Iterator[Resource]:
    """Each idle house as large as the return says; of unknown size, as large as the cost file allows."""
    for project in place.need.projects_of(PREMISES):
        channel = channel_of(project) or DEFAULT_PREMISES
        way = costs.way(f"{WayKind.PREMISES}.{channel}")
        if way is not None:
            sizes = (project.slots, project.slots) if project.slots else (way.least, way.most)
            yield Resource(_code(place), way, 1, *sizes, place.headroom.counts(_code(place), channel))


Groups = Mapping[Option, tuple[Resource, ...]]
"""Options in the order of a programme, each with the resources it stands for, those to be used first in front."""


def options_of(
    resources: Iterable[Resource], needs: Mapping[str, Need], apart: frozenset[str], costs: Costs, scenario: Scenario
) -> Groups:
    """Equal resources put together: of one zone, way and size. What is ``apart`` (uncovered townships, units with
    targets of their own) stays by itself.

    Within a group it makes no difference to any target or cost which township is chosen.
    """
    groups: dict[tuple[int, str, str, str, int, int, bool], list[Resource]] = {}
    order = {way.id: place for place, way in enumerate(costs.ways)}
    for one in resources:
        township = needs[one.township].result.township
        place = one.township if one.township in apart else ""
        unit = township.reporting_unit if township.reporting_unit in apart else ""
        key = (order[one.way.id], place, township.zone, unit, one.least, one.most, not one.counts)
        groups.setdefault(key, []).append(one)
    made = {}
    for key in sorted(groups):
        ranked = sorted(groups[key], key=lambda one: _urgency(needs[one.township]))
        made[_option(ranked, needs, (key[1], key[3]), costs, scenario)] = tuple(ranked)
    return made


def _urgency(need: Need) -> tuple[bool, bool, int, str]:
    """Fragile cover first, then low use (fill and turn what there is), then few inclusive slots."""
    result = need.result
    idle = need.use is not None and need.use < LOW_USE
    return result.coverage is not Coverage.FRAGILE, not idle, result.inclusive_slots or 0, result.township.code


def _option(
    ranked: list[Resource], needs: Mapping[str, Need], apart: tuple[str, str], costs: Costs, scenario: Scenario
) -> Option:
    first, (place, unit) = ranked[0], apart
    township = needs[first.township].result.township
    percent = Fraction(price_percent(costs, first.way, township.zone, scenario), BASE)
    return Option(
        place=place or f"{township.zone} {unit}",
        zone=township.zone,
        unit=unit,
        way=first.way.id,
        channel=first.way.channel,
        units=sum(one.units for one in ranked),
        least=first.least,
        most=first.most,
        fixed=first.way.fixed * percent,
        per_slot=first.way.per_slot * percent,
        adds=first.way.kind is not WayKind.CONVERT,
        counts=first.counts,
    )
