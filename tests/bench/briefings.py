"""All briefings of a period (the city and every unit): typst against warm kaleido and Chromium printing the same.

``python -m tests.bench.briefings [--rounds 3] [--environments DIR]``. Kaleido is installed from its own requirements
file into an environment under DIR and kept there. Each round prints another period, as the engine remembers what it has
just set; the first period of both ways is not counted. The documents are made beforehand and are the same for both: the
usual way draws their charts with kaleido, which keeps its Chromium open, and prints one page of HTML each with
Chromium, which stays open too.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import subprocess
import tempfile
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app import House
from app import main as command
from callbacks.documents import document_of
from data.briefings import Kind
from data.model import Period
from data.settings import HOUSE, Settings
from layouts import figures
from layouts.briefing import Document, Frame, print_document
from layouts.briefing.document import Block, Drawing, Heading, Paragraph
from layouts.charts import BulletRows, ColumnChart, HexMap, RankedBars, StepChart, TrendChart
from layouts.text import text_for
from metrics.memory import remembering
from tests.bench.ratios import Comparison, table
from tests.browser.chromium import ARGUMENTS, executable

REQUIREMENTS = HOUSE / "tests/bench/requirements-kaleido.txt"
PERIODS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")
FIGURES = {
    TrendChart: figures.trend_figure,
    RankedBars: figures.bars_figure,
    StepChart: figures.step_figure,
    ColumnChart: figures.column_figure,
}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench.briefings", description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--environments", type=Path, default=HOUSE / "instance/bench")
    chosen = options.parse_args()
    python = environment(chosen.environments / "kaleido")
    with tempfile.TemporaryDirectory(prefix="tuoyu-bench-") as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/demonstration.sqlite")
        assert command(["demo"], {"TUOYU_DATABASE_URL": settings.database_url}) == 0
        print(table(compare(House(settings), python, chosen.rounds)))


def environment(folder: Path) -> Path:
    """The Python that has kaleido."""
    python = folder / "bin/python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", str(REQUIREMENTS)], check=True)
    return python


def compare(house: House, python: Path, rounds: int) -> Iterator[Comparison]:
    """18 briefings a pair."""
    source, text = remembering(house.repository), text_for("zh")
    units = (house.reference.city, *house.reference.units)

    def documents(period: str) -> list[Document]:
        asked = {"period": Period.parse(period), "as_of": house.now(), "plan_id": None, "text": text}
        kind = {"kind": Kind.BRIEFING, "frame": Frame(), "office": {}}
        return [document_of(source, org_unit=unit.code, **asked, **kind) for unit in units]

    by_clock, by_work = (
        Comparison(f"18 briefings as PDF, {what}", "warm kaleido and Chromium, print to PDF", ">= 20 x")
        for what in ("by the clock", "processor time of all processes")
    )
    with sync_playwright() as playwright, kaleido_server(python) as pipe:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        page = browser.new_page()
        first = documents(PERIODS[0])
        ours(first)
        usual(first[:2], page, pipe)
        for period in PERIODS[1 : rounds + 1]:
            made = documents(period)
            by_clock.time(
                lambda made=made: weighed(lambda: ours(made), by_work.ours_taken),
                lambda made=made: weighed(lambda: usual(made, page, pipe), by_work.usual_taken),
            )
        browser.close()
    yield by_clock
    yield by_work


def weighed(work: Callable[[], object], taken: list[float]) -> None:
    """Do it, and note the processor time that this process and all it has started have spent on it."""
    before = processor_seconds()
    work()
    taken.append(processor_seconds() - before)


def processor_seconds() -> float:
    """Of this process and its descendants that are alive, from /proc."""
    parents, spent = {}, {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = place.read_text().rpartition(")")[2].split()
            number = int(place.parent.name)
            parents[number], spent[number] = int(fields[1]), int(fields[11]) + int(fields[12])
    own = {os.getpid()}
    while found := {number for number, parent in parents.items() if parent in own and number not in own}:
        own |= found
    return sum(spent.get(number, 0) for number in own) / os.sysconf("SC_CLK_TCK")


def ours(documents: list[Document]) -> int:
    return sum(len(print_document(one)) for one in documents)


Pipe = subprocess.Popen


@contextmanager
def kaleido_server(python: Path) -> Iterator[Pipe]:
    """The process that draws figures, its Chromium the one of our own tests."""
    environ = {**os.environ, "BROWSER_PATH": str(executable())}
    words = [str(python), str(HOUSE / "tests/bench/kaleido_server.py")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ) as pipe:
        yield pipe
        pipe.stdin.close()


def usual(documents: list[Document], page: Page, pipe: Pipe) -> int:
    """Each as a page of HTML with the drawings of kaleido, printed by the open browser."""
    printed = 0
    for document in documents:
        page.set_content(content(document, pipe))
        printed += len(page.pdf(format="A4", print_background=True))
    return printed


def content(document: Document, pipe: Pipe) -> str:
    blocks = [*document.body, *(block for _, blocks in document.annexes for block in blocks)]
    facts = "".join(f"<p>{html.escape(name)} {html.escape(words)}</p>" for name, words in document.facts)
    return (
        "<meta charset='utf-8'><style>body { font: 16pt 'Noto Sans SC', serif } table { font-size: 8pt }</style>"
        f"<h1>{html.escape(document.title)}</h1>{facts}{''.join(as_html(block, pipe) for block in blocks)}"
    )


def as_html(block: Block, pipe: Pipe) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level + 1}>{html.escape(block.words)}</h{block.level + 1}>"
    if isinstance(block, Paragraph):
        return f"<p>{html.escape(block.sentence.text)}</p>"
    if isinstance(block, Drawing):
        return "".join(drawing(chart, pipe) for chart in block.charts)
    heads = "".join(f"<th>{html.escape(words)}</th>" for words in block.table.heads)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell.shown)}</td>" for cell in row) + "</tr>" for row in block.table.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead>{rows}</table>"


def drawing(chart: object, pipe: Pipe) -> str:
    """By kaleido what plotly draws; hexagons and bars as the SVG that the page itself would have."""
    if isinstance(chart, HexMap):
        return f"<svg viewBox='0 0 60 60' width='400'>{''.join(hexagon(cell.x, cell.y) for cell in chart.cells)}</svg>"
    if isinstance(chart, BulletRows):
        bars = (f"<rect y='{place * 12}' width='{100 * (row.value or 0) / row.maximum}' height='8'/>"
                for place, row in enumerate(chart.rows))  # fmt: skip
        return f"<svg viewBox='0 0 100 150' width='400'>{''.join(bars)}</svg>"
    pipe.stdin.write(json.dumps(FIGURES[type(chart)](chart), default=list) + "\n")
    pipe.stdin.flush()
    return json.loads(pipe.stdout.readline())


def hexagon(x: float, y: float) -> str:
    corners = ((0, 0.577), (0.5, 0.289), (0.5, -0.289), (0, -0.577), (-0.5, -0.289), (-0.5, 0.289))
    points = " ".join(f"{x + dx:.2f},{y + dy:.2f}" for dx, dy in corners)
    return f"<polygon points='{points}' fill='#00664F' stroke='white' stroke-width='0.05'/>"


if __name__ == "__main__":
    main()
