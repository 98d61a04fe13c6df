"""How a figure came about: its path is printed in the figure's own unit, and what is rounded says so."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from layouts.accounts import account_facts
from layouts.text import text_for
from metrics.queries import derivation
from metrics.results import Row
from tests.spec.test_channels_of_new_slots import ASKED, several


def told(**changed: object) -> dict[str, str]:
    """The facts of a figure whose path is changed to what is given."""
    zh, found = text_for("zh"), derivation(several(), indicator="G3", org_unit="A", **ASKED)[1]
    assert isinstance(found.row, Row)
    facts = dict(account_facts(replace(found, row=replace(found.row, target_kind="plan", **changed)), zh))
    return {name: facts[zh(f"account.{name}")] for name in ("baseline", "expected", "progress", "elapsed", "pace")}


def path(unit: str, baseline: Fraction, expected: Fraction, progress: Fraction, elapsed: Fraction) -> dict[str, object]:
    given = {"baseline": baseline, "expected": expected, "progress": progress, "elapsed": elapsed}
    return given | {"unit": unit, "pace": progress / elapsed}


def test_a_path_is_printed_in_the_unit_of_its_figure():
    made = path("per_1000", Fraction(281, 100), Fraction(9, 2), Fraction(279, 700), Fraction(1))
    assert told(**made) == {
        "baseline": "2.81", "expected": "4.50", "progress": "≈39.9%", "elapsed": "100.0%", "pace": "0.40",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "expected", "words"),
    [
        ("percent", Fraction(60), "60.0%"),
        ("percent", Fraction(2000, 3), "≈666.7%"),
        ("count", Fraction(15000), "15,000"),
        ("count", Fraction(15000 * 7, 12 * 3), "≈2,917"),
    ],
)
def test_what_is_rounded_is_marked(unit, expected, words):
    assert told(**path(unit, Fraction(0), expected, Fraction(1, 2), Fraction(1, 2)))["expected"] == words


def test_a_pace_just_short_of_step_is_never_printed_as_in_step():
    made = path("count", Fraction(0), Fraction(10), Fraction(9999, 20000), Fraction(1, 2))
    assert told(**made)["pace"] == "0.9999"
