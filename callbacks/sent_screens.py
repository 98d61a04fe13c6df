"""Screens as they were sent: the next one may be told as a change of the one that the browser shows, and the same one
need not be made twice.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import NamedTuple, TypedDict, TypeVar

import orjson
from dash.development.base_component import Component

from callbacks.difference import difference
from callbacks.folding import Change, Tree

KEPT = 48
CHANGES = 96
AHEAD = 24
"""Screens that were made beforehand and not asked for yet; none of them takes the place of one that was sent."""
PERIOD = re.compile(rb"(?<=[?&])period=[\w-]+")
OWN = 4
"""Attributes that a component keeps for itself beside its props: the names and wildcards that it takes."""


K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Answer(TypedDict):
    """``screen`` is the whole screen, or (``base`` given) the change from the screen of that digest to ``made``.

    ``swap``: words of the old screen and those that first take their place wherever they stand in it: its addresses
    hold the period.
    """

    base: str | None
    made: str
    screen: Tree
    words: list[Change]
    swap: list[str]


class Ahead(NamedTuple):
    """A screen that nobody has asked for yet, and the change to it from the one that its reader sees."""

    made: str
    written: bytes
    change: Answer | None


class SentScreens:
    """The last screens of this process; one that is not among them any more is answered whole."""

    def __init__(self) -> None:
        self._written: OrderedDict[tuple[Hashable, str], bytes] = OrderedDict()
        self._made: OrderedDict[Hashable, str] = OrderedDict()
        self._changes: OrderedDict[tuple[Hashable, str | None, str], Answer] = OrderedDict()
        self._ahead: OrderedDict[Hashable, Ahead] = OrderedDict()
        self._lock = Lock()

    def answer(
        self,
        make: Callable[[], Mapping[str, object]],
        shown: str | None,
        *,
        key: Hashable = None,
        reader: Hashable = None,
    ) -> Answer:
        """What the browser needs that shows the screen of digest ``shown`` (None: nothing yet).

        ``key`` holds all that the screen depends on: of one key it is made once. None = it is made anew. A change is
        told from screens of the same ``reader`` only: whoever names the digest of another's gets his own whole.
        """
        known = self._known(key, reader) or self._made_ahead(key, reader)
        made, written = known or self._kept(*_written(make()), key, reader)
        before = None if shown is None else self._last(self._written, (reader, shown))
        if shown is None or before is None:
            return Answer(base=None, made=made, screen=orjson.loads(written), words=[], swap=[])
        told = self._last(self._changes, (reader, shown, made))
        if told is None:
            told = _change((shown, before), (made, written))
            self._keep(self._changes, (reader, shown, made), told, CHANGES)
        return told

    def make_ahead(
        self, make: Callable[[], Mapping[str, object]], shown: str, *, key: Hashable, reader: Hashable
    ) -> bool:
        """Make the screen of that key, and what changes to it from the one of digest ``shown``, before it is asked for.

        False where it is there already, or would be made anew for whoever asks.
        """
        if key is None or self._known(key, reader) or self._last(self._ahead, key):
            return False
        made, written = _written(make())
        before = self._last(self._written, (reader, shown))
        change = None if before is None else _change((shown, before), (made, written))
        self._keep(self._ahead, key, Ahead(made, written, change), AHEAD)
        return True

    def _made_ahead(self, key: Hashable, reader: Hashable) -> tuple[str, bytes] | None:
        """What was made beforehand of that key, which is asked for now."""
        with self._lock:
            found = None if key is None else self._ahead.pop(key, None)
        if found is None:
            return None
        if found.change is not None:
            self._keep(self._changes, (reader, found.change["base"], found.made), found.change, CHANGES)
        return self._kept(found.made, found.written, key, reader)

    def _known(self, key: Hashable, reader: Hashable) -> tuple[str, bytes] | None:
        """Digest and words of the screen of that key, while both are kept."""
        made = None if key is None else self._last(self._made, key)
        written = None if made is None else self._last(self._written, (reader, made))
        return None if made is None or written is None else (made, written)

    def _kept(self, made: str, written: bytes, key: Hashable, reader: Hashable) -> tuple[str, bytes]:
        self._keep(self._written, (reader, made), written, KEPT)
        if key is not None:
            self._keep(self._made, key, made, KEPT)
        return made, written

    def _last(self, kept: OrderedDict[K, V], key: K | None) -> V | None:
        """What is kept under a key, which is used last now."""
        with self._lock:
            if key is None or key not in kept:
                return None
            kept.move_to_end(key)
            return kept[key]

    def _keep(self, kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
        """Keep one more, and forget the one longest unused."""
        with self._lock:
            kept[key] = value
            kept.move_to_end(key)
            if len(kept) > most:
                kept.popitem(last=False)


def _written(screen: Mapping[str, object]) -> tuple[str, bytes]:
    """Digest and words of a screen."""
    written = orjson.dumps(plain(screen), option=orjson.OPT_NON_STR_KEYS)
    return hashlib.sha256(written).hexdigest()[:16], written


def _change(shown: tuple[str, bytes], made: tuple[str, bytes]) -> Answer:
    swap = _swap(shown[1], made[1])
    before = shown[1].replace(*swap) if swap else shown[1]
    change, words = difference(orjson.loads(before), orjson.loads(made[1]))
    told = [one.decode() for one in swap or ()]
    return Answer(base=shown[0], made=made[0], screen=change or {}, words=words, swap=told)


def _swap(shown: bytes, made: bytes) -> tuple[bytes, bytes] | None:
    """The period as most addresses of a screen name it, and as those of the next one do; None where it is the same."""
    before, after = (Counter(PERIOD.findall(written)).most_common(1) for written in (shown, made))
    return (before[0][0], after[0][0]) if before and after and before[0][0] != after[0][0] else None


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
