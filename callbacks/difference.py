"""What changed between two screens, as small as can be said: a change of period sends figures, not the page again.

A tree is what Dash sends: components (``type``, ``namespace``, ``props``), lists, plain values. A change is
``[value]`` (this takes the old one's place) or an object of changes by key: for a component its props, with
``children`` under ``c``; for a list its places, with ``n`` = [new length] and the added ones in their places.
The browser puts it together again (``assets/20-dashboard.js``).
"""

from __future__ import annotations

from typing import Any

Tree = Any
Change = dict[str, Any] | list[Any]
COMPONENT = {"type", "namespace", "props"}


def difference(old: Tree, new: Tree) -> Change | None:
    """The change that makes ``new`` of ``old``; None where they are equal."""
    if old == new:
        return None
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        return _of_objects(old, new)
    if isinstance(old, list) and isinstance(new, list) and new:
        return _of_lists(old, new)
    return [new]


def _of_objects(old: dict[str, Tree], new: dict[str, Tree]) -> Change:
    if old.keys() != COMPONENT:
        return {key: change for key in new if (change := difference(old[key], new[key])) is not None}
    if (old["type"], old["namespace"]) != (new["type"], new["namespace"]) or old["props"].keys() != new["props"].keys():
        return [new]
    changes = {key: difference(old["props"][key], new["props"][key]) for key in new["props"]}
    return {"c" if key == "children" else key: change for key, change in changes.items() if change is not None}


def _of_lists(old: list[Tree], new: list[Tree]) -> Change:
    if _is_plain(new) and sum(a != b for a, b in zip(old, new)) * 2 > len(new):
        return [new]
    changes: dict[str, Any] = {
        str(place): change for place, (a, b) in enumerate(zip(old, new)) if (change := difference(a, b)) is not None
    }
    changes |= {str(place): [new[place]] for place in range(len(old), len(new))}
    return changes | ({"n": [len(new)]} if len(old) != len(new) else {})


def _is_plain(values: list[Tree]) -> bool:
    """A list of numbers and words, as charts hold them: written out, it is often shorter than its changes."""
    return not any(isinstance(value, dict | list) for value in values)
