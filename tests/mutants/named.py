"""The named mutants of ``named.toml``: wrong rules, each as one change of text and the spec that sees it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple


class Mutant(NamedTuple):
    """One wrong rule. ``quick`` ones are tried by every run of the tests, all of them by ``make mutants``."""

    name: str
    file: str
    old: str
    new: str
    killed_by: tuple[str, ...]
    quick: bool = False


def named_mutants() -> tuple[Mutant, ...]:
    """In the order of the file."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(Mutant(**{**one, "killed_by": tuple(one["killed_by"])}) for one in told["mutant"])
