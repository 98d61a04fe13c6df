"""Supply, workforce and tasks as a reader uses them: by address, by keyboard, to the cell, and into files."""

from __future__ import annotations

import csv

from tests.browser.conftest import Visitor


def test_the_span_and_the_unit_are_chosen_by_link_kept_in_the_address_and_undone_by_back(visitor: Visitor):
    page = visitor.open("/supply?period=2025-Q4")
    assert "35,600 + 1,569" in page.inner_text("#ways .balance")
    page.locator("#ways .tabs a").nth(1).click()
    page.wait_for_url("**span=plan**")
    page.locator("#ways .balance", has_text="3,000 +").wait_for()
    page.locator(".page-head summary").click()
    page.locator(".choices a", has_text="昌平区").click()
    page.wait_for_url("**org_unit=110114**")
    page.locator("h1", has_text="昌平区").wait_for()
    assert "span=plan" in page.url
    page.go_back()
    page.locator("#ways .balance", has_text="3,000 +").wait_for()
    page.go_back()
    page.locator("#ways .balance", has_text="35,600 +").wait_for()


def test_a_figure_opens_how_it_came_about_and_a_change_leads_to_its_return(visitor: Visitor):
    page = visitor.open("/supply?period=2025-Q4")
    page.locator("#new .why").first.click()
    page.locator("#account").wait_for()
    assert "explain=G3" in page.url
    page.go_back()
    page.locator("#account").wait_for(state="detached")
    page.locator("#changes a", has_text="机构台账!").first.click()
    page.wait_for_url("**/returns?**receipt=TY-**")
    visitor.settle()


def test_what_moved_opens_the_list_of_those_that_moved_on_a_desk_and_folded_on_a_telephone(visitor: Visitor):
    for width in (1366, 390):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        page = visitor.open("/supply?period=2025-Q4")
        if width == 390:
            page.click("#ways .fold-button")
        assert not page.locator("#changes-new table").is_visible()
        page.locator("#ways tr", has_text="新建").locator("a[href='#changes-new']:visible").first.click()
        page.locator("#changes-new table").wait_for()
        page.wait_for_function(
            "() => Math.abs(document.querySelector('#changes-new').getBoundingClientRect().top) < 200"
        )
        page.goto("about:blank")


def test_every_chart_has_its_data_and_its_four_files(visitor: Visitor):
    for path in ("/supply?period=2025-Q4", "/workforce?period=2025-Q4", "/tasks?period=2025-Q4"):
        page = visitor.open(path)
        pictures = page.locator(".picture")
        assert pictures.count() >= 1
        for place in range(pictures.count()):
            picture = pictures.nth(place)
            assert picture.locator("figcaption summary").count() == 1
            files = [one.get_attribute("href") or "" for one in picture.locator(".files a").all()]
            assert [one.split("?")[0].rsplit(".", 1)[1] for one in files] == ["csv", "xlsx", "png", "svg"]
            assert [page.request.get(visitor.site + one).status for one in files] == [200] * 4


def test_tasks_are_filtered_by_keyboard_and_the_agenda_is_a_file(visitor: Visitor):
    page = visitor.open("/tasks?period=2024-Q2")
    assert page.locator("#list article.task:not(.derived)").count() == 20
    page.locator(".tabs a", has_text="长期坚持").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**state=lasting**")
    page.locator("#list h2", has_text="（7项）").wait_for()
    page.locator(".tabs a", has_text="联席会议议程").click()
    page.wait_for_url("**show=agenda**")
    page.locator("#follow-up li").first.wait_for()
    assert "所带指标落后" in page.inner_text("#follow-up")
    with page.expect_download() as waiting:
        page.locator(".tasks > .files a").first.click()
    assert waiting.value.suggested_filename == "联席会议议程_2024-Q2.csv"
    rows = list(csv.DictReader(waiting.value.path().read_text("utf-8-sig").splitlines()))
    assert {row["类别"] for row in rows} == {"跟进事项", "常设事项", "新增事项"}
    assert {row["数据性质"] for row in rows} == {"演示数据"}
