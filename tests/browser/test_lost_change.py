"""A change of the address that the framework loses: the page of the address comes all the same, and no other stays."""

from __future__ import annotations

from tests.browser.conftest import Visitor

LOSE = """() => {
    const to = factor => window.history.pushState({}, "", "/gaps?period=2025-Q4&factor=" + factor);
    to(110);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.setTimeout(() => to(150), 50);  // nobody is told
}"""


def test_a_change_that_nobody_was_told_of_is_asked_for_once_the_answers_are_there(visitor: Visitor):
    page = visitor.open("/gaps?period=2025-Q4&factor=150")
    told = page.inner_text("#planner .stats")
    visitor.open("/gaps?period=2025-Q4")
    assert page.inner_text("#planner .stats") != told
    page.evaluate(LOSE)
    page.wait_for_function("told => document.querySelector('#planner .stats')?.innerText === told", arg=told)
    assert page.input_value("#scenario-factor") == "150"
    assert page.evaluate("document.documentElement.dataset.address").endswith("factor=150")


def test_a_page_that_was_answered_is_not_asked_for_again(visitor: Visitor):
    asked: list[str] = []
    page = visitor.open("/gaps?period=2025-Q4")
    page.on("request", lambda one: asked.append(one.post_data or "") if "_dash-update" in one.url else None)
    page.evaluate("""() => {
        window.history.pushState({}, "", "/gaps?period=2025-Q3");
        window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    }""")
    visitor.settle()
    page.wait_for_timeout(1500)
    assert sum("..answer.data" in one for one in asked) == 1
