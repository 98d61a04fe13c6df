"""Numbers of the briefing by the words of their clause, for what the office wrote anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from layouts.number_check.agreement import comparable
from layouts.number_check.numerals import Sort
from layouts.number_check.passages import Passage, clause_pairs, head_pairs, overlap, window_pairs
from layouts.number_check.prose import Standing, agrees

Pairs = Counter[tuple[str, str]]
LEAST = 0.5
CERTAIN = 0.75
FEWEST = 5
"""So many neighbouring tokens make a clause that is known again."""


class Labels:
    """An index of the briefing's numbers."""

    def __init__(self, standings: Iterable[tuple[Standing, Pairs]]) -> None:
        self._told = list(standings)
        self._by_pair: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, (_, pairs) in enumerate(self._told):
            for pair in pairs:
                self._by_pair[pair].append(place)
        self._dates = {
            standing.passage.numbers[standing.number].values
            for standing, _ in self._told
            if standing.passage.numbers[standing.number].sort is Sort.DATE
        }

    def nearest(self, draft: Passage, number: int, least: float = LEAST) -> list[Standing]:
        """Comparable numbers whose clause is like that of the draft's number, the most alike first."""
        own = clause_pairs(draft, number)
        shared = Counter(place for pair in own for place in self._by_pair.get(pair, ()))
        likely = [place for place, _ in shared.most_common(40)]
        scored = [(overlap(own, self._told[place][1]), self._told[place][0]) for place in likely]
        found = [
            (score, one)
            for score, one in scored
            if score >= least and comparable(draft.numbers[number], one.passage.numbers[one.number])
        ]
        return [one for _, one in sorted(found, key=lambda pair: -pair[0])]

    def same(self, draft: Passage, number: int) -> Standing | None:
        """A number that says the same in a clause that is alike."""
        return next((one for one in self.nearest(draft, number) if agrees(draft, number, one)), None)

    def is_date_told(self, draft: Passage, number: int) -> bool:
        """Whether this very date stands somewhere in the briefing."""
        one = draft.numbers[number]
        return one.sort is Sort.DATE and one.values in self._dates


def are_of_one_place(draft: Passage, number: int, standing: Standing) -> bool:
    """Whether not only the clause is alike but the sentence's beginning and what stands round the number: one clause
    (比上期增加…个) is said of many figures.
    """
    issued = standing.passage
    if draft.numbers[number].sort is not issued.numbers[standing.number].sort:
        return False
    begun = overlap(head_pairs(draft, number), head_pairs(issued, standing.number))
    return begun >= CERTAIN and overlap(window_pairs(draft, number), window_pairs(issued, standing.number)) >= LEAST


def is_known(pairs: Pairs) -> bool:
    """Whether a clause has enough words to be known again."""
    return pairs.total() >= FEWEST
