"""What a question costs against the size of the archive: one county, its region, the country, one more return.

``python -m tests.bench.country DIR [--sizes city tenth nation] [--rounds 5] [--postgresql] [--chart FILE.svg]``

Folders and SQLite archives are made under DIR where they are not there yet (the nation takes some minutes and 400 MB);
``--postgresql`` copies each of them into a PostgreSQL of its own. Cold: a process that remembers nothing. Warm: the
same question again. After: the first question after another county's return. A Beijing district's return and scorecard,
from the demonstration, stand beside them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlalchemy import make_url

from app import main as command
from data.digest import content_digest
from data.ingest import Ingest
from data.model import Period, Reference
from data.register import load_reference
from data.repository import Repository, open_repository
from data.returns import State
from data.settings import Settings
from data.template import return_workbook
from metrics import queries
from metrics.country import country_front
from metrics.filer_sums import filer_sums
from metrics.memory import remembering
from metrics.region import region_view
from tests import postgres
from tests.bench.loglog import loglog
from tests.bench.ratios import seconds
from tests.conftest import copy_database
from tests.national.__main__ import load
from tests.national.country import SIZES, country, largest_county
from tests.national.folder import write_folder
from tests.national.returns import CLERK, FIRST, MONTHS, CountyYear
from tests.on_postgresql import copy_store

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
LAST = FIRST.shift(MONTHS - 1)
DISTRICT, QUARTER = "110114", Period.parse("2025-Q4")
KINDS = ("county, cold", "region, cold", "country, cold", "country, warm", "country, after a return", "one return")


@dataclass(frozen=True, slots=True)
class Store:
    """A database, its folder, and what is asked of it."""

    name: str
    url: str
    reference: Reference
    unit: str
    period: Period

    def opened(self) -> Repository:
        return open_repository(Settings(database_url=self.url), self.reference, filer_sums)


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench.country", description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--sizes", nargs="+", default=["city", "tenth", "nation"], choices=tuple(SIZES))
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--postgresql", action="store_true")
    options.add_argument("--chart", type=Path)
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, dict[str, tuple[int, float]]] = {}
    print(f"| database | townships | {' | '.join(KINDS)} |\n| {' | '.join(['---'] * (len(KINDS) + 2))} |")
    print(f"| {' | '.join(beijing(chosen.folder, chosen.rounds))} |", flush=True)
    with engines(postgresql=chosen.postgresql) as placed:
        for size in chosen.sizes:
            archive = made(chosen.folder, size)
            for kind, store in placed(chosen.folder, archive):
                taken = measured(store, chosen.rounds)
                townships = len(store.reference.townships)
                print(f"| {kind} | {townships:,} | {' | '.join(f'{taken[one]:.4g} s' for one in KINDS)} |", flush=True)
                found[f"{kind} {size}"] = {one: (townships, taken[one]) for one in KINDS}
    if chosen.chart:
        lines = {one: [taken[one] for name, taken in found.items() if name.startswith("SQLite")] for one in KINDS}
        chosen.chart.write_text(loglog("Cost against size (SQLite)", "townships", "seconds", lines), encoding="utf-8")


def made(folder: Path, size: str) -> Store:
    """The archive of that size, loaded once and kept."""
    found, place = country(SIZES[size]), folder / size
    url = f"sqlite:///{place}/archive.sqlite"
    if not (place / "archive.sqlite").exists():
        write_folder(found, place)
        load(place, url)
    unit = largest_county(found, 22).code
    store = Store(size, url, load_reference(place), unit, LAST)
    store.opened().bring_up_sums()
    return store


Placed = Callable[[Path, Store], Iterator[tuple[str, Store]]]


@contextmanager
def engines(*, postgresql: bool) -> Iterator[Placed]:
    """Each archive in a copy of its own that may be written to: in SQLite, and in PostgreSQL where wanted."""
    with postgres.postgresql() if postgresql else nullcontext() as server:

        def placed(folder: Path, archive: Store) -> Iterator[tuple[str, Store]]:
            copy = folder / f"{archive.name}-copy.sqlite"
            copy_database(Path(str(make_url(archive.url).database)), copy)
            yield "SQLite", Store(archive.name, f"sqlite:///{copy}", archive.reference, archive.unit, archive.period)
            copy.unlink()
            if server is not None:
                url = postgres.new_database(server, archive.name)
                open_repository(Settings(database_url=url), archive.reference).close()
                copy_store(archive.url, url)
                yield "PostgreSQL", Store(archive.name, url, archive.reference, archive.unit, archive.period)

        yield placed


def measured(store: Store, rounds: int) -> dict[str, float]:
    """Medians of each kind of question; the returns of the last kind are further months of one county."""
    repository, warm = store.opened(), remembering(store.opened())
    region = store.reference.unit_by_code[store.unit].parent
    asked = {"period": store.period, "as_of": AS_OF}
    now = {"period": store.period, "as_of": datetime(2027, 1, 1, tzinfo=UTC)}
    country_front(warm, **now)
    months = list(CountyYear(store.reference, store.unit).months(MONTHS + 2 * rounds))[MONTHS:]
    taken: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for number in range(rounds):
        taken["county, cold"].append(seconds(lambda: queries.scorecard(repository, scope=store.unit, **asked)))
        taken["region, cold"].append(seconds(lambda: region_view(repository, code=str(region), **now)))
        taken["country, cold"].append(seconds(lambda: country_front(repository, **now)))
        taken["country, warm"].append(seconds(lambda: country_front(warm, **now)))
        taken["one return"].append(_filed(repository, store.reference, months[2 * number]))
        taken["country, after a return"].append(seconds(lambda: country_front(warm, **now)))
    repository.close()
    warm.close()
    return {kind: median(one) for kind, one in taken.items()}


def _filed(repository: Repository, reference: Reference, month) -> float:
    """A further month's return as a workbook through every rule, until it is safe on disk."""
    file = return_workbook(month.content, reference=reference)
    ingest = Ingest(repository, reference, lambda: month.received_at)

    def load_it() -> None:
        outcome = ingest.load("return.xlsx", file, CLERK, month.received_at)
        assert outcome.accepted, outcome.issues

    return seconds(load_it)


def beijing(folder: Path, rounds: int) -> Iterator[str]:
    """A district of the demonstration: its scorecard, and its newest return taken in once more as a revision."""
    file = folder / "beijing.sqlite"
    url = f"sqlite:///{file}"
    if not file.exists():
        assert command(["demo"], {"TUOYU_DATABASE_URL": url}) == 0
    copy = folder / "beijing-copy.sqlite"
    copy_database(file, copy)
    reference = load_reference(Settings().reference)
    repository = open_repository(Settings(database_url=f"sqlite:///{copy}"), reference)
    asked = {"scope": DISTRICT, "period": QUARTER, "as_of": AS_OF}
    card = median(seconds(lambda: queries.scorecard(repository, **asked)) for _ in range(rounds))
    again = median(_again(repository, reference, number) for number in range(rounds))
    repository.close()
    copy.unlink()
    yield from ("Beijing, SQLite", "343", f"{card:.4g} s", "", "", "", "", f"{again:.4g} s")


def _again(repository: Repository, reference: Reference, number: int) -> float:
    """The district's return of the last quarter, one more person trained in it each time."""
    stored = repository.counting_returns(periods=[Period.parse("2026-Q3")], as_of=AS_OF, filers=[DISTRICT])
    (found,) = stored.values()
    content = repository.content(found.sequence)
    with repository.writing() as transaction:
        if found.state is State.ACCEPTED:
            transaction.append_state(found.sequence, State.UNLOCKED, at=AS_OF, actor=CLERK, reason="bench")
    header = {**content.header, "revision_note": "bench", "revision": f"修订{found.revision}"}
    first, *rest = content.workforce
    more = replace(first, value=(first.value or 0) + number + 1)
    changed = replace(content, header=header, workforce=(more, *rest))
    file = return_workbook(changed, reference=reference)
    ingest = Ingest(repository, reference, lambda: AS_OF)
    assert content_digest(changed) != content_digest(content)

    def load_it() -> None:
        outcome = ingest.load("return.xlsx", file, CLERK, AS_OF)
        assert outcome.accepted, outcome.issues

    return seconds(load_it)


if __name__ == "__main__":
    main()
