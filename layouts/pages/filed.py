"""One return: who, when, what became of it; its 疑点 to explain, its changes to confirm, its papers to take away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from dash import dcc, html
from dash.development.base_component import Component

from data.dossier import Attachment, StateChange
from data.model import Reference
from data.people import Actor
from data.returns import State, StoredIssue, StoredReturn
from layouts import components as part
from layouts import fields
from layouts import format as printed
from layouts.components import Child, Column
from layouts.ids import Id
from layouts.names import actor_name, unit_name
from layouts.pages.remarks import Remarks, remarks
from layouts.pages.turnover import Turnover, turnover
from layouts.shell import moment_words
from layouts.text import Text
from layouts.view import ViewQuery


@dataclass(frozen=True, slots=True)
class Filed:
    """What the page of one return shows, as known at one moment.

    ``revisions`` are all of its unit and period, oldest first; ``may_become`` the states it can be given now and
    here; ``is_open``: its clerk may still explain, confirm and attach. ``said_before``: number of a 疑点 -> how the
    same one was explained in the revision before. ``differing``: cells in which the latest revision differs from the
    first; None where there is only one.
    """

    stored: StoredReturn
    revisions: tuple[StoredReturn, ...]
    states: tuple[StateChange, ...]
    issues: tuple[StoredIssue, ...]
    attachments: tuple[Attachment, ...]
    turnover: Turnover | None
    differences: Component | None
    may_become: tuple[State, ...]
    is_open: bool
    said_before: Mapping[int, str]
    reader: Actor
    differing: int | None = None


def render(
    filed: Filed, reference: Reference, view: ViewQuery, text: Text, zone: tzinfo, *, left: Component
) -> Component:
    """The whole page; ``left`` says what is still to be done."""
    return html.Div(
        [
            _heading(filed, reference, view, text),
            _facts(filed, text, zone),
            left,
            _review(filed, text),
            remarks(Remarks(filed.issues, filed.is_open, filed.said_before), text, zone),
            None if filed.turnover is None else turnover(filed.turnover, text, zone),
            filed.differences,
            _papers(filed, view, text, zone),
            _history(filed, view, text, zone),
        ],
        className="one-return",
    )


def _heading(filed: Filed, reference: Reference, view: ViewQuery, text: Text) -> Component:
    stored = filed.stored
    name = unit_name(reference, stored.org_unit, text)
    title = html.H1([name, html.Small(printed.period_name(stored.period, text))])
    crumb = html.Nav(part.link(text("returns.back"), view.href("/returns", receipt=None)), className="crumb",
                     **{"aria-label": text("district.crumb")})  # fmt: skip
    links = [
        part.download_link(text(f"returns.paper.{kind}"), paper_href(stored, path, view), "button")
        for kind, path in (("form", "form.pdf"), ("original", "original"), ("issues", "issues.csv"))
    ]
    return html.Div([crumb, html.Div([title, html.Div(links, className="downloads")], className="page-head")])


def paper_href(stored: StoredReturn, path: str, view: ViewQuery) -> str:
    """The address of a paper of this return."""
    return view.href(f"/download/returns/{stored.receipt}/{path}", receipt=None)


def _facts(filed: Filed, text: Text, zone: tzinfo) -> Component:
    stored = filed.stored
    is_latest = stored.sequence == filed.revisions[-1].sequence
    told: list[tuple[Child, part.Children]] = [
        (text("district.state"), text(f"state.{stored.state}" if is_latest else "returns.history.superseded")),
        (text("district.received"), moment_words(stored.received_at.astimezone(zone), text)),
        (text("returns.actor"), actor_name(stored.actor, text)),
        (text("district.revision"), text("district.revision_number", number=stored.revision)),
        (text("returns.file"), stored.file_name or printed.MISSING),
        (text("district.receipt"), html.Span([html.Code(stored.receipt, id="receipt"), " ",
                                              fields.copied(text("returns.copy"), "receipt", text)])),
        (text("returns.digest"), html.Code(stored.digest[:16])),
    ]  # fmt: skip
    return part.definition_list(told, "facts filing")


def _review(filed: Filed, text: Text) -> Component:
    """The states it has had and, for whoever may decide, what comes next. No figure can be changed here."""
    who = fields.actor_field(text, filed.reader.name)
    children: list[Child] = [html.P(text("returns.review.nothing"), className="note")]
    if filed.is_open:
        children.append(html.Div([who, fields.no_reason()], className="fields"))
    if filed.may_become:
        buttons = [fields.act_button(state, text(f"returns.act.{state}")) for state in filed.may_become]
        children = [
            html.Div([who, fields.reason_field(text)], className="fields"),
            html.Div(buttons, className="downloads"),
            _shut_out(filed, text) if State.ACCEPTED in filed.may_become else None,
        ]
    answer = html.Div([html.Div(id=Id.DECIDED, **{"aria-live": "polite"}), dcc.Store(id=Id.DONE)])
    return part.section("review", text("returns.review.title"), *children, answer, note=text("returns.review.note"))


def _shut_out(filed: Filed, text: Text) -> Component | None:
    """What accepting would shut out, told before it is done: changes left unconfirmed, a scan left out."""
    left = filed.turnover.unconfirmed if filed.turnover else 0
    found = [text("returns.review.unconfirmed", count=left)] if left else []
    found += [] if filed.attachments else [text("returns.review.no_scan")]
    words = text("returns.review.shut_out", found=text("format.comma").join(found))
    return html.P(words, className="shut-out") if found else None


def _papers(filed: Filed, view: ViewQuery, text: Text, zone: tzinfo) -> Component:
    """盖章扫描件: what is attached, and the place to attach another."""
    listed = [
        html.Li([
            part.download_link(one.name, paper_href(filed.stored, f"scan/{one.number}", view)),
            html.Small(text("returns.scan.line", actor=actor_name(one.actor, text), size=max(1, one.size // 1024),
                            at=moment_words(one.at.astimezone(zone), text), digest=one.digest[:12])),
        ])
        for one in filed.attachments
    ]  # fmt: skip
    told: list[Child] = [html.Ul(listed) if listed else html.P(text("returns.scan.none"), className="note")]
    if filed.is_open:
        told.append(fields.file_place(Id.SCAN, text, key="scan", accept=".pdf,.png,.jpg,.jpeg"))
    return part.section("papers", text("returns.scan.title"), *told, note=text("returns.scan.note"))


def _history(filed: Filed, view: ViewQuery, text: Text, zone: tzinfo) -> Component:
    """States of this revision, and the other revisions of the same unit and period."""
    columns = [Column(text(f"returns.history.{name}")) for name in ("at", "state", "actor", "reason")]
    rows = [
        part.table_row(columns, [moment_words(one.at.astimezone(zone), text), text(f"state.{one.state}"),
                                 actor_name(one.actor, text), one.reason or printed.MISSING])
        for one in filed.states
    ]  # fmt: skip
    others = [_other(one, filed, view, text) for one in filed.revisions if one.receipt != filed.stored.receipt]
    title = text("returns.history.title")
    table = part.wide(title, part.table(title, columns, rows))
    return part.section("history", title, table, html.Ul(others) if others else None)


def _other(one: StoredReturn, filed: Filed, view: ViewQuery, text: Text) -> Component:
    """Another revision; one that a later has taken the place of is told as that, whatever its last state."""
    is_latest = one.sequence == filed.revisions[-1].sequence
    state = text(f"state.{one.state}" if is_latest else "returns.history.superseded")
    words = text("returns.history.revision", number=one.revision, state=state)
    return html.Li(part.link(words, view.href("/returns", receipt=one.receipt)))
