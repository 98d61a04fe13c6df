"""A verdict that cannot be given says why."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from layouts.briefing.targets_part import status_cell
from layouts.format import short_status_word, status_word
from layouts.text import text_for
from metrics.results import NoValue, Status
from tests.sample_overview import sample_overview

ROW = replace(sample_overview().scorecard.row("G1", "110000"), status=Status.NOT_ASSESSABLE, no_value=None)


@pytest.mark.parametrize(
    ("changes", "zh", "en"),
    [
        ({"no_value": NoValue.INCOMPLETE}, "未报齐", "returns incomplete"),
        ({"baseline": None, "elapsed": Fraction(1, 3)}, "缺基期数", "no baseline"),
        ({"elapsed": Fraction(0)}, "计划未开始", "plan not started"),
        ({"elapsed": Fraction(0), "baseline": None}, "计划未开始", "plan not started"),
    ],
)
def test_what_cannot_be_assessed_says_why(changes, zh, en):
    row = replace(ROW, **changes)
    assert status_word(row, text_for("zh")) == f"暂不能评价（{zh}）"
    assert status_word(row, text_for("en")) == f"{text_for('en')('status.not_assessable')} ({en})"


def test_a_target_that_the_baseline_had_met_is_kept():
    row = replace(ROW, status=Status.ACHIEVED, baseline=ROW.target)
    assert status_word(row, text_for("zh")) == "保持达标"


@pytest.mark.parametrize("no_value", [None, NoValue.INCOMPLETE])
def test_a_card_gives_the_verdict_of_the_page_also_where_returns_are_missing(no_value):
    """Kept is kept, whether all have reported or what is known suffices; only the reason is left to the value."""
    row = replace(ROW, status=Status.ACHIEVED, baseline=ROW.target, no_value=no_value)
    assert status_cell(row, text_for("zh")).endswith("保持达标")
    assert short_status_word(row, text_for("zh")) == status_word(row, text_for("zh"))
    undecided = replace(ROW, no_value=NoValue.INCOMPLETE)
    assert status_cell(undecided, text_for("zh")).endswith("暂不能评价")
