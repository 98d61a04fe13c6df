"""How a change is written down in few letters: new components without the framework's words, alike places told once.

- A new value that holds components is ``[0, value]``, a component in it ``{"<Td": {props}}``, the names of the most
  common props shortened, the namespace after an ``@`` where it is not that of HTML.
- ``@`` in an object of changes: a list of ``[change, step, step, ...]``, the same change of several places, each told
  as the step from the one before.
- ``#``: a list of ``[paths, [step, change, change, ...], ...]``, places with changes of the same paths.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable
from itertools import pairwise
from typing import Any

Tree = Any
Change = Any
COMPONENT = {"type", "namespace", "props"}
NAMES = {"children": "c", "className": "k", "href": "h", "style": "s"}
SIGNS = ("n", "@", "#")
"""Keys that are no steps of a path."""
HTML = "dash_html_components"
FEW = 3
"""Fewer places than this are told one by one."""


def is_component(tree: Tree) -> bool:
    """What Dash sends as a component."""
    return isinstance(tree, dict) and tree.keys() == COMPONENT


def written(value: Tree) -> Change:
    """A new value, its components shortened where there are any."""
    if not isinstance(value, dict | list):
        return [value]
    try:
        packed = _packed(value)
    except ValueError:
        return [value]
    return [value] if packed == value else [0, packed]


def _packed(tree: Tree) -> Tree:
    """ValueError where a key looks like a component's."""
    if isinstance(tree, list):
        return [_packed(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    if not is_component(tree):
        return {_free(key): _packed(one) for key, one in tree.items()}
    place = "" if tree["namespace"] == HTML else f"@{tree['namespace']}"
    props = {_free(key, *NAMES.values()): _packed(one) for key, one in tree["props"].items()}
    return {f"<{tree['type']}{place}": {NAMES.get(key, key): one for key, one in props.items()}}


def _free(key: str, *taken: str) -> str:
    if key.startswith("<") or key in taken:
        raise ValueError(key)
    return key


def folded(change: Change) -> Change:
    """The same change, with what is alike in several places told once."""
    if not isinstance(change, dict):
        return change
    inner = {path: folded(one) if isinstance(one, dict) else one for path, one in change.items()}
    if len(inner) < FEW:
        return inner
    same = _together(inner, lambda path, one: _told(_below(path, one)) if _place(path).isdigit() else None)
    left = _without(inner, same)
    rows = _together(left, lambda path, one: tuple(one) if path.isdigit() and isinstance(one, dict) else None)
    told = [[_below(*one[0]), *_steps(one)] for one in same]
    lined = [[list(one[0][1]), *_lines(one)] for one in rows]
    return _without(left, rows) | ({"@": told} if told else {}) | ({"#": lined} if lined else {})


def _without(changes: dict[str, Change], groups: list[list[tuple[str, Change]]]) -> dict[str, Change]:
    grouped = {path for group in groups for path, _ in group}
    return {path: one for path, one in changes.items() if path not in grouped}


def _together(changes: dict[str, Change], kind: Callable[[str, Change], Hashable]) -> list[list[tuple[str, Change]]]:
    """The changes of one kind, where there are enough of it; None = of no kind."""
    groups: dict[Hashable, list[tuple[str, Change]]] = defaultdict(list)
    for path, one in changes.items():
        groups[kind(path, one)].append((path, one))
    return [group for key, group in groups.items() if key is not None and len(group) >= FEW]


def _place(path: str) -> str:
    return path.split(" ", maxsplit=1)[0]


def _below(path: str, one: Change) -> Change:
    """The change as the place itself takes it."""
    rest = path.partition(" ")[2]
    return {rest: one} if rest else one


def _told(change: Change) -> str:
    return json.dumps(change, ensure_ascii=False)


def _steps(group: list[tuple[str, Change]]) -> list[int]:
    places = [int(_place(path)) for path, _ in group]
    return [places[0], *(later - place for place, later in pairwise(places))]


def _lines(group: list[tuple[str, Change]]) -> list[Change]:
    return [[step, *one.values()] for step, (_, one) in zip(_steps(group), group, strict=True)]
