"""The districts on the ground, filled by the share of covered townships. For the screen only (no 审图号, no print)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.model import DistrictShape, Reference
from layouts.charts.hexmap import MapLabel
from layouts.charts.parts import INK
from layouts.headlines import COVERED, unit_name
from layouts.text import Text
from metrics.results import Coverage, TownshipResult

CLASSES = ((100, "#2E7D6B"), (85, "#5B9E8B"), (60, "#A6CFC2"), (0, "#E8F2EE"))
UNKNOWN_FILL = "#E4E7EB"


@dataclass(frozen=True, slots=True)
class DistrictArea:
    """One district: rings of (eastings, northings) in kilometres, its fill and what pointing at it tells."""

    code: str
    rings: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]
    fill: str
    hover: str


@dataclass(frozen=True, slots=True)
class DistrictMap:
    title: str
    areas: tuple[DistrictArea, ...]
    labels: tuple[MapLabel, ...]
    legend: tuple[tuple[str, str], ...]
    outline_colour: str
    note: str
    alt: str


def district_map(townships: Sequence[TownshipResult], reference: Reference, text: Text) -> DistrictMap:
    """One area a district; ``legend`` pairs a fill with its words."""
    return DistrictMap(
        title=text("chart.district.title"),
        areas=tuple(_area(shape, townships, reference, text) for shape in reference.districts),
        labels=tuple(MapLabel(*shape.label, unit_name(reference, shape.code, text)) for shape in reference.districts),
        legend=_legend(text),
        outline_colour=INK,
        note=text("chart.hex.note"),
        alt=text("chart.district.alt", count=len(reference.districts)),
    )


def _area(shape: DistrictShape, townships: Sequence[TownshipResult], reference: Reference, text: Text) -> DistrictArea:
    inside = [t for t in townships if t.township.district == shape.code]
    covered = sum(t.coverage in COVERED for t in inside)
    unknown = not inside or any(t.coverage is Coverage.UNKNOWN for t in inside)
    fill = UNKNOWN_FILL if unknown else next(f for least, f in CLASSES if covered * 100 >= least * len(inside))
    name = unit_name(reference, shape.code, text)
    key = "chart.district.hover_partial" if unknown else "chart.district.hover"
    return DistrictArea(shape.code, shape.rings, fill, text(key, name=name, covered=covered, total=len(inside)))


def _legend(text: Text) -> tuple[tuple[str, str], ...]:
    known = [(fill, text(f"chart.district.class.{least}")) for least, fill in CLASSES]
    return (*known, (UNKNOWN_FILL, text("chart.coverage.unknown")))
