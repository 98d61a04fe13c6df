"""What became of an institution: one change, or several in the order state, 普惠, size; they always add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.dossier import ChangeKind
from data.model import Channel
from data.returns import CHANNEL_OF_TYPE, LedgerRow
from metrics.changes import NOTHING, Change, Stock, changes, holding_of
from metrics.waterfall import Waterfall, stock_of, sum_of, together, waterfall
from tests.store_samples import institution

THEN, NOW = date(2025, 9, 30), date(2025, 12, 31)
NEW, EXPANDED, CONVERTED, RESUMED = ChangeKind.NEW, ChangeKind.EXPANDED, ChangeKind.CONVERTED, ChangeKind.RESUMED
REDUCED, LEFT, PAUSED, CLOSED = ChangeKind.REDUCED, ChangeKind.LEFT, ChangeKind.PAUSED, ChangeKind.CLOSED


def between(was: LedgerRow | None, now: LedgerRow | None) -> tuple[Change, ...]:
    """The changes of one institution."""
    return changes([was] if was else [], THEN, [now] if now else [], NOW)


def told(was: LedgerRow | None, now: LedgerRow | None) -> list[tuple[ChangeKind, int, int]]:
    return [(one.kind, one.slots, one.inclusive_slots) for one in between(was, now)]


def of(slots: int | None = 60, inclusive: int | None = 40, **facts: object) -> LedgerRow:
    return institution(1, slots=slots, inclusive_slots=inclusive, **facts)


CLOSED_ROW = of(state="关停", state_since=date(2025, 11, 1))
PAUSED_ROW = of(state="暂停", state_since=date(2025, 8, 1))
FOR_PROFIT = replace(PAUSED_ROW, inclusive_slots=0)


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (of(), of(), []),
        (None, of(), [(NEW, 60, 40)]),
        (None, PAUSED_ROW, [(NEW, 0, 0)]),
        (of(state_since=date(2025, 11, 1)), of(state_since=date(2025, 11, 1)), [(NEW, 60, 40)]),
        (of(), CLOSED_ROW, [(CLOSED, -60, -40)]),
        (of(), of(state="暂停", state_since=NOW), [(PAUSED, -60, -40)]),
        (of(), of(state="暂停", state_since=date(2026, 1, 1)), []),
        (PAUSED_ROW, PAUSED_ROW, []),
        (PAUSED_ROW, CLOSED_ROW, [(CLOSED, 0, 0)]),
        (PAUSED_ROW, of(), [(RESUMED, 60, 40)]),
        (replace(CLOSED_ROW, state_since=THEN), of(), [(RESUMED, 60, 40)]),
        (of(60, 40), of(80, 60), [(EXPANDED, 20, 20)]),
        (of(60, 40), of(80, 40), [(EXPANDED, 20, 0)]),
        (of(60, 40), of(40, 20), [(REDUCED, -20, -20)]),
        (of(60, 40), of(60, 50), [(CONVERTED, 0, 10)]),
        (of(60, 40), of(60, 30), [(LEFT, 0, -10)]),
        (of(60, 0), of(60, 60), [(CONVERTED, 0, 60)]),
        (of(60, 60), of(60, 0), [(LEFT, 0, -60)]),
        (of(60, 60), of(60, 60, inclusive_to=NOW), [(LEFT, 0, -60)]),
    ],
)
def test_one_move_is_one_change(
    was: LedgerRow | None, now: LedgerRow, expected: list[tuple[ChangeKind, int, int]]
) -> None:
    assert told(was, now) == expected


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        (of(60, 0), of(100, 100), [(CONVERTED, 0, 60), (EXPANDED, 40, 40)]),
        (of(60, 0), of(100, 30), [(CONVERTED, 0, 30), (EXPANDED, 40, 0)]),
        (of(60, 0), of(40, 40), [(CONVERTED, 0, 40), (REDUCED, -20, 0)]),
        (of(60, 40), of(80, 0), [(LEFT, 0, -40), (EXPANDED, 20, 0)]),
        (of(60, 20), of(80, 70), [(CONVERTED, 0, 30), (EXPANDED, 20, 20)]),
        (of(60, 60), of(40, 10), [(LEFT, 0, -30), (REDUCED, -20, -20)]),
        (
            replace(PAUSED_ROW, inclusive_slots=0),
            of(80, 80),
            [(RESUMED, 60, 0), (CONVERTED, 0, 60), (EXPANDED, 20, 20)],
        ),
        (PAUSED_ROW, of(60, 0), [(RESUMED, 60, 40), (LEFT, 0, -40)]),
    ],
)
def test_several_moves_are_split_state_first_then_inclusive_then_size(
    was: LedgerRow, now: LedgerRow, expected: list[tuple[ChangeKind, int, int]]
) -> None:
    assert told(was, now) == expected


def test_a_row_missing_without_a_closure_counts_as_closed_and_is_marked() -> None:
    (gone,) = between(of(), None)
    assert (gone.kind, gone.slots, gone.vanished) == (CLOSED, -60, True)
    (paused,) = between(PAUSED_ROW, None)
    assert (paused.kind, paused.slots, paused.vanished) == (CLOSED, 0, True)
    assert between(replace(CLOSED_ROW, state_since=THEN), None) == ()


def test_an_institution_of_another_type_takes_its_slots_to_the_other_channel() -> None:
    out, into, grown = between(of(type="营利性机构"), of(80, 60, type="社区托育点"))
    assert (out.kind, out.channel, out.slots, out.moved) == (REDUCED, Channel.S3, -60, True)
    assert (into.kind, into.channel, into.slots, into.moved) == (EXPANDED, Channel.S1, 60, True)
    assert (grown.kind, grown.channel, grown.slots, grown.moved) == (EXPANDED, Channel.S1, 20, False)


def test_a_change_that_rests_on_a_blank_cell_is_marked() -> None:
    (one,) = between(of(None, None), of(60, 40))
    assert (one.kind, one.slots, one.unknown) == (EXPANDED, 60, True)


def test_a_change_is_told_with_the_name_and_township_of_now() -> None:
    (one,) = between(of(), of(80, 40, name="新名", township="110114002"))
    assert (one.number, one.name, one.township) == ("110114-0001", "新名", "110114002")


DAYS = st.sampled_from([None, date(2025, 6, 1), THEN, date(2025, 10, 1), NOW, date(2026, 2, 1)])
ROWS = st.builds(
    LedgerRow,
    row=st.just(2),
    number=st.sampled_from([f"110114-{number:04d}" for number in range(6)]),
    name=st.just("示例"),
    type=st.sampled_from([None, *CHANNEL_OF_TYPE]),
    township=st.just("110114001"),
    state=st.sampled_from([None, "正常", "暂停", "关停"]),
    slots=st.none() | st.integers(0, 90),
    inclusive_slots=st.none() | st.integers(0, 90),
    children=st.none(),
    inclusive_to=DAYS,
    state_since=DAYS,
)
LEDGERS = st.lists(ROWS, max_size=6, unique_by=lambda row: row.number)


def assert_reconciled(way: Waterfall) -> None:
    for channel in way.channels:
        steps = sum_of(way.step(kind, channel) for kind in ChangeKind)
        assert way.opening.get(channel, NOTHING).plus(steps) == way.closing.get(channel, NOTHING), channel
    assert way.opened.plus(sum_of(map(way.total, ChangeKind))) == way.closed


@settings(max_examples=300, deadline=None)
@given(LEDGERS, LEDGERS)
def test_opening_and_changes_make_the_closing_of_every_channel(
    previous: list[LedgerRow], current: list[LedgerRow]
) -> None:
    way = waterfall(previous, THEN, current, NOW)
    assert_reconciled(way)
    assert way.opening == stock_of(previous, THEN)
    assert way.closed == sum_of(holding_of(row, NOW).stock for row in current)


@settings(max_examples=300, deadline=None)
@given(ROWS, ROWS)
def test_every_step_goes_the_way_its_kind_says(was: LedgerRow, now: LedgerRow) -> None:
    adds = {NEW, EXPANDED, CONVERTED, RESUMED}
    for one in between(was, replace(now, number=was.number)):
        sign = 1 if one.kind in adds else -1
        assert one.slots * sign >= 0, one
        assert one.inclusive_slots * sign >= 0, one


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(LEDGERS, LEDGERS), max_size=4))
def test_waterfalls_of_units_add_up(units: list[tuple[list[LedgerRow], list[LedgerRow]]]) -> None:
    ways = [waterfall(previous, THEN, current, NOW) for previous, current in units]
    whole = together(ways)
    assert_reconciled(whole)
    assert whole.closed == sum_of(way.closed for way in ways)
    assert whole.vanished == sum(way.vanished for way in ways)


def test_channels_stand_in_the_order_of_the_form() -> None:
    rows = [replace(of(), number=str(place), type=name) for place, name in enumerate([None, "其他", "幼儿园开设托班"])]
    assert waterfall([], THEN, rows, NOW).channels == (Channel.K1, Channel.O, None)
    assert waterfall([], THEN, rows, NOW).total(NEW) == Stock(180, 120)


RENAMED = {"name": "乙园", "township": "110114999"}


@pytest.mark.parametrize(
    "now",
    [of(state="暂停", state_since=NOW, **RENAMED), of(state="关停", state_since=NOW, **RENAMED), of(50, 40, **RENAMED)],
)
def test_what_stopped_or_shrank_is_called_as_it_is_called_now(now: LedgerRow) -> None:
    (found,) = between(of(), now)
    assert (found.name, found.township) == ("乙园", "110114999")


def test_both_sides_of_a_change_of_type_are_called_as_now() -> None:
    now = of(type="社区托育点", **RENAMED)
    assert {(one.name, one.moved) for one in between(of(type="营利性机构"), now)} == {("乙园", True)}


def test_one_slot_that_turned_or_came_is_one() -> None:
    assert told(of(60, 40), of(60, 41)) == [(CONVERTED, 0, 1)]
    assert told(of(60, 40), of(60, 39)) == [(LEFT, 0, -1)]
    assert told(of(60, 40), of(61, 40)) == [(EXPANDED, 1, 0)]
    assert told(of(60, 2), of(50, 1)) == [(REDUCED, -10, -1)]


@pytest.mark.parametrize(
    ("was", "now"),
    [(of(60, 40), of(60, None)), (of(60, None), of(60, 40)), (of(None, 0), of(60, 0)), (of(60, 0), of(None, 0))],
)
def test_a_blank_before_or_after_marks_the_change(was: LedgerRow, now: LedgerRow) -> None:
    (found,) = between(was, now)
    assert (found.unknown, found.vanished, found.moved) == (True, False, False)


def test_a_plain_change_is_marked_as_nothing() -> None:
    (found,) = between(of(60, 40), of(80, 40))
    assert (found.unknown, found.vanished, found.moved) == (False, False, False)


def test_marks_are_counted_in_a_units_way_and_in_the_citys() -> None:
    ways = [waterfall([of()], THEN, [], NOW), waterfall([of(60, None)], THEN, [of(60, 40)], NOW)]
    assert [(one.vanished, one.unknown) for one in ways] == [(1, 0), (0, 1)]
    whole = together([*ways, ways[1]])
    assert (whole.vanished, whole.unknown) == (1, 2)
