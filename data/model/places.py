"""Who reports and who is counted: org units, townships, their people, their place on a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import cos, radians

KM_PER_DEGREE = 111.32
Ring = tuple[tuple[float, ...], tuple[float, ...]]
"""Eastings and northings of a closed line, in kilometres."""


class Level(StrEnum):
    CITY = "city"
    REGION = "region"
    UNIT = "unit"
    TOWNSHIP = "township"


@dataclass(frozen=True, slots=True)
class OrgUnit:
    """The city (or country), a reporting unit, or a region between them (a province, a prefecture): it files nothing.

    ``parent``: the org unit next above. ``population_published`` False = nobody prints its population.
    """

    code: str
    name: str
    name_en: str
    level: Level
    parent: str | None = None
    population_note: str = ""
    population_note_en: str = ""
    population_published: bool = True


@dataclass(frozen=True, slots=True)
class Township:
    """A 街道, 镇 or 乡; ``official=False`` marks a statistical pseudo-unit, never in a denominator."""

    code: str
    name: str
    legal_name: str
    unit_type: str
    official: bool
    district: str
    reporting_unit: str
    zone: str
    zone_basis: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    reporting_basis: str = ""

    def valid_at(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Population:
    """Resident population of an area at a date; ``derived`` marks a figure computed by the collector."""

    area: str
    ref_date: date
    value: int
    source: str
    source_date: date | None
    derived: bool = False
    source_en: str = ""

    def known_on(self, day: date) -> bool:
        """Published by that day; a figure without a date of its source was always known."""
        return self.source_date is None or self.source_date <= day


@dataclass(frozen=True, slots=True)
class TownshipPeople:
    """Who lives in a township at a date, as far as it is known. ``note`` says what to mind of the figures."""

    township: str
    ref_date: date
    residents: int | None
    children_under_3: int | None
    source: str
    source_date: date | None = None
    note: str = ""
    source_en: str = ""
    note_en: str = ""

    def known_on(self, day: date) -> bool:
        """Published by that day; a figure without a date of its source was always known."""
        return self.source_date is None or self.source_date <= day


@dataclass(frozen=True, slots=True)
class Hexagon:
    """A township's cell of the cartogram: odd-row offset grid, y up."""

    township: str
    column: int
    row: int

    @property
    def centre(self) -> tuple[float, float]:
        return self.column + 0.5 * (self.row % 2), self.row * 0.866


@dataclass(frozen=True, slots=True)
class Plane:
    """Degrees (WGS84) laid flat about the middle of a map, which is given in degrees.

    Equirectangular about the middle latitude: over one city the error stays under 1 %.
    """

    longitude: float
    latitude: float

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Kilometres east and north of the middle, to the metre: the same folder draws the same bytes everywhere."""
        x = (longitude - self.longitude) * KM_PER_DEGREE * cos(radians(self.latitude))
        y = (latitude - self.latitude) * KM_PER_DEGREE
        return round(x, 3), round(y, 3)


@dataclass(frozen=True, slots=True)
class DistrictShape:
    """A district's outline in kilometres east and north of the map's centre; ``label`` is a point inside."""

    code: str
    name: str
    rings: tuple[Ring, ...]
    label: tuple[float, float]


@dataclass(frozen=True, slots=True)
class TownshipShape:
    """A township's outline on the same plane as the districts', as its user supplied it."""

    code: str
    rings: tuple[Ring, ...]


def inside(point: tuple[float, float], rings: Sequence[Ring]) -> bool:
    """Whether a point lies in a place: a line from it to the far right leaves the place an odd number of times."""
    x, y = point
    leaves = False
    for xs, ys in rings:
        corners = list(zip(xs, ys, strict=True))
        for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
            if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
                leaves = not leaves
    return leaves
