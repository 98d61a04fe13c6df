"""How a figure came about: opened, read and closed by the keyboard alone."""

from __future__ import annotations

from tests.browser.conftest import Visitor


def test_a_figure_opens_its_cells_by_keyboard_and_gives_the_focus_back(visitor: Visitor):
    page = visitor.open("/districts/110114?period=2024-Q4")
    page.locator('a.why[href="?explain=G2~110114~"]').first.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#account")
    panel.wait_for()
    page.wait_for_function("document.activeElement.id === 'account-title'")
    assert "period=2024-Q4" in page.url
    told = panel.inner_text()
    assert "2,611 ÷ 5,580 × 100 ≈ 46.792114" in told
    assert "机构台账" in told
    panel.locator("summary").first.click()
    assert panel.locator("details tbody th").first.inner_text()[0].isalpha()
    page.keyboard.press("Escape")
    panel.wait_for(state="detached")
    assert "explain" not in page.url
    page.wait_for_function("document.activeElement.className === 'why'")


def test_a_link_opens_the_same_figure_and_back_closes_it(visitor: Visitor):
    page = visitor.open("/?period=2024-Q4&lang=en")
    page.locator('a.why[href="?explain=G1~110000~"]').first.click()
    panel = page.locator("#account")
    panel.wait_for()
    told = panel.inner_text()
    assert "57,400 ÷ 21,832,000 × 1,000 ≈ 2.629168" in told
    address = page.url
    page.go_back()
    panel.wait_for(state="detached")
    visitor.open(address.removeprefix(visitor.site))
    panel.wait_for()
    assert panel.inner_text() == told
