"""What a briefing says of returns not yet due, of projects in hand and of revisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from data.model import Period
from layouts.briefing.pipeline_part import pipeline_drawing
from layouts.briefing.problems_part import coming_advice, problems_section
from layouts.briefing.quality_part import quality_annex
from layouts.briefing.units_part import units_section
from layouts.text import text_for
from layouts.unit_headlines import open_doubts
from metrics.briefings import unit_findings
from metrics.forecast import Forecast
from metrics.pipeline import KindStep
from metrics.results import Flag, NoValue
from tests.sample_briefing import sample_findings
from tests.sample_overview import sample_overview, sample_reference
from tests.site_samples import MISSING, clock, sample_source

ZH = text_for("zh")


def told(blocks) -> list[str]:
    return [block.sentence.text for block in blocks if hasattr(block, "sentence")]


def with_absent(*reasons: NoValue):
    """The first units have no return, each for its reason."""
    overview = sample_overview()
    units = list(overview.reporting.units)
    for place, reason in enumerate(reasons):
        units[place] = replace(units[place], stored=None, on_time=None, no_value=reason)
    return sample_findings(replace(overview, reporting=replace(overview.reporting, units=tuple(units))))


def test_before_the_deadline_nobody_is_said_to_have_failed():
    words = told(problems_section(with_absent(NoValue.NOT_DUE, NoValue.NOT_DUE), sample_reference(), {}, ZH))
    assert words[0] == "报送期限未到：2个填报单位本期尚未报送（东城区、西城区），全市数以已知数计。"
    assert not any("数据未报齐" in one for one in words)


def test_those_past_the_deadline_and_those_before_it_are_told_apart():
    found = with_absent(NoValue.NOT_REPORTED, NoValue.NOT_DUE)
    words = told(problems_section(found, sample_reference(), {}, ZH))
    assert words[0] == "数据未报齐：1个填报单位本期未报送（东城区），全市数以已知数计。"
    assert words[1] == "报送期限未到：1个填报单位本期尚未报送（西城区），全市数以已知数计。"


@pytest.mark.parametrize("revised", [False, True])
def test_without_a_revision_of_this_period_the_letter_r_is_still_explained(revised):
    found = sample_findings(sample_overview())
    card = found.scorecard
    flags = (Flag.REVISED,) if revised else ()
    rows = (replace(card.rows[0], flags=flags), *(replace(row, flags=()) for row in card.rows[1:]))
    overview = replace(found.front.overview, scorecard=replace(card, rows=rows))
    words = told(quality_annex(sample_findings(overview), sample_reference(), ZH))
    assert ("本期报表没有修订；以前各期有修订，所涉数字在附件1、附件2标r。" in words) is revised
    assert ("本期报表没有修订。" in words) is not revised


def test_the_forecast_names_what_it_counts_and_whose_deadline_it_is():
    """The chart beside it shows every kind of project, so that its columns add up to more."""
    forecast = Forecast(date(2025, 12, 31), 21, 633, 775, (), 0, 0, 0, 5, 0)
    card, reference = sample_overview(period="2024-Q2").scorecard, sample_reference()
    [words] = told(coming_advice(forecast, card, reference, ZH))
    assert words.startswith(
        f"按在建、可转普惠项目如期投用测算（不含拟建）：到{card.plan.name}期满（2025年12月31日）前，"
    )
    assert "前，在建、可转普惠项目21个" in words
    first, second = card.period, card.period.next
    steps = [KindStep(first, "在建", 1, 40, 30, 0), KindStep(second, "拟建", 1, 40, 30, 0)]
    [drawing] = pipeline_drawing(steps, ZH)
    assert "拟建" in drawing.notes[0]
    assert "如期投用测算只计在建和可转普惠" in drawing.notes[0]


def test_the_city_stands_beside_its_units_on_the_residents_that_theirs_are_on():
    found, reference = sample_findings(sample_overview()), sample_reference()
    row = found.scorecard.row("G1", reference.city.code)
    people = replace(row.population, value=row.population.value + 50_000, ref_date=date(2020, 11, 1))
    other = replace(row, population=people, value=row.value - Fraction(1, 4))
    *_, drawing = units_section(replace(found, alike={"G1": other}), reference, ZH)
    assert drawing.charts[0].city == pytest.approx(float(other.value), abs=1e-6)
    assert any("以此与各单位比较。" in note for note in drawing.notes)
    *_, drawing = units_section(found, reference, ZH)
    assert drawing.charts[0].city == pytest.approx(float(row.value), abs=1e-6)


@pytest.mark.parametrize(("unit", "told"), [(MISSING, "—"), ("110101", "0")])
def test_a_unit_without_a_return_has_no_doubts_rather_than_none(unit, told):
    source = sample_source()
    asked = {"unit": source.reference.unit_by_code[unit], "period": Period.parse("2025-Q4"), "as_of": clock()}
    assert open_doubts(unit_findings(source, unit_tasks=(), **asked)).text == told
