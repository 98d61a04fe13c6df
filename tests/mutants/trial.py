"""A copy of the tree in which one text is replaced at a time, and the spec is run against it.

Each run is a fork of this process, which has imported the libraries and nothing of the tree that is mutated.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from tests.mutants.named import Mutant

HOUSE = Path(__file__).resolve().parents[2]
COPIED = ("app.py", "pyproject.toml", "data", "metrics", "layouts", "callbacks", "tests")
NOT_COPIED = shutil.ignore_patterns("__pycache__", "browser", "integration", "bench")
LIBRARIES = ("pytest", "hypothesis", "scipy.stats", "scipy.special", "filelock", "sqlite3")
PASSED, FAILED = 0, 1


def mutated(mutant: Mutant) -> str:
    """The mutated text; ValueError where what it replaces does not stand exactly once."""
    text = (HOUSE / mutant.file).read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        raise ValueError(f"{mutant.name}: stands {text.count(mutant.old)} times in {mutant.file}")
    return text.replace(mutant.old, mutant.new)


def trials(mutants: Iterable[Mutant]) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant and whether a test failed on it. RuntimeError where the spec fails without any."""
    chosen = list(mutants)
    for library in LIBRARIES:
        import_module(library)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        house = Path(folder).resolve()
        copied(house, COPIED)
        if _run(house, sorted({killer for one in chosen for killer in one.killed_by})) != PASSED:
            raise RuntimeError("the spec fails without a mutant")
        for number, mutant in enumerate(chosen, 1):
            path = house / mutant.file
            # A moment of its own, so that no compiled module of another mutant is taken for this one.
            _write(path, mutated(mutant), number)
            yield mutant, _run(house, mutant.killed_by) == FAILED
            _write(path, (HOUSE / mutant.file).read_text(encoding="utf-8"), -number)


def copied(place: Path, names: Iterable[str]) -> None:
    """These files and folders of the tree in another place, as they are now."""
    place.mkdir(parents=True, exist_ok=True)
    for old, new in ((HOUSE / name, place / name) for name in names):
        if old.is_dir():
            shutil.rmtree(new, ignore_errors=True)
            shutil.copytree(old, new, ignore=NOT_COPIED)
        else:
            shutil.copy(old, new)


def _write(path: Path, text: str, number: int) -> None:
    path.write_text(text, encoding="utf-8")
    moment = 1_700_000_000 + number
    os.utime(path, (moment, moment))


def _run(house: Path, killers: Iterable[str]) -> int:
    """pytest's own answer: 0 all passed, 1 some failed; anything else is no verdict of a test."""
    child = os.fork()
    if child == 0:
        os._exit(_pytest(house, killers))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _pytest(house: Path, killers: Iterable[str]) -> int:
    import pytest

    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    os.chdir(house)
    sys.pycache_prefix = str(house / "compiled")
    sys.path[:] = [str(house), *(path for path in sys.path if Path(path or ".").resolve() not in (HOUSE, house))]
    files = [f"tests/spec/{killer}.py" for killer in killers]
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *files]))
