"""Who is asking: told by a session, by a trusted proxy, or by sitting at the machine itself; and what they may ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Any

from dash import Dash
from flask import Flask, Response, g, redirect, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user
from werkzeug.middleware.proxy_fix import ProxyFix

from callbacks.desk import NotHere, is_local
from callbacks.site import Site
from data.accounts import IDLE, LONGEST_SESSION
from data.people import Account, Action, Actor, may, signed_in
from data.returns import Nature
from data.scope import EVERYTHING, Caller
from data.secret_key import secret_key
from data.settings import Settings

PROXIED = "tuoyu.proxied"
DRAWN_WITH = ("/assets/", "/_dash-component-suites/", "/fonts/", "/favicon", "/_favicon")
BY_COOKIE = ("login", "oidc")
"""With these settings everybody signs in at ``/login``, and a session says who asks."""
OPEN_TO_ALL = ("/login", "/healthz", "/metrics", *DRAWN_WITH)
"""What shows nobody's figures: the way in, signs of life, and what every page is drawn with."""
STEP = 60
"""Seconds after which a cookie is told again when it was last seen."""


class SignedIn(UserMixin):
    """Somebody with an open session, known to the cookie by a token that says nothing else."""

    def __init__(self, token: str, account: Account) -> None:
        self.token = token
        self.account = account

    def get_id(self) -> str:
        return self.token


class Cookies(SecureCookieSessionInterface):
    """Cookies that travel over https only, but on this machine itself or where plain HTTP was allowed."""

    def __init__(self, settings: Settings) -> None:
        self._allow_http = settings.allow_http

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - as Flask calls it
        return request.is_secure or not (self._allow_http or is_local())


def register(app: Dash, site: Site) -> None:
    """Know who asks before anything is answered, and turn away who may not read."""
    server: Flask = app.server
    settings = site.settings
    if settings.proxies:
        server.wsgi_app = _behind(settings.proxies, server.wsgi_app)  # type: ignore[method-assign]
    if site.desk is not None:
        _sign_in_with(server, site)

    @server.before_request
    def refuse_strangers() -> Response | None:
        # In this order: what is open to all is given also while nobody can be looked up in the store.
        if site.place(request.path).startswith(OPEN_TO_ALL) or may(actor_of(site), Action.READ):
            return None
        return _turned_away(site)


def _sign_in_with(server: Flask, site: Site) -> None:
    """Sessions by cookie: signed with the key of this installation, ended on the server."""
    server.secret_key = secret_key(site.settings)
    server.session_interface = Cookies(site.settings)
    server.config.update(
        SESSION_COOKIE_NAME="tuoyu",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH=site.settings.url_prefix,
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    manager = LoginManager(server)
    manager.session_protection = "basic"
    accounts = site.open_desk().accounts

    def known(token: str) -> SignedIn | None:
        if _is_over(site.clock()):
            return None
        account = accounts.of_session(token)
        return None if account is None else SignedIn(token, account)

    manager.user_loader(known)


def _is_over(now: datetime) -> bool:
    """Whether a session was left alone for too long, or has lasted long enough; else the cookie is told of now."""
    moment = int(now.timestamp())
    seen, begun = session.get("seen", 0), session.get("begun", 0)
    if moment - seen > IDLE.total_seconds() or moment - begun > LONGEST_SESSION.total_seconds():
        return True
    if moment - seen > STEP:
        session["seen"] = moment
    return False


def open_session(site: Site, token: str) -> None:
    """The cookie of a session that has begun; what an earlier cookie said is forgotten, and its session ended."""
    account = site.open_desk().accounts.of_session(token)
    if account is None:
        raise NotHere("access.wrong")
    end_session(site)
    session.clear()
    login_user(SignedIn(token, account))
    now = int(site.clock().timestamp())
    session["seen"], session["begun"] = now, now
    g.pop("actor", None)


def end_session(site: Site) -> None:
    """Whoever holds the cookie of this browser is a stranger from now on."""
    user = current_user._get_current_object()
    if getattr(user, "account", None) is not None:
        site.open_desk().accounts.sign_out(user.token, actor=user.account.name, address=request.remote_addr or "")


def actor_of(site: Site) -> Actor:
    """Who asks; found once a request."""
    if "actor" not in g:
        g.actor = _actor(site)
    found: Actor = g.actor
    return found


def _actor(site: Site) -> Actor:
    address = request.remote_addr or ""
    account = _account(site)
    if account is not None:
        must_change = site.settings.has_passwords and site.open_desk().accounts.must_change(account)
        return signed_in(account, address, must_change=must_change)
    if site.settings.auth != "open" or not is_local():
        return Actor(address=address)
    trusted = site.desk is not None and site.source.nature() in (None, Nature.DEMO)
    return Actor(scope=EVERYTHING, address=address, is_here=True, is_trusted=trusted)


def _account(site: Site) -> Account | None:
    """The account that a trusted proxy names, or that of the session."""
    if site.desk is None:
        return None
    if site.settings.auth == "header":
        name = request.headers.get(site.settings.auth_header, "")
        return site.desk.accounts.named(name) if name and request.environ.get(PROXIED) else None
    return getattr(current_user, "account", None)


def site_of(site: Site) -> Site:
    """The dashboard as the one who asks may see it."""
    return site.read_by(actor_of(site))


def demand(site: Site, action: Action, unit: str | None = None) -> Actor:
    """Who asks, where they may do that; NotHere else."""
    from callbacks.auditing import note_refusal

    actor = actor_of(site)
    if not may(actor, action, unit):
        why = _why(site, actor)
        note_refusal(site, f"{site.place(request.path)} {action} {unit or ''}".strip(), why)
        raise NotHere(why)
    return actor


def _why(site: Site, actor: Actor) -> str:
    if actor.role is not None:
        return "access.not_for_you"
    if site.settings.auth != "open":
        return "access.sign_in_first"
    return "access.sign_in_first" if actor.is_here else "returns.only_here"


def caller_of(actor: Actor) -> Caller:
    """On whose behalf the store is changed; without an account, with demonstration data only."""
    return Caller(actor.scope, actor.address, only_demo=actor.role is None)


def _turned_away(site: Site) -> Response:
    """To the way in, where a page was asked for and there is a way in; else a refusal that says why."""
    from callbacks.auditing import note_refusal
    from callbacks.guard import plain_page, words_of

    actor, settings = actor_of(site), site.settings
    place = site.place(request.path)
    wants_page = request.method == "GET" and not place.startswith(("/_", "/api/", "/download/"))
    if settings.auth in BY_COOKIE and wants_page:
        asked = request.full_path.rstrip("?")
        return redirect(f"{settings.url_prefix}login?{_query(next=asked, lang=request.args.get('lang'))}")  # type: ignore[return-value]
    refusal = NotHere("access.worn_out" if actor.must_change else _why(site, actor))
    note_refusal(site, place, refusal.key)
    answer = plain_page(refusal, site, words_of(site))
    answer.status_code = 403 if settings.auth == "open" else 401
    return answer


def _query(**values: str | None) -> str:
    from urllib.parse import urlencode

    return urlencode({name: value for name, value in values.items() if value})


def _behind(proxies: Iterable[str], inner: Callable[..., Any]) -> Callable[..., Any]:
    """What a request says of its sender, host and scheme is believed when it comes from one of these addresses."""
    networks = [ip_network(one) for one in proxies]
    believing = ProxyFix(inner, x_for=1, x_proto=1, x_host=1)

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:  # noqa: ANN401 - as WSGI has it
        environ.pop(PROXIED, None)
        if not _is_among(str(environ.get("REMOTE_ADDR", "")), networks):
            return inner(environ, start)
        environ[PROXIED] = True
        return believing(environ, start)

    return answer


def _is_among(address: str, networks: Iterable[Any]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)
