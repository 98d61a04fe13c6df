"""The content of a return as plain tables, one a sheet: what a workbook or a CSV file then writes down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from data import forms
from data.forms import Column, SheetForm
from data.model import Channel, Reference
from data.returns import CHANNEL_OF_TYPE, LedgerRow, Mode, ReturnContent, Running, TownshipSum

Value = str | int | Decimal | date | None
ITEM_HEADER = "项目"
SUMMED = tuple(column.key for column in forms.TOWNSHIPS.columns if column.kind is forms.Kind.COUNT)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its form, the columns it has, the values row by row. A list of items has two columns."""

    form: SheetForm
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    def position(self, key: str) -> int | None:
        """Where the column of that key stands, counted from 0; None where this table has none."""
        return next((place for place, column in enumerate(self.columns) if column.key == key), None)


def tables(content: ReturnContent, reference: Reference) -> tuple[Table, ...]:
    """Every sheet that a return of this filer and mode has, in the order of the form."""
    for_city = content.org_unit == reference.city.code
    wanted = [form for form in forms.SHEETS if (form.for_city if for_city else form.for_units)]
    skipped = forms.LEDGER if content.mode is Mode.SUMMARY else None
    return tuple(_table(form, content, reference) for form in wanted if form is not skipped)


def _table(form: SheetForm, content: ReturnContent, reference: Reference) -> Table:
    if form.is_list:
        return _header_table(content) if form is forms.HEADER else _workforce_table(content)
    if form is forms.TASKS:
        return _tasks_table(content, reference)
    if form in (forms.PROJECTS, forms.PROGRAMMES):
        keys = [column.key for column in form.columns]
        return Table(form, form.columns, _attributes(getattr(content, form.key), keys))
    return (_ledger_table if form is forms.LEDGER else _townships_table)(content, reference)


def _header_table(content: ReturnContent) -> Table:
    """填报信息: 项目 | 内容, with the two workforce figures only where the mode asks for them."""
    counts = {figure.key: figure.value for figure in content.workforce}
    asked = [column for column in forms.HEADER.columns if not column.modes or content.mode in column.modes]
    known: dict[str, Value] = {**content.header, **counts}
    return _list_table(forms.HEADER, ((column, known.get(column.key) or None) for column in asked))


def _workforce_table(content: ReturnContent) -> Table:
    counts = {figure.key: figure.value for figure in content.workforce}
    return _list_table(forms.WORKFORCE, ((column, counts.get(column.key)) for column in forms.WORKFORCE.columns))


def _list_table(form: SheetForm, items: Iterable[tuple[Column, Value]]) -> Table:
    columns = (Column("item", ITEM_HEADER), Column("value", form.value_header))
    return Table(form, columns, tuple((column.header, value) for column, value in items))


def ledger_columns(content: ReturnContent) -> tuple[Column, ...]:
    """Columns of 机构台账: yearly ones only in the year's last period or where a row already has a value."""
    last_of_year = content.period.number == content.period.frequency.per_year
    return tuple(
        column
        for column in forms.LEDGER.columns
        if not column.yearly
        or last_of_year
        or any(getattr(row, column.key) not in (None, "") for row in content.ledger)
    )


def _ledger_table(content: ReturnContent, reference: Reference) -> Table:
    columns = ledger_columns(content)
    names = {code: township.name for code, township in reference.township_by_code.items()}
    keys = [column.key for column in columns]
    return Table(forms.LEDGER, columns, tuple(_ledger_values(row, keys, names) for row in content.ledger))


def _ledger_values(row: LedgerRow, keys: list[str], names: Mapping[str, str]) -> tuple[Value, ...]:
    return tuple(
        names.get(row.township) if key == "township_name" else getattr(row, key) or _kept_zero(row, key) for key in keys
    )


def _kept_zero(row: LedgerRow, key: str) -> Value:
    """A true 0 stays 0; an empty text is a blank."""
    return 0 if getattr(row, key) == 0 else None


def _townships_table(content: ReturnContent, reference: Reference) -> Table:
    """街道乡镇 with the last row 合计: as typed in 汇总 mode, derived from the ledger in 台账 mode."""
    sums = content.townships if content.mode is Mode.SUMMARY else derived_sums(content, reference)
    names = {code: township.name for code, township in reference.township_by_code.items()}
    rows = [(one.township, names.get(one.township), *_figures(one), one.remark) for one in sums]
    totals = [_total([row[place] for row in rows]) for place in range(2, 2 + len(SUMMED))]
    return Table(forms.TOWNSHIPS, forms.TOWNSHIPS.columns, (*rows, (forms.TOTAL_ROW, None, *totals, None)))


def _figures(one: TownshipSum) -> list[int | None]:
    channels = {channel.value for channel in Channel}
    return [one.channels.get(Channel(key)) if key in channels else getattr(one, key) for key in SUMMED]


def _total(column: list[Value]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [value for value in column if isinstance(value, int)]
    return sum(known) if known else None


def derived_sums(content: ReturnContent, reference: Reference) -> tuple[TownshipSum, ...]:
    """What the formulas of sheet 街道乡镇 come to: rows in state 正常, summed over each township of the unit."""
    places = reference.townships_at(content.period.end, content.org_unit)
    running: dict[str, list[LedgerRow]] = {place.code: [] for place in places}
    for row in content.ledger:
        if row.state == Running.OPEN and row.township in running:
            running[row.township].append(row)
    return tuple(_derived(place, code, rows) for place, (code, rows) in enumerate(running.items(), start=2))


def _derived(line: int, township: str, rows: list[LedgerRow]) -> TownshipSum:
    inclusive = [row for row in rows if row.inclusive_slots]
    channels = dict.fromkeys(Channel, 0)
    for row in inclusive:
        channels[CHANNEL_OF_TYPE.get(row.type or "", Channel.O)] += row.inclusive_slots or 0
    return TownshipSum(
        row=line,
        township=township,
        institutions=sum(bool(row.slots) for row in rows),
        inclusive_institutions=len(inclusive),
        slots=sum(row.slots or 0 for row in rows),
        inclusive_slots=sum(row.inclusive_slots or 0 for row in rows),
        children=sum(row.children or 0 for row in rows),
        inclusive_children=sum(row.inclusive_children or 0 for row in rows),
        channels=channels,
    )


def _tasks_table(content: ReturnContent, reference: Reference) -> Table:
    """任务进展; the title comes from the plan in force (or the form's own, for T4a and T9a)."""
    titles = task_titles(reference)
    rows = tuple(
        (task.task, titles.get(task.task), task.state, task.day, task.evidence, task.next_step, task.contact)
        for task in content.tasks
    )
    return Table(forms.TASKS, forms.TASKS.columns, rows)


def task_titles(reference: Reference) -> dict[str, str]:
    """Title of every task by its code: the first plan's tasks and safeguards, and the two derived counts."""
    plan = reference.plan(None)
    return {task.code: task.name for task in plan.tasks} | {"T4a": "区托育综合服务中心", "T9a": "督导队伍"}


def _attributes(rows: Iterable[object], keys: list[str]) -> tuple[tuple[Value, ...], ...]:
    return tuple(tuple(getattr(row, key) for key in keys) for row in rows)
