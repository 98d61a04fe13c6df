"""The 口径版本: all of them with what each changed, and a line over every page shown by an older one."""

from __future__ import annotations

from datetime import datetime

from dash import html
from dash.development.base_component import Component

from data.model import Definitions, Reference, Setting
from layouts import components as part
from layouts import format as printed
from layouts.components import Column
from layouts.shell import moment_words
from layouts.text import Text
from layouts.view import ViewQuery


def in_words(setting: Setting, text: Text) -> str:
    """A number as it is, a choice in words where the catalogue has them."""
    key = f"definition.{setting.id}.{setting.value}"
    return text(key) if key in text else setting.value


def versions(reference: Reference, view: ViewQuery, text: Text) -> Component:
    """版本｜日期｜与上一版本相比, the newest first, each with a link that shows the first page by it."""
    columns = [Column(text(f"versions.{name}")) for name in ("version", "issued", "changed")]
    pairs = list(zip((None, *reference.versions), reference.versions, strict=False))
    rows = [
        part.table_row(columns, _cells(made, before, reference, view, text), anchor=f"version-{made.version}")
        for before, made in reversed(pairs)
    ]
    title = text("versions.title")
    return html.Div([html.H3(title), part.wide(title, part.table(title, columns, rows))], id="versions")


def _cells(
    made: Definitions, before: Definitions | None, reference: Reference, view: ViewQuery, text: Text
) -> list[part.Children]:
    is_newest = made is reference.versions[-1]
    asked = None if is_newest else made.version
    link = part.link(text("versions.show"), view.href("/", definitions=asked))
    return [
        [made.version, html.Small(text("versions.in_force"), className="below") if is_newest else None],
        [printed.day_name(made.issued, text), html.Small(link, className="below")],
        text("versions.first") if before is None else text("format.comma").join(_changes(made, before, text)),
    ]


def _changes(made: Definitions, before: Definitions, text: Text) -> list[str]:
    """What a version chose otherwise than the one before it."""
    former = {one.id: one for one in before.settings}
    return [
        text(
            "versions.one_changed",
            name=text(f"setting.{one.id}"),
            before=in_words(former[one.id], text) if one.id in former else printed.MISSING,
            after=in_words(one, text),
        )
        for one in made.settings
        if one.id not in former or one.value != former[one.id].value
    ]


def older(reference: Reference, path: str, view: ViewQuery, text: Text) -> list[Component]:
    """A line that says by which definitions a page is shown, where they are not those in force."""
    current = reference.versions[-1].version if reference.versions else reference.definitions.version
    if reference.definitions.version == current:
        return []
    words = text("versions.older", version=reference.definitions.version, current=current)
    back = part.link(text("versions.back"), view.href(path, definitions=None))
    return [html.P([words, " ", back], className="strip")]


def as_known(as_of: datetime, now: datetime, view: ViewQuery, path: str, text: Text) -> list[Component]:
    """A line over every page that is asked for as it was known on an earlier day."""
    if view.as_of is None or as_of.date() >= now.astimezone(as_of.tzinfo).date():
        return []
    back = part.link(text("site.as_known_now"), view.href(path, as_of=None))
    return [
        html.P([text("site.as_known", moment=moment_words(as_of, text)), " ", back], className="strip", id="as-known")
    ]
