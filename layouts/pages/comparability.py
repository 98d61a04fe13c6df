"""同口径增减: changes over the units that reported both periods, and where the city moved against most units."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child, Column
from layouts.same_units import apart_words, compared_name, differences, moved_words
from layouts.text import Text
from metrics.comparability import CitySplit, LikeForLike

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
        html.P(text("consistency.compared_words.note") + (text("format.rounded") if rows else ""), className="note"),
        table if rows else same,
        html.H3(text("consistency.splits")),
        *(split_lines(splits, text) or [html.P(text("consistency.no_splits"))]),
    ]


def _cells(one: LikeForLike, reference: Reference, text: Text) -> list[part.Children]:
    below = [html.Small(words, className="below") for words in differences(one, reference, text)]
    return [
        compared_name(one, text),
        [text(f"consistency.since.{one.since}"), html.Small(printed.period_name(one.period, text), className="below")],
        [text("consistency.compared_words.count", count=len(one.units)), *below],
        printed.figure(one.then, one.unit),
        printed.figure(one.now, one.unit),
        printed.change(one.change, one.unit, text),
    ]


def split_lines(splits: Sequence[CitySplit], text: Text) -> list[Child]:
    """One sentence a change in which most units moved one way and the city the other."""
    return [html.P(moved_words(one, text), className="split") for one in splits]


def overview_lines(
    compared: Sequence[LikeForLike], splits: Sequence[CitySplit], reference: Reference, text: Text
) -> list[Component]:
    """Under the rows of the plan: that not the same units reported this period and the last, and what moved apart."""
    told: list[Component] = [html.P(moved_words(one, text), className="note") for one in splits]
    words = apart_words(compared, reference, text)
    return [html.P(words, className="note", id="common-basis"), *told] if words else told
