"""The cells in which two revisions differ, as the clerk sees them."""

from __future__ import annotations

from dataclasses import replace

from data.differences import DifferenceKind, differences
from data.model import Channel
from data.returns import LedgerRow, ReturnContent, TownshipSum, WorkforceFigure
from tests.store_samples import TOWNSHIP, institution, ledger_return, summary_return, whole_return

COLUMNS = {"机构台账": {"number": "A", "name": "B", "slots": "L", "inclusive_slots": "M"}}


def ledger(*rows: LedgerRow, **header: str) -> ReturnContent:
    return ledger_return(*rows, header={"org_unit": "110114", **header}, columns=COLUMNS)


def test_a_return_does_not_differ_from_itself():
    assert differences(whole_return(), whole_return()) == ()


def test_a_changed_figure_is_told_with_its_cell_in_the_later_file():
    later = institution(1, slots=80, row=9)
    (one,) = differences(ledger(institution(1)), ledger(later))
    assert (one.sheet, one.cell, one.header, one.old, one.new) == ("机构台账", "L9", "核定托位数", "60", "80")
    assert one.subject == "110114-0001 示例托育园110114-0001"
    assert one.kind is DifferenceKind.CHANGED


def test_another_order_of_lines_is_no_difference():
    first, second = institution(1), institution(2)
    assert differences(ledger(first, second), ledger(replace(second, row=2), replace(first, row=3))) == ()


def test_a_row_that_came_or_went_is_told_once():
    first, second = institution(1), institution(2)
    came, went = differences(ledger(first), ledger(second))
    assert (came.kind, came.cell, came.old, came.new) == (DifferenceKind.ADDED, "A3", None, "110114-0002")
    assert (went.kind, went.cell, went.old, went.new) == (DifferenceKind.REMOVED, "A2", "110114-0001", None)


def test_a_blank_is_no_zero():
    (one,) = differences(ledger(institution(1, slots=None)), ledger(institution(1, slots=0)))
    assert (one.old, one.new) == (None, "0")


def test_a_column_the_file_has_not_is_told_without_a_cell():
    (one,) = differences(ledger(institution(1)), ledger(institution(1, children=51)))
    assert (one.header, one.cell) == ("在托婴幼儿数", None)


def test_the_heading_and_the_training_are_compared_item_by_item():
    first = replace(ledger(revision="初报"), workforce=(WorkforceFigure("heads_trained", 3, "队伍培训", "B2"),))
    later = replace(ledger(revision="修订1"), workforce=(WorkforceFigure("heads_trained", 5, "队伍培训", "B4"),))
    heading, training = differences(first, later)
    assert (heading.sheet, heading.cell, heading.header, heading.new) == ("填报信息", None, "版次", "修订1")
    assert (training.sheet, training.cell, training.old, training.new) == ("队伍培训", "B4", "3", "5")


def test_the_channels_of_a_township_are_compared_one_by_one():
    first = TownshipSum(2, TOWNSHIP, 1, 1, 60, 40, 50, 30, {Channel.K1: 40, Channel.S1: 0})
    later = replace(first, channels={Channel.K1: 30, Channel.S1: 10})
    found = differences(summary_return(first), summary_return(later))
    assert [(one.header, one.old, one.new) for one in found] == [
        ("幼儿园开设托班", "40", "30"),
        ("社区托育点", "0", "10"),
    ]
    assert {one.subject for one in found} == {TOWNSHIP}


def test_two_rows_about_the_same_thing_are_told_apart_by_their_order():
    first = whole_return()
    twice = replace(first, projects=(*first.projects, replace(first.projects[0], row=3, slots=10)))
    (one,) = differences(first, twice)
    assert (one.sheet, one.kind) == ("资源与项目", DifferenceKind.ADDED)
