"""What stands in the address decides what is seen: opened twice, gone back to, come to again; a wrong one is told."""

from __future__ import annotations

import random
from urllib.parse import urlsplit

from data.model import Reference
from tests.addresses_at_random import states, wrong_states
from tests.browser.conftest import Visitor

COUNT, SEED = 24, 20251231
PATIENCE = 120_000
"""Milliseconds for one page: a figure of the machine and of what else it does, not of the dashboard."""
GO = "address => { history.pushState({}, '', address); dispatchEvent(new CustomEvent('_dashprivate_pushstate')); }"
SHOWN = "() => document.querySelector('#main').innerText"


def follow(visitor: Visitor, address: str) -> str:
    """Go to another address without loading the page anew, as a link of the dashboard does; what is shown there."""
    before = visitor.page.evaluate("document.querySelector('#main').firstElementChild?.outerHTML")
    visitor.page.evaluate(GO, address)
    arrive(visitor, address, before)
    return visitor.page.evaluate(SHOWN)


def arrive(visitor: Visitor, address: str, before: str | None) -> None:
    """Wait until the page of the address has been put in place and nothing is under way."""
    page = visitor.page
    page.wait_for_function("address => location.pathname + location.search === address", arg=address)
    page.wait_for_function(
        "before => !document.querySelector('#main').classList.contains('busy') && "
        "document.querySelector('#main').firstElementChild?.outerHTML !== before",
        arg=before,
    )
    visitor.settle()


def test_addresses_open_to_the_same_figures_afresh_by_links_and_through_back_and_forward(
    visitor: Visitor, reference: Reference
):
    visitor.page.set_default_timeout(PATIENCE)
    asked = list(dict.fromkeys(path + search for path, search in states(COUNT, reference, SEED)))
    afresh = {}
    for address in asked:
        visitor.page.goto("about:blank")
        visitor.open(address)
        afresh[address] = visitor.page.evaluate(SHOWN)
    order = random.Random(SEED).sample(asked, len(asked))
    visitor.page.goto("about:blank")
    visitor.open(order[0])
    linked = {order[0]: visitor.page.evaluate(SHOWN)} | {one: follow(visitor, one) for one in order[1:]}
    assert [one for one in asked if linked[one] != afresh[one]] == []
    for step, (go, way) in enumerate(((visitor.page.go_back, -1), (visitor.page.go_forward, 1))):
        place = len(order) - 1 if step == 0 else len(order) - 6
        for _ in range(5):
            before = visitor.page.evaluate("document.querySelector('#main').firstElementChild?.outerHTML")
            go()
            place += way
            arrive(visitor, order[place], before)
            assert visitor.page.evaluate(SHOWN) == afresh[order[place]], order[place]


def test_a_wrong_address_is_a_sentence_and_the_way_home_works(visitor: Visitor):
    visitor.page.set_default_timeout(PATIENCE)
    for path, search, _ in wrong_states()[::5]:
        visitor.page.goto(visitor.site + path + search)
        visitor.page.wait_for_selector(".refusal h1")
        told = visitor.page.inner_text("body")
        assert "Traceback" not in told
        assert len(told) < 400
    visitor.page.locator(".refusal a").click()
    visitor.page.wait_for_selector("#main h1")
    assert urlsplit(visitor.page.url).path == "/"
    visitor.errors.clear()  # Chromium notes the status 400 of each page itself, as it should
