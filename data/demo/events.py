"""What happens in an ordinary quarter: pauses and returns, closures, conversions, withdrawals, changes of size."""

from __future__ import annotations

from itertools import islice

from data.demo.calibration import Segment
from data.demo.institutions import Institution
from data.demo.pinned import CONVERTIBLE
from data.demo.world import World
from data.returns import Running

ONE_CLASS = 20
LARGE = 60
SMALLEST_NEED = 40
INCLUSIVE_PARTS = (1.0, 1.0, 1.0, 0.8, 0.6)


def happen(world: World, quarter: int) -> None:
    """Everything that happens in one quarter, apart from what the targets ask for."""
    resume(world, quarter)
    pause(world, quarter)
    close_inclusive(world, quarter)
    withdraw(world, quarter)
    change_sizes(world, quarter)
    convert_kindergartens(world, quarter)
    convert_market(world, quarter)


def set_state(world: World, one: Institution, state: Running, quarter: int) -> None:
    """Pause, close or resume on some day of the quarter."""
    day = world.registry.day(quarter)
    world.change(one, lambda: one.change_state(state, day=day, quarter=quarter))


def resume(world: World, quarter: int) -> None:
    """恢复: paused institutions come back after their time."""
    for one in world.stocks.institutions:
        due = one.changed + world.plan.raw["events"]["pause_quarters"]
        if one.state is Running.PAUSED and due <= quarter and not world.plan.is_missing(one.unit, quarter):
            set_state(world, one, Running.OPEN, quarter)


def pause(world: World, quarter: int) -> None:
    """暂停 of a few small institutions; a unit with its coverage on the record keeps every township served."""
    small = [one for segment in Segment for one in world.free(quarter, segment) if one.slots <= LARGE]
    for one in world.random.sample(small, world.plan.raw["events"]["pauses"]):
        if one.unit not in world.plan.raw["served_by"] or not world.stocks.is_sole(one):
            set_state(world, one, Running.PAUSED, quarter)


def close_inclusive(world: World, quarter: int) -> None:
    """关停 of a few inclusive institutions whose township keeps another."""
    for segment in (Segment.KINDERGARTEN_INCLUSIVE, Segment.OTHER_INCLUSIVE):
        small = [one for one in world.free(quarter, segment) if one.slots <= LARGE]
        world.random.shuffle(small)
        able = (one for one in small if not world.stocks.is_sole(one))
        for one in islice(able, world.plan.raw["events"]["closures"] // 2):
            set_state(world, one, Running.CLOSED, quarter)


def withdraw(world: World, quarter: int) -> None:
    """退出普惠: now and then one that had turned inclusive goes back to the market."""
    if str(world.plan.period(quarter)) not in world.plan.raw["events"]["withdrawals"]:
        return
    turned = (one for one in world.free(quarter, Segment.OTHER_INCLUSIVE) if one.turned is not None)
    leaving = next((one for one in turned if not world.stocks.is_sole(one)), None)
    if leaving is not None:
        day = world.registry.day(quarter)
        world.change(leaving, lambda: leaving.leave_inclusive(day=day, quarter=quarter))
        leaving.fee = world.registry.fee(Segment.OTHER_MARKET)


def change_sizes(world: World, quarter: int) -> None:
    """扩增 by a class of a few kindergartens, 核减 of a large institution."""
    events = world.plan.raw["events"]
    grown = [one for one in world.free(quarter, Segment.KINDERGARTEN_INCLUSIVE) if one.slots == one.inclusive_slots]
    large = [one for one in world.free(quarter, Segment.OTHER_MARKET) if one.slots >= LARGE]
    for one in world.random.sample(grown, events["enlargements"]):
        resize(world, one, ONE_CLASS, quarter)
    for one in world.random.sample(large, events["reductions"]):
        resize(world, one, -ONE_CLASS // 2, quarter)


def resize(world: World, one: Institution, change: int, quarter: int) -> None:
    """Give an institution more or fewer slots."""
    world.change(one, lambda: one.resize(change, quarter=quarter))


def convert_kindergartens(world: World, quarter: int) -> None:
    """转普惠 of kindergartens, until there is room again for new ones outside."""
    source, target = Segment.KINDERGARTEN_MARKET, Segment.KINDERGARTEN_INCLUSIVE
    able = _convertible(world, quarter, source, target)
    for one in able:
        if world.stocks.missing(source, quarter) >= SMALLEST_NEED:
            return
        if world.stocks.missing(target, quarter) >= one.slots + SMALLEST_NEED:
            turn(world, one, one.slots, quarter)


def convert_market(world: World, quarter: int) -> None:
    """营利性机构转普惠: the calibrated part of what the city's inclusive slots outside kindergartens grow by."""
    source, target = Segment.OTHER_MARKET, Segment.OTHER_INCLUSIVE
    left = world.stocks.missing(target, quarter)
    stop_at = left * (1 - world.plan.raw["events"]["converted_part"])
    for one in _convertible(world, quarter, source, target):
        slots = round(one.slots * world.random.choice(INCLUSIVE_PARTS))
        missing = world.stocks.missing(target, quarter)
        if (
            one.type == CONVERTIBLE
            and missing - slots >= stop_at
            and world.stocks.behind(one.unit, target, quarter) > 0
        ):
            turn(world, one, slots, quarter)


def turn(world: World, one: Institution, slots: int, quarter: int) -> None:
    """普惠认定 of so many slots, at a fee usual for them."""
    day = world.registry.day(quarter)
    world.change(one, lambda: one.turn_inclusive(slots, day=day, quarter=quarter))
    one.fee = world.registry.fee(one.segment)


def _convertible(world: World, quarter: int, source: Segment, target: Segment) -> list[Institution]:
    """Institutions that may turn inclusive, in an order of chance."""
    units = world.open_units(quarter, target)
    free = [one for one in world.free(quarter, source) if one.unit in units and world.places.may_be_inclusive(one)]
    fresh = [one for one in free if one.inclusive_to is None]
    world.random.shuffle(fresh)
    return fresh
