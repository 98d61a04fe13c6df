"""数据质量 as a reader uses it: from a period to its revisions, to a district, to the list as a file."""

from __future__ import annotations

import re

from tests.browser.conftest import Visitor


def test_the_head_of_a_column_opens_its_period_with_its_revisions(visitor: Visitor):
    page = visitor.open("/quality")
    page.locator("#completeness thead a", has_text="2025-Q3").click()
    page.wait_for_url("**period=2025-Q3**")
    page.locator("#revisions tbody tr").wait_for()
    assert re.search(r"5,08\d → 5,085|\d → \d", page.inner_text("#revisions tbody"))
    assert page.locator("#completeness thead a").count() == 12


def test_a_revision_of_another_period_is_one_step_away(visitor: Visitor):
    page = visitor.open("/quality?period=2026-Q3")
    page.locator("#revisions a").first.click()
    page.wait_for_url(re.compile("period=20(24|25)"))
    page.locator("#revisions tbody tr").wait_for()


def test_a_unit_leads_to_its_page_with_tasks_and_projects(visitor: Visitor):
    page = visitor.open("/quality?period=2025-Q4")
    page.locator("#completeness tbody a", has_text="昌平区").click()
    page.wait_for_url("**/districts/110114?period=2025-Q4**")
    visitor.settle()
    assert page.locator("#tasks tbody tr").count() == 14
    page.locator("#projects summary").click()
    assert page.locator("#projects tbody tr").first.is_visible()


def test_the_list_of_doubts_is_a_file_in_both_kinds(visitor: Visitor):
    page = visitor.open("/quality?period=2025-Q4")
    for number, ending in enumerate(("csv", "xlsx")):
        with page.expect_download() as waiting:
            page.locator("#warnings .downloads a").nth(number).click()
        assert waiting.value.suggested_filename == f"疑点清单_2025-Q4.{ending}"
