"""A page without any script: the same components written as HTML once, for browsers older than the stated minimum.

Tables, sentences, notes and links stay; what needs a script (fields, buttons, drawn graphs, places for files) is left
out: a chart has its data under 查看数据 and its files beside it anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from dash.development.base_component import Component

from layouts.text import Text

LEFT_OUT = frozenset(
    {"Graph", "Select", "Input", "Textarea", "Upload", "Store", "Button", "Checkbox", "Location", "Form"}
)
SCRIPTED = frozenset({"townmap", "period-slider"})
"""First class of what the browser's script draws or moves: without it only the bare names would stand there."""
VOID = frozenset({"img", "br", "hr", "wbr"})
NAMES = {"className": "class", "htmlFor": "for", "colSpan": "colspan", "rowSpan": "rowspan", "tabIndex": "tabindex"}
KEPT = frozenset({"id", "title", "lang", "role", "scope", "src", "alt", "href", "open", "download", *NAMES})
PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{base}assets/favicon.ico">
<link rel="stylesheet" href="{base}assets/30-dashboard.css"><link rel="stylesheet" href="{base}assets/40-overview.css">
</head><body><header class="site-head"><div class="top"><strong class="site-name">{name}</strong>{demo}</div></header>
<main class="page"><p class="note">{why}</p><nav>{places}</nav><nav>{files}</nav>{body}</main></body></html>
"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands round a plain page: links (words -> address), what its address asks for, whether it is 演示."""

    title: str
    places: Mapping[str, str]
    files: Mapping[str, str]
    base: str
    search: str
    demo: bool


def written(main: object, about: Surroundings, text: Text) -> str:
    """The whole page."""
    mark = f'<span class="demo"><strong>{escape(text("site.demo"))}</strong></span>' if about.demo else ""
    return PAGE.format(
        lang="zh-CN" if text.lang == "zh" else "en",
        title=escape(about.title),
        base=escape(about.base),
        name=escape(text("site.name")),
        demo=mark,
        why=escape(text("plain.why")),
        places=_links(about.places),
        files=_links(about.files),
        body=html_of(main, about),
    )


def _links(links: Mapping[str, str]) -> str:
    return " ".join(f'<a href="{escape(href)}">{escape(words)}</a>' for words, href in links.items())


def html_of(tree: object, about: Surroundings) -> str:
    """A tree of components as HTML; every word is escaped. Links of the dashboard lead to plain pages too."""
    if tree is None:
        return ""
    if isinstance(tree, list | tuple):
        return "".join(html_of(one, about) for one in tree)
    if not isinstance(tree, Component):
        return escape(str(tree))
    if tree._type in LEFT_OUT or _css(tree) in SCRIPTED:
        return ""
    tag = "a" if tree._type == "Link" else tree._type.lower()
    inside = html_of(getattr(tree, "children", None), about)
    given = "".join(_attribute(name, value, tree._type, about) for name, value in _props(tree).items())
    return f"<{tag}{given}>" if tag in VOID else f"<{tag}{given}>{inside}</{tag}>"


def _css(tree: Component) -> str:
    """The first class of a part, which names it."""
    return (getattr(tree, "className", None) or "").partition(" ")[0]


def _props(tree: Component) -> dict[str, object]:
    props: dict[str, object] = tree.to_plotly_json()["props"]
    return {name: props[name] for name in sorted(props) if name != "children" and props[name] is not None}


def _attribute(name: str, value: object, kind: str, about: Surroundings) -> str:
    if name == "style" and isinstance(value, Mapping):
        words = ";".join(f"{_hyphened(key)}:{told}" for key, told in value.items())
        return f' style="{escape(words)}"'
    if name not in KEPT and not name.startswith(("aria-", "data-")):
        return ""
    if name == "href":
        value = _address(str(value), about, is_page=kind == "Link")
    return f" {NAMES.get(name, name)}" if value is True else f' {NAMES.get(name, name)}="{escape(str(value))}"'


def _address(href: str, about: Surroundings, *, is_page: bool) -> str:
    """A page leads to its plain form; how a figure came about is asked beside what the address asks already."""
    if href.startswith("?explain="):
        return f"{about.search}&{href[1:]}" if about.search else href
    return plain_address(href, about.base) if is_page else href


def _hyphened(name: str) -> str:
    """``paddingBottom`` as a style sheet writes it; a custom property stays as it is."""
    if name.startswith("--"):
        return name
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)


def plain_address(href: str, base: str) -> str:
    """The plain page of a page of the dashboard: ``/districts/110114?…`` is ``/plain/districts/110114?…``."""
    return base + "plain/" + href.removeprefix(base) if href.startswith(base) else href
