"""Reporting periods and how often an org unit reports. Frozen, standard library only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache, total_ordering


class Frequency(StrEnum):
    """How often an org unit files its return."""

    QUARTER = "quarter"
    MONTH = "month"

    @property
    def per_year(self) -> int:
        return 4 if self is Frequency.QUARTER else 12


_PERIOD = re.compile(r"([12][0-9]{3})-(?:Q([1-4])|(0[1-9]|1[0-2]))")


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period, written 2025-Q4 or 2025-12."""

    year: int
    number: int
    frequency: Frequency = Frequency.QUARTER

    @classmethod
    @lru_cache(maxsize=512)
    def parse(cls, text: str) -> Period:
        """Read ``2025-Q4`` or ``2025-12``; raise ValueError for anything else."""
        match = _PERIOD.fullmatch(text.strip().upper())
        if match is None:
            raise ValueError(f"not a reporting period: {text!r}")
        year, quarter, month = match.groups()
        if quarter:
            return cls(int(year), int(quarter))
        return cls(int(year), int(month), Frequency.MONTH)

    @classmethod
    def holding(cls, day: date, frequency: Frequency = Frequency.QUARTER) -> Period:
        """The period in which ``day`` lies."""
        months = 12 // frequency.per_year
        return cls(day.year, (day.month - 1) // months + 1, frequency)

    @property
    def ordinal(self) -> int:
        """Periods since year 0, so that neighbours differ by one."""
        return self.year * self.frequency.per_year + self.number - 1

    def shift(self, steps: int) -> Period:
        year, number = divmod(self.ordinal + steps, self.frequency.per_year)
        return Period(year, number + 1, self.frequency)

    @property
    def previous(self) -> Period:
        return self.shift(-1)

    @property
    def next(self) -> Period:
        return self.shift(1)

    @property
    def year_earlier(self) -> Period:
        return self.shift(-self.frequency.per_year)

    @property
    def months(self) -> int:
        return 12 // self.frequency.per_year

    @property
    def start(self) -> date:
        return date(self.year, (self.number - 1) * self.months + 1, 1)

    @property
    def end(self) -> date:
        """Last day of the period."""
        return self.next.start - timedelta(days=1)

    def through(self, last: Period) -> Iterator[Period]:
        """This period and every later one up to and including ``last``."""
        for step in range(last.ordinal - self.ordinal + 1):
            yield self.shift(step)

    def __lt__(self, other: Period) -> bool:
        return self.ordinal < other.ordinal

    def __str__(self) -> str:
        mark = "Q" if self.frequency is Frequency.QUARTER else ""
        return f"{self.year}-{mark}{self.number:0{1 if mark else 2}d}"
