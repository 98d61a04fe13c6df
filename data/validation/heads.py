"""Where the head of a table stands: titles above it, merged heads of two rows, a row of column numbers under it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.cells import Cell, Sheet
from data.validation.spelling import header_key, is_blank

ROWS_ABOVE_HEAD = 15
LEAST_HEADERS = 2
STEMS = "甲乙丙丁戊己庚辛壬癸"
SUM_WORDS = ("合计", "总计", "小计")
Cells = Mapping[int, Cell]
"""Cells by column number."""

_SUM = re.compile(rf"(?:{'|'.join(SUM_WORDS)})[:：]?$")
_SIGNED = "(?:单位|统计)?负责人|(?:填表|填报|制表|审核|复核|经办|联系)人|(?:联系)?电话|(?:填表|填报|报出|制表)日期"
_CLOSING = re.compile(rf"(?:备?注|说明|{_SIGNED})\d?[:：]")


@dataclass(frozen=True, slots=True)
class Head:
    """The headers by column, and the rows they stand in; what the form knows follows after ``last``."""

    first: int
    last: int
    cells: Cells


def head_of(sheet: Sheet, names: Mapping[str, str]) -> Head | None:
    """The row among the first ones with most headers that the form knows, at least two; and its other half, if any."""
    scores = {row: len(_known(sheet.rows[row].values(), names)) for row in sorted(sheet.rows)[:ROWS_ABOVE_HEAD]}
    best = max(scores, key=lambda row: (scores[row], -row), default=None)
    if best is None or scores[best] < LEAST_HEADERS:
        return None
    cells = {**_upper_half(sheet.rows.get(best - 1, {}), sheet.rows[best], names), **sheet.rows[best]}
    lower = _lower_half(sheet.rows.get(best + 1, {}), names)
    last = best + 1 if lower else best
    if _is_numbering(sheet.rows.get(last + 1, {})):
        last += 1
    return Head(best, last, {**cells, **lower})


def _known(cells: Iterable[Cell], names: Mapping[str, str]) -> set[str]:
    return {names[key] for cell in cells if (key := header_key(cell.text)) in names}


def _upper_half(above: Cells, head: Cells, names: Mapping[str, str]) -> Cells:
    """Headers merged down from the row above: they stand over a blank; titles of groups are passed over."""
    there = _known(head.values(), names)
    free = {column: cell for column, cell in above.items() if column not in head}
    return {column: cell for column, cell in free.items() if names.get(header_key(cell.text), "") not in {"", *there}}


def _lower_half(below: Cells, names: Mapping[str, str]) -> Cells:
    """The headers under titles of groups, where the next row holds nothing but headers; a line of data never does."""
    filled = {column: cell for column, cell in below.items() if not is_blank(cell.text)}
    all_known = all(header_key(cell.text) in names for cell in filled.values())
    return filled if len(filled) >= LEAST_HEADERS and all_known else {}


def _is_numbering(row: Cells) -> bool:
    """甲 乙 1 2 3 …, or 1 2 3 …: the columns are numbered, in their order and from the first one on."""
    texts = [row[column].text.strip("（）() 栏") for column in sorted(row)]
    numbers = [text for text in texts if text not in STEMS or not text]
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    return len(texts) > LEAST_HEADERS and numbers == counted and texts[len(texts) - len(numbers) :] == numbers


def is_closing(texts: Iterable[str]) -> bool:
    """填表人：…, 审核人：…, 注：… below the table, and nothing else in the line; ``texts`` are its filled cells."""
    told = [header_key(text) for text in texts]
    return bool(told) and all(map(_CLOSING.match, told))


def may_be_sums(texts: Iterable[str]) -> bool:
    """Whether any of the texts could call its line a sum, asked of all of them at once."""
    return SUM_WORDS[0][-1] in unicodedata.normalize("NFKC", "\n".join(texts))


def sum_word(line: Cells, named: Iterable[Cell]) -> str:
    """合计, 总计 or 小计 where the line is a sum: said in its first cell or in one that names what it is about."""
    first = [line[min(line)]] if line else []
    for cell in (*first, *named):
        if found := _SUM.search(header_key(cell.text)):
            return found[0].rstrip(":：")
    return ""
