"""Outlines of townships that a user puts into the reference folder: all right, or refused with file and feature."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from data.issues import ReferenceRefused
from data.register import load_reference
from data.settings import Settings
from layouts.outlines import outlines_svg
from layouts.text import LANGUAGES, text_for

NAME = "townships.geojson"
SIDE = 0.004
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def labels() -> dict[str, tuple[float, float]]:
    """District -> longitude and latitude of its label, straight from the file of the tree."""
    drawn = json.loads((Settings().reference / "districts.geojson").read_text(encoding="utf-8"))
    found = (feature["properties"] for feature in drawn["features"])
    return {one["code"]: (one["label_lon"], one["label_lat"]) for one in found}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(Settings().reference, tmp_path / "reference"))


@pytest.fixture
def drawn(reference, labels) -> dict:
    """A square for every township, in its district."""
    features = [
        feature(one.code, *labels[one.district], place) for place, one in enumerate(reference.townships) if one.official
    ]
    return {"type": "FeatureCollection", "features": features}


def feature(code: str, x: float, y: float, place: int) -> dict:
    left, low = x + place % 8 * SIDE, y + place // 8 % 8 * SIDE
    ring = [[left, low], [left + SIDE, low], [left + SIDE, low + SIDE], [left, low + SIDE], [left, low]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


def put(folder: Path, drawn: object) -> None:
    (folder / NAME).write_text(json.dumps(drawn), encoding="utf-8")


def refusal(folder: Path) -> tuple[str, object, object]:
    with pytest.raises(ReferenceRefused) as caught:
        load_reference(folder)
    fault = caught.value
    for lang in LANGUAGES:
        assert NAME in text_for(lang)(fault.key, **fault.facts)
    return fault.key.removeprefix("reference."), fault.facts["file"], fault.facts["row"]


def test_without_the_file_there_are_no_outlines(reference):
    assert reference.township_shapes == ()


def test_all_outlines_stand_in_the_registers_order_on_the_plane_of_the_districts(folder, drawn, reference, labels):
    drawn["features"].reverse()
    put(folder, drawn)
    shapes = load_reference(folder).township_shapes
    assert [shape.code for shape in shapes] == [one.code for one in reference.townships if one.official]
    first = shapes[0]
    label = next(one.label for one in reference.districts if one.code == reference.townships[0].district)
    assert (first.rings[0][0][0], first.rings[0][1][0]) == pytest.approx(label, abs=0.002)
    assert first.rings[0][1][2] - first.rings[0][1][0] == pytest.approx(SIDE * 111.32, abs=0.002)


def test_a_township_of_two_pieces_with_a_hole_keeps_all_its_rings(folder, drawn):
    ring = drawn["features"][0]["geometry"]["coordinates"][0]
    drawn["features"][0]["geometry"] = {"type": "MultiPolygon", "coordinates": [[ring, ring], [ring]]}
    put(folder, drawn)
    assert len(load_reference(folder).township_shapes[0].rings) == 3


def test_heights_beside_the_degrees_are_passed_over(folder, drawn):
    ring = drawn["features"][0]["geometry"]["coordinates"][0]
    drawn["features"][0]["geometry"]["coordinates"] = [[[*point, 45.5] for point in ring]]
    put(folder, drawn)
    assert len(load_reference(folder).township_shapes) == 343


def _second(change):
    """A change of the second feature; the refusal names 2."""

    def spoil(drawn: dict) -> int:
        change(drawn["features"][1])
        return 2

    return spoil


def _set(path: str, value: object):
    def change(one: dict) -> None:
        *steps, last = path.split(".")
        for step in steps:
            one = one[step]
        one[last] = value

    return _second(change)


def _ring(change):
    return _second(lambda one: one["geometry"].update(coordinates=[change(one["geometry"]["coordinates"][0])]))


def _collection(**changes: object):
    return lambda drawn: drawn.update(changes) or 1


def _twice(drawn: dict) -> int:
    drawn["features"].insert(1, drawn["features"][0])
    return 2


def _missing(drawn: dict) -> int:
    drawn["features"].pop()
    return len(drawn["features"])


SPOILED = {
    "an unknown code": (_set("properties.code", "110101999"), "shape_unknown"),
    "a pseudo-unit": (_set("properties.code", "110115403"), "shape_unknown"),
    "no code": (_set("properties.code", " "), "blank"),
    "a code that is none": (_set("properties.code", ["110101002"]), "blank"),
    "no properties": (_set("properties", None), "blank"),
    "a township twice": (_twice, "duplicate"),
    "a township missing": (_missing, "shape_missing"),
    "a point": (_set("geometry.type", "Point"), "shape_type"),
    "a line": (_set("geometry.type", "LineString"), "shape_type"),
    "no geometry": (_set("geometry", None), "shape_type"),
    "no coordinates": (_set("geometry.coordinates", None), "shape_ring"),
    "coordinates that are no rings": (_set("geometry.coordinates", {"a": 1}), "shape_ring"),
    "coordinates too shallow": (_set("geometry.coordinates", [[116.4, 39.9]]), "shape_ring"),
    "an open ring": (_ring(lambda ring: ring[:-1]), "shape_ring"),
    "a ring of three points": (_ring(lambda ring: [ring[0], ring[1], ring[0]]), "shape_ring"),
    "an empty polygon": (_set("geometry.coordinates", []), "shape_ring"),
    "metres": (_ring(lambda ring: [[x * 4000, y * 100000] for x, y in ring]), "shape_degrees"),
    "the degrees the wrong way round": (_ring(lambda ring: [[y, x] for x, y in ring]), "shape_degrees"),
    "words for degrees": (_ring(lambda ring: [["a", "b"] for _ in ring]), "shape_degrees"),
    "no number": (_ring(lambda ring: [[float("nan"), y] for _, y in ring]), "shape_degrees"),
    "a truth for a degree": (_ring(lambda ring: [[True, False] for _ in ring]), "shape_degrees"),
    "another city": (_ring(lambda ring: [[x + 5, y - 8] for x, y in ring]), "shape_elsewhere"),
    "another projection": (
        _collection(crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}),
        "shape_crs",
    ),
    "a lone feature": (_collection(type="Feature"), "shape_collection"),
    "no list of features": (_collection(features={}), "shape_collection"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_an_outline_that_is_wrong_is_refused_with_its_place(folder, drawn, name):
    spoil, code = SPOILED[name]
    row = spoil(drawn)
    put(folder, drawn)
    assert refusal(folder) == (code, NAME, row)


@pytest.mark.parametrize("words", ["{", "[]", "null", '{"features": []}'])
def test_a_file_that_is_no_collection_is_refused(folder, words):
    (folder / NAME).write_text(words, encoding="utf-8")
    assert refusal(folder)[0] in ("unreadable", "shape_collection")


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "EPSG:4490"])
def test_the_names_of_wgs84_and_cgcs2000_are_taken(folder, drawn, name):
    put(folder, drawn | {"crs": {"type": "name", "properties": {"name": name}}})
    assert len(load_reference(folder).township_shapes) == 343


def test_the_picture_holds_a_path_a_township_with_north_up(folder, drawn):
    put(folder, drawn)
    reference = load_reference(folder)
    picture = ET.fromstring(outlines_svg(reference.township_shapes))
    paths = picture.findall(f"{SVG}path")
    assert [path.get("data-code") for path in paths] == [shape.code for shape in reference.township_shapes]
    ys = [float(number) for number in re.findall(r",(-?[0-9]+)", paths[0].get("d") or "")]
    wide, high = map(int, (picture.get("viewBox") or "").split()[2:])
    assert 0 <= min(ys) < max(ys) <= high
    # SIDE of latitude is 0.445 km: 22 steps of 20 m.
    assert max(ys) - min(ys) in (22, 23)
    norths = {shape.code: max(shape.rings[0][1]) for shape in reference.township_shapes}
    top = max(norths, key=lambda code: norths[code])
    assert ",0 " in (next(path.get("d") for path in paths if path.get("data-code") == top) or "") + " "
    assert wide > 0
