"""Places by indicators in two matrices, the columns in groups: as a spec, as a table of data, and drawn on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from data.model import Reference
from layouts import format as printed
from layouts.charts import DataCell, Matrix, Picture, data_table, matrix, number_cell, words_cell
from layouts.charts.parts import value_label
from layouts.frames import facts_of
from layouts.names import unit_name, zone_name
from layouts.pages.city_base import base_notes
from layouts.text import Text
from layouts.view import opening_of
from metrics.comparison import Comparison
from metrics.indicators import BY_ID
from metrics.results import Row

INCLUSIVE = "inclusive"
"""Inclusive coverage of a whole unit: the sum of its rows in the zones, since the plan has a target for each."""

GROUPS = {
    "plan": {
        "supply": ("G1", "G1L", "USE", "USE_I"),
        "inclusive": ("G2", "G3", "G4", "NET"),
        "coverage": (INCLUSIVE, "COV"),
        "workforce": ("T14a", "T14b", "T14c", "T15a"),
    },
    "running": {
        "institutions": ("INST", "INST_I", "INST_P", "INST_K"),
        "fees": ("FEE_I", "FEE_N"),
        "oversight": ("T2a", "T7a", "T8a"),
        "tasks": ("T4a", "T9a", "T16a"),
        "returns": ("RET", "RET_T"),
    },
}
"""The columns of both matrices by group."""


def figure_cell(row: Row | None, text: Text) -> DataCell:
    """A figure as it is printed, 至少 with a least value; blank in a spreadsheet where there is none."""
    if row is None:
        return number_cell(printed.MISSING, None)
    return number_cell(_row_words(row, text), row.value, opening_of(row))


def _place(found: Comparison, reference: Reference, text: Text) -> str:
    return text("districts.whole") if found.zone is None else zone_name(reference, found.zone, text)


def area_name(reference: Reference, code: str, zone: str | None, text: Text) -> str:
    """A unit's name; of the city the part that its figures speak of: all of it, or the zone compared."""
    if zone is not None and code == reference.city.code:
        return text("districts.like.zone")
    return unit_name(reference, code, text)


def columns_of(name: str, found: Comparison) -> list[tuple[str, list[str]]]:
    """The groups of a matrix with the columns that are told of the place compared: of a zone, those a zone has."""
    groups = [(group, [one for one in columns if _is_told(one, found)]) for group, columns in GROUPS[name].items()]
    return [(group, columns) for group, columns in groups if columns]


def _is_told(column: str, found: Comparison) -> bool:
    codes = [one.org_unit for one in found.units]
    if column == INCLUSIVE:
        return any(found.covered(code) for code in codes)
    return any(found.row(column, code, found.zone) is not None for code in codes)


def column_head(column: str, text: Text) -> str:
    """The short name of a column, without what its group says already."""
    return text(f"districts.head.{column}")


def covered_of(rows: Sequence[Row]) -> tuple[int, int] | None:
    """Covered and known townships over the zones of a unit; None where nothing is known."""
    known = [(row.numerator, row.denominator) for row in rows if row.numerator is not None and row.denominator]
    return (sum(n for n, _ in known), sum(d or 0 for _, d in known)) if known else None


def covered_words(rows: Sequence[Row], text: Text) -> str:
    """``20/22``; of the known townships and marked so where some are not, the reason where none is."""
    pair = covered_of(rows)
    if pair is None:
        reason = next((row.no_value for row in rows if row.no_value), None)
        return printed.MISSING if reason is None else text(f"no_value.{reason}")
    words = f"{pair[0]}/{pair[1]}"
    partial = any(row.no_value for row in rows)
    return text("districts.partial", value=words, reason=text("no_value.incomplete")) if partial else words


def unit_matrix(name: str, found: Comparison, reference: Reference, text: Text) -> tuple[Picture, Matrix]:
    """One of both matrices: units in the order shown; in the data the city's line is the last."""
    columns = [column for _, inside in columns_of(name, found) for column in inside]
    entries = [
        (
            one.org_unit,
            unit_name(reference, one.org_unit, text),
            [_entry(c, one.org_unit, found, text) for c in columns],
        )
        for one in found.units
    ]
    heads = [_headed(column, text) for column in columns]
    title = text(f"districts.matrix.{name}", place=_place(found, reference, text))
    chart = matrix(title, heads, entries, text, notes=_matrix_notes(columns, found, reference, text))
    table = data_table(
        title, [text("districts.chosen.unit"), *heads], list(_matrix_lines(columns, found, reference, text))
    )
    return Picture(name, chart, table, facts_of(found.scorecard, text("districts.matrix.units"), text)), chart


def _matrix_notes(columns: Sequence[str], found: Comparison, reference: Reference, text: Text) -> list[str]:
    told = [note for column in columns for note in base_notes(column, found, reference, text)]
    return [text("districts.matrix.shade"), *(text("districts.end_sentence", words=note) for note in told)]


def _headed(column: str, text: Text) -> str:
    return text("chart.heading", title=column_head(column, text), unit=unit_of(column, text))


def unit_of(column: str, text: Text) -> str:
    """What a column is counted in: townships, trainings, events, or the indicator's own unit."""
    if column == INCLUSIVE:
        return text("districts.townships")
    counted = f"districts.counted.{column}"
    return text(counted) if counted in text else text(f"unit.{BY_ID[column].unit}")


def _row_words(row: Row, text: Text) -> str:
    return value_label(row.value, row.unit, row.no_value, row.target, text, least=row.is_least)


def _entry(column: str, code: str, found: Comparison, text: Text) -> tuple[str, Fraction | None, str]:
    if column == INCLUSIVE:
        rows = found.covered(code)
        pair = covered_of(rows)
        return covered_words(rows, text), None if pair is None else Fraction(*pair), ""
    row = found.row(column, code, found.zone)
    if row is None:
        return printed.MISSING, None, ""
    return _row_words(row, text), row.value, ""


def _matrix_lines(
    columns: Sequence[str], found: Comparison, reference: Reference, text: Text
) -> Iterator[list[DataCell]]:
    city = reference.city.code
    cell = partial(_matrix_cell, found=found, text=text)
    for code in (*(one.org_unit for one in found.units), city):
        yield [words_cell(area_name(reference, code, found.zone, text)), *(cell(column, code) for column in columns)]
    if any(column in found.alike for column in columns):
        head = text("districts.alike_head", place=area_name(reference, city, found.zone, text))
        yield [words_cell(head), *(replace(figure_cell(found.alike.get(column), text), opens="") for column in columns)]


def _matrix_cell(column: str, code: str, found: Comparison, text: Text) -> DataCell:
    if column == INCLUSIVE:
        return words_cell(covered_words(found.covered(code), text))
    return figure_cell(found.row(column, code, found.zone), text)
