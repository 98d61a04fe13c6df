"""``python datasette_page.py PORT``: cards, map and table by datasette-dashboards, from a SQLite file of ready figures.

The map is one Vega chart, a path for each township, coloured and explained as in the other tools.
"""

import json
import os
import sqlite3
import sys
import tempfile
from pathlib import Path

from given import CORNERS, figures

WIDE, HIGH = 1290, 560
DATABASE = "figures"


def stored(place: Path, shown: dict) -> None:
    """The ready figures as three tables."""
    heads = ", ".join(f'"{head}"' for head in shown["heads"])
    with sqlite3.connect(place) as base:
        base.execute("create table card (name, value, change, verdict)")
        base.executemany("insert into card values (:name, :value, :change, :verdict)", shown["cards"])
        base.execute("create table township (x, y, state, colour, words)")
        base.executemany("insert into township values (:x, :y, :state, :colour, :words)", shown["townships"])
        base.execute(f"create table unit ({heads})")
        base.executemany(f"insert into unit values ({', '.join('?' * len(shown['heads']))})", shown["rows"])
    base.close()


def hexagons(townships: list[dict]) -> dict:
    """The townships as a Vega chart of marks, as large as the space allows."""
    across, down = ([one[way] for one in townships] for way in ("x", "y"))
    size = min(WIDE / (max(across) - min(across) + 2), HIGH / (max(down) - min(down) + 2))
    corners = " L ".join(f"{x * size:.2f} {y * size:.2f}" for x, y in CORNERS)
    place = {
        "x": {"signal": f"(datum.x - {min(across) - 1}) * {size}"},
        "y": {"signal": f"({max(down) + 1} - datum.y) * {size}"},
        "path": {"value": f"M {corners} Z"},
        "fill": {"field": "colour"},
        "stroke": {"value": "white"},
        "tooltip": {"field": "words"},
    }
    return {
        "height": HIGH,
        "marks": [{"type": "path", "from": {"data": "table"}, "encode": {"enter": place}}],
        "usermeta": {"embedOptions": {"renderer": "svg", "actions": False}},
    }


def dashboard(shown: dict) -> dict:
    """Twelve cards, four in a row, the map under them and the table under that."""
    chart = {"db": DATABASE}
    cards = {
        f"card{place}": chart
        | {"title": f"{card['name']} {card['change']} · {card['verdict']}", "library": "metric"}
        | {"query": f"select value from card where rowid = {place + 1}", "display": {"field": "value"}}
        for place, card in enumerate(shown["cards"])
    }
    drawn = {"title": shown["title"], "library": "vega", "query": "select * from township"}
    listed = {"title": shown["title"], "library": "table", "query": "select * from unit"}
    names = list(cards)
    return {
        "title": shown["title"],
        "layout": [*(names[start : start + 4] for start in range(0, len(names), 4)), ["map"] * 4, ["table"] * 4],
        "charts": cards
        | {"map": chart | drawn | {"display": hexagons(shown["townships"])}}
        | {"table": chart | listed | {"display": {}}},
    }


def main() -> None:
    shown = figures()
    folder = Path(tempfile.mkdtemp(prefix="tuoyu-datasette-", dir=Path(os.environ["TUOYU_BENCH_FIGURES"]).parent))
    stored(folder / f"{DATABASE}.db", shown)
    told = {"plugins": {"datasette-dashboards": {"overview": dashboard(shown)}}}
    (folder / "datasette.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    serve = [sys.executable, "-m", "datasette", "serve", str(folder / f"{DATABASE}.db")]
    os.execv(sys.executable, [*serve, "--metadata", str(folder / "datasette.json"), "--port", sys.argv[1]])


if __name__ == "__main__":
    main()
