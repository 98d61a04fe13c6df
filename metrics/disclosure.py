"""Counts of persons that are too small to be made public, and what must be hidden with them. Pure.

Counted are children in care, and those in inclusive slots among them; what both tell together, the rest, too. A count
of 1 to 9 is hidden, 0 is told. A place of which one count is small tells none (primary); beside it as many others are
hidden as it takes until none follows from the sums of the places above it (secondary).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

LEAST = 10
"""The smallest count above 0 that is told."""
MEASURES = ("children", "inclusive", "others")


@dataclass(frozen=True, slots=True)
class Place:
    """A township, a unit above it, the city above all; a count is None where it is not known."""

    code: str
    parent: str | None
    children: int | None
    inclusive: int | None

    @property
    def others(self) -> int | None:
        """Children in slots that are not inclusive."""
        return None if self.children is None or self.inclusive is None else self.children - self.inclusive

    @property
    def is_small(self) -> bool:
        return any(0 < (self.count(one) or 0) < LEAST for one in MEASURES)

    def count(self, measure: str) -> int | None:
        told: int | None = getattr(self, measure)
        return told


def summed(code: str, parent: str | None, parts: Sequence[Place]) -> Place:
    """The place above ``parts``; a sum is None where a part of it is not known."""
    sums = []
    for measure in ("children", "inclusive"):
        known = [count for one in parts if (count := one.count(measure)) is not None]
        sums.append(sum(known) if len(known) == len(parts) else None)
    return Place(code, parent, *sums)


@dataclass
class _Tree:
    """Places below each other, and which of them are hidden so far."""

    places: Mapping[str, Place]
    below: dict[str, list[Place]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def leaves(self, place: Place) -> Iterator[Place]:
        """Hidden places below a hidden one that have no hidden place below themselves; or it itself."""
        under = [one for one in self.below.get(place.code, ()) if one.code in self.hidden]
        if not under:
            yield place
        for one in under:
            yield from self.leaves(one)


def hidden_places(places: Sequence[Place]) -> frozenset[str]:
    """Codes of the places of which no count of persons is told."""
    tree = _Tree({one.code: one for one in places})
    for one in places:
        if one.parent is not None:
            tree.below.setdefault(one.parent, []).append(one)
    tree.hidden |= {one.code for one in places if one.is_small}
    while (more := next(_following(tree), None)) is not None:
        tree.hidden.add(more)
    return frozenset(tree.hidden)


def _following(tree: _Tree) -> Iterator[str]:
    """What would have to be hidden next, place by place."""
    for code, parts in tree.below.items():
        above = tree.places[code]
        group = [one for one in parts if one.code in tree.hidden]
        lacking = _lacking(tree, above, group)
        if lacking is not None:
            yield _partner(tree, parts, lacking) or code


def _lacking(tree: _Tree, above: Place, group: Sequence[Place]) -> str | None:
    """The count that could be worked out below ``above``; None where none can.

    Of a place that is hidden itself, something below must be hidden too, or its parts would give it away. Below one
    that is told, two parts must be hidden, and of every count that it tells they must hold enough to be shared out
    between them in more than one way: each is known to hold a child.
    """
    if above.code in tree.hidden:
        return None if group or not above.children else "children"
    if not group:
        return None
    leaves = [leaf for one in group for leaf in tree.leaves(one)]
    for measure in MEASURES:
        if above.count(measure):
            held = sum(leaf.count(measure) or 0 for leaf in leaves)
            if len(group) < 2 or held < (2 * len(leaves) if measure == "children" else 2):
                return measure
    return None


def _partner(tree: _Tree, parts: Sequence[Place], measure: str) -> str | None:
    """The smallest part that is still told and has something of the count; None where there is none."""
    told = [one for one in parts if one.code not in tree.hidden and one.count(measure) and one.children]
    found = min(told, key=lambda one: (one.children or 0, one.code), default=None)
    return None if found is None else found.code


def inclusive_is_nil(place: Place, places: Mapping[str, Place], hidden: frozenset[str]) -> bool:
    """Whether a place above tells that nobody below it is in an inclusive slot: then so does every place below."""
    above = places.get(place.parent or "")
    while above is not None:
        if above.code not in hidden and above.inclusive == 0:
            return True
        above = places.get(above.parent or "")
    return False
