"""Chinese names on a page in another language are marked as Chinese, for screen readers and fonts.

Names of townships and institutions, and what a clerk typed, stay as they are: whatever of a page is written in
Chinese letters gets an element of its own that says so. What a page itself says never needs it.
"""

from __future__ import annotations

import re
from typing import TypeVar, cast

from dash import html
from dash.development.base_component import Component

from layouts.text import Text

Tree = TypeVar("Tree")
LANG = "zh-CN"
LETTERS = "\u3400-\u9fff"
MARKS = "\u3001-\u301f\uff01-\uff5e"
RUN = re.compile(f"([{LETTERS}](?:[{LETTERS}{MARKS}0-9A-Za-z!]*[{LETTERS}{MARKS}])?)")
"""From a Chinese letter to the last one that no space parts from it."""


def marked(tree: Tree, text: Text) -> Tree:
    """``tree`` with every run of Chinese in an element of its own; a page in Chinese as it is."""
    return tree if text.lang == "zh" else cast(Tree, _marked(tree))


def tongue_of(words: str) -> str:
    """The language of a quotation: Chinese where it has a Chinese letter, else English."""
    return LANG if RUN.search(words) else "en"


def _marked(tree: object) -> object:
    if isinstance(tree, str):
        return _runs(tree)
    if isinstance(tree, list | tuple):
        return [part for one in tree for part in _parts(_marked(one))]
    if isinstance(tree, Component) and not str(getattr(tree, "lang", None) or "").startswith("zh"):
        children = getattr(tree, "children", None)
        if children is not None:
            tree.children = _marked(children)
    return tree


def _parts(marked: object) -> list[object]:
    """What takes the place of one child: a list within the children of a component is drawn by no browser."""
    return marked if isinstance(marked, list) else [marked]


def _runs(words: str) -> str | list[str | Component]:
    if not RUN.search(words):
        return words
    return [html.Span(one, lang=LANG) if RUN.fullmatch(one) else one for one in RUN.split(words) if one]
