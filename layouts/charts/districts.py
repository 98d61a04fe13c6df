"""The districts on the ground, filled by what their townships add up to, with institutions as points.

For the screen only, as long as the reference folder names no map approval number (审图号).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.model import DistrictShape, Reference
from layouts import format as printed
from layouts.charts.coverage import covered_ratio
from layouts.charts.hexmap import MapLabel
from layouts.charts.map_labels import placed
from layouts.charts.measures import CLASS_LOOKS, CLASSES, FIGURES, UNKNOWN, VOID, ZERO, Measure
from layouts.charts.parts import INK
from layouts.names import unit_name
from layouts.text import Text
from metrics.results import Coverage, TownshipResult

SHARES = ((100, "#2E7D6B"), (85, "#5B9E8B"), (60, "#A6CFC2"), (0, "#E8F2EE"))
UNKNOWN_FILL = "#E4E7EB"
BOUNDS = {Measure.SLOTS: (1, 1000, 2500, 5000), Measure.INCLUSIVE: (1, 1000, 2500, 5000), Measure.USE: (0, 50, 60, 70)}
"""The least of each class of a district: slots, or % of slots in use."""
FILLS = tuple(CLASS_LOOKS[name].fill for name in CLASSES[1:])


@dataclass(frozen=True, slots=True)
class DistrictArea:
    """One district: rings of (eastings, northings) in kilometres, its fill and what pointing at it tells."""

    code: str
    rings: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]
    fill: str
    hover: str


@dataclass(frozen=True, slots=True)
class MapPoint:
    """An institution where its coordinates lie; ``is_inclusive`` decides its mark, ``hover`` is what it tells."""

    x: float
    y: float
    is_inclusive: bool
    hover: str


@dataclass(frozen=True, slots=True)
class DistrictMap:
    """``approval`` is the map approval number, without which the outlines are drawn on no paper."""

    title: str
    areas: tuple[DistrictArea, ...]
    labels: tuple[MapLabel, ...]
    legend: tuple[tuple[str, str], ...]
    outline_colour: str
    note: str
    alt: str
    points: tuple[MapPoint, ...] = ()
    point_words: tuple[str, str] = ("", "")
    approval: str = ""


def district_map(
    townships: Sequence[TownshipResult],
    reference: Reference,
    text: Text,
    measure: Measure = Measure.COVERAGE,
    points: Sequence[MapPoint] = (),
) -> DistrictMap:
    """One area a district; ``legend`` pairs a fill with its words."""
    title = text("chart.district.title" if measure is Measure.COVERAGE else f"measure.{measure}.district_title")
    return DistrictMap(
        title=title,
        areas=tuple(_area(shape, townships, reference, text, measure) for shape in reference.districts),
        labels=placed(
            [_label(shape, townships, reference, text, measure) for shape in reference.districts], reference.districts
        ),
        legend=_legend(measure, text),
        outline_colour=INK,
        note=text("chart.district.note"),
        alt=text("chart.district.alt", count=len(reference.districts))
        if measure is Measure.COVERAGE
        else text("measure.district_alt", count=len(reference.districts), title=title),
        points=tuple(points),
        point_words=(text("chart.district.points.inclusive"), text("chart.district.points.other"))
        if points
        else ("", ""),
        approval=reference.map_approval_number,
    )


def _label(
    shape: DistrictShape, townships: Sequence[TownshipResult], reference: Reference, text: Text, measure: Measure
) -> MapLabel:
    """Name and figure, so that no shade has to be read."""
    words = sum_words(measure, [t for t in townships if t.township.district == shape.code], text)
    return MapLabel(*shape.label, f"{unit_name(reference, shape.code, text)} {words}")


def _area(
    shape: DistrictShape, townships: Sequence[TownshipResult], reference: Reference, text: Text, measure: Measure
) -> DistrictArea:
    inside = [t for t in townships if t.township.district == shape.code]
    name = unit_name(reference, shape.code, text)
    if measure is not Measure.COVERAGE:
        fill, words = _measured(measure, inside, text)
        return DistrictArea(shape.code, shape.rings, fill, text("chart.bars.hover", name=name, value=words))
    covered = sum(t.coverage.is_covered for t in inside)
    unknown = not inside or any(t.coverage is Coverage.UNKNOWN for t in inside)
    fill = UNKNOWN_FILL if unknown else next(f for least, f in SHARES if covered * 100 >= least * len(inside))
    key = "chart.district.hover_partial" if unknown else "chart.district.hover"
    return DistrictArea(shape.code, shape.rings, fill, text(key, name=name, covered=covered, total=len(inside)))


def _measured(measure: Measure, inside: Sequence[TownshipResult], text: Text) -> tuple[str, str]:
    """Fill and words of a district's sum (of use: children of all over slots of all); unknown where one town is."""
    found = sums_of(measure, inside)
    if found is None:
        return UNKNOWN_FILL, text(f"measure.{measure}.{UNKNOWN}")
    part, whole = found
    if measure is Measure.USE and whole == 0:
        return CLASS_LOOKS[VOID].fill, text(f"measure.{measure}.{VOID}")
    reached = sum(100 * part >= bound * whole for bound in BOUNDS[measure])
    fill = CLASS_LOOKS[ZERO].fill if part == 0 else FILLS[max(0, reached - 1)]
    return fill, text(f"measure.{measure}.value", value=sum_words(measure, inside, text))


def sum_words(measure: Measure, inside: Sequence[TownshipResult], text: Text) -> str:
    """The figure of a district as printed: covered of all, slots, or % in use; — where it is not known."""
    if measure is Measure.COVERAGE:
        return covered_ratio(inside, text)
    found = sums_of(measure, inside)
    if found is None or not found[1]:
        return printed.MISSING
    is_use = measure is Measure.USE
    return printed.figure(Fraction(100 * found[0], found[1]), "percent") if is_use else printed.count(found[0])


def sums_of(measure: Measure, inside: Sequence[TownshipResult]) -> tuple[int, int] | None:
    """Part and whole of several townships (the whole of a plain count is 100); None where one is not known."""
    figures = [FIGURES[measure](one) for one in inside]
    parts = [one.part for one in figures if one.part is not None]
    wholes = [one.whole for one in figures if one.whole is not None]
    if not figures or len(parts) + len(wholes) != 2 * len(figures):
        return None
    return sum(parts), sum(wholes) if measure is Measure.USE else 100


def _legend(measure: Measure, text: Text) -> tuple[tuple[str, str], ...]:
    if measure is Measure.COVERAGE:
        known = [(fill, text(f"chart.district.class.{least}")) for least, fill in SHARES]
        return (*known, (UNKNOWN_FILL, text("chart.coverage.unknown")))
    zero = (CLASS_LOOKS[ZERO].fill, text(f"measure.{measure}.{ZERO}"))
    known = [(fill, _class_words(measure, place, text)) for place, fill in enumerate(FILLS)]
    return (zero, *known, (UNKNOWN_FILL, text(f"measure.{measure}.{UNKNOWN}")))


def _class_words(measure: Measure, place: int, text: Text) -> str:
    bounds = BOUNDS[measure]
    if place + 1 == len(bounds):
        return text(f"measure.{measure}.from", low=printed.count(bounds[place]))
    if bounds[place] == 0:
        return text(f"measure.{measure}.below", high=bounds[place + 1])
    high = bounds[place + 1] - (0 if measure is Measure.USE else 1)
    return text(f"measure.{measure}.between", low=printed.count(bounds[place]), high=printed.count(high))
