"""District outlines from GeoJSON, laid flat in kilometres, so that a map needs no tiles and no projection later."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from math import cos, radians
from pathlib import Path
from typing import Any

from data.issues import ReferenceRefused
from data.model import DistrictShape
from data.register_cells import read_text

KM_PER_DEGREE = 111.32

Point = Sequence[float]
Feature = Mapping[str, Any]


def read_shapes(folder: Path, name: str) -> tuple[DistrictShape, ...]:
    """Every feature of a GeoJSON file in kilometres east and north of the middle of them all.

    Equirectangular about the middle latitude: over one city the error stays under 1 %.
    """
    try:
        features = json.loads(read_text(folder, name))["features"]
        flat = _Plane([point for feature in features for ring in _rings(feature) for point in ring])
        return tuple(_shape(feature, flat) for feature in features)
    except (ValueError, KeyError, TypeError, IndexError) as fault:
        raise ReferenceRefused("reference.unreadable", file=name, row=1, detail=repr(fault)) from fault


class _Plane:
    """Degrees to kilometres about the middle of the given points."""

    def __init__(self, points: Sequence[Point]) -> None:
        longitudes = [point[0] for point in points]
        latitudes = [point[1] for point in points]
        self.longitude = (min(longitudes) + max(longitudes)) / 2
        self.latitude = (min(latitudes) + max(latitudes)) / 2
        self.narrowing = cos(radians(self.latitude))

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Kilometres to the metre, so that the same folder draws the same bytes everywhere."""
        x = (longitude - self.longitude) * KM_PER_DEGREE * self.narrowing
        y = (latitude - self.latitude) * KM_PER_DEGREE
        return round(x, 3), round(y, 3)


def _shape(feature: Feature, flat: _Plane) -> DistrictShape:
    properties = feature["properties"]
    rings = []
    for ring in _rings(feature):
        points = [flat(longitude, latitude) for longitude, latitude, *_ in ring]
        rings.append((tuple(x for x, _ in points), tuple(y for _, y in points)))
    return DistrictShape(
        code=str(properties["code"]),
        name=str(properties["name"]),
        rings=tuple(rings),
        label=flat(properties["label_lon"], properties["label_lat"]),
    )


def _rings(feature: Feature) -> Iterator[Sequence[Point]]:
    """Every ring of a Polygon or MultiPolygon, outlines and holes alike."""
    geometry = feature["geometry"]
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    for polygon in polygons[geometry["type"]]:
        yield from polygon
