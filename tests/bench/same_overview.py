"""The overview as our own page and as the same cards, map and table in Streamlit, Vizro and Datasette, each served.

Each of the others is installed from its own requirements file into an environment of its own and kept there. All are
given the same ready figures, and stand behind the same compressing proxy.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app import main as command
from data.model import Level, Period, Reference
from data.register import load_reference
from data.repository import open_repository
from data.settings import HOUSE, Settings
from layouts.charts.hexmap import hex_map
from layouts.format import change, figure, status_word
from layouts.text import Text, text_for
from metrics import queries
from metrics.results import Overview
from tests.bench.compressing_proxy import CompressingProxy
from tests.bench.serving import served

HERE = HOUSE / "tests/bench"
PERIOD = "2025-Q4"
CARDS = 12
COLOURS = {"covered": "#00664F", "fragile": "#8A5A00", "uncovered": "#B3261E", "unknown": "#B0B0B0"}
HEADS = ["填报单位", "每千人口托位数", "普惠托位占比", "托位使用率", "机构数"]
OURS_DRAWN = """document.querySelectorAll(".hexagons i").length === {townships}
    && document.querySelectorAll("table.commitments tbody tr").length >= {cards}
    && [...document.querySelectorAll("table")].some(one => one.tBodies[0].rows.length >= {units})
    && document.querySelectorAll("img.panel-drawing").length >= {cards}
    && [...document.images].every(one => one.complete || one.loading === "lazy")"""
FILLED = """[...document.querySelectorAll(".js-plotly-plot .scatterlayer path.js-fill")]
    .filter(one => one.getAttribute("d").length > 1000).length >= {states}"""
STREAMLIT_DRAWN = (
    """document.querySelectorAll("[data-testid=stMetricValue]").length === {cards}
    && document.querySelectorAll("[data-testid=stTable] tbody tr").length === {units} && """
    + FILLED
)
VIZRO_DRAWN = (
    """[...document.querySelectorAll(".card h3")].length >= {cards}
    && document.querySelectorAll(".ag-center-cols-container .ag-row").length >= {units} && """
    + FILLED
)
DATASETTE_DRAWN = """[...document.querySelectorAll(".dashboard-card p")]
        .filter(one => one.style.fontWeight === "900").length === {cards}
    && document.querySelectorAll("#chart-map .mark-path path").length === {townships}
    && document.querySelectorAll("#chart-table tbody tr").length === {units}"""


@dataclass(frozen=True, slots=True)
class Page:
    """One of them: where it is served, and what in the browser says that all of it is drawn."""

    name: str
    url: str
    drawn: str


def ready_figures(overview: Overview, reference: Reference, text: Text) -> dict:
    """What the others show: the city's rows with a target, every township, the units, as our page prints them."""
    city = [row for row in overview.scorecard.rows if row.org_unit == reference.city.code and row.target is not None]
    places = {one.township.code: one for one in overview.townships}
    cells = hex_map(overview.townships, reference, text).cells
    return {
        "title": text("page.overview.title"),
        "cards": [
            {
                "name": text(f"indicator.{row.indicator}.name"),
                "value": figure(row.value, row.unit, row.target),
                "change": change(row.change_previous, row.unit, text),
                "verdict": status_word(row, text),
            }
            for row in city
        ][:CARDS],
        "townships": [
            {
                "x": cell.x,
                "y": cell.y,
                "state": text(f"coverage.{cell.coverage}"),
                "colour": COLOURS[cell.coverage],
                "words": f"{cell.name} {text(f'coverage.{cell.coverage}')} {places[cell.code].inclusive_slots}",
            }
            for cell in cells
        ],
        "heads": HEADS,
        "rows": [_unit(overview, unit.code, unit.name) for unit in reference.units if unit.level is Level.UNIT],
    }


def _unit(overview: Overview, code: str, name: str) -> list[str]:
    rows = [overview.scorecard.row(indicator, code) for indicator in ("G1", "G2", "USE", "INST")]
    return [name, *("—" if row is None else figure(row.value, row.unit, row.target) for row in rows)]


def environment(folder: Path, name: str) -> Path:
    """The Python of an environment with that requirements file installed; made once."""
    place, wanted = folder / name, (HERE / f"requirements-{name}.txt").read_text(encoding="utf-8")
    told = place / "installed.txt"
    if not told.exists() or told.read_text(encoding="utf-8") != wanted:
        print(f"Installing {name} into {place}", file=sys.stderr)
        venv.create(place, with_pip=True, clear=True)
        install = [place / "bin/python", "-m", "pip", "install", "-q", "-r", HERE / f"requirements-{name}.txt"]
        subprocess.run(install, check=True)
        told.write_text(wanted, encoding="utf-8")
    return place / "bin"


def others(environments: Path) -> Iterator[tuple[Page, list[str | Path], bool]]:
    """Each of the others: its page (the path on its server as address), how it is served, whether a port is bound."""
    written = HERE / "others"
    streamlit = environment(environments, "streamlit") / "streamlit"
    asked = {"headless": "true", "address": "127.0.0.1", "enableWebsocketCompression": "true", "enableCORS": "false"}
    asked |= {"enableXsrfProtection": "false", "fileWatcherType": "none"}
    options = [word for name, value in asked.items() for word in (f"--server.{name}", value)]
    first = [streamlit, "run", written / "streamlit_page.py", *options, "--browser.gatherUsageStats", "false"]
    yield Page("Streamlit", "/", STREAMLIT_DRAWN), [*first, "--server.port"], False
    gunicorn = environment(environments, "vizro") / "gunicorn"
    second = [gunicorn, "-k", "gthread", "--threads", "8", "--chdir", written, "vizro_page:server", "-b"]
    yield Page("Vizro", "/", VIZRO_DRAWN), second, True
    third = [environment(environments, "datasette") / "python", written / "datasette_page.py"]
    yield Page("Datasette", "/-/dashboards/overview", DATASETTE_DRAWN), third, False


@contextmanager
def pages(folder: Path, environments: Path) -> Iterator[list[Page]]:
    """All of them, ours first, served from the same demonstration."""
    settings = Settings(database_url=f"sqlite:///{folder}/demonstration.sqlite")
    given = {**os.environ, "TUOYU_DATABASE_URL": settings.database_url}
    assert command(["demo", "--if-empty"], given) == 0
    reference, text = load_reference(settings.reference), text_for("zh")
    shown = ready_figures(_overview(settings, reference), reference, text)
    told = folder / "figures.json"
    told.write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
    given["TUOYU_BENCH_FIGURES"] = str(told)
    counts = {"townships": len(shown["townships"]), "cards": len(shown["cards"]), "units": len(shown["rows"])}
    counts["states"] = len({one["state"] for one in shown["townships"]})
    own = Page("ours", f"/?period={PERIOD}", OURS_DRAWN), [sys.executable, HOUSE / "app.py", "serve", "--port"], False
    with ExitStack() as stack:
        found = []
        for page, arguments, bind in (own, *others(environments)):
            port, _, _ = stack.enter_context(served([*map(str, arguments)], given, bind=bind))
            proxy = CompressingProxy(port)
            stack.callback(proxy.close)
            found.append(Page(page.name, f"http://127.0.0.1:{proxy.port}{page.url}", page.drawn.format(**counts)))
        yield found


def _overview(settings: Settings, reference: Reference) -> Overview:
    repository = open_repository(settings, reference)
    period = Period.parse(PERIOD)
    as_of = max(one.received_at for one in repository.returns())
    found = queries.overview(repository, period=period, as_of=as_of)
    repository.close()
    return found
