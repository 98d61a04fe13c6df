"""/audit as HTML that needs no script: a search, a table, the way to older entries and to a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from html import escape

from data.audit import Deed, Link
from layouts.text import Text

COLUMNS = ("number", "at", "actor", "address", "action", "object", "result", "facts")
SEALS = ("previous", "checksum")
LONG = frozenset({"object", "facts"})
PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title} - {site}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{base}assets/favicon.ico">
<link rel="stylesheet" href="{base}assets/00-bootstrap.min.css">
<link rel="stylesheet" href="{base}assets/30-dashboard.css">
<link rel="stylesheet" href="{base}assets/31-narrow.css">
<link rel="stylesheet" href="{base}assets/46-sign-in.css"></head>
<body>{head}<main class="page sign-in audit"><h1>{title}</h1>{body}</main></body></html>
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands round the page: the pages of the menu (words -> address), the site's root, the same page in the other
    language, and whether the figures are 演示.
    """

    places: Mapping[str, str]
    base: str
    home: str
    other: str
    demo: bool


def page(
    found: Sequence[Link], asked: Mapping[str, str], links: Mapping[str, str], frame: Frame, *, text: Text, zone: tzinfo
) -> str:
    """The whole page; ``asked`` is what stands in the search, ``links`` the ways on."""
    heads = "".join(f'<th scope="col">{escape(text(f"audit.{name}"))}</th>' for name in COLUMNS)
    lines = "".join(_line(one, text, zone) for one in found)
    none = "" if found else f"<p>{escape(text('audit.none'))}</p>"
    caption = f'<caption class="visually-hidden">{escape(text("audit.title"))}</caption>'
    rows = f"{caption}<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody>"
    table = f'<table class="figures stacks">{rows}</table>'
    region = f'<div class="wide" tabindex="0" role="region" aria-label="{escape(text("audit.title"))}">{table}</div>'
    ways = " ".join(f'<a href="{escape(href)}">{escape(text(f"audit.{name}"))}</a>' for name, href in links.items())
    return PAGE.format(
        lang="zh-CN" if text.lang == "zh" else "en",
        title=escape(text("audit.title")),
        site=escape(text("site.name")),
        base=escape(frame.base),
        head=_head(frame, text),
        body=f"{_search(asked, frame.base, text)}{none}{region}<p>{ways}</p>",
    )


def _head(frame: Frame, text: Text) -> str:
    """The head of every other page, its menu always open: this page has no script to open one."""
    name = f'<a class="site-name" href="{escape(frame.home)}">{escape(text("site.name"))}</a>'
    words = (escape(text("site.demo")), escape(text("site.demo_note")))
    demo = f'<aside class="demo" aria-label="{words[0]}"><strong>{words[0]}</strong><span>{words[1]}</span></aside>'
    tongue = "en" if text.lang == "zh" else "zh"
    other = f'<span lang="{tongue}">{escape(text("site.other_lang"))}</span>'
    way = f'<a class="language" href="{escape(frame.other)}">{other}</a>'
    links = "".join(f'<li><a href="{escape(href)}">{escape(words)}</a></li>' for words, href in frame.places.items())
    menu = f'<nav aria-label="{escape(text("site.navigation"))}"><ul>{links}</ul></nav>'
    top = f'<div class="top">{name}{demo if frame.demo else ""}{way}</div>'
    return f'<header class="site-head unscripted">{top}{menu}</header>'


def _search(asked: Mapping[str, str], base: str, text: Text) -> str:
    chosen = asked.get("action", "")
    options = "".join(
        f'<option value="{value}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
        for value, words in (("", text("audit.every")), *((one.value, text(f"audit.did.{one}")) for one in Deed))
    )
    fields = [f'<select id="action" name="action">{options}</select>']
    for name, kind in (("words", "search"), ("since", "date"), ("until", "date")):
        value = escape(asked.get(name, ""))
        fields.append(f'<input id="{name}" name="{name}" type="{kind}" value="{value}" maxlength="60">')
    names = ("action", "words", "since", "until")
    told = "".join(
        f'<div class="field"><label for="{name}">{escape(text(f"audit.{name}"))}</label>{field}</div>'
        for name, field in zip(names, fields)
    )
    lang = '<input type="hidden" name="lang" value="en">' if text.lang == "en" else ""
    button = f'<button class="button primary" type="submit">{escape(text("audit.look"))}</button>'
    return f'<form method="get" action="{base}audit">{lang}{told}{button}</form>'


def _line(one: Link, text: Text, zone: tzinfo) -> str:
    told = record(one, text) | {
        text("audit.at"): f"{datetime.fromisoformat(one.at).astimezone(zone):%Y-%m-%d %H:%M:%S}"
    }
    cells = map(partial(_cell, text), COLUMNS, _without_seals(told, text))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(text: Text, name: str, value: object) -> str:
    """A cell that tells its column, for the cards of a telephone."""
    css = ' class="long"' if name in LONG else ""
    return f'<td{css} data-label="{escape(text(f"audit.{name}"))}">{escape(str(value))}</td>'


def _without_seals(told: Mapping[str, object], text: Text) -> Iterable[object]:
    seals = {text(f"audit.{name}") for name in SEALS}
    return (value for name, value in told.items() if name not in seals)


def _fact(name: str, text: Text) -> str:
    """The word of a fact; a name that the catalogue does not have stands for itself."""
    key = f"audit.fact.{name}"
    return text(key) if key in text else name


def record(one: Link, text: Text) -> dict[str, object]:
    """An entry under heads in words; its checksums last."""
    facts = "; ".join(f"{_fact(name, text)} {value}" for name, value in json.loads(one.facts).items())
    told = one._asdict() | {"facts": facts, "action": text(f"audit.did.{one.action}")}
    told["result"] = text(f"audit.became.{one.result}")
    return {text(f"audit.{name}"): told[name] for name in (*COLUMNS, *SEALS)}
