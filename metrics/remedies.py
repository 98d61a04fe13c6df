"""Which townships have nothing, which have little, which stand empty; and what could be done in each.

Three lists: 尚未覆盖 (no institution at all, or none inclusive), 脆弱覆盖 (one inclusive institution, or few inclusive
slots), 先转后建 (use under one half: fill or convert what there is before building). A township may stand in the third
list beside one of the first two. What is not known stands in a list of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import asin, cos, radians, sin, sqrt

from data.model import Period, Township, TownshipPeople
from data.returns import LedgerRow, Project
from metrics.knowledge import Knowledge
from metrics.positions import Area
from metrics.results import Coverage, TownshipResult
from metrics.townships import townships_of
from metrics.works import works_of

LOW_USE = Fraction(1, 2)
EARTH_KM = 6371
UNDER_WAY, PLANNED, CONVERTIBLE, CLASSES, PREMISES = "在建", "拟建", "可转普惠", "幼儿园可开班", "闲置用房"


class Trouble(StrEnum):
    """Why a township stands in a list."""

    NO_INSTITUTION = "no_institution"
    NONE_INCLUSIVE = "none_inclusive"
    ONE_INSTITUTION = "one_institution"
    FEW_SLOTS = "few_slots"
    LOW_USE = "low_use"


class Remedy(StrEnum):
    """What can be done, the quickest and cheapest first: the order of the members is the order of advice."""

    AWAIT = "await"
    CONVERT = "convert"
    OPEN_CLASSES = "open_classes"
    PREMISES = "premises"
    BUILD = "build"
    FILL = "fill"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The nearest inclusive institution of another township; kilometres along the great circle."""

    name: str
    township: str
    km: float


@dataclass(frozen=True, slots=True)
class Need:
    """One township that needs something. ``others`` are its institutions in operation without an inclusive slot.

    ``use`` is children / slots as a plain ratio; None where it is not known or there is no slot. ``people``: who lives
    there, where that is published.
    """

    result: TownshipResult
    troubles: tuple[Trouble, ...]
    remedies: tuple[Remedy, ...]
    use: Fraction | None
    others: tuple[LedgerRow, ...]
    projects: tuple[Project, ...]
    nearest: Neighbour | None
    people: TownshipPeople | None = None

    def projects_of(self, *kinds: str) -> tuple[Project, ...]:
        """Its projects of these kinds."""
        return tuple(one for one in self.projects if one.kind in kinds)


@dataclass(frozen=True, slots=True)
class Needs:
    """The three lists, and the townships of which nothing can be said; each in the register's order.

    ``every``: all townships, listed or not, with what is at hand in each.
    """

    uncovered: tuple[Need, ...]
    fragile: tuple[Need, ...]
    idle: tuple[Need, ...]
    unknown: tuple[TownshipResult, ...]
    every: tuple[Need, ...] = ()


def needs_of(knowledge: Knowledge, area: Area, period: Period, around: Area | None = None) -> Needs:
    """The lists of an area. Totals of this and the last period must be loaded.

    ``around``: where the nearest institution is looked for, if further than in the area itself.
    """
    results = townships_of(knowledge, area, period)
    ledgers = institutions_of(knowledge, area, period)
    projects, places = _projects(knowledge, area, period), _places_in(knowledge, around or area, period)
    found = [need_of(knowledge, one, ledgers, projects, period, places=places) for one in results]
    listed = [need for need in found if need.result.coverage is not Coverage.UNKNOWN]
    return Needs(
        uncovered=tuple(need for need in listed if need.result.coverage is Coverage.UNCOVERED),
        fragile=tuple(need for need in listed if need.result.coverage is Coverage.FRAGILE),
        idle=tuple(need for need in found if Trouble.LOW_USE in need.troubles),
        unknown=tuple(need.result for need in found if need.result.coverage is Coverage.UNKNOWN),
        every=tuple(found),
    )


Ledgers = Mapping[str, tuple[LedgerRow, ...]]
"""Township -> lines of the ledger that stands for it."""


def institutions_of(knowledge: Knowledge, area: Area, period: Period) -> Ledgers:
    """Township -> the lines of the ledger that stands for it."""
    standing = [knowledge.standing(unit, period).stored for unit in area.units]
    read = knowledge.source.ledgers(sequences=[one.sequence for one in standing if one])
    by_township: dict[str, list[LedgerRow]] = {}
    for rows in read.values():
        for row in rows:
            by_township.setdefault(row.township, []).append(row)
    return {code: tuple(rows) for code, rows in by_township.items()}


def _projects(knowledge: Knowledge, area: Area, period: Period) -> Mapping[str, tuple[Project, ...]]:
    by_township: dict[str, list[Project]] = {}
    for unit in area.units:
        for one in works_of(knowledge, unit, period).projects:
            by_township.setdefault(one.township or "", []).append(one)
    return {code: tuple(found) for code, found in by_township.items()}


def need_of(
    knowledge: Knowledge,
    result: TownshipResult,
    ledgers: Ledgers,
    projects: Mapping[str, tuple[Project, ...]],
    period: Period,
    *,
    places: Sequence[Place] | None = None,
) -> Need:
    """What one township needs; ``ledgers`` and ``projects`` by township, of its own at least.

    ``places`` of the same ledgers, for who asks of many townships.
    """
    code = result.township.code
    own = projects.get(code, ())
    others = tuple(row for row in ledgers.get(code, ()) if _could_convert(row, period))
    use = use_of(result)
    troubles = troubles_of(result, use, knowledge.reference.definitions.fragile_slots)
    return Need(
        result=result,
        troubles=troubles,
        remedies=remedies_of(troubles, others, own),
        use=use,
        others=others,
        projects=own,
        nearest=nearest_of(result.township, ledgers, period, places) if troubles else None,
        people=knowledge.reference.people_of(code, period.end, knowledge.day),
    )


def _could_convert(row: LedgerRow, period: Period) -> bool:
    """In operation with slots, and surely without an inclusive one."""
    inclusive = row.inclusive_slots if row.is_inclusive_at(period.end) else 0
    return row.in_operation(period.end) and bool(row.slots) and inclusive == 0


def use_of(result: TownshipResult) -> Fraction | None:
    """托位使用率 of a township: children / slots."""
    if not result.slots or result.children is None:
        return None
    return Fraction(result.children, result.slots)


def troubles_of(result: TownshipResult, use: Fraction | None, fragile_slots: int) -> tuple[Trouble, ...]:
    """Every reason for which a township stands in a list, in the order of the lists."""
    known = result.coverage
    signs = {
        Trouble.NO_INSTITUTION: known is Coverage.UNCOVERED and result.institutions == 0,
        Trouble.NONE_INCLUSIVE: known is Coverage.UNCOVERED and result.institutions != 0,
        Trouble.ONE_INSTITUTION: known is Coverage.FRAGILE and result.inclusive_institutions == 1,
        Trouble.FEW_SLOTS: known is Coverage.FRAGILE and _few(result.inclusive_slots, fragile_slots),
        Trouble.LOW_USE: use is not None and use < LOW_USE,
    }
    return tuple(trouble for trouble, holds in signs.items() if holds)


def _few(slots: int | None, least: int) -> bool:
    return slots is not None and slots < least


def remedies_of(
    troubles: Iterable[Trouble], others: Sequence[LedgerRow], projects: Sequence[Project]
) -> tuple[Remedy, ...]:
    """What is at hand, first what is already coming, then what exists, then what must be built.

    Where use is low nothing is built: what there is is filled, or turned inclusive.
    """
    found = set(troubles)
    if not found:
        return ()
    kinds = {one.kind for one in projects}
    idle = Trouble.LOW_USE in found
    at_hand = {
        Remedy.AWAIT: UNDER_WAY in kinds or PLANNED in kinds,
        Remedy.CONVERT: bool(others) or CONVERTIBLE in kinds,
        Remedy.OPEN_CLASSES: CLASSES in kinds and not idle,
        Remedy.PREMISES: PREMISES in kinds and not idle,
    }
    chosen = [remedy for remedy, there in at_hand.items() if there]
    if idle:
        return (*chosen, Remedy.FILL)
    return tuple(chosen) or (Remedy.BUILD,)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an inclusive institution is: degrees of longitude and latitude."""

    name: str
    township: str
    at: tuple[float, float]


def places_of(ledgers: Ledgers, period: Period) -> tuple[Place, ...]:
    """Every inclusive institution in operation at the end of the period whose coordinates are known."""
    day = period.end
    return tuple(
        Place(row.name, row.township, at)
        for rows in ledgers.values()
        for row in rows
        if row.inclusive_slots and row.in_operation(day) and row.is_inclusive_at(day)
        if (at := _place(row)) is not None
    )


def _places_in(knowledge: Knowledge, area: Area, period: Period) -> tuple[Place, ...]:
    """Those of an area: worked out once for as long as it stands on the same returns."""
    key = ("inclusive places", area.units, period, knowledge.footing(area.units, (period,)))
    return knowledge.memory.once(key, lambda: places_of(institutions_of(knowledge, area, period), period))


def nearest_of(
    township: Township, ledgers: Ledgers, period: Period, places: Sequence[Place] | None = None
) -> Neighbour | None:
    """The nearest inclusive institution outside the township, from the middle of its own institutions.

    None where its own institutions, or all others, have no coordinates.
    """
    own = [_place(row) for row in ledgers.get(township.code, ())]
    known = [place for place in own if place is not None]
    if not known:
        return None
    here = (sum(x for x, _ in known) / len(known), sum(y for _, y in known) / len(known))
    found = (
        (kilometres(here, one.at), one.name, one.township)
        for one in (places_of(ledgers, period) if places is None else places)
        if one.township != township.code
    )
    km, name, there = min(found, default=(0.0, "", ""))
    return Neighbour(name, there, km) if there else None


def _place(row: LedgerRow) -> tuple[float, float] | None:
    if row.longitude is None or row.latitude is None:
        return None
    return float(row.longitude), float(row.latitude)


def kilometres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The great circle between two places (longitude, latitude in degrees), by the haversine formula."""
    (x1, y1), (x2, y2) = ((radians(x), radians(y)) for x, y in (here, there))
    half = sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
