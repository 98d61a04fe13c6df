"""A change put on the old screen gives the new one, whatever changed."""

from __future__ import annotations

import copy
import json
from functools import partial
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.io.json import to_json_plotly

from callbacks.difference import difference
from callbacks.folding import NAMES, Change, Tree, written
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
    return st.fixed_dictionaries(
        {
            "type": st.sampled_from(["Div", "P"]),
            "namespace": st.sampled_from(["x", "dash_html_components"]),
            "props": props,
        }
    )


TREES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=8)
        | st.dictionaries(st.sampled_from(["a", "b", "n", "c", "0", "a b", "", "@", "#", "<P"]), inner, max_size=3)
        | component(inner)
    ),
    max_leaves=20,
)


def changed(old: Tree, change: Change, words: list[str]) -> Tree:
    """What the browser does (layouts/assets/20-dashboard.js)."""
    change = words[change] if isinstance(change, int) else change
    told = isinstance(change, str)
    if told or isinstance(change, list):
        if _is_component(old) and (told or len(change) > 2):
            children = change if told else _exchanged(old["props"]["children"], change)
            return old | {"props": old["props"] | {"children": children}}
        return change if told else _exchanged(old, change)
    made = copy.deepcopy(old)
    parts = _unfolded(change)
    if "n" in parts:
        place = _reached(made, "n")[0]
        place[:] = _arranged(place, parts.pop("n"))
    for path, one in parts.items():
        step, _, rest = path.partition(" ")
        place, key = _reached(made, step)
        if isinstance(place, list):
            key = int(key)
            place += [None] * (key + 1 - len(place))
        place[key] = changed(place[key], {rest: one} if rest else one, words)
    return made


def _arranged(old: list, told: int | list) -> list:
    if isinstance(told, int):
        return old[:told]
    return [
        None if start is None else copy.deepcopy(old[start + step])
        for start, length in zip(told[::2], told[1::2])
        for step in range(length)
    ]


def _unfolded(change: dict) -> dict:
    parts = {path: one for path, one in change.items() if path not in ("@", "#")}
    for one, *steps in change.get("@", ()):
        parts |= {str(place): one for place in accumulate(steps)}
    for paths, *lines in change.get("#", ()):
        places = accumulate(line[0] for line in lines)
        parts |= {str(place): dict(zip(paths, line[1:])) for place, line in zip(places, lines)}
    return parts


def _read(value: Tree) -> Tree:
    if isinstance(value, list):
        return [_read(one) for one in value]
    if not isinstance(value, dict):
        return value
    ((key, props),) = value.items() if len(value) == 1 else [("", None)]
    if not key.startswith("<"):
        return {key: _read(one) for key, one in value.items()}
    name, _, library = key[1:].partition("@")
    long = {short: name for name, short in NAMES.items()}
    given = {long.get(key, key): _read(one) for key, one in props.items()}
    return {"props": given, "type": name, "namespace": library or "dash_html_components"}


def _is_component(tree: Tree) -> bool:
    return isinstance(tree, dict) and bool(tree.get("props")) and bool(tree.get("namespace"))


def _exchanged(old: Tree, change: list) -> Tree:
    if len(change) < 3:
        return change[0] if len(change) == 1 else _read(change[1])
    words, end = "", 0
    for start, length, new in zip(*[iter(change)] * 3):
        words += old[end:start] + new
        end = start + length
    return words + old[end:]


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


def test_the_same_change_of_several_places_is_told_once():
    def cell(look: str) -> dict:
        return {"type": "I", "namespace": "x", "props": {"className": look}}

    old, new = [cell("covered") for _ in range(9)], [cell("fragile" if place % 2 else "covered") for place in range(9)]
    assert difference(old, new) == ({"@": [[{"k": 0}, 1, 2, 2, 2]]}, ["fragile"])
    assert changed(old, *difference(old, new)) == new


def test_lines_that_change_in_the_same_places_name_them_once():
    old, new = ([[f"{row}{sign}", "x", f"{row}{sign}{sign}"] for row in range(3)] for sign in "ab")
    lines = [[0, "0b", "0bb"], [1, "1b", "1bb"], [1, "2b", "2bb"]]
    assert difference(old, new) == ({"#": [[["0", "2"], *lines]]}, [])
    assert changed(old, *difference(old, new)) == new


def row(*words: str) -> dict:
    cells = [{"type": "Td", "namespace": "x", "props": {"children": one, "data-label": "单位"}} for one in words]
    return {"type": "Tr", "namespace": "x", "props": {"children": cells}}


def test_what_moved_is_told_by_where_it_stood():
    old = [row("东城区", "2.1", "3.1"), row("西城区", "2.2", "3.2"), row("朝阳区", "2.3", "3.3")]
    new = [row("朝阳区", "2.3", "3.3"), row("东城区", "2.1", "3.1"), row("西城区", "2.7", "3.2")]
    change, words = difference(old, new)
    assert change == {"n": [2, 1, 0, 2], "2 1": "2.7"}
    assert changed(old, change, words) == new


def test_what_stands_behind_a_part_put_in_or_left_out_is_not_told_again():
    names = ("H2", "P", "Table")
    title, note, table = ({"type": name, "namespace": "x", "props": {"children": name}} for name in names)
    assert difference([title, table], [title, note, table])[0] == {"n": [0, 1, None, 1, 1, 1], "1": written(note)}
    assert difference([title, note, table], [title, table])[0] == {"n": [0, 1, 2, 1]}
    for old, new in pairwise([[title, table], [title, note, table], [title, table]]):
        assert changed(old, *difference(old, new)) == new


@pytest.mark.parametrize("place", [0, 2])
def test_a_new_row_is_told_as_a_change_of_the_row_beside_it(place):
    old = [row("东城区", "2.1"), row("西城区", "2.2")]
    new = [*old[:place], row("朝阳区", "2.3"), *old[place:]]
    change, words = difference(old, new)
    assert change["n"] == ([0, 1, 0, 2] if place == 0 else [0, 2, 1, 1])
    assert change[str(place)] == {"0": "朝阳区", "1": "2.3"}
    assert changed(old, change, words) == new


def test_what_stands_between_two_changed_parts_of_words_stays():
    old = "现值36.14，目标为4.5个，序时应达值3.12个，尚未达到"
    new = "现值37.20，目标为4.5个，序时应达值3.24个，尚未达到"
    change, words = difference(old, new)
    assert change == [3, 4, "7.20", 21, 4, "3.24"]
    assert changed(old, change, words) == new


def test_a_new_part_is_told_without_the_words_of_the_framework():
    link = {"type": "Link", "namespace": "dash_core_components", "props": {"children": "昌平区", "href": "/"}}
    new = {"type": "Li", "namespace": "dash_html_components", "props": {"children": [link], "className": "below"}}
    told = [0, {"<Li": {"c": [{"<Link@dash_core_components": {"c": "昌平区", "h": "/"}}], "k": "below"}}]
    assert difference({"a": None}, {"a": new}) == ({"a": told}, [])
    assert changed({"a": None}, {"a": told}, []) == {"a": new}
    twice = {"a": None, "b": [None, 1]}
    assert difference(twice, {"a": new, "b": [new, 1]}) == ({"a": 0, "b 0": 0}, [told])
    assert changed(twice, {"a": 0, "b 0": 0}, [told]) == {"a": new, "b": [new, 1]}


def test_addresses_of_another_period_cost_nothing():
    def screen(period: str, words: str) -> dict:
        link = {"type": "A", "namespace": "x", "props": {"children": words, "href": f"/gaps?period={period}&lang=en"}}
        return {"main": [link, f"/tasks?period={period}"], "facts": {"address": f"/?period={period}"}}

    sent = SentScreens()
    old, new = screen("2025-Q4", "1"), screen("2024-Q2", "2")
    told = sent.answer(lambda: new, sent.answer(lambda: old, None)["made"])
    assert (told["swap"], told["screen"]) == (["period=2025-Q4", "period=2024-Q2"], {"main 0": "2"})
    swapped = json.loads(json.dumps(old).replace(*told["swap"]))
    assert changed(swapped, told["screen"], told["words"]) == new


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
    assert first == {"base": None, "made": first["made"], "screen": {"main": ["a", "b"]}, "words": [], "swap": []}
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
