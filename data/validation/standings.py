"""Two returns of one unit like for like: what both count, without what is new, closed or converted. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from data.forms import KINDERGARTEN_TYPE
from data.returns import LedgerRow, Mode, ReturnContent

FIGURES = ("slots", "inclusive_slots", "children", "carers")
"""The figures compared, by column key; 汇总 has no carers of a township."""

Figures = tuple[int | None, ...]
NOTHING: Figures = (0, 0, 0, None)


class Pair(NamedTuple):
    """An institution, or (汇总 on either side) a township, in both returns; figures in the order of FIGURES."""

    number: str
    name: str
    township: str
    before: Figures
    now: Figures


def like_for_like(earlier: ReturnContent, later: ReturnContent) -> list[Pair]:
    """What both returns count, in the order of the later one."""
    if earlier.mode is later.mode is Mode.LEDGER:
        return _institutions(earlier, later)
    before, now = _townships(earlier), _townships(later)
    if earlier.mode is Mode.LEDGER:
        before = {**dict.fromkeys(now, NOTHING), **before}
    return [Pair("", "", code, before[code], figures) for code, figures in now.items() if code in before]


def _institutions(earlier: ReturnContent, later: ReturnContent) -> list[Pair]:
    then, day = earlier.period.end, later.period.end
    known = {row.number: row for row in earlier.ledger if row.in_operation(then)}
    staying = [row for row in later.ledger if row.in_operation(day) and row.number in known]
    return [_pair(known[row.number], row, then, day) for row in staying if row.type == known[row.number].type]


def _pair(before: LedgerRow, now: LedgerRow, then: date, day: date) -> Pair:
    """The figures of both; of one that was converted the inclusive slots are taken out."""
    pair = Pair(now.number, now.name, now.township, _of_row(before, then), _of_row(now, day))
    return _without_inclusive(pair) if _is_converted(before, now, then, day) else pair


def _without_inclusive(pair: Pair) -> Pair:
    place = FIGURES.index("inclusive_slots")
    before, now = ((*figures[:place], None, *figures[place + 1 :]) for figures in (pair.before, pair.now))
    return pair._replace(before=before, now=now)


def _is_converted(before: LedgerRow, now: LedgerRow, then: date, day: date) -> bool:
    """Inclusive slots begun or ended, as 普惠认定 or 终止 says; a kindergarten begins without 认定."""
    was, is_now = bool(_inclusive(before, then)), bool(_inclusive(now, day))
    if was and not is_now:
        return now.inclusive_to is not None
    return is_now and not was and (now.inclusive_from is not None or now.type == KINDERGARTEN_TYPE)


def _inclusive(row: LedgerRow, day: date) -> int | None:
    return row.inclusive_slots if row.is_inclusive_at(day) else 0


def _of_row(row: LedgerRow, day: date) -> Figures:
    return row.slots, _inclusive(row, day), row.children, row.carers


def _townships(content: ReturnContent) -> dict[str, Figures]:
    """Township -> its figures; one is unknown where a part of it is."""
    if content.mode is Mode.SUMMARY:
        return {one.township: (one.slots, one.inclusive_slots, one.children, None) for one in content.townships}
    day = content.period.end
    parts: dict[str, list[Figures]] = defaultdict(list)
    for row in content.ledger:
        if row.in_operation(day):
            parts[row.township].append(_of_row(row, day))
    return {code: tuple(map(_sum, zip(*rows))) for code, rows in parts.items()}


def _sum(column: Iterable[int | None]) -> int | None:
    known = list(column)
    return None if None in known else sum(figure or 0 for figure in known)
