"""Where demonstration institutions stand on the map: inside the outline of their district, close to their township's.

Outlines of townships are not public, so a township's middle is a point of chance inside its district; its
institutions stand within a kilometre of it. A few have no coordinates, as in any real list.
"""

from __future__ import annotations

from decimal import Decimal
from math import cos, radians
from random import Random

from data.model import DistrictShape, Plane, Reference
from data.model.places import KM_PER_DEGREE, inside

Point = tuple[float, float]
NEAR_KM = 1.0
TRIES = 400
BLANK = 1 / 12
DIGITS = "0.00001"
"""About a metre."""


class Coordinates:
    """Longitude and latitude of institutions, the same every time; none where the folder has no outlines."""

    def __init__(self, reference: Reference, seed: int) -> None:
        self._shapes = {shape.code: shape for shape in reference.districts}
        self._district = {place.code: place.district for place in reference.townships}
        self._plane, self._seed = reference.plane, seed
        self._middles: dict[str, Point] = {}

    def of(self, township: str, number: str) -> tuple[Decimal, Decimal] | None:
        """Of the institution with that number; None for one in twelve."""
        shape = self._shapes.get(self._district[township])
        random = self._chance(number)
        if shape is None or self._plane is None or random.random() < BLANK:
            return None
        x, y = self._middle(township, shape)
        near = ((x + random.uniform(-NEAR_KM, NEAR_KM), y + random.uniform(-NEAR_KM, NEAR_KM)) for _ in range(TRIES))
        return _degrees(next((point for point in near if inside(point, shape.rings)), (x, y)), self._plane)

    def _middle(self, township: str, shape: DistrictShape) -> Point:
        if township not in self._middles:
            random = self._chance(township)
            xs, ys = ([at for ring in shape.rings for at in ring[axis]] for axis in (0, 1))
            drawn = ((random.uniform(min(xs), max(xs)), random.uniform(min(ys), max(ys))) for _ in range(TRIES))
            self._middles[township] = next((point for point in drawn if inside(point, shape.rings)), shape.label)
        return self._middles[township]

    def _chance(self, purpose: str) -> Random:
        return Random(f"{self._seed}-place-{purpose}")  # noqa: S311 - repeatable on purpose, nothing secret


def _degrees(point: Point, plane: Plane) -> tuple[Decimal, Decimal]:
    """The way back from kilometres about the map's middle."""
    longitude = plane.longitude + point[0] / (KM_PER_DEGREE * cos(radians(plane.latitude)))
    latitude = plane.latitude + point[1] / KM_PER_DEGREE
    return _digits(longitude), _digits(latitude)


def _digits(degrees: float) -> Decimal:
    """Five digits, the last of them no 0: a spreadsheet hands back 116.3 for 116.30000."""
    found = Decimal(degrees).quantize(Decimal(DIGITS))
    return found if found.as_tuple().digits[-1] else found + Decimal(DIGITS)
