"""Townships as a table for files: one line each with its state and its figures."""

from __future__ import annotations

from collections.abc import Iterable

from data.model import Reference
from layouts import format as printed
from layouts.charts import DataCell, DataTable, data_table, number_cell, words_cell
from layouts.names import unit_name, zone_name
from layouts.text import Text
from metrics.remedies import use_of
from metrics.results import Coverage, TownshipResult

HEADS = (
    *("code", "name", "org_unit", "zone", "coverage", "changed", "institutions", "inclusive_institutions"),
    *("slots", "inclusive_slots", "children", "use", "flags"),
)


def townships_table(title: str, shown: Iterable[TownshipResult], reference: Reference, text: Text) -> DataTable:
    """A line a township, in the order given; what is not known is blank."""
    heads = [text(f"townmap.head.{name}") for name in HEADS]
    return data_table(title, heads, [_row(one, reference, text) for one in shown])


def _row(one: TownshipResult, reference: Reference, text: Text) -> tuple[DataCell, ...]:
    place = one.township
    use = use_of(one)
    moved = "lost" if one.lost else "gained" if one.gained else None
    words = (place.code, place.name, unit_name(reference, place.reporting_unit, text))
    counts = (one.institutions, one.inclusive_institutions, one.slots, one.inclusive_slots, one.children)
    share = None if use is None else 100 * use
    return (
        *map(words_cell, words),
        words_cell(zone_name(reference, place.zone, text)),
        words_cell(_state(one, text)),
        words_cell(text(f"coverage.{moved}") if moved else ""),
        *(number_cell(printed.count(count), count) for count in counts),
        number_cell(printed.figure(share, "percent"), share),
        words_cell(printed.flag_words(one.flags, text)),
    )


def _state(one: TownshipResult, text: Text) -> str:
    """The word of its coverage; of one that is not known, why."""
    word = text(f"coverage.{one.coverage}")
    if one.coverage is not Coverage.UNKNOWN or one.no_value is None:
        return word
    return text("townmap.because", word=word, why=text(f"no_value.{one.no_value}"))
