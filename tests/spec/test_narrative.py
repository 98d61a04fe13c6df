"""What a briefing says of one figure, by example: readable by whoever signs it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from data.model import Period
from layouts import format as printed
from layouts.briefing.narrative import change_in_words, row_sentence
from layouts.same_units import moved_words
from layouts.text import text_for
from metrics.comparability import CitySplit, Since
from metrics.decomposition import Split
from metrics.results import Flag, NoValue, Row, Status, TargetKind
from tests.sample_overview import sample_reference

ZH, EN = text_for("zh"), text_for("en")
DEFINITIONS = sample_reference().definitions


def share(value: str, **more: object) -> Row:
    """G2 of the city against 60 %."""
    row = Row("G2", "110000", None, "percent", 37500, 62000, Fraction(value), None, target=Fraction(60))
    return replace(row, **({"target_kind": TargetKind.PLAN, "reported": 17} | more))  # type: ignore[arg-type]


def slots(value: str, **more: object) -> Row:
    """G3 of the city against 30,000, half of the time gone by."""
    row = Row("G3", "110000", None, "count", int(value), None, Fraction(value), None, target=Fraction(30000))
    more = {"elapsed": Fraction(1, 2), "expected": Fraction(15000), "baseline": Fraction(0), "reported": 17} | more
    return replace(row, target_kind=TargetKind.PLAN, **more)  # type: ignore[arg-type]


def said(row: Row) -> str:
    return row_sentence(row, DEFINITIONS, ZH).text


def test_a_target_met_at_its_deadline():
    row = share("60.5", status=Status.ACHIEVED, elapsed=Fraction(1), baseline=Fraction(8))
    assert said(row) == "普惠托位占比60.5%（托位6.2万个，其中：普惠3.75万个），达到60%的目标，已达标。"


def test_a_target_missed_names_what_is_missing_in_full():
    row = slots("26190", status=Status.MISSED, completion=Fraction(873, 10), gap=13810, elapsed=Fraction(1))
    assert said(row).endswith("新增普惠托位26190个，完成3万个目标的87.3%，未达标，尚差13810个。")


def test_a_gap_is_never_in_ten_thousands_and_a_count_is_only_where_no_digit_is_lost():
    row = slots("10000", status=Status.MISSED, completion=Fraction(100, 3), gap=20000)
    assert "新增普惠托位1万个" in said(row)
    assert "尚差20000个" in said(row)
    assert [printed.in_prose(number, ZH) for number in (9999, 10000, 62000, 37500, 26190)] == [
        "9999",
        "1万",
        "6.2万",
        "3.75万",
        "26190",
    ]
    assert printed.in_prose(26190, EN) == "26,190"


def test_a_target_met_before_its_date_is_reached_early():
    assert "提前实现3万个的目标，已达标" in said(slots("30000", status=Status.ACHIEVED))


def test_a_target_that_the_baseline_had_met_is_kept():
    row = slots("31000", status=Status.ACHIEVED, baseline=Fraction(30500))
    assert "继续保持在3万个的目标以上，保持达标" in said(row)


def test_a_count_exactly_at_its_target_says_so():
    assert "恰好达到3万个的目标" in said(slots("30000", status=Status.ACHIEVED, elapsed=Fraction(1)))


@pytest.mark.parametrize(
    ("pace", "status", "words"),
    [
        ("1.2", Status.ON_TRACK, "序时进度比1.20，快于序时进度，进展正常"),
        ("1", Status.ON_TRACK, "序时进度比1.00，达到序时进度，进展正常"),
        ("0.999", Status.ON_TRACK, "序时进度比0.999，基本达到序时进度，进展正常"),
        ("0.95", Status.ON_TRACK, "序时进度比0.95，基本达到序时进度，进展正常"),
        ("0.9499", Status.ACCELERATE, "序时进度比0.9499，慢于序时进度，需加快"),
        ("0.6", Status.ACCELERATE, "序时进度比0.60，慢于序时进度，需加快"),
        ("0.59", Status.LAGGING, "序时进度比0.59，明显慢于序时进度，滞后"),
    ],
)
def test_the_words_of_the_pace_are_those_of_its_exact_value(pace, status, words):
    row = slots("14000", status=status, pace=Fraction(pace), gap=16000)
    assert f"；目标3万个，序时应达值1.5万个，{words}，尚差16000个。" in said(row)


def test_a_value_under_its_baseline():
    row = slots("14000", status=Status.BELOW_BASELINE, pace=Fraction(-1, 5), gap=16000)
    assert "现值低于基期，尚差16000个" in said(row)


def test_a_target_met_at_the_baseline_and_lost_since():
    row = share("59", status=Status.FALLEN_BACK, baseline=Fraction(61), gap=620)
    assert "基期已达60%的目标，现回落到目标以下，达标后回落，只靠转普惠尚需转620个托位" in said(row)


def test_rising_falling_and_unchanged():
    row = share("60.5", change_previous=Fraction(2), change_year=Fraction(-107, 10))
    assert "，比上期提高2.0个百分点，比上年同期下降10.7个百分点" in said(row)
    assert "，与上期持平，与上年同期基本持平" in said(
        share("60.5", change_previous=Fraction(0), change_year=Fraction(1, 50))
    )
    assert "，比上期增加1263个，比上年同期减少20000个" in said(
        slots("26190", change_previous=Fraction(1263), change_year=Fraction(-20000))
    )


def test_a_figure_that_is_missing_says_why_and_nothing_else():
    row = replace(share("1"), value=None, no_value=NoValue.NOT_REPORTED, status=Status.NOT_ASSESSABLE)
    assert said(row) == "普惠托位占比暂无数（未报送）。"


def test_a_partial_count_is_a_least_value_and_a_partial_share_is_of_the_reporting_units():
    partial = {"no_value": NoValue.INCOMPLETE, "status": Status.NOT_ASSESSABLE}
    assert "新增普惠托位至少1.4万个，因未报齐不与往期比较；目标3万个，暂不能评价（未报齐）。" in said(
        slots("14000", **partial)
    )
    assert said(share("60.5", **partial)).startswith("普惠托位占比60.5%（按已报单位计）（")


def test_a_partial_count_that_has_reached_its_target_is_met_whatever_is_missing():
    row = slots("30010", status=Status.ACHIEVED, no_value=NoValue.INCOMPLETE)
    assert "至少30010个" in said(row)
    assert "无论未报数如何都已达到3万个的目标，已达标" in said(row)


def test_a_carried_figure_says_so_and_is_not_compared_with_the_period_it_comes_from():
    row = share("60.5", flags=(Flag.CARRIED,), change_previous=Fraction(0), change_year=Fraction(1))
    own = replace(row, reported=0, target=None)
    assert said(own).startswith("普惠托位占比60.5%（沿用上期数）（")
    assert "比上期" not in said(own)
    assert "比上年同期提高1.0个百分点" in said(own)
    assert "60.5%（含沿用数）" in said(row)


def test_after_the_deadline_the_verdict_of_the_plan_stands_beside():
    row = share("65", status=Status.ACHIEVED, elapsed=Fraction(1), flags=(Flag.AFTER_DEADLINE,))
    assert said(replace(row, verdict=Status.MISSED)).endswith("达到60%的目标，已达标；计划期末未达标。")


def test_the_city_target_beside_a_unit_is_no_target_of_its_own():
    row = share("52.3", target_kind=TargetKind.REFERENCE, status=Status.BELOW_REFERENCE)
    assert said(row).endswith("；全市目标参照值（非区级任务）60%，低于参照值。")


def test_a_share_just_under_its_target_is_not_rounded_over_it():
    row = share("59.96", status=Status.MISSED, completion=Fraction(9993, 100), gap=25)
    assert said(row).startswith("普惠托位占比59.96%")
    assert "目标的99.9%，未达标" in said(row)


def test_english_has_thousands_separators_and_says_the_same():
    row = slots("26190", status=Status.MISSED, completion=Fraction(873, 10), gap=13810, change_previous=Fraction(-1263))
    told = row_sentence(row, DEFINITIONS, EN).text
    assert ": 26,190, down 1,263 on the last period; 87.3% of the target of 30,000: " in told
    assert told.endswith(", 13,810 missing.")


def test_a_change_without_a_row_in_words():
    assert change_in_words(Fraction(17, 10), "percent", ZH) == "提高1.7个百分点"
    assert change_in_words(Fraction(-400), "count", ZH) == "减少400"
    assert change_in_words(Fraction(0), "count", ZH) == "持平"
    assert (
        change_in_words(Fraction(1, 50), "percent", ZH) == printed.change(Fraction(1, 50), "percent", ZH) == "基本持平"
    )
    assert printed.change(Fraction(0), "percent", ZH) == "持平"
    assert change_in_words(None, "count", ZH) == "—"


def test_every_figure_of_a_sentence_names_its_row():
    row = share("60.5", status=Status.ACHIEVED, change_previous=Fraction(2), elapsed=Fraction(1))
    figures = [part for part in row_sentence(row, DEFINITIONS, ZH).parts if part.is_figure]
    assert [part.text for part in figures] == ["60.5%", "6.2万", "3.75万", "2.0个百分点"]
    assert {(part.indicator, part.org_unit) for part in figures} == {("G2", "110000")}


@pytest.mark.parametrize(("mix", "told"), [("0", "0"), ("1/50", "接近0"), ("2", "▲2.0个百分点")])
def test_a_part_of_a_change_that_made_nothing_of_it_is_no_figure_that_stayed(mix, told):
    within, shift = Fraction(-1), Fraction(mix)
    split = Split(Fraction(60), 60 + within + shift, within, shift, 3, 1, 0)
    words = moved_words(CitySplit("USE", "percent", Since.PREVIOUS, Period(2025, 3), 4, split), ZH)
    assert f"托位分布变化为{told}。" in words
