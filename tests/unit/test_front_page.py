"""The parts of the first page that stand beside the rows of the plan."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from data.model import Period
from layouts.charts import target_multiples
from layouts.charts.parts import Stroke
from layouts.headlines import headlines
from layouts.pages import overview, screen
from layouts.pages.beside import beside
from layouts.pages.changed import changed
from layouts.pages.plans import plans
from layouts.pages.trends import front_pictures
from layouts.panels import drawing
from layouts.text import LANGUAGES, text_for
from layouts.view import ViewQuery
from metrics.front import Changes, PlanStanding, StatusChange, UnitMove
from metrics.results import Flag, Status
from tests.sample_overview import sample_front, sample_overview, sample_reference
from tests.unit.test_pages import by_id, parts, words

VIEW, ZH = ViewQuery(), text_for("zh")
Q2 = Period.parse("2026-Q2")
NOTHING = Changes(Q2, (), (), (), (), 17, broken=False, revisions=())


def changes(**told: object) -> Changes:
    return replace(NOTHING, **told)  # type: ignore[arg-type]


def standing(period: str, plan_id: str | None = None) -> PlanStanding:
    card = sample_overview(period, plan_id=plan_id).scorecard
    rows = [card.row(one.indicator, "110000", one.zone) for one in card.plan.targets]
    final = card.period.end >= card.plan.deadline
    return PlanStanding(card.plan, card.period, final, tuple(row for row in rows if row))


def test_where_nothing_changed_every_kind_of_change_says_so():
    assert words(changed(NOTHING, sample_reference(), VIEW, ZH)).count(ZH("exceptions.none")) == 5
    assert changed(None, sample_reference(), VIEW, ZH) is None


def test_units_that_moved_are_told_up_to_three_each_way_with_what_they_are_compared_on():
    moves = tuple(UnitMove(f"11010{n}", 100, 100 + up) for n, up in ((1, 50), (2, 40), (5, 30), (6, 20), (7, -5)))
    told = words(changed(changes(moves=moves, compared=16), sample_reference(), VIEW, ZH))
    assert "东城区 ▲50（100 → 150）" in told
    assert "石景山区 ▼5（100 → 95）" in told
    assert "丰台区" not in told
    assert "只比两期都自行报送的16个单位" in told
    assert "口径有调整" not in told


def test_a_change_across_a_break_of_the_series_says_so():
    moved = changes(moves=(UnitMove("110101", 1, 2),), broken=True)
    assert "口径有调整" in words(changed(moved, sample_reference(), VIEW, ZH))


def test_a_status_that_changed_says_what_it_was_and_what_it_is():
    row = sample_overview().scorecard.row("G2", "110000")
    assert row is not None
    before = replace(row, status=Status.ON_TRACK)
    told = words(changed(changes(statuses=(StatusChange(before, row),)), sample_reference(), VIEW, ZH))
    assert "普惠托位占比：进展正常 → ●已达标" in told


def test_slots_of_other_channels_are_uncounted_only_by_a_plan_that_counts_the_rest():
    """And since when they are counted is named: the same slots are more since an earlier baseline."""

    def told(plan_id: str | None) -> str:
        found = replace(sample_overview("2026-Q3", plan_id=plan_id), uncounted=83)
        return words(by_id(beside(found, sample_reference(), ZH), "uncounted"))

    assert told(None).startswith("另有区托育综合服务中心、家庭托育点等自2022年四季度末以来新增普惠托位83个，未计入")
    assert told("2026") == "区托育综合服务中心、家庭托育点等自2025年四季度末以来新增普惠托位83个。"


def test_one_plan_alone_is_not_set_beside_anything():
    assert plans([standing("2025-Q4")], "2023-2025", VIEW, ZH) is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_ended_plan_tells_its_final_assessment_beside_where_the_next_one_stands(lang):
    both = [standing("2025-Q4"), standing("2026-Q3", "2026")]
    told = words(plans(both, "2023-2025", VIEW, text_for(lang)))
    final, now = ("期末评估（2025年四季度）", "现状（2026年三季度）") if lang == "zh" else ("Q4 2025", "Q3 2026")
    assert final in told
    assert now in told
    assert "65.0%" in told  # 40,800 of 62,800 inclusive


def test_every_status_of_an_ended_plan_is_counted_with_its_word():
    found = standing("2025-Q4")
    met = sum(row.status is Status.ACHIEVED for row in found.rows)
    missed = sum(row.status is Status.MISSED for row in found.rows)
    told = words(plans([found, standing("2026-Q3", "2026")], "2023-2025", VIEW, ZH))
    assert f"●已达标{met}项" in told
    assert f"■未达标{missed}项" in told
    assert met + missed == len(found.rows)


def test_all_targets_lie_at_one_height_and_values_in_per_cent_of_them():
    series = list(sample_overview().trends.values())
    chart = target_multiples(series, ZH)
    assert chart.line == 100.0
    assert (chart.line_stroke, chart.y_range) == (Stroke.SOLID, (0.0, 150.0))
    for panel, trend in zip(chart.panels, series, strict=True):
        last = trend.points[-1].value
        assert last is not None
        assert trend.target is not None
        assert panel.runs[-1][-1][1] == pytest.approx(float(last / trend.target * 100), abs=0.001)
        assert panel.path[-1][1] == pytest.approx(100.0, abs=0.001)
    assert chart.x_ticks[0].label == "2022-Q4"


def test_a_value_far_above_its_target_stretches_the_one_axis_of_all():
    trend = sample_overview().trends["G2"]
    high = replace(trend, target=Fraction(20))
    chart = target_multiples([trend, high], ZH)
    top = max(share for panel in chart.panels for run in panel.runs for _, share in run)
    assert top > 150
    assert chart.y_range[1] >= top
    assert chart.y_range[1] % 50 == 0


def test_a_missing_period_breaks_a_panels_line():
    trend = sample_overview().trends["G2"]
    holed = tuple(replace(p, value=None) if i == 2 else p for i, p in enumerate(trend.points))
    assert len(target_multiples([replace(trend, points=holed)], ZH).panels[0].runs) == 2


def test_the_drawing_of_a_panel_is_within_its_frame_and_asks_nobody():
    chart = target_multiples(list(sample_overview().trends.values()), ZH)
    picture = drawing(chart.panels[0], chart)
    assert picture.startswith("data:image/svg+xml,")
    assert "<script" not in picture
    assert picture.count("polyline") == 5  # axis, target, path, values, dot


def test_the_pictures_of_the_page_are_all_targets_and_each_of_them():
    shown = sample_front(sample_overview())
    found = front_pictures(shown.overview.scorecard, shown.series, ZH)
    assert list(found) == ["targets", "G1", "G2"]
    assert found["targets"].table.rows[0][1].shown == "4.50"
    assert len(found["targets"].table.rows) == len(sample_overview().trends["G1"].points) + 1


def test_a_target_whose_name_was_followed_is_drawn_large():
    shown = overview.render(sample_front(sample_overview()), sample_reference(), VIEW.with_(indicator="G2"), ZH)
    graphs = [one for one in parts(by_id(shown, "trends")) if one._type == "Graph"]
    assert len(graphs) == 1
    plain = overview.render(sample_front(sample_overview()), sample_reference(), VIEW, ZH)
    assert not [one for one in parts(plain) if one._type == "Graph"]


def test_no_number_of_the_sentences_parts_from_its_unit():
    page = overview.render(sample_front(sample_overview()), sample_reference(), VIEW, ZH)
    kept = [words(one) for one in parts(page) if getattr(one, "className", "") == "keep"]
    assert "2183.2万人，" in kept
    assert any(one.startswith("2.84个") for one in kept)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_wall_says_its_period_its_moment_and_that_it_is_a_demonstration(lang):
    told = words(screen.render(sample_overview(), sample_reference(), VIEW, text_for(lang)))
    assert ("截至2026年3月20日" if lang == "zh" else "as of 20 March 2026") in told
    assert ("2025年四季度" if lang == "zh" else "Q4 2025") in told
    assert ("演示数据" if lang == "zh" else "Demonstration data") in told
    assert "2.84" in told


def test_the_wall_says_of_a_partial_total_that_it_is_a_least_value_and_who_is_missing():
    told = words(screen.render(sample_overview(missing=["110108"]), sample_reference(), VIEW, ZH))
    assert "至少" in told
    assert "海淀区" in told
    assert "16/17" in told


def test_the_wall_offers_nothing_to_choose():
    tree = screen.render(sample_overview(), sample_reference(), VIEW, ZH)
    assert {one._type for one in parts(tree)} & {"Select", "Input", "Button", "Details"} == set()


def test_the_wall_names_the_figures_that_a_mark_speaks_of():
    shown = sample_overview("2025-Q4")
    card = shown.scorecard
    told = {"G1": (Flag.REVISED, Flag.BREAK), "G2": (Flag.BREAK,), "T14a": (Flag.AFTER_DEADLINE,)}
    rows = tuple(replace(row, flags=told.get(row.indicator, ())) for row in card.rows)
    foot = words(screen.render(replace(shown, scorecard=replace(card, rows=rows)), sample_reference(), VIEW, ZH))
    assert "数的标识：修订（每千人口托位数）、口径不同（每千人口托位数、普惠托位占比）" in foot
    every = replace(card, rows=tuple(replace(row, flags=(Flag.PRELIMINARY,)) for row in card.rows))
    foot = words(screen.render(replace(shown, scorecard=every), sample_reference(), VIEW, ZH))
    assert "数的标识：初步（各项）" in foot


def test_no_stop_after_a_figure_begins_a_line():
    """Chinese alone: in English a stop, and a unit, are never parted from a figure but by a space."""
    told = overview.sentence_list(headlines(sample_overview(), sample_reference(), ZH), ZH)
    for line in told.children:
        pieces = line.children
        assert isinstance(pieces, list)
        loose = [after for after in pieces[1:] if isinstance(after, str) and after[0] in "，。；、：）"]
        assert loose == []
