"""When demonstration returns come in: most on time, a few late, two corrected, one never."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from data.demo.calibration import Calibration


@dataclass(frozen=True, slots=True)
class Filing:
    """One revision on its way: edition 0 is the first; ``slots`` is by how much it still misses the final figure."""

    received_at: datetime
    accepted_at: datetime | None
    edition: int = 0
    slots: int = 0
    note: str = ""


class Diary:
    """Decides for every filer and quarter when its return came in and when it was accepted."""

    def __init__(self, plan: Calibration, timezone: str, random: Random) -> None:
        self._plan, self._zone, self._random = plan, ZoneInfo(timezone), random
        self._habits = plan.raw["filing"]

    def filings(self, unit: str, quarter: int) -> tuple[Filing, ...]:
        """The revisions of one return, in order; none where the unit did not file."""
        days = self._random.randint(*self._habits["days"])
        wait = timedelta(days=self._random.randint(*self._habits["accepted_after_days"]))
        if self._plan.is_missing(unit, quarter):
            return ()
        late = self._entry("late", unit, quarter)
        first = self._moment(quarter, late["days"] if late else days)
        revised = self._entry("revised", unit, quarter)
        if not revised:
            return (Filing(first, self._accepted(first + wait, quarter)),)
        second = self._moment(quarter, revised["days"])
        final = Filing(second, self._accepted(second + wait, quarter), edition=1, note=revised["note"])
        return Filing(first, None, slots=revised["slots"]), final

    def _entry(self, kind: str, unit: str, quarter: int) -> Mapping[str, Any] | None:
        return next(
            (row for row in self._habits[kind] if (row["unit"], self._plan.quarter(row["period"])) == (unit, quarter)),
            None,
        )

    def _moment(self, quarter: int, days: int) -> datetime:
        """In office hours, so many days after the period's end."""
        day = self._plan.period(quarter).end + timedelta(days=days)
        return datetime.combine(day, time(self._random.randint(9, 16), self._random.randint(0, 59)), self._zone)

    def _accepted(self, moment: datetime, quarter: int) -> datetime | None:
        """The newest period is only received."""
        return moment if self._plan.period(quarter) < self._plan.last else None
