"""Which parts of a page a telephone shows by their heads only, until they are opened.

What answers the question of a page stays open; tables that a desk shows at one look are many screens of cards there. A
broad screen and paper show everything, and no button.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.text import Text

FOLDED: Mapping[str, tuple[str, ...]] = {
    "overview": ("units",),
    "districts": ("matrix", "zones", "series"),
    "district": ("townships", "institutions", "returns", "tasks", "trends"),
    "coverage": ("institutions",),
    "supply": ("ways", "stock", "changes", "pipeline", "use", "units"),
    "workforce": ("flows", "units"),
    "tasks": ("states", "standing", "new"),
    "gaps": ("channels", "townships", "planner", "units"),
    "quality": ("completeness", "consistency", "public_record"),
    "methodology": ("indicators", "targets", "settings", "effects", "tasks", "population"),
}
"""Sections by page, both by name."""


def folded(page: Component, name: str, text: Text) -> Component:
    """The page with a button in the head of each of these sections; the browser's script opens and shuts them."""
    names = FOLDED.get(name, ())
    for section in _sections(page) if names else ():
        if getattr(section, "id", None) in names:
            _fold(section, text)
    return page


def _sections(part: object) -> Iterator[Component]:
    """The sections of a page, outermost only."""
    if isinstance(part, html.Section):
        yield part
    elif isinstance(part, html.Div):
        children = part.children if isinstance(part.children, list) else [part.children]
        for child in children:
            yield from _sections(child)


def _fold(section: Component, text: Text) -> None:
    given: dict[str, Any] = vars(section)
    head = given["children"][0]
    head.children = [*head.children, fold_button(f"{given['id']}-title", text)]
    given["className"] += " folds"


def fold_button(title: str, text: Text) -> Component:
    """For what has the class ``folds``; ``title`` is the id of the words that say what is opened."""
    words = [html.Span(text("site.unfold"), className="unfolds"), html.Span(text("site.fold"), className="folding")]
    told: dict[str, Any] = {"aria-expanded": "false", "aria-describedby": title}
    return html.Button(words, className="fold-button", type="button", **told)
