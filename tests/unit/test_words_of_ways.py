"""What ways to a target and sentences say: nothing to do is not a 0, and English parts thousands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.model import Reference
from layouts import format as printed
from layouts.components import Children
from layouts.headlines import headlines
from layouts.own_words import words_for
from layouts.route_words import conversion_words, told_ways, way_facts
from layouts.text import LANGUAGES, text_for
from metrics.gaps import slot_gaps
from metrics.results import Row
from tests.sample_overview import sample_overview

CASES = {  # DOMAIN section 5: T, I, P
    "all is missing": (4000, 1500, 1_000_000),
    "only the share": (4600, 2600, 1_000_000),
    "met exactly": (4600, 2760, 1_000_000),
    "only slots": (4000, 2400, 1_000_000),
    "slots, more than enough inclusive": (4000, 4000, 1_000_000),
}


def told(case: str, lang: str = "zh") -> list[str]:
    slots, inclusive, people = CASES[case]
    routes = slot_gaps(slots=slots, inclusive=inclusive, population=people)
    card = sample_overview().scorecard
    per_head, share = (next(row for row in card.rows if row.indicator == name) for name in ("G1", "G2"))
    facts = way_facts(routes, replace(per_head, numerator=slots), replace(share, numerator=inclusive), text_for(lang))
    return [words(told) for _, told in facts]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_nothing_to_build_or_convert_is_never_told_as_a_number_0(case, lang):
    padded = [
        f" {words} ".replace("，", " ").replace("个", " ").replace("将", " ").replace("建", " ")
        for words in told(case, lang)
    ]
    assert [words for words in padded if " 0 " in words] == []


def test_each_case_is_told_for_what_it_is():
    assert told("met exactly")[1] == "2,760个；现有2,760个，已够"
    assert told("all is missing")[1] == "2,700个；现有1,500个，还差1,200个"
    assert told("met exactly")[2:] == ["两项目标都已达到，不需要新增或转化"] * 3
    assert told("only the share")[3:] == ["将160个现有托位转为普惠，两项目标同时达到"] * 2
    assert told("only slots")[4] == "普惠占比已达到，没有需要转的托位；托位数仍差500个，只转不建补不上"
    assert told("all is missing")[3] == "新建500个普惠托位，另将700个现有托位转为普惠，两项目标同时达到"
    assert told("slots, more than enough inclusive")[3] == "新建500个普惠托位，不需转化，两项目标同时达到"


def test_a_unit_without_residents_whose_share_is_met_has_nothing_to_convert():
    per_head, share = rows("110114")
    assert words(conversion_words(0, per_head, share, text_for("zh"))) == (
        "普惠占比已达到参照值，没有需要转的托位；没有常住人口，不测算托位缺口"
    )
    assert words(conversion_words(1200, per_head, share, text_for("en"))).startswith("convert 1,200 existing slots")


def test_a_plan_without_a_target_of_slots_is_told_as_such_and_not_as_figures_that_are_missing():
    per_head, share = rows("110000")
    untargeted = replace(per_head, target=None, gap=None)
    ((_, told),) = told_ways(None, untargeted, replace(share, gap=40), text_for("zh"))
    assert words(told) == "将40个现有托位转为普惠，可达到普惠占比的目标；本计划未定每千人口托位数目标，不测算托位缺口"
    assert told_ways(None, untargeted, replace(share, gap=None, numerator=None), text_for("zh")) == []


def rows(unit: str) -> list[Row]:
    card = sample_overview().scorecard
    return [next(row for row in card.rows if row.indicator == name and row.org_unit == unit) for name in ("G1", "G2")]


def words(told: Children) -> str:
    return "".join(getattr(one, "children", one) for one in told)


def test_a_full_figure_in_a_sentence_is_plain_in_chinese_and_parted_in_english():
    assert [printed.in_prose(36244, text_for(lang)) for lang in ("zh", "en")] == ["36244", "36,244"]


def test_the_sentences_of_the_first_page_part_thousands_in_english_alone(reference: Reference):
    shown = sample_overview()
    gap = shown.scorecard.row("G1", "110000").gap
    assert gap > 10_000
    sentences = {lang: headlines(shown, reference, text_for(lang))[1].text for lang in LANGUAGES}
    assert f"{gap}个" in sentences["zh"]
    assert f"{gap:,}" in sentences["en"]


def test_another_city_shows_its_own_name_and_zones(reference: Reference):
    other = replace(
        reference,
        city=replace(reference.city, name="示例市", name_en="Sample City"),
        zone_names_en=dict.fromkeys(reference.zones, "Harbour"),
        zone_short=dict.fromkeys(reference.zones, "港区"),
    )
    zh, en = (words_for(lang, other) for lang in ("zh", "en"))
    assert (zh("site.name"), en("site.name")) == (
        "示例市托育服务体系建设目标监测",
        "Sample City childcare: progress towards targets",
    )
    assert (zh("indicator.G6.short"), en("indicator.G6.name")) == (
        "普惠覆盖率·港区",
        "Townships with inclusive childcare (Harbour)",
    )
    assert words_for("zh", reference)("indicator.G6.name") == "普惠托育服务街道（乡镇）覆盖率（北京城市副中心）"


def test_a_word_that_the_catalogue_does_not_have_cannot_be_put_in():
    with pytest.raises(KeyError, match=r"no\.such\.word"):
        text_for("zh").with_words({"no.such.word": ""})
