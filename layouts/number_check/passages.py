"""A text cut into tokens, its numbers masked, so that texts which differ in figures alone look the same."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from layouts.number_check.numerals import Numeral, level_digits, numerals

NUMBER = "#"
BEFORE, AFTER, HEAD = 30, 10, 14
"""How many tokens round a number tell what it is about."""
PUNCTUATION = frozenset("，。；：、！？（）“”‘’《》〈〉【】—…·,.;:!?()\"'<>-–|/")
ENDS = frozenset("，。；：、！？,;:!?\n\t（）()")
FEW = 12
SENTENCE_ENDS = frozenset("。；！？;!?\n\t.")
_TOKEN = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\n|\t|\S")
_SAME = str.maketrans(
    {"，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "！": "!", "？": "?", "－": "-", "—": "-"}
)
TIMES = re.compile(
    r"去年|上年|前年|同期|同比|基期|年初|上季|上期|上月|明年|last year|year before|previous|baseline|a year earlier"
)


@dataclass(frozen=True)
class Passage:
    """A paragraph or a cell: its words, its numbers, and the tokens between them."""

    words: str
    numbers: tuple[Numeral, ...] = field(init=False)
    tokens: tuple[str, ...] = field(init=False)
    places: tuple[int, ...] = field(init=False)
    """The token that stands for each number."""

    def __post_init__(self) -> None:
        found = numerals(self.words)
        tokens, places = _tokens(self.words, found)
        object.__setattr__(self, "numbers", found)
        object.__setattr__(self, "tokens", tokens)
        object.__setattr__(self, "places", places)

    @cached_property
    def masked(self) -> str:
        return "\x1f".join(self.tokens)

    @cached_property
    def pairs(self) -> Counter[tuple[str, str]]:
        """Neighbouring tokens, line breaks left out: what makes two texts alike."""
        plain = ["", *(token for token in self.tokens if not token.isspace()), ""]
        return Counter(pairwise(plain))

    @cached_property
    def number_at(self) -> dict[int, int]:
        """Token -> number."""
        return {place: number for number, place in enumerate(self.places)}

    def clause(self, number: int) -> tuple[int, int]:
        """The tokens of the clause that a number stands in."""
        start = end = self.places[number]
        while start > 0 and self.tokens[start - 1] not in ENDS:
            start -= 1
        while end < len(self.tokens) and self.tokens[end] not in ENDS:
            end += 1
        return start, end

    def excerpt(self, number: int, before: int = 24, after: int = 16) -> str:
        """The words round a number."""
        one = self.numbers[number]
        start, end = max(0, one.start - before), min(len(self.words), one.end + after)
        cut = ("…" if start else "") + self.words[start:end] + ("…" if end < len(self.words) else "")
        return " ".join(cut.split())


def _tokens(words: str, found: tuple[Numeral, ...]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    level, tokens, places, reached = level_digits(words), [], [], 0
    for one in found:
        tokens += _plain_tokens(level[reached : one.start])
        places.append(len(tokens))
        tokens.append(NUMBER)
        reached = one.end
    return (*tokens, *_plain_tokens(level[reached:])), tuple(places)


def _plain_tokens(words: str) -> list[str]:
    return [token.translate(_SAME).lower() for token in _TOKEN.findall(words)]


def likeness(one: Passage, other: Passage) -> float:
    """From 0 to 1 by the neighbouring tokens that both have (Dice); figures do not count."""
    if one.masked == other.masked:
        return 1.0
    return overlap(one.pairs, other.pairs)


def overlap(one: Counter[tuple[str, str]], other: Counter[tuple[str, str]]) -> float:
    """Dice's coefficient of two counts; 0 early where their sizes rule out one half."""
    sizes = one.total(), other.total()
    if 4 * min(sizes) < sum(sizes):
        return 0.0
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    return 2 * sum(min(count, many[pair]) for pair, count in few.items() if pair in many) / (sum(sizes) or 1)


def shared(one: Counter[tuple[str, str]], other: Counter[tuple[str, str]]) -> float:
    """How much of the shorter text stands in the longer, from 0 to 1; 0 for a few words, which stand anywhere."""
    few, many = (one, other) if one.total() <= other.total() else (other, one)
    if few.total() < FEW:
        return 0.0
    return sum(min(count, many[pair]) for pair, count in few.items()) / few.total()


def clause_pairs(passage: Passage, number: int) -> Counter[tuple[str, str]]:
    """Neighbouring tokens of a number's clause."""
    start, end = passage.clause(number)
    plain = ["", *(passage.tokens[place] for place in range(start, end)), ""]
    return Counter(pairwise(plain))


def window_pairs(passage: Passage, number: int) -> Counter[tuple[str, str]]:
    """Neighbouring tokens of what stands round a number, farther than its clause."""
    place = passage.places[number]
    near = passage.tokens[max(0, place - BEFORE) : place + AFTER]
    return Counter(pairwise(token for token in near if not token.isspace()))


def head_pairs(passage: Passage, number: int) -> Counter[tuple[str, str]]:
    """Neighbouring tokens at the beginning of a number's sentence, where it is said what the sentence is about."""
    start = passage.places[number]
    while start > 0 and passage.tokens[start - 1] not in SENTENCE_ENDS:
        start -= 1
    return Counter(pairwise(passage.tokens[start : start + HEAD]))


def is_word(token: str) -> bool:
    """Whether a token says something: no number, no punctuation, no space."""
    return token != NUMBER and token not in PUNCTUATION and not token.isspace()


def times_told(words: str) -> frozenset[str]:
    """Words that move a figure to another time: 去年同期."""
    return frozenset(TIMES.findall(words))
