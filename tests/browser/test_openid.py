"""In by an identity provider of another site, and out of both again, as a browser walks it; and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app import House
from data.people import Role
from data.settings import HOUSE, Settings
from tests.browser.conftest import Visitor, running_site
from tests.conftest import copy_database
from tests.identity_provider import CLIENT, SECRET, Provider, running

AXE = (HOUSE / "tests" / "browser" / "vendor" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """At localhost, which is another site than 127.0.0.1."""
    with running(Provider(lambda: datetime.now(UTC), ())) as provider:
        yield provider


@pytest.fixture(scope="module")
def place(demo_database: Path, provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("openid") / "a.sqlite"
    copy_database(demo_database, file)
    settings = Settings(database_url=f"sqlite:///{file}", auth="oidc", oidc_issuer=provider.issuer)
    settings = replace(settings, oidc_client_id=CLIENT, oidc_client_secret=SECRET)
    House(settings).accounts.add("wang", Role.REPORTER, "110114", "", actor="test")
    with running_site(settings, tmp_path_factory.mktemp("openid-log") / "log", workers=2) as address:
        provider.clients[CLIENT].backs = (f"{address}/login/oidc/back",)
        yield address


def test_in_by_a_click_and_out_of_both(chromium: Browser, place: str, provider: Provider) -> None:
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", bypass_csp=True)
    context.set_default_timeout(20_000)
    guest = Visitor(context.new_page(), place)
    guest.watch()
    page = guest.page
    page.goto(f"{place}/returns?period=2025-Q4")
    page.add_script_tag(content=AXE)
    found = page.evaluate("axe.run().then(r => r.violations.map(v => `${v.impact} ${v.id}`))")
    assert [one for one in found if one.startswith(("serious", "critical"))] == []
    page.click("text=统一身份认证登录")
    guest.settle()
    assert page.url == f"{place}/returns?period=2025-Q4"
    assert page.input_value("#actor") == "wang"
    page.click(".site-head .who")
    page.wait_for_selector("text=已登录：wang（填报）")
    page.click("text=退出")
    page.wait_for_selector("text=统一身份认证登录")
    assert page.url == f"{place}/login"
    assert provider.asked[-1] == "/out"
    assert {one.split("?")[0] for one in guest.foreign} == {
        f"{provider.issuer}/{name}" for name in ("authorize", "out")
    }
    assert guest.errors == []
    context.close()


def walked(page: Page, place: str) -> None:
    page.goto(f"{place}/plain/gaps")
    page.click("text=统一身份认证登录")
    page.wait_for_selector("h1")


def test_the_way_in_needs_no_script_and_the_policy_stops_none_of_it(chromium: Browser, place: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    context.set_default_timeout(20_000)
    page = context.new_page()
    walked(page, place)
    assert page.url == f"{place}/plain/gaps"
    page.goto(f"{place}/login")
    page.click("text=退出")
    page.wait_for_url(f"{place}/login")
    page.wait_for_selector("text=统一身份认证登录")
    context.close()


@pytest.mark.parametrize("width", [1366, 390])
def test_a_refusal_fits_the_screen_and_tells_a_number(chromium: Browser, place: str, provider: Provider, width) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    provider.person = {"sub": "newcomer"}
    try:
        walked(page, place)
    finally:
        provider.person = {"sub": "wang"}
    assert "“newcomer”在本系统没有账号" in page.inner_text("[role=alert]")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    context.close()
