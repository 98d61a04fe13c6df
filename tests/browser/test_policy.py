"""Every page under the policy that the server sends: no script of ours is stopped, and one that is not ours is.

The other tests ask the page questions by evaluating words in it, which the policy forbids; they go round it.
"""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.page_addresses import addresses


def test_no_page_needs_what_the_policy_forbids(chromium: Browser, site: str):
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(30_000)
    page, stopped = context.new_page(), []
    page.on("console", lambda told: stopped.append(told.text) if told.type == "error" else None)
    for address in addresses():
        page.goto(f"{site}{address}?period=2025-Q4")
        page.wait_for_selector("#main h1")
        graphs = page.locator(".dash-graph")
        for number in range(graphs.count()):
            graphs.nth(number).locator(".main-svg").first.wait_for(state="attached")
    assert stopped == []
    context.close()


def test_a_script_written_into_a_page_does_not_run(chromium: Browser, site: str):
    context = chromium.new_context()
    page, stopped = context.new_page(), []
    page.on("console", lambda told: stopped.append(told.text) if told.type == "error" else None)
    page.goto(site + "/methodology")
    page.wait_for_selector("#main h1")
    page.evaluate(
        """() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';
                   document.body.append(s);
                   const i = document.createElement('img'); i.setAttribute('onerror', 'window.ran = 2'); i.src = 'x:';
                   document.body.append(i); }"""
    )
    page.wait_for_selector("body > img", state="attached")
    assert page.evaluate("() => window.ran") is None
    assert any("Content Security Policy" in one for one in stopped)
    context.close()
