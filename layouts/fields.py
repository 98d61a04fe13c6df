"""What a reader types into or gives to the page: named fields, the place for a file, buttons that copy."""

from __future__ import annotations

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from layouts.ids import Id
from layouts.text import Text

MOST_MEGABYTES = 10
BYTES_OF_MEGABYTE = 1024 * 1024


def labelled(name: Id | str, label: str, control: Component, hint: str = "") -> Component:
    """A field with its label and, in small print, what else to know of it."""
    words = [label, " ", html.Small(hint)] if hint else [label]
    return html.Div([html.Label(words, htmlFor=name), control], className="field")


def actor_field(text: Text, name: str = "") -> Component:
    """Who acts: the account's ``name``; without one, typed, remembered by the browser, verified by nobody."""
    signed_in = {"value": name, "readonly": True} if name else {}
    control = dbc.Input(id=Id.ACTOR, type="text", autocomplete="name", required=True, **signed_in)
    hint = text("access.signed_in_hint" if name else "returns.actor_hint")
    return labelled(Id.ACTOR, text("returns.actor"), control, hint)


def no_reason() -> Component:
    """Stands for the reason where nothing is decided."""
    return dbc.Input(id=Id.REASON, type="hidden")


def reason_field(text: Text) -> Component:
    """Why a return is sent back or unlocked."""
    control = dbc.Input(id=Id.REASON, type="text", autocomplete="off")
    return labelled(Id.REASON, text("returns.reason"), control, text("returns.reason_hint"))


def file_place(name: Id, text: Text, *, key: str, accept: str = "", many: bool = False) -> Component:
    """Where a file, or with ``many`` several at once, is dropped or chosen by button; ``key`` picks its words.

    Without ``accept`` any file is taken and judged: the browser drops what is not accepted without a word.
    """
    words = [html.Span(text(f"returns.{key}.drop")), html.Span(text(f"returns.{key}.choose"), className="button")]
    given = {"accept": accept} if accept else {}
    return dcc.Upload(words, id=name, className="drop", className_active="drop over", multiple=many, **given)


def arriving(text: Text) -> Component:
    """Where the answer to an uploaded file appears; it carries the words for a file that is never sent."""
    told = weighed(text) | {"data-working": text("returns.working")}
    return html.Div(id=Id.JUDGEMENT, className="judgement", **{"aria-live": "polite"}, **told)


def weighed(text: Text) -> dict[str, str]:
    """What the browser is told of the largest file, and says of a larger one."""
    return {"data-most": str(MOST_MEGABYTES * BYTES_OF_MEGABYTE), "data-large": text("returns.too_large")}


def copied(words: str, target: str, text: Text) -> Component:
    """A button that copies the text of the element ``target``."""
    return html.Button(
        words, type="button", className="button", **{"data-copy": target, "data-copied": text("returns.copied")}
    )


def act_button(act: str, words: str, css: str = "button") -> Component:
    """A button for one act of review."""
    return html.Button(words, id={"act": act}, type="button", className=css)


def named_parts(text: Text) -> Sequence[Component]:
    """Every field that a callback names, for Dash's own check of ids at start."""
    return [
        file_place(Id.UPLOAD, text, key="upload", accept=""),
        file_place(Id.SCAN, text, key="scan", accept=""),
        file_place(Id.DRAFT, text, key="draft", accept=""),
        file_place(Id.MANY, text, key="many", many=True),
        *(dcc.Store(id=name) for name in (Id.ARRIVED, Id.DONE, Id.DRAFT_ARRIVED)),
        dcc.Download(id=Id.FILE),
        actor_field(text),
        reason_field(text),
        arriving(text),
        *(html.Div(id=name) for name in (Id.COMMITTED, Id.DECIDED, Id.PROGRESS, Id.REMADE, Id.CHECKED)),
        *(html.Div(id=name) for name in (Id.MANY_CHOSEN, Id.IMPORT_TOLD)),
        *(html.Button(id=name) for name in (Id.COMMIT, Id.MARKED)),
        *(html.Button(id=name) for name in (Id.SAVE_TEXTS, Id.ISSUE, Id.BATCH, Id.CANCEL, Id.REMAKE, Id.IMPORT)),
        dbc.Checkbox(id=Id.BATCH_ISSUES),
        dcc.Interval(id=Id.PULSE, disabled=True),
    ]
