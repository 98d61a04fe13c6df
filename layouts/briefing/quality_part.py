"""附件4 数据质量与修订说明: who filed when, what is in doubt, what was revised and what that did, breaks of series."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from data.model import Reference, SeriesBreak
from layouts import format as printed
from layouts.briefing.blocks import blank, count_cell, said
from layouts.briefing.document import Block, Paragraph, TableBlock
from layouts.briefing.wording import reporting_state
from layouts.charts.picture import DataCell, data_table, words_cell
from layouts.headlines import Part
from layouts.names import unit_name
from layouts.text import Text
from metrics.briefings import CityFindings
from metrics.quality import FiledWarning
from metrics.results import Flag, UnitReporting
from metrics.revisions import RevisionRow

RETURNS = ("unit", "state", "received", "revision", "life", "doubts")
REVISED = ("unit", "revision", "slots", "inclusive", "covered", "effect")


def quality_annex(found: CityFindings, reference: Reference, text: Text) -> tuple[Block, ...]:
    """In sentences what there is, in tables every return and every revision."""
    overview = found.front.overview
    breaks = {one for trend in found.front.series for one in trend.breaks}
    return (
        _lead(found, text),
        returns_table(overview.reporting.units, found.warnings, reference, text),
        *_revisions(found, reference, text),
        *break_paragraphs(sorted(breaks, key=lambda one: (one.day, one.indicator)), text),
    )


def _lead(found: CityFindings, text: Text) -> Paragraph:
    reporting = found.front.overview.reporting
    facts = {"reported": reporting.reported, "late": reporting.late, "carried": reporting.carried}
    parts = {key: Part(str(number), section="returns") for key, number in facts.items()}
    warnings = Part(str(reporting.open_warnings), section="returns")
    return said(text("briefing.quality.lead"), expected=str(len(reporting.units)), warnings=warnings, **parts)


def returns_table(
    units: Sequence[UnitReporting], warnings: Sequence[FiledWarning], reference: Reference, text: Text
) -> TableBlock:
    """A line a unit; the missing ones in their place."""
    heads = [text(f"briefing.returns.{name}") for name in RETURNS]
    rows = [_return(unit, warnings, reference, text) for unit in units]
    return TableBlock("returns", data_table(text("briefing.returns.title"), heads, rows))


def _return(unit: UnitReporting, warnings: Sequence[FiledWarning], reference: Reference, text: Text) -> list[DataCell]:
    name, state = words_cell(unit_name(reference, unit.org_unit, text)), words_cell(reporting_state(unit, text))
    stored = unit.stored
    if stored is None:
        return [name, state, *([DataCell(printed.MISSING, None)] * 4)]
    open_ones = sum(one.stored.org_unit == unit.org_unit and one.is_open for one in warnings)
    return [
        name,
        state,
        words_cell(short_moment(stored.received_at, reference)),
        count_cell(stored.revision),
        words_cell(text(f"returns.state.{stored.state}")),
        count_cell(open_ones),
    ]


def short_moment(moment: datetime, reference: Reference) -> str:
    """2026-01-12 17:00 by the city's clock."""
    return f"{moment.astimezone(ZoneInfo(reference.timezone)):%Y-%m-%d %H:%M}"


def _revisions(found: CityFindings, reference: Reference, text: Text) -> Iterator[Block]:
    """首报 against 现报, and what it did to the city's figures; figures may rest on revised returns of before."""
    revisions = found.revisions
    if not revisions:
        earlier = any(Flag.REVISED in row.flags for row in found.scorecard.rows)
        yield said(text("briefing.revisions.earlier" if earlier else "briefing.revisions.none"))
        return
    heads = [text(f"briefing.revisions.{name}") for name in REVISED]
    rows = [_revision(one, reference, text) for one in revisions]
    yield said(text("briefing.revisions.lead"), count=Part(str(len(rows)), section="revisions"))
    table = data_table(text("briefing.revisions.title"), heads, rows)
    yield TableBlock("revisions", table, (text("briefing.revisions.note"),))


def _revision(row: RevisionRow, reference: Reference, text: Text) -> list[DataCell]:
    first, now = row.said_first, row.said_now
    if now is None:
        sides = [blank(), blank(), blank()]
    else:
        pairs = (
            (first.slots, now.slots),
            (first.inclusive_slots, now.inclusive_slots),
            (first.covered, now.covered),
        )
        sides = [words_cell(f"{printed.count(then)} → {printed.count(after)}") for then, after in pairs]
    told = [
        text(
            "briefing.revisions.changed",
            name=text(f"briefing.revisions.of.{one.indicator}"),
            change=printed.change(one.change, one.unit, text),
        )
        for one in row.effects
        if one.change
    ]
    effect = text("format.comma").join(told) or text("briefing.revisions.nothing")
    name = words_cell(unit_name(reference, row.org_unit, text))
    return [name, count_cell(row.latest.revision), *sides, words_cell(effect)]


def break_paragraphs(breaks: Sequence[SeriesBreak], text: Text) -> Iterator[Paragraph]:
    """The breaks of series, each once."""
    told: dict[tuple[object, str], str] = {}
    for one in breaks:
        note = one.note if text.lang == "zh" else one.note_en
        told[one.day, note] = text("briefing.break", day=printed.day_name(one.day, text), note=note)
    if told:
        yield said(text("briefing.quality.breaks"), breaks=text("briefing.semicolon").join(told.values()))
