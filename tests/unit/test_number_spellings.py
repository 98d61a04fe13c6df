"""Numbers as an office writes them: what each says, and which say the same."""

from __future__ import annotations

from fractions import Fraction

import pytest

from layouts.number_check.agreement import agree
from layouts.number_check.numerals import Sort, numerals
from layouts.number_check.written import number_written

NUMBER, PERCENT, POINTS, DATE = Sort.NUMBER, Sort.PERCENT, Sort.POINTS, Sort.DATE


def _date(year=None, quarter=None, month=None, day=None):
    return (year, quarter, month, day)


SPELLINGS = [
    ("36244个", NUMBER, (36244,)),
    ("36,244个", NUMBER, (36244,)),
    ("３６２４４个", NUMBER, (36244,)),
    ("3.6244万个", NUMBER, (36244,)),
    ("2183.2万人", NUMBER, (21832000,)),
    ("1.2亿元", NUMBER, (120000000,)),
    ("21.832 million", NUMBER, (21832000,)),
    ("三万六千二百四十四个", NUMBER, (36244,)),
    ("十七个", NUMBER, (17,)),
    ("0个", NUMBER, (0,)),
    ("2.84个/千人", NUMBER, (Fraction("2.84"),)),
    ("562r", NUMBER, (562,)),
    ("60.5%", PERCENT, (Fraction("60.5"),)),
    ("６０．５％", PERCENT, (Fraction("60.5"),)),
    ("60.5 per cent", PERCENT, (Fraction("60.5"),)),
    ("百分之六十点五", PERCENT, (Fraction("60.5"),)),
    ("3‰", Sort.PERMILLE, (3,)),
    ("1.2个百分点", POINTS, (Fraction("1.2"),)),
    ("1.2百分点", POINTS, (Fraction("1.2"),)),
    ("1.2 percentage points", POINTS, (Fraction("1.2"),)),
    ("326/343", Sort.RATIO, (326, 343)),
    ("2025年12月31日", DATE, _date(2025, None, 12, 31)),
    ("2025年12月", DATE, _date(2025, None, 12)),
    ("2024年末", DATE, _date(2024)),
    ("12月31日", DATE, _date(None, None, 12, 31)),
    ("2025年四季度", DATE, _date(2025, 4)),
    ("2025年第四季度", DATE, _date(2025, 4)),
    ("四季度", DATE, _date(None, 4)),
    ("2025-Q4", DATE, _date(2025, 4)),
    ("Q4 2025", DATE, _date(2025, 4)),
    ("2025-12-31", DATE, _date(2025, None, 12, 31)),
    ("31 December 2025", DATE, _date(2025, None, 12, 31)),
    ("December 2025", DATE, _date(2025, None, 12)),
    ("Dec. 31, 2025", DATE, _date(2025, None, 12, 31)),
    ("17:00", Sort.TIME, (17, 0)),
    ("〔2023〕6号", Sort.DOCUMENT, (2023, 6)),
    ("[2023]第6号", Sort.DOCUMENT, (2023, 6)),
    ("第12期", Sort.ORDINAL, (12,)),
    ("第三", Sort.ORDINAL, (3,)),
    ("附件2", Sort.LABEL, (2,)),
    ("3f2a9c77d812", Sort.CODE, ("3F2A9C77D812",)),
    ("TY-110114-2025Q4-R1", Sort.CODE, ("TY-110114-2025Q4-R1",)),
]


@pytest.mark.parametrize(("words", "sort", "values"), SPELLINGS)
def test_a_number_is_read_as_what_it_says(words, sort, values):
    (one,) = numerals(f"甲{words}乙" if words[0] > "~" else f"the {words} of")
    assert (one.sort, one.values) == (sort, values)


@pytest.mark.parametrize(
    "words", ["一、总体情况", "（二）普惠托位", "1. 进展", "（3）进展", "进一步、三里屯", "万一", "—", "未报送"]
)
def test_the_count_of_a_heading_and_words_with_a_digit_in_them_are_no_numbers(words):
    assert numerals(words) == ()


def test_a_comma_between_clauses_joins_no_number():
    assert [one.values for one in numerals("逾期3，100个单位")] == [(3,), (100,)]


@pytest.mark.parametrize(
    ("words", "number"), [("二〇二五", 2025), ("一百零五", 105), ("两亿三千万", 230000000), ("十", 10)]
)
def test_numbers_in_characters(words, number):
    assert number_written(words) == number


def _agree(found: str, issued: str) -> bool:
    return agree(numerals(found)[0], found, numerals(issued)[0], issued)


@pytest.mark.parametrize(
    ("found", "issued"),
    [
        ("36,244个", "36244个"),
        ("3.6244万个", "36244个"),
        ("约3.6万个", "36244个"),
        ("近3.7万个", "36244个"),
        ("超过3.6万个", "36244个"),
        ("3.6万余个", "36244个"),
        ("60.50%", "60.5%"),
        ("12月底", "2025年12月底"),
        ("2025年12月31日", "2025年12月底"),
        ("2025年第四季度", "2025-Q4"),
        ("下降1.2个百分点", "-1.2个百分点"),
        ("较上季增加12个", "▲12个"),
        ("12个", "+12个"),
    ],
)
def test_these_say_the_same(found, issued):
    assert _agree(found, issued)


@pytest.mark.parametrize(
    ("found", "issued"),
    [
        ("36424个", "36244个"),
        ("3.6万个", "36244个"),
        ("约3.7万个", "36244个"),
        ("近3.6万个", "36244个"),
        ("超过3.7万个", "36244个"),
        ("36244万个", "36244个"),
        ("2183.2人", "2183.2万人"),
        ("60.5", "60.5%"),
        ("60.5个百分点", "60.5%"),
        ("60%", "60.5%"),
        ("605%", "60.5%"),
        ("61%", "60.5%"),
        ("2024年12月", "2025年12月"),
        ("2025年三季度", "2025年四季度"),
        ("2025年", "2025年12月".replace("2025", "2024")),
        ("上升1.2个百分点", "下降1.2个百分点"),
        ("▼12", "▲12"),
        ("12", "-12"),
        ("-12", "12"),
        ("327/343", "326/343"),
        ("〔2023〕5号", "〔2023〕6号"),
        ("第11期", "第12期"),
        ("附3", "附2"),
    ],
)
def test_these_do_not(found, issued):
    assert not _agree(found, issued)
