"""A return against itself and against what the unit filed before: V13, V14, V23 (V22 stands in .swings)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from operator import attrgetter

from data.cells import CellKind
from data.forms import LEDGER, TOWNSHIPS, Kind
from data.issues import Issue, Location
from data.return_tables import derived_sums
from data.returns import LedgerRow, Mode, Programme, ReturnContent, Running, TownshipSum, WorkforceFigure
from data.validation.draft import Draft
from data.validation.findings import warning
from data.validation.tables import Entry
from data.validation.values import subject

SUMMED = tuple(column for column in TOWNSHIPS.columns if column.kind is Kind.COUNT)
COMPARED = ("workforce", "programmes", "townships", "ledger")
"""The parts of a return that V23 compares, the shortest first."""
NOT_COMPARED = frozenset({"row", "sheet", "cell"})


def sums_fit_the_ledger(draft: Draft, content: ReturnContent) -> Iterator[Issue]:
    """V13: what 街道乡镇 of a 台账 return shows is what its ledger says; one issue a township.

    The sheet's formulas count rows in state 正常; a pause or closure dated after the period may count as open.
    """
    if content.mode is not Mode.LEDGER or "townships" not in draft.tables:
        return
    stood = _as_it_stood(content)
    told = _by_township(content, draft)
    sums = [told, told if stood is content else _by_township(stood, draft)]
    for entry in draft.township_rows:
        code = str(entry.values.get("township") or "")
        if code in sums[0]:
            yield from _differing(entry, [by_code[code] for by_code in sums])


def _as_it_stood(content: ReturnContent) -> ReturnContent:
    """The ledger with each row in the state it had on the period's last day."""
    day = content.period.end
    stood = [Running.OPEN if row.in_operation(day) else Running.CLOSED for row in content.ledger]
    if all(row.state == state for row, state in zip(content.ledger, stood)):
        return content
    rows = (row if row.state == state else replace(row, state=state) for row, state in zip(content.ledger, stood))
    return replace(content, ledger=tuple(rows))


def _by_township(content: ReturnContent, draft: Draft) -> dict[str, TownshipSum]:
    return {one.township: one for one in derived_sums(content, draft.reference)}


def _differing(entry: Entry, expected: Sequence[TownshipSum]) -> Iterator[Issue]:
    """The first figure of a line that fits none of the expected sums, and how many do not."""
    wrong = [column for column in SUMMED if _is_wrong(entry, column.key, expected)]
    if wrong:
        key, header, told = wrong[0].key, wrong[0].header, subject(entry)
        facts = {"sum": _figure(expected[0], key), "count": len(wrong)}
        yield warning("V13", "ledger", entry.where(key), entry.values[key], subject=told, header=header, **facts)


def _is_wrong(entry: Entry, key: str, expected: Sequence[TownshipSum]) -> bool:
    """A stored figure; a formula that nobody has calculated says nothing."""
    cell, told = entry.cells.get(key), entry.values.get(key)
    if cell is None or cell.kind is CellKind.FORMULA or told is None:
        return False
    return all(told != _figure(one, key) for one in expected)


def _figure(one: TownshipSum, key: str) -> int:
    channels = {channel.value: slots for channel, slots in one.channels.items()}
    found = channels[key] if key in channels else getattr(one, key)
    return int(found or 0)


def no_institution_vanishes(draft: Draft, content: ReturnContent) -> Iterator[Issue]:
    """V14: every institution of the latest earlier ledger is here again, or was 关停 there."""
    earlier = draft.context.past.latest(Mode.LEDGER) if content.mode is Mode.LEDGER else None
    if earlier is None or draft.is_city or "ledger" not in draft.tables:
        return
    here = {row.number for row in content.ledger}
    for row in earlier.ledger:
        if row.number not in here and row.state != Running.CLOSED:
            yield _vanished(draft, row, str(earlier.period))


def _vanished(draft: Draft, row: LedgerRow, period: str) -> Issue:
    township = draft.reference.township_by_code.get(row.township)
    facts = {"subject": row.name, "place": row.number, "township": township.name if township else row.township}
    return warning("V14", "missing", Location(LEDGER.name), row.number, period=period, **facts)


def something_has_changed(draft: Draft, content: ReturnContent) -> Iterator[Issue]:
    """V23: not every figure and word of the return is that of the unit's last one."""
    earlier = draft.context.past.latest()
    if earlier is not None and _says_anything(content) and all(_is_same(part, content, earlier) for part in COMPARED):
        where = draft.header.where("period")
        yield warning("V23", "same", where, draft.header.found("period"), period=str(earlier.period))


def _says_anything(content: ReturnContent) -> bool:
    return any(getattr(content, part) for part in COMPARED)


def _is_same(part: str, content: ReturnContent, earlier: ReturnContent) -> bool:
    """The same facts; order and addresses left out."""
    now, then = getattr(content, part), getattr(earlier, part)
    return len(now) == len(then) and (not now or _facts(now) == _facts(then))


def _facts(part: Sequence[LedgerRow | TownshipSum | WorkforceFigure | Programme]) -> list[str]:
    """Each fact as text, in byte order."""
    told = attrgetter(*(field.name for field in fields(part[0]) if field.name not in NOT_COMPARED))
    return sorted(repr(told(fact)) for fact in part)
