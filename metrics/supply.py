"""Everything of the page of supply, from one as-of: of the city, or of one of its units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.details import SheetColumns
from data.dossier import Confirmations
from data.model import Channel, Period
from metrics.channels import ChannelStock, stocks_of
from metrics.definition import Element
from metrics.indicators import BY_ID
from metrics.knowledge import Knowledge
from metrics.new_slots import Gains, gains_of
from metrics.pipeline import InHand, KindStep, Reached, in_hand, reached_of, steps_of
from metrics.positions import Area
from metrics.reporting import reporting_of
from metrics.results import NoValue, Reporting, Scorecard, Trend
from metrics.rows import RowMaker
from metrics.trends import trend_of, trend_periods
from metrics.ways import UnitWay, Ways, ways_of

TRENDS = ("G3", "G4", "USE", "USE_I", "FEE_I", "FEE_N")


@dataclass(frozen=True, slots=True)
class SlotStock:
    """All slots at the end of a period and the inclusive ones among them; None = nothing is known."""

    period: Period
    slots: int | None
    inclusive_slots: int | None
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Supply:
    """``area`` is the city or a unit; ``scorecard`` has the rows of the city and of all its units.

    ``last`` and ``since``: the ways from last period and from the baseline. ``columns`` are of the returns behind the
    ways that are told institution by institution, ``confirmed`` of those behind ``last``. ``education`` and
    ``society``: the channels of G3 and of G4. ``new`` is of the whole area.
    """

    area: Area
    scorecard: Scorecard
    reporting: Reporting
    trends: Mapping[str, Trend]
    new: Gains
    new_of_units: tuple[Gains, ...]
    education: tuple[Channel, ...]
    society: tuple[Channel, ...]
    apart: tuple[Channel, ...]
    last: Ways
    since: Ways
    columns: Mapping[int, SheetColumns]
    confirmed: Mapping[int, Confirmations]
    channels: tuple[ChannelStock, ...]
    slots: tuple[SlotStock, ...]
    pipeline: tuple[KindStep, ...]
    projects: tuple[InHand, ...]
    reached: tuple[Reached, ...]

    @property
    def is_of_one(self) -> bool:
        """It is the supply of a single unit."""
        return _is_one(self.area)

    def tells(self, ways: Ways) -> bool:
        """Whether a way is told institution by institution: since the baseline, only that of one unit."""
        return ways is self.last or self.is_of_one

    @property
    def stock(self) -> SlotStock:
        """The stock of the period shown."""
        return self.slots[-1]

    @property
    def gained(self) -> int:
        """New slots since the baseline, gross, of all channels together."""
        return sum(one.gross or 0 for one in self.new.by_channel)

    @property
    def lost(self) -> int | None:
        """Gross less net; None where the channels do not lead from the opening stock to the closing one."""
        known = {one.org_unit for one in self.new_of_units if one.no_value in (None, NoValue.INCOMPLETE)}
        way, net = self.since.whole, [one.net for one in self.new.by_channel]
        is_same = known and known == {one.org_unit for one in self.since.units} and None not in net
        risen = way.closed.inclusive_slots - way.opened.inclusive_slots
        if not is_same or risen != sum(one or 0 for one in net):
            return None
        return self.gained - risen


def supply_of(maker: RowMaker, scorecard: Scorecard, area: Area) -> Supply:
    """Put together from an assessed scorecard of the city and its units."""
    knowledge, contributions, period = maker.positions.knowledge, maker.positions.contributions, maker.period
    known = trend_periods(maker)
    knowledge.load(known, area.units)
    knowledge.load_history(area.units, period)
    education, society = (
        tuple(one for one in Channel if one in contributions.channels(element))
        for element in (Element.NEW_SLOTS_EDUCATION, Element.NEW_SLOTS_SOCIETY)
    )
    together, *of_units = gains_of(contributions, area.org_unit, area.units, period)
    last = ways_of(knowledge, area.units, period.previous, period)
    since = ways_of(knowledge, area.units, maker.plan.baseline, period, without=NoValue.NO_BASELINE)
    slots = tuple(_stock(maker, area, one) for one in known)
    projects = in_hand(knowledge, area.units, period)
    steps = steps_of(projects, maker.reference.frequency)
    return Supply(
        area=area,
        scorecard=scorecard,
        reporting=reporting_of(knowledge, period),
        trends={name: trend_of(maker, BY_ID[name], area) for name in TRENDS},
        new=together,
        new_of_units=tuple(of_units),
        education=education,
        society=society,
        apart=tuple(one for one in Channel if one not in (*education, *society)),
        last=last,
        since=since,
        columns=_columns(knowledge, (*last.units, *since.units) if _is_one(area) else last.units),
        confirmed=_confirmed(knowledge, last.units),
        channels=stocks_of(knowledge, area.units, known),
        slots=slots,
        pipeline=steps,
        projects=projects,
        reached=_reached(steps, slots[-1]),
    )


def _is_one(area: Area) -> bool:
    return len(area.units) == 1


def _stock(maker: RowMaker, area: Area, period: Period) -> SlotStock:
    """Inclusive slots as G2 counts them, all slots as G1 does."""
    whole, part = (maker.positions.amount(BY_ID[name], area, period) for name in ("G1", "G2"))
    return SlotStock(period, whole.numerator, part.numerator, bool(whole.unknown or part.unknown))


def _columns(knowledge: Knowledge, units: Iterable[UnitWay]) -> Mapping[int, SheetColumns]:
    """Where the changes stand in their files."""
    returns = {stored.sequence for one in units if one.changes for stored in (one.since, one.until)}
    return knowledge.source.columns(sequences=sorted(returns)) if returns else {}


def _confirmed(knowledge: Knowledge, units: Iterable[UnitWay]) -> Mapping[int, Confirmations]:
    """Which of the changes their clerks have confirmed."""
    filed = [one.until.sequence for one in units if one.changes]
    return knowledge.source.confirmed(sequences=filed, as_of=knowledge.as_of) if filed else {}


def _reached(steps: tuple[KindStep, ...], stock: SlotStock) -> tuple[Reached, ...]:
    if stock.slots is None or stock.inclusive_slots is None:
        return ()
    return reached_of(steps, stock.period, slots=stock.slots, inclusive=stock.inclusive_slots)
