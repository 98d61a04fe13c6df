"""Seventeen units that file one return a second each while twenty others read (python -m tests.bench.crowd).

Every writer and reader is a process with a connection of its own, as workers are. Told: errors, the time a return takes
to be stored (99th of 100), and the time of a reader's question (95th of 100) with the writers and without them.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from statistics import quantiles
from typing import NamedTuple

from data.model import Reference
from data.register import load_reference
from data.repository import Repository, open_repository
from data.settings import Settings
from tests.postgres import postgresql
from tests.store_samples import PERIOD, START, institution, ledger_return, stored

WRITERS, READERS = 17, 20
Act = Callable[[Repository, str, int], None]


class Crowd(NamedTuple):
    """What came of it: numbers of acts and errors, times in seconds."""

    stored: int
    errors: list[str]
    writing: list[float]
    reading: list[float]
    reading_alone: list[float]


def file_one(own: Repository, unit: str, turn: int) -> None:
    """One more revision of a unit's return."""
    township = own.reference.townships_at(PERIOD.end, unit)[0].code
    stored(own, ledger_return(institution(turn, township=township), unit=unit), days=turn / 86400)


def ask_one(own: Repository, _: str, __: int) -> None:
    """What a page asks first: who has reported, and the totals of all townships."""
    counting = own.counting_returns(periods=[PERIOD], as_of=START + timedelta(days=365))
    sequences = {one.sequence: one.org_unit for one in counting.values()}
    totals = own.township_totals(sequences=sequences)
    for sequence, unit in sequences.items():
        found = sum(total.slots for total in totals if total.sequence == sequence)
        if found != 60:
            raise AssertionError(f"half a return: {unit} {found}")


class Role(NamedTuple):
    """What one process does, how often (seconds), and how long after the others it begins."""

    unit: str
    act: Act
    pace: float
    late: float


def work(settings: Settings, reference: Reference, role: Role, seconds: float) -> list[object]:
    """Play a role for so long: the time of each act, or the error."""
    unit, act, pace, late = role
    time.sleep(late)
    own, told, turn, until = open_repository(settings, reference), [], 0, time.monotonic() + seconds
    while (began := time.monotonic()) < until:
        turn += 1
        try:
            act(own, unit, turn)
            told.append(time.monotonic() - began)
        except Exception as error:
            told.append(f"{type(error).__name__}: {error}")
        time.sleep(max(0.0, pace - (time.monotonic() - began)))
    own.close()
    return told


def crowd(settings: Settings, reference: Reference, seconds: float) -> Crowd:
    """Readers alone, then readers and writers together, ``seconds`` each."""
    first = open_repository(settings, reference)
    for unit in reference.units:
        file_one(first, unit.code, 1)
    first.close()
    units = [unit.code for unit in reference.units][:WRITERS]
    readers = [Role(units[0], ask_one, 0.2, 0.2 * place / READERS) for place in range(READERS)]
    before = _together(readers, settings, reference, seconds)
    both = [*(Role(unit, file_one, 1.0, place / WRITERS) for place, unit in enumerate(units)), *readers]
    during = _together(both, settings, reference, seconds)
    written, asked = during[:WRITERS], during[WRITERS:]
    errors = [one for part in (*before, *during) for one in part if isinstance(one, str)]
    return Crowd(sum(map(len, written)), errors, _times(written), _times(asked), _times(before))


def _times(parts: list[list[object]]) -> list[float]:
    return [one for part in parts for one in part if isinstance(one, float)]


def _together(roles: list[Role], settings: Settings, reference: Reference, seconds: float) -> list[list[object]]:
    context = multiprocessing.get_context("fork")
    with context.Pool(len(roles)) as pool:
        asked = [pool.apply_async(work, (settings, reference, role, seconds)) for role in roles]
        return [one.get() for one in asked]


def percentile(times: list[float], place: int) -> float:
    """That hundredth of some times, in seconds."""
    return quantiles(times, n=100)[place - 1]


@contextmanager
def placed(asked: argparse.Namespace) -> Iterator[str]:
    """The URL of the database asked for."""
    with tempfile.TemporaryDirectory(prefix="tuoyu-crowd-") as folder, ExitStack() as stack:
        own = stack.enter_context(postgresql()) if asked.postgresql else f"sqlite:///{folder}/crowd.sqlite"
        yield asked.database or own


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", default="", help="a URL; without it SQLite in a temporary folder")
    parser.add_argument("--postgresql", action="store_true", help="a PostgreSQL of its own")
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    with placed(asked) as url:
        found = crowd(Settings(database_url=url), load_reference(Settings().reference), asked.seconds)
    print(f"{found.stored} returns stored, {len(found.errors)} errors, load {os.getloadavg()[0]:.0f}")
    print(f"storing: half in {percentile(found.writing, 50):.3f} s, 99 of 100 in {percentile(found.writing, 99):.3f} s")
    with_them, alone = percentile(found.reading, 95), percentile(found.reading_alone, 95)
    print(f"reading: 95 of 100 in {with_them:.3f} s, without writers {alone:.3f} s, {with_them / alone:.1f} x")
    for error in found.errors[:5]:
        print(error)


if __name__ == "__main__":
    main()
