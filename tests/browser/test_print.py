"""Every page as Chromium prints it: A4 upright, no controls, heads of tables on every sheet, its source below."""

from __future__ import annotations

import unicodedata
from io import BytesIO

import pytest
from pypdf import PageObject, PdfReader

from tests.browser.conftest import Visitor
from tests.page_addresses import addresses

A4 = (595, 842)
FOOT_TOP = 60
"""Points from the lower edge under which only the foot may stand (margin of 10 mm and the foot's 12 mm of room)."""


def printed(visitor: Visitor, path: str) -> list[PageObject]:
    page = visitor.open(path)
    return list(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages)


def plain(words: str) -> str:
    """Chromium writes some signs as radicals that look the same (⽰ for 示)."""
    return unicodedata.normalize("NFKC", words).replace("\n", "")


def lines(sheet: PageObject) -> list[tuple[float, str]]:
    """(height over the lower edge, words) of every run of letters of a sheet."""
    found: list[tuple[float, str]] = []

    def note(words: str, cm: list[float], tm: list[float], *_: object) -> None:
        if words.strip():
            found.append((tm[4] * cm[1] + tm[5] * cm[3] + cm[5], plain(words)))

    sheet.extract_text(visitor_text=note)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", addresses())
def test_every_sheet_of_every_page_is_a4_upright_and_says_what_it_rests_on(visitor: Visitor, path: str, lang: str):
    sheets = printed(visitor, f"{path}?lang={lang}&as_of=2026-11-20")
    foot = {"zh": ("演示数据，不得引用", "截至时点", "口径版本"), "en": ("do not quote", "As of", "Definitions")}[lang]
    for number, sheet in enumerate(sheets, 1):
        box = sheet.mediabox
        assert (round(float(box.width)), round(float(box.height))) == A4
        words = "".join(told for _, told in lines(sheet))
        missing = [one for one in (*foot, f"{visitor.site}{path}?", "as_of=2026-11-20") if plain(one) not in words]
        assert missing == [], (number, words[-400:])


@pytest.mark.parametrize("path", addresses())
def test_no_control_is_printed(visitor: Visitor, path: str):
    page = visitor.open(path)
    page.emulate_media(media="print")
    controls = "#places, .filters, .menu-button, .language, button, select, .downloads, .files, .skip, .tabs"
    shown = page.locator(controls).evaluate_all(
        "all => all.filter(e => e.offsetParent).map(e => e.outerHTML.slice(0, 80))"
    )
    assert shown == []


@pytest.mark.parametrize("path", ["/?period=2026-Q3", "/quality?period=2025-Q4", "/districts/110114?period=2025-Q4"])
def test_nothing_is_printed_into_the_foot(visitor: Visitor, path: str):
    sheets = printed(visitor, path)
    foot = plain(visitor.page.locator(".paper-foot").evaluate("e => e.textContent") + visitor.site)
    for number, sheet in enumerate(sheets, 1):
        low = [words for height, words in lines(sheet) if height < FOOT_TOP]
        assert low, number
        assert [words for words in low if not _of_the_foot(words, foot)] == [], number


def _of_the_foot(words: str, foot: str) -> bool:
    return words.strip() in foot


def test_a_table_that_goes_on_says_its_heads_again_and_no_row_is_cut(visitor: Visitor):
    sheets = printed(visitor, "/districts/110105?period=2025-Q4")
    told = ["".join(words for _, words in lines(sheet)) for sheet in sheets]
    names = [plain(one) for one in visitor.page.locator("#townships tbody th").all_inner_texts()]
    head = plain(visitor.page.locator("#townships thead th").nth(1).inner_text().strip())
    holding = [number for number, words in enumerate(told) if any(name in words for name in names[len(names) // 2 :])]
    assert len(sheets) > 1
    assert all(head in told[number] for number in holding)


def test_two_drawings_of_a_unit_share_a_sheet(visitor: Visitor):
    sheets = printed(visitor, "/districts/110118?period=2026-Q3")
    axes = [sum("2022-Q4" in words for _, words in lines(sheet)) for sheet in sheets]
    assert [count for count in axes if count] == [2, 2]


def test_a_list_of_gaps_begins_with_a_row_and_no_heading_is_printed_over_nothing(visitor: Visitor):
    sheets = printed(visitor, "/gaps?period=2026-Q3")
    told = ["".join(words for _, words in lines(sheet)) for sheet in sheets]
    first = visitor.page.locator("#uncovered")
    title, row = first.locator("summary").inner_text(), first.locator("tbody th strong").first.inner_text()
    assert [plain(row) in words for words in told if plain(title) in words] == [True]
    heading = visitor.page.locator("#measures h3").inner_text()
    assert [words for words in told if plain(heading) in words] == []
