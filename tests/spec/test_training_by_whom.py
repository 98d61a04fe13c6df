"""谁主办谁统计: the city's own courses apart from the units', period by period; what is not filed is no zero."""

from __future__ import annotations

from data.model import Period
from metrics import questions
from metrics.questions import Workforce
from tests.fakes import moment
from tests.spec.test_training_tasks_and_returns import city, tell, trained


def asked(source, period: str = "2023-Q2") -> Workforce:
    return questions.workforce(source, period=Period.parse(period), as_of=moment("2026-12-01"))


def test_what_the_city_organised_stands_apart_and_both_make_the_whole():
    found = asked(trained(A=10, B=20, C=5))
    assert [(one.city, one.units) for one in found.organised["T14a"]][-2:] == [(5, 30), (5, 30)]
    assert found.own["T14a"].numerator == 10
    assert found.scorecard.row("T14a", "C").numerator == 70


def test_a_period_that_a_unit_did_not_file_is_unknown_and_never_carried():
    source = trained(A=10, B=20, C=5)
    tell(source, "A", "2023-Q3", heads_trained=7)
    last = asked(source, "2023-Q3").organised["T14a"][-1]
    assert (last.city, last.units, last.missing, dict(last.by_unit)) == (None, 7, ("B",), {"A": 7})


def test_a_blank_cell_is_unknown_and_a_zero_is_a_zero():
    source = city()
    for filer, count in (("A", None), ("B", 0), ("C", None)):
        tell(source, filer, "2023-Q1", heads_trained=count)
    last = asked(source, "2023-Q1").organised["T14a"][-1]
    assert (last.city, last.units, last.missing) == (None, 0, ("A",))
    assert asked(source, "2023-Q1").own["T14a"].known == 0


def test_courses_before_the_plan_are_shown_and_are_in_no_sum():
    source = trained(A=10, B=20, C=5)
    tell(source, "C", "2022-Q4", heads_trained=500)
    found = asked(source)
    assert found.organised["T14a"][0].city == 500
    assert found.own["T14a"].numerator == 10
