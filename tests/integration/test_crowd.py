"""Seventeen units filing at once while others read: nobody is turned away, nobody sees half a return."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest

from data.model import Reference
from data.repository import Repository, open_repository
from data.settings import Settings
from tests.bench.crowd import crowd
from tests.store_samples import PERIOD, START, institution, ledger_return, stored

LATER = START + timedelta(days=365)
READERS = 4


@pytest.mark.parametrize("revisions", [3, pytest.param(60, marks=pytest.mark.soak)])
def test_writers_queue_and_readers_see_whole_returns(
    repository: Repository, settings: Settings, reference: Reference, revisions: int
) -> None:
    filed = Event()

    def file(unit: str) -> None:
        """A unit with a connection of its own, as a process has."""
        own = open_repository(settings, reference)
        township = reference.townships_at(PERIOD.end, unit)[0].code
        for number in range(1, revisions + 1):
            stored(own, ledger_return(institution(number, township=township), unit=unit), days=number)
        own.close()

    def read() -> int:
        """Count the answers, each of which must be whole."""
        own, answers = open_repository(settings, reference), 0
        while not filed.is_set() or not answers:
            answers += assert_whole(own)
        own.close()
        return answers

    with ThreadPoolExecutor() as threads:
        readers = [threads.submit(read) for _ in range(READERS)]
        with ThreadPoolExecutor(len(reference.units)) as clerks:
            writers = [clerks.submit(file, unit.code) for unit in reference.units]
        filed.set()
        for done in (*writers, *readers):
            done.result()
    assert len(repository.returns()) == revisions * len(reference.units)
    assert assert_whole(repository) == len(reference.units)


def assert_whole(repository: Repository) -> int:
    """Every return that counts has its one institution in its totals; answers how many there are."""
    counting = repository.counting_returns(periods=[PERIOD], as_of=LATER)
    sequences = {one.sequence: one.org_unit for one in counting.values()}
    totals = repository.township_totals(sequences=sequences)
    for sequence, unit in sequences.items():
        own = [total for total in totals if total.sequence == sequence]
        assert len(own) == len(repository.reference.townships_at(PERIOD.end, unit))
        assert sum(total.slots for total in own) == 60
    return len(sequences)


@pytest.mark.soak
def test_seventeen_paced_writers_and_twenty_readers_for_a_minute(settings: Settings, reference: Reference) -> None:
    """As processes; the times are told by ``python -m tests.bench.crowd``."""
    found = crowd(settings, reference, 60)
    assert found.errors == []
    own = open_repository(settings, reference)
    assert len(own.returns()) == found.stored + len(reference.units)
    assert own.check().is_whole
