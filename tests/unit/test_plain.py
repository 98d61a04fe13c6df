"""Pages written as HTML without a script."""

from __future__ import annotations

from dash import dcc, html

from layouts.plain import Surroundings, html_of, written
from layouts.text import text_for

ABOUT = Surroundings("标题", {"总览": "/plain/"}, {}, base="/", search="?period=2025-Q4", demo=True)
PREFIXED = Surroundings("标题", {}, {}, base="/tuoyu/", search="", demo=False)


def test_words_are_escaped_wherever_they_stand():
    tree = html.P(["<script>", html.Abbr("a&b", title='"><img>')])
    assert html_of(tree, ABOUT) == '<p>&lt;script&gt;<abbr title="&quot;&gt;&lt;img&gt;">a&amp;b</abbr></p>'


def test_a_link_of_the_dashboard_leads_to_a_plain_page_and_one_to_a_file_stays():
    page = dcc.Link("区", href="/tuoyu/districts/110114?lang=en")
    file = html.A("CSV", href="/tuoyu/download/scorecard.csv", download="")
    assert html_of(page, PREFIXED) == '<a href="/tuoyu/plain/districts/110114?lang=en">区</a>'
    assert html_of(file, PREFIXED) == '<a download="" href="/tuoyu/download/scorecard.csv">CSV</a>'


def test_how_a_figure_came_about_is_asked_beside_what_the_address_asks_already():
    link = html.A("2.84", href="?explain=G1~110000~", className="why")
    assert 'href="?period=2025-Q4&amp;explain=G1~110000~"' in html_of(link, ABOUT)
    assert 'href="?explain=G1~110000~"' in html_of(link, PREFIXED)


def test_what_needs_a_script_is_left_out():
    tree = html.Div([dcc.Graph(), html.Button("交"), dcc.Store(id="kept"), html.P("数")])
    assert html_of(tree, ABOUT) == "<div><p>数</p></div>"


def test_looks_ears_and_spans_of_cells_are_kept():
    cell = html.Td(
        "1", colSpan=2, className="number", style={"paddingBottom": "3%", "--cell": "1%"}, **{"data-label": "a"}
    )
    assert html_of(cell, ABOUT) == (
        '<td class="number" colspan="2" data-label="a" style="padding-bottom:3%;--cell:1%">1</td>'
    )
    assert html_of(html.Details(open=True), ABOUT) == "<details open></details>"


def test_a_whole_page_has_its_language_its_title_and_says_that_it_is_a_demonstration():
    page = written([html.H1("总览")], ABOUT, text_for("zh"))
    assert page.startswith('<!doctype html>\n<html lang="zh-CN">')
    assert "<title>标题</title>" in page
    assert "演示数据" in page
    assert "<script" not in page
    assert "演示数据" not in written([], PREFIXED, text_for("zh"))
