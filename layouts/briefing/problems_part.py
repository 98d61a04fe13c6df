"""六、存在问题 and 七、下一步工作建议: the office's own words first, then what the figures say, then the arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data.briefings import Section
from data.model import Reference
from layouts import format as printed
from layouts.briefing.blocks import city_row, plain, said, written
from layouts.briefing.document import Block, Paragraph, Voice
from layouts.briefing.pipeline_part import pipeline_drawing
from layouts.headlines import Part, filled
from layouts.text import Text
from layouts.way_words import names_of
from metrics.agenda import BEHIND
from metrics.briefings import CityFindings
from metrics.comparison import lacking_of
from metrics.forecast import Forecast, plan_in_force
from metrics.gaps import SlotGaps
from metrics.remedies import Needs, Remedy
from metrics.results import NoValue, Row, Scorecard
from metrics.shortfall import has_no_target


def problems_section(found: CityFindings, reference: Reference, office: Mapping[str, str], text: Text) -> list[Block]:
    """Data quality first; each sentence only where there is something to say."""
    told = [*_unreported(found, reference, text), *_behind(found, reference, text), *_places(found, text)]
    own = written(office, Section.PROBLEMS)
    return [*own, *(told or ([] if own else [said(text("briefing.problems.none"))]))]


def _unreported(found: CityFindings, reference: Reference, text: Text) -> Iterator[Paragraph]:
    overview = found.front.overview
    absent = [unit for unit in overview.reporting.units if unit.stored is None]
    pending = [unit for unit in absent if unit.no_value is NoValue.NOT_DUE]
    missing = [unit for unit in absent if unit.no_value is not NoValue.NOT_DUE]
    for key, units in (("absent", missing), ("pending", pending)):
        if units:
            count = Part(str(len(units)), section="returns")
            names = names_of((unit.org_unit for unit in units), reference, text)
            yield said(text(f"briefing.problems.{key}"), count=count, names=names)
    if overview.reporting.open_warnings:
        count = Part(str(overview.reporting.open_warnings), section="returns")
        yield said(text("briefing.problems.warnings"), count=count)


def _behind(found: CityFindings, reference: Reference, text: Text) -> Iterator[Paragraph]:
    """The targets missed, lagging or fallen back, in plan order."""
    rows = [row for row in found.scorecard.targets_of(reference.city.code) if row.status in BEHIND]
    if rows:
        names: list[Part] = []
        for row in rows:
            names += [Part(text("format.comma"))] if names else []
            names += _behind_row(row, text)
        yield said(text("briefing.problems.behind"), count=Part(str(len(rows)), section="targets"), names=tuple(names))


def _behind_row(row: Row, text: Text) -> tuple[Part, ...]:
    name = Part(text(f"indicator.{row.indicator}.short"))
    status = Part(text("briefing.problems.status", status=printed.status_word(row, text)))
    return name, status


def _places(found: CityFindings, text: Text) -> Iterator[Paragraph]:
    """Townships without a service, with a thin one, and with empty slots."""
    needs = found.lacking.needs
    counts = {"uncovered": len(needs.uncovered), "fragile": len(needs.fragile), "idle": len(needs.idle)}
    for key, count in counts.items():
        if count:
            yield said(text(f"briefing.problems.{key}"), count=Part(str(count), section="coverage"))


def advice_section(found: CityFindings, reference: Reference, office: Mapping[str, str], text: Text) -> list[Block]:
    """What the office plans; then 测算参考, from the gap arithmetic and the projects in hand."""
    routes = found.lacking.routes.get(reference.city.code)
    slots, share = (city_row(found.scorecard, reference, name) for name in ("G1", "G2"))
    advice = [
        *slot_advice(routes, slots, share, text),
        *coming_advice(found.lacking.forecast, found.scorecard, reference, text),
        *remedy_advice(found.lacking.needs, text),
    ]
    return [
        *written(office, Section.NEXT_STEPS),
        *pipeline_drawing(found.pipeline, text),
        *under_advice(advice, text),
    ]


def under_advice(advice: list[Paragraph], text: Text) -> list[Block]:
    """The advice under its label; where nothing is missing or known it says so."""
    told = advice or [said(text("briefing.advice.nothing"), Voice.ADVICE)]
    return [plain(text("briefing.advice.label"), Voice.ADVICE), *told]


def slot_advice(routes: SlotGaps | None, row: Row | None, share: Row | None, text: Text) -> Iterator[Paragraph]:
    """The three routes to both slot targets (DOMAIN section 5), or to the only one that the plan has; nothing where a
    side is not known.
    """
    if routes is None and has_no_target(row) and share is not None and (count := lacking_of(share)) is not None:
        only = Part(printed.gap(count, text), section="gaps")
        yield said(text(f"briefing.advice.{'share' if count else 'share_met'}"), Voice.ADVICE, only=only)
        return
    if routes is None:
        reason = text(f"no_value.{NoValue.INCOMPLETE if row is None or row.no_value is None else row.no_value}")
        yield said(text("briefing.advice.unknown"), Voice.ADVICE, reason=reason)
        return
    if not routes.build and not routes.conversion_only:
        yield said(text("briefing.advice.met"), Voice.ADVICE)
        return
    told = {
        "routes": bool(routes.build),
        "all_new": bool(routes.build) and routes.all_new_inclusive is not None,
        "both": bool(routes.build and routes.converted),
        "only": bool(routes.build and routes.conversion_only),
        "convert": not routes.build,
    }
    yield said(
        text("briefing.advice.slots"),
        Voice.ADVICE,
        told=tuple(part for key, holds in told.items() if holds for part in _route(key, routes, text)),
    )


def _route(key: str, routes: SlotGaps, text: Text) -> tuple[Part, ...]:
    figures = {
        "needed": routes.needed,
        "build": routes.build,
        "all_new": routes.all_new_inclusive or 0,
        "converted": routes.converted,
        "only": routes.conversion_only,
    }
    parts = {name: Part(printed.gap(number, text), section="gaps") for name, number in figures.items()}
    return filled(text(f"briefing.advice.{key}"), **parts)


def coming_advice(forecast: Forecast | None, card: Scorecard, reference: Reference, text: Text) -> Iterator[Paragraph]:
    """按在建、可转普惠项目如期投用测算, to the end of the plan in force, which need not be the plan of the briefing."""
    plan = plan_in_force(reference.plans, card.plan, card.period)
    if forecast is None or plan is None or not forecast.projects:
        return
    yield said(
        text("briefing.advice.coming"),
        Voice.ADVICE,
        day=printed.day_name(forecast.deadline, text),
        plan=plan.name if text.lang == "zh" else plan.name_en,
        projects=Part(str(forecast.projects), section="projects"),
        slots=Part(printed.gap(forecast.slots, text), section="projects"),
        inclusive=Part(printed.gap(forecast.inclusive_slots, text), section="projects"),
        covered=Part(str(len(forecast.newly_covered)), section="projects"),
    )


def remedy_advice(needs: Needs, text: Text) -> Iterator[Paragraph]:
    """In how many of the uncovered townships each remedy is at hand, the quickest first."""
    counts = {remedy: sum(_first(one.remedies) is remedy for one in needs.uncovered) for remedy in Remedy}
    told: list[Part] = []
    for remedy, count in counts.items():
        if count:
            told += [Part(text("format.comma"))] if told else []
            name = text(f"briefing.remedy.{remedy}")
            told += filled(text("briefing.coverage.places"), name=name, count=Part(str(count), section="gaps"))
    if told:
        total = Part(str(len(needs.uncovered)), section="coverage")
        yield said(text("briefing.advice.remedies"), Voice.ADVICE, total=total, remedies=tuple(told))


def _first(remedies: tuple[Remedy, ...]) -> Remedy | None:
    return remedies[0] if remedies else None
