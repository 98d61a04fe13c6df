"""What changed between two screens, as small as can be said: a change of period sends figures, not the page again.

A tree is what Dash sends: components (``type``, ``namespace``, ``props``), lists, plain values. A change is
- words: they take the place of the old value, or (on a component) of its children;
- a number: the words or the new part of that number in ``words``, the list of what is said more than once;
- ``[start, length, words]``: that part of the old words (or of the component's children) gives way to ``words``; where
  several parts do, the others follow, each with its place in the old words;
- ``[value]`` or ``[0, value]``: any other value takes the old one's place (``callbacks/folding.py``);
- an object of changes by path. The steps of a path are put apart by spaces: a place in a list or among a component's
  children, a key, a prop (``NAMES`` for the most common). ``n`` is a list's new length; what is added stands in its
  place. Where parts were put in, left out or moved, ``n`` is a list ``[start, length, ...]`` instead: the runs of the
  old list that the new one is put together from (start null: so many new ones), before anything else is changed
  (``callbacks/arrangement.py``).
What is alike in several places is told once (``callbacks/folding.py``). The browser puts it together again
(``assets/20-dashboard.js``), whatever props it has added itself.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import accumulate

from callbacks.arrangement import arranged, runs
from callbacks.folding import NAMES, SIGNS, Change, Tree, folded, is_component, written

NEW = "\x00"
SHORT = 3
"""Words up to this length are said again rather than numbered; lists up to this length are told place by place."""
PART = 8
"""Fewer letters than this are not worth an exchange of a part."""
PIECE = re.compile(r"[\d.,%]+|[ ，。、；：'|]|[^\d.,% ，。、；：'|]+")
"""What words are put together from: numbers, signs, and what stands between them."""
PIECES = 120
"""More than this are not compared with each other: a long row of numbers changes nearly everywhere."""


def difference(old: Tree, new: Tree) -> tuple[Change, list[Change]]:
    """The change that makes ``new`` of ``old`` (None where they are equal), and what it has numbered."""
    change = _change(old, new)
    often = [said for said, times in Counter(_said(change)).items() if times > 1 and len(said) > SHORT]
    numbers = {said: number for number, said in enumerate(often)}
    return folded(_numbered(change, numbers)), [json.loads(said[1:]) if said[0] == NEW else said for said in often]


def _change(old: Tree, new: Tree) -> Change:
    if old == new:
        return None
    if isinstance(new, str):
        return [new] if is_component(old) else _words(old, new)
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        return _of_component(old, new) if is_component(old) else _of_keys(old, new)
    if isinstance(old, list) and isinstance(new, list) and new:
        return _of_lists(old, new)
    return written(new)


def _words(old: Tree, new: str) -> Change:
    """The new words, or the parts of the old ones that changed (counted as the browser counts, so no rare signs)."""
    if not isinstance(old, str) or max(old + new, default="") > "\uffff":
        return new
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    if start + end <= PART:
        return new
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    whole = [start, len(before), after]
    parts = _parts(before, after, start) if min(len(before), len(after)) > PART else whole
    return parts if _long(parts) < _long(whole) else whole


def _parts(old: str, new: str, start: int) -> Change:
    """Several exchanges, one after the other, where what stands between them stays."""
    some, other = PIECE.findall(old), PIECE.findall(new)
    if max(len(some), len(other)) > PIECES:
        return [start, len(old), new]
    places = list(accumulate(map(len, some), initial=start))
    told: list[Change] = []
    for kind, first, last, since, until in SequenceMatcher(None, some, other, autojunk=False).get_opcodes():
        if kind != "equal":
            told += [places[first], places[last] - places[first], "".join(other[since:until])]
    return told


def _long(change: Change) -> int:
    return len(json.dumps(change, ensure_ascii=False, separators=(",", ":")).encode())


def _alike(some: str, other: str) -> int:
    """How many letters both begin with."""
    return next((place for place, (a, b) in enumerate(zip(some, other)) if a != b), min(len(some), len(other)))


@lru_cache(maxsize=1024)
def _is_step(key: str) -> bool:
    """A key that may stand in a path."""
    return bool(key) and " " not in key and key not in SIGNS


@lru_cache(maxsize=1024)
def _is_prop(key: str) -> bool:
    """A prop that may stand in a path: it looks like no place and like no other's short name."""
    return _is_step(key) and not key.isdigit() and key not in NAMES.values()


def _of_keys(old: dict[str, Tree], new: dict[str, Tree]) -> Change:
    if not all(map(_is_step, new)):
        return [new]
    return _joined({key: change for key in new if (change := _change(old[key], new[key])) is not None})


def _of_component(old: dict[str, Tree], new: dict[str, Tree]) -> Change:
    before, after = old["props"], new["props"]
    if (old["type"], old["namespace"]) != (new["type"], new["namespace"]) or before.keys() != after.keys():
        return written(new)
    if not all(map(_is_prop, after)):
        return [new]
    found = {key: change for key in after if (change := _change(before[key], after[key])) is not None}
    children = found.pop("children", None)
    # Words of an only child that is a component are the child's: they are told with its step.
    told = isinstance(children, str) or (isinstance(children, list) and len(children) > 1)
    if not found and told and isinstance(after["children"], str):
        return children
    props = {NAMES.get(key, key): change for key, change in found.items()}
    if isinstance(children, dict) and isinstance(after["children"], list):
        return children | _joined(props)
    return _joined(props | ({} if children is None else {"c": children}))


def _of_lists(old: list[Tree], new: list[Tree]) -> Change:
    if _is_plain(new) and sum(a != b for a, b in zip(old, new)) * 2 > len(new):
        return [new]
    told = _by_place(old, new)
    taken = arranged(old, new)
    if taken is None:
        return told
    moved = {"n": runs(taken)} | _by_place([None if one is None else old[one] for one in taken], new)
    return min(told, moved, key=_long)


def _by_place(old: list[Tree], new: list[Tree]) -> dict[str, Change]:
    found = {str(place): change for place, pair in enumerate(zip(old, new)) if (change := _change(*pair)) is not None}
    found |= {str(place): written(new[place]) for place in range(len(old), len(new))}
    return _joined(found) | ({"n": len(new)} if len(new) != len(old) else {})


def _is_plain(values: list[Tree]) -> bool:
    """A list of numbers and words, as charts hold them: written out, it is often shorter than its changes."""
    return len(values) > SHORT and not any(isinstance(value, dict | list) for value in values)


def _joined(changes: dict[str, Change]) -> dict[str, Change]:
    """Where one step has only one next step, both make one path."""
    return dict(_path(key, change) for key, change in changes.items())


def _path(key: str, change: Change) -> tuple[str, Change]:
    if isinstance(change, dict) and len(change) == 1 and "n" not in change:
        ((further, inner),) = change.items()
        return f"{key} {further}", inner
    return key, change


def _said(change: Change) -> Iterator[str]:
    """Words, and new parts as they are written (after a sign that no words begin with)."""
    if isinstance(change, str):
        yield from () if change.startswith(NEW) else (change,)
    elif isinstance(change, dict):
        for inner in change.values():
            yield from _said(inner)
    elif _is_part(change):
        yield _key(change)


def _is_part(change: Change) -> bool:
    return isinstance(change, list) and len(change) == len([0, "value"])


def _key(change: Change) -> str:
    return NEW + json.dumps(change, ensure_ascii=False)


def _numbered(change: Change, numbers: dict[str, int]) -> Change:
    if isinstance(change, str):
        return numbers.get(change, change)
    if isinstance(change, dict):
        return {path: inner if path == "n" else _numbered(inner, numbers) for path, inner in change.items()}
    return numbers.get(_key(change), change) if _is_part(change) else change
