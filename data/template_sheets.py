"""Sheets of the template: heads frozen, codes locked, lists to choose from, rules for what is typed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data import forms
from data.forms import Kind
from data.model import OrgUnit
from data.return_tables import Table, Value
from data.returns import Nature, ReturnContent
from data.template_rules import add_rules
from data.template_sums import write_sums

GUIDE = Path(__file__).with_name("form_guide.toml")
WIDTHS = {Kind.TEXT: 18, Kind.CODE: 14, Kind.COUNT: 10, Kind.DECIMAL: 11, Kind.DATE: 12, Kind.CHOICE: 14}
WIDE = {
    "name": 32,
    "credit_code": 22,
    "title": 36,
    "evidence": 30,
    "next_step": 36,
    "remark": 30,
    "school": 24,
    "fee": 22,
}
NUMBER_FORMATS = {Kind.TEXT: "@", Kind.CODE: "@", Kind.CHOICE: "@", Kind.COUNT: "0", Kind.DATE: "yyyy-mm-dd"}
LOCKED_KEYS = ("number", "township", "township_name", "task", "title", "item")
"""What the system gave; a project is the clerk's own from end to end."""
ASKED_KEYS = ("children", "inclusive_children")
"""What the clerk types every quarter, blank in the template; it stands out."""
GUIDE_WIDTH, LINE_HEIGHT = 72, 16
A3, A4 = 8, 9
"""Paper sizes as the workbook names them."""
MOST_COLUMNS_UPRIGHT, MOST_COLUMNS_ON_A4 = 4, 16
EPOCH = date(1899, 12, 30).toordinal()
PROTECTION = {
    "objects": True,
    "scenarios": True,
    "format_columns": True,
    "insert_rows": True,
    "sort": True,
    "autofilter": True,
}


@dataclass(frozen=True)
class Styles:
    """Cell formats of one workbook, by kind of value and whether the clerk may type."""

    head: Format
    title: Format
    prose: Format
    open: dict[Kind, Format]
    locked: dict[Kind, Format]
    asked: dict[Kind, Format]

    @classmethod
    def of(cls, book: Workbook) -> Styles:
        grey = {"bg_color": "#F2F2F2", "locked": True}
        kinds = {kind: {"num_format": NUMBER_FORMATS.get(kind, "General")} for kind in Kind}
        return cls(
            head=book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, **grey}),
            title=book.add_format({"bold": True, "font_size": 14}),
            prose=book.add_format({"text_wrap": True, "valign": "top"}),
            open={kind: book.add_format({**look, "locked": False}) for kind, look in kinds.items()},
            locked={kind: book.add_format({**look, **grey}) for kind, look in kinds.items()},
            asked={
                kind: book.add_format({**look, "bg_color": "#FFF7DB", "locked": False}) for kind, look in kinds.items()
            },
        )


@cache
def guide() -> dict[str, Any]:
    """The form's own words to the clerk."""
    return tomllib.loads(GUIDE.read_text(encoding="utf-8"))


def write_guide(book: Workbook, content: ReturnContent, styles: Styles, city: OrgUnit) -> None:
    """Sheet 填报说明: what the clerk does, one line a step."""
    words = guide()
    sheet = book.add_worksheet(words["sheet"])
    sheet.set_paper(A4)
    sheet.set_column(0, 0, GUIDE_WIDTH, styles.prose)
    sheet.write_string(0, 0, words["title"].format(city=city.name), styles.title)
    steps = words["steps"]["city" if content.org_unit == city.code else content.mode.value] + words["steps"]["all"]
    notes = [words["demo"]] if content.nature is Nature.DEMO else []
    numbered = [f"{numeral}、{step}" for numeral, step in zip(words["numerals"], steps)]
    for line, sentence in enumerate([*notes, *numbered], start=1):
        # A wrapped line is as high as it needs to be only if it is told so.
        sheet.set_row(line, LINE_HEIGHT * -(-2 * len(sentence) // GUIDE_WIDTH))
        sheet.write_string(line, 0, sentence, styles.prose)
    sheet.protect()


def write_table(book: Workbook, table: Table, content: ReturnContent, styles: Styles) -> None:
    """One sheet of the form with its values, input rules and protection (no password: it guards against slips)."""
    sheet = book.add_worksheet(table.form.name)
    _lay_out(sheet, table, styles)
    if table.form is forms.TOWNSHIPS:
        write_sums(sheet, table, content, styles.locked[Kind.COUNT], styles.open[Kind.COUNT])
    else:
        _write_rows(sheet, table, styles)
    add_rules(sheet, table, content, guide()["hints"])
    sheet.protect("", PROTECTION)
    if content.nature is Nature.DEMO:
        sheet.set_header("&R" + guide()["demo"])


def _lay_out(sheet: Worksheet, table: Table, styles: Styles) -> None:
    sheet.freeze_panes(1, 1 if table.form.is_list else 2)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.hide_gridlines(0)
    sheet.set_row(0, 2 * LINE_HEIGHT)
    if len(table.columns) > MOST_COLUMNS_UPRIGHT:
        sheet.set_landscape()
    sheet.set_paper(A3 if len(table.columns) > MOST_COLUMNS_ON_A4 else A4)
    for place, column in enumerate(table.columns):
        width = 24 if table.form.is_list else WIDE.get(column.key, WIDTHS[column.kind])
        sheet.set_column(place, place, width, styles.open[column.kind])
        sheet.write_string(0, place, column.header, styles.head)


def _write_rows(sheet: Worksheet, table: Table, styles: Styles) -> None:
    kinds = _kinds(table)
    for line, row in enumerate(table.rows, start=1):
        for place, value in enumerate(row):
            column = table.columns[place]
            kind = kinds[line - 1] if table.form.is_list and place else column.kind
            is_ours = column.key in LOCKED_KEYS and table.form is not forms.PROJECTS and value
            is_asked = column.key in ASKED_KEYS and value is None
            looks = styles.locked if is_ours else styles.asked if is_asked else styles.open
            write_value(sheet, line, place, value, looks[kind])


def _kinds(table: Table) -> list[Kind]:
    """The kind of each line's value on a sheet of items; a date stays the text it is written as."""
    by_header = {column.header: column.kind for column in table.form.columns}
    return [by_header.get(str(row[0]), Kind.TEXT) if table.form.is_list else Kind.TEXT for row in table.rows]


def write_value(sheet: Worksheet, line: int, place: int, value: Value, look: Format) -> None:
    """A number as a number, a date as a date, anything else as text; a blank keeps its format."""
    if value is None or value == "":
        sheet.write_blank(line, place, None, look)
    elif isinstance(value, str):
        sheet.write_string(line, place, value, look)
    elif isinstance(value, date):
        sheet.write_number(line, place, value.toordinal() - EPOCH, look)
    else:
        sheet.write_number(line, place, float(value) if isinstance(value, Decimal) else value, look)
