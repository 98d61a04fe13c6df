"""What may be made public of a period's townships: institutions and slots as they are, persons where they are many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.model import Reference, Township
from metrics.disclosure import Place, hidden_places, inclusive_is_nil, summed
from metrics.results import NoValue, TownshipResult

Told = int | NoValue
OF_PLACES = ("institutions", "inclusive_institutions", "slots", "inclusive_slots")
OF_PERSONS = ("children", "inclusive_children")


@dataclass(frozen=True, slots=True)
class PublicRow:
    """The city, a unit or (with ``township``) a township; ``counts`` by the names of both lists."""

    code: str
    org_unit: str
    township: Township | None
    counts: dict[str, Told]


def public_rows(found: Sequence[TownshipResult], reference: Reference) -> tuple[PublicRow, ...]:
    """The city, then unit by unit with its townships. A sum is told only where every part of it is known."""
    city = reference.city.code
    by_unit: dict[str, list[TownshipResult]] = {}
    for one in found:
        by_unit.setdefault(one.township.reporting_unit, []).append(one)
    persons = _persons(by_unit, city)
    rows = [PublicRow(city, city, None, _sums(found) | persons[city])]
    for unit, parts in by_unit.items():
        rows.append(PublicRow(unit, unit, None, _sums(parts) | persons[unit]))
        rows += [_row(one, unit, persons[one.township.code]) for one in parts]
    return tuple(rows)


def _row(one: TownshipResult, unit: str, persons: dict[str, Told]) -> PublicRow:
    """A township, with its own reason where a count is not known."""
    reason = one.no_value or NoValue.INCOMPLETE
    counts = {name: _told(getattr(one, name), reason) for name in OF_PLACES}
    known = {name: reason if count is NoValue.INCOMPLETE else count for name, count in persons.items()}
    return PublicRow(one.township.code, unit, one.township, counts | known)


def _told(count: int | None, reason: NoValue) -> Told:
    return reason if count is None else count


def _sums(found: Iterable[TownshipResult]) -> dict[str, Told]:
    counts = {name: [getattr(one, name) for one in found] for name in OF_PLACES}
    return {name: NoValue.INCOMPLETE if None in one else sum(one) for name, one in counts.items()}


def _persons(by_unit: dict[str, list[TownshipResult]], city: str) -> dict[str, dict[str, Told]]:
    """Both counts of persons of every place, hidden where they must be."""
    townships = [
        Place(one.township.code, unit, one.children, one.inclusive_children)
        for unit, parts in by_unit.items()
        for one in parts
    ]
    units = [summed(unit, city, [one for one in townships if one.parent == unit]) for unit in by_unit]
    places = {one.code: one for one in (summed(city, None, units), *units, *townships)}
    hidden = hidden_places(tuple(places.values()))
    return {code: _counts(one, places, hidden) for code, one in places.items()}


def _counts(one: Place, places: dict[str, Place], hidden: frozenset[str]) -> dict[str, Told]:
    children, inclusive = (_told(count, NoValue.INCOMPLETE) for count in (one.children, one.inclusive))
    if one.code in hidden:
        children = NoValue.SUPPRESSED
        inclusive = 0 if inclusive_is_nil(one, places, hidden) else NoValue.SUPPRESSED
    return dict(zip(OF_PERSONS, (children, inclusive), strict=True))
