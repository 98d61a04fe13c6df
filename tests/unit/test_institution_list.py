"""Other institution lists: read by a mapping, compared with a ledger, turned into its rows."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from data.institution_list.comparison import compare
from data.institution_list.ledger import ledger_from
from data.institution_list.listing import Listed, read_listing
from data.institution_list.mapping import MappingRefused, read_mapping
from data.returns import LedgerRow
from data.settings import HOUSE
from layouts.refusals import sentence
from layouts.text import LANGUAGES, text_for
from tests.return_papers import Papers

UNIT, END = "110114", date(2025, 12, 31)
EXAMPLE = HOUSE / "docs" / "examples" / "register-mapping.toml"
HEADS = [
    "序号",
    "园所（机构）名称",
    "信用代码",
    "所在街镇",
    "类别",
    "托位总数",
    "其中普惠",
    "状态",
    "认定时间",
    "所属区",
]
LINE = [1, "示例园甲", "91350100M000100Y43", "城北街道", "社区园", 60, 40, "在营", "2024年3月1日", "昌平"]


@pytest.fixture
def townships(reference):
    return reference.townships_at(END, UNIT)


@pytest.fixture
def mapping():
    return read_mapping(EXAMPLE.name, EXAMPLE.read_bytes())


def book(*lines, sheet="机构名册"):
    return Papers({sheet: [["昌平区托育机构名册"], HEADS, *lines]}).xlsx()


def line(**changes):
    return [changes.get(head, value) for head, value in zip(HEADS, LINE)]


def found(listing):
    return [(issue.rule, issue.code, issue.location.cell) for issue in listing.issues]


def test_the_example_reads_a_list_with_its_own_heads_and_words(mapping, townships):
    listing = read_listing("名册.xlsx", book(LINE), mapping, townships)
    assert listing.issues == ()
    [one] = listing.lines
    assert (one.row, one.cells["slots"]) == (3, "F3")
    assert one.values == {
        "name": "示例园甲",
        "credit_code": "91350100M000100Y43",
        "type": "社区托育点",
        "inclusive_from": date(2024, 3, 1),
        "township": "110114001",
        "township_name": "城北街道",
        "slots": 60,
        "inclusive_slots": 40,
        "state": "正常",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_lone_csv_is_read_in_every_encoding(encoding, mapping, townships):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="\t" if encoding == "utf-16" else ",").writerows([HEADS, LINE])
    listing = read_listing("机构名册.csv", text.getvalue().encode(encoding), mapping, townships)
    assert listing.issues == ()
    assert [(one.row, one.values["name"]) for one in listing.lines] == [(2, "示例园甲")]


def test_the_sheet_of_the_mapping_has_no_meaning_for_a_lone_csv(mapping, townships):
    assert mapping.sheet == "机构名册"
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADS, LINE])
    listing = read_listing("昌平名册2025.CSV", text.getvalue().encode(), mapping, townships)
    assert listing.issues == ()
    assert [one.values["name"] for one in listing.lines] == ["示例园甲"]


def test_lines_of_other_districts_and_of_sums_are_left_alone(mapping, townships):
    other = line(所属区="朝阳区", 所在街镇="朝外街道")
    total = ["合计", None, None, None, None, 120, 80, None, None, "昌平区"]
    listing = read_listing("名册.xlsx", book(LINE, other, total), mapping, townships)
    assert listing.issues == ()
    assert len(listing.lines) == 1


def test_a_blank_takes_the_default_and_a_word_of_the_mapping_its_own(mapping, townships):
    lines = [line(状态=None), line(所在街镇="回龙观", 状态="停业")]
    listing = read_listing("名册.xlsx", book(*lines), mapping, townships)
    assert listing.issues == ()
    assert [one.values["state"] for one in listing.lines] == ["正常", "暂停"]
    assert listing.lines[1].values["township_name"] == "回龙观街道"


def test_every_cell_that_cannot_be_read_is_told_with_its_place(mapping, townships):
    lines = [
        line(所在街镇="朝外街道"),
        line(类别="托管班", 托位总数="若干"),
        line(**{"园所（机构）名称": None, "认定时间": "去年"}),
    ]
    listing = read_listing("名册.xlsx", book(*lines), mapping, townships)
    assert listing.refused
    assert sorted(found(listing)) == [
        ("V02", "blank", "B5"),
        ("V03", "not_a_number", "F4"),
        ("V05", "not_of_unit", "D3"),
        ("V16", "not_in_list", "E4"),
        ("V24", "not_a_date", "I5"),
    ]


def test_the_same_unknown_word_is_told_once_and_counted(mapping, townships):
    listing = read_listing("名册.xlsx", book(*[line(类别="托管班")] * 4), mapping, townships)
    assert found(listing) == [("V16", "not_in_list", "E3"), ("V16", "and_more", "E4")]
    assert listing.issues[1].facts == {"count": 3}


def test_a_column_the_mapping_names_must_be_there(mapping, townships):
    heads = [head for head in HEADS if head != "托位总数"]
    content = Papers({"机构名册": [heads, ["1", "示例园甲"]]}).xlsx()
    assert ("V02", "no_column", "A1") in found(read_listing("名册.xlsx", content, mapping, townships))


def test_the_sheet_is_named_where_there_are_several(mapping, townships, reference):
    several = Papers({"甲": [HEADS, LINE], "乙": [HEADS, LINE]}).xlsx()
    assert found(read_listing("名册.xlsx", several, mapping, townships)) == [("V02", "no_such_sheet", None)]
    unnamed = read_mapping("m.toml", '[columns]\n"机构名称"="园所（机构）名称"\n"街乡名称"="所在街镇"'.encode())
    assert found(read_listing("名册.xlsx", several, unnamed, townships)) == [("V02", "which_sheet", None)]
    alone = Papers({"甲": [HEADS, LINE], "乙": []}).xlsx()
    assert len(read_listing("名册.xlsx", alone, unnamed, townships).lines) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名册.csv", b""),
        ("名册.csv", b"\xff\xff\x00\x01"),
        ("名册.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("名册.xlsx", b"PDF"),
    ],
)
def test_what_is_no_list_is_refused_by_the_reader(name, content, mapping, townships):
    listing = read_listing(name, content, mapping, townships)
    assert [issue.rule for issue in listing.issues] == ["V00"]


TOWN = 'columns = {"机构名称" = "a", "街乡名称" = "b"}\n'
REFUSED = {
    b"\xff\xfe\x00": "encoding",
    b"[columns": "syntax",
    b'[column]\n"a" = "b"': "unknown_part",
    b"sheet = 3": "not_a_word",
    b"columns = 3": "not_a_table",
    '[columns]\n"园名" = "a"'.encode(): "unknown_column",
    '[columns]\n"机构名称" = ""'.encode(): "not_a_word",
    '[columns]\n"托位数" = "a"\n"核定托位数" = "b"'.encode(): "column_twice",
    '[columns]\n"机构名称" = "a"'.encode(): "no_identity",
    '[columns]\n"街乡代码" = "a"'.encode(): "no_identity",
    '[columns]\n"机构名称" = "a"\n"街乡代码" = "b"\n"核定托位数" = "b"'.encode(): "header_twice",
    (TOWN + '[words]\n"机构类型" = "x"').encode(): "not_a_table",
    (TOWN + '[words."机构类型"]\n"x" = "y"').encode(): "not_in_list",
    (TOWN + '[words."机构类型"]\n"x" = 1').encode(): "not_a_word",
    (TOWN + '[defaults]\n"运营状态" = "y"').encode(): "not_in_list",
    (TOWN + '[defaults]\n"核定托位数" = "0"').encode(): "default_of_a_count",
    (TOWN + "[only]\nx = []").encode(): "not_a_word",
    (TOWN + "[only]\nx = 1").encode(): "not_a_word",
}


@pytest.mark.parametrize(("content", "code"), REFUSED.items(), ids=REFUSED.values())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_mapping_that_cannot_be_followed_says_why_and_where(content, code, lang):
    with pytest.raises(MappingRefused) as refusal:
        read_mapping("m.toml", content)
    assert refusal.value.key == f"mapping.{code}"
    assert sentence(refusal.value, text_for(lang)).startswith("m.toml")


def row(number, **facts):
    given = {"row": number + 1, "number": f"{UNIT}-{number:04d}", "name": f"示例园{number}", "type": "社区托育点"}
    given |= {"township": "110114001", "state": "正常", "slots": 60, "inclusive_slots": 40, "children": 30}
    return LedgerRow(**{**given, **facts})


def listed(place, **values):
    return Listed(place, values, dict.fromkeys(values, f"A{place}"))


def test_an_institution_is_known_by_number_place_and_name_code_or_name_alone():
    ledger = [row(1), row(2), row(3, credit_code="C3"), row(4)]
    lines = [
        listed(2, number=f"{UNIT}-0001", name="改了名", township="110114002"),
        listed(3, name="示例园 2", township="110114001"),
        listed(4, name="也改了名", township="110114005", credit_code="C3"),
        listed(5, name="示例园4", township="110114009"),
        listed(6, name="示例园5", township="110114001"),
    ]
    compared = compare(lines, ledger)
    assert [(line.row, own.number[-1]) for line, own in compared.pairs] == [(2, "1"), (3, "2"), (4, "3"), (5, "4")]
    assert [line.row for line in compared.only_listed] == [6]
    assert compared.only_stored == ()


def test_a_sign_that_two_share_tells_nobody_apart():
    ledger = [row(1, name="总园", credit_code="C"), row(2, name="总园", credit_code="C", township="110114002")]
    compared = compare([listed(2, name="总园", township="110114003", credit_code="C")], ledger)
    assert compared.pairs == ()
    assert len(compared.only_stored) == 2


def test_only_what_the_list_says_can_differ():
    one = listed(2, name="示例园 1", township="110114001", slots=66, inclusive_slots=None, state="正常")
    [difference] = compare([one], [row(1)]).differences
    assert (difference.header, difference.cell, difference.listed, difference.stored) == ("核定托位数", "A2", 66, 60)


def test_rows_take_what_the_list_says_and_keep_the_rest():
    ledger = [row(1, carers=6), row(2), row(3)]
    lines = [
        listed(2, name="示例园3", township="110114001", slots=99, inclusive_slots=None),
        listed(3, name="示例园1", township="110114001", state="暂停"),
        listed(4, name="新园", township="110114002", slots=20),
    ]
    rows = ledger_from(compare(lines, ledger), [row(1, carers=6, children=None), row(3, children=None)])
    assert [(own.row, own.number[-1:], own.slots, own.state) for own in rows] == [
        (2, "1", 60, "暂停"),
        (3, "3", 99, "正常"),
        (4, "", 20, None),
    ]
    assert (rows[0].carers, rows[0].children, rows[1].inclusive_slots) == (6, None, 40)
