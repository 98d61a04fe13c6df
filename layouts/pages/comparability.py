"""同口径增减: changes over the units that reported both periods, and where the city moved against most units."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.headlines import unit_name
from layouts.text import Text
from metrics.comparability import CitySplit, LikeForLike, Since

COLUMNS = (
    ("indicator", ""),
    ("since", "word"),
    ("units", "word"),
    ("then", "number"),
    ("now", "number"),
    ("change", "number"),
)


def comparability(
    compared: Sequence[LikeForLike], splits: Sequence[CitySplit], reference: Reference, text: Text
) -> list[Child]:
    """The comparisons that need a word: other units reported, or the definition changed in between."""
    shown = [one for one in compared if not one.same_units or one.broken]
    columns = [Column(text(f"consistency.compared_column.{name}"), css) for name, css in COLUMNS]
    rows = [part.table_row(columns, _cells(one, reference, text)) for one in shown]
    title = text("consistency.compared")
    table = part.wide(title, part.table(title, columns, rows))
    same = html.P(text("consistency.compared_words.same"))
    return [
        html.H3(title),
        html.P(text("consistency.compared_words.note"), className="note"),
        table if rows else same,
        html.H3(text("consistency.splits")),
        *(split_lines(splits, text) or [html.P(text("consistency.no_splits"))]),
    ]


def _cells(one: LikeForLike, reference: Reference, text: Text) -> list[part.Children]:
    below = [html.Small(words, className="below") for words in _differences(one, reference, text)]
    return [
        _name(one, text),
        [text(f"consistency.since.{one.since}"), html.Small(printed.period_name(one.period, text), className="below")],
        [text("consistency.compared_words.count", count=len(one.units)), *below],
        printed.figure(one.then, one.unit),
        printed.figure(one.now, one.unit),
        printed.change(one.change, one.unit, text),
    ]


def _name(one: LikeForLike, text: Text) -> str:
    """Units alone have no common residents: of a per-1,000 its slots are compared."""
    key = "consistency.compared_words.slots" if one.indicator == "G1" else f"indicator.{one.indicator}.short"
    return text(key)


def _differences(one: LikeForLike, reference: Reference, text: Text) -> list[str]:
    lists = (("now_only", one.now_only), ("then_only", one.then_only))
    told = [
        text(f"consistency.compared_words.{key}", units=_names(found, reference, text)) for key, found in lists if found
    ]
    return told + ([text("consistency.compared_words.broken")] if one.broken else [])


def _names(units: Sequence[str], reference: Reference, text: Text) -> str:
    return text("format.comma").join(unit_name(reference, one, text) for one in units)


def split_lines(splits: Sequence[CitySplit], text: Text) -> list[Child]:
    """One sentence a change in which most units moved one way and the city the other."""
    return [html.P(_moved(one, text), className="split") for one in splits]


def _moved(one: CitySplit, text: Text) -> str:
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
        within=printed.change(one.split.within, one.unit, text),
        mix=printed.change(one.split.mix, one.unit, text),
    )


def overview_lines(
    compared: Sequence[LikeForLike], splits: Sequence[CitySplit], reference: Reference, text: Text
) -> list[Component]:
    """Under the rows of the plan: that not the same units reported this period and the last, and what moved apart."""
    shown = [one for one in compared if one.since is Since.PREVIOUS and one.indicator in ("G1", "G2")]
    told: list[Component] = [html.P(words, className="note") for words in (_moved(one, text) for one in splits)]
    if not shown or shown[0].same_units:
        return told
    changes = (
        text("consistency.overview.one", indicator=_name(one, text), change=printed.change(one.change, one.unit, text))
        for one in shown
    )
    words = text(
        "consistency.overview.apart",
        units=text("format.comma").join(_differences(shown[0], reference, text)),
        count=len(shown[0].units),
        told=text("format.comma").join(changes),
    )
    return [html.P(words, className="note", id="common-basis"), *told]
