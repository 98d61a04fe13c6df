"""The city of the demonstration, quarter by quarter, so that its stocks come to the calibrated figures exactly.

A quarter first lays down what the pins ask of single units, then lets ordinary things happen, and last founds
(or, outside inclusive service, closes) institutions for what the city still lacks or has too much.
"""

from __future__ import annotations

from random import Random

from data.demo.calibration import Calibration, Segment
from data.demo.capacities import SMALLEST_ADJUSTED, capacities
from data.demo.events import happen, resize, set_state
from data.demo.institutions import Institution
from data.demo.names import number_new
from data.demo.pinned import PinnedLives
from data.demo.world import World
from data.model import Reference
from data.returns import Running

SMALL_CHANGE = 6


class Evolution:
    """``advance(quarter)`` moves the city on by one quarter; quarters come in order from 0."""

    def __init__(self, reference: Reference, plan: Calibration, random: Random) -> None:
        self.world = World(reference, plan, random)
        self._pinned = PinnedLives(self.world)

    @property
    def institutions(self) -> list[Institution]:
        return self.world.stocks.institutions

    def advance(self, quarter: int) -> None:
        """Let one quarter happen; afterwards the city's stocks are the calibrated ones."""
        self.world.places.release(quarter)
        self._pinned.advance(quarter)
        if quarter:
            happen(self.world, quarter)
            self._make_room(quarter)
        for segment in Segment:
            self._meet(segment, quarter)
        number_new(self.institutions)

    def _make_room(self, quarter: int) -> None:
        """关停 on the market: what is too much there, and as much more as the quarter's new ones will need."""
        segment = Segment.OTHER_MARKET
        room = self.world.plan.raw["events"]["new_market_slots"]
        while self.world.stocks.missing(segment, quarter) < room:
            free = self.world.free(quarter, segment)
            surplus = {unit: -self.world.stocks.behind(unit, segment, quarter) for unit in {one.unit for one in free}}
            unit = max(sorted(surplus), key=lambda code: surplus[code])
            closing = self.world.random.choice([one for one in free if one.unit == unit])
            set_state(self.world, closing, Running.CLOSED, quarter)

    def _meet(self, segment: Segment, quarter: int) -> None:
        """Found institutions for what is missing; a small rest changes a few institutions' size."""
        missing = self.world.stocks.missing(segment, quarter)
        if missing >= SMALLEST_ADJUSTED:
            for slots in capacities(missing, self.world.plan.raw["capacities"][segment], self.world.random):
                self.world.found(self._next_unit(segment, quarter), segment, slots, quarter=quarter)
        else:
            self._adjust(segment, quarter)

    def _next_unit(self, segment: Segment, quarter: int) -> str:
        """The unit that is furthest behind its share."""
        units = self.world.open_units(quarter, segment)
        return max(units, key=lambda unit: self.world.stocks.behind(unit, segment, quarter))

    def _adjust(self, segment: Segment, quarter: int) -> None:
        pure = [one for one in self.world.free(quarter, segment) if one.inclusive_slots in (0, one.slots)]
        self.world.random.shuffle(pure)
        for one in pure:
            missing = self.world.stocks.missing(segment, quarter)
            if not missing:
                return
            if one.slots >= SMALLEST_ADJUSTED + SMALL_CHANGE:
                resize(self.world, one, max(-SMALL_CHANGE, min(SMALL_CHANGE, missing)), quarter)
