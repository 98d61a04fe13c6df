"""Section 三: the reporting units in administrative order; no ranking, no light, the missing ones in place."""

from __future__ import annotations

from data.model import OrgUnit, Reference
from layouts import format as printed
from layouts.briefing.wording import reporting_state, value_words
from layouts.headlines import COVERED, short_target, unit_name
from layouts.own_targets import district_rows, line
from layouts.text import Text
from metrics.results import Coverage, Overview, Row

COLUMNS = ("unit", "G1", "G1L", "G2", "covered", "USE", "state")
Cell = dict[str, object]


def units_section(overview: Overview, reference: Reference, text: Text) -> dict[str, object]:
    """The table of units; ``quiet`` cells are printed grey."""
    states = {unit.org_unit: unit for unit in overview.reporting.units}
    absent = sum(unit.stored is None for unit in states.values())
    rows = [
        _row(unit, overview, reference, text, reporting_state(states[unit.code], text))
        for unit in reference.units
        if unit.code in states
    ]
    return {
        "heading": text("briefing.heading.units"),
        "lead": text("briefing.units.lead", absent=text("briefing.units.absent", count=absent) if absent else ""),
        "head": [text(f"briefing.units.{column}") for column in COLUMNS],
        "reference": _reference_row(overview, reference, text),
        "rows": rows,
        "notes": _notes(overview, reference, text),
    }


def _row(unit: OrgUnit, overview: Overview, reference: Reference, text: Text, state: str) -> list[Cell]:
    rows = {key: overview.scorecard.row(key, unit.code) for key in ("G1", "G1L", "G2", "USE")}
    name = unit_name(reference, unit.code, text)
    return [
        {"text": name, "quiet": False},
        *(_cell(rows[key], text) for key in ("G1", "G1L", "G2")),
        _covered(unit, overview, text),
        _cell(rows["USE"], text),
        {"text": state, "quiet": False},
    ]


def _cell(row: Row | None, text: Text) -> Cell:
    return {"text": value_words(row, text), "quiet": row is None or row.value is None}


def _covered(unit: OrgUnit, overview: Overview, text: Text) -> Cell:
    own = [t.coverage for t in overview.townships if t.township.reporting_unit == unit.code]
    if not own:
        return {"text": printed.MISSING, "quiet": True}
    unknown = own.count(Coverage.UNKNOWN)
    if unknown == len(own):
        return {"text": text("chart.coverage.unknown"), "quiet": True}
    ratio = f"{sum(state in COVERED for state in own)}/{len(own)}"
    return {"text": text("chart.at_least", value=ratio) if unknown else ratio, "quiet": False}


def _reference_row(overview: Overview, reference: Reference, text: Text) -> list[str]:
    """The city's targets as reference values: nobody's district target."""
    targets = {key: overview.scorecard.row(key, reference.city.code) for key in ("G1", "G2")}
    words = {key: "" if row is None or row.target is None else short_target(row) for key, row in targets.items()}
    return [text("briefing.units.reference"), words["G1"], "", words["G2"], "", "", ""]


def _notes(overview: Overview, reference: Reference, text: Text) -> list[str]:
    first = next((r for r in overview.scorecard.rows if r.indicator == "G1" and _of_unit(r, reference)), None)
    base = "" if first is None or first.population is None else printed.day_name(first.population.ref_date, text)
    notes = [text("briefing.units.base", day=base)] if base else []
    for unit in reference.units:
        note = unit.population_note if text.lang == "zh" else unit.population_note_en
        if note:
            notes.append(text("briefing.units.population_note", name=unit_name(reference, unit.code, text), note=note))
    return [*notes, *_own(overview, reference, text), text("briefing.units.reference_note")]


def _own(overview: Overview, reference: Reference, text: Text) -> list[str]:
    """What districts set for themselves, and how they stand; nothing where no district target is loaded."""
    lines = [line(row, reference, text) for row in district_rows(overview.scorecard.rows)]
    return [text("briefing.units.district", words=text("briefing.semicolon").join(lines))] if lines else []


def _of_unit(row: Row, reference: Reference) -> bool:
    return row.org_unit != reference.city.code and row.population is not None
