"""The numbers of one passage of a draft, each laid on the number of the briefing's passage that it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from layouts.number_check.agreement import agree, comparable
from layouts.number_check.passages import NUMBER, Passage, is_word

REACH = 6
"""How many tokens on either side make a number's context."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A number of a passage of the briefing."""

    passage: Passage
    number: int


def agrees(draft: Passage, number: int, standing: Standing, *, exact: bool = False) -> bool:
    """Whether a number of the draft says what the briefing has there."""
    issued = standing.passage
    there = issued.numbers[standing.number]
    return agree(draft.numbers[number], draft.words, there, issued.words, exact=exact)


def laid(draft: Passage, issued: Passage) -> dict[int, int]:
    """Number of the draft -> number of the briefing's passage; a number without an entry belongs to none there.

    Where the words are the same, by position. Else by the words that stay beside the number; and where two figures
    have changed places together with their words, each goes with its words.
    """
    if draft.masked == issued.masked:
        return dict(zip(range(len(draft.numbers)), range(len(issued.numbers))))
    pairs = dict(_by_words(draft, issued))
    return _crossed(draft, issued, pairs)


def _by_words(draft: Passage, issued: Passage) -> Iterator[tuple[int, int]]:
    matcher = SequenceMatcher(None, issued.tokens, draft.tokens, autojunk=False)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            if draft.tokens[block.b + step] == NUMBER:
                pair = draft.number_at[block.b + step], issued.number_at[block.a + step]
                if _held(draft.tokens, block.b, block.size, step) or _same(draft, issued, pair):
                    yield pair
    for kind, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        if kind == "replace":
            yield from _replaced(draft, issued, range(b_start, b_end), range(a_start, a_end))


def _held(tokens: tuple[str, ...], start: int, size: int, step: int) -> bool:
    """Whether a word stands near the number inside the stretch that both texts share."""
    near = range(max(start, start + step - REACH), min(start + size, start + step + REACH + 1))
    return any(is_word(tokens[place]) for place in near)


def _same(draft: Passage, issued: Passage, pair: tuple[int, int]) -> bool:
    return agrees(draft, pair[0], Standing(issued, pair[1]))


def _replaced(draft: Passage, issued: Passage, ours: range, theirs: range) -> Iterator[tuple[int, int]]:
    """Inside words that were rewritten: one number for one, or as many for as many, if they are of a kind."""
    found = [draft.number_at[place] for place in ours if place in draft.number_at]
    there = [issued.number_at[place] for place in theirs if place in issued.number_at]
    if len(found) == len(there):
        yield from (pair for pair in zip(found, there) if comparable(draft.numbers[pair[0]], issued.numbers[pair[1]]))


def _crossed(draft: Passage, issued: Passage, pairs: Mapping[int, int]) -> dict[int, int]:
    """The pairs, but a number goes to an equal one that nobody rightly holds, where the words agree as well."""
    kept = {d: i for d, i in pairs.items() if _same(draft, issued, (d, i))}
    for d in range(len(draft.numbers)):
        if d in kept:
            continue
        free = [i for i in range(len(issued.numbers)) if i not in kept.values() and _same(draft, issued, (d, i))]
        best = max(free, key=lambda i: nearness(draft, d, issued, i), default=None)
        now = pairs.get(d)
        if best is not None and nearness(draft, d, issued, best) >= _bar(draft, d, issued, now):
            kept[d] = best
        elif now is not None and comparable(draft.numbers[d], issued.numbers[now]):
            kept[d] = now
    return kept


def _bar(draft: Passage, d: int, issued: Passage, now: int | None) -> float:
    return 1.0 if now is None else nearness(draft, d, issued, now)


def nearness(draft: Passage, d: int, issued: Passage, i: int) -> float:
    """How far the words round two numbers agree: equal tokens outwards from them, and shared words near them."""
    at, there = draft.places[d], issued.places[i]
    before = _run(draft.tokens[:at][::-1], issued.tokens[:there][::-1])
    after = _run(draft.tokens[at + 1 :], issued.tokens[there + 1 :])
    ours, theirs = _near(draft.tokens, at), _near(issued.tokens, there)
    return before + after / 2 + 4 * len(ours & theirs) / (len(ours | theirs) or 1)


def _run(some: tuple[str, ...], others: tuple[str, ...]) -> int:
    """How many tokens agree from the beginning, as far as the context reaches."""
    count = 0
    for one, other in zip(some[:REACH], others[:REACH]):
        if one != other:
            break
        count += 1
    return count


def _near(tokens: tuple[str, ...], at: int) -> set[str]:
    return {token for token in tokens[max(0, at - REACH) : at + REACH // 2 + 1] if is_word(token)}
