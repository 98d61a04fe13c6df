"""The charts of 各区对比 with the data behind them: bars and series of the indicator shown, and the matrices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.model import OrgUnit, Reference
from layouts import format as printed
from layouts.charts import (
    DataCell,
    DataTable,
    Matrix,
    Picture,
    RankedBars,
    SmallMultiples,
    data_table,
    number_cell,
    ranked_bars,
    small_multiples,
    words_cell,
)
from layouts.charts.parts import value_label
from layouts.frames import facts_of
from layouts.headlines import target_figure
from layouts.names import unit_name, zone_name
from layouts.pages.city_base import base_notes
from layouts.pages.exceptions import reporting_words
from layouts.pages.unit_matrices import GROUPS, area_name, columns_of, figure_cell, unit_matrix
from layouts.text import Text
from layouts.view import opening_of
from metrics.comparison import Compared, Comparison
from metrics.results import Row, Trend, TrendPoint


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture beside its spec by its own type."""

    bars: tuple[Picture, RankedBars] | None
    series: tuple[Picture, SmallMultiples] | None
    matrices: dict[str, tuple[Picture, Matrix]]


def comparison_pictures(found: Comparison, reference: Reference, text: Text) -> Drawn:
    """All charts of the page; without units or periods there is nothing to draw."""
    rows = [one.row for one in found.units if one.row is not None]
    return Drawn(
        bars=_bars(found, rows, reference, text) if rows else None,
        series=_series(found, reference, text) if found.trends else None,
        matrices={name: unit_matrix(name, found, reference, text) for name in GROUPS if columns_of(name, found)},
    )


def pictures_by_key(drawn: Drawn) -> dict[str, Picture]:
    """As they are downloaded."""
    made = [one for one in (drawn.bars, drawn.series, *drawn.matrices.values()) if one is not None]
    return {picture.key: picture for picture, _ in made}


def notes_of(found: Comparison, reference: Reference, text: Text) -> list[str]:
    """What a reader has to know of the figures: population base, carried ones, flows, breaks of the series."""
    rows = [one.row for one in found.units if one.row is not None]
    people = next((row.population for row in rows if row.population is not None), None)
    told = [] if people is None else [text("districts.base", day=printed.day_name(people.ref_date, text))]
    if found.indicator.id == "G1L":
        told = [text("districts.own_base")]
    if found.zone is not None and found.row_zone is None:
        told.append(text("districts.not_zonal", zone=zone_name(reference, found.zone, text)))
    if found.indicator.per_residents:
        told += [note for unit in reference.units if (note := _population_note(unit, text))]
    told += base_notes(found.indicator.id, found, reference, text)
    return [_sentence(note, text) for note in told] + _breaks(found, text)


def _sentence(words: str, text: Text) -> str:
    return text("districts.end_sentence", words=words.rstrip("。."))


def _population_note(unit: OrgUnit, text: Text) -> str:
    return unit.population_note if text.lang == "zh" else unit.population_note_en


def _breaks(found: Comparison, text: Text) -> list[str]:
    breaks = found.trends[0].breaks if found.trends else ()
    first = found.trends[0].points[0].period.start if found.trends else found.scorecard.period.end
    inside = (one for one in breaks if first < one.day <= found.scorecard.period.end)
    return [
        text(
            "chart.break_note", day=printed.day_name(one.day, text), note=one.note if text.lang == "zh" else one.note_en
        )
        for one in inside
    ]


def _bars(found: Comparison, rows: Sequence[Row], reference: Reference, text: Text) -> tuple[Picture, RankedBars]:
    chart = ranked_bars(
        rows,
        reference,
        text,
        city=found.alike.get(found.indicator.id, found.city),
        notes=notes_of(found, reference, text),
    )
    facts = facts_of(found.scorecard, text(f"unit.{rows[0].unit}"), text)
    return Picture("chosen", chart, chosen_table(found, reference, text), facts), chart


CHOSEN = ("unit", "value", "why", "beside", "reference", "previous", "year", "baseline", "lacking", "filed")


def chosen_table(found: Comparison, reference: Reference, text: Text) -> DataTable:
    """A line a unit, in the order shown."""
    named = {} if found.has_reference else {"beside": "verdict", "reference": "target", "lacking": "lacking_own"}
    heads = [text(f"districts.chosen.{named.get(name, name)}") for name in CHOSEN]
    lines = [_chosen_line(one, reference, text) for one in found.units]
    title = text(f"indicator.{found.indicator.id}.name")
    return data_table(title, heads, lines)


def _chosen_line(one: Compared, reference: Reference, text: Text) -> list[DataCell]:
    row = one.row
    name, filed = words_cell(unit_name(reference, one.org_unit, text)), words_cell(reporting_words(one.reporting, text))
    if row is None:
        return [name, *[words_cell(printed.MISSING)] * (len(CHOSEN) - 2), filed]
    changes, opens = (row.change_previous, row.change_year, row.change_baseline), opening_of(row)
    return [
        name,
        figure_cell(row, text),
        words_cell(why_words(row, text)),
        words_cell(printed.status_word(row, text)),
        number_cell("" if row.target is None else target_figure(row.target, row.unit), row.target, opens),
        *(number_cell(printed.change(one, row.unit, text), one, opens) for one in changes),
        number_cell(printed.count(one.lacking), one.lacking, opens),
        filed,
    ]


def why_words(row: Row, text: Text) -> str:
    """Why there is no value or only a partial one, and the flags."""
    reason = [text(f"no_value.{row.no_value}")] if row.no_value else []
    marks = [printed.flag_words(row.flags, text)] if row.flags else []
    return text("format.comma").join([*reason, *marks])


def _series(found: Comparison, reference: Reference, text: Text) -> tuple[Picture, SmallMultiples]:
    named = [(area_name(reference, trend.org_unit, trend.zone, text), trend) for trend in found.trends]
    bases = [_sentence(note, text) for note in base_notes(found.indicator.id, found, reference, text)]
    chart = small_multiples(named, text, notes=bases + _breaks(found, text))
    periods = [point.period for point in found.trends[0].points]
    heads = [text("districts.chosen.unit"), *(printed.period_name(one, text) for one in periods)]
    lines = [
        [
            words_cell(name),
            *(number_cell(_point_words(p, trend, text), p.value, opening_of(trend, p.period)) for p in trend.points),
        ]
        for name, trend in named
    ]
    table = data_table(text("districts.series.title", name=chart.title), heads, lines)
    return Picture("series", chart, table, facts_of(found.scorecard, text(f"unit.{found.trends[0].unit}"), text)), chart


def _point_words(point: TrendPoint, trend: Trend, text: Text) -> str:
    return value_label(point.value, trend.unit, point.no_value, trend.target, text, least=point.is_least)
