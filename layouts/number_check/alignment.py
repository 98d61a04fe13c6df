"""Two sequences laid beside each other in their order, the most alike places together (Needleman and Wunsch, 1970)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Pair = tuple[int, int]


def aligned(
    some: Sequence[Item],
    others: Sequence[Item],
    alike: Callable[[Item, Item], float],
    key: Callable[[Item], str] | None = None,
) -> list[Pair]:
    """Pairs of places in rising order whose likeness adds up to most; likeness 0 is never paired.

    ``key``: what is unique under it in both sequences is paired beforehand, which keeps long papers quick.
    """
    pairs: list[Pair] = []
    start = (0, 0)
    for stop in (*_anchors(some, others, key), (len(some), len(others))):
        left, right = range(start[0], stop[0]), range(start[1], stop[1])
        pairs += _best([some[i] for i in left], [others[j] for j in right], alike, start)
        pairs.append(stop)
        start = (stop[0] + 1, stop[1] + 1)
    return pairs[:-1]


def _anchors(some: Sequence[Item], others: Sequence[Item], key: Callable[[Item], str] | None) -> list[Pair]:
    """The longest run of unique equal places that keeps their order in both."""
    if key is None:
        return []
    keys, other_keys = [key(one) for one in some], [key(one) for one in others]
    counts, other_counts = Counter(keys), Counter(other_keys)
    where = {name: place for place, name in enumerate(other_keys) if other_counts[name] == 1 == counts[name]}
    return _rising([(place, where[name]) for place, name in enumerate(keys) if name in where])


def _rising(pairs: list[Pair]) -> list[Pair]:
    """The longest subsequence of which both places rise."""
    if not pairs:
        return []
    lengths, before = [1] * len(pairs), [-1] * len(pairs)
    for now, (_, right) in enumerate(pairs):
        for past in range(now):
            if pairs[past][1] < right and lengths[past] >= lengths[now]:
                lengths[now], before[now] = lengths[past] + 1, past
    at = max(range(len(pairs)), key=lambda place: lengths[place])
    chain = []
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _best(
    some: Sequence[Item], others: Sequence[Item], alike: Callable[[Item, Item], float], start: Pair
) -> list[Pair]:
    """The alignment of one stretch, by dynamic programming."""
    scores = [[alike(one, other) for other in others] for one in some]
    best = [[0.0] * (len(others) + 1) for _ in range(len(some) + 1)]
    for i in range(len(some) - 1, -1, -1):
        for j in range(len(others) - 1, -1, -1):
            paired = scores[i][j] + best[i + 1][j + 1] if scores[i][j] > 0 else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    return _walked(scores, best, start)


def _walked(scores: list[list[float]], best: list[list[float]], start: Pair) -> list[Pair]:
    pairs, i, j = [], 0, 0
    while i < len(scores) and j < len(scores[i]):
        if scores[i][j] > 0 and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            pairs.append((start[0] + i, start[1] + j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
