"""``worker``: does the jobs that servers hand over by Redis (``TUOYU_JOBS``)."""

from __future__ import annotations

import argparse
from zoneinfo import ZoneInfo

from callbacks.commands.command import DONE, Command
from callbacks.commands.house import House
from data.issues import UsageError
from data.jobs import Work
from layouts.text import Text


def _options(_parser: argparse.ArgumentParser, _text: Text, _zone: str) -> None:
    """None but the language."""


def _run(_arguments: argparse.Namespace, house: House, text: Text) -> int:
    from data.job_queue import serve_jobs

    if not house.settings.jobs:
        raise UsageError("setting.jobs")
    house.repository.bring_up_sums()
    print(text("worker.ready", folder=house.settings.work), flush=True)
    serve_jobs(house.settings, lambda order: _work(house, order))
    return DONE


def _work(house: House, order: str) -> Work:
    """A job by its order, from the store as it is now."""
    from callbacks.briefings.office import Office
    from callbacks.briefings.orders import batch_work, order_read
    from callbacks.briefings.press import Press
    from callbacks.imports.orders import import_read, import_work
    from callbacks.orders import kind_of
    from data.job_state import JobKind
    from metrics.memory import remembering

    if kind_of(order) is JobKind.IMPORTS:
        return import_work(import_read(order), house.ingest)
    office = Office(Press(remembering(house.repository), house.settings), house.repository, house.issuing)
    return batch_work(order_read(order, ZoneInfo(house.settings.timezone)), office)


WORKER = Command("worker", _options, _run)
