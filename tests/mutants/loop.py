"""A pytest plugin that tries every mutant in a fork of one session, with the tests that reach it, cheapest first.

The tool itself starts pytest anew for each of its mutants; to collect once and fork is many times as fast.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import accumulate
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.switch import ON, turn_on

TOLD = "MUTANTS_TOLD"
"""The file of mutants to try, and of what became of them."""
MOST_SECONDS = "MUTANTS_SECONDS"
"""Of tests for one mutant: what the cheapest of them do not see within that time has survived."""
LEAST_SECONDS, TIMES_SLOWER = 10, 20


class Verdict(StrEnum):
    """What became of a mutant; no test reaches an untested one."""

    KILLED = "killed"
    SURVIVED = "survived"
    TIMEOUT = "timeout"
    UNTESTED = "untested"


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Instead of running the tests once."""
    path = Path(os.environ[TOLD])
    told = json.loads(path.read_text(encoding="utf-8"))
    reach = _clean_run(session.items)
    gc.collect()
    gc.freeze()
    for number, name in enumerate([one for one, verdict in told.items() if verdict is None]):
        told[name] = _trial(name, reach.get(name.rpartition("__mutmut_")[0], ()))
        if number % 50 == 0:
            path.write_text(json.dumps(told, indent=1), encoding="utf-8")
    path.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return True


Reach = Mapping[str, Sequence[tuple[float, pytest.Item]]]


def _clean_run(items: Sequence[pytest.Item]) -> Reach:
    """Function -> the tests that reach it with their seconds, the cheapest first. All must pass without a mutant.

    What the session shares is set up here: the last test is followed by the first, so that it stays.
    """
    reach: dict[str, list[tuple[float, pytest.Item]]] = defaultdict(list)
    ON.listening = True
    for item, following in zip(items, [*items[1:], items[0]], strict=True):
        begun = time.process_time()
        reports = runtestprotocol(item, log=False, nextitem=following)
        if failed := [report for report in reports if report.failed]:
            raise pytest.UsageError(f"fails without a mutant: {item.nodeid}\n{failed[0].longreprtext}")
        for function in ON.reached:
            reach[function].append((time.process_time() - begun, item))
        ON.reached.clear()
    ON.listening = False
    return {function: sorted(tests, key=lambda one: one[0]) for function, tests in reach.items()}


def _trial(mutant: str, tests: Sequence[tuple[float, pytest.Item]]) -> Verdict:
    """What a fork says of one mutant."""
    if not tests:
        return Verdict.UNTESTED
    spent = list(accumulate(seconds for seconds, _ in tests))
    affordable = [item for (_, item), so_far in zip(tests, spent, strict=True) if so_far <= _most_seconds()]
    child = os.fork()
    if child == 0:
        limit = int(LEAST_SECONDS + TIMES_SLOWER * min(spent[-1], _most_seconds()))
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        os._exit(_killed(mutant, affordable))
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL):
        return Verdict.TIMEOUT
    return Verdict.KILLED if status else Verdict.SURVIVED


def _most_seconds() -> float:
    return float(os.environ.get(MOST_SECONDS, "60"))


def _killed(mutant: str, items: Sequence[pytest.Item]) -> bool:
    """A test fails with the mutant on."""
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    turn_on(mutant)
    try:
        for item, following in zip(items, [*items[1:], None], strict=True):
            if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
                return True
    except BaseException:
        return True
    return False
