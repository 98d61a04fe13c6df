"""The frame round every page: skip link, name, navigation, language, banner, filters, strip, footer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from data.model import Period, Plan
from data.people import Actor
from layouts import components as part
from layouts import fields
from layouts import format as printed
from layouts.ids import Id
from layouts.text import LANGUAGES, Text, text_for
from layouts.view import OF_A_BRIEFING, OF_THE_MAP, SCENARIO, ViewQuery
from metrics.results import Reporting, Scorecard

NOBODY = Actor()
SETTLED = 700
"""Milliseconds after which a date that was picked or typed is taken as meant."""


FORGOTTEN: dict[str, None] = dict.fromkeys(
    (
        *(
            "zone",
            "indicator",
            "sort",
            "org_unit",
            "state",
            "span",
            "show",
            "table",
            "name",
            "page",
            "explain",
            "receipt",
        ),
        *SCENARIO,
        *OF_THE_MAP,
        *OF_A_BRIEFING,
    )
)
"""What is chosen on one page and says nothing on another."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation: catalogue key ``page.{name}.nav`` and path."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filter bar offers, and what is chosen (``period`` is the one shown, chosen or by default)."""

    periods: Sequence[Period]
    period: Period
    plans: Sequence[Plan]
    plan: Plan


@dataclass(frozen=True, slots=True)
class PaperFoot:
    """What a printed sheet rests on; ``address`` opens the very same figures again."""

    address: str
    as_of: datetime
    version: str
    demo: bool


def frame(text: Text) -> Component:
    """The page before anything is known: named places that callbacks fill."""
    return html.Div(
        [
            dcc.Location(id=Id.URL, refresh="callback-nav"),
            *(dcc.Store(id=name) for name in (Id.ANSWER, Id.SHOWN, Id.AGAIN)),
            html.Div(id=Id.HEAD),
            html.Div(id=Id.FAULT, role="alert"),
            html.Div([_gone(text_for(lang)) for lang in LANGUAGES], id="gone", className="fault", role="alert"),
            html.Div(id=Id.TOLD, role="status"),
            html.Main(skeleton(text), id=Id.MAIN, tabIndex=-1, className="page"),
        ],
        id=Id.FRAME,
    )


def _gone(text: Text) -> Component:
    """What the browser's script shows in the place of a page that the server does not answer."""
    told = [html.Strong(text("site.gone_title")), html.P(text("site.gone"))]
    again = html.Button(text("site.ask_again"), className="button ask-again", type="button")
    return html.Div([*told, again], lang="zh-CN" if text.lang == "zh" else "en")


def skeleton(text: Text) -> Component:
    """What stands on the page while figures are read."""
    bars = [html.Div(className=f"skeleton {css}") for css in ("line", "line", "line short", "block", "block")]
    return html.Div([html.P(text("site.loading"), className="visually-hidden"), *bars], role="status")


def all_named_parts(text: Text) -> Component:
    """Every component that a callback names, for Dash's own check of ids at start."""
    return html.Div([frame(text), *_filter_fields(None, ViewQuery(), text), *fields.named_parts(text)])


def head(
    places: Sequence[Place],
    here: str,
    view: ViewQuery,
    text: Text,
    *,
    choices: Choices | None,
    demo: bool,
    reader: Actor = NOBODY,
) -> list[Component]:
    """Everything above the page: it stays the same shape from page to page."""
    bar = html.Header(
        [
            html.Div(
                [
                    part.link(text("site.name"), view.href("/", **FORGOTTEN), "site-name"),
                    *([_demo(text)] if demo else []),
                    *([_account(reader, view)] if reader.name else []),
                    _language(here, view, text),
                    _menu_button(text),
                ],
                className="top",
            ),
            _navigation(places, here, view, text),
        ],
        className="site-head",
    )
    shown: list[Component] = [html.A(text("site.skip"), href=f"#{Id.MAIN}", className="skip"), bar]
    if reader.role is not None and not reader.scope.is_everything:
        shown.append(html.P(text("access.accepted_only"), className="strip", role="note"))
    return shown if choices is None else [*shown, _filters(choices, view, text)]


def bare_head(text: Text) -> list[Component]:
    """What stands above a page for a wall: nothing but the way past it."""
    return [html.A(text("site.skip"), href=f"#{Id.MAIN}", className="skip")]


def _account(reader: Actor, view: ViewQuery) -> Component:
    """Who is signed in; the way out is behind it."""
    lang = "?lang=en" if view.lang == "en" else ""
    return html.A(reader.name, href=f"{view.base}login{lang}", className="who")


def _demo(text: Text) -> Component:
    words = [html.Strong(text("site.demo")), html.Span(text("site.demo_note"))]
    return html.Aside(words, className="demo", **{"aria-label": text("site.demo")})


def _menu_button(text: Text) -> Component:
    """Opens the navigation where there is no room for it; the browser's script turns ``aria-expanded``."""
    told = {"aria-expanded": "false", "aria-controls": "places"}
    return html.Button(text("site.menu"), className="menu-button", type="button", **told)


def _navigation(places: Sequence[Place], here: str, view: ViewQuery, text: Text) -> Component:
    links = [_item(place, _is_here(place, here), view, text) for place in places]
    return html.Nav(html.Ul(links), id="places", **{"aria-label": text("site.navigation")})


def _item(place: Place, current: bool, view: ViewQuery, text: Text) -> Component:
    told = {"aria-current": "page"} if current else {}
    return html.Li(_place(place, current, view, text), **told)


def _is_here(place: Place, here: str) -> bool:
    """A page inside another one (``/districts/110114``) is in its place."""
    return here == place.path or (place.path != "/" and here.startswith(place.path.rstrip("/") + "/"))


def _place(place: Place, current: bool, view: ViewQuery, text: Text) -> Component:
    words = text(f"page.{place.name}.nav")
    css = "current" if current else None
    return part.link(words, view.href(place.path, **FORGOTTEN), css)


def _language(here: str, view: ViewQuery, text: Text) -> Component:
    other = "en" if text.lang == "zh" else "zh"
    words = html.Span(text("site.other_lang"), lang=other)
    return part.link(words, view.href(here, lang=other), "language")


def _filters(choices: Choices, view: ViewQuery, text: Text) -> Component:
    return html.Div(
        _filter_fields(choices, view, text),
        className="filters",
        role="search",
        **{"aria-label": text("site.filters")},
    )


def _filter_fields(choices: Choices | None, view: ViewQuery, text: Text) -> list[Component]:
    periods = [] if choices is None else [_option(str(p), printed.period_name(p, text)) for p in choices.periods]
    plans = [] if choices is None else [_option(plan.id, plan_name(plan, text)) for plan in choices.plans]
    period = None if choices is None else str(choices.period)
    plan = None if choices is None else choices.plan.id
    day = view.as_of_day
    return [
        fields.labelled(Id.PERIOD, text("filter.period"), dbc.Select(periods, period, id=Id.PERIOD)),
        fields.labelled(Id.PLAN, text("filter.plan"), dbc.Select(plans, plan, id=Id.PLAN)),
        fields.labelled(
            Id.AS_OF,
            text("filter.as_of"),
            dbc.Input(
                id=Id.AS_OF,
                type="date",
                value=day.isoformat() if day else "",
                debounce=SETTLED,
                className="" if day else "unset",
            ),
            text("filter.as_of_hint"),
        ),
    ]


def _option(value: str, label: str) -> dict[str, str]:
    return {"value": value, "label": label}


def plan_name(plan: Plan, text: Text) -> str:
    """The plan's name in the reader's language."""
    return plan.name if text.lang == "zh" else plan.name_en


def strip(newer: Reporting | None, as_of: datetime, view: ViewQuery, text: Text) -> Component | None:
    """A line for a later period: being filed, or (its due date past) there to be shown; None where there is none."""
    if newer is None:
        return None
    key = "strip.newer" if any(unit.due > as_of for unit in newer.units) else "strip.later"
    counts, place = {"reported": newer.reported, "expected": len(newer.units)}, filings_place(newer.period, view)
    numbers = {name: part.counted(str(count), count, place) for name, count in counts.items()}
    words = part.told(text(key), period=printed.period_name(newer.period, text), **numbers)
    go = part.link(text("strip.open"), view.href("/", period=newer.period))
    return html.P([*words, " ", go], className="strip")


def filings_place(period: Period, view: ViewQuery) -> str:
    """Where stands who has filed for a period, and when."""
    return view.href("/quality", "completeness", **{**FORGOTTEN, "period": period})


def footer(scorecard: Scorecard, path: str, view: ViewQuery, text: Text) -> Component:
    """Version, digest and as-of of the figures, with a link that will open these very figures again."""
    facts = text(
        "site.footer",
        version=scorecard.definition_version,
        digest=scorecard.data_digest[:12],
        as_of=moment_words(scorecard.as_of, text),
    )
    same = view.href(
        path, period=scorecard.period, as_of=scorecard.as_of.isoformat(timespec="seconds"), plan=scorecard.plan.id
    )
    return html.Footer(
        [html.Span(facts), html.A(text("site.permalink"), href=same)],
        className="page-foot",
        **{"aria-label": text("site.footer_nav")},
    )


def paper_foot(told: PaperFoot, text: Text) -> Component:
    """What every printed sheet says at its foot: 演示数据, as-of, definitions, and the address of these figures."""
    words = [text("site.as_of", as_of=moment_words(told.as_of, text)), text("site.definitions", version=told.version)]
    spans = [html.Span(one) for one in ([text("site.demo_paper")] if told.demo else []) + words]
    address = html.Span(told.address, className="address", id="paper-address")
    return html.Div([*spans, address], className="paper-foot", **{"aria-hidden": "true"})


def moment_words(moment: datetime, text: Text) -> str:
    """A day and time of the city's clock; ``moment`` is already in it."""
    return f"{printed.day_name(moment.date(), text)} {moment:%H:%M}"
