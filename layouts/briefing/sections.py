"""The sections of the city briefing as words and chart specs, every number from the overview."""

from __future__ import annotations

from dataclasses import asdict

from data.model import Reference
from layouts import format as printed
from layouts.briefing.drawings import drawn
from layouts.briefing.units import units_section
from layouts.briefing.wording import (
    as_of_words,
    city_name,
    demo_words,
    marks,
    number_setting,
    population_line,
    reported_line,
    short_digest,
    value_words,
)
from layouts.charts import bullet, hex_map, trend_chart
from layouts.headlines import COVERED, ZONE_INDICATORS, headlines, short_target, unit_name
from layouts.text import Text
from metrics.results import Coverage, Flag, Overview, Row, Status, TownshipResult

CITY_INDICATORS = ("G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "T13a", "T14a", "T14b", "T14c")
TRENDS = ("G1", "G2")
PLAN_TARGET_COLUMNS = ("name", "value", "target", "completion", "bullet", "expected", "change", "status", "gap")

Section = dict[str, object]


def city_sections(overview: Overview, reference: Reference, text: Text) -> Section:
    """Everything that stands before the appendix."""
    return {
        "facts": _facts(overview, reference, text),
        "summary": {
            "heading": text("briefing.heading.summary"),
            "sentences": [line.text for line in headlines(overview, reference, text, place="briefing")],
        },
        "targets": _targets(overview, reference, text),
        "trends": _trends(overview, reference, text),
        "units": units_section(overview, reference, text),
        "coverage": _coverage(overview, reference, text),
    }


def _trends(overview: Overview, reference: Reference, text: Text) -> Section:
    """The charts side by side; what their dotted lines mean is told once, in the annex."""
    charts = [trend_chart(overview.trends[key], text) for key in TRENDS if key in overview.trends]
    noted = any(chart.breaks for chart in charts)
    notes = [text("briefing.see_breaks")] if noted else []
    return {
        "charts": [drawn(chart) for chart in charts],
        "notes": [*notes, *_assumed(overview, reference, text)],
    }


def _facts(overview: Overview, reference: Reference, text: Text) -> Section:
    """数据说明: what the figures are, as known when, on which definitions."""
    card = overview.scorecard
    people = population_line(card.row("G1", reference.city.code), text)
    values = {
        "period": _period_line(overview, reference, text),
        "reported": reported_line(overview, reference, text),
        "population": people,
        "plan": text("briefing.plan", name=card.plan.name if text.lang == "zh" else card.plan.name_en),
        "version": text("briefing.version", version=card.definition_version, digest=short_digest(overview)),
    }
    rows = [[text(f"briefing.facts.{key}"), value] for key, value in values.items()]
    return {"heading": text("briefing.facts.heading"), "rows": rows}


def _period_line(overview: Overview, reference: Reference, text: Text) -> str:
    period = overview.scorecard.period
    return text(
        "briefing.period",
        period=printed.period_name(period, text),
        day=printed.day_name(period.end, text),
        as_of=as_of_words(overview.scorecard.as_of, reference, text),
    )


def city_rows(overview: Overview, reference: Reference) -> list[Row]:
    """The city's rows in the order of the plan; coverage rows stand with their zone."""
    city = reference.city.code
    rows = [r for r in overview.scorecard.rows if r.org_unit == city and r.indicator in CITY_INDICATORS]
    whole = [r for r in rows if (r.zone is None) == (r.indicator not in ZONE_INDICATORS)]
    return sorted(whole, key=lambda r: CITY_INDICATORS.index(r.indicator))


def _targets(overview: Overview, reference: Reference, text: Text) -> Section:
    rows = city_rows(overview, reference)
    return {
        "heading": text("briefing.heading.targets"),
        "head": [text(f"briefing.target.{column}") for column in PLAN_TARGET_COLUMNS],
        "rows": [_target_row(row, text) for row in rows],
        "notes": _target_notes(rows, text),
    }


def _assumed(overview: Overview, reference: Reference, text: Text) -> list[str]:
    note = printed.demo_note(reference, text, demo=overview.scorecard.demo)
    return [note] if note else []


def _target_row(row: Row, text: Text) -> Section:
    spec = bullet(row, text)
    word = printed.MISSING if row.status is None else text(f"status.{row.status}")
    status = " ".join(one for one in (spec.symbol, word if row.no_value else spec.word) if one)
    return {
        "name": spec.name,
        "value": value_words(row, text),
        "flags": marks(row),
        "target": short_target(row),
        "completion": printed.MISSING if row.no_value else printed.figure(row.completion, "percent"),
        "bullet": asdict(spec),
        "expected": spec.expected_label,
        "change": printed.change(row.change_previous, row.unit, text).removesuffix(text("format.points")),
        "status": status,
        "verdict": _plan_verdict(row, text),
        "colour": spec.colour,
        "gap": printed.count(row.gap),
    }


def _plan_verdict(row: Row, text: Text) -> str:
    if Flag.AFTER_DEADLINE not in row.flags or row.verdict is None:
        return ""
    return text("headline.plan_verdict", status=text(f"status.{row.verdict}"))


def _target_notes(rows: list[Row], text: Text) -> list[str]:
    """How to read the bars, what the gaps count, why a row is not assessed, and the words of the flags."""
    comma = text("format.comma")
    flags = {flag for row in rows for flag in row.flags if flag is not Flag.AFTER_DEADLINE}
    letters = printed.flag_letters(flags, text)
    undecided = [row for row in rows if row.status is Status.NOT_ASSESSABLE and row.no_value is not None]
    reasons = dict.fromkeys(text(f"no_value.{row.no_value}") for row in undecided)
    notes = [text("briefing.target_note.bars"), text("briefing.target_note.gap")]
    if reasons:
        notes.append(text("briefing.target_note.reasons", reasons=comma.join(reasons)))
    if letters:
        notes.append(text("briefing.target_note.flags", flags=letters))
    return notes


def _coverage(overview: Overview, reference: Reference, text: Text) -> Section:
    states = [t.coverage for t in overview.townships]
    uncovered = [t for t in overview.townships if t.coverage is Coverage.UNCOVERED]
    unknown = states.count(Coverage.UNKNOWN)
    lead = text(
        "briefing.coverage.lead",
        total=len(states),
        covered=sum(state in COVERED for state in states),
        fragile=states.count(Coverage.FRAGILE),
        limit=reference.definitions.fragile_slots,
        uncovered=len(uncovered),
        unknown=text("briefing.coverage.unknown", count=unknown) if unknown else "",
    )
    return {
        "heading": text("briefing.heading.coverage"),
        "lead": lead,
        "map": drawn(hex_map(overview.townships, reference, text)) if reference.hexagons else None,
        "list_heading": text("briefing.coverage.list" if uncovered else "briefing.coverage.list_empty"),
        "list": _by_unit(uncovered, reference, text),
    }


def _by_unit(townships: list[TownshipResult], reference: Reference, text: Text) -> list[list[str]]:
    """Names by reporting unit in administrative order: [unit with its count, names]."""
    lines = []
    for unit in reference.units:
        names = [t.township.name for t in townships if t.township.reporting_unit == unit.code]
        if names:
            name = unit_name(reference, unit.code, text)
            lines.append([text("chart.count", name=name, count=len(names)), text("format.comma").join(names)])
    return lines


def card_data(overview: Overview, reference: Reference, text: Text) -> Section:
    """What the PNG card shows: title, as-of, the headline figures as bullets, the sentences, the source."""
    return {
        "title": text("briefing.card.title", city=city_name(reference, text)),
        "period": printed.period_name(overview.scorecard.period, text),
        "demo": demo_words(overview, text),
        "rows": [_target_row(row, text) for row in city_rows(overview, reference) if row.target is not None],
        "head": {key: text(f"briefing.target.{key}") for key in ("value", "target")},
        "sentences": [line.text for line in headlines(overview, reference, text, place="card")],
        "source": text(
            "briefing.card.source",
            as_of=as_of_words(overview.scorecard.as_of, reference, text),
            version=overview.scorecard.definition_version,
            digest=short_digest(overview),
            reported=reported_line(overview, reference, text),
        ),
        "scale": number_setting("card", "scale"),
    }
