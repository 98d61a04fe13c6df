"""Where inclusive service is and where it is not: townships, zones over time, one township in full."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from data.institution_search import InstitutionQuery
from data.model import Period
from data.returns import LedgerRow
from metrics.indicators import BY_ID
from metrics.knowledge import Knowledge, return_flags
from metrics.positions import Area, areas_of, township_areas
from metrics.queries import card_of, maker_of, plan_named
from metrics.registry import Registered, listed
from metrics.remedies import Ledgers, Need, Neighbour, nearest_of, need_of
from metrics.results import Coverage, Flag, NoValue, Row, Scorecard, TownshipResult, Trend
from metrics.rows import RowMaker
from metrics.source import Source
from metrics.townships import coverage_of, known_of, townships_of
from metrics.trends import trend_of, trend_periods
from metrics.works import works_of

ANY_SERVICE = "COV"


@dataclass(frozen=True, slots=True)
class ZoneCoverage:
    """One zone: inclusive coverage against its target, any service beside it, and both over time.

    ``total``: its townships, reported or not (a row's denominator holds the known ones only). ``gained`` and ``lost``:
    townships that changed since the last period; ``compared``: how many are known in both.
    """

    zone: str
    total: int
    inclusive: Row
    anything: Row | None
    trend: Trend
    trend_of_any: Trend
    gained: tuple[TownshipResult, ...]
    lost: tuple[TownshipResult, ...]
    compared: int


@dataclass(frozen=True, slots=True)
class PastCoverage:
    """A township in one period, by the return that stood for it; a figure is None where it is not known."""

    period: Period
    coverage: Coverage
    slots: int | None
    inclusive_slots: int | None
    children: int | None
    no_value: NoValue | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class TownshipProfile:
    """Everything of one township. ``history`` is oldest first; ``is_listed`` False = its unit filed sums or nothing.

    ``nearest`` is None where its own institutions, or all inclusive ones elsewhere, have no coordinates.
    """

    need: Need
    rows: tuple[Row, ...]
    institutions: tuple[Registered, ...]
    is_listed: bool
    history: tuple[PastCoverage, ...]
    nearest: Neighbour | None

    @property
    def result(self) -> TownshipResult:
        return self.need.result

    def row(self, indicator: str) -> Row | None:
        """Its row of an indicator."""
        return next((row for row in self.rows if row.indicator == indicator), None)


@dataclass(frozen=True, slots=True)
class TownshipCoverage:
    """Everything of /coverage from one as-of. ``located``: institutions with coordinates, of ``institutions`` in all.

    ``chosen``: the township asked for.
    """

    scorecard: Scorecard
    townships: tuple[TownshipResult, ...]
    zones: tuple[ZoneCoverage, ...]
    periods: tuple[Period, ...]
    located: tuple[Registered, ...]
    institutions: int
    chosen: TownshipProfile | None = None


def township_coverage(
    source: Source, *, period: Period, as_of: datetime, plan_id: str | None = None, township: str | None = None
) -> TownshipCoverage:
    """One reading of the store for the whole page; ``township`` must be one of the period's."""
    knowledge = Knowledge(source, as_of)
    areas = areas_of(source.reference, knowledge, period)
    city = [area for area in areas if area.org_unit == source.reference.city.code]
    maker = maker_of(knowledge, period, plan_named(source.reference, plan_id))
    knowledge.load((*trend_periods(maker), period.previous), city[0].units)
    maker.load(city)
    townships = townships_of(knowledge, city[0], period)
    card = card_of(maker, tuple(city))
    located, institutions = _located(knowledge, period)
    chosen = next((one for one in townships if one.township.code == township), None)
    return TownshipCoverage(
        scorecard=card,
        townships=townships,
        zones=tuple(_zones(maker, card, city, townships)),
        periods=tuple(sorted({*knowledge.periods, period})),
        located=located,
        institutions=institutions,
        chosen=None if chosen is None else _profile(maker, chosen, located),
    )


def _zones(
    maker: RowMaker, card: Scorecard, city: Iterable[Area], townships: Iterable[TownshipResult]
) -> Iterable[ZoneCoverage]:
    """In the order of the reference folder; a zone without an indicator of its own has no line."""
    inside: dict[str, list[TownshipResult]] = {}
    for one in townships:
        inside.setdefault(one.township.zone, []).append(one)
    for area in city:
        if area.zone is not None and (row := card.zone_row(area.org_unit, area.zone)) is not None:
            yield ZoneCoverage(
                zone=area.zone,
                total=len(inside.get(area.zone, ())),
                inclusive=row,
                anything=card.row(ANY_SERVICE, area.org_unit, area.zone),
                trend=trend_of(maker, BY_ID[row.indicator], area),
                trend_of_any=trend_of(maker, BY_ID[ANY_SERVICE], area),
                gained=tuple(one for one in inside.get(area.zone, ()) if one.gained),
                lost=tuple(one for one in inside.get(area.zone, ()) if one.lost),
                compared=sum(one.compared for one in inside.get(area.zone, ())),
            )


def _located(knowledge: Knowledge, period: Period) -> tuple[tuple[Registered, ...], int]:
    """Institutions with coordinates, and how many stand in the ledgers in all."""
    standings = [knowledge.standing(unit.code, period) for unit in knowledge.reference.units]
    sequences = tuple(one.stored.sequence for one in standings if one.stored)
    found = knowledge.source.institutions(InstitutionQuery(sequences, located=True))
    every = knowledge.source.institutions(InstitutionQuery(sequences, limit=0))
    return listed(knowledge, standings, found.rows), every.total


def _profile(maker: RowMaker, result: TownshipResult, located: tuple[Registered, ...]) -> TownshipProfile:
    knowledge, period, place = maker.positions.knowledge, maker.period, result.township
    standing = knowledge.standing(place.reporting_unit, period)
    read = {} if standing.stored is None else knowledge.source.ledgers(sequences=[standing.stored.sequence])
    own = [(sequence, row) for sequence, rows in read.items() for row in rows if row.township == place.code]
    ledgers = {place.code: tuple(row for _, row in own)}
    projects = [one for one in works_of(knowledge, place.reporting_unit, period).projects if one.township == place.code]
    area = next(one for one in township_areas(knowledge, period) if one.org_unit == place.code)
    return TownshipProfile(
        need=need_of(knowledge, result, ledgers, {place.code: tuple(projects)}, period),
        rows=maker.rows([area]),
        institutions=listed(knowledge, [standing], own),
        is_listed=any(read.values()),
        history=tuple(_past(knowledge, result, one) for one in trend_periods(maker)),
        nearest=nearest_of(place, _around(ledgers, located), period),
    )


def _around(own: Ledgers, located: tuple[Registered, ...]) -> Ledgers:
    """The township's own lines, and those of all others that have coordinates."""
    around: dict[str, list[LedgerRow]] = {}
    for one in located:
        around.setdefault(one.row.township, []).append(one.row)
    return {code: tuple(rows) for code, rows in around.items()} | dict(own)


def _past(knowledge: Knowledge, result: TownshipResult, period: Period) -> PastCoverage:
    code = result.township.code
    standing = knowledge.standing(result.township.reporting_unit, period)
    total = knowledge.total(standing, code)
    return PastCoverage(
        period=period,
        coverage=coverage_of(total, knowledge.reference.definitions.fragile_slots),
        slots=known_of(total, "slots"),
        inclusive_slots=known_of(total, "inclusive_slots"),
        children=known_of(total, "children"),
        no_value=standing.no_value,
        flags=return_flags([standing]),
    )
