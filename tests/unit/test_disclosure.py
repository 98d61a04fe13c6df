"""From the public figures alone no hidden count can be worked out: the linear system is solved for each of them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from scipy.optimize import linprog

from metrics.disclosure import LEAST, Place, hidden_places, inclusive_is_nil, summed

COUNTS = some.one_of(some.integers(0, 3), some.integers(1, 30), some.integers(0, 400), some.just(0))
TOWNSHIPS = some.tuples(COUNTS, COUNTS)
CITIES = some.lists(some.lists(TOWNSHIPS, min_size=1, max_size=5), min_size=1, max_size=4)


def city_of(units: list[list[tuple[int, int]]]) -> list[Place]:
    """The city, its units and their townships, from pairs of children in inclusive slots and others."""
    found, above = [], []
    for number, townships in enumerate(units):
        code = f"u{number}"
        parts = [
            Place(f"{code}t{place}", code, inclusive + others, inclusive)
            for place, (inclusive, others) in enumerate(townships)
        ]
        above.append(summed(code, "city", parts))
        found += parts
    return [summed("city", None, above), *above, *found]


class Attack:
    """What somebody knows who has the export: sums, what is told, and that a hidden place holds a child or more."""

    def __init__(self, places: list[Place], hidden: frozenset[str]) -> None:
        self.by_code = {one.code: one for one in places}
        self.column = {(one.code, kind): 2 * row + kind for row, one in enumerate(places) for kind in (0, 1)}
        self.equal: list[tuple[dict[int, int], int]] = []
        self.bounds = [(0, None)] * len(self.column)
        self.hidden = hidden
        for one in places:
            self._told(one)
            parts = [part for part in places if part.parent == one.code]
            for kind in (0, 1) if parts else ():
                terms = {self.column[part.code, kind]: 1 for part in parts}
                self.equal.append((terms | {self.column[one.code, kind]: -1}, 0))

    def _told(self, one: Place) -> None:
        inclusive, others = self.column[one.code, 0], self.column[one.code, 1]
        if one.code not in self.hidden:
            self.equal += [({inclusive: 1}, one.inclusive), ({others: 1}, one.others)]
        elif inclusive_is_nil(one, self.by_code, self.hidden):
            self.equal.append(({inclusive: 1}, 0))

    def range_of(self, code: str, kinds: tuple[int, ...]) -> tuple[float, float]:
        """The least and the most that a count may be, by all of it."""
        matrix = [[terms.get(column, 0) for column in range(len(self.column))] for terms, _ in self.equal]
        least_one = [[0] * len(self.column) for _ in self.hidden]
        for row, place in zip(least_one, self.hidden):
            row[self.column[place, 0]] = row[self.column[place, 1]] = -1
        aim = [0] * len(self.column)
        for kind in kinds:
            aim[self.column[code, kind]] = 1
        given_ = {"A_eq": matrix, "b_eq": [value for _, value in self.equal], "bounds": self.bounds}
        given_ |= {"A_ub": least_one, "b_ub": [-1] * len(least_one)}
        low, high = linprog(aim, **given_), linprog([-one for one in aim], **given_)
        assert low.status == 0
        assert high.status in (0, 3)
        return low.fun, float("inf") if high.status == 3 else -high.fun


def assert_nothing_follows(places: list[Place]) -> None:
    hidden = hidden_places(places)
    attack = Attack(places, hidden)
    for one in places:
        small = any(0 < count < LEAST for count in (one.children, one.inclusive, one.others))
        assert one.code in hidden or not small
    for code in hidden:
        one = attack.by_code[code]
        for kinds, count in (((0, 1), one.children), ((0,), one.inclusive), ((1,), one.others)):
            low, high = attack.range_of(code, kinds)
            assert low - 1e-6 <= count <= high + 1e-6
            is_told = kinds == (0,) and inclusive_is_nil(one, attack.by_code, hidden)
            nobody_is_meant = kinds == (1,) and count == 0
            assert high - low > 0.9 or is_told or nobody_is_meant, (code, kinds, low, high)


@settings(max_examples=60, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(CITIES)
def test_no_hidden_count_follows_from_what_is_told(units):
    assert_nothing_follows(city_of(units))


@pytest.mark.soak
@settings(max_examples=500, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(CITIES)
def test_no_hidden_count_follows_from_what_is_told_however_long_one_looks(units):
    assert_nothing_follows(city_of(units))


def test_a_unit_by_hand():
    """9 children in one township: the smallest other one goes with it, the unit's sum stays."""
    places = city_of([[(9, 0), (40, 30), (20, 12), (0, 0)], [(50, 50), (60, 60)]])
    assert hidden_places(places) == {"u0t0", "u0t2"}


def test_where_a_unit_has_one_township_its_sum_goes_too_and_another_unit_with_it():
    places = city_of([[(5, 0)], [(50, 50), (60, 60)], [(70, 70)]])
    assert hidden_places(places) == {"u0t0", "u0", "u2", "u2t0"}


def test_where_all_are_many_or_none_nothing_is_hidden():
    assert hidden_places(city_of([[(10, 10), (0, 0), (10, 0), (0, 11)]])) == frozenset()


def test_a_sum_that_is_not_known_gives_nothing_away():
    parts = [Place("a", "city", None, None), Place("b", "city", 5, 0), Place("c", "city", 50, 20)]
    assert hidden_places([summed("city", None, parts), *parts]) == {"b"}
