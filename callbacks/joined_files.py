"""The style sheets of the index page as one file, its scripts as another: two to fetch instead of thirty.

Both have the digest of what they hold in their name, so a browser keeps them until they change. The script that sends
an old browser away stays alone: such a browser cannot even read the others.
"""

from __future__ import annotations

import hashlib
import pkgutil
import re
from dataclasses import dataclass
from functools import lru_cache
from gzip import compress as gzipped
from pathlib import Path

import brotli
from dash.fingerprint import check_fingerprint
from flask import Response, request

ASSETS = Path(__file__).parent.parent / "layouts" / "assets"
YEAR = 365 * 24 * 3600
NAMED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)">(?:</script>)?\n?')
ALONE = "/05-old-browser.js"
UNUSED = "/dash_table/"
BROTLI_QUALITY = 9


@dataclass(frozen=True)
class Joined:
    """Files as one: ``content`` at ``address``; ``tags`` name it, and what must stand alone before it."""

    kind: str
    content: bytes
    address: str
    tags: str

    def answer(self, digest: str) -> Response:
        """The file, as the browser takes it; a digest of another version (a page just before an update) is not kept."""
        coding = request.accept_encodings.best_match(("br", "gzip"))
        told = {"Vary": "Accept-Encoding"} | ({"Content-Encoding": coding} if coding else {})
        is_ours = f".{digest}." in self.address
        told["Cache-Control"] = f"public, max-age={YEAR}, immutable" if is_ours else "no-store"
        return Response(_packed(self.content, coding), mimetype=self.kind, headers=told)


def joined(tags: str, place: str, prefix: str) -> Joined:
    """What ``tags`` name as one file; ``place`` is its address with ``{}`` for the digest, under ``prefix``."""
    named = NAMED.findall(tags)
    alone = "".join(one[0] for one in NAMED.finditer(tags) if ALONE in one[1])
    parts = [_content(one.removeprefix(prefix)) for one in named if ALONE not in one and UNUSED not in one]
    is_script = place.endswith(".js")
    content = (b"\n;\n" if is_script else b"\n").join(parts)
    address = place.format(hashlib.sha256(content).hexdigest()[:16])
    tag = f'<script src="{address}"></script>' if is_script else f'<link rel="stylesheet" href="{address}">'
    kind = "text/javascript" if is_script else "text/css"
    return Joined(kind, content, address, alone + tag + NAMED.sub("", tags))


def _content(place: str) -> bytes:
    """What stands at an address of Dash's: an asset of ours, or a file of a component library."""
    path = place.split("?", maxsplit=1)[0]
    if path.startswith("assets/"):
        return (ASSETS / path.removeprefix("assets/")).read_bytes()
    _, package, inside = path.split("/", 2)
    found = pkgutil.get_data(package, check_fingerprint(inside)[0])
    assert found is not None, place
    return found


@lru_cache(maxsize=8)
def _packed(content: bytes, coding: str | None) -> bytes:
    """Packed once a process, for everybody."""
    if coding == "br":
        return brotli.compress(content, quality=BROTLI_QUALITY)
    return content if coding is None else gzipped(content)
