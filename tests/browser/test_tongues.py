"""English is set in English: its quotes and dashes are as narrow as its letters, and Chinese keeps its full width."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

# How wide signs are where they stand, in letters' heights; ``lang`` is that of a part inside the page.
WIDTH = """([signs, lang]) => {
    const part = document.createElement('span');
    if (lang) part.lang = lang;
    part.style.cssText = 'position: absolute; font-size: 100px; white-space: nowrap';
    part.textContent = signs;
    document.querySelector('#main p').appendChild(part);
    const width = part.getBoundingClientRect().width / 100;
    part.remove();
    return width;
}"""


@pytest.mark.parametrize("quotes", ["“”", "‘’"])
def test_quotes_are_narrow_in_english_and_full_width_in_chinese(visitor: Visitor, quotes: str):
    page = visitor.open("/methodology?lang=en")
    assert page.evaluate(WIDTH, [quotes, None]) < 1.2
    assert page.evaluate(WIDTH, [quotes, "zh-CN"]) > 1.8
    page = visitor.open("/methodology?lang=zh")
    assert page.evaluate(WIDTH, [quotes, None]) > 1.8


def test_a_chart_on_an_english_page_asks_for_a_latin_font_first(visitor: Visitor):
    asked = "() => document.querySelector('.js-plotly-plot').layout.font.family"
    assert visitor.open("/workforce?lang=en").evaluate(asked).startswith("'Segoe UI'")
    assert visitor.open("/workforce?lang=zh").evaluate(asked).startswith("'PingFang SC'")
