"""数字核对 over a hand-made paper: what is wrong is found where it is, what is the office's own is never wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.drafts import Draft, Grid, Prose
from layouts.number_check import Place, Verdict, check_numbers
from layouts.number_check.telling import counts_line, lines_of, record_of
from layouts.pages.number_check import checked, checking_part
from layouts.text import text_for

TITLE = "托育服务体系建设目标进展简报（2025年四季度）"
FIRST = (
    "截至2025年12月底，每千人口托位2.84个，为目标（4.5个）的63.1%，未达标；"
    "普惠托位占比60.5%，已达标；街道（乡镇）普惠覆盖326/343。"
)
SECOND = (
    "按2024年末常住人口2183.2万人，尚缺托位36244个，其中普惠至少21447个；"
    "未覆盖街道（乡镇）17个：中心城区3、副中心0、平原新城6、生态涵养区8（距85%差2个）。"
)
TABLE = Grid(
    (
        ("指标", "现值", "目标", "较上季", "缺口"),
        ("每千人口托位数", "2.84", "4.5", "▲0.05", "36,244"),
        ("普惠托位占比", "60.5%r", "60%", "▲1.2", "0"),
        ("新增普惠托位", "—", "30,000", "—", "—"),
        ("持证上岗率", "88.1%", "90%", "▼0.4", "167"),
    )
)
ISSUED = Draft((Prose(TITLE), Prose(FIRST), Prose(SECOND), TABLE))


def wrong(*blocks: Prose | Grid) -> list[tuple[str, str]]:
    """What is found wrong in a draft of these blocks, and what is expected."""
    return [(one.words, one.expected) for one in check_numbers(Draft(blocks), ISSUED).of(Verdict.WRONG)]


def cell(row: int, column: int, words: str) -> Grid:
    """The table with other words in a cell."""
    rows = [list(line) for line in TABLE.rows]
    rows[row][column] = words
    return Grid(tuple(map(tuple, rows)))


def test_the_untouched_draft_agrees_in_every_number():
    check = check_numbers(ISSUED, ISSUED)
    assert check.agrees
    assert len(check.findings) == len(check.of(Verdict.AGREES)) == 31


@pytest.mark.parametrize(
    ("old", "new", "found", "expected"),
    [
        ("36244", "36424", "36424", "36244"),
        ("2183.2万", "2183.2", "2183.2", "2183.2万"),
        ("21447个", "21447万个", "21447万", "21447"),
        ("60.5%", "605%", "605%", "60.5%"),
        ("60.5%", "60%", "60%", "60.5%"),
        ("60.5%", "60.5", "60.5", "60.5%"),
        ("60.5%", "60.5个百分点", "60.5个百分点", "60.5%"),
        ("326/343", "336/343", "336/343", "326/343"),
        ("2025年12月", "2025年11月", "2025年11月", "2025年12月"),
        ("2024年末", "2023年末", "2023年", "2024年"),
        ("副中心0", "副中心1", "1", "0"),
    ],
)
def test_a_slip_in_a_sentence_is_found(old, new, found, expected):
    assert (found, expected) in wrong(Prose(TITLE), Prose(FIRST.replace(old, new)), Prose(SECOND.replace(old, new)))


def test_two_figures_in_each_others_place_are_both_wrong():
    swapped = FIRST.replace("63.1%", "X").replace("60.5%", "63.1%").replace("X", "60.5%")
    assert wrong(Prose(TITLE), Prose(swapped), Prose(SECOND)) == [("60.5%", "63.1%"), ("63.1%", "60.5%")]


def test_a_figure_of_another_paragraph_excuses_nothing():
    assert wrong(Prose(FIRST.replace("326/343", "17/343")), Prose(SECOND)) == [("17/343", "326/343")]


def test_the_date_of_the_title_counts():
    assert wrong(Prose(TITLE.replace("四", "三")), Prose(FIRST)) == [("2025年三季度", "2025年四季度")]


@pytest.mark.parametrize(
    ("row", "column", "words", "expected"),
    [
        (1, 1, "2.48", "2.84"),
        (2, 1, "60.4%r", "60.5%"),
        (4, 3, "▲0.4", "▼0.4"),
        (3, 1, "0", "—"),
        (1, 4, "36,244万", "36,244"),
    ],
)
def test_a_slip_in_a_cell_is_found_where_it_is(row, column, words, expected):
    check = check_numbers(Draft((Prose(FIRST), cell(row, column, words))), ISSUED)
    (one,) = check.of(Verdict.WRONG)
    assert (one.place, one.expected) == (Place(table=1, row=row + 1, column=column + 1), expected)


def test_rows_in_each_others_place_keep_their_figures():
    rows = TABLE.rows
    assert wrong(Grid((rows[0], rows[2], rows[1], rows[4]))) == []
    names = Grid((rows[0], (rows[2][0], *rows[1][1:]), (rows[1][0], *rows[2][1:]), *rows[3:]))
    assert len(wrong(names)) == 8


def test_a_column_left_out_or_put_in_moves_no_figure():
    assert wrong(Grid(tuple((row[0], *row[2:]) for row in TABLE.rows))) == []
    added = [(row[0], head, *row[1:]) for row, head in zip(TABLE.rows, ("备注", "见附件7", "", "", ""))]
    check = check_numbers(Draft((Grid(tuple(added)),)), ISSUED)
    assert check.agrees
    assert [one.words for one in check.of(Verdict.UNMATCHED)] == ["附件7"]


@pytest.mark.parametrize(
    "words",
    [
        FIRST.replace("63.1%，未达标", "63.1%，还没有达到目标"),
        FIRST.replace("每千人口托位2.84个，为目标（4.5个）的", "每千人口托位达到2.84个，完成4.5个目标的"),
        SECOND.replace("36244", "36,244"),
        SECOND.replace("36244个", "约3.6万个"),
        SECOND.replace("36244", "３６２４４"),
        "；".join(reversed(FIRST.rstrip("。").split("；"))) + "。",
        FIRST + SECOND,
        "今年以来召开调度会3次，走访机构27家。",
        "去年同期普惠托位占比为49.8%。",
        "我市普惠托位占比60.5%，走在前列。",
    ],
)
def test_other_words_for_the_same_figures_are_no_mistake(words):
    assert wrong(Prose(TITLE), Prose(words), TABLE) == []


def test_the_offices_own_numbers_are_named_as_such():
    check = check_numbers(Draft((Prose("去年同期普惠托位占比为49.8%，开会3次。"), *ISSUED.blocks)), ISSUED)
    assert [(one.words, one.expected) for one in check.of(Verdict.UNMATCHED)] == [("49.8%", "60.5%"), ("3", "")]


def test_a_draft_without_numbers_and_one_without_anything():
    assert check_numbers(Draft((Prose("无"),)), ISSUED).findings == ()
    assert check_numbers(Draft(()), ISSUED).agrees


SLIPPED = check_numbers(Draft((Prose(TITLE), Prose(FIRST.replace("2.84", "2.48")), Prose("开会3次。"), TABLE)), ISSUED)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_answer_says_where_what_and_what_instead(lang):
    text = text_for(lang)
    first, second = lines_of(SLIPPED, text)
    assert "2.48" in first
    assert "2.84" in first
    assert "3" in second
    assert str(len(SLIPPED.findings)) in counts_line(SLIPPED, text)
    record = record_of(SLIPPED)
    assert (record["wrong"], record["unmatched"]) == (1, 1)
    assert record["findings"][0] | {"excerpt": "", "briefing": ""} == {
        "verdict": "wrong", "paragraph": 2, "found": "2.48", "expected": "2.84", "excerpt": "", "briefing": "",
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_lists_the_wrong_ones_first_and_opened(lang):
    text = text_for(lang)
    shown = str(checked(SLIPPED, "against", text))
    assert shown.index("2.48") < shown.index("2.84") < shown.index(text("number_check.unmatched_note"))
    assert "refused" in shown
    assert "storable" in str(checked(check_numbers(ISSUED, ISSUED), "against", text))
    assert text("number_check.note") in str(checking_part(text))


def test_a_list_without_end_is_cut_and_says_so():
    many = replace(SLIPPED, findings=SLIPPED.of(Verdict.WRONG) * 300)
    assert text_for("zh")("number_check.more", count=100) in str(checked(many, "", text_for("zh")))
