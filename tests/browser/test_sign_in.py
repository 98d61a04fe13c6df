"""In by keyboard, a return filed under the account's name, out again; and a session that ended while the page stood."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app import House
from data.people import Role
from data.settings import HOUSE, Settings
from tests.account_samples import PASSWORD
from tests.browser.conftest import Visitor, running_site
from tests.conftest import copy_database

AXE = (HOUSE / "tests" / "browser" / "vendor" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def house(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    file = tmp_path_factory.mktemp("accounts") / "a.sqlite"
    copy_database(demo_database, file)
    house = House(Settings(database_url=f"sqlite:///{file}", auth="login", allow_http=True))
    house.accounts.add("wang", Role.REPORTER, "110114", PASSWORD, actor="test")
    house.accounts.add("ji", Role.AUDITOR, None, PASSWORD, actor="test")
    return house


@pytest.fixture(scope="module")
def place(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_site(house.settings, tmp_path_factory.mktemp("accounts-log") / "log") as address:
        yield address


@pytest.fixture
def guest(chromium: Browser, place: str) -> Iterator[Visitor]:
    context = chromium.new_context(bypass_csp=True, viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(20_000)
    visitor = Visitor(context.new_page(), place)
    visitor.watch()
    yield visitor
    context.close()
    assert visitor.foreign == []


def sign_in(guest: Visitor, name: str, path: str = "/") -> None:
    guest.page.goto(guest.site + path)
    guest.page.fill("#name", name)
    guest.page.fill("#password", PASSWORD)
    guest.page.keyboard.press("Enter")


def serious(page) -> list[str]:
    page.add_script_tag(content=AXE)
    return page.evaluate("axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
                         ".map(v => v.id))")  # fmt: skip


def test_a_reporter_signs_in_sees_his_unit_and_signs_out(guest):
    sign_in(guest, "wang", "/returns?period=2025-Q4")
    guest.settle()
    page = guest.page
    assert page.input_value("#actor") == "wang"
    assert page.get_attribute("#actor", "readonly") is not None
    assert "按已审定的报表统计" in page.inner_text("#head")
    page.click(".site-head .account")
    page.wait_for_selector("text=已登录：wang（填报）")
    page.click("text=退出")
    page.wait_for_selector("#password")
    page.goto(guest.site + "/returns")
    page.wait_for_selector("#password")
    assert guest.errors == []


def test_a_session_that_ended_leads_to_the_way_in(guest, house):
    sign_in(guest, "ji", "/districts?period=2025-Q4")
    guest.settle()
    house.accounts.disable("ji", actor="test")
    guest.page.click("#places a >> nth=1")
    guest.page.wait_for_selector("#password")
    house.accounts.set_password("ji", PASSWORD, actor="test")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_way_in_and_the_audit_have_no_serious_finding(chromium, place, lang):
    context = chromium.new_context(bypass_csp=True, viewport={"width": 390, "height": 800})
    context.set_default_timeout(20_000)
    guest = Visitor(context.new_page(), place)
    guest.page.goto(f"{place}/login?lang={lang}")
    assert serious(guest.page) == []
    sign_in(guest, "ji", f"/login?lang={lang}")
    guest.settle()
    guest.page.goto(f"{place}/audit?lang={lang}")
    assert serious(guest.page) == []
    wide = guest.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    context.close()
