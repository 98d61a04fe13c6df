"""Outlines of townships that the user of a reference folder supplies: GeoJSON, WGS84, joined on ``code``, all or none.

The project has no such outlines of its own (they are not public); without the file the townships are hexagons.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

from data.boundaries import plane_about
from data.model import DistrictShape, Plane, Township, TownshipShape
from data.model.places import Ring
from data.register_cells import Record, read_text

NAME = "townships.geojson"
LEAST_POINTS = 4
"""Of a closed ring: a triangle, and its first point again."""
REACH_KM = 10
"""How far outside the box round its district a township may reach: districts' outlines are generalised."""
WGS84 = ("CRS84", "4326", "4490")
"""How a file may name its coordinates: WGS84, or CGCS2000, which is the same to the metre."""

Points = list[tuple[float, float]]
Box = tuple[float, float, float, float]


def read_township_shapes(
    folder: Path, name: str, townships: Sequence[Township], *, plane: Plane | None, districts: Sequence[DistrictShape]
) -> tuple[TownshipShape, ...]:
    """One outline a township, in the register's order; ReferenceRefused names the file, the feature and what is wrong.

    ``plane`` is that of the districts; None = flat about the middle of the townships themselves.
    """
    found = _features(folder, name)
    expected = {township.code: township for township in townships}
    read: dict[str, tuple[Record, list[Points]]] = {}
    for place, feature in enumerate(found, 1):
        record = Record(name, place, {})
        code = _code(record, feature)
        if code not in expected:
            raise record.refuse("shape_unknown", code)
        if code in read:
            raise record.refuse("duplicate", code)
        read[code] = record, _rings(record, feature)
    if missing := [code for code in expected if code not in read]:
        raise Record(name, len(found), {}).refuse("shape_missing", missing[0])
    flat = plane or plane_about([point for _, rings in read.values() for ring in rings for point in ring])
    shapes = {code: TownshipShape(code, tuple(_flat(ring, flat) for ring in read[code][1])) for code in expected}
    _check_places(shapes, {code: record for code, (record, _) in read.items()}, expected, districts)
    return tuple(shapes.values())


def _features(folder: Path, name: str) -> list[Any]:
    top = Record(name, 1, {})
    try:
        read = json.loads(read_text(folder, name))
    except ValueError as fault:
        raise top.refuse("unreadable", str(fault)) from fault
    except RecursionError as fault:
        raise top.refuse("unreadable", "JSON") from fault
    features = read.get("features") if isinstance(read, dict) else None
    if features is None or read.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise top.refuse("shape_collection")
    if "crs" in read and not any(one in json.dumps(read["crs"]) for one in WGS84):
        raise top.refuse("shape_crs", json.dumps(read["crs"])[:80])
    return features


def _code(record: Record, feature: object) -> str:
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    code = properties.get("code") if isinstance(properties, Mapping) else None
    if not isinstance(code, str | int) or not str(code).strip():
        raise record.refuse("blank", "code")
    return str(code).strip()


def _rings(record: Record, feature: Mapping[str, Any]) -> list[Points]:
    """Every ring of a Polygon or MultiPolygon, closed, of points in degrees."""
    given = feature.get("geometry")
    geometry = given if isinstance(given, Mapping) else {}
    kind = geometry.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        raise record.refuse("shape_type", str(kind))
    inside = geometry.get("coordinates")
    polygons: Any = [inside] if kind == "Polygon" else inside
    try:
        rings = [[_point(record, point) for point in ring] for polygon in polygons for ring in polygon]
    except TypeError as fault:
        raise record.refuse("shape_ring", kind) from fault
    if not rings or any(len(ring) < LEAST_POINTS or ring[0] != ring[-1] for ring in rings):
        raise record.refuse("shape_ring", kind)
    return rings


def _point(record: Record, point: object) -> tuple[float, float]:
    """Longitude and latitude; metres of a projection, or the two the wrong way round, are no degrees of a city."""
    if not isinstance(point, list):
        raise record.refuse("shape_ring", type(point).__name__)
    numbers = [one for one in point[:2] if isinstance(one, int | float) and not isinstance(one, bool) and isfinite(one)]
    if len(numbers) != 2 or abs(numbers[0]) > 180 or abs(numbers[1]) > 90:
        raise record.refuse("shape_degrees", str(point[:2])[:60])
    return float(numbers[0]), float(numbers[1])


def _flat(ring: Points, plane: Plane) -> Ring:
    places = [plane(*point) for point in ring]
    return tuple(x for x, _ in places), tuple(y for _, y in places)


def _check_places(
    shapes: Mapping[str, TownshipShape],
    records: Mapping[str, Record],
    townships: Mapping[str, Township],
    districts: Sequence[DistrictShape],
) -> None:
    """Each lies where its district lies: a code on another's outline, or shifted coordinates, are noticed."""
    boxes = {district.code: _box(district.rings) for district in districts}
    for code, shape in shapes.items():
        around = boxes.get(townships[code].district)
        if around is not None and not _is_inside(_box(shape.rings), around):
            raise records[code].refuse("shape_elsewhere", code)


def _box(rings: Sequence[Ring]) -> Box:
    xs = [x for ring in rings for x in ring[0]]
    ys = [y for ring in rings for y in ring[1]]
    return min(xs), min(ys), max(xs), max(ys)


def _is_inside(inner: Box, outer: Box) -> bool:
    low = all(inner[side] >= outer[side] - REACH_KM for side in (0, 1))
    return low and all(inner[side] <= outer[side] + REACH_KM for side in (2, 3))
