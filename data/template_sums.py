"""Sheet 街道乡镇: typed in 汇总 mode, formulas over the ledger in 台账 mode; 合计 is a formula in both.

Every formula carries the value it comes to, so that a program which does not calculate sees the same figures.
"""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from data import forms
from data.model import Channel
from data.return_tables import SUMMED, Table, Value, ledger_columns
from data.returns import CHANNEL_OF_TYPE, Mode, ReturnContent, Running

TYPES = {channel: [name for name, own in CHANNEL_OF_TYPE.items() if own is channel] for channel in Channel}
LAST_LINE = 5000


def write_sums(sheet: Worksheet, table: Table, content: ReturnContent, locked: Format, typed: Format) -> None:
    """The rows of 街道乡镇 and its 合计."""
    formulas = _ledger_formulas(content) if content.mode is Mode.LEDGER else {}
    *rows, total = table.rows
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            key = table.columns[place].key
            if key in formulas:
                sheet.write_formula(line, place, formulas[key].format(code=f"$A{line + 1}"), locked, value)
            else:
                _write_plain(sheet, line, place, value, typed if key in (*SUMMED, "remark") else locked)
    _write_total(sheet, len(table.rows), total, locked)


def _write_plain(sheet: Worksheet, line: int, place: int, value: Value, look: Format) -> None:
    if value is None:
        sheet.write_blank(line, place, None, look)
    elif isinstance(value, int):
        sheet.write_number(line, place, value, look)
    else:
        sheet.write_string(line, place, str(value), look)


def _write_total(sheet: Worksheet, line: int, total: tuple[Value, ...], look: Format) -> None:
    """合计 sums each column; where nothing is known yet its stored value is blank, not 0."""
    for place, value in enumerate(total):
        if 2 <= place < 2 + len(SUMMED):
            letter = xl_col_to_name(place)
            sheet.write_formula(line, place, f"=SUM({letter}2:{letter}{line})", look, "" if value is None else value)
        else:
            _write_plain(sheet, line, place, value, look)


def _ledger_formulas(content: ReturnContent) -> dict[str, str]:
    """By column key: the formula with ``{code}`` for the township's cell. Only rows in state 正常 are summed."""
    columns = _ledger_letters(content)
    here = f'{columns["township"]},{{code}},{columns["state"]},"{Running.OPEN}"'
    formulas = {
        "institutions": f'=COUNTIFS({here},{columns["slots"]},">0")',
        "inclusive_institutions": f'=COUNTIFS({here},{columns["inclusive_slots"]},">0")',
    }
    for key in ("slots", "inclusive_slots", "children", "inclusive_children"):
        formulas[key] = f"=SUMIFS({columns[key]},{here})"
    for channel, names in TYPES.items():
        terms = [f'SUMIFS({columns["inclusive_slots"]},{here},{columns["type"]},"{name}")' for name in names]
        formulas[channel.value] = "=" + "+".join(terms)
    return formulas


def _ledger_letters(content: ReturnContent) -> dict[str, str]:
    """By column key: the whole range of that column on sheet 机构台账 as this workbook lays it out."""
    sheet = forms.LEDGER.name
    return {
        column.key: f"{sheet}!${xl_col_to_name(place)}$2:${xl_col_to_name(place)}${LAST_LINE}"
        for place, column in enumerate(ledger_columns(content))
    }
