"""/audit as HTML that needs no script: a search, a table, the way to older entries and to a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from html import escape

from data.audit import Deed, Link
from layouts import sign_in
from layouts.text import Text

COLUMNS = ("number", "at", "actor", "address", "action", "object", "result", "facts")
SEALS = ("previous", "checksum")


def page(
    found: Sequence[Link], asked: Mapping[str, str], links: Mapping[str, str], base: str, *, text: Text, zone: tzinfo
) -> str:
    """The whole page; ``asked`` is what stands in the search, ``links`` the ways on."""
    heads = "".join(f'<th scope="col">{escape(text(f"audit.{name}"))}</th>' for name in COLUMNS)
    lines = "".join(_line(one, text, zone) for one in found)
    none = "" if found else f"<p>{escape(text('audit.none'))}</p>"
    table = f'<table class="table"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'
    region = f'<div class="wide" tabindex="0" role="region" aria-label="{escape(text("audit.title"))}">{table}</div>'
    ways = " ".join(f'<a href="{escape(href)}">{escape(text(f"audit.{name}"))}</a>' for name, href in links.items())
    home = f'<a href="{base}">{escape(text("refusal.home"))}</a>'
    body = f"{_search(asked, base, text)}{none}{region}<p>{ways} {home}</p>"
    made = sign_in.page(text("audit.title"), body, base, text)
    return made.replace('class="page sign-in"', 'class="page sign-in audit"', 1)


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
    cells = (f"<td>{escape(str(value))}</td>" for value in _without_seals(told, text))
    return f"<tr>{''.join(cells)}</tr>"


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
