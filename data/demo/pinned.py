"""Units with figures on the public record: their institutions are laid down first, up to the quarter of the record."""

from __future__ import annotations

from collections.abc import Iterator

from data.demo.calibration import Pin, Segment
from data.demo.capacities import exact_capacities
from data.demo.institutions import Institution
from data.demo.world import World

CONVERTIBLE = "营利性机构"
CONVERTIBLE_OWNERSHIP = "营利性"


class PinnedLives:
    """Opens each pinned institution in its quarter; every second 其他 inclusive one turns from the market."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._schedule = [(pin, list(_openings(world, pin))) for pin in world.plan.pins]
        self._turning: list[Institution] = []

    def advance(self, quarter: int) -> None:
        """What the pins ask of this quarter."""
        for one in self._turning:
            if one.turns == quarter:
                self._turn(one, quarter)
        for pin, openings in self._schedule:
            for place, (opens, slots) in enumerate(openings):
                turns = pin.segment is Segment.OTHER_INCLUSIVE and place % 2 == 1 and opens > 0
                if quarter == (0 if turns else opens):
                    self._open(pin, slots, quarter, turns=opens if turns else None)

    def _open(self, pin: Pin, slots: int, quarter: int, *, turns: int | None) -> None:
        if turns is None:
            self._world.found(pin.unit, pin.segment, slots, quarter=quarter).settled = pin.quarter
            return
        place = self._world.place_for(pin.unit, pin.segment, quarter)
        one = self._world.found(pin.unit, Segment.OTHER_MARKET, slots, quarter=quarter, township=place)
        one.settled, one.turns, one.type, one.ownership = pin.quarter, turns, CONVERTIBLE, CONVERTIBLE_OWNERSHIP
        self._turning.append(one)

    def _turn(self, one: Institution, quarter: int) -> None:
        day = self._world.registry.day(quarter)
        self._world.change(one, lambda: one.turn_inclusive(one.slots, day=day, quarter=quarter))
        one.fee = self._world.registry.fee(Segment.OTHER_INCLUSIVE)


def _openings(world: World, pin: Pin) -> Iterator[tuple[int, int]]:
    """(quarter of opening, slots): the institutions open one after the other as the city's stock grows."""
    palette = world.plan.raw["capacities"][pin.segment]
    sizes = exact_capacities(pin.slots, pin.institutions, palette, world.random)
    reached = world.plan.targets[pin.quarter][pin.segment]
    grown = [row[pin.segment] / reached for row in world.plan.targets[: pin.quarter + 1]]
    for place, size in enumerate(sizes):
        part = (place + 0.5) / len(sizes)
        yield next(quarter for quarter, share in enumerate(grown) if share >= part), size
