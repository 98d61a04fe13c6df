"""附 指标口径 and 数据质量: how the figures are defined, and how complete they are."""

from __future__ import annotations

from data.model import Reference
from layouts import format as printed
from layouts.briefing.wording import reported_line, reporting_state
from layouts.headlines import unit_name
from layouts.text import Text
from metrics.results import Overview

DEFINED = ("G1", "G2", "USE")
Part = dict[str, object]


def appendix(overview: Overview, reference: Reference, text: Text) -> list[Part]:
    """The two parts, each a list of [name, words]."""
    return [
        {"heading": text("briefing.heading.definitions"), "items": _definitions(overview, text)},
        {"heading": text("briefing.heading.quality"), "items": _quality(overview, reference, text)},
    ]


def _definitions(overview: Overview, text: Text) -> list[list[str]]:
    """Each indicator shown, with its formula; coverage, which is the same in every zone, is told once."""
    present = {row.indicator for row in overview.scorecard.rows}
    shown = [_definition(key, text) for key in DEFINED if key in present]
    return [*shown, [text("briefing.coverage.name"), text("briefing.coverage.definition")]]


def _definition(key: str, text: Text) -> list[str]:
    parts = {part: text(f"indicator.{key}.{part}") for part in ("formula", "numerator", "denominator")}
    name = text("briefing.definition.name", name=text(f"indicator.{key}.short"))
    return [name, text("briefing.definition.words", **parts)]


def _quality(overview: Overview, reference: Reference, text: Text) -> list[list[str]]:
    reporting = overview.reporting
    late = [unit.org_unit for unit in reporting.units if unit.on_time is False]
    absent = [unit for unit in reporting.units if unit.stored is None or unit.is_returned]
    items = {
        "reported": text("briefing.sentence", words=reported_line(overview, reference, text)),
        "late": _names(late, reference, text),
        "absent": text("format.comma").join(
            text("briefing.absent", name=unit_name(reference, unit.org_unit, text), state=reporting_state(unit, text))
            for unit in absent
        ),
        "warnings": text("briefing.quality.warnings_words", count=reporting.open_warnings),
        "breaks": text("briefing.semicolon").join(_breaks(overview, text)),
    }
    return [[text(f"briefing.quality.{key}"), words or text("briefing.quality.none")] for key, words in items.items()]


def _names(codes: list[str], reference: Reference, text: Text) -> str:
    return text("format.comma").join(unit_name(reference, code, text) for code in codes)


def _breaks(overview: Overview, text: Text) -> list[str]:
    """Every break that a chart of this briefing shows, once."""
    shown = {one.day: one for trend in overview.trends.values() for one in trend.breaks}
    return [
        text("briefing.break", day=printed.day_name(day, text), note=one.note if text.lang == "zh" else one.note_en)
        for day, one in sorted(shown.items())
    ]
