"""Input rules of the template: closed lists, whole numbers (V03), a part never above its whole (V08, V21)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from data import forms
from data.forms import Column, Kind, SheetForm
from data.return_tables import Table
from data.returns import Mode, ReturnContent

SPARE_ROWS = 200
WHOLES = {
    "inclusive_slots": "slots",
    "inclusive_children": "children",
    "inclusive_institutions": "institutions",
    "certified": "carers",
}


def spare_rows(form: SheetForm) -> int:
    """Empty lines under a table in which new rows can be typed."""
    growing = (forms.LEDGER, forms.PROJECTS, forms.PROGRAMMES)
    return SPARE_ROWS if form in growing else 0


def add_rules(sheet: Worksheet, table: Table, content: ReturnContent, hints: Mapping[str, str]) -> None:
    """Put the rules on every column, or on every value of a sheet of items."""
    if table.form.is_list:
        _add_item_rules(sheet, table, hints)
        return
    derived = table.form is forms.TOWNSHIPS and content.mode is Mode.LEDGER
    last = len(table.rows) + spare_rows(table.form) - (1 if table.form is forms.TOWNSHIPS else 0)
    if derived or last < 1:
        return
    for place, column in enumerate(table.columns):
        rule = _rule(table, column, hints)
        if rule:
            sheet.data_validation(1, place, last, place, rule)


def _add_item_rules(sheet: Worksheet, table: Table, hints: Mapping[str, str]) -> None:
    by_header = {column.header: column for column in table.form.columns}
    for line, row in enumerate(table.rows, start=1):
        column = by_header[str(row[0])]
        if column.choices:
            sheet.data_validation(line, 1, line, 1, _choice(column.choices, hints["choice"]))
        elif column.kind is Kind.COUNT:
            sheet.data_validation(line, 1, line, 1, _whole(hints["count"]))


def _rule(table: Table, column: Column, hints: Mapping[str, str]) -> dict[str, Any] | None:
    if column.choices:
        return _choice(column.choices, hints["choice"])
    if table.form is forms.LEDGER and column.key == "township":
        return {**_choice((), hints["township"]), "source": f"={forms.TOWNSHIPS.name}!$A$2:$A$400"}
    if column.kind is not Kind.COUNT:
        return None
    whole = table.position(WHOLES.get(column.key, ""))
    if whole is None:
        return _whole(hints["count"])
    limit = {"criteria": "between", "minimum": 0, "maximum": f"={xl_col_to_name(whole)}2"}
    return {**_stop(hints["limited"]), "validate": "integer", **limit}


def _choice(choices: tuple[str, ...], hint: str) -> dict[str, Any]:
    return {**_stop(hint), "validate": "list", "source": list(choices)}


def _whole(hint: str) -> dict[str, Any]:
    return {**_stop(hint), "validate": "integer", "criteria": ">=", "value": 0}


def _stop(hint: str) -> dict[str, Any]:
    return {"error_message": hint, "error_type": "stop"}
