"""/login: in, out, and another password; plain pages that work before anything else does."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from dash import Dash
from flask import Flask, Response, redirect, request, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms.validators import ValidationError

from callbacks.access import end_session, open_session
from callbacks.desk import is_local
from callbacks.guard import status_of, words_of
from callbacks.site import Site
from data.accounts import LOCKED
from data.issues import DashboardError, StoreError
from data.people import Account
from layouts import sign_in as shown
from layouts.text import Text


class Stale(DashboardError):
    """A form that was not sent from our page, or too late."""


def register(app: Dash, site: Site) -> None:
    """Three addresses under ``/login``; a dashboard without a desk has no accounts.

    Where an identity provider signs everybody in, callbacks.openid has the others, and no password is taken.
    """
    server: Flask = app.server
    base = f"{site.settings.url_prefix}login"
    if site.desk is None:
        return
    if site.settings.auth == "oidc":
        server.add_url_rule(base, "login", lambda: show_way_in(site))
        return
    server.add_url_rule(base, "login", lambda: _login(site), methods=["GET", "POST"])
    server.add_url_rule(f"{base}/out", "logout", lambda: _logout(site), methods=["POST"])
    server.add_url_rule(f"{base}/password", "password", lambda: _password(site), methods=["GET", "POST"])


def show_way_in(site: Site) -> Response:
    """The page where somebody signs in, or sees that he has."""
    text = words_of(site)
    return refused_over_http(site) or page(site, text, _part(site, text))


def refused_over_http(site: Site) -> Response | None:
    """What is answered to who would sign in over plain http where that was not allowed."""
    if request.is_secure or site.settings.allow_http or is_local():
        return None
    text = words_of(site)
    return page(site, text, "", text("access.plain_http"), 403)


def _login(site: Site) -> Response:
    if request.method == "GET" or refused_over_http(site):
        return show_way_in(site)
    text = words_of(site)
    try:
        _check_form()
        name, password = request.form.get("name", ""), request.form.get("password", "")
        token = site.open_desk().accounts.sign_in(name, password, request.remote_addr or "")
        open_session(site, token)
    except DashboardError as refusal:
        told = text(refusal.key, **refusal.facts)
        return page(site, text, _part(site, text), told, _status_of(refusal, 401))
    return redirect(own_place(site, request.form.get("next", "")), 303)  # type: ignore[return-value]


def _status_of(refusal: DashboardError, otherwise: int) -> int:
    """Of the form that is shown again with a sentence."""
    if isinstance(refusal, StoreError):
        return status_of(refusal)
    if isinstance(refusal, Stale):
        return 400
    return 429 if refusal.key == LOCKED else otherwise


def _logout(site: Site) -> Response:
    leave(site)
    return redirect(f"{site.settings.url_prefix}login", 303)  # type: ignore[return-value]


def leave(site: Site) -> None:
    """End the session of the browser that sent the form of ``/login``; any other form is refused."""
    _check_form_or_stop(site)
    end_session(site)
    session.clear()


def _password(site: Site) -> Response:
    text = words_of(site)
    account: Account | None = getattr(current_user, "account", None)
    if account is None:
        return redirect(f"{site.settings.url_prefix}login", 303)  # type: ignore[return-value]
    told, status = "", 200
    if request.method == "POST":
        try:
            _change_password(site, account)
        except DashboardError as refusal:
            told, status = text(refusal.key, **refusal.facts), _status_of(refusal, 400)
        else:
            session.clear()
            return page(site, text, _part(site, text), text("access.password_changed"))
    form = shown.password_form(_here(site, "/password"), {"csrf_token": generate_csrf()}, text)
    return page(site, text, form, told, status, title=text("access.page.change"))


def _change_password(site: Site, account: Account) -> None:
    """A wrong password now counts as a try to sign in, so that it locks like one."""
    _check_form()
    accounts, address = site.open_desk().accounts, request.remote_addr or ""
    given = {name: request.form.get(name, "") for name in ("now", "new", "again")}
    accounts.sign_out(accounts.sign_in(account.name, given["now"], address), actor=account.name, address=address)
    if given["new"] != given["again"]:
        raise DashboardError("access.password_differs")
    accounts.set_password(account.name, given["new"], actor=account.name, address=address)


def _check_form() -> None:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        raise Stale("access.stale") from None


def _check_form_or_stop(site: Site) -> None:
    from flask import abort

    try:
        _check_form()
    except Stale as refusal:
        abort(page(site, words_of(site), "", words_of(site)(refusal.key), 400))


def _part(site: Site, text: Text) -> str:
    """The form; for somebody who is signed in, the way on and the way out."""
    account: Account | None = getattr(current_user, "account", None) if session.get("_user_id") else None
    asked = request.values.get("next", "")[:500]
    if account is None and site.settings.auth == "oidc":
        return shown.way_in(way_in_address(site, asked, text.lang), text)
    hidden = {"csrf_token": generate_csrf()}
    if account is None:
        return shown.sign_in_form(_here(site), hidden | {"next": asked}, text)
    links = {text("access.page.go_on"): site.settings.url_prefix}
    if site.settings.has_passwords:
        links[text("access.page.change")] = _here(site, "/password")
    out = shown.form_html(shown.Form(_here(site, "/out"), {}, hidden, text("access.page.sign_out")))
    return shown.signed_in_part(account.name, account.role.value, links, text) + out


def way_in_address(site: Site, place: str, lang: str) -> str:
    """Where the link of ``/login`` leads on its way to the identity provider, and then back to ``place``."""
    told = {"next": place, "lang": lang if lang != site.settings.lang else ""}
    asked = urlencode({name: value for name, value in told.items() if value})
    return f"{site.settings.url_prefix}login/oidc" + (f"?{asked}" if asked else "")


def _here(site: Site, further: str = "") -> str:
    lang = request.args.get("lang")
    return f"{site.settings.url_prefix}login{further}" + ("?lang=en" if lang == "en" else "")


def page(site: Site, text: Text, body: str, told: str = "", status: int = 200, *, title: str = "") -> Response:
    """A page of the way in; ``told`` is what went wrong, or was done."""
    made = shown.page(title or text("access.page.title"), body, site.settings.url_prefix, text, told)
    return Response(made, status, mimetype="text/html")


def own_place(site: Site, asked: str) -> str:
    """The page that was asked for, where it is one of ours."""
    base = site.settings.url_prefix
    parts = urlsplit(asked)
    is_ours = asked.startswith(base) and not asked.startswith("//") and not parts.scheme and not parts.netloc
    return asked if is_ours and "\\" not in asked and asked.isprintable() else base
