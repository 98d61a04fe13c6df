"""Small phrases that the briefing and the card share."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from data.model import Reference
from layouts import format as printed
from layouts.briefing.engine import layout
from layouts.charts.parts import value_label
from layouts.headlines import population_words
from layouts.reference_words import source_of, units_described
from layouts.text import Text
from metrics.briefings import UnitFindings
from metrics.results import Flag, NoValue, Overview, Row, Scorecard, UnitReporting

DIGEST_SHOWN = 16


def short_digest(card: Scorecard) -> str:
    """As much of the data digest as tells two states of the data apart."""
    return card.data_digest[:DIGEST_SHOWN]


def as_of_words(moment: datetime, reference: Reference, text: Text) -> str:
    """The knowledge date in the city's own time: 2026年1月20日17:00."""
    local = moment.astimezone(ZoneInfo(reference.timezone))
    return text("briefing.moment", day=printed.day_name(local.date(), text), time=f"{local:%H:%M}")


def demo_words(card: Scorecard, text: Text) -> str:
    """演示数据 while the database holds demonstration returns, else nothing."""
    return text("briefing.demo") if card.demo else ""


def city_facts(overview: Overview, reference: Reference, text: Text) -> tuple[tuple[str, str], ...]:
    """数据说明 of the city: what the figures are, as known when, on which definitions."""
    return _facts(
        overview.scorecard,
        reported_line(overview, reference, text),
        population_line(overview.scorecard.row("G1", reference.city.code), text),
        reference,
        text,
    )


def unit_facts(found: UnitFindings, reference: Reference, text: Text) -> tuple[tuple[str, str], ...]:
    """数据说明 of one unit: its own return and its own population."""
    code = found.position.unit.code
    return _facts(
        found.scorecard,
        reporting_state(found.position.reporting, text),
        population_line(found.scorecard.row("G1", code), text),
        reference,
        text,
    )


def _facts(
    card: Scorecard, reported: str, people: str, reference: Reference, text: Text
) -> tuple[tuple[str, str], ...]:
    as_of = as_of_words(card.as_of, reference, text)
    period = printed.period_name(card.period, text)
    values = {
        "period": text("briefing.period", period=period, day=printed.day_name(card.period.end, text), as_of=as_of),
        "reported": reported,
        "population": people,
        "plan": card.plan.name if text.lang == "zh" else card.plan.name_en,
        "version": text("briefing.version", version=card.definition_version, digest=short_digest(card)),
    }
    return tuple((text(f"briefing.facts.{key}"), value) for key, value in values.items())


def population_line(row: Row | None, text: Text) -> str:
    """The population under the city's G1 with its date and source."""
    if row is None or row.population is None:
        return text("no_value.no_population")
    people = population_words(row.population, text, "briefing.people")
    derived = text("briefing.derived") if row.population.derived else ""
    return text("briefing.population", people=people, source=source_of(row.population, text), derived=derived)


def reported_line(overview: Overview, reference: Reference, text: Text) -> str:
    """17个填报单位已报15个（16个区和北京经济技术开发区）."""
    described = units_described(reference, text)
    reporting = overview.reporting
    key = "briefing.reported" if described else "briefing.reported_plain"
    return text(key, expected=len(reporting.units), reported=reporting.reported, described=described)


def reporting_state(unit: UnitReporting, text: Text) -> str:
    """按期, 逾期, 已退回, or why there is no return, and which figures stand in for it."""
    if unit.stored is not None and unit.is_returned:
        return text("reporting.returned_before", revision=unit.stored.revision)
    if unit.stored is not None:
        return text("briefing.state.late" if unit.on_time is False else "briefing.state.on_time")
    reason = text("reporting.returned" if unit.is_returned else f"no_value.{unit.no_value or NoValue.NOT_REPORTED}")
    if unit.carried_from is None:
        return reason
    period = printed.period_name(unit.carried_from, text)
    return text("reporting.carried", reason=reason, period=period)


def value_words(row: Row | None, text: Text) -> str:
    """A row's value, or the reason why there is none; — where there is no such row."""
    if row is None:
        return printed.MISSING
    return value_label(row.value, row.unit, row.no_value, row.target, text, least=row.is_least)


def marks(row: Row | None, *, without: frozenset[Flag] = frozenset()) -> str:
    """The letters of a row's flags, but those that are told once for the whole table; of a reason none."""
    if row is None or row.value is None:
        return ""
    return "".join(flag.value for flag in row.flags if flag not in without)


def number_setting(section: str, key: str) -> int:
    """A whole number of layout.toml."""
    return int(str(layout()[section][key]))
