"""The rules of the return: cells in, content or issues out. Pure; a rule that crashes is a fault of ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from data.cells import Workbook, column_number
from data.forms import HEADER, SHEETS
from data.issues import Issue, Severity
from data.model import Reference
from data.validation.content import content_of
from data.validation.context import Filing, KnownInstitution, Validation, ValidationContext
from data.validation.draft import draft_of, period_of, unit_code
from data.validation.past import Past, past_of
from data.validation.persons import masked
from data.validation.repeats import repeat_issues
from data.validation.rules import COMPARISONS, RULES
from data.validation.tables import table_of

__all__ = [
    "Filing",
    "KnownInstitution",
    "Past",
    "Validation",
    "ValidationContext",
    "filing_of",
    "past_of",
    "repeat_issues",
    "validate",
]

MOST_ALIKE = 1000
"""Errors or notes of one kind that are told one by one; the rest are counted."""

_SEVERITIES = list(Severity)
_SHEETS = [form.name for form in SHEETS]


def validate(book: Workbook, reference: Reference, context: ValidationContext) -> Validation:
    """Every rule over one file: its content if nothing refuses it, and every issue, in the order of the form."""
    draft = draft_of(book, reference, context)
    issues = list(draft.issues)
    if "header" in draft.tables:
        issues += [issue for _, rule in RULES for issue in rule(draft)]
    content = content_of(draft) if draft.is_addressed else None
    if content is not None:
        issues += [issue for _, rule in COMPARISONS for issue in rule(draft, content)]
    if any(issue.rule == "V31" for issue in issues):
        issues = [masked(issue) for issue in issues]
    refused = any(issue.severity is Severity.ERROR for issue in issues)
    return Validation(
        content=None if refused else content,
        issues=tuple(_shortened(sorted(issues, key=_order))),
        org_unit=draft.unit.code if draft.unit else None,
        period=draft.period,
    )


def filing_of(book: Workbook) -> Filing | None:
    """Who files for which period, before anything is checked; None where 填报信息 does not say."""
    table, _ = table_of(book, HEADER, None)
    if table is None or not table.entries:
        return None
    header = table.entries[0]
    period, unit = period_of(header), unit_code(header)
    return Filing(unit, period) if period and unit else None


def _order(issue: Issue) -> tuple[int, int, int, int, str]:
    """What refuses first; then as the clerk turns the pages: sheet, line, column."""
    sheet, cell = issue.location.sheet, issue.location.cell or ""
    column = cell.rstrip("0123456789")
    place = _SHEETS.index(sheet) if sheet in _SHEETS else len(_SHEETS)
    line = int(cell[len(column) :] or 0)
    return _SEVERITIES.index(issue.severity), place, line, column_number(column), issue.rule


def _shortened(issues: Iterable[Issue]) -> Iterator[Issue]:
    """At most so many alike; then one that counts the rest. 疑点 are all told: each must be explained."""
    told: Counter[tuple[str, Severity, str]] = Counter()
    beyond: dict[tuple[str, Severity, str], Issue] = {}
    for issue in issues:
        kind = (issue.rule, issue.severity, issue.code)
        told[kind] += 1
        if issue.severity is Severity.WARNING or told[kind] <= MOST_ALIKE:
            yield issue
        else:
            beyond.setdefault(kind, issue)
    for kind, issue in beyond.items():
        yield replace(issue, code="and_more", facts={"count": told[kind] - MOST_ALIKE}, found=None)
