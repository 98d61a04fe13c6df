"""Which parts of an old list are found again in a new one, though others were put in, left out or moved."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from itertools import groupby, pairwise

from callbacks.folding import Tree, is_component

DEEP = 6
"""Components inside each other that are looked through for the first words of a part."""


def arranged(old: list[Tree], new: list[Tree]) -> list[int | None] | None:
    """For each part of the new list the place in the old one that it is best made of (None: of nothing); None where
    each is best made of what stands in its own.

    A part is known again by its type, its id or its first words, and as the how-manieth of that kind it is. What is
    not known again is made of one of its type that is left, else of what the part beside it is made of: a new row of a
    table is like the row above.
    """
    if len(old) == len(new) and all(_kind(a) == _kind(b) for a, b in zip(old, new) if a != b):
        return None
    if not any(is_component(part) for part in old):
        return None
    places = {kind: place for place, kind in enumerate(_kinds(old))}
    taken = [places.get(kind) for kind in _kinds(new)]
    _take_what_is_left(taken, old, new)
    return None if taken == list(range(len(new))) else taken


def _take_what_is_left(taken: list[int | None], old: list[Tree], new: list[Tree]) -> None:
    left: dict[str, deque[int]] = defaultdict(deque)
    for place in sorted(set(range(len(old))) - set(taken)):
        left[_type(old[place])].append(place)
    for place, one in enumerate(taken):
        if one is None and left[_type(new[place])]:
            taken[place] = left[_type(new[place])].popleft()
    pairs = list(pairwise(range(len(new))))
    for place, beside in [*((b, a) for a, b in pairs), *reversed(pairs)]:
        if taken[place] is None and _type(new[place]) == _type(new[beside]):
            taken[place] = taken[beside]


def runs(taken: list[int | None]) -> list[int | None]:
    """Start and length of each run of the old list, one after the other."""
    told: list[int | None] = []
    for _, run in groupby(enumerate(taken), lambda pair: None if pair[1] is None else pair[1] - pair[0]):
        places = [place for _, place in run]
        told += [places[0], len(places)]
    return told


def _kinds(parts: list[Tree]) -> list[tuple[tuple[str, str], int]]:
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for kind in map(_kind, parts):
        found.append((kind, seen[kind]))
        seen[kind] += 1
    return found


def _kind(part: Tree) -> tuple[str, str]:
    return _type(part), _name(part, DEEP)


def _type(part: Tree) -> str:
    return part["type"] if is_component(part) else type(part).__name__


def _name(part: Tree, deep: int) -> str:
    """The id of a component, else the first words in it; words that hold a figure name nothing."""
    if isinstance(part, list) and part:
        return _name(part[0], deep)
    if not deep or not is_component(part):
        return ""
    props = part["props"]
    children = props.get("children")
    if isinstance(props.get("id"), str):
        return props["id"]
    if isinstance(children, str):
        return "" if any(map(str.isdigit, children)) else children
    return _name(children, deep - 1)
