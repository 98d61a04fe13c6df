"""What a process remembers of returns: right for ever, bounded, and never another store's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.model import Period
from data.returns import State
from metrics.memory import Memory, ReturnTotals, memory_of, remembering
from metrics.queries import ALL, overview, scorecard
from tests.fakes import FakeSource, moment, small_city

Q4 = Period.parse("2025-Q4")
LATE = moment("2026-12-01")
TOWNSHIPS = {"A01": "core", "A02": "core"}


def filed(slots: int) -> FakeSource:
    source = FakeSource(small_city(townships=TOWNSHIPS))
    source.file("A", "2025-Q4", {"A01": (slots, slots), "A02": (4, 0)}, at="2026-01-05")
    return source


def shown(source: FakeSource, as_of=LATE):
    return overview(source, period=Q4, as_of=as_of)


def test_what_is_remembered_is_what_would_be_read():
    source = filed(10)
    known = remembering(source)
    assert [shown(known), shown(known)] == [shown(source), shown(source)]


def test_a_return_is_read_once():
    source = filed(10)
    known = remembering(source)
    shown(known)
    before = source.queries
    source.township_totals = None  # type: ignore[assignment,method-assign]
    shown(known)
    assert source.queries > before


@pytest.mark.parametrize("scope", [None, ALL, "townships"])
def test_a_revision_a_decision_and_an_earlier_moment_are_seen_at_once(scope):
    source = filed(10)
    known = remembering(source)

    def both(day: str):
        return [scorecard(one, period=Q4, as_of=moment(day), scope=scope) for one in (known, source)]

    remembered, read = both("2026-12-01")
    receipt = source.file("A", "2025-Q4", {"A01": (30, 3), "A02": (None, None)}, at="2026-03-01", accepted=False)
    for day in ("2026-02-01", "2026-12-01"):
        remembered, read = both(day)
        assert remembered == read
    source.change(receipt, State.RETURNED, "2026-04-01")
    for day in ("2026-03-15", "2026-12-01"):
        remembered, read = both(day)
        assert remembered == read


def test_two_stores_never_share_what_is_remembered():
    one, other = remembering(filed(10)), remembering(filed(20))
    assert memory_of(one) is not memory_of(other)
    assert shown(one) != shown(other)
    assert shown(other) == shown(filed(20))


def stored_and_totals(sequence: int, townships: int) -> tuple:
    source = filed(10)
    one = source.filed[0]
    stored = replace(one.stored, sequence=sequence, receipt=f"R{sequence}")
    totals = [one.totals[0]._replace(sequence=sequence, township=str(place)) for place in range(townships)]
    return stored, ReturnTotals(stored, totals)


def test_only_so_many_lines_are_kept_and_the_longest_unused_go_first():
    memory = Memory(lines=10)
    kept = [stored_and_totals(sequence, 4) for sequence in (1, 2, 3)]
    for stored, totals in kept[:2]:
        memory.keep("totals", stored, totals)
    memory.recall("totals", [kept[0][0]])
    memory.keep("totals", *kept[2])
    assert sorted(memory.recall("totals", [stored for stored, _ in kept])) == [1, 3]


def test_a_return_of_another_receipt_is_another_return():
    memory = Memory()
    stored, totals = stored_and_totals(1, 2)
    memory.keep("totals", stored, totals)
    assert memory.recall("totals", [stored]) == {1: totals}
    assert memory.recall("totals", [replace(stored, receipt="R1-other")]) == {}


def test_only_so_many_figures_are_kept():
    memory = Memory(figures=2)
    asked: list[int] = []

    def figure(number: int) -> int:
        return memory.once(number, lambda: asked.append(number) or number)

    assert [figure(one) for one in (1, 2, 1, 3, 1, 2)] == [1, 2, 1, 3, 1, 2]
    assert asked == [1, 2, 3, 2]
