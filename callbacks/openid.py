"""/login/oidc: to the identity provider and back (``TUOYU_AUTH=oidc``); plain pages, no script.

What somebody takes along (``state`` and so on) lies in his session cookie, so that an answer counts in the browser that
asked for it alone, once. He comes back by a link of another site: a GET, with the cookie, since that is SameSite=Lax.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from dash import Dash
from flask import Flask, Response, redirect, request, session

from callbacks.access import open_session
from callbacks.auditing import note_refusal
from callbacks.guard import is_from_here, status_of, words_of
from callbacks.requests import number_of_request
from callbacks.sign_in import leave, own_place, page, refused_over_http, way_in_address
from callbacks.site import Site
from data.accounts import LOCKED, SignInRefused
from data.issues import DashboardError, StoreError
from layouts import sign_in as shown
from layouts.text import LANGUAGES, Text

if TYPE_CHECKING:
    from data.openid import OpenID

LOG = logging.getLogger(__name__)
UNDER_WAY = "oidc"
SECONDS_TO_COME_BACK = 600
MOST_LETTERS = 500
STATUSES = {
    LOCKED: 429,
    "access.oidc_denied": 403,
    "access.oidc_claim": 403,
    "access.oidc_unknown": 403,
    "access.oidc_disabled": 403,
    "access.oidc_answer": 502,
    "access.oidc_clock": 502,
    "access.oidc_unreachable": 503,
}


def register(app: Dash, site: Site) -> None:
    """Three addresses under ``/login``, where an identity provider signs everybody in."""
    if site.settings.auth != "oidc" or site.desk is None:
        return
    from data.openid import OpenID  # its libraries are loaded by whom they serve only

    server: Flask = app.server
    base, openid = f"{site.settings.url_prefix}login", OpenID(site.settings, site.clock)
    server.add_url_rule(f"{base}/oidc", "oidc", lambda: _go(site, openid))
    server.add_url_rule(f"{base}/oidc/back", "oidc_back", lambda: _come_back(site, openid))
    server.add_url_rule(f"{base}/out", "logout", lambda: _leave(site, openid), methods=["POST"])


def _go(site: Site, openid: OpenID) -> Response:
    """To the provider, from our own page only: another site's link may not change where somebody stands."""
    from data.openid import Attempt

    if (refused := refused_over_http(site)) is not None:
        return refused
    text = words_of(site)
    if not is_from_here():
        return page(site, text, "", text("refusal.other_site"), 403)
    attempt, place = Attempt.begun(), own_place(site, request.args.get("next", "")[:MOST_LETTERS])
    try:
        address = openid.way_in(attempt, _address(site, "/oidc/back"), "zh-CN" if text.lang == "zh" else "en")
    except DashboardError as refusal:
        return _refused(site, refusal, text, place)
    told = {"state": attempt.state, "nonce": attempt.nonce, "verifier": attempt.verifier}
    session[UNDER_WAY] = {**told, "place": place, "lang": text.lang, "begun": int(site.clock().timestamp())}
    return redirect(address, 303)  # type: ignore[return-value]


def _come_back(site: Site, openid: OpenID) -> Response:
    """In, where the provider vouches for somebody who has an account; what was taken along is used up either way."""
    if (refused := refused_over_http(site)) is not None:
        return refused
    taken: dict[str, Any] = session.pop(UNDER_WAY, None) or {}
    place = taken.get("place", site.settings.url_prefix)  # looked at before it was taken along
    try:
        open_session(site, _admitted(site, openid, taken))
    except DashboardError as refusal:
        text = site.words(taken.get("lang") or request.accept_languages.best_match(LANGUAGES))
        return _refused(site, refusal, text, place)
    return redirect(place, 303)  # type: ignore[return-value]


def _admitted(site: Site, openid: OpenID, taken: dict[str, Any]) -> str:
    """The token of the session that begins."""
    from data.openid import Attempt, NotVouched

    if not 0 <= site.clock().timestamp() - taken.get("begun", 0) <= SECONDS_TO_COME_BACK:
        raise NotVouched("access.oidc_state", "nothing under way, or for too long")
    attempt = Attempt(taken["state"], taken["nonce"], taken["verifier"])
    person = openid.person(attempt, request.args, _address(site, "/oidc/back"))
    may_be_new = site.settings.oidc_new_accounts
    accounts, address = site.open_desk().accounts, request.remote_addr or ""
    return accounts.admit(person.name, address, subject=person.subject, may_be_new=may_be_new)


def _refused(site: Site, refusal: DashboardError, text: Text, place: str) -> Response:
    """A page with a sentence, the number under which the log says more, and the way to try again."""
    number = number_of_request()
    detail = getattr(refusal, "detail", "")
    LOG.warning("sign-in %s refused: %s %s", number, refusal.key, detail, extra={"request": number})
    if not isinstance(refusal, SignInRefused | StoreError):  # the store has written that one down, or cannot
        note_refusal(site, site.place(request.path), refusal.key)
    told = text(refusal.key, **refusal.facts) + text("access.oidc_number", number=number)
    status = status_of(refusal) if isinstance(refusal, StoreError) else STATUSES.get(refusal.key, 400)
    return page(site, text, shown.way_in(way_in_address(site, place, text.lang), text), told, status)


def _leave(site: Site, openid: OpenID) -> Response:
    """Out of here, and then out at the provider, where it names a way: else the next one at this machine is let in."""
    leave(site)
    text, away = words_of(site), openid.way_out(_address(site))
    answer = page(site, text, shown.way_out(away, text) if away else "", text("access.signed_out"))
    if away:  # a redirect after a form may not lead to another site (form-action); going on from a page may
        answer.headers["Refresh"] = f"0; url={away}"
    return answer


def _address(site: Site, further: str = "") -> str:
    """Whole, as the provider has to know it: by the host and the scheme of the request."""
    return f"{request.scheme}://{request.host}{site.settings.url_prefix}login{further}"
