"""Screens as they were sent, so that the next one may be told as a change of the one that the browser shows."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import TypedDict

from plotly.io.json import to_json_plotly

from callbacks.difference import Tree, difference

KEPT = 32


class Answer(TypedDict):
    """``screen`` is the whole screen, or (``base`` given) the change from the screen of that digest to ``made``."""

    base: str | None
    made: str
    screen: Tree


class SentScreens:
    """The last screens of this process; one that is not among them any more is answered whole."""

    def __init__(self) -> None:
        self._written: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def answer(self, screen: Mapping[str, object], shown: str | None) -> Answer:
        """What the browser needs that shows the screen of digest ``shown`` (None: nothing yet)."""
        written = to_json_plotly(screen)
        made = hashlib.sha256(written.encode()).hexdigest()[:16]
        before = self._exchange(made, written, shown)
        whole = json.loads(written)
        if before is None:
            return Answer(base=None, made=made, screen=whole)
        return Answer(base=shown, made=made, screen=difference(json.loads(before), whole) or {})

    def _exchange(self, made: str, written: str, shown: str | None) -> str | None:
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
