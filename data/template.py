"""The return as a workbook: the clerk's template, prefilled, and every demonstration return.

The same content gives the same bytes. Sheet and column names come from data.forms; what the form says to the
clerk stands in form_guide.toml, because it is replaced together with the form.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import xlsxwriter

from data import forms
from data.model import Period, Reference
from data.return_tables import tables
from data.returns import (
    LedgerRow,
    Mode,
    Nature,
    Programme,
    Project,
    ReturnContent,
    Running,
    TaskState,
    TownshipSum,
)
from data.template_sheets import Styles, write_guide, write_table

CREATED = datetime(2023, 1, 1, tzinfo=UTC).replace(tzinfo=None)
MODE_NAMES = {mode: name for name, mode in forms.MODES.items()}
NATURE_NAMES = {Nature.OFFICIAL: "正式", Nature.DEMO: "演示"}
OPTIONS = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
}
FONT = {"font_name": "宋体", "font_size": 11}
FIRST_EDITION = "初报"


def return_workbook(content: ReturnContent, *, reference: Reference) -> bytes:
    """The .xlsx of a return: 填报说明 first, then the sheets of the form for this filer and mode."""
    target = io.BytesIO()
    # The writer adds to the font it is handed: each workbook gets its own, or the second one would differ.
    book = xlsxwriter.Workbook(target, {**OPTIONS, "default_format_properties": dict(FONT)})
    book.set_properties({"title": f"{reference.city.name}托育服务区级统计报表", "created": CREATED})
    styles = Styles.of(book)
    write_guide(book, content, styles, reference.city)
    for table in tables(content, reference):
        write_table(book, table, content, styles)
    book.close()
    return target.getvalue()


def prefilled(
    *,
    org_unit: str,
    period: Period,
    mode: Mode,
    nature: Nature,
    reference: Reference,
    ledger: Sequence[LedgerRow] = (),
    tasks: Sequence[TaskState] = (),
    projects: Sequence[Project] = (),
    programmes: Sequence[Programme] = (),
) -> ReturnContent:
    """The next return before the clerk touches it: last period's rows as values, children left to be typed.

    ``ledger`` is the latest earlier one; what it calls 关停 is done with and left out.
    """
    header = header_of(org_unit=org_unit, period=period, mode=mode, nature=nature, reference=reference)
    is_city = org_unit == reference.city.code
    places = reference.townships_at(period.end, org_unit) if mode is Mode.SUMMARY and not is_city else ()
    return ReturnContent(
        org_unit=org_unit,
        period=period,
        mode=mode,
        nature=nature,
        header=header,
        ledger=() if mode is Mode.SUMMARY or is_city else carried_over(ledger),
        townships=tuple(_blank_sum(line, place.code) for line, place in enumerate(places, start=2)),
        tasks=_task_rows(tasks, forms.CITY_TASKS if is_city else forms.UNIT_TASKS),
        projects=() if is_city else tuple(projects),
        programmes=tuple(programmes) if is_city else (),
    )


def header_of(
    *, org_unit: str, period: Period, mode: Mode, nature: Nature, reference: Reference, revision: str = FIRST_EDITION
) -> dict[str, str]:
    """填报信息 as far as the system knows it."""
    return {
        "version": forms.VERSION,
        "nature": NATURE_NAMES[nature],
        "mode": MODE_NAMES[mode],
        "org_unit": org_unit,
        "org_unit_name": reference.unit_by_code[org_unit].name,
        "period": str(period),
        "cut_off": period.end.isoformat(),
        "revision": revision,
    }


def carried_over(ledger: Sequence[LedgerRow]) -> tuple[LedgerRow, ...]:
    """Last period's institutions that are not closed; the children present are for the clerk to type.

    Where there can be none, 0 stands already: nobody is in a paused institution, nobody on an inclusive slot
    of one that has none.
    """
    kept = [row for row in ledger if row.state != Running.CLOSED]
    return tuple(_unfilled(row, line) for line, row in enumerate(kept, start=2))


def _unfilled(row: LedgerRow, line: int) -> LedgerRow:
    nobody = 0 if row.state == Running.PAUSED else None
    return replace(row, row=line, children=nobody, inclusive_children=0 if row.inclusive_slots == 0 else nobody)


def _blank_sum(line: int, township: str) -> TownshipSum:
    return TownshipSum(line, township, None, None, None, None, None, None)


def _task_rows(known: Sequence[TaskState], codes: Sequence[str]) -> tuple[TaskState, ...]:
    """Every task this filer sees, with its last known state."""
    last = {task.task: task for task in known}
    blank = TaskState(0, "", None, None, None, None, None)
    return tuple(replace(last.get(code, blank), row=line, task=code) for line, code in enumerate(codes, start=2))
