"""From a data element back to the cells of a return that it was read from, each with what it adds.

Pure. What a cell adds is worked out by the same functions that add up a return, one line at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from data.details import SourceCell
from data.forms import LEDGER, PROGRAMMES, TASKS, TOWNSHIPS
from data.institution_figures import details_of
from data.model import Channel
from data.returns import LedgerRow, Mode, ReturnContent, TownshipSum
from data.rollup import figures_of
from data.schema import SUM_COUNTS

STOCKS = {
    "covered_townships": "inclusive_slots",
    "served_townships": "slots",
    "net_inclusive_slots": "inclusive_slots",
    "new_slots_education": "inclusive_slots",
    "new_slots_society": "inclusive_slots",
}
"""Elements that are judged on a stock: their cells are that stock's."""

LEDGER_COLUMNS = {
    **dict.fromkeys(("institutions", "slots"), "slots"),
    **dict.fromkeys(("inclusive_institutions", "inclusive_slots"), "inclusive_slots"),
    **{name: name for name in ("children", "inclusive_children", "carers", "certified")},
    **dict.fromkeys(("kindergartens", "professional"), "type"),
    **dict.fromkeys(("quality_rated", "quality_known"), "quality"),
    **dict.fromkeys(("risk_rated", "risk_known"), "risk"),
    **dict.fromkeys(("filed", "filing_known"), "filing_state"),
    **dict.fromkeys(("inclusive_fees", "other_fees"), "fee"),
    "inclusive_fee_slots": "inclusive_slots",
    "other_fee_slots": "slots",
}
CHANNELS = {
    "new_slots_education": (Channel.K1, Channel.K2, Channel.K3),
    "new_slots_society": (Channel.S1, Channel.S2, Channel.S3),
}
MILESTONES = {"centres": "T4a", "teams": "T9a"}
DONE = "已完成"


def cells_of(content: ReturnContent, element: str) -> tuple[SourceCell, ...]:
    """The cells of ``element`` in a return; none where the form does not ask for it."""
    if element in MILESTONES:
        return tuple(_tasks(content, MILESTONES[element]))
    if element == "programmes":
        return tuple(_programmes(content))
    if found := tuple(_workforce(content, element)):
        return found
    lines = _ledger if content.mode is Mode.LEDGER else _sums
    return tuple(lines(content, element))


def _workforce(content: ReturnContent, element: str) -> Iterator[SourceCell]:
    for figure in content.workforce:
        if figure.key == element:
            yield SourceCell(figure.sheet, figure.cell, "", "", figure.value, figure.value)


def _tasks(content: ReturnContent, task: str) -> Iterator[SourceCell]:
    for row in content.tasks:
        if row.task == task:
            cell = _address(content, TASKS.name, "state", row.row)
            yield SourceCell(TASKS.name, cell, "", task, row.state, int(row.state == DONE))


def _programmes(content: ReturnContent) -> Iterator[SourceCell]:
    for row in content.programmes:
        cell = _address(content, PROGRAMMES.name, "name", row.row)
        yield SourceCell(PROGRAMMES.name, cell, "", row.school, row.name, 1)


def _ledger(content: ReturnContent, element: str) -> Iterator[SourceCell]:
    """Of institutions in operation at the period's end; what is paused or closed adds nothing and is left out."""
    wanted = STOCKS.get(element, element)
    column = LEDGER_COLUMNS.get(wanted)
    if column is None:
        return
    for row in content.ledger:
        if row.in_operation(content.period.end):
            cell = _address(content, LEDGER.name, column, row.row)
            added = _added(content, row, wanted)
            yield SourceCell(LEDGER.name, cell, row.township, row.number, getattr(row, column), added)


def _added(content: ReturnContent, row: LedgerRow, element: str) -> int | None:
    if element in SUM_COUNTS:
        return figures_of(row, content.period.end)[SUM_COUNTS.index(element)]
    alone = details_of(replace(content, ledger=(row,)), 0)
    return getattr(alone[0], element) if alone else 0


def _sums(content: ReturnContent, element: str) -> Iterator[SourceCell]:
    names = [channel.value for channel in CHANNELS.get(element, ())] or [STOCKS.get(element, element)]
    for row in content.townships:
        for name in names:
            if name in content.columns.get(TOWNSHIPS.name, {}):
                value = _summed(row, name)
                cell = _address(content, TOWNSHIPS.name, name, row.row)
                yield SourceCell(TOWNSHIPS.name, cell, row.township, row.township, value, value)


def _summed(row: TownshipSum, name: str) -> int | None:
    value: int | None = row.channels.get(Channel(name)) if name in Channel.__members__ else getattr(row, name)
    return value


def _address(content: ReturnContent, sheet: str, column: str, row: int) -> str:
    """The clerk's cell; the row alone where the sheet was filed without that column."""
    return f"{content.columns.get(sheet, {}).get(column, '')}{row}"
