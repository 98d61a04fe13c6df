"""The index page: it speaks the reader's language, offers the plain page, and names the few files it is drawn with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cached_property
from html import escape
from typing import Any

from dash import Dash
from dash._utils import to_json
from flask import Flask, Response, request

from callbacks.joined_files import ASSETS, Joined, joined
from callbacks.navigation import find_page
from callbacks.questions import ENDPOINT
from callbacks.site import Site
from layouts.ids import Id
from layouts.text import text_for

PLOTLY, EARLY = "10-plotly-cartesian.min.js", "04-ask.js"
LATER = "plotly-cartesian|04-ask"
"""The assets that are not part of every page's script: what draws a chart comes with the first chart shown."""
LESS = r"\u003c"
OUTPUTS = ((Id.ANSWER, "data"), (Id.FAULT, "children"))
INPUTS = ((Id.URL, "pathname"), (Id.URL, "search"), (Id.AGAIN, "data"))


def _named(places: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"id": str(name), "property": prop} for name, prop in places]


QUESTION = {
    "output": f"..{'...'.join('.'.join(one) for one in OUTPUTS)}..",
    "outputs": _named(OUTPUTS),
    "inputs": _named(INPUTS),
    "changedPropIds": ["url.pathname", "url.search"],
    "parsedChangedPropsIds": ["url.pathname", "url.search"],
    "state": _named([(Id.SHOWN, "data")]),
}
"""What the browser asks for a first screen (callbacks/navigation.py, ``show_page``), but for the address."""
INDEX = """<!DOCTYPE html>
<html>
<head>{%metas%}<title>{%title%}</title>{%favicon%}{%css%}</head>
<body>
<noscript><p class="plain-offer"></p></noscript>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>
"""


class Dashboard(Dash):
    """Dash with an index page of its own; ``draws``: whether the page of a path opens with charts of plotly."""

    draws: Callable[[str], bool]

    @cached_property
    def style(self) -> Joined:
        """Every style sheet."""
        prefix = self.config.requests_pathname_prefix
        return joined(super()._generate_css_dist_html(), f"{prefix}assets/page.{{}}.css", prefix)

    @cached_property
    def script(self) -> Joined:
        """Every script. Dash's parts fetch what they need later from beside the file they came in, and Dash insists on
        its renderer's name in the page.
        """
        prefix = self.config.requests_pathname_prefix
        place = f"{prefix}_dash-component-suites/dash/dcc/page-and-dash-renderer.{{}}.js"
        return joined(super()._generate_scripts_html(), place, prefix)

    @cached_property
    def start(self) -> str:
        """What Dash's renderer asks for before anything else, brought by the page: the frame and the callbacks."""
        brought = to_json({"_dash-layout": self.get_layout(), "_dash-dependencies": self._callback_list})
        return f'<script id="page-start" type="application/json">{brought.replace("<", LESS)}</script>'

    def _early(self) -> str:
        """The script that asks for the first screen before the others have come; plotly for a page of charts."""
        at = escape(f"{self.config.requests_pathname_prefix}{ENDPOINT}")
        asks = escape(json.dumps(QUESTION, separators=(",", ":")))
        tag = f'<script async src="{self._stamped(EARLY)}" data-at="{at}" data-asks="{asks}"></script>\n'
        if self.draws(request.path):
            return f'{tag}<link rel="preload" as="script" href="{escape(self._stamped(PLOTLY))}">\n'
        return tag

    def _stamped(self, name: str) -> str:
        """The address of an asset, with the time of its last change."""
        return f"{self.get_asset_url(name)}?m={(ASSETS / name).stat().st_mtime}"

    def _generate_css_dist_html(self) -> str:
        return self.style.tags

    def _generate_scripts_html(self) -> str:
        return self.script.tags

    def interpolate_index(self, *args: str, **kwargs: str) -> str:
        """The index page with ``lang`` set before any script runs, and the link for those that run none."""
        lang = "en" if request.args.get("lang") == "en" else "zh"
        told = {"zh": "zh-CN", "en": "en"}[lang]
        kwargs["css"] = self._early() + kwargs["css"]
        kwargs["config"] += self.start
        page = super().interpolate_index(*args, **kwargs).replace("<html>", f'<html lang="{told}">', 1)
        return page.replace('<p class="plain-offer"></p></noscript>', _offer(lang, self.config.url_base_pathname), 1)

    def _config(self) -> dict[str, Any]:
        """What Dash tells the browser, with the place of the library that draws charts: ours, not all of it."""
        return super()._config() | {"serve_locally": False, "plotlyjs_url": self._stamped(PLOTLY)}


def register(app: Dashboard, site: Site) -> None:
    """The two files of the index page."""
    server: Flask = app.server
    prefix = site.settings.url_prefix
    app.draws = lambda path: find_page(site, site.place(path))[0].draws

    @server.get(f"{prefix}assets/page.<digest>.css")
    def page_style(digest: str) -> Response:
        return app.style.answer(digest)

    @server.get(f"{prefix}_dash-component-suites/dash/dcc/page-and-dash-renderer.<digest>.js")
    def page_script(digest: str) -> Response:
        return app.script.answer(digest)


def _offer(lang: str, base: str) -> str:
    """A link for readers without a script; an old browser's script follows the hidden one of the same address."""
    query = f"?{request.query_string.decode('utf-8', 'replace')}" if request.query_string else ""
    href = escape(base + "plain/" + request.path.removeprefix(base).lstrip("/") + query)
    words = escape(text_for(lang)("plain.offer"))
    offer = f'<p class="plain-offer"><a href="{href}">{words}</a></p></noscript>'
    return offer + f'<a id="plain-link" href="{href}" hidden></a>'
