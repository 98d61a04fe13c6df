"""A return summed per township and channel: blanks stay unknown, zeros stay zeros."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.model import Channel
from data.returns import LedgerRow, ReturnContent, TownshipSum
from data.rollup import UNKNOWN_CHANNEL, rollup_of
from data.schema import ALL_CHANNELS, SUM_COUNTS
from tests.store_samples import PERIOD, TOWNSHIP, institution, ledger_return, summary_return

END = PERIOD.end
DAY = timedelta(days=1)
OTHER = "110114002"


def known(content: ReturnContent, channel: str = ALL_CHANNELS, township: str = TOWNSHIP) -> dict[str, int]:
    """The sums of one row by figure."""
    return dict(zip(SUM_COUNTS, _counts(content, channel, township)[::2], strict=True))


def unknown(content: ReturnContent, channel: str = ALL_CHANNELS, township: str = TOWNSHIP) -> dict[str, int]:
    """How many cells behind each sum are unknown, where any is."""
    counts = zip(SUM_COUNTS, _counts(content, channel, township)[1::2], strict=True)
    return {figure: cells for figure, cells in counts if cells}


def _counts(content: ReturnContent, channel: str, township: str) -> tuple[int, ...]:
    rows = {(row.township, row.channel): row.counts for row in rollup_of(content, [TOWNSHIP, OTHER])}
    return rows[township, channel]


def one(**facts: object) -> ReturnContent:
    return ledger_return(institution(1, **{"inclusive_children": 30, **facts}))


def test_an_institution_in_operation_is_counted_whole() -> None:
    counted = {"institutions": 1, "inclusive_institutions": 1, "slots": 60}
    counted |= {"inclusive_slots": 40, "children": 50, "inclusive_children": 30}
    assert known(one()) == counted
    assert unknown(one()) == {}


def test_a_township_without_an_institution_is_a_true_zero_in_a_ledger() -> None:
    assert set(_counts(one(), ALL_CHANNELS, OTHER)) == {0}


def test_a_township_left_out_of_a_summary_has_no_row() -> None:
    content = summary_return(TownshipSum(2, TOWNSHIP, 1, 1, 60, 40, 50, 30))
    assert {row.township for row in rollup_of(content, [TOWNSHIP, OTHER])} == {TOWNSHIP}


@pytest.mark.parametrize("state", ["暂停", "关停"])
@pytest.mark.parametrize(("since", "slots"), [(END, 0), (END + DAY, 60), (None, 0)])
def test_pausing_counts_from_its_day_on(state: str, since: object, slots: int) -> None:
    assert known(one(state=state, state_since=since))["slots"] == slots


def test_what_is_not_in_operation_leaves_no_unknown_behind() -> None:
    assert unknown(one(state="暂停", state_since=END, slots=None, children=None)) == {}


@pytest.mark.parametrize(("until", "inclusive"), [(END, 0), (END + DAY, 40), (None, 40)])
def test_an_ended_recognition_leaves_no_inclusive_slot(until: object, inclusive: int) -> None:
    sums = known(one(inclusive_to=until))
    assert (sums["inclusive_slots"], sums["slots"]) == (inclusive, 60)
    assert sums["inclusive_institutions"] == int(inclusive > 0)
    assert sums["inclusive_children"] == (30 if inclusive else 0)


@pytest.mark.parametrize(
    ("blank", "cells"),
    [
        ("slots", {"institutions": 1, "slots": 1}),
        ("inclusive_slots", {"inclusive_institutions": 1, "inclusive_slots": 1}),
        ("children", {"children": 1}),
    ],
)
def test_a_blank_cell_is_unknown_and_adds_nothing(blank: str, cells: dict[str, int]) -> None:
    content = ledger_return(
        institution(1, inclusive_children=30, **{blank: None}), institution(2, inclusive_children=5)
    )
    assert unknown(content) == cells
    assert known(content)[blank] == getattr(institution(2), blank)


def test_an_institution_without_slots_is_none() -> None:
    sums = known(one(slots=0, inclusive_slots=0, inclusive_children=None))
    assert (sums["institutions"], sums["inclusive_institutions"], sums["inclusive_children"]) == (0, 0, 0)


def test_the_channel_follows_the_type() -> None:
    content = ledger_return(institution(1), institution(2, type="家庭托育点"), institution(3, type="其他"))
    assert known(content, Channel.S1)["slots"] == 60
    assert known(content, Channel.O)["institutions"] == 2


def test_a_blank_type_keeps_its_slots_and_hides_its_channel() -> None:
    content = one(type=None)
    assert known(content)["slots"] == known(content, UNKNOWN_CHANNEL)["slots"] == 60


def test_a_summary_gives_its_channels_by_inclusive_slots_alone() -> None:
    channels = {Channel.K1: 30, Channel.S1: None}
    content = summary_return(TownshipSum(2, TOWNSHIP, 2, None, 60, 30, 50, 20, channels))
    assert known(content)["slots"] == 60
    assert unknown(content) == {"inclusive_institutions": 1}
    assert known(content, Channel.K1)["inclusive_slots"] == 30
    assert "inclusive_slots" not in unknown(content, Channel.K1)
    assert unknown(content, Channel.S1)["inclusive_slots"] == 1


def test_the_channels_of_a_ledger_add_up_to_its_totals() -> None:
    kinds = ("社区托育点", "幼儿园开设托班", "营利性机构", "区托育综合服务中心")
    rows = [institution(number, type=kind, slots=10 * number) for number, kind in enumerate(kinds, 1)]
    content = ledger_return(*rows)
    parts = [row.counts for row in rollup_of(content, [TOWNSHIP]) if row.channel != ALL_CHANNELS]
    assert tuple(map(sum, zip(*parts, strict=True))) == _counts(content, ALL_CHANNELS, TOWNSHIP)


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows: list[LedgerRow] = [institution(number, slots=number) for number in range(1, 6)]
    assert rollup_of(ledger_return(*rows), [OTHER, TOWNSHIP]) == rollup_of(
        ledger_return(*rows[::-1]), [TOWNSHIP, OTHER]
    )
