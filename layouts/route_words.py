"""The ways to both slot targets in words; where a way asks for nothing, that is said and no number 0 is."""

from __future__ import annotations

from collections.abc import Iterator

from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Children
from layouts.headlines import population_words
from layouts.text import Text
from metrics.comparison import lacking_of
from metrics.gaps import SlotGaps
from metrics.results import Row
from metrics.shortfall import has_no_target


def put_in(per_head: Row | None, share: Row | None, absent: str, text: Text) -> list[Child]:
    """代入数: slots, inclusive slots and residents, each of which opens its row; ``absent``: without residents."""
    people: Child = absent
    if per_head is not None and per_head.population is not None:
        people = part.side(population_words(per_head.population, text), per_head)
    return part.told(
        text("gaps.ways.put_in"),
        slots=part.known_side(printed.count(per_head.numerator if per_head else None), per_head),
        inclusive=part.known_side(printed.count(share.numerator if share else None), share),
        people=people,
    )


def way_facts(routes: SlotGaps, per_head: Row, share: Row | None, text: Text) -> list[tuple[Child, Children]]:
    """Each way by its name, the least first; what it builds opens the row of all slots, what it turns inclusive that of
    the inclusive ones.
    """
    built = {
        "needed": routes.needed,
        "slots": per_head.numerator,
        "build": routes.build,
        "all_new": routes.all_new_inclusive,
    }
    turned = {"converted": routes.converted, "count": routes.conversion_only, **_inclusive(routes, share)}
    facts = {name: part.known_side(printed.count(number), per_head) for name, number in built.items()}
    facts |= {name: part.known_side(printed.count(number), share) for name, number in turned.items()}
    told = _ways(routes, turned.get("lacking"))
    return [(text(f"gaps.ways.{name}"), part.told(text(f"gaps.ways.{key}"), **facts)) for name, key in told]


def _inclusive(routes: SlotGaps, share: Row | None) -> dict[str, int]:
    """How many of the slots needed must be inclusive, how many are, and how many are missing."""
    if share is None or share.numerator is None:
        return {}
    aim, now = routes.inclusive_needed, share.numerator
    return {"aim": aim, "now": now, "lacking": max(0, aim - now)}


def _ways(routes: SlotGaps, lacking: int | None) -> Iterator[tuple[str, str]]:
    """The name of each way and of its sentence."""
    yield "needed", _needed(routes)
    if lacking is not None:
        yield "inclusive", "inclusive_of" if lacking else "inclusive_met"
    yield "all_new", _all_new(routes)
    yield "both", _both(routes)
    yield "only", _only(routes)


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


def told_ways(
    routes: SlotGaps | None, per_head: Row | None, share: Row | None, text: Text
) -> list[tuple[Child, Children]]:
    """The ways; without residents or a target of slots what turning slots inclusive comes to; nothing where a side is
    not known.
    """
    if routes is not None and per_head is not None:
        return way_facts(routes, per_head, share, text)
    if share is None or (count := lacking_of(share)) is None:
        return []
    return [(text("gaps.ways.only"), conversion_words(count, per_head, share, text))]


def conversion_words(count: int, per_head: Row | None, share: Row, text: Text) -> list[Child]:
    """What turning slots inclusive comes to where no slot gap can be worked out, and why none can."""
    why = "target" if has_no_target(per_head) else "residents"
    aim = "reference" if share.status in part.REFERENCE else "target"
    return part.told(
        text(f"gaps.ways.{'share_only' if count else 'share_met'}"),
        count=part.known_side(printed.count(count), share),
        aim=text(f"gaps.ways.aim.{aim}"),
        why=text(f"gaps.ways.why.{why}"),
    )
