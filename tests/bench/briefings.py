"""All briefings of a period (the city and every unit): typst against warm kaleido and Chromium printing the same.

``python -m tests.bench.briefings [--rounds 3] [--environments DIR]``. Kaleido is installed from its own requirements
file into an environment under DIR and kept there. Each round prints another period, as the engine remembers what it has
just set; the first period of both ways is not counted. The documents are made beforehand and are the same for both.
Ours are set two at a time, as ``brief --all`` does. The usual way draws every chart with kaleido, which keeps Chromium
open, and prints one page of HTML each, tagged and with bookmarks as ours are, with a Chromium that stays open too; both
find the fonts that ours are set in among those of the system, so that the text is printed and not boxes.
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
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from app import House
from app import main as command
from callbacks.commands.brief import AT_ONCE
from callbacks.documents import document_of
from data.briefings import Kind
from data.model import Period
from data.settings import HOUSE, Settings
from layouts import figures
from layouts.briefing import Document, Frame, print_document
from layouts.briefing.document import Block, Drawing, Heading, Paragraph
from layouts.briefing.engine import font_folders
from layouts.charts import BulletRows, ColumnChart, HexMap, RankedBars, StepChart, TrendChart
from layouts.text import text_for
from metrics.memory import remembering
from tests.bench.processor import processor_seconds
from tests.bench.ratios import Comparison, table
from tests.bench.usual_figures import bullets_figure, hex_figure
from tests.browser.chromium import ARGUMENTS, executable

REQUIREMENTS = HOUSE / "tests/bench/requirements-kaleido.txt"
PERIODS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")
FIGURES = {
    TrendChart: figures.trend_figure,
    RankedBars: figures.bars_figure,
    StepChart: figures.step_figure,
    ColumnChart: figures.column_figure,
    HexMap: hex_figure,
    BulletRows: bullets_figure,
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
    environ = with_fonts()
    with sync_playwright() as playwright, kaleido_server(python, environ) as pipe:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS, env=environ)
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


def ours(documents: list[Document]) -> int:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(map(len, pool.map(print_document, documents)))


Pipe = subprocess.Popen


def with_fonts() -> dict[str, str]:
    """The environment of a reader who has installed the fonts that ours are set in."""
    home = Path(tempfile.mkdtemp(prefix="tuoyu-bench-fonts-"))
    (home / "fonts").mkdir()
    for folder in font_folders(None):
        for file in (*folder.glob("*.otf"), *folder.glob("*.ttf")):
            (home / "fonts" / file.name).symlink_to(file)
    return {**os.environ, "XDG_DATA_HOME": str(home)}


@contextmanager
def kaleido_server(python: Path, environ: dict[str, str]) -> Iterator[Pipe]:
    """The process that draws figures, its Chromium the one of our own tests."""
    environ = {**environ, "BROWSER_PATH": str(executable())}
    words = [str(python), str(HOUSE / "tests/bench/kaleido_server.py")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ) as pipe:
        yield pipe
        pipe.stdin.close()


def usual(documents: list[Document], page: Page, pipe: Pipe) -> int:
    """Each as a page of HTML with the drawings of kaleido, printed by the open browser."""
    printed = 0
    for document in documents:
        page.set_content(content(document, pipe))
        printed += len(page.pdf(format="A4", print_background=True, tagged=True, outline=True))
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
        return "".join(drawing(chart, pipe) for chart in block.charts) + noted(block.notes)
    heads = "".join(f"<th>{html.escape(words)}</th>" for words in block.table.heads)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell.shown)}</td>" for cell in row) + "</tr>" for row in block.table.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead>{rows}</table>{noted(block.notes)}"


def noted(notes: tuple[str, ...]) -> str:
    return "".join(f"<p>{html.escape(note)}</p>" for note in notes)


def drawing(chart: object, pipe: Pipe) -> str:
    """As the SVG that kaleido makes of its figure."""
    pipe.stdin.write(json.dumps(FIGURES[type(chart)](chart), default=list) + "\n")
    pipe.stdin.flush()
    return json.loads(pipe.stdout.readline())


if __name__ == "__main__":
    main()
