"""The ledger of a demonstration unit: its institutions as rows of the return, with children, carers and grades."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from random import Random

from data.demo.calibration import Calibration
from data.demo.coordinates import Coordinates
from data.demo.institutions import Institution
from data.demo.names import name_of
from data.returns import LedgerRow, Running

CHILDREN_PER_CARER = 6
RATED_FROM = "2023-Q4"
SWING = 0.04


class LedgerWriter:
    """Writes down institutions at the end of a quarter; what varies from quarter to quarter is drawn here."""

    def __init__(self, plan: Calibration, random: Random, coordinates: Coordinates) -> None:
        self._plan, self._random, self._coordinates = plan, random, coordinates

    def rows(self, institutions: Iterable[Institution], quarter: int) -> tuple[LedgerRow, ...]:
        """One row an institution that is open, paused, or was closed in this very quarter; by serial number."""
        shown = [one for one in institutions if one.state is not Running.CLOSED or one.changed == quarter]
        by_serial = sorted(shown, key=lambda one: one.serial)
        return tuple(self._row(line, one, quarter) for line, one in enumerate(by_serial, start=2))

    def _row(self, line: int, one: Institution, quarter: int) -> LedgerRow:
        """One institution; the clerk leaves the number of a new one blank."""
        children = self._children(one)
        carers = self._carers(one)
        filed = self._filing(one, quarter)
        place = self._coordinates.of(one.township, one.number) if one.quarter <= self._asked(quarter) else None
        return LedgerRow(
            row=line,
            number="" if one.quarter == quarter else one.number,
            name=name_of(one),
            credit_code=one.credit_code,
            type=one.type,
            ownership=one.ownership,
            filing_state="已备案" if filed else "办理中",
            filing_date=filed,
            inclusive_from=one.inclusive_from,
            inclusive_to=one.inclusive_to,
            township=one.township,
            longitude=place and place[0],
            latitude=place and place[1],
            slots=one.slots,
            inclusive_slots=one.inclusive_slots,
            children=children,
            inclusive_children=children * one.inclusive_slots // one.slots,
            fee=one.fee,
            state=one.state.value,
            state_since=one.state_since,
            carers=carers,
            certified=self._certified(one, carers, quarter),
            quality=self._grade(one, quarter, rated_part=0.6),
            risk=self._grade(one, quarter, rated_part=0.8),
        )

    def _children(self, one: Institution) -> int:
        """Its usual part of the slots, a little up or down; none while paused or closed."""
        part = one.taken + self._random.uniform(-SWING, SWING)
        return min(one.slots, round(one.slots * part)) if one.running else 0

    def _carers(self, one: Institution) -> int:
        """Enough for the children usually there."""
        return -(-round(one.slots * one.taken) // CHILDREN_PER_CARER) + 1 if one.running else 0

    def _certified(self, one: Institution, carers: int, quarter: int) -> int:
        """The city's part of certified carers; who rounds up and who down is the institution's luck."""
        return min(carers, int(carers * self._plan.raw["city"]["certified"][quarter] + one.luck))

    def _asked(self, quarter: int) -> int:
        """The quarter in which what is asked once a year was asked last: the fourth of a year."""
        return quarter - self._plan.period(quarter).number % 4

    def _filing(self, one: Institution, quarter: int) -> date | None:
        """备案 comes with the opening; one in three waits for it, and says so until it is asked again."""
        return None if one.quarter > self._asked(quarter) and one.luck < 1 / 3 else one.opened

    def _grade(self, one: Institution, quarter: int, *, rated_part: float) -> str:
        """Grades are given from the end of 2023 on, to institutions that are no longer new."""
        asked = self._asked(quarter)
        rated = asked >= self._plan.quarter(RATED_FROM) and asked - one.quarter >= 4
        if not rated or one.luck > rated_part:
            return "未评"
        return "A" if one.luck < rated_part / 4 else "B" if one.luck < rated_part * 0.8 else "C"
