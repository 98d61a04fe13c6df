"""A change put on the old screen gives the new one, whatever changed."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbacks.difference import Change, Tree, difference
from callbacks.sent_screens import KEPT, SentScreens

PLAIN = st.none() | st.booleans() | st.integers(-9, 9) | st.text("abcn0", max_size=3)


def component(children: st.SearchStrategy) -> st.SearchStrategy:
    props = st.dictionaries(st.sampled_from(["children", "href", "style", "n"]), children, max_size=3)
    return st.fixed_dictionaries({"type": st.sampled_from(["Div", "P"]), "namespace": st.just("x"), "props": props})


TREES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["a", "b", "n", "c", "0"]), inner, max_size=3)
        | component(inner)
    ),
    max_leaves=20,
)


def changed(old: Tree, change: Change) -> Tree:
    """What the browser does (layouts/assets/20-dashboard.js)."""
    if isinstance(change, list):
        return change[0]
    made = copy.copy(old)
    inside = made
    if isinstance(old, dict) and old.get("props") is not None and old.get("namespace"):
        inside = made["props"] = dict(made["props"])
    for key, one in change.items():
        if isinstance(made, list):
            _change_list(made, key, one)
        else:
            place = "children" if inside is not made and key == "c" else key
            inside[place] = changed(inside.get(place), one)
    return made


def _change_list(made: list, key: str, one: Change) -> None:
    if key == "n":
        del made[one[0] :]
    elif int(key) < len(made):
        made[int(key)] = changed(made[int(key)], one)
    else:
        made.append(changed(None, one))


@given(TREES, TREES)
def test_a_change_of_any_tree_makes_any_other(old, new):
    change = difference(old, new)
    assert json.loads(json.dumps(old)) == old
    assert new == (old if change is None else changed(old, change))


def test_a_changed_cell_costs_a_cell():
    def cell(words: str) -> dict:
        return {"type": "Td", "namespace": "x", "props": {"children": words, "className": "number"}}

    row = {"type": "Tr", "namespace": "x", "props": {"children": [cell("1"), cell("2")]}}
    other = {"type": "Tr", "namespace": "x", "props": {"children": [cell("1"), cell("3")]}}
    assert difference(row, other) == {"c": {"1": {"c": ["3"]}}}


def test_a_screen_that_is_shown_is_answered_by_its_change_and_an_unknown_one_whole():
    sent = SentScreens()
    first = sent.answer({"main": ["a", "b"]}, None)
    second = sent.answer({"main": ["a", "c"]}, first["made"])
    assert first == {"base": None, "made": first["made"], "screen": {"main": ["a", "b"]}}
    assert second["base"] == first["made"]
    assert changed(first["screen"], second["screen"]) == {"main": ["a", "c"]}
    assert sent.answer({"main": []}, "0" * 16)["base"] is None


@pytest.mark.parametrize(("later", "known"), [(KEPT - 2, True), (KEPT, False)])
def test_only_the_last_screens_are_kept(later, known):
    sent = SentScreens()
    first = sent.answer({"main": "first"}, None)["made"]
    for number in range(later):
        sent.answer({"main": number}, None)
    assert (sent.answer({"main": "new"}, first)["base"] == first) is known
