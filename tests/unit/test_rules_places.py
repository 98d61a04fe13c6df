"""V05 to V07: townships known, official, of this unit, named rightly, once each."""

from dataclasses import replace
from datetime import date

import pytest

from data.issues import Severity
from tests.return_papers import found, ledger_papers, of, summary_papers

PSEUDO = "110115403"


def test_a_township_of_another_unit_is_refused_and_its_unit_named(reference):
    (issue,) = of(ledger_papers(township="110105001", town="").check(reference), "V05")[:1]
    assert (issue.code, issue.location.cell, issue.facts["unit"]) == ("other_unit", "J2", "朝阳区")


def test_a_pseudo_unit_is_refused_and_told_what_to_use(reference):
    assert found(ledger_papers(township=PSEUDO).check(reference), "V05")[0] == ("pseudo_unit", "机构台账", "J2")


@pytest.mark.parametrize(("code", "reason"), [("110114999", "unknown"), ("昌平", "unknown"), (None, "blank")])
def test_a_code_that_is_no_township_is_refused(reference, code, reason):
    assert found(ledger_papers().fill("街乡代码", code).check(reference), "V05") == [(reason, "机构台账", "J2")]


def test_a_township_no_longer_valid_at_the_periods_end_is_refused(reference):
    closed = [replace(t, valid_to=date(2025, 6, 30)) if t.code == "110114001" else t for t in reference.townships]
    validation = ledger_papers(1).check(replace(reference, townships=tuple(closed)))
    assert found(validation, "V05") == [("not_valid", "机构台账", "J2")]


def test_a_code_typed_as_a_number_is_the_same_code(reference):
    assert ledger_papers().fill("街乡代码", 110114001.0).check(reference).content.ledger[0].township == "110114001"


def test_the_township_of_a_project_is_of_this_unit_or_blank(reference):
    papers = ledger_papers()
    papers.sheets["资源与项目"] = [["类型", "名称", "街乡代码"], ["在建", "甲", "110105001"], ["拟建", "乙"]]
    assert found(papers.check(reference), "V05") == [("other_unit", "资源与项目", "C2")]


def test_a_wrong_name_must_be_explained(reference):
    validation = ledger_papers().fill("街乡名称", "南口镇").check(reference)
    (issue,) = of(validation, "V06")
    assert (issue.severity, issue.location.cell, issue.facts["wanted"]) == (Severity.WARNING, "K2", "城北街道")
    assert validation.content is not None


def test_an_area_name_is_its_towns_and_not_a_subdistricts(reference):
    town = next(t for t in reference.townships if t.reporting_unit == "110114" and t.unit_type == "镇")
    stem = town.name.removesuffix("镇").removesuffix("地区")
    for name in (f"{stem}镇", f"{stem}地区", f"{stem}地区办事处"):
        assert of(ledger_papers(township=town.code, town=name).check(reference), "V06") == []
    assert of(ledger_papers(town="城北地区").check(reference), "V06") != []


def test_a_township_twice_is_refused_and_one_left_out_is_named(reference):
    papers = summary_papers(reference).put("街道乡镇", "A3", "110114001").put("街道乡镇", "B3", "城北街道")
    validation = papers.check(reference)
    twice, missing = sorted(of(validation, "V07"), key=lambda issue: issue.code, reverse=True)
    assert (twice.code, twice.location.cell, twice.facts["first"]) == ("twice", "A3", "A2")
    assert (missing.severity, missing.facts["count"]) == (Severity.WARNING, 1)


def test_a_summary_with_every_township_once_leaves_nothing_to_say(reference):
    validation = summary_papers(reference).check(reference)
    assert validation.issues == ()
    assert len(validation.content.townships) == 22
