"""What is said of a file before it is handed in: every issue by rule, what it would change, the button to commit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from data.issues import Issue, Severity
from data.model import Period, Reference
from data.outcome import Outcome
from layouts import components as part
from layouts import fields
from layouts import format as printed
from layouts.components import Child
from layouts.ids import Id
from layouts.issues import message
from layouts.names import unit_name
from layouts.text import Text
from layouts.view import ViewQuery

MOST_LINES = 200
Group = tuple[Severity, str, list[Issue]]


def judged(outcome: Outcome, preview: Component | None, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """The answer to an uploaded file; ``preview`` is what it would change, where it can be handed in."""
    return html.Div(
        [
            _verdict(outcome, reference, text),
            html.Div(_after(outcome, view, text), className="downloads"),
            issue_groups(outcome.issues, text),
            preview,
            _commit(text) if outcome.accepted and not outcome.already_received else None,
        ],
        className=f"judged {verdict_of(outcome)}",
    )


def verdict_of(outcome: Outcome) -> str:
    """refused, known or storable."""
    return "known" if outcome.already_received else "storable" if outcome.accepted else "refused"


def _verdict(outcome: Outcome, reference: Reference, text: Text) -> Component:
    """What became of the file; of one that can be handed in the unit and the period by name."""
    counts = {severity.value: outcome.count(severity) for severity in Severity}
    names = {"file": outcome.file}
    if outcome.accepted and outcome.org_unit and outcome.period:
        names |= {
            "org_unit": unit_name(reference, outcome.org_unit, text),
            "period": printed.period_name(Period.parse(outcome.period), text),
        }
    title = text(f"returns.verdict.{verdict_of(outcome)}", **names)
    return html.Div([html.H3(title), html.P(text("returns.verdict.counts", **counts))], className="verdict")


def _after(outcome: Outcome, view: ViewQuery, text: Text) -> list[Child]:
    """The file to take away, or the receipt it has already."""
    if outcome.receipt:
        return receipt_words(outcome.receipt, view, text)
    if not outcome.issues:
        return []
    return [html.Button(text("returns.marked"), id=Id.MARKED, type="button", className="button")]


def receipt_words(receipt: str, view: ViewQuery, text: Text) -> list[Child]:
    """A receipt to copy, and the way to its return."""
    return [
        html.Span([text("returns.receipt"), html.Code(receipt, id="receipt-made")]),
        fields.copied(text("returns.copy"), "receipt-made", text),
        part.link(text("returns.open"), view.href("/returns", period=None, receipt=receipt), "button"),
    ]


def issue_groups(issues: Sequence[Issue], text: Text) -> Component | None:
    """Issues under their rules, what refuses first; each with its cell and what ought to stand there."""
    if not issues:
        return None
    told = [_group(group, text) for group in groups_of(issues)]
    return html.Div(told, className="issues")


def groups_of(issues: Sequence[Issue]) -> list[Group]:
    """Severity, rule and issues; errors before 疑点 before notes, rules in order."""
    ordered = sorted(issues, key=lambda one: (list(Severity).index(one.severity), one.rule))
    grouped = groupby(ordered, key=lambda one: (one.severity, one.rule))
    return [(severity, rule, list(found)) for (severity, rule), found in grouped]


def _group(group: Group, text: Text) -> Component:
    severity, rule, found = group
    summary = text("returns.group", kind=text(f"severity.{severity}"), name=rule_name(rule, text), count=len(found))
    lines: list[Child] = [html.Li(message(issue, text)) for issue in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(html.Li(text("issue.and_more", count=len(found) - MOST_LINES)))
    opened = severity is not Severity.INFO
    return part.details(summary, html.Ul(lines), css=f"issue-group {severity}", opened=opened)


def rule_name(rule: str, text: Text) -> str:
    """The clerk's name of a rule with its number."""
    return text("returns.rule", rule=rule, name=text(f"rule_name.{rule}"))


def _commit(text: Text) -> Component:
    """The one button that stores; what came of it appears beside it."""
    button = html.Button(text("returns.commit"), id=Id.COMMIT, type="button", className="button primary")
    return html.Div(
        [html.P(text("returns.commit_note"), className="note"), button,
         html.Div(id=Id.COMMITTED, **{"aria-live": "polite"})], className="commit",
    )  # fmt: skip


def committed(outcome: Outcome, receipt: str, left: Component, view: ViewQuery, text: Text) -> Component:
    """What stands in place of the judgement once it is stored: the receipt, and what is left to do."""
    line = html.Div(receipt_words(receipt, view, text), className="downloads")
    told = html.P(html.Strong(text(_committed_key(outcome))))
    return html.Div([told, line, left], id=Id.COMMITTED, className="judged storable", role="status")


def committed_words(outcome: Outcome, text: Text) -> str:
    """The same in one sentence with the receipt, for the line above the page."""
    return f"{text(_committed_key(outcome))} {text('returns.receipt')}{outcome.receipt}"


def _committed_key(outcome: Outcome) -> str:
    return f"returns.committed.{'known' if outcome.already_received else 'stored'}"


def told_no(sentence: str) -> Component:
    """A refusal where the answer would have stood."""
    return html.P(sentence, className="told-no", role="alert")
