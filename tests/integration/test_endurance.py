"""People who use the program all day: everybody is answered, and it does not grow."""

from __future__ import annotations

import pytest

from data.settings import Settings
from tests.bench.endurance import asked, endured, growth

SHORT = ["--users", "8", "--minutes", "0.2", "--before", "0"]
TWENTIETH = 0.05


@pytest.mark.parametrize("arguments", [SHORT, pytest.param([], marks=pytest.mark.soak)], ids=["short", "long"])
def test_everybody_is_answered_and_memory_does_not_grow(demo_copy: Settings, arguments: list[str]) -> None:
    """The short form is over before what a process remembers is full, and says nothing of memory."""
    told, sizes = endured(demo_copy.database_url, asked(arguments))
    assert (told.faults, told.refused(4), told.refused(5)) == ([], 0, 0)
    assert told.filed
    assert sum(told.statuses.values()) > 10 * told.filed
    if arguments is not SHORT:
        assert growth(sizes) <= TWENTIETH
