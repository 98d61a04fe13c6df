"""What `indicators --format json` answers equals an independent SQL over the raw rows, to the last digit."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest

from app import main
from data.model import Period
from data.settings import Settings
from tests.conftest import BEIJING

QUERY = (Path(__file__).parent / "independent_figures.sql").read_text(encoding="utf-8")
PERIODS = [str(period) for period in Period.parse("2022-Q4").through(Period.parse("2026-Q3"))]
MOMENTS = ("2025-01-20T09:30:00+08:00", "2026-11-20T12:00:00+08:00")
STOCKS = {"G1", "G1L", "G2", "G5", "G6", "G7", "G8", "COV", "USE", "INST"}
"""What the SQL sums; new slots, training and carers have theirs in test_commitments_equal_sql."""
ZONES = {"G5": "中心城区", "G6": "北京城市副中心", "G7": "平原新城", "G8": "生态涵养区"}


@pytest.fixture(scope="module")
def raw(demo_database: Path) -> Iterator[sqlite3.Connection]:
    """The raw rows beside the register's own files, in SQLite."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("ATTACH ? AS demo", (str(demo_database),))
        _put(connection, "township (code, unit, zone, valid_from, valid_to)", _townships())
        _put(connection, "population (area, ref_date, value, source_date)", _populations())
        _put(connection, "zone_indicator (indicator, zone)", ZONES.items())
        yield connection


def _put(connection: sqlite3.Connection, table: str, rows) -> None:
    connection.execute(f"CREATE TABLE {table}")
    name, columns = table.split(" ", 1)
    connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns.split(',')))})", rows)


def _lines(name: str) -> list[dict[str, str]]:
    with (Settings().reference / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _townships() -> list[tuple[str, ...]]:
    names = ("code", "reporting_unit", "zone", "valid_from", "valid_to")
    return [tuple(line[name] for name in names) for line in _lines("townships.csv") if line["official"] == "true"]


def _populations() -> list[tuple[str, str, int, str]]:
    return [
        (line["area_code"], line["ref_date"], int(line["resident_population"]), line["source_date"])
        for line in _lines("population_series.csv")
    ]


def by_sql(raw: sqlite3.Connection, name: str, moment: str) -> dict[tuple[str, str, str | None], tuple]:
    period, as_of = Period.parse(name), datetime.fromisoformat(moment)
    due = datetime.combine(period.end + timedelta(days=16), time.min, BEIJING)
    given = {
        "period": name,
        "previous": str(period.previous),
        "period_end": period.end.isoformat(),
        "previous_end": period.previous.end.isoformat(),
        "as_of": as_of.astimezone(UTC).isoformat(timespec="microseconds"),
        "as_of_day": as_of.date().isoformat(),
        "due": due <= as_of,
    }
    return {
        (row["indicator"], row["org_unit"], row["zone"]): (row["numerator"], row["denominator"], row["value"])
        for row in raw.execute(QUERY, given)
    }


def by_the_dashboard(settings: Settings, name: str, moment: str, capsys) -> dict[tuple[str, str, str | None], tuple]:
    arguments = ["indicators", "--period", name, "--org-unit", "all", "--as-of", moment, "--format", "json"]
    assert main(arguments, {"TUOYU_DATABASE_URL": settings.database_url}) == 0
    rows = json.loads(capsys.readouterr().out)["indicators"]
    return {
        (row["indicator"], row["org_unit"], row["zone"]): (row["numerator"], row["denominator"], row["value"])
        for row in rows
        if row["value"] is not None and row["indicator"] in STOCKS
    }


def any_moments(number: int) -> list[str]:
    """Moments anywhere in the history, the same ones every time."""
    draw, first = Random(20230101), datetime(2023, 1, 1, tzinfo=BEIJING)
    return [(first + timedelta(minutes=draw.randrange(4 * 365 * 24 * 60))).isoformat() for _ in range(number)]


def test_no_counted_cell_of_the_demonstration_is_blank(raw: sqlite3.Connection):
    ledger = "SELECT COUNT(*) FROM demo.ledger_rows WHERE slots IS NULL OR inclusive_slots IS NULL OR children IS NULL"
    sums = ledger.replace("ledger_rows", "township_sums") + " OR institutions IS NULL"
    assert [raw.execute(query).fetchone()[0] for query in (ledger, sums)] == [0, 0]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("period", PERIODS)
def test_every_figure_equals_an_independent_sum_of_the_raw_rows(
    raw: sqlite3.Connection, demo_settings: Settings, capsys: pytest.CaptureFixture[str], period: str, moment: str
):
    _compare(raw, demo_settings, capsys, period, moment)


@pytest.mark.soak
@pytest.mark.parametrize("moment", any_moments(number=20))
def test_every_figure_at_any_moment_equals_an_independent_sum(
    raw: sqlite3.Connection, demo_settings: Settings, capsys: pytest.CaptureFixture[str], moment: str
):
    for period in PERIODS:
        _compare(raw, demo_settings, capsys, period, moment)


def _compare(raw: sqlite3.Connection, settings: Settings, capsys: pytest.CaptureFixture[str], period: str, moment: str):
    shown = by_the_dashboard(settings, period, moment, capsys)
    summed = {key: figures for key, figures in by_sql(raw, period, moment).items() if figures[2] is not None}
    assert shown == summed


def test_both_moments_know_something_and_differ(raw: sqlite3.Connection):
    early, late = (by_sql(raw, "2024-Q4", moment) for moment in MOMENTS)
    assert {indicator for indicator, _, _ in early} == STOCKS
    assert early != late or by_sql(raw, "2025-Q4", MOMENTS[0]) != by_sql(raw, "2025-Q4", MOMENTS[1])
