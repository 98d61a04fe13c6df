"""A stranger's way through the dashboard, in an empty profile."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from pypdf import PdfReader

from tests.browser.conftest import Visitor


def test_the_overview_opens_fresh_with_the_position_of_the_last_due_period(visitor: Visitor):
    page = visitor.open("/?as_of=2026-10-20")
    body = page.inner_text("#main")
    assert "每千人口" in body
    assert "/343" in body
    assert page.locator("#main table").first.is_visible()


def test_changing_the_period_changes_the_figures_and_the_address(visitor: Visitor):
    page = visitor.open("/?period=2025-Q4")
    before = page.inner_text("#main")
    page.select_option("#filter-period", "2024-Q4")
    page.wait_for_url("**period=2024-Q4**")
    page.wait_for_function("old => document.querySelector('#main').innerText !== old", arg=before)
    visitor.settle()
    assert "2024年12月底" in page.inner_text("#main")
    assert "2025年12月底" not in page.inner_text("#main")


def test_a_link_opens_the_same_figures_in_another_profile(visitor: Visitor):
    page = visitor.open("/?period=2025-Q4&as_of=2026-11-20")
    page.select_option("#filter-period", "2024-Q4")
    page.wait_for_url("**period=2024-Q4**")
    page.wait_for_function("document.querySelector('#main').innerText.includes('2024年12月底')")
    visitor.settle()
    first, link = page.inner_text("#main"), urlsplit(page.url)
    page.context.clear_cookies()
    page.goto("about:blank")
    again = visitor.open(f"{link.path}?{link.query}")
    assert again.inner_text("#main") == first


def test_the_way_from_the_overview_to_a_district_keeps_the_period(visitor: Visitor):
    page = visitor.open("/?period=2025-Q4")
    page.locator("#main a[href*='/districts/110114']").first.click()
    page.wait_for_url("**/districts/110114**")
    visitor.settle()
    assert parse_qs(urlsplit(page.url).query)["period"] == ["2025-Q4"]
    assert "昌平区" in page.inner_text("h1")
    assert "回龙观" in page.inner_text("#main")


def test_going_back_returns_to_the_overview(visitor: Visitor):
    page = visitor.open("/?period=2025-Q4")
    page.locator("#main a[href*='/districts/110114']").first.click()
    page.wait_for_url("**/districts/110114**")
    visitor.settle()
    page.go_back()
    page.wait_for_function("document.querySelector('#main h1') && !location.pathname.includes('districts')")
    visitor.settle()
    assert "/343" in page.inner_text("#main")


def test_the_language_is_one_click_and_keeps_the_period(visitor: Visitor):
    page = visitor.open("/?period=2024-Q4")
    page.locator("a[href*='lang=en']").first.click()
    page.wait_for_function("document.documentElement.lang === 'en'")
    visitor.settle()
    assert parse_qs(urlsplit(page.url).query)["period"] == ["2024-Q4"]
    assert "每千人口" not in page.inner_text("#main h1")


def test_the_briefing_comes_as_a_pdf_with_the_figures_of_the_page(visitor: Visitor):
    page = visitor.open("/?period=2025-Q4")
    with page.expect_download() as arriving:
        page.locator("a[href*='format=pdf'], a[href*='.pdf'], #download-pdf").first.click()
    pdf = Path(arriving.value.path()).read_bytes()
    reader = PdfReader(BytesIO(pdf))
    words = "".join(sheet.extract_text() for sheet in reader.pages).replace("\n", "")
    assert arriving.value.suggested_filename.endswith(".pdf")
    assert len(reader.pages) >= 2
    assert round(float(reader.pages[0].mediabox.width)) == 595
    assert "演示数据" in words
    assert "2.84" in words


def test_a_wrong_value_in_the_address_is_answered_with_a_sentence(visitor: Visitor):
    visitor.page.goto(visitor.site + "/?period=2025-Q9")
    visitor.page.wait_for_function("document.body.innerText.includes('2025-Q9')")
    assert "Traceback" not in visitor.page.inner_text("body")
    visitor.errors.clear()  # Chromium notes the status 400 of the page itself, as it should


def test_a_date_that_is_picked_applies_without_leaving_the_field(visitor: Visitor):
    page = visitor.open("/?period=2025-Q4")
    page.locator("#filter-as-of").fill("2026-01-20")
    page.wait_for_url("**as_of=2026-01-20**")
    visitor.settle()
    page.locator("#filter-as-of").fill("0202-01-20")
    page.wait_for_timeout(1500)
    assert "as_of=2026-01-20" in page.url


def test_the_first_screen_is_asked_for_once_and_the_library_of_charts_comes_with_the_first_chart(visitor: Visitor):
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(f"{request.method} {urlsplit(request.url).path}"))
    page = visitor.open("/?period=2025-Q4")
    assert [one for one in asked if "_dash" in one and "/dcc/" not in one] == ["POST /_dash-update-component"]
    assert not [one for one in asked if "plotly" in one]
    page.locator("#places a[href*='/supply']").click()
    page.wait_for_url("**/supply**")
    visitor.settle()
    assert page.locator("#main .main-svg").first.is_visible()
    assert [one for one in asked if "plotly" in one] == ["GET /assets/10-plotly-cartesian.min.js"]
    assert page.evaluate("typeof Plotly.version") == "string"


def test_what_answers_to_nothing_is_drawn_as_one_and_its_links_stay_inside(visitor: Visitor):
    """Links drawn without the framework go where its own go: no page is loaded again, and the address is told."""
    page = visitor.open("/?period=2025-Q4")
    page.evaluate("window.stays = true")
    page.locator("#main a[href*='/districts/110114']").first.click()
    page.wait_for_url("**/districts/110114**")
    visitor.settle()
    assert page.evaluate("window.stays")
    assert page.evaluate("scrollY") == 0
    with page.context.expect_page() as opening:
        page.locator("#places a[href*='/tasks']").click(modifiers=["Control"])
    opening.value.close()
    assert "/districts/110114" in page.url
