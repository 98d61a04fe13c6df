"""District outlines from GeoJSON, laid flat in kilometres, so that a map needs no tiles and no projection later."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from data.issues import ReferenceRefused
from data.model import DistrictShape, Plane
from data.register_cells import read_text

Point = Sequence[float]
Feature = Mapping[str, Any]


def read_shapes(folder: Path, name: str) -> tuple[DistrictShape, ...]:
    """Every feature of a GeoJSON file in kilometres east and north of the middle of them all."""
    try:
        features = json.loads(read_text(folder, name))["features"]
        flat = plane_about([point for feature in features for ring in _rings(feature) for point in ring])
        return tuple(_shape(feature, flat) for feature in features)
    except (ValueError, KeyError, TypeError, IndexError) as fault:
        raise ReferenceRefused("reference.unreadable", file=name, row=1, detail=repr(fault)) from fault


def read_plane(folder: Path, name: str) -> Plane:
    """The plane on which the file's shapes are laid; the file has been read before."""
    features = json.loads(read_text(folder, name))["features"]
    return plane_about([point for feature in features for ring in _rings(feature) for point in ring])


def plane_about(points: Sequence[Point]) -> Plane:
    """Flat about the middle of these points."""
    longitudes = [point[0] for point in points]
    latitudes = [point[1] for point in points]
    return Plane((min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2)


def _shape(feature: Feature, flat: Plane) -> DistrictShape:
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
