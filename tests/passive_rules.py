"""What a passive scanner (ZAP's baseline) looks for in an answer, rule by rule; an empty list is what is wanted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

from werkzeug.test import TestResponse

Finding = tuple[str, str]
MAGIC = {
    "application/pdf": b"%PDF-", "image/png": b"\x89PNG", "image/svg+xml": b"<", "application/zip": b"PK",
    "text/html": b"<!doctype html>", "font/otf": b"OTTO",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": b"PK",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": b"PK",
}  # fmt: skip
TOLD = (
    "X-Powered-By", "X-AspNet-Version", "X-AspNetMvc-Version", "X-Generator", "X-Debug-Token", "X-Debug-Token-Link",
    "X-ChromeLogger-Data", "X-ChromePhp-Data", "X-Backend-Server", "X-SourceMap", "SourceMap", "Via", "Age",
    "WWW-Authenticate", "Access-Control-Allow-Origin",
)  # fmt: skip
"""Head lines that tell what runs behind, open an answer to other sites, or ask for a password in the clear."""
FAULTS = re.compile(
    r"Traceback \(most|File \"/|site-packages|werkzeug\.exceptions|jinja2\.exceptions|sqlite3\.|sqlalchemy\.|psycopg|"
    r"OperationalError|ProgrammingError|syntax error at or near|SQLSTATE|near \".*\": syntax error|ORA-\d{5}|"
    r"Internal Server Error|Werkzeug Debugger|gunicorn/|Python/3"
)
PRIVATE = re.compile(r"(?<![\d.])(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\d.])")
HASHES = re.compile(r"scrypt[:$]\d|\$2[aby]\$\d\d\$|\$6\$[./\w]{8}|\$argon2|pbkdf2:")
PERSONS = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)")
COMMENTS = re.compile(r"<!--(?!\[if).*?\b(?:TO.?DO|FIX.?ME|X{3}|BUG|password|admin)\b.*?-->", re.IGNORECASE | re.DOTALL)


class Page(HTMLParser):
    """The elements of a page with their attributes, and the forms with the fields inside them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.forms: list[tuple[dict[str, str], list[str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.elements.append((tag, told))
        if tag == "form":
            self.forms.append((told, []))
        elif tag == "input" and self.forms:
            self.forms[-1][1].append(told.get("name", ""))


def policy_of(answer: TestResponse) -> dict[str, list[str]]:
    parts = answer.headers.get("Content-Security-Policy", "").split("; ")
    return {part.split(" ")[0]: part.split(" ")[1:] for part in parts if part}


def heads(answer: TestResponse, told: str) -> Iterator[Finding]:
    """10020, 10021, 10035, 10019, 10036, 10037, 10061, 10063, 10098, 10105, 90004."""
    wanted = {
        "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
    }  # fmt: skip
    yield from (("header", name) for name, value in wanted.items() if answer.headers.get(name) != value)
    if "max-age=31536000" not in answer.headers.get("Strict-Transport-Security", ""):
        yield "header", "Strict-Transport-Security"
    if answer.mimetype == "text/html" and answer.headers.get("Cross-Origin-Embedder-Policy") != "require-corp":
        yield "header", "Cross-Origin-Embedder-Policy"
    if "Permissions-Policy" not in answer.headers:
        yield "header", "Permissions-Policy"
    yield from (("told", name) for name in TOLD if name in answer.headers)
    if re.search(r"\d", answer.headers.get("Server", "")):
        yield "told", "Server"


def policy(answer: TestResponse, told: str) -> Iterator[Finding]:
    """10038, 10055: there is a policy, every directive without a fallback among it, and nothing of it is open."""
    found = policy_of(answer)
    for name in ("default-src", "script-src", "object-src", "base-uri", "form-action", "frame-ancestors"):
        if name not in found:
            yield "policy", f"without {name}"
    for name, allowed in found.items():
        if {"*", "http:", "https:"} & set(allowed) or any("://" in one for one in allowed):
            yield "policy", f"{name} is open"
    if {"'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"} & set(found.get("script-src", ())):
        yield "policy", "script-src is weak"


def cookies(answer: TestResponse, told: str) -> Iterator[Finding]:
    """10010, 10011, 10054: no script reads them, no plain line carries them, no other site sends them."""
    for line in answer.headers.getlist("Set-Cookie"):
        said = {part.strip().lower().split("=")[0]: part.strip().lower() for part in line.split(";")[1:]}
        yield from (("cookie", name) for name in ("httponly", "secure") if name not in said)
        if said.get("samesite") not in ("samesite=lax", "samesite=strict"):
            yield "cookie", "samesite"
        if "domain" in said:
            yield "cookie", "domain"


def keeping(answer: TestResponse, told: str) -> Iterator[Finding]:
    """10015, 10049: what is not for everybody is kept by no cache that others use."""
    rule = answer.headers.get("Cache-Control", "")
    if "Set-Cookie" in answer.headers and "no-store" not in rule and "private" not in rule:
        yield "cache", "a cookie in what may be kept"
    is_a_file_of_ours = "immutable" in rule or answer.mimetype in ("text/css", "text/javascript", "image/x-icon")
    if not is_a_file_of_ours and "no-store" not in rule and "private" not in rule:
        yield "cache", rule or "nothing said"


TOLD_OF = {"private address": PRIVATE, "fault": FAULTS, "hash": HASHES, "person": PERSONS}


def body(answer: TestResponse, told: str) -> Iterator[Finding]:
    """2, 10023, 90022, 10062, 10097, 10027: nothing of the machine, of the code, of persons or of passwords."""
    if answer.mimetype in ("text/javascript", "text/css"):
        return
    for name, rule in TOLD_OF.items():
        if found := rule.search(told):
            yield name, found[0]
    if COMMENTS.search(told):
        yield "comment", "in the page"


def kinds(answer: TestResponse, told: str) -> Iterator[Finding]:
    """10019: every answer says what it is, and is that."""
    kind, data = answer.mimetype, answer.data
    if not kind and data:
        yield "kind", "not told"
    if kind.startswith("text/") and data and "charset=utf-8" not in answer.headers["Content-Type"].lower():
        yield "kind", "no charset"
    if data and not data.lower().lstrip().startswith(MAGIC.get(kind, b"").lower()):
        yield "kind", f"{kind} begins with {data[:12]!r}"
    if kind in ("application/json", "application/geo+json") and data:
        json.loads(data)


def page(answer: TestResponse, told: str) -> Iterator[Finding]:
    """10017, 10040, 10108, 10202, viewport: nothing from elsewhere, no open door back, a token in every form."""
    if answer.mimetype != "text/html" or answer.status_code in range(300, 400):
        return
    found = Page(told)
    for tag, attributes in found.elements:
        led = [attributes[name] for name in ("src", "href", "action", "data", "poster") if name in attributes]
        yield from (("mixed", one) for one in led if one.startswith("http://"))
        if tag in ("script", "link", "img", "iframe", "object", "embed", "form"):
            yield from (("elsewhere", one) for one in led if urlsplit(one).netloc)
        if attributes.get("target") == "_blank" and "noopener" not in attributes.get("rel", ""):
            yield "tabnabbing", attributes.get("href", "")
        yield from (("handler", name) for name in attributes if name.startswith("on"))
    posts = [fields for form, fields in found.forms if form.get("method", "get").lower() == "post"]
    yield from (("form", "without a token") for fields in posts if "csrf_token" not in fields)
    if not any(tag == "meta" and one.get("name") == "viewport" for tag, one in found.elements):
        yield "viewport", "missing"
    if not any(tag == "html" and one.get("lang") for tag, one in found.elements):
        yield "lang", "missing"


def leading(answer: TestResponse, told: str) -> Iterator[Finding]:
    """10028, 3: a way on stays on this site, and no key of a session stands in an address."""
    to = urlsplit(answer.headers.get("Location", ""))
    if to.netloc not in ("", "localhost") or to.scheme not in ("", "https"):
        yield "redirect", answer.headers["Location"]
    if re.search(r"(?:jsessionid|phpsessid|sid|token|session)=", to.query, re.IGNORECASE):
        yield "key in an address", to.query


RULES: tuple[Callable[[TestResponse, str], Iterator[Finding]], ...] = (
    heads, policy, cookies, keeping, body, kinds, page, leading,
)  # fmt: skip


def findings(answer: TestResponse) -> list[Finding]:
    """Everything that any rule finds."""
    told = answer.data.decode("utf-8", "replace") if answer.mimetype.startswith(("text/", "application/json")) else ""
    return [found for rule in RULES for found in rule(answer, told)]
