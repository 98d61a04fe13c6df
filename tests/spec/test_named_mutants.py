"""The spec sees the mistakes that are named in tests/mutants: a few of them here, all of them by ``make mutants``."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.named import named_mutants
from tests.mutants.trial import HOUSE, mutated

MUTANTS = named_mutants()


@pytest.mark.parametrize("mutant", MUTANTS, ids=[one.name for one in MUTANTS])
def test_what_a_named_mutant_changes_still_stands_there_once(mutant):
    assert ast.dump(ast.parse(mutated(mutant))) != ast.dump(ast.parse((HOUSE / mutant.file).read_text("utf-8")))
    assert all((Path(__file__).parent / f"{killer}.py").exists() for killer in mutant.killed_by)


def test_no_two_mutants_share_a_name():
    assert len({one.name for one in MUTANTS}) == len(MUTANTS)


def test_the_quick_ones_are_killed():
    command = [sys.executable, "-m", "tests.mutants", "--quick"]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{sum(one.quick for one in MUTANTS)} of " in done.stdout
