"""What a filer's own return adds to the regions and the country above it: the very parts that its figures are made of.

The keys are read by ``metrics.summed``. A stock's key is its indicator and zone; nothing here is counted a second way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import cast

from data.model import Period, Plan, Reference
from data.returns import Mode, State, StoredReturn
from data.sums import FilerSums, Sums, added
from metrics.contributions import FILING, MILESTONES, NEW_SLOTS, SINCE_BASELINE, Contributions
from metrics.definition import Element, Indicator
from metrics.gross import Gross
from metrics.indicators import INDICATORS
from metrics.knowledge import Knowledge
from metrics.results import NoValue
from metrics.source import Source

FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
"""Everything that is stored is known: what the sums are of."""
WHOLES = MILESTONES.keys() | {Element.CERTIFIED}
"""Numerators that a filer tells of itself as a stock."""
APART = NEW_SLOTS | FILING | {Element.PROGRAMMES, Element.NET_INCLUSIVE_SLOTS}
OF_TOWNSHIPS = tuple(
    one for one in INDICATORS if one.window is None and one.numerator not in APART and one.numerator not in WHOLES
)
OF_FILERS = tuple(one for one in INDICATORS if one.numerator in WHOLES)
FLOWS = tuple(dict.fromkeys(one.numerator for one in INDICATORS if one.window is not None))
"""In the order of the bits of ``told``."""


def of_zone(name: str, zone: str | None) -> str:
    """The key of something in a zone; of the whole without one."""
    return f"{name}|{zone or ''}"


def own_key(zone: str | None) -> str:
    """Own returns, those on time, those not accepted, revisions."""
    return of_zone("own", zone)


def flow_key(element: Element) -> str:
    """What the cells of one period say, and how many are filled in."""
    return f"told:{element}"


def based_key(baseline: Period, zone: str | None) -> str:
    """Filers measured since a baseline, filers without a return for it, those with a gain unknown, estimates; filers
    with a return since that is not accepted, or is a revision; the same of the first and the last return alone.
    """
    return of_zone(f"based:{baseline}", zone)


def gained_key(baseline: Period, channel: str) -> str:
    """New inclusive slots since a baseline."""
    return f"new:{baseline}:{channel}"


def net_key(baseline: Period, zone: str | None) -> str:
    """Parts of the net change since a baseline."""
    return of_zone(f"net:{baseline}", zone)


def counted_by(key: str) -> tuple[tuple[Indicator, ...], str]:
    """The indicators that a key's sum is part of, and its zone ("" = the whole); none tells of fragile townships."""
    name, _, zone = key.partition("|")
    kind, _, rest = name.partition(":")
    elements: dict[str, Collection[str]] = {
        "own": FILING,
        "told": {rest},
        "based": SINCE_BASELINE,
        "new": NEW_SLOTS,
        "net": {Element.NET_INCLUSIVE_SLOTS},
    }
    wanted = elements.get(kind, ())
    return tuple(one for one in INDICATORS if one.id == name or one.numerator in wanted), zone


def baselines_of(reference: Reference) -> dict[Period, Plan]:
    """Each baseline with a plan that has it."""
    return {plan.baseline: plan for plan in reversed(reference.plans)}


def filer_sums(source: object, filer: str, first: Period) -> dict[Period, FilerSums]:
    """Period -> what the filer's own counting return adds, from a period on: implements ``data.sums.Summing``."""
    knowledge = Knowledge(cast(Source, source), FOREVER, (filer,))
    own = {period: one for period, one in knowledge.returns.of(filer).items() if period >= first}
    if own:
        compared = {one for period in own for one in (period, *baselines_of(knowledge.reference)) if one <= period}
        knowledge.load(compared, [filer])
        knowledge.load_history([filer], max(own))
    parts = FilerParts(knowledge, filer)
    return {period: parts.of(period, own[period]) for period in sorted(own)}


class FilerParts:
    """The parts of one filer, period by period."""

    def __init__(self, knowledge: Knowledge, filer: str) -> None:
        self._knowledge, self._filer = knowledge, filer
        found = baselines_of(knowledge.reference).items()
        self._since = {baseline: Contributions(knowledge, plan) for baseline, plan in found}
        self._any = next(iter(self._since.values()))

    def of(self, period: Period, stored: StoredReturn) -> FilerSums:
        """All that a return of one's own adds. The country's own return adds nothing here; it is read itself."""
        flows = self._flows(stored)
        is_unit = self._filer != self._knowledge.reference.city.code
        sums = added({}, dict(self._own(period, stored)), flows, self.stocks(period)) if is_unit else {}
        told = sum(1 << bit for bit, one in enumerate(FLOWS) if flows[flow_key(one)][1])
        return FilerSums(stored.sequence, stored.receipt, stored.state.value, stored.revision > 1, told, sums)

    def stocks(self, period: Period) -> Sums:
        """What is carried forward where a return is missing: everything but flows, and that it came in."""
        parts = (self._townships, self._whole, self._new, self._net)
        return added({}, *(dict(part(period)) for part in parts))

    def _zones(self, period: Period) -> tuple[str | None, ...]:
        return (None, *dict.fromkeys(one.zone for one in self._knowledge.own_townships(self._filer, period)))

    def _own(self, period: Period, stored: StoredReturn) -> Iterator[tuple[str, tuple[int, ...]]]:
        due = self._knowledge.reference.due_moment(period)
        on_time = (stored.first_received_at or stored.received_at) < due
        told = (1, int(on_time), *_marks([stored]))
        yield from ((own_key(zone), told) for zone in self._zones(period))

    def _flows(self, stored: StoredReturn) -> dict[str, tuple[int, ...]]:
        filed = self._knowledge.readings.filed([stored])[stored.sequence][0].workforce
        cells = {one: filed.get(one) for one in FLOWS}
        return {flow_key(one): (cell or 0, int(cell is not None)) for one, cell in cells.items()}

    def _townships(self, period: Period) -> Iterator[tuple[str, tuple[int, ...]]]:
        for indicator in OF_TOWNSHIPS:
            for zone, part in self._knowledge.parts(indicator, self._filer, period).items():
                yield of_zone(indicator.id, zone), tuple(part)

    def _whole(self, period: Period) -> Iterator[tuple[str, tuple[int, ...]]]:
        for indicator in OF_FILERS:
            yield of_zone(indicator.id, None), tuple(self._any.of(indicator, self._filer, period).part)

    def _new(self, period: Period) -> Iterator[tuple[str, tuple[int, ...]]]:
        for baseline, contributions in self._since.items():
            gross = contributions.gross(self._filer, period)
            if isinstance(gross, Gross):
                for channel, gained in gross.by_channel.items():
                    yield gained_key(baseline, channel), (gained,)
            if gross is not NoValue.NOT_APPLICABLE:
                based = _based(gross, contributions.behind(self._filer, period))
                yield from ((based_key(baseline, zone), based) for zone in self._zones(period))

    def _net(self, period: Period) -> Iterator[tuple[str, tuple[int, ...]]]:
        for baseline, contributions in self._since.items():
            if period >= baseline:
                for zone in self._zones(period)[1:]:
                    yield net_key(baseline, zone), tuple(contributions.net_in(self._filer, period, zone=zone).part)


def _based(gross: Gross | NoValue, returns: Sequence[StoredReturn]) -> tuple[int, ...]:
    if not isinstance(gross, Gross):
        return (0, 1, 0, 0, 0, 0, 0, 0)
    estimated = any(one.mode is Mode.SUMMARY for one in returns)
    ends = (returns[0], returns[-1])
    return (1, 0, int(gross.unknown > 0), int(estimated), *_marks(returns), *_marks(ends))


def _marks(returns: Sequence[StoredReturn]) -> tuple[int, int]:
    """Whether one is not accepted, and whether one is a revision."""
    return int(any(one.state is not State.ACCEPTED for one in returns)), int(any(one.revision > 1 for one in returns))
