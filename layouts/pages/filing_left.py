"""What is left to do once a return is stored: 疑点, changes, the scan of the signed form; each with its place."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from data.issues import Severity
from layouts import components as part
from layouts import format as printed
from layouts.components import Child
from layouts.pages.filed import Filed
from layouts.text import Text
from layouts.view import ViewQuery


def left_part(filed: Filed, view: ViewQuery, text: Text) -> Component:
    """The three lines under a heading of their own."""
    return part.section("left", text("returns.left.title"), left_lines(filed, view, text))


def left_lines(filed: Filed, view: ViewQuery, text: Text) -> Component:
    """One line a matter: how much of it there is, how much is open, and the link to where it is done."""
    told = [_doubts(filed, text), *_changes(filed, text), _scan(filed, text)]
    lines = [html.Li([words, " ", *_link(place, filed, view, text)]) for words, place in told]
    return html.Ul(lines, className="left-to-do")


def _link(place: str, filed: Filed, view: ViewQuery, text: Text) -> list[Child]:
    """Blank where there is nothing to see."""
    if not place:
        return []
    href = view.href("/returns", place, period=None, receipt=filed.stored.receipt)
    return [part.link(text(f"returns.left.go.{place}"), href)]


def _doubts(filed: Filed, text: Text) -> tuple[str, str]:
    found = [one for one in filed.issues if one.issue.severity is Severity.WARNING]
    open_ones = sum(one.explanation is None for one in found)
    key = "none" if not found else "open" if open_ones else "explained"
    return text(f"returns.left.doubts.{key}", count=len(found), open=open_ones), "remarks" if found else ""


def _changes(filed: Filed, text: Text) -> Iterator[tuple[str, str]]:
    """Against the last ledger, and against the first revision."""
    if filed.turnover is not None:
        facts = {
            "count": len({(one.number, one.kind) for one in filed.turnover.changes}),
            "open": filed.turnover.unconfirmed,
            "period": printed.period_name(filed.turnover.since, text),
        }
        key = "none" if not facts["count"] else "open" if facts["open"] else "confirmed"
        yield text(f"returns.left.changes.{key}", **facts), "turnover"
    else:
        yield text("returns.left.changes.unknown"), ""
    if filed.differing is not None:
        yield text("returns.left.differing", count=filed.differing), "differences"


def _scan(filed: Filed, text: Text) -> tuple[str, str]:
    count = len(filed.attachments)
    return text("returns.left.scan.attached" if count else "returns.left.scan.none", count=count), "papers"
