"""Supply, workforce and tasks as trees of components: every state is drawn, nothing unknown is a zero."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dash.development.base_component import Component

from data.dossier import ChangeKind, Confirmation
from data.model import Period
from data.returns import Project
from layouts.pages import supply, tasks, workforce
from layouts.text import LANGUAGES, text_for
from layouts.view import ViewQuery
from tests.fakes import PLAN_A, PLAN_B, FakeSource, moment
from tests.spec import test_tasks_and_agenda as task_cases
from tests.spec import test_training_by_whom as training
from tests.spec import test_ways as ways
from tests.spec.test_new_inclusive_slots import FOR_PROFIT, filed, institution, ledger, summary
from tests.spec.test_supply import BASELINE, LATER
from tests.spec.test_training_tasks_and_returns import trained
from tests.unit.test_pages import by_id, lines, parts, words

ZH = text_for("zh")


def supply_page(source: FakeSource, period: str = "2023-Q4", lang: str = "zh", **view: str) -> Component:
    found = ways.asked(source, view.get("org_unit"), period)
    return supply.render(found, source.reference, ViewQuery(lang=lang, **view), text_for(lang))


def hrefs(tree: object) -> list[str]:
    return [one.href for one in parts(tree) if getattr(one, "href", None)]


def test_the_sum_of_both_targets_is_said_to_be_derived_and_not_stated_by_the_plan():
    told = words(by_id(supply_page(filed(BASELINE, LATER)), "new"))
    assert "两项目标之和62,000个，系推算，方案未载明此数" in told
    assert "另有区托育综合服务中心、家庭托育点等新增普惠托位60个，未计入两项目标" in told


def test_a_plan_without_these_targets_derives_no_sum():
    source = filed(BASELINE, LATER)
    source.reference = replace(source.reference, plans=(PLAN_A,))
    told = words(by_id(supply_page(source), "new"))
    assert "推算，方案" not in told
    assert "两项目标" not in told.partition("总量口径")[0]


def test_gross_stands_beside_net_by_channel():
    rows = {row[0]: row[1:] for row in lines(by_id(supply_page(filed(BASELINE, LATER)), "new"))}
    assert rows["幼儿园开设托班"] == ["25", "25", "35"]
    assert rows["社区托育点"] == ["0", "-10", "20"]
    assert rows["教育系统渠道小计"][0].startswith("25")


def test_the_way_by_channel_stands_over_the_table_and_is_left_out_where_a_baseline_is_missing():
    drawn = [one for one in hrefs(supply_page(filed(BASELINE, LATER))) if "/chart/supply/by-channel." in one]
    assert len(drawn) == 4
    assert not [one for one in hrefs(supply_page(filed(LATER))) if "/chart/supply/by-channel." in one]


def test_the_waterfall_is_written_out_and_balances():
    told = words(by_id(supply_page(filed(ways.BEFORE, ways.NOW), "2025-Q4"), "ways"))
    assert "60 + 15 + 20 + 25 − 20 = 100" in told
    assert "逐渠道平衡" in told


def test_the_span_is_chosen_by_the_address():
    source = filed(BASELINE, LATER)
    assert "2022年四季度末至2023年四季度末" in words(by_id(supply_page(source, span="plan"), "ways"))
    assert "缺期初或期末数，无法列出增减变动：A（数据过旧）、B（数据过旧）" in words(by_id(supply_page(source), "ways"))


def test_a_unit_without_an_opening_stock_is_named_and_keeps_its_place():
    source = filed(ways.BEFORE)
    source.file_content(ways.NOW)
    source.file_content(ledger("2026-Q1", institution("9", 10, 10), unit="B"))
    found = ways.asked(source, None, "2026-Q1", "2026-04-12")
    tree = by_id(supply.render(found, source.reference, ViewQuery(), ZH), "ways")
    assert "期初、期末均不含：A（未到报送期）" in words(tree)
    assert "普惠托位（未报齐，2个单位中的1个）：0 + 10 = 10" in words(tree)
    rows = {row[0]: row[1:] for row in lines(tree)}
    assert rows["A"] == ["未到报送期", *["—"] * 9]


def test_sums_show_a_difference_and_say_that_they_have_no_reasons():
    source = filed(ledger("2025-Q3", institution("1", 40, 30)), summary("2025-Q4", K1=50))
    told = words(by_id(supply_page(source, "2025-Q4"), "ways"))
    assert "汇总单位差额" in told
    assert "只能算出差额，不能分列原因（估计e）：A" in told


def test_a_change_names_its_cell_and_whether_its_clerk_confirmed_it():
    columns = {"机构台账": {"slots": "L", "inclusive_slots": "M", "state": "Q"}}
    source = filed(ways.BEFORE, replace(ways.NOW, columns=columns))
    source.confirmations = {
        3: {("2", ChangeKind.CONVERTED): Confirmation("京托〔2026〕1号", "甲", moment("2026-01-12"))}
    }
    tree = by_id(supply_page(source, "2025-Q4"), "changes")
    told = {row[0]: (row[-2], row[-1]) for row in lines(tree)}
    assert told["22"] == ("机构台账!M2", "京托〔2026〕1号")
    assert told["33"] == ("机构台账!Q2", "未确认")
    assert any("receipt=R3" in href for href in hrefs(tree))


def test_a_for_profit_institution_that_closes_is_not_called_one_that_turned_inclusive():
    kept = institution("1", 40, 10)
    filed_twice = filed(ledger("2025-Q3", kept, institution("7", 40, 0, FOR_PROFIT)), ledger("2025-Q4", kept))
    told = {row[0]: row[2] for row in lines(by_id(supply_page(filed_twice, "2025-Q4"), "changes"))}
    assert [kind for name, kind in told.items() if name.startswith("77")] == ["营利性机构"]


def test_without_a_ledger_to_compare_nothing_is_said_to_have_changed():
    told = words(by_id(supply_page(filed(BASELINE), "2022-Q4"), "changes"))
    assert "没有可比的台账" in told


def test_projects_that_open_in_time_are_added_to_the_stock_and_those_that_should_have_opened_are_marked():
    source = filed(BASELINE, LATER)
    sequence = next(one.stored.sequence for one in source.filed if str(one.stored.period) == "2023-Q4")
    days = (Period.parse("2024-Q1").end, Period.parse("2023-Q3").end)
    source.pipeline = {
        sequence: tuple(Project(2, "在建", "示例", "A01", "K1", 40, 30, day, None, None) for day in days)
    }
    tree = by_id(supply_page(source), "pipeline")
    assert "到2024年一季度末：托位185个，其中普惠170个" in words(tree)
    assert "已过预计投用日期" in words(tree)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ids_are_unique_on_the_three_pages(lang):
    text, view = text_for(lang), ViewQuery(lang=lang)
    city = task_cases.city(task_cases.HISTORY)
    pages = [
        supply_page(filed(ways.BEFORE, ways.NOW), "2025-Q4", lang),
        workforce.render(training.asked(trained(A=1, B=2, C=3)), trained(A=1, B=2, C=3).reference, view, text),
        tasks.render(task_cases.asked(city), city.reference, view, text),
    ]
    for tree in pages:
        names = [str(one.id) for one in parts(tree) if getattr(one, "id", None)]
        assert len(names) == len(set(names))


def workforce_page(source: FakeSource, period: str, **view: str) -> Component:
    found = training.asked(source, period)
    return workforce.render(found, source.reference, ViewQuery(**view), ZH)


def test_the_city_and_the_units_are_told_apart_and_a_missing_unit_keeps_its_place():
    source = trained(A=10, B=20, C=5)
    training.tell(source, "A", "2023-Q3", heads_trained=7)
    tree = workforce_page(source, "2023-Q3")
    assert "市级主办至少10，各单位主办至少67" in words(by_id(tree, "headline"))
    rows = {row[0]: row[1:] for row in lines(by_id(tree, "units"))}
    assert rows["A"][0].startswith("27")
    assert next(row for name, row in rows.items() if name.startswith("B"))[0].startswith("至少40")
    assert next(row for name, row in rows.items() if name.startswith("市级主办"))[0] == "至少10"
    assert "2023年三季度未填：B、C" in words(by_id(tree, "flows"))


def tasks_page(source: FakeSource, **view: str) -> Component:
    found = task_cases.asked(source, unit=view.get("org_unit"))
    return tasks.render(found, source.reference, ViewQuery(**view), ZH)


def articles(tree: Component) -> dict[str, Component]:
    return {one.id: one for one in parts(tree) if one._type == "Article"}


def test_what_was_never_filed_reads_not_filed_and_not_waiting():
    found = articles(tasks_page(task_cases.city(task_cases.HISTORY)))
    assert list(found) == ["task-1", "task-3", "task-4", "task-T4a"]
    assert "2个单位：推进中1；未报1" in words(found["task-4"])
    assert "未启动" not in words(found["task-4"])
    assert "至少1个" in words(found["task-T4a"])


def test_one_state_keeps_the_tasks_that_somebody_has_in_it_and_one_unit_its_own_word():
    source = task_cases.city(task_cases.HISTORY)
    assert list(articles(tasks_page(source, state="done"))) == ["task-T4a"]
    assert list(articles(tasks_page(source, state="waiting"))) == []
    assert "没有处于这种状态的任务" in words(tasks_page(source, state="waiting"))
    alone = articles(tasks_page(source, org_unit="B", state="lasting"))
    assert list(alone) == ["task-3"]
    assert "长期坚持" in words(alone["task-3"])


def test_the_agenda_has_three_parts_and_says_where_one_is_empty():
    tree = tasks_page(task_cases.city({("C", "2025-Q2"): ()}), show="agenda")
    assert "跟进事项（4项）" in words(by_id(tree, "follow-up"))
    assert "常设事项（0项）" in words(by_id(tree, "standing"))
    assert "无。" in words(by_id(tree, "new"))
    assert any("/download/agenda.xlsx" in href for href in hrefs(tree))


def test_a_plan_that_lists_no_tasks_says_so_and_leads_to_one_that_does():
    source = task_cases.city(task_cases.HISTORY)
    source.reference = replace(source.reference, plans=(PLAN_B, task_cases.PLAN))
    tree = tasks_page(source)
    assert "所选计划没有列出任务" in words(tree)
    assert any("plan=first" in href for href in hrefs(tree))
