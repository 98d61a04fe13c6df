"""V13, V14, V22, V23: a return against its own sums and against what the unit filed before."""

from dataclasses import replace

import pytest

from data.explanations import explained
from data.model import Period
from data.returns import Mode
from data.validation import KnownInstitution, past_of
from data.validation.plausibility import Step, modified_z
from layouts.issues import message
from layouts.text import LANGUAGES, text_for
from tests.return_papers import TOWNSHIP_HEADS, found, ledger_papers, of, summary_papers

LEDGER, SUMS = "机构台账", "街道乡镇"
NOW = Period.parse("2025-Q4")


def filed(reference, papers, quarters=1):
    """The content of papers, filed so many quarters before."""
    return replace(papers.check(reference).content, period=NOW.shift(-quarters))


def growing(reference, papers, *figures):
    """A past of one return a quarter, the slots of its first line as given, the latest last."""
    contents = [
        filed(reference, papers().fill("核定托位数", slots), len(figures) - place)
        for place, slots in enumerate(figures)
    ]
    return past_of(*contents)


def with_sums(papers, **figures):
    """The papers with a line of 街道乡镇 for 城北街道."""
    line = {"街乡代码": "110114001", "街乡名称": "城北街道", **figures}
    papers.sheets[SUMS] = [list(TOWNSHIP_HEADS), [line.get(head) for head in TOWNSHIP_HEADS]]
    return papers


def test_sums_that_fit_the_ledger_are_not_mentioned(reference):
    right = with_sums(
        ledger_papers(2), 机构数=2, 普惠机构数=2, 托位数=120, 普惠托位数=80, 社区托育点=80, 在托婴幼儿数=60
    )
    assert found(right.check(reference), "V13") == []


def test_a_stored_sum_that_differs_from_the_ledger_is_asked_about_once_a_township(reference):
    wrong = with_sums(ledger_papers(2), 机构数=2, 托位数=121, 普惠托位数=79)
    validation = wrong.check(reference)
    assert found(validation, "V13") == [("ledger", SUMS, "E2")]
    assert of(validation, "V13")[0].facts["count"] == 2
    assert validation.content is not None


def test_a_formula_nobody_calculated_says_nothing_about_the_ledger(reference):
    assert found(with_sums(ledger_papers(2), 机构数=2, 托位数=None).check(reference), "V13") == []


@pytest.mark.parametrize(("slots", "issues"), [(60, 0), (120, 0), (180, 1)])
def test_a_pause_after_the_period_may_count_as_open_or_not(reference, slots, issues):
    papers = ledger_papers(2).fill("运营状态", "暂停").fill("状态起始日", "2026-01-05").fill("在托婴幼儿数", 0)
    assert len(found(with_sums(papers, 托位数=slots).check(reference), "V13")) == issues


def test_typed_sums_of_a_summary_return_are_its_figures(reference):
    assert found(summary_papers(reference).check(reference), "V13") == []


def test_an_institution_that_is_missing_is_asked_about(reference):
    past = past_of(filed(reference, ledger_papers(3)))
    validation = ledger_papers(2).check(reference, past=past)
    assert found(validation, "V14") == [("missing", LEDGER, None)]
    assert message(of(validation, "V14")[0], text_for("zh")) == (
        "机构台账　示例托育园110114-0003：2025-Q3台账中的这家机构（系统编号110114-0003，城北街道）本期缺失。"
        "请补上该机构；已停办的填运营状态关停和状态起始日，或在疑点说明中写明。（V14）"
    )


def test_an_institution_that_was_closed_before_may_go(reference):
    before = ledger_papers(3).fill("运营状态", "关停", 4).fill("状态起始日", "2025-08-01", 4)
    before.fill("在托婴幼儿数", 0, 4).fill("普惠在托婴幼儿数", 0, 4)
    assert found(ledger_papers(2).check(reference, past=past_of(filed(reference, before))), "V14") == []


def test_the_latest_earlier_ledger_is_the_one_that_counts(reference):
    past = past_of(filed(reference, ledger_papers(3), 3), filed(reference, ledger_papers(2), 2))
    assert found(ledger_papers(2).check(reference, past=past), "V14") == []
    between = past_of(filed(reference, ledger_papers(3), 2), filed(reference, summary_papers(reference), 1))
    assert found(ledger_papers(2).check(reference, past=between), "V14") == [("missing", LEDGER, None)]


def test_an_institution_known_by_name_needs_no_number(reference):
    past = past_of(filed(reference, ledger_papers(2)))
    known = tuple(KnownInstitution(row.number, row.township, row.name) for row in past.latest().ledger)
    validation = ledger_papers(2).fill("系统编号", None).check(reference, past=past, known=known)
    assert found(validation, "V14") == []


def test_each_missing_institution_is_explained_by_its_number(reference):
    past = past_of(filed(reference, ledger_papers(4)))
    papers = ledger_papers(2).item("疑点说明", "V14 110114-0004 并入总园")
    validation = papers.check(reference, past=past)
    told = explained(validation.content, validation.issues)
    numbers = [issue.found for issue in of(validation, "V14")]
    assert numbers == ["110114-0003", "110114-0004"]
    assert [validation.issues[place].found for place in told] == ["110114-0004"]


def test_the_same_data_as_last_period_is_asked_about(reference):
    validation = ledger_papers(2).check(reference, past=past_of(filed(reference, ledger_papers(2))))
    assert found(validation, "V23") == [("same", "填报信息", "B7")]


def test_the_same_sums_as_last_period_are_asked_about(reference):
    validation = summary_papers(reference).check(reference, past=past_of(filed(reference, summary_papers(reference))))
    assert found(validation, "V23") == [("same", "填报信息", "B7")]
    other = summary_papers(reference).put(SUMS, "O2", 21)
    assert found(other.check(reference, past=past_of(filed(reference, summary_papers(reference)))), "V23") == []


@pytest.mark.parametrize(
    "changed",
    [
        lambda: ledger_papers(2).fill("在托婴幼儿数", 31),
        lambda: ledger_papers(2).item("保育人员培训人次", 4, "队伍培训"),
        lambda: ledger_papers(2).fill("地址", "一号"),
    ],
)
def test_one_changed_figure_or_word_is_enough(reference, changed):
    assert found(changed().check(reference, past=past_of(filed(reference, ledger_papers(2)))), "V23") == []


def test_only_the_last_return_is_compared(reference):
    other = ledger_papers(2).fill("在托婴幼儿数", 31)
    past = past_of(filed(reference, ledger_papers(2), 2), filed(reference, other, 1))
    assert found(ledger_papers(2).check(reference, past=past), "V23") == []


@pytest.mark.parametrize(("slots", "issues"), [(109, 0), (110, 1), (160, 1)])
def test_a_change_under_fifty_slots_is_not_asked_about(reference, slots, issues):
    past = past_of(filed(reference, ledger_papers(2)))
    assert len(of(ledger_papers(2).fill("核定托位数", slots).check(reference, past=past), "V22")) == issues


@pytest.mark.parametrize(("slots", "issues"), [(259, 0), (260, 1), (140, 1), (141, 0)])
def test_a_change_under_thirty_percent_is_not_asked_about(reference, slots, issues):
    past = past_of(filed(reference, ledger_papers(2).fill("核定托位数", 200)))
    assert len(of(ledger_papers(2).fill("核定托位数", slots).check(reference, past=past), "V22")) == issues


def test_what_is_asked_of_an_institution_is_not_asked_of_its_township_again(reference):
    past = past_of(filed(reference, ledger_papers(2)))
    validation = ledger_papers(2).fill("核定托位数", 600).check(reference, past=past)
    assert found(validation, "V22") == [("size", LEDGER, "O2")]
    facts = of(validation, "V22")[0].facts
    assert (facts["before"], facts["percent"], facts["history"]) == (60, "900.0%", 0)


def test_many_small_changes_are_asked_about_as_the_township_they_make(reference):
    past = past_of(filed(reference, ledger_papers(4)))
    papers = ledger_papers(4)
    for line in range(2, 6):
        papers.fill("核定托位数", 90, line)
    validation = papers.check(reference, past=past)
    assert found(validation, "V22") == [("size", LEDGER, None)]
    assert of(validation, "V22")[0].facts["subject"] == "城北街道"


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "只计两期都在运营的机构"), ("en", "only institutions in operation in both")]
)
def test_a_sum_like_for_like_says_that_it_is_one(reference, lang, words):
    """Of four institutions and a new one the sum has the four: 4 x 90 against 4 x 60, without the 70 that are new."""
    past, papers = past_of(filed(reference, ledger_papers(4))), ledger_papers(5).fill("核定托位数", 70, 6)
    for line in range(2, 6):
        papers.fill("核定托位数", 90, line)
    (issue,) = of(papers.check(reference, past=past), "V22")
    assert (issue.found, issue.facts["before"]) == ("360", 240)
    assert words in message(issue, text_for(lang))
    alone = of(
        ledger_papers(2).fill("核定托位数", 600).check(reference, past=past_of(filed(reference, ledger_papers(2)))),
        "V22",
    )
    assert words not in message(alone[0], text_for(lang))


def test_a_history_of_large_changes_makes_another_one_ordinary(reference):
    figures = (60, 120, 60, 130, 60, 110, 60)
    papers = ledger_papers(2).fill("核定托位数", 115)
    assert found(papers.check(reference, past=growing(reference, lambda: ledger_papers(2), *figures)), "V22") == []
    calm = growing(reference, lambda: ledger_papers(2), 60, 60, 61, 60, 60, 61, 60)
    validation = papers.check(reference, past=calm)
    assert found(validation, "V22") == [("previous", LEDGER, "O2")]
    assert of(validation, "V22")[0].facts["history"] == 6


def test_new_closed_and_converted_institutions_are_taken_out(reference):
    past = past_of(filed(reference, ledger_papers(2).fill("普惠托位数", 0).fill("普惠在托婴幼儿数", 0)))
    new = ledger_papers(4).fill("核定托位数", 900, 5)
    assert found(new.check(reference, past=past), "V22") == []
    closed = ledger_papers(2).fill("运营状态", "关停", 3).fill("状态起始日", "2025-11-01", 3)
    assert found(closed.check(reference, past=past), "V22") == []


def test_inclusive_slots_that_end_without_a_date_are_not_taken_out(reference):
    def papers():
        return ledger_papers(2).fill("核定托位数", 100).fill("普惠托位数", 90)

    past = past_of(filed(reference, papers()))
    ended = papers().fill("普惠托位数", 0).fill("普惠在托婴幼儿数", 0)
    assert found(ended.check(reference, past=past), "V22") == [("size", LEDGER, "P2")]
    dated = ended.fill("普惠终止日期", "2025-11-30")
    assert found(dated.check(reference, past=past), "V22") == []


def test_the_same_quarter_last_year_is_compared_for_the_unit_as_a_whole(reference):
    """Every quarter adds a little; only the year as a whole stands out from the years before."""
    past = growing(reference, lambda: ledger_papers(1), *[60] * 10, 76, 96, 122)
    validation = ledger_papers(1).fill("核定托位数", 155).check(reference, past=past)
    assert found(validation, "V22") == [("year", LEDGER, None)]
    facts = of(validation, "V22")[0].facts
    assert (facts["period"], facts["before"], facts["subject"]) == ("2024-Q4", 60, "昌平区")


def test_what_is_asked_of_an_institution_is_not_asked_of_the_year_again(reference):
    """A tenfold figure stands out from last quarter and from last year; it is one question."""
    past = growing(reference, lambda: ledger_papers(1), *[60] * 12)
    validation = ledger_papers(1).fill("核定托位数", 600).check(reference, past=past)
    assert found(validation, "V22") == [("previous", LEDGER, "O2")]


def test_a_share_that_rounds_to_nothing_is_told_without_a_sign(reference):
    past = growing(reference, lambda: ledger_papers(1), 9999, 9998, 9997, 9996, 9995, 9994, 9993)
    facts = of(ledger_papers(1).fill("核定托位数", 600).check(reference, past=past), "V22")[0].facts
    assert facts["centre"] == "0.0%"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unusual_change_is_told_in_plain_words_without_its_score(reference, lang):
    past = growing(reference, lambda: ledger_papers(2), 60, 60, 60, 60, 61, 60, 60, 60)
    (issue,) = of(ledger_papers(2).fill("核定托位数", 300).check(reference, past=past), "V22")
    told = message(issue, text_for(lang))
    assert ("400.0%" in told, "7" in told) == (True, True)
    assert "±0.6%" in told
    assert [word for word in ("∞", "稳健", "-0.0%", "3.5", "modified z") if word in told] == []


def test_townships_of_a_summary_are_compared_at_their_cells(reference):
    past = past_of(filed(reference, summary_papers(reference)))
    papers = summary_papers(reference).put(SUMS, "E3", 150)
    assert found(papers.check(reference, past=past), "V22") == [("size", SUMS, "E3")]


def test_a_unit_that_changes_its_mode_is_compared_by_township(reference):
    past = past_of(filed(reference, ledger_papers(2)))
    assert past.modes == {NOW.previous: Mode.LEDGER}
    papers = summary_papers(reference).put(SUMS, "E2", 500)
    assert ("size", SUMS, "E2") in found(papers.check(reference, past=past), "V22")


def test_the_first_return_of_a_unit_is_compared_with_nothing(reference):
    rules = {issue.rule for issue in ledger_papers(2).check(reference).issues}
    assert rules.isdisjoint({"V14", "V22", "V23"})


def test_comparisons_speak_beside_errors(reference):
    past = past_of(filed(reference, ledger_papers(3)))
    validation = ledger_papers(2).fill("普惠托位数", 70).check(reference, past=past)
    assert {"V08", "V14"} <= {issue.rule for issue in validation.issues}


EARLIER = [0.01, -0.02, 0.03, 0.0, 0.02, -0.01]


def test_the_modified_z_is_the_textbook_one():
    """median 0.005, MAD 0.015: 0.6745 * (0.5 - 0.005) / 0.015."""
    score = modified_z(0.5, EARLIER)
    assert score.z == pytest.approx(0.6745 * 0.495 / 0.015)
    assert score.centre == pytest.approx(0.005)


def test_where_most_changes_are_alike_the_mean_deviation_takes_the_place_of_the_mad():
    assert modified_z(0.5, [0.0] * 5 + [0.06]).z == pytest.approx(0.5 / (1.253314 * 0.01))
    assert modified_z(0.5, [0.0] * 6).z == float("inf")
    assert modified_z(-0.5, [0.0] * 6).z == float("-inf")
    assert modified_z(0.0, [0.0] * 6).z == 0


def test_five_earlier_changes_are_too_few():
    assert modified_z(0.5, EARLIER[:5]).z is None
    assert modified_z(None, EARLIER).z is None


@pytest.mark.parametrize(("before", "now", "large"), [(0, 49, False), (0, 50, True), (100, 0, True), (0, 0, False)])
def test_a_change_from_nothing_is_judged_by_its_size(before, now, large):
    assert Step(before, now).is_large is large
