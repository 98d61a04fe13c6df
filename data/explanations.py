"""疑点说明 of 填报信息: which 疑点 an entry explains. Pure.

An entry is rule, place, reason (``V06 机构台账!K12 已更名``), entries apart by line or semicolon; the place is a
cell, sheet!cell, 系统编号 or 街乡代码, and may be left out where the issue has no cell of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from data.forms import LEDGER
from data.issues import Issue, Severity
from data.returns import ReturnContent

_APART = r"[\s,，、:：]*"
_PLACE = r"(?:[^\s!！]+[!！])?[A-Z]{1,3}\d+|[0-9A-Z]+-\d+|\d{9}"
_ENTRY = re.compile(rf"(V\d\d){_APART}(?:({_PLACE})(?!\w){_APART})?(.*)", re.DOTALL)


class Entry(NamedTuple):
    """One explanation as the clerk wrote it."""

    rule: str
    place: str
    reason: str


def entries(text: str) -> Iterator[Entry]:
    """What 疑点说明 says, entry by entry; an entry without a reason explains nothing."""
    for part in re.split(r"[\n;；]+", text):
        found = _ENTRY.match(part.strip())
        if found and found[3].strip():
            yield Entry(found[1], (found[2] or "").replace("！", "!"), found[3].strip())


def explained(content: ReturnContent, issues: Sequence[Issue]) -> dict[int, str]:
    """Place of a 疑点 in ``issues`` -> its reason; the first entry that fits speaks."""
    told = list(entries(content.header.get("explanations", "")))
    numbers = {row.row: row.number for row in content.ledger}
    warnings = ((place, issue) for place, issue in enumerate(issues) if issue.severity is Severity.WARNING)
    fitting = ((place, _reason(issue, told, numbers)) for place, issue in warnings)
    return {place: reason for place, reason in fitting if reason is not None}


def _reason(issue: Issue, told: Sequence[Entry], numbers: dict[int, str]) -> str | None:
    places = _places(issue, numbers)
    return next((entry.reason for entry in told if entry.rule == issue.rule and entry.place in places), None)


def _places(issue: Issue, numbers: dict[int, str]) -> set[str]:
    """Every way to name where an issue stands; the empty name only where it has no cell."""
    sheet, cell = issue.location.sheet, issue.location.cell
    named = {str(issue.facts["place"])} if issue.facts.get("place") else set()
    if cell is None:
        return {"", *named}
    places = {cell, f"{sheet}!{cell}", *named}
    if sheet == LEDGER.name:
        places.add(numbers.get(int(re.sub(r"\D", "", cell) or 0), cell))
    return places
