"""简报: what to print, how it looks, what the office says in it, its number; all units at once; what was issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from data.briefings import EVERY_FORMAT, Kind, Occasion, OfficeText, Section, digest_of, said
from data.model import Reference
from layouts import components as part
from layouts import fields
from layouts import format as printed
from layouts.components import Child
from layouts.ids import Id
from layouts.names import unit_name
from layouts.pages.briefing_batch import batch
from layouts.pages.briefing_register import Opened, Register, opened_part, register
from layouts.pages.number_check import checking_part
from layouts.shell import moment_words
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.results import Scorecard

PAGE_SIZE = {"width": 794, "height": 1123}
"""An A4 page in CSS pixels, so that nothing jumps when the picture arrives."""
LONGEST = 8000


@dataclass(frozen=True, slots=True)
class Briefings:
    """What the page shows. ``scorecard`` is what its figures rest on, ``formats`` those that there are of this unit,
    ``revisions`` those of the office's texts.

    ``register`` is None where this dashboard has no desk; ``opened`` the one of it that the address names.
    """

    occasion: Occasion
    scorecard: Scorecard
    formats: Sequence[str]
    revisions: tuple[OfficeText, ...]
    register: Register | None
    may_write: bool
    opened: Opened | None = None


def render(found: Briefings, reference: Reference, view: ViewQuery, text: Text, zone: tzinfo) -> Component:
    """The whole page."""
    occasion = found.occasion
    told = text("briefings.of", unit=unit_name(reference, occasion.org_unit, text),
                period=printed.period_name(occasion.period, text))  # fmt: skip
    desk = [_choice(found, reference, view, text)]
    desk += _writing(found, reference, view, text, zone) if found.register else ()
    parts: list[Child] = [
        html.Div(html.H1([text("page.briefings.title"), html.Small(told)]), className="page-head"),
        opened_part(found.opened, reference, view, text, zone) if found.opened else None,
        html.Div([html.Div(desk, className="stack"), _preview(found, view, text)], className="briefing-desk"),
        register(found.register, reference, view, text, zone) if found.register else None,
        html.Div([html.Div(id=Id.DECIDED, **{"aria-live": "polite"}), dcc.Store(id=Id.DONE)], className="decided"),
    ]
    return html.Div([one for one in parts if one is not None], className="briefings")


def _choice(found: Briefings, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """Unit, kind and format, each written into the address; period and as-of are those of every page."""
    city, occasion = reference.city, found.occasion
    units = [(unit.code, unit_name(reference, unit.code, text)) for unit in (city, *reference.units)]
    formats = [(name, text(f"briefings.format.{name}")) for name in (*found.formats, EVERY_FORMAT)]
    kinds = [(kind.value, text(f"briefings.kind.{kind}")) for kind in Kind]
    selects = [
        _select("org_unit", units, occasion.org_unit, city.code, text),
        _select("kind", kinds, occasion.kind.value, Kind.BRIEFING.value, text),
        _select("format", formats, view.format or found.formats[0], found.formats[0], text),
    ]
    return part.section(
        "choice",
        text("briefings.choice.title"),
        html.Div(selects, className="fields"),
        _drafts(found, view, text),
        note=text("briefings.choice.note"),
    )


def _select(name: str, options: Sequence[tuple[str, str]], chosen: str, default: str, text: Text) -> Component:
    control = dbc.Select([{"value": value, "label": label} for value, label in options], chosen, id=f"briefing-{name}")
    field = [html.Label(text(f"briefings.choice.{name}"), htmlFor=f"briefing-{name}"), control]
    return html.Div(field, className="field", **{"data-scenario": name, "data-default": default})


def _drafts(found: Briefings, view: ViewQuery, text: Text) -> Component:
    """The chosen format as a draft, or all of them."""
    chosen = view.format or found.formats[0]
    wanted = found.formats if chosen == EVERY_FORMAT else [chosen]
    links = [
        part.download_link(
            text("briefings.draft", format=text(f"briefings.format.{name}")),
            draft_href(f"draft.{name}", view),
            "button",
        )
        for name in wanted
    ]
    return html.Div(links, className="downloads")


def draft_href(name: str, view: ViewQuery) -> str:
    """The address of a draft of what the page shows."""
    return view.href(f"/download/briefings/{name}", issued=None, job=None, page=None, format=None)


def _preview(found: Briefings, view: ViewQuery, text: Text) -> Component:
    """The first page as a picture; its address changes with data and texts, so that no browser shows an older one."""
    place, card = draft_href("preview.png", view), found.scorecard
    state = f"{card.data_digest[:12]}{digest_of(said(found.revisions))[:12]}"
    picture = html.Img(
        src=f"{place}{'&' if '?' in place else '?'}v={state}",
        alt=text("briefings.preview.alt"),
        className="sheet",
        **PAGE_SIZE,
    )
    facts = text("site.footer", version=card.definition_version, digest=card.data_digest[:12],
                 as_of=moment_words(card.as_of, text))  # fmt: skip
    return part.section(
        "preview", text("briefings.preview.title"), picture, html.P(facts, className="note"), css="preview-part"
    )


def _writing(found: Briefings, reference: Reference, view: ViewQuery, text: Text, zone: tzinfo) -> Sequence[Component]:
    """Texts, issuing and the batch, for whoever may; the others are told where it is done."""
    if not found.may_write:
        return [html.P(text("briefings.only_here"), className="note")]
    return [_texts(found, text, zone), _issue(found, reference, view, text), batch(view, text), checking_part(text)]


def _texts(found: Briefings, text: Text, zone: tzinfo) -> Component:
    """A field a text, who writes, and below each its revisions."""
    last = {one.section: one for one in found.revisions}
    each = [_text(section, last.get(section), found.revisions, text, zone) for section in Section]
    return part.section(
        "texts",
        text("briefings.texts.title"),
        fields.actor_field(text),
        *each,
        html.Button(text("briefings.texts.save"), id=Id.SAVE_TEXTS, type="button", className="button"),
        note=text("briefings.texts.note"),
    )


def _text(
    section: Section, last: OfficeText | None, revisions: Sequence[OfficeText], text: Text, zone: tzinfo
) -> Component:
    name = text(f"briefings.section.{section}")
    value = last.text if last else ""
    area = dbc.Textarea(id={"office": section.value}, value=value, rows=4, maxLength=LONGEST)
    field: list[Child] = [html.Label([html.Span(name), area], className="office-text")]
    past = [one for one in revisions if one.section is section]
    if past:
        lines = [html.Li([_by(one, text, zone), html.P(one.text or text("briefings.texts.withdrawn"))])
                 for one in reversed(past)]  # fmt: skip
        field.append(part.details(text("briefings.texts.history", count=len(past)), html.Ol(lines, className="past")))
    return html.Div(field, className="office")


def _by(one: OfficeText, text: Text, zone: tzinfo) -> Component:
    at = moment_words(one.at.astimezone(zone), text)
    return html.Small(text("briefings.texts.by", number=one.number, author=one.author, at=at))


def _issue(found: Briefings, reference: Reference, view: ViewQuery, text: Text) -> Component:
    """What would be issued, in one sentence, and the button."""
    chosen = view.format or found.formats[0]
    formats = found.formats if chosen == EVERY_FORMAT else [chosen]
    words = text(
        "briefings.issue.what",
        unit=unit_name(reference, found.occasion.org_unit, text),
        period=printed.period_name(found.occasion.period, text),
        kind=text(f"briefings.kind.{found.occasion.kind}"),
        formats=text("format.comma").join(text(f"briefings.format.{one}") for one in formats),
    )
    button = html.Button(text("briefings.issue.do"), id=Id.ISSUE, type="button", className="button")
    return part.section(
        "issue", text("briefings.issue.title"), html.P(words), button, note=text("briefings.issue.note")
    )
