"""Classes of the map of townships: decided exactly, told in words with their bounds, never mixed with unknown or 0."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from layouts.charts import district_map, hex_map
from layouts.charts.districts import sum_words
from layouts.charts.map_labels import HEIGHT, WIDTH
from layouts.charts.measures import CLASS_LOOKS, Measure, class_of, class_words, measure_keys, value_of
from layouts.text import LANGUAGES, text_for
from metrics.results import Coverage
from tests.sample_overview import sample_overview, sample_reference

ZH = text_for("zh")
TOWN = sample_overview().townships[0]


def town(**figures: int | None):
    return replace(TOWN, **figures)


@pytest.mark.parametrize(
    ("slots", "name"),
    [(None, "unknown"), (0, "zero"), (1, "c1"), (49, "c1"), (50, "c2"), (99, "c2"), (100, "c3"), (199, "c3"),
     (200, "c4"), (399, "c4"), (400, "c5"), (5000, "c5")],
)  # fmt: skip
def test_a_class_of_slots_begins_at_its_bound(slots, name):
    assert class_of(Measure.SLOTS, town(slots=slots)) == name
    assert class_of(Measure.INCLUSIVE, town(inclusive_slots=slots)) == name


@pytest.mark.parametrize(
    ("children", "slots", "name"),
    [(0, 40, "zero"), (1, 1000, "c1"), (499, 1000, "c1"), (500, 1000, "c2"), (599, 1000, "c2"), (2, 3, "c3"),
     (7, 10, "c4"), (79, 99, "c4"), (80, 100, "c5"), (130, 100, "c5"), (0, 0, "void"), (None, 10, "unknown"),
     (10, None, "unknown"), (None, 0, "void")],
)  # fmt: skip
def test_a_class_of_use_is_decided_on_the_exact_fraction(children, slots, name):
    assert class_of(Measure.USE, town(children=children, slots=slots)) == name


def test_coverage_keeps_its_four_states():
    for state in Coverage:
        assert class_of(Measure.COVERAGE, replace(TOWN, coverage=state)) == state


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("measure", [Measure.SLOTS, Measure.INCLUSIVE, Measure.USE])
def test_every_class_has_words_of_its_own(measure, lang):
    said = [class_words(measure, name, text_for(lang)) for name in CLASS_LOOKS]
    assert len(set(said)) == len(said)


def test_the_bounds_are_printed():
    assert [class_words(Measure.SLOTS, name, ZH) for name in ("c1", "c2", "c5")] == [
        "1至49个",
        "50至99个",
        "400个及以上",
    ]
    said = [class_words(Measure.USE, name, ZH) for name in ("c1", "c2", "c5")]
    assert said == ["大于0、不足50%", "50%至不足60%", "80%及以上"]


def test_looks_differ_in_symbol_and_grow_darker():
    assert len({look.symbol for look in CLASS_LOOKS.values()}) == len(CLASS_LOOKS)
    grey = [_lightness(CLASS_LOOKS[name].fill) for name in ("c1", "c2", "c3", "c4", "c5")]
    assert grey == sorted(grey, reverse=True)
    assert min(a - b for a, b in pairwise(grey)) > 20


def _lightness(fill: str) -> float:
    red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_the_legend_counts_every_township_once():
    towns = sample_overview(missing=["110108"]).townships
    for measure in Measure:
        keys = measure_keys(measure, towns, ZH)
        counts = Counter(class_of(measure, one) for one in towns)
        assert sum(key.count for key in keys) == len(towns)
        assert {key.coverage: key.count for key in keys if key.count} == dict(counts)
        assert all(str(key.count) in key.label for key in keys)


def test_an_unknown_township_is_printed_as_unknown():
    assert value_of(Measure.SLOTS, town(slots=None)) == "—"
    assert value_of(Measure.USE, town(children=3, slots=0)) == "—"
    assert value_of(Measure.USE, town(children=2, slots=3)) == "66.7%"


def test_the_map_of_coverage_is_the_same_whether_its_measure_is_told_or_not():
    towns, reference = sample_overview().townships, sample_reference()
    assert hex_map(towns, reference, ZH) == hex_map(towns, reference, ZH, Measure.COVERAGE)


def test_the_cells_of_a_map_of_sizes_carry_the_classes_of_its_legend():
    chart = hex_map(sample_overview().townships, sample_reference(), ZH, Measure.USE)
    assert {cell.coverage for cell in chart.cells} <= {key.coverage for key in chart.legend}
    assert chart.title == "各街道（乡镇）托位使用率"


def test_a_district_adds_up_its_townships():
    towns = [one for one in sample_overview().townships if one.township.district == "110114"]
    children, slots = sum(one.children for one in towns), sum(one.slots for one in towns)
    assert sum_words(Measure.SLOTS, towns, ZH) == f"{slots:,}"
    tenths = (2000 * children + slots) // (2 * slots)
    assert sum_words(Measure.USE, towns, ZH) == f"{tenths // 10}.{tenths % 10}%"


def test_a_district_with_an_unknown_township_is_no_sum():
    towns = [one for one in sample_overview().townships if one.township.district == "110114"]
    towns[0] = replace(towns[0], slots=None, coverage=Coverage.UNKNOWN)
    assert sum_words(Measure.SLOTS, towns, ZH) == "—"
    assert sum_words(Measure.COVERAGE, towns, ZH).startswith("至少")
    chart = district_map(towns, sample_reference(), ZH, Measure.SLOTS)
    assert next(area for area in chart.areas if area.code == "110114").fill == "#E4E7EB"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_names_on_the_map_of_districts_cover_each_other(lang):
    chart = district_map(sample_overview().townships, sample_reference(), text_for(lang))
    xs = [x for area in chart.areas for ring in area.rings for x in ring[0]]
    ys = [y for area in chart.areas for ring in area.rings for y in ring[1]]
    wide, high = WIDTH * (max(xs) - min(xs)), HEIGHT * (max(ys) - min(ys))
    middles = [(one.x + (0 if one.points_at is None else wide / 2), one.y) for one in chart.labels]
    close = [
        (a, b)
        for place, a in enumerate(middles)
        for b in middles[:place]
        if abs(a[0] - b[0]) < wide * 0.7 and abs(a[1] - b[1]) < high * 0.99
    ]
    assert close == []
    assert len(chart.labels) == 16


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_beside_the_map_of_districts_lie_on_no_district(lang):
    """Between the end of such a name and the edge to which it reads, in the height of its line, no outline passes."""
    chart = district_map(sample_overview().townships, sample_reference(), text_for(lang))
    rings = [ring for area in chart.areas for ring in area.rings]
    high = HEIGHT * (max(y for ring in rings for y in ring[1]) - min(y for ring in rings for y in ring[1]))
    beside = [one for one in chart.labels if one.points_at]
    assert beside
    for one in beside:
        sign = 1 if one.points_at[0] < one.x else -1
        near = [x for xs, ys in rings for x, y in zip(xs, ys, strict=True) if abs(y - one.y) <= high / 2]
        assert [x for x in near if sign * x >= sign * one.x] == [], one.text
