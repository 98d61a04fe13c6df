"""The overview against the same cards, hexagon map and table written with Streamlit and with Vizro.

``python -m tests.bench.other_dashboards [--rounds 10] [--environments DIR]``. Each of the others is installed from its
own requirements file into an environment of its own under DIR and kept there. All three are served on loopback through
the same compressing proxy; Chromium opens them in turn, with an empty cache and again with a full one, and the clock
stops once everything is drawn. The others are given ready figures; ours asks its store, and draws every target's series
as well. No web font is fetched by any of them: ours is for machines without a Chinese font, and the others bring none.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from playwright.sync_api import Browser, BrowserContext, sync_playwright

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
from tests.bench.ratios import Comparison, table
from tests.browser.chromium import ARGUMENTS, executable

HERE = HOUSE / "tests/bench"
PERIOD = "2025-Q4"
CARDS = 12
COLOURS = {"covered": "#00664F", "fragile": "#8A5A00", "uncovered": "#B3261E", "unknown": "#B0B0B0"}
PATIENCE = 120
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


@dataclass(frozen=True, slots=True)
class Page:
    """One of the three: where it is served, and what in the browser says that all of it is drawn."""

    name: str
    url: str
    drawn: str


@dataclass(frozen=True, slots=True)
class Visit:
    """Seconds until all was drawn, bytes over the wire (sockets among them), and requests."""

    seconds: float
    received: int
    requests: int


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


@contextmanager
def served(arguments: list[str | Path], port: int, **more: str) -> Iterator[int]:
    """A server on loopback behind the proxy; the proxy's port."""
    quiet = subprocess.DEVNULL
    variables = {**os.environ, **more}
    server = subprocess.Popen([*map(str, arguments)], env=variables, cwd=HERE / "others", stdout=quiet, stderr=quiet)
    proxy = CompressingProxy(port)
    try:
        _wait_for(port, server)
        yield proxy.port
    finally:
        proxy.close()
        server.terminate()
        server.wait(30)


def _wait_for(port: int, server: subprocess.Popen) -> None:
    until = perf_counter() + PATIENCE
    while server.poll() is None and perf_counter() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE).read()
            return
        except OSError:
            sleep(0.2)
    raise SystemExit(f"nothing answers at port {port}")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def pages(folder: Path, environments: Path) -> Iterator[list[Page]]:
    """All three, served from the same demonstration."""
    settings = Settings(database_url=f"sqlite:///{folder}/demonstration.sqlite")
    assert command(["demo", "--if-empty"], {"TUOYU_DATABASE_URL": settings.database_url}) == 0
    reference, text = load_reference(settings.reference), text_for("zh")
    overview = _overview(settings, reference)
    shown = ready_figures(overview, reference, text)
    told = folder / "figures.json"
    told.write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
    states = {one["state"] for one in shown["townships"]}
    counts = {
        "townships": len(shown["townships"]),
        "cards": len(shown["cards"]),
        "units": len(shown["rows"]),
        "states": len(states),
    }
    ports = [free_port() for _ in range(3)]
    streamlit, vizro = (environment(environments, name) for name in ("streamlit", "vizro"))
    ours = [sys.executable, HOUSE / "app.py", "serve", "--port", str(ports[0])]
    first = [streamlit / "streamlit", "run", "streamlit_page.py", "--server.port", str(ports[1])]
    first += ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.address", "127.0.0.1"]
    first += ["--server.enableWebsocketCompression", "true", "--server.enableCORS", "false"]
    first += ["--server.enableXsrfProtection", "false", "--server.fileWatcherType", "none"]
    second = [vizro / "gunicorn", "-b", f"127.0.0.1:{ports[2]}", "-k", "gthread", "--threads", "8", "vizro_page:server"]
    given = {"TUOYU_BENCH_FIGURES": str(told)}
    with (
        served(ours, ports[0], TUOYU_DATABASE_URL=settings.database_url) as at_ours,
        served(first, ports[1], **given) as at_streamlit,
        served(second, ports[2], **given) as at_vizro,
    ):
        yield [
            Page("ours", f"http://127.0.0.1:{at_ours}/?period={PERIOD}", OURS_DRAWN.format(**counts)),
            Page("Streamlit", f"http://127.0.0.1:{at_streamlit}/", STREAMLIT_DRAWN.format(**counts)),
            Page("Vizro", f"http://127.0.0.1:{at_vizro}/", VIZRO_DRAWN.format(**counts)),
        ]


def _overview(settings: Settings, reference: Reference) -> Overview:
    repository = open_repository(settings, reference)
    period = Period.parse(PERIOD)
    as_of = max(one.received_at for one in repository.returns())
    found = queries.overview(repository, period=period, as_of=as_of)
    repository.close()
    return found


def visit(context: BrowserContext, page: Page) -> Visit:
    """Open a page and wait until all of it is drawn."""
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    session.send("Network.enable")
    session.send("Network.setBlockedURLs", {"urls": ["*.woff", "*.woff2", "*.ttf", "*.otf"]})
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    session.on("Network.webSocketFrameReceived", lambda event: received.append(len(event["response"]["payloadData"])))
    start = perf_counter()
    tab.goto(page.url, wait_until="commit")
    tab.wait_for_function(f"() => {page.drawn}", timeout=PATIENCE * 1000, polling="raf")
    taken = perf_counter() - start
    tab.wait_for_timeout(500)
    tab.close()
    return Visit(taken, int(sum(received)), len(received))


def compare(folder: Path, environments: Path, rounds: int) -> Iterator[Comparison]:
    """Every round each page once with an empty cache and once more, in an order that goes round."""
    with pages(folder, environments) as shown, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        for page in shown:
            _both(browser, page)
        visits: dict[str, list[tuple[Visit, Visit]]] = {page.name: [] for page in shown}
        for number in range(rounds):
            for place in range(len(shown)):
                page = shown[(number + place) % len(shown)]
                visits[page.name].append(_both(browser, page))
        browser.close()
    yield from _compared(visits)


def _both(browser: Browser, page: Page) -> tuple[Visit, Visit]:
    context = browser.new_context(viewport={"width": 1366, "height": 900}, service_workers="block")
    found = visit(context, page), visit(context, page)
    context.close()
    return found


def _compared(visits: dict[str, list[tuple[Visit, Visit]]]) -> Iterator[Comparison]:
    for name, promised in (("Streamlit", ">= 2 x"), ("Vizro", ">= 1.7 x")):
        for place, how in enumerate(("empty cache", "full cache")):
            ours, other = ([one[place] for one in visits[who]] for who in ("ours", name))
            for what, unit, wanted in (("seconds", "s", promised), ("received", "B", "-")):
                words = "all drawn" if what == "seconds" else "bytes over the wire"
                found = Comparison(f"overview, {words}, {how}", name, wanted, unit)
                found.ours_taken = [getattr(one, what) for one in ours]
                found.usual_taken = [getattr(one, what) for one in other]
                yield found


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench.other_dashboards", description=__doc__)
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--environments", type=Path, default=HOUSE / "instance/bench")
    options.add_argument("--demonstration", type=Path, help="a folder with demonstration.sqlite, to save making it")
    chosen = options.parse_args()
    if chosen.demonstration:
        print(table(compare(chosen.demonstration.resolve(), chosen.environments.resolve(), chosen.rounds)))
        return
    with tempfile.TemporaryDirectory(prefix="tuoyu-others-") as name:
        print(table(compare(Path(name), chosen.environments.resolve(), chosen.rounds)))


if __name__ == "__main__":
    main()
