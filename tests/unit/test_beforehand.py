"""What is made beforehand waits for those who ask, gives way to what is wanted later, and ends with the server."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from threading import Event
from threading import enumerate as enumerate_threads
from time import sleep

import pytest
from flask import Flask

from callbacks.beforehand import Beforehand
from data.issues import UsageError

PATIENCE = 20
"""Seconds after which a test gives up."""
UNTIL_STOPPED = """
from itertools import repeat
from callbacks.beforehand import Beforehand
made = iter(repeat(0.0))
Beforehand(rest=0).want(made)
"""


def steps(made: list[str], *names: str, done: Event) -> Iterator[float]:
    for name in names:
        made.append(name)
        yield 0.0
    done.set()


def test_one_thing_is_made_after_the_other():
    made, done = [], Event()
    Beforehand(rest=0).want(steps(made, "a", "b", "c", done=done))
    assert done.wait(PATIENCE)
    assert made == ["a", "b", "c"]


def test_what_is_wanted_later_takes_the_place_of_what_was_not_made_yet():
    ahead, made, done, begun, go_on = Beforehand(rest=0), [], Event(), Event(), Event()

    def first() -> Iterator[float]:
        begun.set()
        assert go_on.wait(PATIENCE)
        yield 0.0
        made.append("old")
        yield 0.0

    ahead.want(first())
    assert begun.wait(PATIENCE)
    ahead.want(steps(made, "new", done=done))
    go_on.set()
    assert done.wait(PATIENCE)
    ahead.stop()
    assert made == ["new"]


def test_what_waits_for_another_minute_gives_way_at_once():
    ahead, made, done, waits = Beforehand(rest=0), [], Event(), Event()

    def first() -> Iterator[float]:
        waits.set()
        yield 3600.0

    ahead.want(first())
    assert waits.wait(PATIENCE)
    ahead.want(steps(made, "new", done=done))
    assert done.wait(PATIENCE)


def test_nothing_is_begun_while_somebody_is_being_answered():
    server, ahead, made, done = Flask("server"), Beforehand(rest=0), [], Event()

    @server.get("/")
    def answer() -> str:
        ahead.want(steps(made, "beside", done=done))
        assert not done.wait(0.2), "made while its own asker waited"
        return str(len(made))

    ahead.watch(server)
    assert server.test_client().get("/").text == "0"
    assert done.wait(PATIENCE)


def test_nothing_is_begun_before_a_rest_and_stopping_leaves_no_thread():
    server, ahead, made, done = Flask("server"), Beforehand(rest=3600), [], Event()
    ahead.watch(server)
    server.test_client().get("/")
    ahead.want(steps(made, "beside", done=done))
    ahead.stop()
    assert made == []
    assert [one for one in enumerate_threads() if one.name == "beforehand"] == []


def test_nothing_is_made_where_many_ask():
    ahead, made, never, waits = Beforehand(rest=0, few=1), [], Event(), Event()

    def first() -> Iterator[float]:
        waits.set()
        yield 3600.0

    ahead.want(first())
    assert waits.wait(PATIENCE)
    ahead.want(steps(made, "second", done=never))
    while any(one.name == "beforehand" for one in enumerate_threads()):
        sleep(0.05)
    assert made == []


@pytest.mark.parametrize(("error", "told"), [(KeyError("x"), 1), (UsageError("query.period", value="x"), 0)])
def test_what_breaks_is_logged_and_what_is_refused_is_not(error: Exception, told: int, caplog):
    ahead, tried = Beforehand(rest=0), Event()

    def broken() -> Iterator[float]:
        tried.set()
        yield from ()
        raise error

    with caplog.at_level(logging.ERROR, logger="callbacks.beforehand"):
        ahead.want(broken())
        assert tried.wait(PATIENCE)
        ahead.stop()
    assert len(caplog.records) == told
    made, done = [], Event()
    ahead.want(steps(made, "next", done=done))
    assert done.wait(PATIENCE), "nothing more is made after a fault"


def test_a_server_that_is_stopped_does_not_wait_for_what_is_wanted():
    ended = subprocess.run([sys.executable, "-c", UNTIL_STOPPED], timeout=PATIENCE, check=False)
    assert ended.returncode == 0
