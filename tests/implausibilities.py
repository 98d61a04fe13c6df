"""Slips of the kind that offices make, put into returns of the demonstration: each with a fixed seed, one at a time.

A slip takes a return and chance, and gives the return with the slip in it, or None where it cannot be made there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from data.cells import Workbook
from data.model import Period, Reference
from data.return_tables import tables
from data.returns import LedgerRow, ReturnContent, Running
from data.validation import KnownInstitution, Past, Validation, ValidationContext, past_of, validate
from tests.demo_history import DemoHistory
from tests.return_papers import Papers

Slip = Callable[[ReturnContent, Random, Past], ReturnContent | None]


def _open(content: ReturnContent, least: int = 20) -> list[LedgerRow]:
    return [row for row in content.ledger if row.state == Running.OPEN and (row.slots or 0) >= least]


def _with(content: ReturnContent, changed: Sequence[LedgerRow]) -> ReturnContent:
    by_number = {row.number: row for row in changed}
    return replace(content, ledger=tuple(by_number.get(row.number, row) for row in content.ledger))


def _one(content: ReturnContent, chance: Random, change: Callable[[LedgerRow], LedgerRow]) -> ReturnContent | None:
    rows = _open(content)
    return _with(content, [change(chance.choice(rows))]) if rows else None


def _in_one_township(
    content: ReturnContent, chance: Random, change: Callable[[LedgerRow], LedgerRow]
) -> ReturnContent | None:
    rows = _open(content)
    if not rows:
        return None
    township = max({row.township for row in rows}, key=lambda code: (sum(row.township == code for row in rows), code))
    return _with(content, [change(row) for row in rows if row.township == township])


def a_zero_too_many(content, chance, past):
    """60 slots typed as 600, all or inclusive alike."""
    return _one(content, chance, lambda r: replace(r, slots=r.slots * 10, inclusive_slots=r.inclusive_slots * 10))


def a_zero_too_few(content, chance, past):
    """60 slots typed as 6; what stands beside them was not touched."""
    return _one(content, chance, lambda row: replace(row, slots=row.slots // 10))


def a_zero_too_many_of_children(content, chance, past):
    return _one(content, chance, lambda row: replace(row, children=max(row.children, 8) * 10))


def a_zero_too_many_of_staff(content, chance, past):
    return _one(content, chance, lambda row: replace(row, carers=max(row.carers, 8) * 10))


def slots_and_children_exchanged(content, chance, past):
    return _in_one_township(content, chance, lambda row: replace(row, slots=row.children, children=row.slots))


def every_slot_counted_twice(content, chance, past):
    return _with(
        content,
        [replace(row, slots=row.slots * 2, inclusive_slots=row.inclusive_slots * 2) for row in _open(content)],
    )


def lines_lost(content, chance, past):
    """A tenth of the institutions is not there any more."""
    kept = [row for row in content.ledger if chance.random() > 0.1 or not row.number]
    return replace(content, ledger=tuple(kept)) if len(kept) < len(content.ledger) else None


def inclusive_column_cleared_to_zero(content, chance, past):
    rows = [row for row in _open(content) if row.inclusive_slots and not row.inclusive_to]
    return _with(content, [replace(row, inclusive_slots=0, inclusive_children=0) for row in rows])


def a_line_pushed_down(content, chance, past):
    """From one line on, the slots stand one line too low."""
    rows = list(content.ledger)
    start = chance.randrange(len(rows) // 2)
    moved = [replace(row, slots=rows[place - 1].slots) for place, row in enumerate(rows) if place > start]
    return _with(content, moved)


def the_last_return_sent_again(content, chance, past):
    last = past.latest()
    return replace(content, ledger=last.ledger, workforce=last.workforce)


def persons_typed_as_slots(content, chance, past):
    """The residents of the township's children typed where its slots belong."""
    return _one(content, chance, lambda row: replace(row, slots=row.slots + chance.randint(300, 3000)))


def a_fee_per_year(content, chance, past):
    return _one(content, chance, lambda row: replace(row, fee=(row.fee or 2500) * 12))


def closed_with_its_children(content, chance, past):
    return _one(content, chance, lambda row: replace(row, state=Running.CLOSED, children=max(row.children, 1)))


SLIPS: tuple[Slip, ...] = (
    a_zero_too_many,
    a_zero_too_few,
    a_zero_too_many_of_children,
    a_zero_too_many_of_staff,
    slots_and_children_exchanged,
    every_slot_counted_twice,
    lines_lost,
    inclusive_column_cleared_to_zero,
    a_line_pushed_down,
    the_last_return_sent_again,
    persons_typed_as_slots,
    a_fee_per_year,
    closed_with_its_children,
)


class Office:
    """The demonstration's returns, checked again as if they had come a month late."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        history = DemoHistory(reference)
        self.filed = {key: history.numbered(content) for key, content in history.latest.items()}
        self.units = history.units

    def past(self, unit: str, period: Period) -> Past:
        """Everything the unit filed for earlier periods."""
        return past_of(*(one for (who, _), one in self.filed.items() if who == unit and one.period < period))

    def check(self, content: ReturnContent, past: Past) -> Validation:
        """Every rule over the content typed as a workbook."""
        sheets = {
            table.form.name: [list(table.headers), *map(list, table.rows)] for table in tables(content, self.reference)
        }
        earlier = [past.read(period) for period in past.periods]
        known = {(row.number, row.township, row.name) for one in earlier for row in one.ledger}
        context = ValidationContext(
            self.reference.due_moment(content.period) + timedelta(days=30),
            known=tuple(KnownInstitution(*place) for place in sorted(known)),
            past=past,
        )
        return validate(_typed(sheets), self.reference, context)


def _typed(sheets: dict) -> Workbook:
    """Cells as the reader gives them; decimals as the numbers that a workbook holds."""
    plain = {
        name: [[float(value) if hasattr(value, "quantize") else value for value in row] for row in rows]
        for name, rows in sheets.items()
    }
    return Papers(plain).workbook()
