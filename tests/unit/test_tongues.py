"""What stands in Chinese on a page in another language says so, and is drawn as it would be without."""

from __future__ import annotations

from dash import html

from layouts.text import text_for
from layouts.tongues import marked


def test_a_run_of_chinese_gets_an_element_of_its_own():
    (before, name, after) = marked(html.P("In 回龙观街道: 3"), text_for("en")).children
    assert (before, after) == ("In ", ": 3")
    assert (name.children, name.lang) == ("回龙观街道", "zh-CN")


def test_words_among_other_children_stay_children_of_the_same_element():
    """A list within the children of a component would be drawn by no browser."""
    children = marked(html.P(["In 回龙观街道", html.B("3"), ["x"]]), text_for("en")).children
    assert [getattr(child, "children", child) for child in children] == ["In ", "回龙观街道", "3", "x"]


def test_a_page_in_chinese_and_what_says_its_tongue_already_stay_as_they_are():
    assert marked(html.P("回龙观街道"), text_for("zh")).children == "回龙观街道"
    assert marked(html.P(html.Span("回龙观街道", lang="zh-CN")), text_for("en")).children.children == "回龙观街道"
