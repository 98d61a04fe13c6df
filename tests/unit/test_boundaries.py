"""District outlines in kilometres: sizes, places and neighbours as on the ground."""

import json
from math import hypot
from pathlib import Path

import pytest

from data.boundaries import read_shapes


def area(ring) -> float:
    """Square kilometres inside a ring (shoelace)."""
    xs, ys = ring
    pairs = zip(zip(xs, ys), zip((*xs[1:], xs[0]), (*ys[1:], ys[0])))
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


@pytest.fixture
def shapes(reference):
    return {shape.code: shape for shape in reference.districts}


def test_sixteen_districts_cover_the_city_area(shapes):
    total = sum(area(ring) for shape in shapes.values() for ring in shape.rings)
    assert len(shapes) == 16
    assert total == pytest.approx(16_410.54, rel=0.01)


def test_districts_have_their_published_size(shapes):
    # 东城 41.84, 海淀 431, 密云 2,229 square kilometres; the outlines are generalised.
    for code, published in (("110101", 41.84), ("110108", 431), ("110118", 2_229)):
        assert area(shapes[code].rings[0]) == pytest.approx(published, rel=0.06)


def test_kilometres_are_kilometres(shapes):
    # Along the great circle it is 74.0 km from the label of 东城 to that of 延庆.
    (x, y), (u, v) = shapes["110101"].label, shapes["110119"].label
    assert hypot(x - u, y - v) == pytest.approx(74.0, rel=0.01)


def test_north_is_up_and_east_is_right(shapes):
    assert shapes["110116"].label[1] > shapes["110115"].label[1]
    assert shapes["110117"].label[0] > shapes["110109"].label[0]


def test_the_middle_of_the_map_is_the_origin(shapes):
    xs = [x for shape in shapes.values() for ring in shape.rings for x in ring[0]]
    ys = [y for shape in shapes.values() for ring in shape.rings for y in ring[1]]
    assert min(xs) == pytest.approx(-max(xs), abs=0.002)
    assert min(ys) == pytest.approx(-max(ys), abs=0.002)


def test_a_district_of_two_pieces_or_with_a_hole_keeps_all_its_rings(tmp_path: Path):
    square = [[116.0, 40.0], [116.1, 40.0], [116.1, 40.1], [116.0, 40.0]]
    features = [
        {
            "properties": {"code": code, "name": code, "label_lon": 116.05, "label_lat": 40.05},
            "geometry": {"type": kind, "coordinates": rings},
        }
        for code, kind, rings in (("A", "MultiPolygon", [[square], [square]]), ("B", "Polygon", [square, square]))
    ]
    (tmp_path / "map.json").write_text(json.dumps({"features": features}), encoding="utf-8")
    assert [len(shape.rings) for shape in read_shapes(tmp_path, "map.json")] == [2, 2]
