"""A file matched to the form, with its values read: what the rules look at."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from zoneinfo import ZoneInfo

from data import forms
from data.cells import Workbook
from data.forms import Kind, SheetForm
from data.issues import Issue
from data.model import OrgUnit, Period, Reference, Township
from data.returns import Mode, Nature
from data.validation.columns import read_lines
from data.validation.context import ValidationContext
from data.validation.spelling import choice_key, folded, header_key, prose
from data.validation.tables import Entry, Table, columns_for, sheets_for, table_of
from data.validation.values import read_values

NATURES = {"正式": Nature.OFFICIAL, "演示": Nature.DEMO}
_PERIOD_WORDS = re.compile(r"(\d{4})年?-?(?:第?([一二三四1-4])季度?|Q([1-4])|0?(\d{1,2})月?)")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass
class Draft:
    """Everything of one file under check. ``issues`` are those of matching and reading; the rules add theirs."""

    book: Workbook
    reference: Reference
    context: ValidationContext
    tables: dict[str, Table] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def rows(self, key: str) -> tuple[Entry, ...]:
        """The lines of a sheet; none where it is missing."""
        table = self.tables.get(key)
        return table.entries if table else ()

    @property
    def is_addressed(self) -> bool:
        """填报信息 says whose, when and how; without it nothing can be compared."""
        return None not in (self.unit, self.period, self.mode, self.nature)

    @property
    def header(self) -> Entry:
        """填报信息; without any cell where the sheet is missing."""
        rows = self.rows("header")
        return rows[0] if rows else Entry(forms.HEADER.name, 0, {}, {})

    @cached_property
    def unit(self) -> OrgUnit | None:
        return self.reference.unit_by_code.get(unit_code(self.header))

    @cached_property
    def is_city(self) -> bool:
        return unit_code(self.header) == self.reference.city.code

    @cached_property
    def period(self) -> Period | None:
        """The period of the folder's frequency, or None."""
        period = period_of(self.header)
        return period if period and period.frequency is self.reference.frequency else None

    @cached_property
    def day(self) -> date | None:
        """The period's last day, at which the register is asked."""
        return self.period.end if self.period else None

    @cached_property
    def mode(self) -> Mode | None:
        """台账 or 汇总; the city's return has neither table, so a blank there is taken for 台账."""
        told = choice_key(self.header.found("mode") or "")
        return Mode.LEDGER if self.is_city and not told else forms.MODES.get(told)

    @cached_property
    def nature(self) -> Nature | None:
        return NATURES.get(choice_key(self.header.found("nature") or ""))

    @cached_property
    def received_on(self) -> date:
        """The city's calendar day of the receipt."""
        return self.context.received_at.astimezone(ZoneInfo(self.reference.timezone)).date()

    @property
    def township_rows(self) -> Iterator[Entry]:
        """The lines of 街道乡镇 that are no sums."""
        return (entry for entry in self.rows("townships") if not entry.sum_word)

    def township(self, entry: Entry) -> Township | None:
        """The township a line names, if the register knows the code."""
        return self.reference.township_by_code.get(str(entry.values.get("township") or ""))


def unit_code(header: Entry) -> str:
    """填报单位代码 as told."""
    return choice_key(prose(header.found("org_unit") or ""))


def period_of(header: Entry) -> Period | None:
    """2025-Q4, 2025年四季度, 2025-12, 2025年12月, as typed or as a date cell of that month."""
    text = header_key(folded(header.found("period") or "")).upper()
    match = _PERIOD_WORDS.fullmatch(text) or re.fullmatch(r"(\d{4})()()-(\d\d)-01", text)
    if match is None:
        return None
    year, quarter_word, quarter, month = match.groups()
    number = quarter or (quarter_word and str(_QUARTERS.get(quarter_word, quarter_word)))
    try:
        return Period.parse(f"{year}-Q{number}" if number else f"{year}-{int(month):02d}")
    except ValueError:
        return None


def draft_of(book: Workbook, reference: Reference, context: ValidationContext) -> Draft:
    """Match every sheet that this filer and mode must or may send, and read its values."""
    draft = Draft(book, reference, context)
    _add_header(draft)
    if "header" in draft.tables:
        for form in _asked_forms(draft):
            _add(draft, form)
        _add_derived_sums(draft)
    return draft


def _add_header(draft: Draft) -> None:
    """填报信息 first: it says the mode, which says what else of it is asked. Its words are for V01 to judge."""
    table, issues = table_of(draft.book, forms.HEADER, None)
    if table is None or not table.places:
        draft.issues += issues
        return
    draft.tables["header"] = table
    draft.issues += table_of(draft.book, forms.HEADER, draft.mode)[1]
    asked = columns_for(forms.HEADER, draft.mode)
    figures = tuple(column for column in asked if column.kind in (Kind.COUNT, Kind.DATE))
    draft.issues += read_values(draft.header, figures, epoch_1904=draft.book.epoch_1904)


def _asked_forms(draft: Draft) -> list[SheetForm]:
    """Sheets of this filer in this mode."""
    filer = [form for form in forms.SHEETS if (form.for_city if draft.is_city else form.for_units)]
    return [form for form in filer if form is not forms.HEADER and (not form.modes or draft.mode in form.modes)]


def _add(draft: Draft, form: SheetForm) -> None:
    table, issues = table_of(draft.book, form, draft.mode)
    draft.issues += issues
    if table is not None:
        columns = columns_for(form, draft.mode)
        if form.is_list:
            for entry in table.entries:
                draft.issues += read_values(entry, columns, epoch_1904=draft.book.epoch_1904)
        else:
            table = table.without(partial(_is_passed_over, form))
            draft.issues += read_lines(table, columns, epoch_1904=draft.book.epoch_1904)
        draft.tables[form.key] = table


def _is_passed_over(form: SheetForm, entry: Entry) -> bool:
    """A task that the template lists and nobody has changed; a sum, but those of 街道乡镇, which are checked."""
    if form is forms.TASKS and entry.cells.keys() <= {"task", "title"}:
        return True
    return bool(entry.sum_word) and form is not forms.TOWNSHIPS


def _add_derived_sums(draft: Draft) -> None:
    """街道乡镇 of a 台账 return: formulas for the clerk's eye, read only to check their 合计."""
    if draft.mode is Mode.LEDGER and not draft.is_city and len(sheets_for(draft.book, forms.TOWNSHIPS)) == 1:
        table, _ = table_of(draft.book, forms.TOWNSHIPS, Mode.SUMMARY)
        if table is not None:
            for entry in table.entries:
                deque(read_values(entry, forms.TOWNSHIPS.columns, epoch_1904=False), maxlen=0)
            draft.tables["townships"] = table
