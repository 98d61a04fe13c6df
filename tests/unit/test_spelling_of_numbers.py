"""Sixty-odd spellings of a number, each read right or refused with the reason; none silently wrong."""

import pytest

from data.validation.spelling import Misspelt, count_of, count_of_number, is_blank, is_plain_count
from tests.return_papers import ledger_papers, of

READ = {
    "0": 0, "7": 7, "320": 320, "007": 7, " 320 ": 320, "\t320": 320, "　320　": 320, "320\u00a0": 320,
    "\ufeff320": 320, "３２０": 320, "０": 0, "３２0": 320, "1,234": 1234, "１，２３４": 1234, "1,234,567": 1234567,
    "1,234.0": 1234, "12.0": 12, "12.00": 12, "１２．０": 12, "1.2万": 12000, "１.２万": 12000, "1万": 10000,
    "0.5万": 5000, "1.2345万": 12345, "1.2 万": 12000, "9999999": 9999999,
}  # fmt: skip
BLANK = ("", " ", "　", "-", "－", "—", "——", "–", "/", "／", "无", " 无 ")
REFUSED = {
    "12.5": "fraction", "1,234.5": "fraction", "1.23456万": "fraction", "0.1": "fraction", "1.234": "fraction",
    "-3": "negative", "－3": "negative", "- 3": "negative", "(3)": "negative", "（3）": "negative",
    "-1.2万": "negative",
    "1e3": "not_a_number", "1E+03": "not_a_number", "1.10114E+08": "not_a_number", "+12": "not_a_number",
    "1,23": "not_a_number", "12,34,567": "not_a_number", "1 234": "not_a_number", "12.": "not_a_number",
    ".5": "not_a_number", "1.234,56": "not_a_number", "12个": "not_a_number", "约12": "not_a_number",
    "12%": "not_a_number", "十二": "not_a_number", "一百": "not_a_number", "②": "not_a_number", "5²": "not_a_number",
    "½": "not_a_number", "٣٢٠": "not_a_number", "Ⅻ": "not_a_number", "0x10": "not_a_number", "NaN": "not_a_number",
    "inf": "not_a_number", "N/A": "not_a_number", "n/a": "not_a_number", "none": "not_a_number", ".": "not_a_number",
    "12/15": "not_a_number", "3+4": "not_a_number", "=3+4": "not_a_number", "'320": "not_a_number",
    "12人/月": "not_a_number", "O": "not_a_number", "l2": "not_a_number", "10000000": "too_big",
    "1万亿": "not_a_number",     "1,2万": "not_a_number", "99999万": "too_big",
}  # fmt: skip


def test_sixty_spellings_are_tried():
    assert len(READ) + len(BLANK) + len(REFUSED) >= 60


@pytest.mark.parametrize(("text", "number"), READ.items())
def test_this_spelling_is_read_right(text, number):
    assert count_of(text) == number
    assert not is_blank(text)


@pytest.mark.parametrize("text", BLANK)
def test_this_mark_stands_for_nothing_and_not_for_zero(text):
    assert is_blank(text)


@pytest.mark.parametrize(("text", "reason"), REFUSED.items())
def test_this_spelling_is_refused_with_its_reason(text, reason):
    assert not is_blank(text)
    with pytest.raises(Misspelt) as refusal:
        count_of(text)
    assert refusal.value.code == reason


@pytest.mark.parametrize(
    ("number", "reason"),
    [(12.5, "fraction"), (-1.0, "negative"), (-0.5, "negative"), (1e7, "too_big"), (1e300, "too_big")],
)
def test_a_number_cell_is_refused_with_its_reason(number, reason):
    with pytest.raises(Misspelt) as refusal:
        count_of_number(number)
    assert refusal.value.code == reason


def test_only_plain_figures_go_unlogged():
    assert [text for text in READ if is_plain_count(text)] == ["0", "7", "320", "9999999"]


def test_a_truth_value_is_told_as_the_clerk_sees_it(reference):
    papers = ledger_papers().fill("核定托位数", True)
    assert [issue.found for issue in of(papers.check(reference), "V03")] == ["TRUE"]
