"""疑点清单 as a file: one line a doubt, with its arithmetic, its explanation and what it rests on."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

from data.model import Reference
from layouts.exports import csv_file
from layouts.issues import message, wanted
from layouts.names import unit_name
from layouts.text import Text
from metrics.quality import FiledWarning, Quality

COLUMNS = (
    *("period", "org_unit", "org_unit_name", "rule", "rule_name", "sheet", "cell", "found", "wanted", "message"),
    *("facts", "unit", "state", "explanation", "explained_by", "explained_at", "revision", "source", "as_of", "nature"),
)
FIGURES = (
    *("before", "period", "percent", "z", "history", "centre", "spread"),
    *("least", "most", "sum", "count", "slots", "begun", "cut_off", "wanted"),
)
"""Facts of issues that are figures, in the order of the arithmetic."""
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the same list gives the same bytes, whenever it is made
WIDE = {"message": 60, "explanation": 40, "facts": 30, "source": 34}

Line = Mapping[str, object]


def warning_lines(quality: Quality, reference: Reference, text: Text, zone: tzinfo) -> Iterator[Line]:
    """The open ones and the explained ones, under heads in the reader's language."""
    for one in quality.warnings:
        told = {**_filed(one, reference, text), **_doubt(one, text), **_state(one, text, zone)}
        told |= {"as_of": quality.provenance.as_of.isoformat(), "unit": text("warnings.list.unit_of_values")}
        told["nature"] = text("site.demo" if quality.provenance.demo else "warnings.list.official")
        yield {text(f"warnings.list.{name}"): told[name] for name in COLUMNS}


def _filed(one: FiledWarning, reference: Reference, text: Text) -> dict[str, object]:
    stored = one.stored
    return {
        "period": str(stored.period),
        "org_unit": stored.org_unit,
        "org_unit_name": unit_name(reference, stored.org_unit, text),
        "revision": stored.revision,
        "source": stored.receipt,
    }


def _doubt(one: FiledWarning, text: Text) -> dict[str, object]:
    issue = one.warning.issue
    return {
        "rule": issue.rule,
        "rule_name": text(f"rule_name.{issue.rule}"),
        "sheet": issue.location.sheet,
        "cell": issue.location.cell,
        "found": issue.found,
        "wanted": wanted(issue, text),
        "message": message(issue, text),
        "facts": _arithmetic(issue.facts, text),
    }


def _arithmetic(facts: Mapping[str, str | int], text: Text) -> str:
    """The figures behind a doubt by name; what the sentence says of place and person is not said again."""
    named = ((text(f"warnings.fact.{key}"), facts[key]) for key in FIGURES if key in facts)
    return text("warnings.fact.apart").join(text("warnings.fact.line", name=name, value=value) for name, value in named)


def _state(one: FiledWarning, text: Text, zone: tzinfo) -> dict[str, object]:
    told = one.warning.explanation
    return {
        "state": text("warnings.list.open" if one.is_open else "warnings.list.told"),
        "explanation": told.text if told else None,
        "explained_by": told.actor if told else None,
        "explained_at": told.at.astimezone(zone).isoformat(timespec="seconds") if told else None,
    }


def warnings_csv(quality: Quality, reference: Reference, text: Text, zone: tzinfo) -> bytes:
    """The list as CSV; of no doubts the heads alone."""
    return csv_file(warning_lines(quality, reference, text, zone), [text(f"warnings.list.{name}") for name in COLUMNS])


def warnings_xlsx(quality: Quality, reference: Reference, text: Text, zone: tzinfo) -> bytes:
    """The list as a workbook: text stays text whatever it begins with, numbers stay numbers."""
    heads = [text(f"warnings.list.{name}") for name in COLUMNS]
    lines = [list(line.values()) for line in warning_lines(quality, reference, text, zone)]
    return _workbook(text("page.quality.title"), heads, lines)


def _workbook(title: str, heads: Sequence[str], lines: Sequence[Sequence[object]]) -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, WIDE.get(name, 14))
        for row, line in enumerate([heads, *lines]):
            for column, value in enumerate(line):
                if isinstance(value, int):
                    sheet.write_number(row, column, value)
                elif value is not None:
                    sheet.write_string(row, column, str(value))
    return made.getvalue()
