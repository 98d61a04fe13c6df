"""A county of the national archive against a district of the demonstration, and what the archive's size costs.

``python -m tests.bench.archive [--size nation] [--rounds 15] [--overview] [--sizes]`` runs it alone, on SQLite and on
PostgreSQL. Cold: nothing is remembered of earlier questions. First: beside that, the store was just opened and nobody
has asked the reference folder anything yet.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter

from sqlalchemy import create_engine, text

from app import main as command
from data.ingest import Ingest
from data.model import Period, Reference
from data.register import load_reference
from data.repository import Repository, open_repository
from data.settings import Settings
from data.template import return_workbook
from metrics import queries
from metrics.memory import remembering
from metrics.source import Source
from tests.bench.ratios import Comparison, seconds, table
from tests.national.__main__ import load
from tests.national.country import SIZES, country, largest_county
from tests.national.folder import write_folder
from tests.national.returns import CLERK, FIRST, MONTHS, archive, filed
from tests.postgres import new_database, postgresql

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
DISTRICT, QUARTER = "110114", Period.parse("2025-Q4")
LAST_MONTH = FIRST.shift(MONTHS - 1)
PROMISED = ">= 0.5 x (within 2 x)"
KINDS = ("SQLite", "PostgreSQL")


@dataclass(frozen=True, slots=True)
class Store:
    """A database with the folder that goes with it, and one unit of it to ask about."""

    url: str
    reference: Reference
    unit: str
    period: Period

    def opened(self) -> Repository:
        """The store as a process opens it, with a reference that remembers nothing."""
        return open_repository(Settings(database_url=self.url), replace(self.reference))

    def ask(self, source: Source) -> None:
        found = queries.scorecard(source, period=self.period, as_of=AS_OF, scope=self.unit)
        assert any(row.indicator == "G2" and row.value is not None for row in found.rows)


def compare(folder: Path, size: str, rounds: int) -> Iterator[Comparison]:
    """The scorecard of one unit, ours being the county of the archive, on both kinds of database."""
    folder.mkdir(exist_ok=True)
    with databases(folder) as address:
        for kind in KINDS:
            yield from _scorecards(kind, *stores(folder, size, address, kind), rounds)


def stores(folder: Path, size: str, address: Callable[[str, str], str], kind: str) -> tuple[Store, Store]:
    """The archive and the demonstration, loaded."""
    demonstration = address(kind, "demonstration")
    assert command(["demo"], {"TUOYU_DATABASE_URL": demonstration}) == 0
    district = Store(demonstration, load_reference(Settings().reference), DISTRICT, QUARTER)
    return loaded(folder, size, address(kind, size), district), district


def loaded(folder: Path, size: str, url: str, district: Store) -> Store:
    """The archive of that size, with a county of at least as many townships as the district, where there is one."""
    found = country(SIZES[size])
    write_folder(found, folder / size)
    load(folder / size, url)
    townships = len(district.reference.townships_at(QUARTER.end, DISTRICT))
    return Store(url, load_reference(folder / size), largest_county(found, townships).code, LAST_MONTH)


def _scorecards(kind: str, county: Store, district: Store, rounds: int) -> Iterator[Comparison]:
    names = [f"scorecard of a county of {len(county.reference.townships):,} townships, {kind}, {how}" for how in HOWS]
    found = [Comparison(name, "a district of the demonstration", PROMISED) for name in names]
    kept = [(store, store.opened(), remembering(store.opened())) for store in (county, district)]
    for store, plain, memory in kept:
        store.ask(plain)
        store.ask(memory)
    for _ in range(rounds):
        for comparison, ask in zip(found, (_first, _cold, _warm)):
            comparison.time(*(partial(ask, *one) for one in kept))
    for _, plain, memory in kept:
        plain.close()
        memory.close()
    yield from found


HOWS = ("first of a process", "cold", "warm")


def _first(store: Store, _plain: Source, _memory: Source) -> None:
    repository = store.opened()
    store.ask(repository)
    repository.close()


def _cold(store: Store, plain: Source, _memory: Source) -> None:
    store.ask(plain)


def _warm(store: Store, _plain: Source, memory: Source) -> None:
    store.ask(memory)


@contextmanager
def databases(folder: Path) -> Iterator[Callable[[str, str], str]]:
    """The URL of an empty database of either kind, by name."""
    with postgresql() as server:
        yield lambda kind, name: f"sqlite:///{folder}/{name}.sqlite" if kind == "SQLite" else new_database(server, name)


def loading(folder: Path, rounds: int) -> Comparison:
    """Filling an empty store with the months of a small country: in bulk, and as workbooks through every rule."""
    small = load_reference(write_folder(country(SIZES["small"]), folder / "loading"))
    months = list(filed(small))
    files = [return_workbook(month.content, reference=small) for month in months]
    rows = f"{len(months)} returns of {len(small.townships)} townships"
    found = Comparison(f"storing {rows}: in bulk", "one workbook after the other, with every rule", "-")

    def bulk(name: str) -> None:
        _empty(folder, name, small).store_all(archive(iter(months)), told=lambda _: None)

    def ordinary(name: str) -> None:
        ingest = Ingest(_empty(folder, name, small), small, lambda: AS_OF)
        for month, file in zip(months, files):
            assert ingest.load("return.xlsx", file, CLERK, month.received_at).accepted

    for number in range(rounds):
        found.time(partial(bulk, f"bulk{number}"), partial(ordinary, f"ordinary{number}"))
    return found


def _empty(folder: Path, name: str, reference: Reference) -> Repository:
    return open_repository(Settings(database_url=f"sqlite:///{folder}/{name}.sqlite"), reference)


def costs(folder: Path, sizes: list[str], rounds: int, *, overview: bool) -> Iterator[str]:
    """A line for each size and database: rows, loading, a county's scorecard, a province's, the country's overview."""
    heads = ("townships", "rows", "database", "loaded in", "county, cold", "county, warm", "province, cold", "overview")
    yield from (f"| {' | '.join(line)} |" for line in (heads, ["---"] * len(heads)))
    with databases(folder) as address:
        district = Store("", load_reference(Settings().reference), DISTRICT, QUARTER)
        for size in sizes:
            for kind in KINDS:
                url, start = address(kind, size), perf_counter()
                store = loaded(folder, size, url, district)
                taken = perf_counter() - start
                told = (f"{len(store.reference.townships):,}", f"{_rows(url):,}", kind, f"{taken:,.0f} s")
                yield f"| {' | '.join((*told, *_taken(store, rounds, overview=overview)))} |"


def _rows(url: str) -> int:
    """Rows of a township in a month: its line in the return, and the rollup's by channel."""
    engine = create_engine(url)
    with engine.connect() as connection:
        counted = "SELECT (SELECT COUNT(*) FROM rollup) + (SELECT COUNT(*) FROM township_sums)"
        found = connection.execute(text(counted)).scalar_one()
    engine.dispose()
    return found


def _taken(store: Store, rounds: int, *, overview: bool) -> Iterator[str]:
    plain = store.opened()
    memory = remembering(plain)
    store.ask(memory)
    province = replace(store, unit=store.reference.regions[0].code)
    for ask, source, times in ((store.ask, plain, rounds), (store.ask, memory, rounds), (province.ask, plain, 3)):
        taken = sorted(seconds(partial(ask, source)) for _ in range(times))
        yield f"{1000 * taken[len(taken) // 2]:,.1f} ms"
    question = {"period": store.period, "as_of": AS_OF}
    yield f"{seconds(partial(queries.overview, plain, **question)):,.1f} s" if overview else "-"
    plain.close()


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench.archive", description=__doc__)
    options.add_argument("--size", choices=tuple(SIZES), default="nation")
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--sizes", action="store_true", help="cost against size, instead of the comparison")
    options.add_argument("--overview", action="store_true", help="with --sizes: the country's overview too")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="tuoyu-archive-") as name:
        folder = Path(name)
        if chosen.sizes:
            sizes = [size for size in SIZES if SIZES[size].townships <= SIZES[chosen.size].townships]
            for line in costs(folder, sizes, chosen.rounds, overview=chosen.overview):
                print(line, flush=True)
        else:
            print(table([*compare(folder, chosen.size, chosen.rounds), loading(folder, 3)]))


if __name__ == "__main__":
    main()
