"""How wide the columns of a printed table are: by what stands in them, so that the table takes few lines.

Widths are in em of the table's text. They are worked out from the table alone, the same for PDF and Word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from math import ceil
from unicodedata import east_asian_width

from layouts.briefing.document import TableBlock

FULL = "WFA"
"""Classes of signs (Unicode's East Asian Width) that are as wide as high in a Chinese font."""
NARROW = {**dict.fromkeys(" .,:;·'’|()（）ijl", 0.3), **dict.fromkeys("mwMW%", 0.85)}
USUAL = 0.57
RAISED = 0.6
"""Letters of flags, of the size of those before them."""
MARGIN = 1.3
"""Beside the words of a cell, left and right together."""
SHORT = 6.5
"""A cell as short as this, and without a space, is not parted."""
HELD = 4
"""So many Chinese characters in a row are better not parted."""
HEAD_LINES = 2
"""A head may take so many lines before its column grows for it."""
BLENDS = (0, 0.25, 0.5, 0.75, 1)
HALVINGS = 30
UNBROKEN = re.compile(rf"[■●▲▼◆◐◑◇○□] \S+|[^\s\u2e80-\u9fff\uff00-\uffef]+|[\u2e80-\u9fff\uff00-\uffef]{{1,{HELD}}}")
BORDER = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
BORDER_EM = 0.25
"""Put between a Chinese character and a letter or number."""
Widths = tuple[float, ...]


def shares(block: TableBlock, heads: Sequence[Sequence[str]], wide: float) -> Widths:
    """For each column its width in em, together ``wide``; of each head every second piece is never broken."""
    raised = {(line, column): RAISED * length_of(letters) for line, column, letters in block.marks}
    lines = [line for line in range(len(block.table.rows)) if line not in block.spans]
    lengths = [
        [
            length_of(block.table.rows[line][column].shown) + raised.get((line, column), 0)
            for column in range(len(heads))
        ]
        for line in lines
    ]
    least, wanted = [], []
    for column, pieces in enumerate(heads):
        words = max(
            (_longest_word(block.table.rows[at][column].shown) + raised.get((at, column), 0) for at in lines), default=0
        )
        whole = max((row[column] for row in lengths), default=0)
        word = max(_longest_piece(pieces), words)
        least.append(word + MARGIN)
        wanted.append(max(word, whole, sum(map(length_of, pieces)) / HEAD_LINES) + MARGIN)
    return fitted(least, wanted, lengths, wide)


def fitted(least: Sequence[float], wanted: Sequence[float], lengths: Sequence[Sequence[float]], wide: float) -> Widths:
    """Every column as it wants where there is room, else between two ways to save it, whichever takes fewest lines.

    One way cuts the longest columns to one width, the other lets every column take as many lines; none cuts a word.
    """
    if sum(wanted) <= wide:
        return _scaled(wanted, wide)
    if sum(least) >= wide:
        return _scaled(least, wide)
    level = _solved(lambda at: [min(want, max(word, at)) for word, want in zip(least, wanted)], wide, wide)
    even = _solved(lambda at: [max(word, want * at) for word, want in zip(least, wanted)], 1, wide)
    blends = [tuple(one + part * (other - one) for one, other in zip(level, even)) for part in BLENDS]
    return min(blends, key=lambda widths: sum(lines_of(row, widths) for row in lengths))


def lines_of(row: Sequence[float], widths: Widths) -> int:
    """About how many lines a row takes."""
    return max(ceil(length / (width - MARGIN)) for length, width in zip(row, widths))


def length_of(words: str) -> float:
    """About how long the words are in one line, in em."""
    signs = sum(NARROW.get(sign) or (1.0 if east_asian_width(sign) in FULL else USUAL) for sign in words)
    return signs + BORDER_EM * len(BORDER.findall(words))


def _scaled(widths: Sequence[float], wide: float) -> Widths:
    return tuple(one * wide / sum(widths) for one in widths)


def _solved(widths: Callable[[float], Sequence[float]], most: float, wide: float) -> Sequence[float]:
    """The widths that are together ``wide``; their sum never falls with the number they are made of."""
    low, high = 0.0, most
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(widths(middle)) <= wide else (low, middle)
    return widths(low)


def _longest_piece(pieces: Sequence[str]) -> float:
    return max(length_of(piece) if place % 2 else _longest_word(piece) for place, piece in enumerate(pieces))


def _longest_word(words: str) -> float:
    whole = length_of(words)
    return whole if whole <= SHORT and " " not in words else max(length_of(one) for one in UNBROKEN.findall(words))
