"""The list of counting returns reads what is asked for, and answers like the whole list."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from data.model import Period
from data.returns import StoredReturn
from metrics.counting import CountingReturns
from metrics.knowledge import Knowledge
from tests.fakes import FakeSource, moment, small_city

NOW = Period.parse("2025-Q4")
PERIODS = (NOW.previous, NOW)
UNITS = ("A", "B", "X")


@pytest.fixture
def source() -> FakeSource:
    found = FakeSource(small_city())
    for period in PERIODS:
        found.file("A", str(period), {"A01": (100, 60), "A02": (40, 0)})
        found.file("B", str(period), {"B01": (10, 10)})
    return found


class Asked:
    """The same list, with what it was asked for."""

    def __init__(self, source: FakeSource) -> None:
        self.source = source
        self.questions: list[tuple[str, ...] | None] = []

    def __call__(self, filers: Collection[str] | None) -> dict[tuple[str, Period], StoredReturn]:
        self.questions.append(None if filers is None else tuple(filers))
        as_of = moment("2026-02-01")
        return dict(self.source.counting_returns(periods=PERIODS, as_of=as_of, filers=filers))


def test_one_filer_costs_one_question_about_that_filer(source: FakeSource):
    asked = Asked(source)
    found = CountingReturns(asked, ("A",))
    assert found["A", NOW].org_unit == "A"
    assert ("A", NOW.next) not in found
    assert sorted(found.of("A")) == list(PERIODS)
    assert asked.questions == [("A",)]


def test_filers_expected_together_are_read_together_and_others_when_wanted(source: FakeSource):
    asked = Asked(source)
    found = CountingReturns(asked, ("A", "X"))
    assert found.get(("X", NOW)) is None
    assert ("A", NOW) in found
    assert found.get(("B", NOW)) is not None
    assert found.of("B")[NOW].org_unit == "B"
    assert asked.questions == [("A", "X"), ("B",)]


def test_a_filer_that_was_not_expected_is_not_unreported(source: FakeSource):
    """Whatever is asked first."""
    asked = Asked(source)
    found = CountingReturns(asked, ("A", "X"))
    assert ("B", NOW) in found
    assert ("A", NOW) in found
    assert ("X", NOW) not in found
    assert asked.questions == [("B",), ("A", "X")]


def test_whoever_goes_through_it_sees_everybody(source: FakeSource):
    whole = dict(Asked(source)(None))
    for expected in (None, ("A",), ()):
        asked = Asked(source)
        found = CountingReturns(asked, expected)
        assert expected is None or ("A", NOW) in found
        assert dict(found) == whole
        assert len(found) == len(whole) == 4
        assert found.of_all(UNITS) == whole
        assert asked.questions[-1] is None


def test_without_expectations_everybody_is_read_at_once(source: FakeSource):
    asked = Asked(source)
    found = CountingReturns(asked)
    assert [found.get((unit, NOW)) is not None for unit in UNITS] == [True, True, False]
    assert asked.questions == [None]


def test_the_digest_of_a_unit_is_of_its_own_returns(source: FakeSource):
    as_of = moment("2026-02-01")

    def digest(filers: tuple[str, ...] | None) -> str:
        return Knowledge(source, as_of, filers).digest(PERIODS)

    before = {filers: digest(filers) for filers in (None, ("A",), ("B",))}
    assert len(set(before.values())) == 3
    source.file("B", str(NOW), {"B01": (10, 9)}, at="2026-01-20")
    assert digest(("A",)) == before["A",]
    assert digest(("B",)) != before["B",]
    assert digest(None) != before[None]
