"""The reporting units side by side on one indicator, each beside its like, with what is missing left in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from data.issues import UsageError
from data.model import Level, Period, Population, Reference
from metrics.definition import Indicator, Unit
from metrics.gaps import share_gap
from metrics.indicators import BY_ID
from metrics.knowledge import Knowledge
from metrics.positions import Area, Positions, areas_of
from metrics.queries import ALL, plan_named, scorecard
from metrics.reporting import reporting_of
from metrics.results import Reporting, Row, Scorecard, TargetKind, Trend, UnitReporting
from metrics.rows import RowMaker
from metrics.source import Source
from metrics.targets import zone_bindings
from metrics.trends import trend_of, trend_periods

FIRST = "G1"
Key = tuple[str, str, str | None]


class Order(StrEnum):
    """How units may stand: as the register has them, by what they lack, by what changed since last period."""

    NAME = "name"
    GAP = "gap"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Compared:
    """One unit beside the others. ``row`` None: it has no such row. ``lacking``: whole slots, townships or persons to
    its target, or (for information) to the city's as a reference. ``rank``: ties share one; None where there is
    nothing to order by.
    """

    reporting: UnitReporting
    row: Row | None
    lacking: int | None
    rank: int | None = None

    @property
    def org_unit(self) -> str:
        return self.reporting.org_unit


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything of 各区对比 from one as-of.

    ``zone``: only units with a township there are listed (None = all). ``row_zone``: the zone that the rows of the
    indicator shown speak of, None where it is told of whole units only. ``units`` stand in the order asked for;
    ``ordered`` False: there was nothing to order by, and they stand by name. ``trends``: the city's first, where it
    is of the same scale. ``alike``: of an indicator by residents, the city's row on the date of residents that its
    units share, where its own row stands on a later one.
    """

    scorecard: Scorecard
    reporting: Reporting
    indicator: Indicator
    zone: str | None
    row_zone: str | None
    units: tuple[Compared, ...]
    ordered: bool
    city: Row | None
    alike: Mapping[str, Row]
    trends: tuple[Trend, ...]
    rows: Mapping[Key, Row]
    bindings: Mapping[str, str]

    def row(self, indicator: str, org_unit: str, zone: str | None = None) -> Row | None:
        """A row of the scorecard."""
        return self.rows.get((indicator, org_unit, zone))

    @property
    def has_reference(self) -> bool:
        """The city's target stands beside some unit's figure as a reference, and is not the unit's own."""
        return any(one.row is not None and one.row.target_kind is TargetKind.REFERENCE for one in self.units)

    def covered(self, org_unit: str) -> tuple[Row, ...]:
        """Inclusive coverage of a place, a row a zone in which it has townships (of the zone chosen, that one)."""
        wanted = ((name, zone) for name, zone in self.bindings.items() if self.zone in (None, zone))
        found = (self.row(name, org_unit, zone) for name, zone in wanted)
        return tuple(row for row in found if row is not None)


def comparison(
    source: Source,
    *,
    period: Period,
    as_of: datetime,
    plan_id: str | None = None,
    indicator: str | None = None,
    zone: str | None = None,
    order: Order = Order.NAME,
) -> Comparison:
    """Every row of the units, and one indicator of them over time; UsageError where units have no such indicator."""
    shown, row_zone = shown_indicator(source.reference, indicator, zone)
    card = scorecard(source, period=period, as_of=as_of, plan_id=plan_id, scope=ALL)
    rows = {(row.indicator, row.org_unit, row.zone): row for row in card.rows}
    knowledge = Knowledge(source, as_of)
    plan = plan_named(source.reference, plan_id)
    maker = RowMaker(Positions(knowledge, until=period, plan=plan), period, plan)
    listed = zone if zone is not None else row_zone
    reporting = reporting_of(knowledge, period)
    areas = areas_of(source.reference, knowledge, period)
    inside = {area.org_unit for area in areas if area.level is Level.UNIT and area.zone == listed}
    units, ordered = in_order(
        [_compared(one, shown, row_zone, rows) for one in reporting.units if one.org_unit in inside], order
    )
    return Comparison(
        scorecard=card,
        reporting=reporting,
        indicator=shown,
        zone=listed,
        row_zone=row_zone,
        units=units,
        ordered=ordered,
        city=rows.get((shown.id, source.reference.city.code, row_zone)),
        alike=alike_of(maker, rows),
        trends=trends_of(maker, shown, [area for area in areas if _is_drawn(area, shown, row_zone, inside)]),
        rows=rows,
        bindings=zone_bindings(source.reference),
    )


def alike_of(maker: RowMaker, rows: Mapping[Key, Row]) -> dict[str, Row]:
    """By indicator, the city's rows by residents on the residents of the date that its units are compared on."""
    found, city = {}, maker.reference.city.code
    for (name, code, _), row in rows.items():
        if code == city and BY_ID[name].per_residents and row.numerator is not None:
            people = maker.positions.populations.beside_units(BY_ID[name], city)
            if people is not None and people != row.population:
                found[name] = _on_residents(row, row.numerator, people)
    return found


def _on_residents(row: Row, slots: int, people: Population) -> Row:
    """The row's slots on other residents; what it was assessed by is not told of it."""
    value = Fraction(slots * Unit(row.unit).scale, people.value)
    row = replace(row, value=value, denominator=people.value, population=people)
    return replace(row, status=None, verdict=None, gap=None)


def shown_indicator(reference: Reference, indicator: str | None, zone: str | None) -> tuple[Indicator, str | None]:
    """The indicator asked for and the zone its rows speak of; by default G1, or the coverage of the zone chosen."""
    bindings = zone_bindings(reference)
    by_zone = {bound: name for name, bound in bindings.items()}
    shown = BY_ID[indicator or by_zone.get(zone or "", FIRST)]
    bound = bindings.get(shown.id)
    refused = Level.UNIT not in shown.levels or (shown.zone_bound and (bound is None or zone not in (None, bound)))
    if refused:
        raise UsageError("query.indicator", value=shown.id)
    if shown.zone_bound:
        return shown, bound
    return shown, zone if shown.zonal else None


def _is_drawn(area: Area, indicator: Indicator, row_zone: str | None, inside: set[str]) -> bool:
    """Units of the list; the city too, unless sums of units would dwarf the units."""
    if area.zone != row_zone:
        return False
    if area.level is Level.CITY:
        return indicator.unit is not Unit.COUNT
    return area.org_unit in inside


def _compared(reporting: UnitReporting, indicator: Indicator, zone: str | None, rows: Mapping[Key, Row]) -> Compared:
    row = rows.get((indicator.id, reporting.org_unit, zone))
    return Compared(reporting, row, None if row is None else lacking_of(row))


def lacking_of(row: Row) -> int | None:
    """What a row lacks to its target, also where that is the city's as a reference; None where a side is not known."""
    if row.gap is not None or row.target is None or row.no_value or row.numerator is None:
        return row.gap
    if row.denominator is None:
        return None
    return share_gap(row.numerator, row.denominator, row.target / Unit(row.unit).scale)


def in_order(units: Sequence[Compared], order: Order) -> tuple[tuple[Compared, ...], bool]:
    """The greatest first, ties as the register has them and of one rank, those without a figure last in their order."""
    figures = [_figure(one, order) for one in units]
    if not any(figure is not None for figure in figures):
        return tuple(units), order is Order.NAME
    ranked = zip(units, figures, ranks(figures), strict=True)
    found = sorted(ranked, key=lambda one: (one[1] is None, -(one[1] or 0)))
    return tuple(Compared(unit.reporting, unit.row, unit.lacking, rank) for unit, _, rank in found), True


def _figure(one: Compared, order: Order) -> Fraction | None:
    if order is Order.NAME or one.row is None:
        return None
    if order is Order.GAP:
        return None if one.lacking is None else Fraction(one.lacking)
    return one.row.change_previous


def ranks(figures: Sequence[Fraction | None]) -> tuple[int | None, ...]:
    """1, 2, 2, 4: how many stand before, and one; None where there is no figure."""
    known = [figure for figure in figures if figure is not None]
    return tuple(None if one is None else 1 + sum(other > one for other in known) for one in figures)


def trends_of(maker: RowMaker, indicator: Indicator, areas: Sequence[Area]) -> tuple[Trend, ...]:
    """The series of several areas, each worked out once for as long as it stands on the same returns."""
    knowledge = maker.positions.knowledge
    periods = tuple(sorted({*trend_periods(maker), *maker.periods}))
    filers = tuple(dict.fromkeys(filer for area in areas for filer in maker.positions.filers(indicator, area)))
    knowledge.load(periods, filers)
    if maker.positions.by_filer(indicator):
        knowledge.load_history(filers, max(periods))

    def known(area: Area) -> Trend:
        footing = knowledge.footing(maker.positions.filers(indicator, area), periods)
        key = ("trend", indicator.id, area, maker.period, maker.plan.id, knowledge.day, footing)
        return knowledge.memory.once(key, lambda: trend_of(maker, indicator, area))

    return tuple(known(area) for area in areas)
