"""A return whose every cell of words holds a piece of HTML: Chromium shows them all and runs none, policy or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from data.settings import Settings
from tests.account_samples import TurnedHouse
from tests.browser.conftest import Visitor, running_site
from tests.payload_samples import ARMED, filed
from tests.store_samples import TOWNSHIP


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a site that holds them, and the receipt."""
    folder: Path = tmp_path_factory.mktemp("payloads")
    settings = Settings(database_url=f"sqlite:///{folder / 'a.sqlite'}")
    house = TurnedHouse(settings)
    receipt = filed(house)
    house.repository.close()
    with running_site(settings, folder / "log") as address:
        yield address, receipt


PAGES = (
    "/?period=2025-Q4", "/districts/110114?period=2025-Q4", "/districts/110114?period=2025-Q4&lang=en",
    "/coverage?period=2025-Q4&org_unit=110114", f"/coverage?period=2025-Q4&township={TOWNSHIP}",
    "/returns?receipt={receipt}", "/returns?period=2025-Q4", "/tasks?period=2025-Q4",
    "/tasks?period=2025-Q4&show=agenda", "/supply?period=2025-Q4&org_unit=110114", "/workforce?period=2025-Q4",
    "/quality?period=2025-Q4", "/briefings?period=2025-Q4&org_unit=110114",
    "/coverage?period=2025-Q4&name=%3Cimg%20src%3Dx%20onerror%3Dwindow.__hit%3D1%3E",
    "/districts/110114?period=2025-Q4&explain=G1~110114~",
)  # fmt: skip


POINTED_AT = (".dash-graph .main-svg .points path", ".hexagons [data-name]")


def pointed(page: Page, part: Locator) -> bool:
    """Whether there was a part to point at."""
    part.scroll_into_view_if_needed()
    box = part.bounding_box()
    if box is not None:
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return box is not None


def test_no_piece_of_html_in_a_return_runs_on_any_page_or_under_the_pointer(chromium: Browser, place):
    address, receipt = place
    context = chromium.new_context(bypass_csp=True, viewport={"width": 1366, "height": 768})
    context.set_default_timeout(30_000)
    visitor, dialogs = Visitor(context.new_page(), address), []
    page = visitor.page
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    visitor.watch()
    seen, pointed_at = "", dict.fromkeys(POINTED_AT, 0)
    for path in PAGES:
        visitor.open(path.format(receipt=receipt))
        for kind in POINTED_AT:
            pointed_at[kind] += sum(pointed(page, part) for part in page.locator(kind).all()[:4])
        seen += page.locator("#main").inner_text()
        assert page.evaluate("() => window.__hit") is None, path
    for path in (f"/plain/returns?receipt={receipt}", "/plain/districts/110114?period=2025-Q4", "/audit"):
        page.goto(address + path)
        assert page.evaluate("() => window.__hit") is None, path
    assert min(pointed_at.values()) >= 4, pointed_at
    assert sum(one in seen for one in ARMED) == len(ARMED)
    assert (dialogs, visitor.foreign, visitor.errors) == ([], [], [])
    context.close()
