"""How a figure came about: the row, the cells it was read from, and the readings that stand beside its light.

The ratio of growth rates, the projection and ESCAP's gap are for whoever asks how; no page of a leader shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from data.details import SourceFile
from data.model import Definitions, DistrictTarget, Level, Period
from data.returns import StoredReturn
from metrics.contributions import MILESTONES, SINCE_BASELINE
from metrics.definition import Direction, Element, Indicator
from metrics.growth import Growth, growth_of, growth_ratio
from metrics.indicators import BY_ID
from metrics.knowledge import Knowledge
from metrics.new_slots import Gains, gains_of
from metrics.positions import Area
from metrics.progress import PaceWord, pace_word
from metrics.projection import Course, Projection, course_of, escap_gap, projection_of
from metrics.results import Row, Status, TargetKind
from metrics.rows import RowMaker

MONTHS = 12
ASSESSED = (TargetKind.PLAN, TargetKind.DISTRICT)
SAME = {
    Status.ACHIEVED: Growth.ON_TRACK,
    Status.ON_TRACK: Growth.ON_TRACK,
    Status.ACCELERATE: Growth.ACCELERATION_NEEDED,
    Status.LAGGING: Growth.LIMITED,
    Status.BELOW_BASELINE: Growth.DETERIORATION,
}
"""The light that says the same as a word of the growth ratio."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The cells of one data element in one return; ``file.cells`` are those of the area alone."""

    stored: StoredReturn
    element: Element
    file: SourceFile

    @property
    def counted(self) -> int:
        """What the cells add up to, as far as they are known."""
        return sum(cell.counted or 0 for cell in self.file.cells)


@dataclass(frozen=True, slots=True)
class Derivation:
    """Everything behind one row. Ratio and projection only where the row has a target of its own before its deadline.

    ``disagreement``: whether the growth ratio says otherwise than the light; None where one of them says nothing.
    ``by_document``: what a document sets for the unit, also where the plan itself binds. ``gains``: channel by channel,
    of an indicator that counts new slots of a whole unit or city. ``pace``: its word for prose.
    """

    row: Row
    indicator: Indicator
    evidence: tuple[Evidence, ...]
    definitions: Definitions
    ratio: float | None = None
    growth: Growth | None = None
    projection: Projection | None = None
    escap: float | None = None
    course: Course | None = None
    disagreement: bool | None = None
    by_document: DistrictTarget | None = None
    gains: Gains | None = None

    @property
    def pace(self) -> PaceWord | None:
        """How its pace is told in prose."""
        return None if self.row.pace is None else pace_word(self.row.pace, self.definitions)


def derivation_of(maker: RowMaker, row: Row, area: Area) -> Derivation:
    """The row of an area with what it rests on. What the area's rows need must be loaded."""
    indicator = BY_ID[row.indicator]
    evidence, definitions = evidence_of(maker, indicator, area), maker.reference.definitions
    own, gains = maker.district_target(indicator, area), _gains(maker, indicator, area)
    if row.target_kind not in ASSESSED or row.target is None or row.baseline is None:
        return Derivation(row, indicator, evidence, definitions, by_document=own, gains=gains)
    ratio = _ratio(maker, row, indicator)
    growth = None if ratio is None else growth_of(ratio)
    projection = _projection(maker, indicator, area, row.target)
    gap = None
    if projection is not None:
        up = indicator.direction is Direction.UP
        gap = escap_gap(float(row.target), float(row.baseline), projection.value, up=up)
    return Derivation(
        row,
        indicator,
        evidence,
        definitions,
        ratio=ratio,
        growth=growth,
        projection=projection,
        escap=gap,
        course=None if gap is None else course_of(gap),
        disagreement=_disagreement(row.status, growth),
        by_document=own,
        gains=gains,
    )


def _gains(maker: RowMaker, indicator: Indicator, area: Area) -> Gains | None:
    if indicator.numerator not in SINCE_BASELINE or area.level is Level.TOWNSHIP or area.zone is not None:
        return None
    city = maker.reference.city.code
    whole, *units = gains_of(maker.positions.contributions, city, area.units, maker.period)
    return whole if area.level is Level.CITY else units[0]


def _disagreement(status: Status | None, growth: Growth | None) -> bool | None:
    light = None if status is None else SAME.get(status)
    return None if light is None or growth is None else light is not growth


def _ratio(maker: RowMaker, row: Row, indicator: Indicator) -> float | None:
    """Over the plan's own years; nothing of a partial value, nor after the deadline."""
    if row.value is None or row.no_value or row.baseline is None or row.target is None:
        return None
    plan = maker.plan
    if maker.period > maker.verdict_period:
        return None
    return growth_ratio(
        row.value,
        row.baseline,
        row.target,
        years=Fraction(plan.months_elapsed(maker.period), MONTHS),
        years_to_target=Fraction(plan.months, MONTHS),
        direction=indicator.direction,
    )


def _projection(maker: RowMaker, indicator: Indicator, area: Area, target: Fraction) -> Projection | None:
    """To the deadline, from the periods received since the baseline; nothing once the deadline has come."""
    if maker.period >= maker.verdict_period:
        return None
    first = maker.plan.baseline
    points = [
        (float(period.ordinal - first.ordinal), float(value))
        for period in first.through(maker.period)
        if (value := _received(maker, indicator, area, period)) is not None
    ]
    end = float(maker.verdict_period.ordinal - first.ordinal)
    up = indicator.direction is Direction.UP
    return projection_of(points, end, target=float(target), up=up)


def _received(maker: RowMaker, indicator: Indicator, area: Area, period: Period) -> Fraction | None:
    """A whole value of the period's own returns: carried and partial ones are left out; a flow starts from nothing."""
    if indicator.window is not None and period == maker.plan.baseline:
        return Fraction(0)
    carried = any(
        maker.positions.knowledge.standing(filer, period).carried_from
        for filer in maker.positions.filers(indicator, area)
    )
    return None if carried else maker.positions.amount(indicator, area, period).whole


def evidence_of(maker: RowMaker, indicator: Indicator, area: Area) -> tuple[Evidence, ...]:
    """The cells behind both sides of an indicator, return by return; residents and returns are no cells."""
    positions = maker.positions
    elements = [one for one in (indicator.numerator, indicator.denominator) if one is not None]
    townships = _townships(positions.knowledge, area, maker.period)
    found = []
    for stored in positions.returns_behind(indicator, area, maker.period):
        for element in elements:
            told = _told(positions.knowledge, stored, element)
            inside = tuple(cell for cell in told[1].cells if cell.township in ("", *townships))
            if inside:
                found.append(Evidence(told[0], element, SourceFile(told[1].name, told[1].digest, inside)))
    return tuple(found)


def _townships(knowledge: Knowledge, area: Area, period: Period) -> frozenset[str]:
    if area.level is Level.TOWNSHIP:
        return frozenset({area.org_unit})
    inside = (one for unit in area.units for one in knowledge.own_townships(unit, period))
    return frozenset(one.code for one in inside if area.zone in (None, one.zone))


def _told(knowledge: Knowledge, stored: StoredReturn, element: Element) -> tuple[StoredReturn, SourceFile]:
    """The return that tells an element: of a milestone the last that names it, as returns carry changed rows only."""
    told = stored, knowledge.source.source_file(stored.sequence, element)
    if element not in MILESTONES or told[1].cells:
        return told
    for earlier in reversed(knowledge.counted(stored.org_unit, min(knowledge.periods), stored.period)):
        file = knowledge.source.source_file(earlier.sequence, element)
        if file.cells:
            return earlier, file
    return told
