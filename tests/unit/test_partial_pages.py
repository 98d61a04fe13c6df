"""Pages and paper over what is only partly known or assumed, and over a city without a map."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from layouts.components import figure
from layouts.pages import overview
from layouts.text import LANGUAGES, text_for
from layouts.view import ViewQuery
from metrics.results import NoValue
from tests.sample_briefing import sample_document, sample_pdf
from tests.sample_overview import sample_front, sample_overview, sample_reference
from tests.unit.test_pages import by_id, lines, words

ZH = text_for("zh")
PARTIAL = sample_overview(missing=["110108"])


def _row(indicator: str):
    row = sample_overview().scorecard.row(indicator, "110000")
    return replace(row, no_value=NoValue.INCOMPLETE, flags=())


def test_a_partial_rate_or_count_is_a_least_value():
    assert words(figure(_row("G1"), ZH, with_unit=True)).startswith("至少2.")
    assert words(figure(replace(_row("G1"), unit="count", value=Fraction(1587)), ZH)) == "至少1,587"


def test_a_partial_share_is_no_least_value_and_says_that_it_is_partial():
    assert words(figure(_row("G2"), ZH)) == "60.5%未报齐"


def test_a_unit_with_an_unknown_township_is_covered_at_least_so_far():
    places = [replace(t, coverage=type(t.coverage).UNKNOWN) if i == 0 else t for i, t in enumerate(PARTIAL.townships)]
    page = overview.render(sample_front(replace(PARTIAL, townships=tuple(places))), sample_reference(), ViewQuery(), ZH)
    first = lines(by_id(page, "units"))[0]
    assert (first[0], first[8].startswith("至少")) == ("东城区", True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_city_without_a_grid_of_hexagons_has_its_page_and_its_briefing(lang):
    bare, text = replace(sample_reference(), hexagons=()), text_for(lang)
    section = by_id(overview.render(sample_front(sample_overview()), bare, ViewQuery(), text), "coverage")
    assert text("chart.coverage.uncovered") in words(section)
    assert text("chart.hex.note") not in words(section)
    assert sample_pdf(sample_overview(), bare, text).startswith(b"%PDF")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_demonstration_says_that_the_verdict_on_the_share_rests_on_an_assumption(lang):
    reference, text = sample_reference(), text_for(lang)
    note = reference.demo_note if lang == "zh" else reference.demo_note_en
    shown = [
        overview.render(sample_front(sample_overview(demo=demo)), reference, ViewQuery(), text)
        for demo in (True, False)
    ]
    assert [note in words(by_id(page, "commitments")) for page in shown] == [True, False]
    papers = [sample_document(sample_overview(demo=demo), reference, text) for demo in (True, False)]
    assert [note in str(paper.body) for paper in papers] == [True, False]
    assert "62000" in note.replace(",", "")
