"""``python -m tests.mutants [--quick]``: the named mutants in a copy of the tree, and the spec that must see them."""

from __future__ import annotations

import sys

from tests.mutants.named import named_mutants
from tests.mutants.trial import trials


def main(*, quick: bool) -> int:
    """0 where every mutant is killed; the names of all are printed."""
    mutants = [one for one in named_mutants() if one.quick or not quick]
    survived = 0
    for mutant, killed in trials(mutants):
        print(f"{'killed  ' if killed else 'SURVIVED'} {mutant.name} ({mutant.file})", flush=True)
        survived += not killed
    print(f"{len(mutants) - survived} of {len(mutants)} named mutants killed")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(quick="--quick" in sys.argv[1:]))
