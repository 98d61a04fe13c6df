"""New slots of a unit that files sums: township by township and channel by channel, each blank told once."""

from __future__ import annotations

from data.details import ChannelSlots
from data.model import Channel
from metrics.gross import cells_of, gross_by_channel, net_by_channel

BASELINE = {
    ("A01", "K1"): 10,
    ("A01", "S1"): 5,
    ("A01", "?"): 3,
    ("A02", "K1"): None,
    ("A04", "S2"): 7,
    ("A05", "?"): 2,
    ("A06", "K3"): 4,
    ("A07", "K1"): 0,
}
BETWEEN = {("A01", "K1"): 30, ("A01", "S1"): 5, ("A02", "K1"): 9, ("A03", "K2"): 1, ("A06", "K3"): 9}
NOW = {
    ("A01", "K1"): 20,
    ("A01", "S1"): 6,
    ("A01", "?"): 4,
    ("A02", "K1"): 12,
    ("A04", "S2"): 7,
    ("A05", "?"): 2,
    ("A06", "K3"): None,
    ("A07", "K1"): 2,
}


def test_each_cell_gains_from_its_own_baseline_to_its_highest_mark():
    """A01 K1 10 to 30, A07 K1 0 to 2, A01 S1 5 to 6, A03 K2 from nothing to 1, A06 K3 4 to 9 at least."""
    found = gross_by_channel(BASELINE, [BASELINE, BETWEEN, NOW])
    assert dict(found.by_channel) == {Channel.K1: 22, Channel.S1: 1, Channel.K2: 1, Channel.K3: 5}
    assert found.estimated


def test_what_a_blank_hides_is_counted_cell_by_cell():
    """A02 K1 at the baseline, A06 K3 now, and the gain of an unknown channel in A01; A05's did not change."""
    assert gross_by_channel(BASELINE, [BASELINE, BETWEEN, NOW]).unknown == 3


def test_one_return_alone_gains_nothing_and_hides_what_it_leaves_blank():
    found = gross_by_channel(BASELINE, [BASELINE])
    assert (dict(found.by_channel), found.unknown) == ({}, 1)


def test_net_counts_every_blank_too():
    assert net_by_channel(BASELINE, NOW).unknown == 3


def test_a_cell_with_an_unknown_part_is_unknown_and_a_township_left_out_of_sums_is_too():
    slots = [ChannelSlots(1, "A01", "K1", 8, 0), ChannelSlots(1, "A01", "S1", 8, 1)]
    ledger = cells_of(slots, ["A01", "A02"], is_ledger=True)
    assert ledger == {("A01", "K1"): 8, ("A01", "S1"): None}
    sums = cells_of(slots, ["A01", "A02"], is_ledger=False)
    assert {code for code, _ in sums} == {"A01", "A02"}
    assert {sums["A02", channel.value] for channel in Channel} == {None}
    assert len(sums) == 2 + len(Channel)
