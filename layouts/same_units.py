"""同口径增减 and paradoxes in words, for pages and paper alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from data.model import Reference
from layouts import format as printed
from layouts.text import Text
from layouts.way_words import names_of
from metrics.comparability import CitySplit, LikeForLike, Since

TOLD = ("G1", "G2")
Say = Callable[[Fraction | None, str, Text], str]


def compared_name(one: LikeForLike, text: Text) -> str:
    """Units alone have no common residents: of a per-1,000 its slots are compared."""
    key = "consistency.compared_words.slots" if one.indicator == "G1" else f"indicator.{one.indicator}.short"
    return text(key)


def differences(one: LikeForLike, reference: Reference, text: Text) -> list[str]:
    """Who reported only one of the two periods, and that the definition changed in between."""
    lists = (("now_only", one.now_only), ("then_only", one.then_only))
    named = {key: names_of(found, reference, text) for key, found in lists if found}
    told = [text(f"consistency.compared_words.{key}", units=units) for key, units in named.items()]
    return told + ([text("consistency.compared_words.broken")] if one.broken else [])


def moved_words(one: CitySplit, text: Text, say: Say = printed.change) -> str:
    """Most units moved one way and the city the other: how the city's change was made; ``say`` words a change."""
    change = one.split.change
    return text(
        "consistency.moved.fell" if change < 0 else "consistency.moved.rose",
        indicator=text(f"indicator.{one.indicator}.short"),
        since=text(f"consistency.since.{one.since}"),
        period=printed.period_name(one.period, text),
        units=one.units,
        risen=one.split.risen,
        fallen=one.split.fallen,
        change=printed.change(abs(change), one.unit, text).lstrip("▲"),
        within=_part(one.split.within, one.unit, text, say),
        mix=_part(one.split.mix, one.unit, text, say),
    )


def _part(value: Fraction, unit: str, text: Text, say: Say) -> str:
    """One part of a change; one that made nothing of it is 0, since no figure is what stays as it was."""
    if printed.unchanged(value, unit, text):
        return text("consistency.moved.near_nothing" if value else "consistency.moved.nothing")
    return say(value, unit, text)


def apart_words(compared: Sequence[LikeForLike], reference: Reference, text: Text, say: Say = printed.change) -> str:
    """That not the same units reported this period and the last, with the change of those that did; nothing
    where they are the same, or no unit reported both.
    """
    shown = [one for one in compared if one.since is Since.PREVIOUS and one.indicator in TOLD]
    if not shown or shown[0].same_units or not shown[0].units:
        return ""
    changes = (
        text("consistency.overview.one", indicator=compared_name(one, text), change=say(one.change, one.unit, text))
        for one in shown
    )
    return text(
        "consistency.overview.apart",
        units=text("format.comma").join(differences(shown[0], reference, text)),
        count=len(shown[0].units),
        told=text("format.comma").join(changes),
    )
