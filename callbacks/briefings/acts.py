"""What is done on /briefings: texts saved, a briefing issued or made once more, all units begun."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from dash import ALL, Dash, Input, Output, State
from dash.development.base_component import Component

from callbacks.access import actor_of, caller_of
from callbacks.background import Begun, begun
from callbacks.briefings.gate import refuse_readers, writer
from callbacks.briefings.page import basis_of, issued_of, office_of
from callbacks.briefings.units import begin_batch
from callbacks.site import Site
from callbacks.upload import only_when_pressed, words_of
from data.briefings import Section
from data.issues import DashboardError, UsageError
from data.remarks import paragraphs
from layouts.ids import Id
from layouts.pages.briefing_register import Remade, number_words, remade_part
from layouts.pages.judgement import told_no
from layouts.refusals import sentence
from layouts.text import Text
from layouts.view import ViewQuery

Answer = tuple[Component | None, dict[str, str] | None]
TYPED = (State({"office": ALL}, "id"), State({"office": ALL}, "value"), State(Id.ACTOR, "value"))
SEARCH = State(Id.URL, "search")
SAID = (Output(Id.DECIDED, "children", allow_duplicate=True), Output(Id.DONE, "data", allow_duplicate=True))


def register(app: Dash, site: Site) -> None:
    """A callback a button; then the page is asked for anew."""
    _register_one(app, site)
    _register_all(app, site)


def _register_one(app: Dash, site: Site) -> None:
    """One briefing: its texts, its number, and what was issued made once more."""

    @app.callback(
        *SAID,
        Input(Id.SAVE_TEXTS, "n_clicks"),
        *(*TYPED, SEARCH),
        running=_while(Id.SAVE_TEXTS),
        prevent_initial_call=True,
    )
    def save_texts(clicks: int | None, names: Any, values: Any, actor: str | None, search: str | None) -> Answer:  # noqa: ANN401
        only_when_pressed(clicks)
        return _done(site, search, lambda at, view, words: save(at, view, words, _typed(names, values), actor))

    @app.callback(
        *SAID,
        Input(Id.ISSUE, "n_clicks"),
        *(*TYPED, SEARCH),
        running=_while(Id.ISSUE),
        prevent_initial_call=True,
    )
    def issue_briefing(clicks: int | None, names: Any, values: Any, actor: str | None, search: str | None) -> Answer:  # noqa: ANN401
        only_when_pressed(clicks)
        return _done(site, search, lambda at, view, words: issue(at, view, words, _typed(names, values), actor))

    @app.callback(
        Output(Id.REMADE, "children"),
        Input(Id.REMAKE, "n_clicks"),
        SEARCH,
        running=_while(Id.REMAKE),
        prevent_initial_call=True,
    )
    def show_remade(clicks: int | None, search: str | None) -> Sequence[Component]:
        only_when_pressed(clicks)
        try:
            refuse_readers(site)
            return remade_part(remade(site, site.view(search or "")), words_of(site, search))
        except DashboardError as refusal:
            return [told_no(sentence(refusal, words_of(site, search)))]


def _register_all(app: Dash, site: Site) -> None:
    """All units at once, begun; what becomes of it is told by callbacks.background."""

    @app.callback(
        Output(Id.DECIDED, "children", allow_duplicate=True),
        Output(Id.URL, "search", allow_duplicate=True),
        Output(Id.BATCH, "n_clicks"),
        Input(Id.BATCH, "n_clicks"),
        *(State(Id.BATCH_ISSUES, "value"), *TYPED, SEARCH),
        running=_while(Id.BATCH),
        prevent_initial_call=True,
    )
    def begin_all(clicks: int | None, *told: Any) -> Begun:  # noqa: ANN401 - values as typed
        only_when_pressed(clicks)
        issues, names, values, actor, search = told
        who = actor or "" if issues else None
        return begun(site, search, lambda at, view: begin(at, view, _typed(names, values), who))


def _while(button: Id) -> list[tuple[Output, str, str]]:
    """The button looks busy while its callback runs; it is not disabled, as it would lose the keyboard's focus."""
    return [(Output(button, "className"), "button busy", "button")]


def _typed(names: Sequence[Mapping[str, str]], values: Sequence[str | None]) -> dict[Section, str]:
    return {Section(name["office"]): value or "" for name, value in zip(names, values, strict=True)}


def _done(site: Site, search: str | None, make: Callable[[Site, ViewQuery, Text], str]) -> Answer:
    """What was done, in a sentence under a mark that is new each time; or, in its place, why it was not."""
    words = words_of(site, search)
    try:
        view = site.view(search or "")
        return None, {"mark": uuid4().hex, "words": make(site.under(view), view, words)}
    except DashboardError as refusal:
        return told_no(sentence(refusal, words)), None


def save(site: Site, view: ViewQuery, words: Text, typed: Mapping[Section, str], actor: str | None) -> str:
    """Keep every text that says something else than its last revision."""
    who, office, caller = writer(site, actor), office_of(site), caller_of(actor_of(site))
    occasion = basis_of(site, view).occasion
    kept = [office.issuing.write(occasion, section, told, author=who, caller=caller) for section, told in typed.items()]
    count = sum(one is not None for one in kept)
    return words("briefings.done.saved", count=count) if count else words("briefings.done.nothing_new")


def issue(site: Site, view: ViewQuery, words: Text, typed: Mapping[Section, str], actor: str | None) -> str:
    """Give the next number; UsageError while something typed is not saved."""
    who, office, basis = writer(site, actor), office_of(site), basis_of(site, view)
    _refuse_unsaved(site, view, typed)
    formats = office.press.formats_named(view.format or office.press.formats[0])
    issued = office.issue(basis, formats, actor=who, caller=caller_of(actor_of(site)))
    return words("briefings.done.issued", number=number_words(issued, words))


def _refuse_unsaved(site: Site, view: ViewQuery, typed: Mapping[Section, str]) -> None:
    kept = office_of(site).texts(basis_of(site, view))
    if any(paragraphs(told) != (kept[section].text if section in kept else "") for section, told in typed.items()):
        raise UsageError("briefings.unsaved")


def begin(site: Site, view: ViewQuery, typed: Mapping[Section, str], actor: str | None) -> str:
    """Begin with all units, as drafts or (``actor`` given) as issues; the name of the job."""
    refuse_readers(site)
    who = None if actor is None else writer(site, actor)
    _refuse_unsaved(site, view, typed)
    return begin_batch(site, view, who, caller_of(actor_of(site)))


def remade(site: Site, view: ViewQuery) -> Remade:
    """The opened briefing made once more, held against what was kept of it."""
    if view.issued is None:
        raise UsageError("query.issued", value="")
    issued, office = issued_of(site, view.issued), office_of(site)
    made = office.again(issued)
    same = {one.format: hashlib.sha256(made.files[one.format]).hexdigest() == one.digest for one in issued.files}
    return Remade(same, made.made_by == issued.made_by, made.data_digest == issued.data_digest)
