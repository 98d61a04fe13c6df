"""The pages of the way in, as HTML that needs no script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from layouts.text import Text

PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title} - {site}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{base}assets/favicon.ico">
<link rel="stylesheet" href="{base}assets/00-bootstrap.min.css">
<link rel="stylesheet" href="{base}assets/30-dashboard.css">
<link rel="stylesheet" href="{base}assets/46-sign-in.css"></head>
<body><main class="page sign-in"><p class="site-name">{site}</p><h1>{title}</h1>{told}{body}</main></body></html>
"""


@dataclass(frozen=True, slots=True)
class Form:
    """``fields``: name -> (label, kind, autocomplete); ``hidden``: what travels along."""

    action: str
    fields: Mapping[str, tuple[str, str, str]]
    hidden: Mapping[str, str]
    button: str


def page(title: str, body: str, base: str, text: Text, told: str = "") -> str:
    """A whole page; ``told`` is what went wrong, or was done."""
    return PAGE.format(
        lang="zh-CN" if text.lang == "zh" else "en",
        title=escape(title),
        site=escape(text("site.name")),
        base=base,
        told=f'<p class="told-no" role="alert">{escape(told)}</p>' if told else "",
        body=body,
    )


def form_html(form: Form) -> str:
    """A form with a label over every field."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in form.hidden.items()
    )
    shown = "".join(_field(name, *about) for name, about in form.fields.items())
    button = f'<button class="button primary" type="submit">{escape(form.button)}</button>'
    return f'<form method="post" action="{escape(form.action)}">{hidden}{shown}{button}</form>'


def _field(name: str, label: str, kind: str, complete: str) -> str:
    control = f'<input id="{name}" name="{name}" type="{kind}" autocomplete="{complete}" required maxlength="200">'
    return f'<div class="field"><label for="{name}">{escape(label)}</label>{control}</div>'


def sign_in_form(action: str, hidden: Mapping[str, str], text: Text) -> str:
    """Name and password."""
    fields = {
        "name": (text("access.page.name"), "text", "username"),
        "password": (text("access.page.password"), "password", "current-password"),
    }
    return form_html(Form(action, fields, hidden, text("access.page.sign_in")))


def way_in(address: str, text: Text) -> str:
    """The way to the identity provider: a link, since a form that leads to another site is stopped by our policy."""
    told = escape(text("access.page.oidc_hint"))
    words = escape(text("access.page.oidc"))
    return f'<p>{told}</p><p><a class="button primary" href="{escape(address)}">{words}</a></p>'


def way_out(address: str, text: Text) -> str:
    """The way to end the session at the identity provider as well."""
    told = escape(text("access.page.oidc_out_hint"))
    return f'<p>{told}</p><p><a href="{escape(address)}">{escape(text("access.page.oidc_out"))}</a></p>'


def password_form(action: str, hidden: Mapping[str, str], text: Text) -> str:
    """The password now, and the new one twice."""
    fields = {
        "now": (text("access.page.now"), "password", "current-password"),
        "new": (text("access.page.new"), "password", "new-password"),
        "again": (text("access.page.again"), "password", "new-password"),
    }
    return form_html(Form(action, fields, hidden, text("access.page.save")))


def signed_in_part(name: str, role: str, links: Mapping[str, str], text: Text) -> str:
    """Who is signed in, and where to go from here; ``links``: words -> address."""
    told = escape(text("access.page.signed_in", name=name, role=text(f"role.{role}")))
    listed = "".join(f'<a href="{escape(href)}">{escape(words)}</a> ' for words, href in links.items())
    return f"<p>{told}</p><p>{listed}</p>"
