"""The overview against the same cards, hexagon map and table written with Streamlit, with Vizro and with Datasette.

``python -m tests.bench.other_dashboards [--rounds 10] [--environments DIR]``. All are served on loopback through the
same compressing proxy; Chromium opens them in turn, with an empty cache and again with a full one, and the clock stops
once everything is drawn. The others are given ready figures; ours asks its store, and draws every target's series as
well. No web font is fetched by any of them: ours is for machines without a Chinese font, and the others bring none.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from data.settings import HOUSE
from tests.bench.ratios import Comparison, table
from tests.bench.same_overview import Page, pages
from tests.bench.serving import PATIENCE
from tests.browser.chromium import ARGUMENTS, executable


@dataclass(frozen=True, slots=True)
class Visit:
    """Seconds until all was drawn, bytes over the wire (sockets among them), and requests."""

    seconds: float
    received: int
    requests: int


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
    for name, promised in (("Streamlit", ">= 2 x"), ("Vizro", ">= 1.7 x"), ("Datasette", "-")):
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
