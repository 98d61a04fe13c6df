"""Which cells of which file a figure was read from, and how that is told to other programs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.details import FilerFigures, SourceCell
from data.issues import UsageError
from data.model import Commitment, CommitmentKind, Period
from data.returns import LedgerRow, Mode, Nature, ReturnContent, TaskState, WorkforceFigure
from metrics import queries
from metrics.accounts import MOST_CELLS, account_of, range_of
from metrics.derivations import Derivation
from tests.fakes import PLAN_A, PLAN_B, FakeSource, moment, small_city
from tests.spec.test_training_tasks_and_returns import PLAN as TRAINING_PLAN

Q4 = Period.parse("2025-Q4")
AS_OF = moment("2026-12-01")
COLUMNS = {"机构台账": {"slots": "F", "inclusive_slots": "G"}, "任务进展": {"state": "C"}}
PLACES = {"A01": "core", "A02": "hills", "B01": "core"}


def row(line: int, township: str, slots: int | None, inclusive: int | None, **more: object) -> LedgerRow:
    facts: dict[str, object] = {"number": f"{line}", "name": f"I{line}", "type": "营利性机构", "state": "正常"}
    return LedgerRow(line, township=township, slots=slots, inclusive_slots=inclusive, children=0, **{**facts, **more})


def content(unit: str, period: str, *rows: LedgerRow, **more: object) -> ReturnContent:
    facts: dict[str, object] = {"columns": COLUMNS, "ledger": rows, **more}
    return ReturnContent(unit, Period.parse(period), Mode.LEDGER, Nature.DEMO, {}, **facts)


def source(plan=PLAN_A) -> FakeSource:
    found = FakeSource(small_city(people={"C": 1_000, "A": 600}, townships=PLACES, plans=[plan, PLAN_B]))
    found.file_content(content("A", "2025-Q4", row(5, "A01", 30, 10), row(6, "A02", 20, None), row(7, "A01", 40, 40)))
    found.file_content(content("B", "2025-Q4", row(5, "B01", 9, 9)))
    return found


def told(indicator: str, org_unit: str = "C", zone: str | None = None, **more: object) -> Derivation:
    asked = {"period": Q4, "as_of": AS_OF, **more}
    given = asked.pop("source", None) or source()
    return queries.derivation(given, indicator=indicator, org_unit=org_unit, zone=zone, **asked)[1]


def places(derivation: Derivation) -> list[tuple[str, str, list[str]]]:
    return [(one.stored.receipt, one.element, [cell.cell for cell in one.file.cells]) for one in derivation.evidence]


def test_a_citys_share_names_both_columns_of_every_return():
    assert places(told("G2")) == [
        ("R1", "inclusive_slots", ["G5", "G6", "G7"]),
        ("R1", "slots", ["F5", "F6", "F7"]),
        ("R2", "inclusive_slots", ["G5"]),
        ("R2", "slots", ["F5"]),
    ]


def test_residents_are_no_cells_and_a_row_without_a_target_has_its_cells_too():
    assert places(told("G1", "A")) == [("R1", "slots", ["F5", "F6", "F7"])]
    assert places(told("INST", "B")) == [("R2", "institutions", ["F5"])]


def test_a_zone_names_the_cells_of_its_own_townships_alone():
    assert places(told("G2", "A", "hills")) == [("R1", "inclusive_slots", ["G6"]), ("R1", "slots", ["F6"])]
    assert [len(one.file.cells) for one in told("G2", "C", "core").evidence] == [2, 2, 1, 1]


def test_the_cells_add_up_to_the_known_and_keep_the_name_of_their_file():
    first = told("G2").evidence[0]
    assert (first.counted, first.file.name, first.file.digest) == (50, "1.xlsx", "f1")
    assert first.file.cells[0] == SourceCell("机构台账", "G5", "A01", "5", 10, 10)
    assert first.file.cells[1].counted is None


def test_every_row_of_a_scorecard_comes_with_how_it_came_about():
    card, found = queries.derivations(source(), period=Q4, as_of=AS_OF, scope="all", zone="core")
    assert [one.row for one in found] == list(card.rows)
    assert {(row.org_unit, row.zone) for row in card.rows} == {("C", "core"), ("A", "core"), ("B", "core")}
    assert (card.period, card.plan.id, card.as_of) == (Q4, "first", AS_OF)
    whole = queries.scorecard(source(), period=Q4, as_of=AS_OF, scope="all", zone="core")
    assert card.rows == whole.rows
    second = queries.derivations(source(), period=Q4, as_of=AS_OF, plan_id="second")[0]
    assert (second.plan.id, {row.org_unit for row in second.rows}) == ("second", {"C"})


def test_a_township_has_its_own_cells():
    card, found = queries.derivations(source(), period=Q4, as_of=AS_OF, scope="townships")
    share = next(one for one in found if (one.row.indicator, one.row.org_unit) == ("G2", "A01"))
    assert places(share) == [("R1", "inclusive_slots", ["G5", "G7"]), ("R1", "slots", ["F5", "F7"])]
    assert len(card.rows) == len(found)


@pytest.mark.parametrize(
    ("asked", "key", "value"),
    [
        ({"indicator": "G99"}, "query.indicator", "G99"),
        ({"indicator": "G5"}, "query.indicator", "G5"),
        ({"indicator": "G1", "org_unit": "Z"}, "query.org_unit", "Z"),
        ({"indicator": "G2", "org_unit": "B", "zone": "hills"}, "query.org_unit", "B"),
        ({"indicator": "G1", "plan_id": "none"}, "query.plan", "none"),
    ],
)
def test_a_figure_that_there_is_not_is_refused_by_name(asked, key, value):
    with pytest.raises(UsageError) as refused:
        told(**asked)
    assert (refused.value.key, dict(refused.value.facts)) == (key, {"value": value})


def test_a_figure_asked_by_the_next_plan_stands_on_that_plan():
    found = told("G2", "B", plan_id="second")
    assert (found.row.target, found.row.value, found.indicator.id) == (68, 100, "G2")


def done(period: str, *states: str) -> ReturnContent:
    tasks = tuple(TaskState(4 + at, "T4a", state, None, None, None, None) for at, state in enumerate(states))
    return content("A", period, tasks=tasks)


def test_a_milestone_names_the_last_return_that_told_it():
    plan = replace(TRAINING_PLAN, commitments=(Commitment("T4a", CommitmentKind.DERIVED, "", (), "", ""),))
    given = FakeSource(small_city(people={"C": 1_000}, townships=PLACES, plans=[plan]))
    for one in (done("2025-Q1", "推进中"), done("2025-Q2", "已完成"), done("2025-Q3"), done("2025-Q4")):
        given.file_content(one)
    found = told("T4a", "A", source=given)
    assert (found.row.numerator, places(found)) == (1, [("R2", "centres", ["C4"])])
    assert places(told("T4a", "A", source=given, period=Period.parse("2025-Q1"))) == [("R1", "centres", ["C4"])]
    never = FakeSource(small_city(people={"C": 1_000}, townships=PLACES, plans=[plan]))
    never.file_content(done("2025-Q4"))
    assert places(told("T4a", "A", source=never)) == []


def test_training_names_the_cells_of_every_quarter_though_they_stand_in_no_township():
    given = FakeSource(small_city(people={"C": 1_000}, townships=PLACES, plans=[TRAINING_PLAN]))
    for period, heads in (("2025-Q3", 3), ("2025-Q4", 4)):
        figure = WorkforceFigure("heads_trained", heads, "队伍培训", "B3")
        given.file_content(content("A", period, workforce=(figure,)))
    found = told("T14a", "A", source=given)
    assert [(one.stored.receipt, one.counted) for one in found.evidence] == [("R1", 3), ("R2", 4)]
    assert given.filer_told[1] == FilerFigures({"heads_trained": 3}, 0, {})


def test_the_account_of_a_row_has_the_agreed_keys_and_six_decimals():
    given = FakeSource(small_city(people={"C": 100_000}, townships={"A01": "core"}))
    for step, slots in enumerate((200, 215, 230, 245, 260)):
        given.file_content(content("A", str(Period(2022, 4).shift(step)), row(5, "A01", slots, 0)))
    found = told("G1", source=given, period=Period.parse("2023-Q4"))
    account = account_of(found, "托位数 ÷ 人口")
    assert list(account) == [
        "formula", "cells", "r", "r_status", "projection", "escap", "escap_class", "disagreement",
    ]  # fmt: skip
    assert account["formula"] == "托位数 ÷ 人口"
    assert (account["r"], account["r_status"], account["disagreement"]) == ("0.966586", "on_track", True)
    assert account["projection"] == {
        "value": "3.800000", "low80": "3.800000", "high80": "3.800000", "low95": "3.800000", "high95": "3.800000",
        "chance": "0.000000",
    }  # fmt: skip
    assert (account["escap"], account["escap_class"]) == ("28.000000", "accelerate")
    assert account["cells"] == [
        {
            "receipt": "R5", "org_unit": "A", "period": "2023-Q4", "file": "5.xlsx", "digest": "f5",
            "element": "slots", "sheet": "机构台账", "range": "F5", "count": 1, "sum": 260,
            "values": [{"cell": "F5", "found": 260, "counted": 260}],
        }
    ]  # fmt: skip


def test_the_account_of_a_row_without_a_light_has_cells_and_no_reading():
    account = account_of(told("INST", "A"), "f")
    (cells,) = account["cells"]
    assert (cells["range"], cells["count"], cells["sum"]) == ("F5:F7", 3, 3)
    assert [account[key] for key in ("r", "r_status", "projection", "escap", "escap_class", "disagreement")] == [
        None
    ] * 6


def test_of_very_many_cells_the_range_and_the_sum_are_told_and_the_first_thousand():
    rows = [row(line, "A01", 1, 0) for line in range(5, 1_010)]
    given = FakeSource(small_city(people={"C": 1_000}, townships={"A01": "core"}))
    given.file_content(content("A", "2025-Q4", *rows))
    (cells,) = account_of(told("G1", source=given), "f")["cells"]
    assert (cells["range"], cells["count"], cells["sum"]) == ("F5:F1009", 1_005, 1_005)
    assert (len(cells["values"]), MOST_CELLS, cells["values"][-1]["cell"]) == (1_000, 1_000, "F1004")


def test_one_cell_is_its_own_range():
    cell = SourceCell("s", "F5", "", "", 1, 1)
    assert (range_of([cell]), range_of([cell, cell._replace(cell="F9")])) == ("F5", "F5:F9")


def test_a_flow_is_projected_from_nothing_at_the_baseline():
    """0, 10, 20 and 30 heads by quarter: 10 a quarter to the twelfth, 120 of 1,000."""
    given = FakeSource(small_city(people={"C": 1_000}, townships={"A01": "core"}, plans=[TRAINING_PLAN]))
    for step in (1, 2, 3):
        for filer in ("A", "C"):
            given.file_content(content(filer, str(Period(2022, 4).shift(step))))
            figures = FilerFigures({"heads_trained": 5}, 0, {})
            given.filer_told[given.filed[-1].stored.sequence] = figures
    found = told("T14a", source=given, period=Period.parse("2023-Q3"))
    assert found.projection is not None
    assert (round(found.projection.value, 9), round(found.projection.slope, 9)) == (120, 10)
    assert round(found.escap, 6) == 88


def test_six_decimals_are_rounded_half_up():
    found = replace(told("INST"), ratio=0.0000005, escap=-0.0000005)
    account = account_of(found, "f")
    assert (account["r"], account["escap"]) == ("0.000001", "-0.000001")
    assert account_of(replace(found, ratio=0.0000015), "f")["r"] == "0.000002"
    assert account_of(replace(found, ratio=0.0000025), "f")["r"] == "0.000003"
