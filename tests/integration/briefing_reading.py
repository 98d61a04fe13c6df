"""Reads the sentences of a briefing back into figures, and says what each must be. Nothing of the house rounds here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from layouts.briefing.document import Document, Paragraph
from layouts.headlines import Part
from tests.integration.numbers_behind import DECIMALS, SCALES

NUMBER = re.compile(r"(?P<sign>-?)(?P<digits>[\d,]+(?:\.(?P<decimals>\d+))?)(?P<myriad>万?)(?P<unit>\D*)")
UNITS = {"", "%", "个", "个百分点", "人次", "人", "家", "元", "场次"}
ROLES = (
    (re.compile(r"比上期(提高|增加)$"), ("change_previous", 1)),
    (re.compile(r"比上期(下降|减少)$"), ("change_previous", -1)),
    (re.compile(r"比上年同期(提高|增加)$"), ("change_year", 1)),
    (re.compile(r"比上年同期(下降|减少)$"), ("change_year", -1)),
    (re.compile(r"(目标的|个）的)$"), ("completion", 1)),
    (re.compile(r"(为目标（|（目标|已满足每千人口|占比要达到|占比已满足|（距|（已达)$"), ("target", 1)),
    (re.compile(r"(尚差|尚差托位|尚需转|尚差持证|尚缺托位|尚需转普惠|（距85%差)$"), ("gap", 1)),
    (re.compile(r"序时应达值$"), ("expected", 1)),
    (re.compile(r"序时进度比$"), ("pace", 1)),
)
"""Which field of the row a figure is, by the words before it; any other is the value or one of its two sides."""
PLAIN = re.compile(
    r"（\d{4}年—\d{4}年）|\d{4}年市政府工作报告|\d{4}年(\d{1,2}月(\d{1,2}日|底)?|[一二三四]季度|末)|常住人口[\d.]+万人|3岁以下|只有1家|不足(20个|50%)"
    r"|(达到|实现|保持在|完成|目标|（目标|参照值（非区级任务）|已达)[\d.]+(?![\d.年])万?(%|个|人次)?"
    r"|20\d\d年底|\d{2,}个填报单位|^17|截至|(62000|66000|38000|62800)|附件\d|100%"
)
"""Numbers of sentences that are no figures of the period: dates, definitions, the plan's years and targets, annexes."""


def paragraphs(document: Document) -> Iterator[tuple[Part, ...]]:
    """The parts of every paragraph, annexes too."""
    for blocks in (document.body, *(blocks for _, blocks in document.annexes)):
        for block in blocks:
            if isinstance(block, Paragraph):
                yield block.sentence.parts


def figures(document: Document) -> Iterator[tuple[str, Part]]:
    """Each figure with the words before it."""
    for parts in paragraphs(document):
        before = ""
        for part in parts:
            if part.is_figure:
                yield before, part
            before = (before + part.text)[-24:]


def number_of(words: str) -> tuple[Fraction, int]:
    """A printed figure and its decimals in its own scale: 6.2万个 is 62000 to the thousand (-3)."""
    found = NUMBER.fullmatch(words)
    assert found is not None, words
    assert found["unit"] in UNITS, words
    value = Fraction(found["digits"].replace(",", "")) * (10_000 if found["myriad"] else 1)
    return (-value if found["sign"] else value), len(found["decimals"] or "") - (4 if found["myriad"] else 0)


def wrong_figure(before: str, words: str, row: dict) -> str | None:
    """What is wrong with a figure of a row; None where nothing is."""
    shown, decimals = number_of(words)
    for pattern, (field, sign) in ROLES:
        if pattern.search(before):
            return _wrong_field(shown * sign, decimals, row[field], words, field)
    sides = [row["numerator"], row["denominator"]]
    if shown in sides and decimals <= 0:
        return None
    return _wrong_value(shown, decimals, row, words)


def _wrong_field(shown: Fraction, decimals: int, told: object, words: str, field: str) -> str | None:
    """The interface cuts after six decimals, so that a millionth is the most it can be away."""
    if told is None:
        return f"{words}: no {field}"
    exact = Fraction(str(told))
    far = abs(shown - exact) > Fraction(1, 2) * Fraction(10) ** -decimals + Fraction(1, 10**6)
    return f"{words} as {field}, which is {told}" if far else None


def _wrong_value(shown: Fraction, decimals: int, row: dict, words: str) -> str | None:
    if row["numerator"] is None or row["denominator"] == 0:
        return f"{words} of a row without a value"
    exact = Fraction(SCALES[row["unit"]] * row["numerator"], row["denominator"] or 1)
    if abs(shown - exact) > Fraction(1, 2) * Fraction(10) ** -decimals:
        return f"{words} printed of {float(exact)}"
    if row["unit"] in ("percent", "per_1000") and decimals < DECIMALS[row["unit"]]:
        return f"{words} has too few digits"
    if row["target"] is not None and (shown >= Fraction(row["target"])) != (exact >= Fraction(row["target"])):
        return f"{words} contradicts the target {row['target']}"
    return None


COMMON_BASIS = re.compile(r"^[^，。]*与(上季|上年同期|基期)(（|的报送单位)")
"""同口径增减 and how a change was made, which other tests work out anew (test_decomposition, test_consistency)."""


def stray_numbers(document: Document, known: str) -> list[str]:
    """Numbers outside of figures that nothing explains; ``known`` are the names of places and projects."""
    found = []
    body = [block.sentence.parts for block in document.body if isinstance(block, Paragraph)]
    for parts in body:
        if COMMON_BASIS.match(parts[0].text):
            continue
        words = "".join(" " if part.is_figure else part.text for part in parts)
        rest = PLAIN.sub(" ", re.sub(known, " ", words) if known else words)
        found += [words for _ in re.findall(r"\d", rest)][:1]
    return found
