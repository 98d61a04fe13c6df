"""Every issue the code can raise has its sentence, in the clerk's pattern, in both languages."""

import ast
import re
from pathlib import Path

import pytest

from data.issues import Issue, Location, Severity
from data.validation.rules import COMPARISONS, RULES
from data.validation.spelling import Misspelt
from data.validation.values import RULE_OF_KIND
from layouts.issues import as_record, message
from layouts.text import LANGUAGES, text_for
from tests.return_papers import of, summary_papers

DATA = Path(__file__).parent.parent.parent / "data"
CODES_OF_READING = (
    "reading_limits.py", "reading_child.py", "reading_archive.py", "reading_csv.py", "reading_xml.py", "readers.py",
)  # fmt: skip
OF_DRAFTS = {"no_document", "save_as_docx"}
"""Of a Word draft alone: said by 数字核对, never of a return."""
VARIED = {
    ("V09", "sum"), ("V09", "sum_of_known"), ("V02", "no_item"), ("V02", "no_column"),
    ("V01", "period_quarter"), ("V01", "period_month"), ("V27", "error"), ("V27", "formula"), ("V03", "not_a_number"),
    ("V26", "before_last"), ("V22", "previous"), ("V22", "year"), ("V22", "size"),
    ("V18", "name_twice"), ("V18", "number_twice"),
}  # fmt: skip
"""Codes that the source writes as an expression, and the one that the ingest itself raises."""


def raised_by_rules():
    """(rule, code) of every call error(…), warning(…), info(…) in the rules."""
    pairs = set(VARIED)
    for file in (*(DATA / "validation").glob("*.py"), *(DATA / "institution_list").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("error", "warning", "info"):
                rule, code = node.args[:2]
                if isinstance(rule, ast.Constant) and isinstance(code, ast.Constant):
                    pairs.add((rule.value, code.value))
    return pairs


def raised_by_readers():
    """V00 codes: Unreadable("…"), Refused("…") and {"refused": "…"}."""
    source = "".join((DATA / name).read_text(encoding="utf-8") for name in CODES_OF_READING)
    codes = re.findall(r'(?:Unreadable|Refused)\("(\w+)"', source) + re.findall(r'"refused": "(\w+)"', source)
    return {("V00", code) for code in (*codes, "time", "memory") if code not in OF_DRAFTS}


def raised_by_spelling():
    source = (DATA / "validation" / "spelling.py").read_text(encoding="utf-8")
    codes = set(re.findall(rf'{Misspelt.__name__}\("(\w+)"', source)) | {"negative", "fraction", "not_in_list"}
    rules = {"not_a_date": "V24", "not_in_list": "V16"}
    return {(rules.get(code, "V03"), code) for code in codes}


ALL = sorted(raised_by_rules() | raised_by_readers() | raised_by_spelling())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("rule", "code"), ALL)
def test_this_issue_has_a_sentence(rule, code, lang):
    text = text_for(lang)
    assert f"issue.{rule}.{code}" in text
    assert f"rule_name.{rule}" in text
    assert f"wanted.{rule}.{code}" in text or f"wanted.{rule}.any" in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", sorted(OF_DRAFTS))
def test_what_is_no_draft_is_refused_with_a_sentence_of_the_check_of_numbers(code, lang):
    assert f"number_check.refused.{code}" in text_for(lang)


def test_no_sentence_is_left_over():
    for lang in LANGUAGES:
        told = {tuple(key.split(".")[1:]) for key in text_for(lang).keys if re.match(r"issue\.V\d\d\.", key)}
        assert told == set(ALL)


def test_every_rule_of_the_form_is_there():
    spoken = {rule for rule, _ in ALL}
    wanted = {f"V{number:02}" for number in range(32)}
    assert wanted <= spoken
    assert {rule for rule, _ in (*RULES, *COMPARISONS)} <= wanted
    assert set(RULE_OF_KIND.values()) <= wanted


def test_the_clerks_line_is_as_the_form_prints_it(reference):
    papers = summary_papers(reference).put("街道乡镇", "E11", 300).put("街道乡镇", "F11", 320)
    (issue,) = of(papers.check(reference), "V08")
    assert message(issue, text_for("zh")) == (
        "街道乡镇!F11　回龙观街道：普惠托位数320大于托位数300，应不大于托位数。请核对这两个数。（V08）"
    )
    assert as_record(issue, text_for("en")) == {
        "rule": "V08",
        "severity": "error",
        "sheet": "街道乡镇",
        "cell": "F11",
        "found": "320",
        "wanted": "at most 300",
        "message": (
            "街道乡镇!F11 回龙观街道: 普惠托位数 320 exceeds 托位数 300, which it must not. "
            "Check the two figures. (V08)"
        ),
    }


def test_an_issue_without_place_or_value_reads_whole():
    issue = Issue("V01", Severity.ERROR, "version", Location("填报信息", "B2"), None, None, {"wanted": "2026.1"})
    assert message(issue, text_for("zh")) == "填报信息!B2　报表版本空白，应为2026.1。请下载本期模板填报。（V01）"
    issue = Issue("V00", Severity.ERROR, "empty")
    assert message(issue, text_for("zh")) == "文件是空的。请重新导出后上传。（V00）"


def test_what_is_not_told_one_by_one_is_counted():
    issue = Issue("V17", Severity.INFO, "and_more", Location("机构台账", "C9"), facts={"count": 6})
    assert message(issue, text_for("zh")) == "机构台账!C9　同类情况另有6处，不再逐一列出。（V17）"
    assert as_record(issue, text_for("zh"))["wanted"] is None
