"""A change put on the old screen gives the new one, whatever changed."""

from __future__ import annotations

import copy
import json
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.io.json import to_json_plotly

from callbacks.difference import NAMES, Change, Tree, difference
from callbacks.sent_screens import KEPT, SentScreens, plain
from data.issues import UsageError
from layouts.pages import overview
from layouts.text import text_for
from layouts.view import ViewQuery
from tests.sample_overview import sample_front, sample_overview, sample_reference

PLAIN = st.none() | st.booleans() | st.integers(-9, 9) | st.text("abcn0 \U00020000", max_size=12)


def component(children: st.SearchStrategy) -> st.SearchStrategy:
    props = st.dictionaries(
        st.sampled_from(["children", "href", "style", "n", "c", "0", "title"]), children, max_size=3
    )
    return st.fixed_dictionaries({"type": st.sampled_from(["Div", "P"]), "namespace": st.just("x"), "props": props})


TREES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "b", "n", "c", "0", "a b", ""]), inner, max_size=3)
        | component(inner)
    ),
    max_leaves=20,
)


def changed(old: Tree, change: Change, words: list[str]) -> Tree:
    """What the browser does (layouts/assets/20-dashboard.js)."""
    change = words[change] if isinstance(change, int) else change
    told = isinstance(change, str)
    if told or isinstance(change, list):
        if _is_component(old) and (told or len(change) > 1):
            children = change if told else _exchanged(old["props"]["children"], change)
            return old | {"props": old["props"] | {"children": children}}
        return change if told else _exchanged(old, change)
    made = copy.deepcopy(old)
    for path, one in change.items():
        step, _, rest = path.partition(" ")
        place, key = _reached(made, step)
        if path == "n":
            del place[one:]
        elif isinstance(place, list) and int(key) >= len(place):
            place.append(one[0])
        else:
            key = int(key) if isinstance(place, list) else key
            place[key] = changed(place[key], {rest: one} if rest else one, words)
    return made


def _is_component(tree: Tree) -> bool:
    return isinstance(tree, dict) and bool(tree.get("props")) and bool(tree.get("namespace"))


def _exchanged(old: Tree, change: list) -> Tree:
    return change[0] if len(change) == 1 else old[: change[0]] + change[2] + old[change[0] + change[1] :]


def _reached(part: Tree, step: str) -> tuple[Tree, str]:
    if not _is_component(part):
        return part, step
    if step == "n" or step.isdigit():
        return part["props"]["children"], step
    return part["props"], {short: name for name, short in NAMES.items()}.get(step, step)


@given(TREES, TREES)
def test_a_change_of_any_tree_makes_any_other(old, new):
    before = copy.deepcopy(old)
    change, words = difference(old, new)
    assert new == (old if change is None else changed(old, change, words))
    assert old == before


def test_a_changed_cell_costs_a_cell():
    def cell(words: str) -> dict:
        return {"type": "Td", "namespace": "x", "props": {"children": words, "className": "number"}}

    row = {"type": "Tr", "namespace": "x", "props": {"children": [cell("1"), cell("2")]}}
    other = {"type": "Tr", "namespace": "x", "props": {"children": [cell("1"), cell("3")]}}
    assert difference(row, other) == ({"1": "3"}, [])


def test_a_changed_part_of_an_address_costs_that_part_and_what_is_said_twice_is_said_once():
    def cell(href: str, words: str) -> dict:
        return {"type": "A", "namespace": "x", "props": {"children": words, "href": href}}

    old = [cell("/districts/110114?period=2025-Q4", "已达标"), cell("/", "已达标")]
    new = [cell("/districts/110114?period=2024-Q4", "进展正常"), cell("/", "进展正常")]
    assert difference(old, new) == ({"0": {"h": [28, 1, "4"], "c": 0}, "1": 0}, ["进展正常"])


@pytest.mark.parametrize(("before", "after"), [("公办", "营利性"), ("街道乡镇一二三四五六", "街道乡镇一二三四五七")])
def test_changed_words_of_an_only_child_leave_the_child_where_it_is(before, after):
    def cell(words: str) -> dict:
        span = {"type": "Span", "namespace": "x", "props": {"children": words, "lang": "zh-CN"}}
        return {"type": "Td", "namespace": "x", "props": {"children": span}}

    change, words = difference(cell(before), cell(after))
    assert changed(cell(before), change, words) == cell(after)


def test_a_prop_that_the_browser_has_added_stays():
    old = {"type": "Details", "namespace": "x", "props": {"children": ["a", "b"]}}
    change, words = difference(old, old | {"props": {"children": ["a", "c"]}})
    opened = old | {"props": {"children": ["a", "b"], "open": True}}
    assert changed(opened, change, words)["props"] == {"children": ["a", "c"], "open": True}


def test_components_become_what_the_framework_itself_would_send():
    page = overview.render(sample_front(sample_overview()), sample_reference(), ViewQuery(), text_for("zh"))
    assert plain(page) == json.loads(to_json_plotly(page))


def test_a_screen_that_is_shown_is_answered_by_its_change_and_an_unknown_one_whole():
    sent = SentScreens()
    first = sent.answer(lambda: {"main": ["a", "b"]}, None)
    second = sent.answer(lambda: {"main": ["a", "c"]}, first["made"])
    assert first == {"base": None, "made": first["made"], "screen": {"main": ["a", "b"]}, "words": []}
    assert second["base"] == first["made"]
    assert changed(first["screen"], second["screen"], second["words"]) == {"main": ["a", "c"]}
    assert sent.answer(lambda: {"main": []}, "0" * 16)["base"] is None


@pytest.mark.parametrize(("later", "known"), [(KEPT - 2, True), (KEPT, False)])
def test_only_the_last_screens_are_kept(later, known):
    sent = SentScreens()
    first = sent.answer(lambda: {"main": "first"}, None)["made"]
    for number in range(later):
        sent.answer(partial(dict, main=number), None)
    assert (sent.answer(lambda: {"main": "new"}, first)["base"] == first) is known


def test_a_screen_of_one_key_is_made_once_and_told_as_if_made_anew():
    made = []

    def make(words: str):
        made.append(words)
        return {"main": ["same", words]}

    sent, plain_sent = SentScreens(), SentScreens()
    for words in ("a", "b", "a", "b"):
        shown = sent.answer(partial(make, "a"), None, key="a")["made"]
        plain_sent.answer(partial(dict, main=["same", "a"]), None)
        told = sent.answer(partial(make, words), shown, key=words)
        assert told == plain_sent.answer(partial(dict, main=["same", words]), shown)
    assert made == ["a", "b"]
    assert sent.answer(lambda: make("c"), None)["screen"] == {"main": ["same", "c"]}
    assert sent.answer(lambda: make("c"), None)["screen"] == {"main": ["same", "c"]}
    assert made == ["a", "b", "c", "c"], "without a key nothing is taken as known"


def test_a_refusal_is_not_remembered_as_a_screen():
    sent = SentScreens()

    def refuse():
        raise UsageError("query.period", value="x")

    with pytest.raises(UsageError):
        sent.answer(refuse, None, key="k")
    assert sent.answer(lambda: {"main": "figures"}, None, key="k")["screen"] == {"main": "figures"}
