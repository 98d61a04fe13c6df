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
from metrics.definition import Indicator
from metrics.memory import ReturnTotals, memory_of
from metrics.results import Flag, NoValue
from metrics.source import Source


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
    """Everything received or changed at or before ``as_of``. Returns are listed once; totals come in one query."""

    def __init__(self, source: Source, as_of: datetime) -> None:
        self.source = source
        self.as_of = as_of
        self.reference = source.reference
        self.day = as_of.astimezone(ZoneInfo(self.reference.timezone)).date()
        self.periods: tuple[Period, ...] = tuple(source.reported_periods(as_of=as_of))
        self.returns = source.counting_returns(periods=self.periods, as_of=as_of)
        self.memory = memory_of(source)
        self._totals: dict[int, ReturnTotals] = {}
        self._standings: dict[tuple[str, Period], Standing] = {}
        self._townships: dict[date, tuple[Township, ...]] = {}

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
        older = any(unit == org_unit and when < period for unit, when in self.returns)
        return Standing(org_unit, None, None, NoValue.STALE if older else NoValue.NOT_REPORTED)

    def footing(self, units: Iterable[str], periods: Iterable[Period]) -> tuple[str, ...]:
        """What figures of these units in these periods stand on: returns never change, so it decides them."""
        compared = tuple(periods)
        return tuple("|".join(self.standing(unit, period).words for period in compared) for unit in units)

    def load(self, periods: Iterable[Period], units: Collection[str]) -> None:
        """Fetch, in one query, the totals behind these units' standings in these periods that are not known yet."""
        standings = (self.standing(unit, period).stored for period in set(periods) for unit in units)
        wanted = {stored.sequence: stored for stored in standings if stored and stored.sequence not in self._totals}
        self._totals |= self.memory.recall(wanted.values())
        missing = sorted(wanted.keys() - self._totals.keys())
        read: dict[int, list[TownshipTotal]] = {sequence: [] for sequence in missing}
        for total in self.source.township_totals(sequences=missing) if missing else ():
            read[total.sequence].append(total)
        for sequence, totals in read.items():
            self._totals[sequence] = ReturnTotals(wanted[sequence], totals)
            self.memory.keep(wanted[sequence], self._totals[sequence])

    def total(self, standing: Standing, township: str) -> TownshipTotal | None:
        """A township's total in the return that stands; None = unknown."""
        return None if standing.stored is None else self._totals[standing.stored.sequence].total(township)

    def parts(self, indicator: Indicator, org_unit: str, period: Period) -> Mapping[str, Part]:
        """Zone -> what the unit's townships contribute to an indicator in a period."""
        stored = self.standing(org_unit, period).stored

        def townships() -> tuple[Township, ...]:
            return tuple(one for one in self.townships(period) if one.reporting_unit == org_unit)

        if stored is None:
            return {zone: Part(unknown=count) for zone, count in Counter(one.zone for one in townships()).items()}
        return self._totals[stored.sequence].parts(indicator, townships, period)

    def digest(self, periods: Collection[Period]) -> str:
        """SHA-256 over (unit, period, receipt, state) of the counting returns of ``periods``, and the reference."""
        lines = sorted(
            f"{unit} {period} {stored.receipt} {stored.state}"
            for (unit, period), stored in self.returns.items()
            if period in periods
        )
        return sha256("\n".join([*lines, self.reference.digest]).encode()).hexdigest()


def absence(standings: Collection[Standing]) -> NoValue | None:
    """Why an area has no return at all to stand on; None where at least one of its units has."""
    reasons = {standing.no_value for standing in standings}
    if None in reasons:
        return None
    order = (NoValue.NOT_DUE, NoValue.STALE, NoValue.NOT_REPORTED)
    return next((reason for reason in order if reason in reasons), NoValue.NOT_REPORTED)


def return_flags(standings: Collection[Standing]) -> tuple[Flag, ...]:
    """Flag p where a return behind is not accepted, r where one is a revision, i where one is carried."""
    stored = [standing.stored for standing in standings if standing.stored]
    signs = {
        Flag.PRELIMINARY: any(one.state is not State.ACCEPTED for one in stored),
        Flag.REVISED: any(one.revision > 1 for one in stored),
        Flag.CARRIED: any(standing.carried_from for standing in standings),
    }
    return tuple(flag for flag, holds in signs.items() if holds)
