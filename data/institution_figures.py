"""What one return says institution by institution, added up: staff, fees, grades, and the marks of inclusive slots.

Pure. The store answers the same questions in SQL (``data.repository.institution_figures``); a return that is not
stored yet, and the tests, are answered here. Both must agree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from data.details import ChannelSlots, FilerFigures, InstitutionMark, TownshipDetail
from data.institution_search import FILED
from data.model import Channel
from data.returns import LedgerRow, ReturnContent, Running
from data.rollup import RollupRow
from data.schema import ALL_CHANNELS, SUM_COUNTS

BLANK_GRADE = "未评"
NEEDS_NO_FILING = "不适用"


def details_of(content: ReturnContent, sequence: int) -> tuple[TownshipDetail, ...]:
    """A ledger's details by township, in byte order; 汇总 asks for none of them."""
    day = content.period.end
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for row in content.ledger:
        if row.in_operation(day):
            for part in (_kinds(row), _staff(row), _grades(row), _fees(row, day)):
                sums[row.township].update(part)
    names = TownshipDetail._fields[2:]
    return tuple(TownshipDetail(sequence, code, *(found[n] for n in names)) for code, found in sorted(sums.items()))


def _kinds(row: LedgerRow) -> dict[str, int]:
    """开设托班的幼儿园 or 专业托育机构; either may be meant where the type is blank."""
    if row.slots == 0:
        return {}
    if row.channel is None:
        return {"kindergartens_unknown": 1, "professional_unknown": 1}
    kind = "kindergartens" if row.channel is Channel.K1 else "professional"
    return {kind: 1} if row.slots else {f"{kind}_unknown": 1}


def _staff(row: LedgerRow) -> dict[str, int]:
    if row.carers is None or row.certified is None:
        return {"staff_unknown": 1}
    return {"carers": row.carers, "certified": row.certified}


def _grades(row: LedgerRow) -> dict[str, int]:
    """Of institutions that have a slot: which are rated, graded and filed, and of which it is not known."""
    if row.slots == 0:
        return {}
    found: Counter[str] = Counter()
    for name, grade in (("quality", row.quality), ("risk", row.risk)):
        found[f"{name}_unknown" if grade is None or row.slots is None else f"{name}_known"] += 1
        found[f"{name}_rated"] += grade not in (None, BLANK_GRADE) and row.slots is not None
    if row.filing_state is None or row.slots is None:
        found["filing_unknown"] += 1
    else:
        found["filing_known"] += row.filing_state != NEEDS_NO_FILING
        found["filed"] += row.filing_state == FILED
    return dict(found)


def _fees(row: LedgerRow, day: date) -> dict[str, int]:
    """Fees weighted by inclusive slots and by the others, where a fee is given."""
    if row.fee is None:
        return {}
    inclusive = row.inclusive_slots if row.is_inclusive_at(day) else 0
    if row.slots is None or inclusive is None:
        return {"fee_unknown": 1}
    other = row.slots - inclusive
    return {
        "inclusive_fees": row.fee * inclusive,
        "inclusive_fee_slots": inclusive,
        "other_fees": row.fee * other,
        "other_fee_slots": other,
    }


def marks_of(content: ReturnContent, sequence: int) -> tuple[InstitutionMark, ...]:
    """Each institution's inclusive slots; those that count for nothing now or at a baseline are left out."""
    made = (_mark(row, content.period.end, sequence) for row in content.ledger)
    return tuple(sorted((mark for mark in made if mark.slots != 0 or mark.as_baseline != 0), key=lambda m: m.number))


def _mark(row: LedgerRow, day: date, sequence: int) -> InstitutionMark:
    filed = row.inclusive_slots if row.is_inclusive_at(day) else 0
    running = row.in_operation(day)
    slots = filed if running else 0
    as_baseline = filed if running or row.state == Running.PAUSED else 0
    return InstitutionMark(sequence, row.number, row.channel, slots, as_baseline)


def channel_slots_of(rows: Iterable[RollupRow], sequence: int) -> tuple[ChannelSlots, ...]:
    """Inclusive slots by township and channel, out of a return's rollup."""
    place = 2 * SUM_COUNTS.index("inclusive_slots")
    apart = (row for row in rows if row.channel != ALL_CHANNELS)
    return tuple(ChannelSlots(sequence, row.township, row.channel, *row.counts[place : place + 2]) for row in apart)


def filer_figures_of(content: ReturnContent) -> FilerFigures:
    """What the filer says of itself: training, staff of 汇总, programmes, the milestones of its tasks."""
    return FilerFigures(
        workforce={figure.key: figure.value for figure in content.workforce},
        programmes=len(content.programmes),
        tasks={task.task: task.state for task in content.tasks},
    )
