"""The sections of a reporting unit's briefing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from data.model import Reference
from layouts import format as printed
from layouts.briefing.blocks import count_cell, said
from layouts.briefing.coverage_part import coverage_section
from layouts.briefing.document import Block, Drawing, Paragraph, TableBlock
from layouts.briefing.narrative import row_sentence
from layouts.briefing.pipeline_part import pipeline_drawing
from layouts.briefing.problems_part import remedy_advice, slot_advice, under_advice
from layouts.briefing.quality_part import short_moment
from layouts.briefing.targets_part import way_drawing
from layouts.briefing.wording import reporting_state
from layouts.charts import trend_chart
from layouts.charts.picture import DataCell, data_table, number_cell, words_cell
from layouts.form_words import form_word
from layouts.headlines import Part, Sentence, filled
from layouts.names import unit_name, zone_short
from layouts.own_targets import district_rows, line
from layouts.text import Text
from layouts.unit_headlines import open_doubts
from metrics.briefings import UnitFindings
from metrics.filings import Filing
from metrics.remedies import use_of
from metrics.results import Flag, NoValue, Row, Scorecard, TownshipResult
from metrics.works import PipelineStep, pipeline_of

FIRST = ("G1", "G2")
SUPPLY = ("G1", "G1L", "G2", "USE", "USE_I", "INST", "INST_I", "G3", "G4", "T14a", "T14b", "T14c", "T16a")
GROUPS = (
    ("INST", "INST_I"),
    ("G1L",),
    ("USE", "USE_I"),
    ("FEE_I", "FEE_N"),
    ("G3",),
    ("G4",),
    ("T14a", "T14b"),
    ("T14c", "T16a"),
)
"""What stands in one paragraph."""
TOWNSHIPS = ("place", "zone", "coverage", "institutions", "slots", "inclusive", "children", "use")
PROJECTS = ("opening", "name", "kind", "place", "slots", "inclusive")
FILINGS = ("period", "state", "received", "revision", "life")
MOST_FILINGS = 8


def summary_section(found: UnitFindings, reference: Reference, text: Text) -> list[Block]:
    """Data quality first where the unit has not filed; then slots, the inclusive share, coverage, its own targets."""
    own = found.position
    name = unit_name(reference, own.unit.code, text)
    blocks: list[Block] = []
    if own.reporting.stored is None:
        blocks.append(said(text("briefing.unit.absent"), unit=name, state=reporting_state(own.reporting, text)))
    blocks += _broken(found.scorecard, own.unit.code, text)
    rows = [row for key in FIRST if (row := found.scorecard.row(key, own.unit.code)) is not None]
    blocks.append(
        said(
            text("briefing.unit.until"),
            year=str(found.scorecard.period.end.year),
            month=text(f"format.month.{found.scorecard.period.end.month}"),
            unit=name,
            told=_together(rows, reference, text),
        )
    )
    blocks += _base(found.scorecard, own.unit.code, text)
    blocks += [
        Paragraph(Sentence((Part(line(row, reference, text) + text("briefing.stop")),)))
        for row in district_rows(found.scorecard.rows, own.unit.code)
    ]
    return blocks


def _broken(card: Scorecard, code: str, text: Text) -> list[Block]:
    """That a definition changed between the periods that are compared, where one did."""
    rows = [row for key in SUPPLY if (row := card.row(key, code)) is not None]
    return [said(text("briefing.unit.broken"))] if any(Flag.BREAK in row.flags for row in rows) else []


def _base(card: Scorecard, code: str, text: Text) -> list[Block]:
    """Which population all units' slots per 1,000 stand on, where the unit has a later one of its own."""
    common, own = (None if row is None else row.population for row in (card.row("G1", code), card.row("G1L", code)))
    if common is None or own is None or common == own:
        return []
    return [said(text("briefing.unit.base"), day=printed.day_name(common.ref_date, text))]


def _together(rows: Sequence[Row], reference: Reference, text: Text) -> tuple[Part, ...]:
    parts: list[Part] = []
    for row in rows:
        parts += [Part(text("briefing.between"))] if parts else []
        parts += row_sentence(row, reference.definitions, text).parts
    return tuple(parts)


def supply_section(found: UnitFindings, reference: Reference, text: Text) -> list[Block]:
    """Institutions, use, fees and new slots in sentences; then the series and the way from the last period."""
    card, code = found.scorecard, found.position.unit.code
    blocks: list[Block] = []
    for group in GROUPS:
        rows = [row for key in group if (row := card.row(key, code)) is not None and _worth(row)]
        if rows:
            blocks.append(Paragraph(Sentence(_together(rows, reference, text))))
    charts = [trend_chart(one, text) for one in found.position.trends if one.is_known and one.indicator in FIRST]
    if charts:
        noted = tuple(dict.fromkeys(note for chart in charts for note in chart.notes))
        blocks.append(Drawing(tuple(charts), noted))
    return [*blocks, *way_drawing(found.ways, reference, text)]


def _worth(row: Row) -> bool:
    """Said in a sentence: there is a value, or a reason that is not said yet and not 不适用."""
    return row.value is not None or row.no_value not in (NoValue.NOT_APPLICABLE, NoValue.NO_POPULATION)


def townships_section(found: UnitFindings, reference: Reference, text: Text) -> list[Block]:
    """The counts and the map, the uncovered by name, and every township in a table."""
    own = found.position
    blocks = coverage_section(own.townships, reference, text)
    names = [need.result.township.name for need in own.needs.uncovered]
    if names:
        count = Part(str(len(names)), section="coverage")
        joined = text("format.comma").join(names)
        blocks.insert(1, said(text("briefing.unit.uncovered"), count=count, names=joined))
    return [*blocks, _townships_table(own.townships, reference, text)]


def _townships_table(townships: Sequence[TownshipResult], reference: Reference, text: Text) -> TableBlock:
    heads = [text(f"briefing.townships.{name}") for name in TOWNSHIPS]
    rows = [_township(one, reference, text) for one in townships]
    return TableBlock(
        "townships", data_table(text("briefing.townships.title"), heads, rows),
        (text("briefing.townships.note", limit=reference.definitions.fragile_slots),),
    )  # fmt: skip


def _township(one: TownshipResult, reference: Reference, text: Text) -> list[DataCell]:
    share = use_of(one)
    use = None if share is None else 100 * share
    return [
        words_cell(one.township.name),
        words_cell(zone_short(reference, one.township.zone, text)),
        words_cell(text(f"coverage.{one.coverage}")),
        count_cell(one.institutions),
        count_cell(one.slots),
        count_cell(one.inclusive_slots),
        count_cell(one.children),
        number_cell(printed.figure(use, "percent"), use),
    ]


def resources_section(found: UnitFindings, reference: Reference, text: Text) -> list[Block]:
    """The pipeline by period of use and every project, then 测算参考."""
    own = found.position
    works = own.works
    blocks: list[Block] = []
    if works.projects_from is None or not works.projects:
        blocks.append(said(text("briefing.projects.none")))
    else:
        blocks += list(_steps(found, reference, text))
        blocks.append(_projects_table(found, reference, text))
    slots, share = (found.scorecard.row(name, own.unit.code) for name in ("G1", "G2"))
    advice = [*slot_advice(own.routes, slots, share, text), *remedy_advice(own.needs, text)]
    return [*blocks, *pipeline_drawing(found.pipeline, text), *under_advice(advice, text)]


def _steps(found: UnitFindings, reference: Reference, text: Text) -> Iterator[Paragraph]:
    works = found.position.works
    assert works.projects_from is not None
    count = Part(str(len(works.projects)), section="projects")
    yield said(text("briefing.projects.lead"), count=count, period=printed.period_name(works.projects_from, text))
    for step in pipeline_of(works.projects, reference.frequency):
        yield _step(step, text)


def _step(step: PipelineStep, text: Text) -> Paragraph:
    known = {} if step.period is None else {"when": printed.period_name(step.period, text)}
    unknown = filled(text("briefing.projects.unknown"), count=Part(str(step.unknown), section="projects"))
    return said(
        text("briefing.projects.step" if known else "briefing.projects.step_undated"),
        **known,
        projects=Part(str(step.projects), section="projects"),
        slots=Part(printed.gap(step.slots, text), section="projects"),
        inclusive=Part(printed.gap(step.inclusive_slots, text), section="projects"),
        unknown=unknown if step.unknown else (),
    )


def _projects_table(found: UnitFindings, reference: Reference, text: Text) -> TableBlock:
    heads = [text(f"briefing.projects.head.{name}") for name in PROJECTS]
    rows = []
    for one in found.position.works.projects:
        township = reference.township_by_code.get(one.township or "")
        opening = text("works.undated") if one.opening is None else printed.day_name(one.opening, text)
        place = printed.MISSING if township is None else township.name
        sizes = [count_cell(one.slots), count_cell(one.inclusive_slots)]
        rows.append(
            [
                words_cell(opening),
                words_cell(one.name),
                words_cell(form_word(one.kind, text)),
                words_cell(place),
                *sizes,
            ]
        )
    return TableBlock("projects", data_table(text("briefing.projects.title"), heads, rows))


def filing_section(found: UnitFindings, reference: Reference, text: Text) -> list[Block]:
    """This period's return, what is in doubt, and the last periods in a table."""
    own = found.position
    state = reporting_state(own.reporting, text)
    due = (own.reporting.due.astimezone(ZoneInfo(reference.timezone)) - timedelta(seconds=1)).date()
    shown = [one for one in own.filings if one.period <= found.scorecard.period][:MOST_FILINGS]
    heads = [text(f"briefing.filings.{name}") for name in FILINGS]
    rows = [_filing(one, reference, text) for one in shown]
    table = data_table(text("briefing.filings.title"), heads, rows)
    lead = said(text("briefing.unit.filing"), due=printed.day_name(due, text), state=state, doubts=open_doubts(found))
    return [lead, TableBlock("filings", table)]


def _filing(one: Filing, reference: Reference, text: Text) -> list[DataCell]:
    stored = one.stored
    absent = "completeness.missing" if one.overdue else "completeness.awaited"
    punctual = {True: "completeness.on_time", False: "completeness.late", None: absent}
    cells = [words_cell(printed.period_name(one.period, text)), words_cell(text(punctual[one.on_time]))]
    if stored is None:
        return [*cells, *([DataCell(printed.MISSING, None)] * 3)]
    received = words_cell(short_moment(stored.received_at, reference))
    return [*cells, received, count_cell(stored.revision), words_cell(text(f"returns.state.{stored.state}"))]
