"""Screens as they were sent, so that the next one may be told as a change of the one that the browser shows."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import TypedDict

from dash.development.base_component import Component

from callbacks.difference import Tree, difference

KEPT = 32
OWN = 4
"""Attributes that a component keeps for itself beside its props: the names and wildcards that it takes."""


class Answer(TypedDict):
    """``screen`` is the whole screen, or (``base`` given) the change from the screen of that digest to ``made``."""

    base: str | None
    made: str
    screen: Tree
    words: list[str]


class SentScreens:
    """The last screens of this process; one that is not among them any more is answered whole."""

    def __init__(self) -> None:
        self._written: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def answer(self, screen: Mapping[str, object], shown: str | None) -> Answer:
        """What the browser needs that shows the screen of digest ``shown`` (None: nothing yet)."""
        whole = plain(screen)
        written = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
        made = hashlib.sha256(written).hexdigest()[:16]
        before = self._exchange(made, written, shown)
        if before is None:
            return Answer(base=None, made=made, screen=whole, words=[])
        change, words = difference(json.loads(before), whole)
        return Answer(base=shown, made=made, screen=change or {}, words=words)

    def _exchange(self, made: str, written: bytes, shown: str | None) -> bytes | None:
        """Keep the new screen, forget the one longest unused; the one that is shown, if it is still known."""
        with self._lock:
            before = self._written.get(shown) if shown else None
            if shown and before is not None:
                self._written.move_to_end(shown)
            self._written[made] = written
            self._written.move_to_end(made)
            if len(self._written) > KEPT:
                self._written.popitem(last=False)
            return before


def plain(part: object) -> Tree:
    """Components as the objects that the browser gets: what ``to_plotly_json`` gives, at a third of its time."""
    if isinstance(part, str) or part is None:
        return part
    if isinstance(part, Component):
        return {"props": _props(part), "type": part._type, "namespace": part._namespace}
    if isinstance(part, dict):
        return {key: plain(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [plain(value) for value in part]
    return part


def _props(component: Component) -> dict[str, Tree]:
    given, named = vars(component), component._prop_names
    props = {name: plain(given[name]) for name in named if name in given}
    if len(props) + OWN != len(given):
        props |= {name: given[name] for name in given if name.startswith(("data-", "aria-"))}
    return props
