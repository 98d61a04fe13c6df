"""What every step of the demonstration works on: the institutions, their places, the means to change them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from data.demo.births import Registry
from data.demo.calibration import Calibration, Segment
from data.demo.institutions import Institution
from data.demo.places import Places
from data.demo.stocks import Stocks
from data.model import Reference


class World:
    """The demonstration city at one moment."""

    def __init__(self, reference: Reference, plan: Calibration, random: Random) -> None:
        self.plan, self.random = plan, random
        self.units = tuple(unit.code for unit in reference.units)
        self.places = Places(reference, plan, random)
        self.registry = Registry(plan, random)
        self.stocks = Stocks(plan)

    def found(
        self, unit: str, segment: Segment, slots: int, *, quarter: int, township: str | None = None
    ) -> Institution:
        """Open a new institution and count it in; without a township, where the unit needs it."""
        place = township or self.place_for(unit, segment, quarter)
        one = self.registry.found(unit, segment, slots, township=place, quarter=quarter)
        self.stocks.institutions.append(one)
        self.stocks.count_in(one)
        return one

    def place_for(self, unit: str, segment: Segment, quarter: int) -> str:
        """The township in which a new institution of that kind opens."""
        if segment.inclusive:
            return self.places.for_inclusive(unit, quarter, self.stocks.served(unit))
        is_first = segment is Segment.OTHER_MARKET and not self.stocks.has(unit, segment)
        return self.places.for_market(unit, is_first=is_first)

    def change(self, one: Institution, act: Callable[[], None]) -> None:
        """Do something to an institution and keep the sums right."""
        self.stocks.count_out(one)
        act()
        self.stocks.count_in(one)

    def free(self, quarter: int, segment: Segment) -> list[Institution]:
        """Institutions of that kind to which something may happen now: in operation, not new, not laid down."""
        return [
            one
            for one in self.stocks.running()
            if one.segment is segment
            and max(one.settled, one.quarter, one.changed) < quarter
            and not self.plan.is_missing(one.unit, quarter)
        ]

    def open_units(self, quarter: int, segment: Segment) -> list[str]:
        """Units whose slots of that kind are not laid down for this quarter."""
        return [
            unit
            for unit in self.units
            if self.plan.pinned_until(unit, segment) < quarter and not self.plan.is_missing(unit, quarter)
        ]
