"""三、各区进展 and 附件2: the reporting units in administrative order; no ranking, no light, the missing in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.model import OrgUnit, Reference
from layouts import format as printed
from layouts.bases import both_bases
from layouts.briefing.blocks import counted, flag_notes, flags_of, said, value_cell
from layouts.briefing.document import Block, Drawing, TableBlock
from layouts.briefing.wording import reporting_state
from layouts.charts import RankedBars, ranked_bars
from layouts.charts.picture import DataCell, data_table, number_cell, words_cell
from layouts.headlines import Part, filled, short_target
from layouts.names import unit_name
from layouts.own_targets import district_rows, line
from layouts.text import Text
from metrics.briefings import CityFindings
from metrics.front import Changes
from metrics.results import Coverage, Overview, Row

SUPPLY = ("G1", "G1L", "G2", "covered", "USE", "state")
OTHERS = ("INST", "INST_I", "G3", "G4", "T14a", "T14b", "T14c", "T16a")
REFERENCES = ("G1", "G2")


def units_section(found: CityFindings, reference: Reference, text: Text) -> list[Block]:
    """Who moved, and both headline indicators of all units side by side."""
    overview = found.front.overview
    blocks: list[Block] = [said(text("briefing.units.lead"))]
    if found.front.changes is not None:
        blocks += _moves(found.front.changes, reference, text)
    charts = [_bars(name, found, reference, text) for name in REFERENCES]
    notes = (*_base_note(overview, reference, text), *_alike_note(found, reference, text), text("briefing.units.note"))
    blocks.append(Drawing(tuple(charts), notes))
    return blocks


def _bars(name: str, found: CityFindings, reference: Reference, text: Text) -> RankedBars:
    """The units, and the city on the residents of the same date."""
    card = found.scorecard
    rows = [row for unit in reference.units if (row := card.row(name, unit.code)) is not None]
    return ranked_bars(rows, reference, text, city=found.alike.get(name, card.row(name, reference.city.code)))


def _moves(changes: Changes, reference: Reference, text: Text) -> Iterator[Block]:
    """How many units rose, fell or stood still among those that filed both periods; who fell is named."""
    rose = [one for one in changes.moves if one.change > 0]
    fell = [one for one in changes.moves if one.change < 0]
    order = [unit.code for unit in reference.units]
    yield said(
        text("briefing.units.moves"),
        compared=counted(changes.compared, "changes", text),
        rose=counted(len(rose), "changes", text),
        fell=counted(len(fell), "changes", text),
        still=counted(changes.compared - len(changes.moves), "changes", text),
    )
    if fell:
        named: list[Part] = []
        for one in sorted(fell, key=lambda move: order.index(move.org_unit)):
            named += [Part(text("format.comma"))] if named else []
            amount = Part(printed.gap(-one.change, text), section="changes")
            named += filled(text("briefing.units.slots"), name=unit_name(reference, one.org_unit, text), count=amount)
        yield said(text("briefing.units.fell"), names=tuple(named))
    if changes.broken:
        yield said(text("briefing.units.broken"))


def units_tables(found: CityFindings, reference: Reference, text: Text) -> list[TableBlock]:
    """附件2 in two tables: slots and coverage; institutions, new slots and staff."""
    overview = found.front.overview
    return [_supply(overview, reference, text), _others(overview, reference, text)]


def _supply(overview: Overview, reference: Reference, text: Text) -> TableBlock:
    states = {unit.org_unit: unit for unit in overview.reporting.units}
    units = [unit for unit in reference.units if unit.code in states]
    heads = [text("briefing.units.unit"), *(text(f"briefing.units.{column}") for column in SUPPLY)]
    rows = [
        [*_numbers(unit, overview, reference, text), words_cell(reporting_state(states[unit.code], text))]
        for unit in units
    ]
    shown = [[(1 + SUPPLY.index(key), overview.scorecard.row(key, unit.code)) for key in SHOWN] for unit in units]
    return TableBlock(
        key="units",
        table=data_table(text("briefing.units.supply"), heads, [_reference_line(overview, reference, text), *rows]),
        notes=(*_notes(overview, reference, text), *flag_notes(shown, text)),
        marks=flags_of([[], *shown]),
    )


SHOWN = ("G1", "G1L", "G2", "USE")


def _numbers(unit: OrgUnit, overview: Overview, reference: Reference, text: Text) -> list[DataCell]:
    cells = {key: value_cell(overview.scorecard.row(key, unit.code), text) for key in SHOWN}
    covered = covered_cell([t.coverage for t in overview.townships if t.township.reporting_unit == unit.code], text)
    name = words_cell(unit_name(reference, unit.code, text))
    return [name, cells["G1"], cells["G1L"], cells["G2"], covered, cells["USE"]]


def covered_cell(own: Sequence[Coverage], text: Text) -> DataCell:
    """20/22; 至少 where some are unknown."""
    unknown = own.count(Coverage.UNKNOWN)
    if not own or unknown == len(own):
        return DataCell(text("chart.coverage.unknown") if own else printed.MISSING, None)
    ratio = f"{sum(state.is_covered for state in own)}/{len(own)}"
    return words_cell(text("chart.at_least", value=ratio) if unknown else ratio)


def _reference_line(overview: Overview, reference: Reference, text: Text) -> list[DataCell]:
    """The city's targets as reference values: nobody's district target."""
    line = [words_cell(text("briefing.units.reference")), *([DataCell("", None)] * len(SUPPLY))]
    for key in REFERENCES:
        row = overview.scorecard.row(key, reference.city.code)
        if row is not None and row.target is not None:
            line[1 + SUPPLY.index(key)] = number_cell(short_target(row), row.target)
    return line


def _others(overview: Overview, reference: Reference, text: Text) -> TableBlock:
    card = overview.scorecard
    keys = [key for key in OTHERS if any(card.row(key, unit.code) for unit in reference.units)]
    heads = [text("briefing.units.unit"), *(text(f"briefing.units.{key}") for key in keys)]
    rows = [[card.row(key, unit.code) for key in keys] for unit in reference.units]
    cells = [
        [words_cell(unit_name(reference, unit.code, text)), *(value_cell(row, text) for row in line)]
        for unit, line in zip(reference.units, rows, strict=True)
    ]
    shown = [list(enumerate(line, start=1)) for line in rows]
    return TableBlock(
        key="units_more",
        table=data_table(text("briefing.units.more"), heads, cells),
        notes=(text("briefing.units.more_note"), *flag_notes(shown, text)),
        marks=flags_of(shown),
    )


def _notes(overview: Overview, reference: Reference, text: Text) -> Iterator[str]:
    yield from _base_note(overview, reference, text)
    for unit in reference.units:
        note = unit.population_note if text.lang == "zh" else unit.population_note_en
        if note:
            yield text("briefing.units.population_note", name=unit_name(reference, unit.code, text), note=note)
    own = [line(row, reference, text) for row in district_rows(overview.scorecard.rows)]
    if own:
        yield text("briefing.units.district", words=text("briefing.semicolon").join(own))
    yield text("briefing.units.reference_note")


def _base_note(overview: Overview, reference: Reference, text: Text) -> list[str]:
    """Which common population the units' G1 stands on."""
    city = reference.city.code
    base = next((r for r in overview.scorecard.rows if r.indicator == "G1" and r.org_unit != city and _told(r)), None)
    if base is None or base.population is None:
        return []
    return [text("briefing.units.base", day=printed.day_name(base.population.ref_date, text))]


def _alike_note(found: CityFindings, reference: Reference, text: Text) -> list[str]:
    """What the city's figure by residents is on its own, and on those of its units."""
    rows = ((found.scorecard.row(name, reference.city.code), found.alike.get(name)) for name in REFERENCES)
    return [words + text("briefing.stop") for row, alike in rows for words in both_bases(row, alike, reference, text)]


def _told(row: Row) -> bool:
    return row.population is not None
