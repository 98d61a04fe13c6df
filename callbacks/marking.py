"""What was found in a file, given back to the clerk: on the workbook itself, or as a list."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import NamedTuple

from data.issues import Issue
from data.marked_workbook import NotMarked, Remark, marked_workbook
from data.outcome import Outcome
from layouts.exports import CSV, csv_file
from layouts.issues import message, wanted
from layouts.text import Text
from layouts.workbook import XLSX

UNREADABLE = "V00"


class MadeFile(NamedTuple):
    """A file to send."""

    content: bytes
    name: str
    kind: str


def marked_file(outcome: Outcome, content: bytes, text: Text) -> MadeFile:
    """The workbook with its cells marked; a list for what is no workbook, or too much of one."""
    stem, suffix = PurePath(outcome.file).stem, PurePath(outcome.file).suffix.lower()
    unread = any(issue.rule == UNREADABLE for issue in outcome.issues)
    if suffix == ".xlsx" and not unread:
        try:
            return MadeFile(_marked(outcome, content, text), text("returns.marked_name", stem=stem) + ".xlsx", XLSX)
        except NotMarked:
            pass
    return MadeFile(csv_file(issue_rows(outcome.issues, text)), text("returns.marked_name", stem=stem) + ".csv", CSV)


def _marked(outcome: Outcome, content: bytes, text: Text) -> bytes:
    remarks = [Remark(issue, text(f"severity.{issue.severity}"), message(issue, text)) for issue in outcome.issues]
    heads = [text(f"returns.list.{name}") for name in ("kind", "sheet", "cell", "message")]
    return marked_workbook(
        content, remarks, list_name=text("returns.list.name"), heads=heads, author=text("returns.list.author")
    )


def issue_rows(issues: Iterable[Issue], text: Text) -> Iterable[dict[str, object]]:
    """One line an issue, heads in words."""
    for issue in issues:
        yield {
            text("returns.list.rule"): issue.rule,
            text("returns.list.kind"): text(f"severity.{issue.severity}"),
            text("returns.list.sheet"): issue.location.sheet,
            text("returns.list.cell"): issue.location.cell,
            text("returns.list.found"): issue.found,
            text("returns.list.wanted"): wanted(issue, text),
            text("returns.list.message"): message(issue, text),
        }
