"""``python -m tests.national DIR [--size nation] [--months 12] [--database URL]``: the folder, and its returns loaded.

Serve it afterwards: ``TUOYU_REFERENCE=DIR TUOYU_DATABASE_URL=URL python app.py serve``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter

from data.register import load_reference
from data.repository import open_repository
from data.settings import Settings
from metrics.filer_sums import filer_sums
from tests.national.country import SIZES, country
from tests.national.folder import write_folder
from tests.national.returns import MONTHS, archive, filed


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.national", description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--size", choices=tuple(SIZES), default="nation")
    options.add_argument("--months", type=int, default=MONTHS)
    options.add_argument("--database", help="default: a SQLite file beside the folder's")
    chosen = options.parse_args()
    write_folder(country(SIZES[chosen.size]), chosen.folder)
    load(chosen.folder, chosen.database or f"sqlite:///{chosen.folder}/archive.sqlite", chosen.months)


def load(folder: Path, database: str, months: int = MONTHS) -> float:
    """All returns of the country by the bulk path, with progress on stderr; the seconds that it took."""
    reference = load_reference(folder)
    repository = open_repository(Settings(database_url=database), reference, filer_sums)
    expected = months * (len(reference.units) + 1)
    start = perf_counter()

    def tell(seen: int) -> None:
        taken = perf_counter() - start
        rest = taken / seen * (expected - seen)
        print(f"\r{seen:,} of {expected:,} returns, {taken:,.0f} s, {rest:,.0f} s to go ", end="", file=sys.stderr)

    stored = repository.store_all(archive(filed(reference, months=months)), told=tell)
    repository.close()
    print(f"\n{stored:,} new returns in {perf_counter() - start:,.1f} s", file=sys.stderr)
    return perf_counter() - start


def small_country(folder: Path, months: int) -> dict[str, str]:
    """The environment of a country of five counties, written and loaded into ``folder``."""
    write_folder(country(SIZES["small"]), folder)
    url = f"sqlite:///{folder}/archive.sqlite"
    load(folder, url, months)
    return {"TUOYU_REFERENCE": str(folder), "TUOYU_DATABASE_URL": url}


if __name__ == "__main__":
    main()
