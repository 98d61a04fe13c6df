"""The cheapest choice of a programme, by HiGHS through scipy; floats come in here and never leave.

One after the other, each keeping what the one before reached:
1. the demands: where not all can be met, the least sum of what is lacking, each as a share of its need;
2. (``first``) as many uncovered places as can be;
3. the cost;
4. of equally cheap choices the one that does least of what stands last in the programme.
Whatever comes back is rounded to whole numbers and looked at again in exact arithmetic (`faults_of`, `reached`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from metrics.programme import Amounts, Choice, Demand, Option, Programme, covered_by, faults_of, reached, total_cost

if TYPE_CHECKING:
    import numpy as np

NODES = 4000
"""Nodes that one search may open: the same everywhere, where seconds would not be."""
NEARLY = 0.1
"""How far from its least the last step may end, which only chooses among equals."""
SECONDS = 20
"""A last resort only."""
ROUNDING = 1e-5
SPREAD = 1000


class NotSolved(Exception):
    """The solver gave nothing that holds in whole numbers."""


@dataclass
class _Model:
    """Columns with bounds, rows with bounds; every number an integer until it is handed over."""

    highest: list[int] = field(default_factory=list)
    rows: list[tuple[dict[int, int], float, float]] = field(default_factory=list)

    def column(self, highest: int) -> int:
        self.highest.append(highest)
        return len(self.highest) - 1

    def row(self, terms: dict[int, int], *, least: float = float("-inf"), most: float = float("inf")) -> None:
        if terms:
            self.rows.append((terms, least, most))


@dataclass(frozen=True, slots=True)
class _Answer:
    values: tuple[int, ...]
    bound: float
    proven: bool


def solved(programme: Programme) -> Choice:
    """The cheapest choice; NotSolved where none could be confirmed. Demands that cannot be met are lacking in it."""
    search = _Search(programme)
    amounts, proven = search.nearest()
    lacking = {one.id: max(0, one.need - reached(programme, one, amounts)) for one in programme.demands}
    search.hold(lacking)
    if programme.first and programme.uncovered:
        amounts, found = search.most_covered()
        proven = proven and found
        search.hold_covered(len(covered_by(programme, amounts)))
    amounts, bound, found = search.cheapest()
    if found:
        amounts = search.settled(amounts)
    return Choice(amounts, lacking, min(bound, total_cost(programme, amounts)), proven and found)


def furthest(programme: Programme, demand: Demand) -> tuple[Amounts, ...]:
    """The choice that comes furthest towards one demand, all others left aside, within the limits."""
    return _Search(programme).most(demand)


class _Search:
    """One programme as a model of whole numbers, asked several questions."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._model = _Model()
        self._units: list[int] = []
        self._slots: list[int | None] = []
        for option in programme.options:
            self._add(option)
        self._covered = {place: self._model.column(1) for place in sorted(programme.uncovered)}
        self._limit()
        self._costs, self._scale = self._priced()

    def _add(self, option: Option) -> None:
        """A column for the units, and one for the slots where a unit may have more or fewer."""
        units = min(option.units, self._programme.limits.get(option.way, 0))
        column = self._model.column(units)
        self._units.append(column)
        if option.least == option.most:
            self._slots.append(None)
            return
        slots = self._model.column(option.most * units)
        self._slots.append(slots)
        self._model.row({slots: 1, column: -option.least}, least=0)
        self._model.row({slots: 1, column: -option.most}, most=0)

    def _limit(self) -> None:
        for way, most in sorted(self._programme.limits.items()):
            places = zip(self._programme.options, self._units, strict=True)
            self._model.row({column: 1 for one, column in places if one.way == way}, most=most)
        for place, column in self._covered.items():
            self._cover(place, column)

    def _cover(self, place: str, column: int) -> None:
        """Covered by at least so many slots; where nothing is marked as covered nothing is done."""
        served: dict[int, int] = {}
        for one, units, slots in zip(self._programme.options, self._units, self._slots, strict=True):
            if one.place == place:
                served[units if slots is None else slots] = one.least if slots is None else 1
                self._model.row({units: 1, column: -self._model.highest[units]}, most=0)
        least = max(1, self._programme.least_cover(place))
        self._model.row({**served, column: -least}, least=0)

    def _priced(self) -> tuple[dict[int, int], int]:
        """Costs by column as integers, and what they were multiplied by."""
        scale = lcm(*(price.denominator for one in self._programme.options for price in (one.fixed, one.per_slot)), 1)
        costs: dict[int, int] = {}
        for one, units, slots in zip(self._programme.options, self._units, self._slots, strict=True):
            own = one.fixed if slots is not None else one.fixed + one.per_slot * one.least
            costs[units] = int(own * scale)
            if slots is not None:
                costs[slots] = int(one.per_slot * scale)
        return costs, scale

    def _terms(self, demand: Demand) -> dict[int, int]:
        if demand.coverage:
            places = self._programme.uncovered
            return {column: 1 for place, column in self._covered.items() if demand.speaks_of(*places[place])}
        terms: dict[int, int] = {}
        for one, units, slots in zip(self._programme.options, self._units, self._slots, strict=True):
            if weight := demand.weight(one):
                terms[units if slots is None else slots] = weight * (one.least if slots is None else 1)
        return terms

    def nearest(self) -> tuple[tuple[Amounts, ...], bool]:
        """1: nothing lacking, or as little as can be."""
        model = _Model(list(self._model.highest), list(self._model.rows))
        goal: dict[int, float] = {}
        for demand in self._programme.demands:
            if demand.need > 0:
                lack = model.column(demand.need)
                model.row({**self._terms(demand), lack: 1}, least=demand.need)
                goal[lack] = 1 / demand.need
        answer = _minimum(model, goal, free=set(goal))
        return self._amounts(answer), answer.proven

    def hold(self, lacking: dict[str, int]) -> None:
        """From now on every demand is met as far as it was."""
        for demand in self._programme.demands:
            if demand.need > lacking[demand.id]:
                self._model.row(self._terms(demand), least=demand.need - lacking[demand.id])

    def most_covered(self) -> tuple[tuple[Amounts, ...], bool]:
        """2: as many uncovered places as can be."""
        answer = _minimum(self._model, dict.fromkeys(self._covered.values(), -1))
        return self._amounts(answer), answer.proven

    def hold_covered(self, count: int) -> None:
        """From now on so many are covered."""
        if count:
            self._model.row(dict.fromkeys(self._covered.values(), 1), least=count)

    def cheapest(self) -> tuple[tuple[Amounts, ...], Fraction, bool]:
        """3: the cost; and the least that any choice could cost."""
        answer = _minimum(self._model, self._costs)
        bound = Fraction(max(answer.bound, 0.0)) / self._scale
        return self._amounts(answer), bound, answer.proven

    def settled(self, amounts: tuple[Amounts, ...]) -> tuple[Amounts, ...]:
        """4: of equally cheap ones always the same one, whatever the solver met first."""
        model = _Model(list(self._model.highest), list(self._model.rows))
        model.row(self._costs, most=int(total_cost(self._programme, amounts) * self._scale))
        order = {column: 1 + place / SPREAD for place, column in enumerate(self._units)}
        try:
            chosen = self._amounts(_minimum(model, order, within=NEARLY))
        except NotSolved:
            return amounts
        return chosen if total_cost(self._programme, chosen) == total_cost(self._programme, amounts) else amounts

    def most(self, demand: Demand) -> tuple[Amounts, ...]:
        """The choice that comes furthest towards one demand."""
        return self._amounts(_minimum(self._model, {column: -weight for column, weight in self._terms(demand).items()}))

    def _amounts(self, answer: _Answer) -> tuple[Amounts, ...]:
        """What was answered, by option; NotSolved where it breaks a limit after all."""
        values = answer.values
        found = tuple(
            Amounts(values[units], values[slots] if slots is not None else values[units] * one.least)
            for one, units, slots in zip(self._programme.options, self._units, self._slots, strict=True)
        )
        if broken := faults_of(self._programme, found):
            raise NotSolved(broken[0])
        return found


def _minimum(
    model: _Model,
    goal: dict[int, int] | dict[int, float],
    free: Sequence[int] | set[int] = (),
    *,
    within: float = 0.0,
) -> _Answer:
    """The least of a goal over whole numbers (``free`` columns need not be whole); NotSolved where there is none."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    columns = len(model.highest)
    if not columns:
        return _Answer((), 0.0, True)
    prices = np.zeros(columns)
    for column, price in goal.items():
        prices[column] = price
    whole = np.ones(columns)
    whole[list(free)] = 0
    found = milp(
        prices,
        integrality=whole,
        bounds=Bounds(0, np.array(model.highest, dtype=float)),
        constraints=LinearConstraint(_matrix(model), *_sides(model)) if model.rows else (),
        options={"node_limit": NODES, "time_limit": SECONDS, "mip_rel_gap": within},
    )
    if found.x is None:
        raise NotSolved(found.message)
    bound = found.fun if found.mip_dual_bound is None else found.mip_dual_bound
    return _Answer(_whole(found.x, free), float(bound), found.status == 0)


def _matrix(model: _Model) -> object:
    from scipy.sparse import csr_array

    places = [(row, column, value) for row, (terms, _, _) in enumerate(model.rows) for column, value in terms.items()]
    rows, columns, values = zip(*places, strict=True)
    return csr_array((values, (rows, columns)), shape=(len(model.rows), len(model.highest)), dtype=float)


def _sides(model: _Model) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    return np.array([least for _, least, _ in model.rows]), np.array([most for _, _, most in model.rows])


def _whole(found: np.ndarray, free: Sequence[int] | set[int]) -> tuple[int, ...]:
    """The answer in whole numbers; NotSolved where it was not nearly whole."""
    rounded = tuple(round(float(value)) for value in found)
    if any(abs(value - whole) > ROUNDING for place, (value, whole) in enumerate(zip(found, rounded, strict=True))
           if place not in free):  # fmt: skip
        raise NotSolved("not whole")
    return rounded
