"""A number that counts rows brings the reader to them, on a desk and on a telephone, however late the page is drawn."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

IN_SIGHT = """id => {
  const place = document.getElementById(id);
  return place && Math.abs(place.getBoundingClientRect().top) < 200 && place.closest("details").open;
}"""
UNFOLD = """link => {
  const folded = one => one.closest(".folds:not(.opened)");
  for (let part = folded(link); part; part = folded(part.parentNode)) {
    const button = part.querySelector(".fold-button");
    if (button.offsetParent === null) break;
    button.click();
  }
}"""


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize(
    ("address", "number", "place"),
    [
        ("/gaps?period=2024-Q4", "#forecast p a.counts", "every-project"),
        ("/gaps?period=2024-Q4", "#forecast a[href='#uncovered']", "uncovered"),
        ("/supply?period=2025-Q4&span=plan", "#ways a[href*='org_unit=110105'][href$='#changes-new']", "changes-new"),
        ("/gaps?period=2025-Q4", "#townships .picture a[href='#idle-110105']", "idle-110105"),
    ],
)
def test_a_number_leads_to_its_rows(visitor: Visitor, width: int, address: str, number: str, place: str):
    visitor.page.set_viewport_size({"width": width, "height": 800})
    page = visitor.open(address)
    link = page.locator(number).first
    link.wait_for(state="attached")
    link.evaluate(UNFOLD)
    link.click()
    page.wait_for_url(f"**#{place}")
    visitor.settle()
    page.wait_for_function(IN_SIGHT, arg=place)
