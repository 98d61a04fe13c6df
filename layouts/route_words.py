"""The ways to both slot targets in words; where a way asks for nothing, that is said and no number 0 is."""

from __future__ import annotations

from layouts import format as printed
from layouts.text import Text
from metrics.gaps import SlotGaps


def way_facts(routes: SlotGaps, slots: int | None, text: Text) -> list[tuple[str, str]]:
    """Each way by its name, the least first; ``slots``: those that there are."""
    counted = {
        "needed": printed.count(routes.needed),
        "slots": printed.count(slots),
        "build": printed.count(routes.build),
        "converted": printed.count(routes.converted),
        "count": printed.count(routes.conversion_only),
        "all_new": printed.count(routes.all_new_inclusive),
    }
    told = (
        ("needed", _needed(routes)),
        ("all_new", _all_new(routes)),
        ("both", _both(routes)),
        ("only", _only(routes)),
    )
    return [(text(f"gaps.ways.{name}"), text(f"gaps.ways.{key}", **counted)) for name, key in told]


def _needed(routes: SlotGaps) -> str:
    return "needed_of" if routes.build else "needed_met"


def _all_new(routes: SlotGaps) -> str:
    if routes.all_new_inclusive is None:
        return "all_new_never"
    return "all_new_of" if routes.all_new_inclusive else "met"


def _both(routes: SlotGaps) -> str:
    if routes.build:
        return "both_of" if routes.converted else "both_none"
    return "only_of" if routes.conversion_only else "met"


def _only(routes: SlotGaps) -> str:
    if routes.conversion_only:
        return "only_of" if routes.conversion_reaches_both else "only_share"
    return "met" if routes.conversion_reaches_both else "only_nothing"


def conversion_words(count: int, text: Text) -> str:
    """What turning slots inclusive comes to where no slot gap can be worked out."""
    key = "one_unit.only_share" if count else "one_unit.share_met"
    return text(key, count=printed.count(count))
