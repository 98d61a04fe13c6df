"""Figures by township for the public, as a file: what is hidden says so in words, never by a 0 or a blank."""

from __future__ import annotations

from collections.abc import Sequence

from data.model import Reference
from layouts.charts.picture import DataCell, data_table, number_cell, words_cell
from layouts.exports import csv_table
from layouts.frames import facts_of
from layouts.names import unit_name, zone_name
from layouts.text import Text
from metrics.disclosure import LEAST
from metrics.public_figures import OF_PERSONS, OF_PLACES, PublicRow, Told
from metrics.results import Scorecard

HEADS = ("code", "org_unit", "township", "zone")


def public_figures_csv(rows: Sequence[PublicRow], provenance: Scorecard, reference: Reference, text: Text) -> bytes:
    """One line a place, with what the figures rest on and what is hidden in every line."""
    counts = (*OF_PLACES, *OF_PERSONS)
    heads = [text(f"public_figures.{name}") for name in (*HEADS, *counts)]
    lines = [[*_place(one, reference, text), *(_cell(one.counts[name], text) for name in counts)] for one in rows]
    facts = [
        *facts_of(provenance, text("public_figures.unit"), text),
        (text("public_figures.hidden"), text("public_figures.hidden_words", least=LEAST)),
    ]
    return csv_table(data_table(text("public_figures.title"), heads, lines), facts)


def _place(one: PublicRow, reference: Reference, text: Text) -> list[DataCell]:
    township = one.township
    name = text("public_figures.sum") if township is None else township.name
    zone = "" if township is None else zone_name(reference, township.zone, text)
    return [words_cell(word) for word in (one.code, unit_name(reference, one.org_unit, text), name, zone)]


def _cell(count: Told, text: Text) -> DataCell:
    return number_cell(str(count), count) if isinstance(count, int) else words_cell(text(f"no_value.{count}"))
