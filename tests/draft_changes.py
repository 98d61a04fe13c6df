"""What may happen to a draft between its briefing and its issue: slips of the pen, and edits that change no figure."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from data.drafts import Draft, Grid, Prose
from layouts.number_check.agreement import agree
from layouts.number_check.numerals import Numeral, Sort, numerals

Spot = tuple[int, int, int]
"""Block, row and column (both -1 in prose)."""


@dataclass(frozen=True)
class Slip:
    """A draft with a wrong number in it, and where."""

    draft: Draft
    spots: tuple[Spot, ...]
    words: str


def spots(draft: Draft) -> list[Spot]:
    """Every paragraph and cell that has a number."""
    found: list[Spot] = []
    for place, block in enumerate(draft.blocks):
        if isinstance(block, Prose):
            found += [(place, -1, -1)] if numerals(block.words) else []
        else:
            cells = ((r, c, words) for r, row in enumerate(block.rows) for c, words in enumerate(row))
            found += [(place, r, c) for r, c, words in cells if numerals(words)]
    return found


def words_at(draft: Draft, spot: Spot) -> str:
    block = draft.blocks[spot[0]]
    return block.words if isinstance(block, Prose) else block.rows[spot[1]][spot[2]]


def put(draft: Draft, spot: Spot, words: str) -> Draft:
    """The draft with other words there."""
    block = draft.blocks[spot[0]]
    if isinstance(block, Prose):
        made: Prose | Grid = Prose(words)
    else:
        rows = [list(row) for row in block.rows]
        rows[spot[1]][spot[2]] = words
        made = Grid(tuple(map(tuple, rows)))
    return replace(draft, blocks=(*draft.blocks[: spot[0]], made, *draft.blocks[spot[0] + 1 :]))


Slipped = Callable[[str, Numeral, random.Random], str | None]
"""The words with that number slipped, or None where it cannot slip so."""


def _spliced(words: str, one: Numeral, made: str) -> str:
    return words[: one.start] + made + words[one.end :]


def digit(words: str, one: Numeral, chance: random.Random) -> str | None:
    """Another digit, or another quarter."""
    places = [place for place, sign in enumerate(one.words) if sign in "0123456789一二三四"]
    if not places:
        return None
    place = chance.choice(places)
    signs = "0123456789" if one.words[place].isascii() else "一二三四"
    other = chance.choice([sign for sign in signs if sign != one.words[place]])
    return _spliced(words, one, one.words[:place] + other + one.words[place + 1 :])


def unit(words: str, one: Numeral, chance: random.Random) -> str | None:
    """万 lost or added."""
    if one.sort is not Sort.NUMBER or one.values == (0,):
        return None
    scale = re.search(r"\s?(万|million)$", one.words)
    if scale:
        return _spliced(words, one, one.words[: scale.start()])
    return _spliced(words, one, one.words + "万") if words[one.end :].startswith(("个", "人")) else None


def decimal(words: str, one: Numeral, chance: random.Random) -> str | None:
    """The point lost, or the decimals."""
    found = re.search(r"\.[0-9]+", one.words)
    if not found or one.sort not in (Sort.NUMBER, Sort.PERCENT, Sort.POINTS):
        return None
    other = found[0][1:] if chance.random() < 0.5 else ""
    return _spliced(words, one, one.words[: found.start()] + other + one.words[found.end() :])


TURNED = {
    "增加": "减少", "减少": "增加", "提高": "降低", "降低": "提高", "下降": "上升", "上升": "下降",
    "up ": "down ", "down ": "up ", "▲": "▼", "▼": "▲",
}  # fmt: skip


def sign(words: str, one: Numeral, chance: random.Random) -> str | None:
    """A per cent sign lost or made points, points made per cent, a rise made a fall."""
    if one.sort is Sort.PERCENT:
        return _spliced(words, one, one.words.replace("%", chance.choice(["", "个百分点"])))
    if one.sort is Sort.POINTS and chance.random() < 0.5:
        return _spliced(words, one, re.sub(r"\s?(个百分点|percentage points?)", "%", one.words))
    before = words[: one.start]
    turn = next((old for old in TURNED if before.endswith(old)), None)
    if turn is None or one.sort is Sort.DATE or one.values == (0,):
        return None
    return before.removesuffix(turn) + TURNED[turn] + words[one.start :]


SLIPS: dict[str, Slipped] = {"digit": digit, "unit": unit, "decimal": decimal, "sign": sign}


def slip(draft: Draft, kind: str, chance: random.Random, where: Sequence[Spot]) -> Slip:
    """One number slipped somewhere of ``where``; always one that says something else than before."""
    while True:
        spot = chance.choice(where)
        words = words_at(draft, spot)
        found = numerals(words)
        one = chance.choice(found)
        made = SLIPS[kind](words, one, chance)
        if made is not None and _says_else(words, one, made):
            return Slip(put(draft, spot, made), (spot,), f"{kind}: {words[:60]} -> {made[:60]}")


def _says_else(words: str, one: Numeral, made: str) -> bool:
    """Whether the number there has another meaning now (02 for 2 has not)."""
    there = next((other for other in numerals(made) if abs(other.start - one.start) <= 2), None)
    return there is None or not agree(there, made, one, words)


def swap(draft: Draft, chance: random.Random) -> Slip:
    """Two figures of one paragraph, or of one row, in each other's place."""
    while True:
        first = chance.choice(spots(draft))
        block = draft.blocks[first[0]]
        if isinstance(block, Prose):
            made = _swapped(block.words, chance)
            if made:
                return Slip(put(draft, first, made), (first,), f"swap: {block.words[:60]} -> {made[:60]}")
            continue
        row = [spot for spot in spots(draft) if spot[:2] == first[:2] and spot[2] > 0]
        pairs = [(a, b) for a in row for b in row if a < b and _told(draft, a) != _told(draft, b)]
        if pairs:
            a, b = chance.choice(pairs)
            other = put(put(draft, a, words_at(draft, b)), b, words_at(draft, a))
            return Slip(other, (a, b), f"swap: {words_at(draft, a)} {words_at(draft, b)}")


def _told(draft: Draft, spot: Spot) -> list[tuple]:
    return [(one.sort, one.values) for one in numerals(words_at(draft, spot))]


def _swapped(words: str, chance: random.Random) -> str | None:
    found = numerals(words)
    pairs = [(a, b) for a in found for b in found if a.start < b.start and a.sort is b.sort and a.values != b.values]
    pairs = [(a, b) for a, b in pairs if not agree(a, words, b, words)]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    return words[: a.start] + b.words + words[a.end : b.start] + a.words + words[b.end :]


OWN_WORDS = {
    "zh": [
        "今年以来，市教委会同有关部门召开专题调度会3次，实地走访机构27家，协调解决用地问题12件。",
        "2024年同期，普惠托位占比为49.8%，当时的托位数为5.41万个。",
        "编者按：托育服务是重要的民生工程，各区要对照年度任务抓紧推进，确保2026年12月底前完成。",
        "某区在社区用房改造中新增托位120个，投入资金350万元，做法值得借鉴。",
        "下一步，拟用3个月时间开展“回头看”，对排名后5位的街道（乡镇）逐一约谈。",
    ],
    "en": [
        "This year 3 meetings were held, 27 institutions visited and 12 questions of land settled.",
        "A year earlier 49.8% of slots were inclusive, of 54,100 in all.",
        "One district added 120 slots in community rooms at a cost of 3.5 million yuan.",
        "The office will spend 3 months on a review and visit the last 5 townships.",
    ],
}
REWORDED = {
    "zh": [
        ("其中：", "其中"), ("；", "。"), ("，未达标", "，尚未达到目标"), ("，已达标", "，已经达标"),
        ("比上期", "较上季度"), ("比上年同期", "较去年同期"), ("完成", "实现"), ("尚缺", "还缺"), ("尚差", "还差"),
        ("个填报单位", "个单位"), ("街道（乡镇）", "街道、乡镇"), ("截至", "到"), ("每千人口", "全市每千人口"),
    ],
    "en": [("; ", ". "), ("missing", "lacking"), ("At the end of", "By the end of"), ("inclusive", "affordable")],
}  # fmt: skip


def edited(draft: Draft, lang: str, chance: random.Random) -> Draft:
    """Paragraphs put in, left out, moved, joined, split and reworded, rows left out, figures spelt otherwise."""
    blocks = list(draft.blocks)
    for words in chance.sample(OWN_WORDS[lang], 3):
        blocks.insert(chance.randrange(1, len(blocks)), Prose(words))
    for _ in range(3):
        blocks.pop(chance.randrange(1, len(blocks)))
    blocks = [_less(block, chance) if isinstance(block, Grid) else block for block in blocks]
    for change in (_joined, _split, _moved):
        blocks = change(blocks, chance)
    return Draft(tuple(_said_otherwise(b, lang, chance) if isinstance(b, Prose) else b for b in blocks), draft.about)


def _less(grid: Grid, chance: random.Random) -> Grid:
    """Without one of its rows, if it has many."""
    if len(grid.rows) < 5:
        return grid
    out = chance.randrange(1, len(grid.rows))
    return Grid((*grid.rows[:out], *grid.rows[out + 1 :]))


def _neighbours(blocks: list[Prose | Grid]) -> list[int]:
    pairs = pairwise(blocks)
    return [place for place, (a, b) in enumerate(pairs) if isinstance(a, Prose) and isinstance(b, Prose)]


def _joined(blocks: list[Prose | Grid], chance: random.Random) -> list[Prose | Grid]:
    place = chance.choice(_neighbours(blocks))
    between = " " if blocks[place].words.isascii() else ""
    one = Prose(blocks[place].words + between + blocks[place + 1].words)
    return [*blocks[:place], one, *blocks[place + 2 :]]


def _split(blocks: list[Prose | Grid], chance: random.Random) -> list[Prose | Grid]:
    long = [place for place, block in enumerate(blocks) if isinstance(block, Prose) and block.words.count("；") > 0]
    if not long:
        return blocks
    place = chance.choice(long)
    first, _, second = blocks[place].words.partition("；")
    return [*blocks[:place], Prose(first + "。"), Prose(second), *blocks[place + 1 :]]


def _moved(blocks: list[Prose | Grid], chance: random.Random) -> list[Prose | Grid]:
    prose = [place for place, block in enumerate(blocks) if isinstance(block, Prose) and len(block.words) > 30]
    one = blocks.pop(chance.choice(prose))
    blocks.insert(chance.randrange(1, len(blocks)), one)
    return blocks


def _said_otherwise(block: Prose, lang: str, chance: random.Random) -> Prose:
    """Other words, and the same figures in another spelling."""
    words = block.words
    for old, new in REWORDED[lang]:
        if chance.random() < 0.5:
            words = words.replace(old, new)
    if chance.random() < 0.3:
        words = re.sub(r"(?<![0-9.,])[0-9]{4,}(?![0-9年%.]|[年〕])", lambda match: f"{int(match[0]):,}", words)
    if chance.random() < 0.2:
        words = words.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"})
    return Prose(words)
