"""What every answer tells the browser: which scripts may run, who may frame it, what may be kept."""

from __future__ import annotations

from dash import Dash
from flask import Flask, Response, request

from callbacks.site import Site

YEAR = 365 * 24 * 3600
KEPT = ("/assets/", "/_dash-component-suites/", "/fonts/", "/maps/")
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
NO_SCRIPTS = ("/plain/", "/login", "/audit", "/download/", "/api/")
"""What runs no script at all."""


def register(app: Dash, site: Site) -> None:
    """Put the headers after every answer."""
    server: Flask = app.server
    with_scripts = _policy(f"'self' {' '.join(app.csp_hashes())}")
    without = _policy("'none'")

    @server.after_request
    def set_headers(answer: Response) -> Response:
        place = site.place(request.path)
        for name, value in FIXED.items():
            answer.headers.setdefault(name, value)
        policy = without if place.startswith(NO_SCRIPTS) else with_scripts
        answer.headers.setdefault("Content-Security-Policy", policy)
        if answer.mimetype == "text/html":  # a page takes nothing in from elsewhere; a file may be opened in a viewer
            answer.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if request.is_secure:
            answer.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
        _set_keeping(answer)
        return answer


def _policy(scripts: str) -> str:
    """Everything from here; styles may stand in an element, as plotly and dash put them there."""
    parts = {
        "default-src": "'self'",
        "script-src": scripts,
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def _set_keeping(answer: Response) -> None:
    """Files of this version are kept for a year, answers with an ETag are asked for again, the rest is not kept.

    What is not there, or for others only, is not kept either: it may be there the next time.
    """
    if answer.status_code not in (200, 206, 304):
        answer.headers["Cache-Control"] = "no-store"
    elif "/assets/" in request.path and "m" in request.args:  # the stamp of the file's own time is in the address
        answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    elif not any(part in request.path for part in KEPT) and "ETag" not in answer.headers:
        answer.headers["Cache-Control"] = "no-store"
