"""五、重点任务进展: the sentences count the same tasks as the table, by the city's own states and by those of units."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layouts.briefing.tasks_part import tasks_section, unit_tasks_section
from layouts.text import text_for
from metrics.agenda import agenda_of
from metrics.tasks import Standing, State
from tests.sample_briefing import sample_findings
from tests.sample_overview import sample_overview, sample_reference

CITY, UNIT = "110000", "110114"


def sentences(states: dict[tuple[str, str], State], *, unit: str | None = None, judged: bool = False) -> list[str]:
    """Every task done by everyone except as ``states`` says; ``judged``: with the rows of the indicators."""
    found, reference = sample_findings(sample_overview(period="2025-Q4")), sample_reference()
    board = found.tasks.board
    codes = [getattr(row, "code", None) or row.indicator for row in board.rows]
    told = {(code, filer): State.DONE for code in codes for filer in board.filers(code)} | states
    board = replace(board, standings={key: Standing(key[1], state) for key, state in told.items()})
    card = found.scorecard if judged else replace(found.scorecard, rows=())
    tasks = replace(found.tasks, board=board, agenda=agenda_of(board, card))
    found = replace(found, tasks=tasks)
    text = text_for("zh")
    blocks = unit_tasks_section(board, unit, reference, text) if unit else tasks_section(found, reference, text)
    return [block.sentence.text for block in blocks if hasattr(block, "sentence")]


def test_what_the_city_calls_done_is_not_said_to_be_undone():
    """Of task 3 the city is done and two units are not; task 4 the city itself has not done."""
    told = sentences({
        ("3", UNIT): State.UNDER_WAY, ("3", "110105"): State.UNDER_WAY,
        ("4", CITY): State.UNDER_WAY, ("4", UNIT): State.UNDER_WAY,
    })  # fmt: skip
    assert "计划期已满，市级填报未完成的1项：建设区托育综合服务中心。" in told
    assert "市级填报已完成或长期坚持、有填报单位填报未完成的1项：合理利用现有学前教育资源（2个单位）。" in told


def test_a_task_that_is_both_undone_and_carried_by_a_missed_indicator_is_counted_in_both():
    told = sentences({("3", CITY): State.UNDER_WAY}, judged=True)
    behind = next(words for words in told if words.startswith("所带指标"))
    assert "合理利用现有学前教育资源" in behind
    assert "计划期已满，市级填报未完成的1项：合理利用现有学前教育资源。" in told
    assert told[-1] == "同一任务有多种情形的，分别计入以上各项数。"
    assert told[-1] not in sentences({}, judged=True)


def test_lasting_tasks_are_not_undone():
    told = sentences({("保1", CITY): State.LASTING, ("保1", UNIT): State.LASTING})
    assert not [words for words in told if "未完成" in words]


def test_the_lead_and_the_overdue_tasks_add_up():
    """As many 推进中 in the lead as the city has not done; the counts made of tasks are told apart."""
    told = sentences({("4", CITY): State.UNDER_WAY, ("T4a", CITY): State.UNDER_WAY, ("T4a", UNIT): State.UNDER_WAY})
    assert "推进中1项、已完成19项" in told[0]
    assert "20项" in told[0]
    assert told[1] == "另有分项2项（区托育综合服务中心、区级兼职督导队伍），不计入本部分各项数，列在下表。"
    assert [words for words in told if "未完成" in words] == [
        "计划期已满，市级填报未完成的1项：建设区托育综合服务中心。"
    ]


@pytest.mark.parametrize("state", [State.DONE, State.UNDER_WAY])
def test_a_unit_counts_its_tasks_without_the_counts_made_of_them(state):
    told = sentences({("T4a", UNIT): state}, unit=UNIT)
    assert "已完成12项" in told[0]
    assert "承担的12项" in told[0]
    apart = "已完成2项" if state is State.DONE else "推进中1项、已完成1项"
    assert told[1] == f"另有分项2项（区托育综合服务中心、区级兼职督导队伍），不计入以上项数：{apart}。"
