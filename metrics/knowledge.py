"""What is known at one moment: which return stands for each unit and period, and the totals behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from data.model import Period, Township
from data.returns import State, StoredReturn, TownshipTotal
from metrics.compute import Part
from metrics.counting import CountingReturns, Key
from metrics.definition import Indicator
from metrics.memory import ReturnTotals, memory_of
from metrics.readings import Readings
from metrics.results import Flag, NoValue
from metrics.source import Source, counted


@dataclass(frozen=True, slots=True)
class Standing:
    """The return that stands for a unit in a period: its own, an earlier one carried forward, or none and why."""

    org_unit: str
    stored: StoredReturn | None
    carried_from: Period | None
    no_value: NoValue | None

    @property
    def words(self) -> str:
        """All that a figure can tell of it."""
        stored = f"{self.stored.sequence} {self.stored.receipt} {self.stored.state}" if self.stored else ""
        return f"{stored} {self.carried_from or ''} {self.no_value or ''}"

    @property
    def own(self) -> StoredReturn | None:
        """This period's own return."""
        return None if self.carried_from else self.stored


class Knowledge:
    """Everything received or changed at or before ``as_of``. Returns are listed once; totals come in one query.

    ``filers``: whose returns the question can stand on (None = everybody's). Only theirs are listed, so a county costs
    what it has and not what its country has.
    """

    def __init__(self, source: Source, as_of: datetime, filers: Collection[str] | None = None) -> None:
        self.source = counted(source)
        self.filers = filers
        self.as_of = as_of
        self.reference = source.reference
        self.day = as_of.astimezone(ZoneInfo(self.reference.timezone)).date()
        self.periods: tuple[Period, ...] = tuple(source.reported_periods(as_of=as_of))
        self.returns = CountingReturns(self._listed, filers)
        self.memory = memory_of(source)
        self.readings = Readings(self.source, self.memory)
        self._standings: dict[tuple[str, Period], Standing] = {}
        self._footings: dict[tuple[str, tuple[Period, ...]], str] = {}
        self._sent_back: dict[Period, frozenset[str]] = {}
        self._townships: dict[date, tuple[Township, ...]] = {}
        self._own_townships: dict[tuple[str, date], tuple[Township, ...]] = {}

    def _listed(self, filers: Collection[str] | None) -> Mapping[Key, StoredReturn]:
        if filers is None:
            return self.source.counting_returns(periods=self.periods, as_of=self.as_of)
        return self.source.counting_returns(periods=self.periods, as_of=self.as_of, filers=filers)

    def sent_back(self, period: Period) -> frozenset[str]:
        """Filers whose newest revision of a period went back for correction, whatever counts instead."""
        if period not in self._sent_back:
            latest = {one.org_unit: one.state for one in self.source.returns(period=period, as_of=self.as_of)}
            self._sent_back[period] = frozenset(code for code, state in latest.items() if state is State.RETURNED)
        return self._sent_back[period]

    def is_due(self, period: Period) -> bool:
        """The due date of ``period`` has passed."""
        return self.reference.due_moment(period) <= self.as_of

    def townships(self, period: Period) -> tuple[Township, ...]:
        """The official townships at the period's end."""
        if period.end not in self._townships:
            self._townships[period.end] = self.reference.townships_at(period.end)
        return self._townships[period.end]

    def standing(self, org_unit: str, period: Period) -> Standing:
        """Own return, else (once the due date has passed) the last one or so carried, else the reason."""
        key = (org_unit, period)
        found = self._standings.get(key)
        if found is None:
            found = self._standings[key] = self._found_standing(org_unit, period)
        return found

    def _found_standing(self, org_unit: str, period: Period) -> Standing:
        own = self.returns.get((org_unit, period))
        if own is not None:
            return Standing(org_unit, own, None, None)
        if not self.is_due(period):
            return Standing(org_unit, None, None, NoValue.NOT_DUE)
        for back in range(1, self.reference.definitions.carry_forward_periods + 1):
            stored = self.returns.get((org_unit, period.shift(-back)))
            if stored is not None:
                return Standing(org_unit, stored, stored.period, None)
        older = any(when < period for when in self.returns.of(org_unit))
        return Standing(org_unit, None, None, NoValue.STALE if older else NoValue.NOT_REPORTED)

    def footing(self, filers: Iterable[str], periods: tuple[Period, ...]) -> tuple[str, ...]:
        """What figures of these filers in these periods stand on: returns never change, so it decides them."""
        return tuple(self._footing(filer, periods) for filer in filers)

    def _footing(self, filer: str, periods: tuple[Period, ...]) -> str:
        found = self._footings.get((filer, periods))
        if found is None:
            found = "|".join(self.standing(filer, period).words for period in periods)
            self._footings[filer, periods] = found
        return found

    def load(self, periods: Iterable[Period], units: Collection[str]) -> None:
        """Fetch together the totals behind these units' standings in these periods that are not known yet."""
        standings = (self.standing(unit, period).stored for period in set(periods) for unit in units)
        self.readings.totals([stored for stored in standings if stored])

    def load_history(self, filers: Collection[str], last: Period) -> None:
        """Fetch together what filers say of themselves, and their institutions' marks, up to a period."""
        found = [one for (_, period), one in self.returns.of_all(filers).items() if period <= last]
        self.readings.filed(found)
        self.readings.marks(found)

    def totals(self, stored: StoredReturn) -> ReturnTotals:
        """The sums of one return."""
        return self.readings.totals([stored])[stored.sequence]

    def total(self, standing: Standing, township: str) -> TownshipTotal | None:
        """A township's total in the return that stands; None = unknown."""
        return None if standing.stored is None else self.totals(standing.stored).total(township)

    def own_townships(self, org_unit: str, period: Period) -> tuple[Township, ...]:
        """The official townships of a unit at the period's end."""
        key = (org_unit, period.end)
        if key not in self._own_townships:
            self._own_townships[key] = self.reference.townships_at(period.end, org_unit)
        return self._own_townships[key]

    def parts(self, indicator: Indicator, org_unit: str, period: Period) -> Mapping[str, Part]:
        """Zone -> what the unit's townships contribute to an indicator in a period."""
        stored = self.standing(org_unit, period).stored
        if stored is None:
            zones = Counter(one.zone for one in self.own_townships(org_unit, period))
            return {zone: Part(unknown=count) for zone, count in zones.items()}
        return self.totals(stored).parts(indicator, lambda: self.own_townships(org_unit, period), period)

    def counted(self, org_unit: str, first: Period, last: Period) -> tuple[StoredReturn, ...]:
        """A filer's own counting returns from one period to another, oldest first."""
        found = (self.returns.get((org_unit, period)) for period in first.through(last))
        return tuple(stored for stored in found if stored)

    def digest(self, periods: Collection[Period]) -> str:
        """SHA-256 over (unit, period, receipt, state) of the counting returns of ``periods`` that the question can
        stand on, the reference, and the settings in force.
        """
        found = self.returns if self.filers is None else self.returns.of_all(self.filers)
        lines = sorted(
            f"{unit} {period} {stored.receipt} {stored.state}"
            for (unit, period), stored in found.items()
            if period in periods
        )
        return sha256("\n".join([*lines, self.reference.digest, self.reference.definitions.words]).encode()).hexdigest()


def known_of(source: Source, as_of: datetime, scope: str | None) -> Knowledge:
    """What is known of whoever files for an org unit or a township; of everybody for the city and any other word."""
    reference = source.reference
    filers: tuple[str, ...] | None = None
    if scope in reference.township_by_code:
        filers = (reference.township_by_code[scope].reporting_unit,)
    elif scope in reference.area_by_code and scope != reference.city.code:
        filers = reference.units_of(scope)
    return Knowledge(source, as_of, filers)


def absence(standings: Collection[Standing]) -> NoValue | None:
    """Why an area has no return at all to stand on; None where at least one of its units has."""
    reasons = {standing.no_value for standing in standings}
    if None in reasons:
        return None
    order = (NoValue.NOT_DUE, NoValue.STALE, NoValue.NOT_REPORTED)
    return next((reason for reason in order if reason in reasons), NoValue.NOT_REPORTED)


def return_flags(standings: Collection[Standing]) -> tuple[Flag, ...]:
    """The flags of figures that stand on these returns."""
    stored = [standing.stored for standing in standings if standing.stored]
    return flags_of(stored, carried=any(standing.carried_from for standing in standings))


def flags_of(stored: Collection[StoredReturn], *, carried: bool, estimated: bool = False) -> tuple[Flag, ...]:
    """Flag p where a return is not accepted, r where one is a revision, e an estimate, i where one is carried."""
    signs = {
        Flag.PRELIMINARY: any(one.state is not State.ACCEPTED for one in stored),
        Flag.REVISED: any(one.revision > 1 for one in stored),
        Flag.ESTIMATED: estimated,
        Flag.CARRIED: carried,
    }
    return tuple(flag for flag, holds in signs.items() if holds)
