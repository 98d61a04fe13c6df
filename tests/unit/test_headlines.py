"""The three sentences: what they say, how long they are, and what is behind their figures."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from data.model import Period, Population
from layouts.country_headlines import country_headlines
from layouts.headlines import filled, headlines, population_words
from layouts.text import text_for
from metrics.country import country_front
from tests.fakes import FakeSource, moment, small_city
from tests.sample_overview import sample_overview, sample_reference

ZH, EN = text_for("zh"), text_for("en")
CASES = [
    {},
    {"missing": ("110114",)},
    {"missing": ("110114", "110115")},
    {"missing": ("BDA", "110109", "110107")},
    {"carried": ("110108",)},
    {"carried": ("BDA", "110109", "110107")},
    {"missing": ("BDA", "110109"), "carried": ("110107",)},
]
PERIODS = [("2023-Q4", None), ("2024-Q4", None), ("2025-Q4", None), ("2026-Q3", None), ("2026-Q2", "2026")]


def _sentences(lang=ZH, **case) -> list[str]:
    return [line.text for line in headlines(sample_overview(**case), sample_reference(), lang)]


def test_the_first_sentence_tells_position_target_and_verdict():
    assert _sentences()[0] == (
        "截至2025年12月底，每千人口托位2.84个，为目标（4.5个）的63.1%，未达标；"
        "普惠托位占比60.5%，已达标；街道（乡镇）普惠覆盖324/343。"
    )


def test_the_second_sentence_tells_what_is_missing_on_which_population():
    assert _sentences()[1].startswith("按2024年末常住人口2183.2万人，尚缺托位36244个，其中普惠至少21447个；")
    assert _sentences()[1].endswith("生态涵养区14（距85%差2个）。")


def test_the_third_sentence_tells_how_complete_the_returns_are():
    assert _sentences()[2] == "17个填报单位已报17个，其中逾期1个、沿用上期0个；待核实疑点3条。本页为演示数据。"


def test_official_data_are_not_called_a_demonstration():
    assert "演示" not in "".join(_sentences(demo=False))


@pytest.mark.parametrize(("period", "plan"), PERIODS)
@pytest.mark.parametrize("case", CASES)
def test_no_sentence_is_longer_than_95_characters(case, period, plan):
    lengths = [len(line) for line in _sentences(period=period, plan_id=plan, **case)]
    assert max(lengths) <= 95, lengths


def test_missing_units_are_told_before_any_figure_and_the_total_is_a_least_value():
    first = _sentences(missing=("110114", "110115"))[0]
    assert first.startswith("昌平区、大兴区未报送；")
    assert "每千人口托位至少2.84个，暂不能评价" in first
    assert "普惠覆盖至少" in first


def test_many_missing_units_are_counted_after_the_first_name():
    assert _sentences(missing=("110107", "110109", "BDA"))[0].startswith("石景山区、门头沟区等3个单位未报送；")


def test_a_carried_unit_is_named_with_the_period_its_figures_come_from():
    assert "海淀区到期无有效报表，沿用2025年三季度数" in _sentences(carried=("110108",))[2]


def test_after_the_deadline_the_verdict_of_the_plan_stands_beside_the_later_one():
    assert "未达标（期末未达标）" in _sentences(period="2026-Q3")[0]


def test_a_plan_without_a_target_per_1000_tells_the_conversion_instead():
    assert "普惠托位占比要达到68%，尚需转普惠" in _sentences(period="2026-Q2", plan_id="2026")[1]


def test_every_figure_of_a_target_names_the_row_behind_it():
    overview = sample_overview()
    parts = [part for line in headlines(overview, sample_reference(), ZH) for part in line.parts]
    figures = {part.text: part for part in parts if part.is_figure}
    assert {"2.84", "63.1%", "60.5%", "324/343", "36244", "21447"} <= figures.keys()
    for part in figures.values():
        assert part.section or overview.scorecard.row(part.indicator, part.org_unit, part.zone)


def test_english_says_the_same_figures():
    for zh, en in itertools.zip_longest(_sentences(), _sentences(EN)):
        for figure in ("2.84", "63.1%", "60.5%", "36244", "21447", "324/343"):
            assert (figure in zh) == (figure in en.replace(",", ""))


def test_a_template_keeps_its_parts_apart():
    assert [part.text for part in filled("{a}和{b}。", a="甲", b="")] == ["甲", "和", "。"]


def test_the_column_beside_the_shares_says_that_it_compares():
    assert ZH("units.reference") == "与全市参照值比较"


@pytest.mark.parametrize(
    ("people", "zh", "en"),
    [
        (21_832_000, "2183.2万人", "21.832 million"),
        (2_269_487, "226.9487万人", "2,269,487"),
        (392_606, "39.2606万人", "392,606"),
        (392_000, "39.2万人", "392,000"),
    ],
)
def test_people_are_told_with_every_digit_and_in_millions_only_where_three_decimals_hold_them(people, zh, en):
    one = Population("C", date(2024, 12, 31), people, "公报", None)
    assert population_words(one, text_for("zh")) == f"2024年末常住人口{zh}"
    assert population_words(one, text_for("en")) == f"a resident population of {en} (end of 2024)"


def test_a_country_of_which_nothing_is_known_is_covered_nowhere_and_everywhere_unknown():
    source = FakeSource(small_city())
    front = country_front(source, period=Period.parse("2025-Q4"), as_of=moment("2026-02-01"))
    position = country_headlines(front, source.reference, text_for("zh"))[0].text
    assert "街道（乡镇）普惠覆盖情况不明" in position
    assert "—" not in position


def test_a_target_in_a_sentence_leads_to_its_row():
    for sentence in headlines(sample_overview(), sample_reference(), text_for("zh")):
        for piece in sentence.parts:
            assert piece.is_figure or "4.5" not in piece.text, piece
    first = headlines(sample_overview(), sample_reference(), text_for("zh"))[0]
    assert [piece.indicator for piece in first.parts if piece.text == "4.5"] == ["G1"]
