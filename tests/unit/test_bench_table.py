"""What a run of the benchmarks writes into the document of all runs."""

from __future__ import annotations

import pytest

from data.settings import HOUSE
from tests.bench.__main__ import MARKS, renewed

BENCH = HOUSE / "docs/bench.md"


def test_a_run_tells_its_own_table_anew_and_leaves_the_others():
    kept = BENCH.read_text(encoding="utf-8")
    before, rest = kept.split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    assert renewed(kept, "told anew") == f"{before}{MARKS[0]}\ntold anew\n{MARKS[1]}{after}"
    assert "| ratio |" in after


def test_a_document_without_marks_is_not_overwritten():
    with pytest.raises(ValueError, match="substring"):
        renewed("# Ratios\n", "told anew")
