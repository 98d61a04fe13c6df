"""From which paragraphs of the briefing each paragraph of a draft was made: the same one, a part of one, or several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from layouts.number_check.alignment import aligned
from layouts.number_check.passages import Passage, likeness, shared

LEAST, LEAST_MOVED = 0.5, 0.6
ORDERED = 0.03
"""So much a pair in its order is preferred to one that was moved."""
LEAST_PART = 0.85
LONGER = 1.3
"""Of a paragraph that was split or joined so much stands in the other, which is so much longer."""


class _Candidate(NamedTuple):
    score: float
    draft: int
    issued: int
    part: Literal["same", "of", "has"]
    """Whether the draft's paragraph is the briefing's, a part of it, or has it as a part."""


def sources(passages: Sequence[Passage], own: Sequence[Passage]) -> dict[int, list[int]]:
    """Paragraph of the draft -> paragraphs of the briefing; the most alike first, in order where two are alike."""
    in_order = set(aligned(passages, own, _alike, key=lambda passage: passage.masked))
    found = {d: [i] for d, i in in_order if passages[d].masked == own[i].masked}
    taken = {i for (i,) in found.values()}
    joined: set[int] = set()
    ours = [d for d in range(len(passages)) if d not in found]
    theirs = [i for i in range(len(own)) if i not in taken]
    for one in sorted(_candidates(passages, own, ours, theirs, in_order), key=lambda one: (-one.score, one[1:3])):
        free = one.draft not in found
        if one.part == "of" and free:
            found[one.draft] = [one.issued]
        elif one.issued not in taken and (free or (one.part == "has" and one.draft in joined)):
            found.setdefault(one.draft, []).append(one.issued)
            taken.add(one.issued)
            joined |= {one.draft} if one.part == "has" else set()
    return found


def _candidates(
    passages: Sequence[Passage],
    own: Sequence[Passage],
    ours: Sequence[int],
    theirs: Sequence[int],
    in_order: set[tuple[int, int]],
) -> Iterator[_Candidate]:
    for d in ours:
        for i in theirs:
            found = _alike(passages[d], own[i])
            if (d, i) in in_order:
                yield _Candidate(found + ORDERED, d, i, "same")
            elif found >= LEAST_MOVED:
                yield _Candidate(found, d, i, "same")
            yield from _parts(passages[d], own[i], d, i)


def _parts(draft: Passage, issued: Passage, d: int, i: int) -> Iterator[_Candidate]:
    ours, theirs = len(draft.tokens), len(issued.tokens)
    if theirs >= LONGER * ours or ours >= LONGER * theirs:
        share = shared(draft.pairs, issued.pairs)
        if share >= LEAST_PART:
            told = {one.values for one in issued.numbers}
            same = all(one.values in told for one in draft.numbers)
            yield _Candidate(share + ORDERED * same, d, i, "of" if theirs > ours else "has")


def _alike(one: Passage, other: Passage) -> float:
    """Likeness of the words; a little by equal figures, so that of two alike paragraphs the right one is taken."""
    found = likeness(one, other)
    same = bool(one.numbers) and [n.values for n in one.numbers] == [n.values for n in other.numbers]
    return found + 0.01 * same if found >= LEAST else 0.0
