"""What is decided about a stored return and said of it: accept, send back, unlock, explain, confirm, attach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from dash import ALL, ClientsideFunction, Dash, Input, Output, ctx
from dash import State as Of
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from callbacks.access import caller_of, demand
from callbacks.desk import actor_named
from callbacks.site import Site
from callbacks.upload import decoded, words_of
from data.dossier import ChangeKind
from data.issues import DashboardError, UsageError
from data.people import Action
from data.remarks import file_name
from data.returns import State
from data.review import NEEDED
from data.scope import Caller
from layouts.ids import Id
from layouts.pages import judgement
from layouts.refusals import sentence

Answer = tuple[Component | None, dict[str, str] | None]
ACTOR, SEARCH = Of(Id.ACTOR, "value"), Of(Id.URL, "search")
SAID, NAMES = "value", "id"

ALLOWED = {"explain": Action.FILE, "confirm": Action.FILE, **{state.value: one for state, one in NEEDED.items()}}
"""What whoever presses a button must be allowed to."""


class Case(NamedTuple):
    """The return of the address, the name under which it is acted on, and on whose behalf."""

    receipt: str
    actor: str
    caller: Caller


class Wanted(NamedTuple):
    """What was pressed, by whom, why, and what was typed: field -> words, by act."""

    act: str
    actor: str | None
    reason: str | None
    said: Mapping[str, dict[str, str]]


def register(app: Dash, site: Site) -> None:
    """One callback for every button of a return, one for its scan; then the page is asked for anew."""

    @app.callback(
        Output(Id.DECIDED, "children"),
        Output(Id.DONE, "data"),
        Input({"act": ALL}, "n_clicks"),
        *(Of({kind: ALL}, part) for kind in ("explain", "confirm", "sure") for part in (NAMES, SAID)),
        *(ACTOR, Of(Id.REASON, "value"), SEARCH),
        prevent_initial_call=True,
    )
    def show_decision(clicks: Sequence[int | None], *told: Any) -> Answer:  # noqa: ANN401 - values as typed
        if not any(clicks) or not ctx.triggered_id:
            raise PreventUpdate
        *fields, actor, reason, search = told
        said = {"explain": _said(*fields[:2]), "confirm": _ticked(*fields[4:]) | _said(*fields[2:4])}
        wanted = Wanted(ctx.triggered_id["act"], actor, reason, said)
        return decided(site, search, lambda: act(site, search, wanted))

    @app.callback(
        Output(Id.DECIDED, "children", allow_duplicate=True),
        Output(Id.DONE, "data", allow_duplicate=True),
        Input(Id.SCAN, "contents"),
        *(Of(Id.SCAN, "filename"), ACTOR, SEARCH),
        prevent_initial_call=True,
    )
    def show_attached(contents: str | None, name: str | None, actor: str | None, search: str | None) -> Answer:
        if not contents:
            raise PreventUpdate
        return decided(site, search, lambda: attach(site, contents, name, actor, search))

    app.clientside_callback(
        ClientsideFunction("dashboard", "askAgain"),
        Output(Id.AGAIN, "data", allow_duplicate=True),
        Input(Id.DONE, "data"),
        Of(Id.AGAIN, "data"),
        prevent_initial_call=True,
    )


def _said(names: Sequence[Mapping[str, Any]], values: Sequence[str | None]) -> dict[str, str]:
    """Field -> what was typed into it; blank ones say nothing."""
    pairs = ((str(*name.values()), (value or "").strip()) for name, value in zip(names, values, strict=True))
    return {name: value for name, value in pairs if value}


def _ticked(names: Sequence[Mapping[str, Any]], values: Sequence[bool | None]) -> dict[str, str]:
    """What was ticked, without words."""
    return {str(*name.values()): "" for name, value in zip(names, values, strict=True) if value}


def decided(site: Site, search: str | None, make: Callable[[], str]) -> Answer:
    """What was done, in a sentence under a mark that is new each time; or, in its place, why it was not."""
    words = words_of(site, search)
    try:
        return None, {"mark": uuid4().hex, "words": words(make())}
    except DashboardError as refusal:
        return judgement.told_no(sentence(refusal, words)), None


def act(site: Site, search: str | None, wanted: Wanted) -> str:
    """Do what the button says; the catalogue key of what was done."""
    if wanted.act not in ALLOWED:
        raise UsageError("returns.nothing_said")
    case = _case(site, search, wanted.actor, ALLOWED[wanted.act])
    receipt, review, said = case.receipt, site.open_desk().review, wanted.said
    by: dict[str, Any] = {"actor": case.actor, "caller": case.caller}
    if wanted.act == "explain":
        _say(said["explain"], lambda number, words: review.explain(receipt, _number(number), words, **by))
    elif wanted.act == "confirm":
        _say(said["confirm"], lambda change, words: review.confirm(receipt, *_change(change), words, **by))
    else:
        review.decide(receipt, State(wanted.act), reason=wanted.reason, **by)
    return f"returns.done.{wanted.act}"


def _say(said: Mapping[str, str], keep: Callable[[str, str], None]) -> None:
    if not said:
        raise UsageError("returns.nothing_said")
    for name, words in said.items():
        keep(name, words)


def _number(name: str) -> int:
    """Of a 疑点; UsageError for what no page of ours names so."""
    try:
        return int(name)
    except ValueError:
        raise UsageError("returns.nothing_said") from None


def _change(name: str) -> tuple[str, ChangeKind]:
    """``110114-0001 expanded``: an institution and what became of it; UsageError for what is no change."""
    number, _, kind = name.rpartition(" ")
    if kind not in tuple(ChangeKind):
        raise UsageError("returns.nothing_said")
    return number, ChangeKind(kind)


def attach(site: Site, contents: str, name: str | None, actor: str | None, search: str | None) -> str:
    """Keep a scan beside the return."""
    case = _case(site, search, actor, Action.FILE)
    review, content = site.open_desk().review, decoded(contents)
    review.attach(case.receipt, file_name(name), content, actor=case.actor, caller=case.caller)
    return "returns.done.attach"


def _case(site: Site, search: str | None, actor: str | None, action: Action) -> Case:
    """What is acted on and by whom; refused for who may not."""
    who = demand(site, action)
    receipt = site.view(search or "").receipt
    if receipt is None:
        raise UsageError("query.receipt", value="")
    return Case(receipt, actor_named(who, actor, site.words(None)), caller_of(who))
