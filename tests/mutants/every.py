"""``python -m tests.mutants.every [module ...]``: every mutant that mutmut makes of metrics/, and the tests of it.

mutmut makes the mutants, all of a function beside it in one file; the trials are ours (``tests.mutants.loop``).
``--every N`` tries each Nth of them; ``--again`` those that ``out/mutants/told.json`` does not know as killed;
``--seconds S`` gives each mutant the cheapest of its tests up to so many seconds.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.mutants.loop import MOST_SECONDS, TOLD, Verdict
from tests.mutants.trial import COPIED, HOUSE, copied

PLACE = HOUSE / "out" / "mutants"
TESTS = ("tests/spec", "tests/unit/test_memory.py", "tests/unit/test_changes.py")
LEFT_OUT = ("test_implausible_returns", "test_demonstration", "test_typed_cells", "test_named_mutants")
"""Modules of the spec that are about a whole history or about mutants, and take long."""
SWITCH = ("from mutmut.mutation.trampoline import", "from tests.mutants.switch import")
BAR = 90


def main(argv: list[str]) -> int:
    """0 where at least 90 % are killed; the survivors are printed as what they change."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants.every")
    parser.add_argument("modules", nargs="*", help="of metrics/, all by default")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args(argv)
    path = PLACE / "told.json"
    before = json.loads(path.read_text(encoding="utf-8")) if asked.again else {}
    names = _made(asked.modules)[:: asked.every]
    told = {one: before.get(one) if before.get(one) == Verdict.KILLED else None for one in names}
    path.write_text(json.dumps(told, indent=1), encoding="utf-8")
    _tried(path, asked.seconds)
    return _reported(json.loads(path.read_text(encoding="utf-8")))


def _made(modules: list[str]) -> list[str]:
    """The tree copied, with its mutants in place; their names."""
    from mutmut.mutation.file_mutation import mutate_file_contents

    copied(PLACE, COPIED)
    names = []
    for path in sorted((PLACE / "metrics").glob("*.py")):
        if not modules or path.stem in modules:
            made = mutate_file_contents(path.name, undecorated(path.read_text(encoding="utf-8")))
            path.write_text(made.code.replace(*SWITCH), encoding="utf-8")
            names += [f"metrics.{path.stem}.{name}" for name in made.mutant_names]
    return names


def undecorated(text: str) -> str:
    """Properties as functions of another name with the property made below them: the tool passes over decorators."""
    lines = text.splitlines()
    methods = [
        (node, one.id)
        for made in ast.walk(ast.parse(text))
        if isinstance(made, ast.ClassDef)
        for node in made.body
        if isinstance(node, ast.FunctionDef)
        for one in node.decorator_list
        if isinstance(one, ast.Name) and one.id in ("property", "cached_property")
    ]
    for node, kind in sorted(methods, key=lambda one: one[0].lineno, reverse=True):
        lines.insert(node.end_lineno or 0, f"    {node.name} = {kind}(told_{node.name})")
        lines[node.lineno - 1] = lines[node.lineno - 1].replace(f"def {node.name}(", f"def told_{node.name}(")
        del lines[node.lineno - 2]
    return "\n".join(lines) + "\n"


def _tried(told: Path, seconds: float) -> None:
    files = [*TESTS, *(f"--ignore=tests/spec/{name}.py" for name in LEFT_OUT)]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    environment = {**os.environ, TOLD: str(told), MOST_SECONDS: str(seconds), "PYTHONPATH": str(PLACE)}
    subprocess.run([*command, "-p", "tests.mutants.loop", *files], cwd=PLACE, env=environment, check=True)


def _reported(told: dict[str, str]) -> int:
    counts = Counter(told.values())
    for name, verdict in told.items():
        if verdict in (Verdict.SURVIVED, Verdict.UNTESTED):
            print(f"{verdict} {name}", *_changes(name), sep="\n    ")
    # A mutant that runs for ever has been seen as well.
    killed = counts[Verdict.KILLED] + counts[Verdict.TIMEOUT]
    print(", ".join(f"{counts[one]} {one}" for one in Verdict), f"of {len(told)}: {100 * killed / len(told):.1f} %")
    return int(100 * killed < BAR * len(told))


def _changes(mutant: str) -> Iterator[str]:
    """The lines that a mutant changes."""
    module, _, name = mutant.rpartition(".")
    tree = ast.parse((PLACE / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
    made = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    texts = [ast.unparse(made[one]).splitlines()[1:] for one in (f"{name.rpartition('_')[0]}_orig", name)]
    yield from (line for line in difflib.unified_diff(*texts, n=0, lineterm="") if line[1:2] not in "+-@")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
