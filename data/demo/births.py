"""New demonstration institutions: their type, owner, size, fee and credit code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from data.demo.calibration import Calibration, Segment
from data.demo.credit_codes import invented_credit_code
from data.demo.institutions import Institution
from data.forms import KINDERGARTEN_TYPE
from data.home_based import HOME_BASED

CENTRE = "区托育综合服务中心"
LONG_AGO = date(2017, 1, 1)
HOME_BASED_SLOTS = 5


class Registry:
    """Brings institutions to life; nothing about them is real."""

    def __init__(self, plan: Calibration, random: Random) -> None:
        self._plan, self._random = plan, random
        self._codes: set[str] = set()
        self._centres: dict[str, int] = self._centre_quarters()

    def found(self, unit: str, segment: Segment, slots: int, *, township: str, quarter: int) -> Institution:
        """A new institution of that kind, in operation from a day of that quarter on."""
        own_type = self._type(unit, segment, slots, quarter)
        opened = self.day(quarter) if quarter else self._day_between(LONG_AGO, self._plan.period(0).end)
        use = self._plan.raw["use"][segment]
        return Institution(
            unit=unit,
            type=own_type,
            township=township,
            slots=slots,
            inclusive_slots=slots if segment.inclusive else 0,
            opened=opened,
            quarter=quarter,
            ownership=self._random.choice(self._plan.raw["ownership"][own_type]),
            credit_code=self._credit_code(),
            fee=self.fee(segment),
            taken=self._random.uniform(*use["taken"]),
            luck=self._random.random(),
            state_since=opened,
            inclusive_from=self._recognised(segment, opened),
        )

    def day(self, quarter: int) -> date:
        """Some day of that quarter."""
        period = self._plan.period(quarter)
        return self._day_between(period.start, period.end)

    def fee(self, segment: Segment) -> int:
        """A fee usual for that kind of slot, in yuan a month."""
        lowest, highest = self._plan.raw["use"][segment]["fee"]
        return self._random.randrange(lowest, highest, 50)

    def _day_between(self, start: date, end: date) -> date:
        return start + timedelta(days=self._random.randint(0, (end - start).days))

    def _recognised(self, segment: Segment, opened: date) -> date | None:
        """Kindergartens need no date of 普惠认定; every second one has it."""
        wanted = segment is Segment.OTHER_INCLUSIVE or self._random.random() < 0.5
        return opened if segment.inclusive and wanted else None

    def _type(self, unit: str, segment: Segment, slots: int, quarter: int) -> str:
        if segment.kindergarten:
            return KINDERGARTEN_TYPE
        if slots <= HOME_BASED_SLOTS:
            return HOME_BASED
        if segment is Segment.OTHER_INCLUSIVE and self._centres.get(unit, quarter + 1) <= quarter:
            del self._centres[unit]
            return CENTRE
        weights: Mapping[str, int] = self._plan.raw["types"][segment]
        return self._random.choices(list(weights), list(weights.values()))[0]

    def _centre_quarters(self) -> dict[str, int]:
        """From which quarter on a unit's next inclusive institution is its 区托育综合服务中心."""
        events = self._plan.raw["events"]
        span = self._plan.quarter(events["first_centre"]), self._plan.quarter(events["last_centre"])
        return {unit: self._random.randint(*span) for unit in self._plan.raw["units"]}

    def _credit_code(self) -> str | None:
        """One in fifteen institutions has no code yet."""
        if self._random.random() < 1 / 15:
            return None
        while (code := invented_credit_code(self._random)) in self._codes:
            continue
        self._codes.add(code)
        return code
