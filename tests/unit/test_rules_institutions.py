"""V15, V17, V18, V20, V31: institutions, one by one."""

import pytest

from data.issues import Severity
from data.validation import KnownInstitution
from data.validation.institutions import check_character
from tests.return_papers import found, ledger_papers, of

LEDGER = "机构台账"
VALID = ("91350100M000100Y43", "12110101MB0000001F", "52110105MJ0000002N", "91110108MA0000003K")


@pytest.mark.parametrize(
    ("changes", "issues"),
    [
        ({"普惠终止日期": "2025-12-31"}, [("ended", LEDGER, "I2")]),
        ({"普惠终止日期": "2026-01-01"}, []),
        ({"普惠认定日期": "2026-01-05"}, [("not_begun", LEDGER, "H2")]),
        ({"普惠认定日期": "2025-12-31"}, []),
        ({"普惠认定日期": None}, [("blank", LEDGER, "H2")]),
        ({"普惠认定日期": None, "机构类型": "幼儿园开设托班"}, []),
        ({"普惠认定日期": None, "普惠托位数": 0, "普惠在托婴幼儿数": 0}, []),
        ({"普惠终止日期": "2025-12-31", "运营状态": "关停", "状态起始日": "2025-12-31", "在托婴幼儿数": 0}, []),
    ],
)
def test_inclusive_slots_need_a_recognition_in_force(reference, changes, issues):
    papers = ledger_papers()
    for header, value in changes.items():
        papers.fill(header, value)
    assert found(papers.check(reference), "V15") == issues


@pytest.mark.parametrize("code", VALID)
def test_a_published_credit_code_is_valid(reference, code):
    assert check_character(code) == code[17]
    assert [
        issue.location.cell for issue in of(ledger_papers().fill("统一社会信用代码", code).check(reference), "V17")
    ] == ["C3"]


@pytest.mark.parametrize(
    ("code", "reason", "severity"),
    [
        ("91110000100000000A", "check", Severity.WARNING),
        ("9111000010000000", "malformed", Severity.ERROR),
        ("91110108MI0000003K", "malformed", Severity.ERROR),
        (None, "blank", Severity.INFO),
        ("无", "blank", Severity.INFO),
    ],
)
def test_a_doubtful_credit_code_is_told_by_its_weight(reference, code, reason, severity):
    issue = next(
        i for i in of(ledger_papers().fill("统一社会信用代码", code).check(reference), "V17") if i.location.cell == "C2"
    )
    assert (issue.code, issue.severity) == (reason, severity)


def test_the_right_check_character_is_told(reference):
    (issue,) = of(ledger_papers(1).fill("统一社会信用代码", "91110000100000000A").check(reference), "V17")
    assert issue.facts["wanted"] == "R"


def test_a_number_or_a_name_in_one_township_stands_once(reference):
    papers = ledger_papers(3).fill("系统编号", "110114-0001", line=3).fill("机构名称", "示例托育园 110114-0001", line=4)
    assert found(papers.check(reference), "V18") == [("number_twice", LEDGER, "A3"), ("name_twice", LEDGER, "B4")]


@pytest.mark.parametrize("number", ["110105-0001", "1", "110114-1", "110114-00AB"])
def test_a_number_the_system_did_not_give_is_refused(reference, number):
    assert found(ledger_papers().fill("系统编号", number).check(reference), "V18") == [("foreign_number", LEDGER, "A2")]


def test_branches_may_share_a_code_but_not_with_another_unit(reference):
    papers = ledger_papers().fill("统一社会信用代码", VALID[3]).fill("统一社会信用代码", VALID[3], line=3)
    assert of(papers.check(reference), "V18") == []
    told = of(papers.check(reference, codes_elsewhere={VALID[3]: "110105"}), "V18")
    assert [(i.severity, i.facts["unit"]) for i in told] == [(Severity.WARNING, "朝阳区")] * 2


def test_a_new_institution_is_known_by_township_and_name_or_gets_the_next_number(reference):
    known = (
        KnownInstitution("110114-0007", "110114001", "示例托育园 110114-0002"),
        KnownInstitution("110114-0041", "110114002", "示例托育园110114-0003"),
    )
    papers = ledger_papers(3).fill("系统编号", None, line=3).fill("系统编号", None, line=4)
    rows = papers.check(reference, known=known).content.ledger
    assert [row.number for row in rows] == ["110114-0001", "110114-0007", "110114-0042"]


def test_numbers_do_not_depend_on_the_order_of_lines(reference):
    papers = ledger_papers(3)
    for line in (2, 3, 4):
        papers.fill("系统编号", None, line=line)
    forward = {row.name: row.number for row in papers.check(reference).content.ledger}
    papers.sheets[LEDGER][1:] = reversed(papers.sheets[LEDGER][1:])
    assert {row.name: row.number for row in papers.check(reference).content.ledger} == forward


@pytest.mark.parametrize("state", ["暂停", "关停"])
def test_a_pause_or_closure_has_a_date_and_no_children(reference, state):
    papers = ledger_papers().fill("运营状态", state)
    assert found(papers.check(reference), "V20") == [("children", LEDGER, "Q2"), ("since_blank", LEDGER, "U2")]
    papers.fill("状态起始日", "2025-11-01").fill("在托婴幼儿数", 0)
    assert of(papers.check(reference), "V20") == []


def test_children_may_be_present_before_the_closure(reference):
    papers = ledger_papers().fill("运营状态", "关停").fill("状态起始日", "2026-01-05")
    assert of(papers.check(reference), "V20") == []


@pytest.mark.parametrize(
    "number",
    ["110101199003077758", "11010119900307775X", "联系人110101199003077758", "1101 0119 9003 0777 58",
     "110101900307775",
     "１１０１０１１９９００３０７７７５８", 110101199003077758.0],
)  # fmt: skip
def test_what_looks_like_an_identity_number_is_refused_and_not_repeated(reference, number):
    validation = ledger_papers().fill("地址", number).check(reference)
    (issue,) = of(validation, "V31")
    assert (issue.severity, issue.location.cell) == (Severity.ERROR, "L2")
    assert "19900307" not in issue.found


def test_no_issue_of_a_refused_return_repeats_an_identity_number(reference):
    papers = ledger_papers().fill("机构名称", "张三110101199003077758").fill("核定托位数", "110101199003077758")
    told = str(papers.check(reference).issues)
    assert "1101************58" in told
    assert "1990" not in told


@pytest.mark.parametrize(
    "text", ["110101199013077758", "京教函〔2025〕12号", "010-69741234", "91110108MA0000003K", 116.397428]
)
def test_other_long_numbers_are_not_persons(reference, text):
    assert of(ledger_papers().fill("地址", text).check(reference), "V31") == []


def test_identity_numbers_are_looked_for_in_every_sheet_but_not_among_credit_codes(reference):
    papers = ledger_papers().fill("统一社会信用代码", "110101199003077758")
    assert of(papers.check(reference), "V31") == []
    papers.sheets["备忘"] = [["110101199003077758"]]
    assert found(papers.check(reference), "V31") == [("number", "备忘", "A1")]
