"""Which of a function's mutants is called: the one that is on, else the function as it was written.

The tool's own switch asks the environment at every call; a trial makes millions of calls.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

MutantDict = dict[str, Callable[..., Any]]
WRITTEN = "_mutmut_orig"


class _On:
    """The mutant that is on, and (while ``listening``) the functions that were reached."""

    module = ""
    name = ""
    listening = False
    reached: set[str]


ON = _On()
ON.reached = set()


def turn_on(mutant: str) -> None:
    """``metrics.gaps.x_share_gap__mutmut_3``; nothing for an empty name."""
    ON.module, _, ON.name = mutant.rpartition(".")


def wrap_in_trampoline(mutants: MutantDict, **_: object) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """What the tool writes above each function that it mutates."""

    def made(function: Callable[..., Any]) -> Callable[..., Any]:
        module = function.__module__

        @wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:
            if ON.listening:
                ON.reached.add(f"{module}.{mutants[WRITTEN].__name__.removesuffix('__mutmut_orig')}")
            if ON.module == module and ON.name in mutants:
                return mutants[ON.name](*args, **kwargs)
            return mutants[WRITTEN](*args, **kwargs)

        return called

    return made
