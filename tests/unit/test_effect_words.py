"""How the effects of choices are printed: two different figures never look alike, equal ones say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from data.model import Population
from layouts.headlines import population_words
from layouts.pages.effects import figures_apart
from layouts.text import text_for
from metrics.alternatives import Choice, Effect

ZH = text_for("zh")


def effect(now: str | None, other: str | None, unit: str = "percent") -> Effect:
    first, second = (None if one is None else Fraction(one) for one in (now, other))
    return Effect(Choice.POPULATION_BASE, "G2", "A", None, unit, first, second)


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (effect("60.5", "62"), ["60.5%", "62.0%", "▲1.5个百分点"]),
        (effect("60.51", "60.54"), ["60.51%", "60.54%", "▲0.03个百分点"]),
        (effect("3.6244", "3.6238", "per_1000"), ["3.6244", "3.6238", "▼0.0006"]),
        (effect("2.5", "2.5", "per_1000"), ["2.50", "2.50", "持平"]),
        (effect("8198", "7706", "count"), ["8,198", "7,706", "▼492"]),
        (effect(None, "2.5", "per_1000"), ["—", "2.50", "—"]),
    ],
)
def test_figures_that_differ_are_told_apart(shown, told):
    assert figures_apart(shown, ZH) == told


def test_a_derived_population_is_marked_wherever_it_is_printed():
    one = Population("C", date(2022, 12, 31), 21_843_000, "公报", None, derived=True)
    assert population_words(one, ZH) == "2022年末常住人口2184.3万人（推算）"
    assert population_words(replace(one, derived=False), ZH) == "2022年末常住人口2184.3万人"
