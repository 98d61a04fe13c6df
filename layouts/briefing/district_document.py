"""A reporting unit's briefing as a document, 一 to 六; it ranks nobody. Pure: findings in, blocks out."""

from __future__ import annotations

from collections.abc import Mapping

from data.briefings import Kind, Section
from data.model import Reference
from layouts import format as printed
from layouts.briefing.blocks import part_head, section_head, written
from layouts.briefing.city_document import editor_note, origin_of, title
from layouts.briefing.definitions_part import definitions
from layouts.briefing.document import Block, Document, Frame
from layouts.briefing.tasks_part import unit_tasks_section
from layouts.briefing.unit_parts import (
    SUPPLY,
    filing_section,
    resources_section,
    summary_section,
    supply_section,
    townships_section,
)
from layouts.briefing.wording import demo_words, unit_facts
from layouts.names import unit_name
from layouts.text import Text
from metrics.briefings import UnitFindings

OFFICE = ((Section.MEASURES, "measures"), (Section.PROBLEMS, "problems"), (Section.NEXT_STEPS, "next"))


def district_document(
    found: UnitFindings, reference: Reference, text: Text, *, kind: Kind, frame: Frame, office: Mapping[str, str]
) -> Document:
    """``office``: what the office wrote, by ``Section``."""
    card, unit = found.scorecard, found.position.unit
    place = unit_name(reference, unit.code, text)
    return Document(
        origin=origin_of(card, unit.code, kind, text),
        title=title(kind, place, card, text),
        place=place,
        subtitle=text("briefing.subtitle", period=printed.period_name(card.period, text)),
        frame=frame,
        facts_heading=text("briefing.facts.heading"),
        facts=unit_facts(found, reference, text),
        body=(*editor_note(office, text), *_body(found, reference, office, text)),
        annexes=((text("briefing.annex.only", words=text("briefing.annex.definitions")), definitions(SUPPLY, text)),),
        demo=demo_words(card, text),
    )


def _body(found: UnitFindings, reference: Reference, office: Mapping[str, str], text: Text) -> list[Block]:
    sections: list[tuple[str, list[Block]]] = [
        ("summary", summary_section(found, reference, text)),
        ("unit_supply", supply_section(found, reference, text)),
        ("unit_coverage", townships_section(found, reference, text)),
        ("unit_resources", resources_section(found, reference, text)),
        ("unit_tasks", _tasks(found, reference, office, text)),
        ("unit_filing", filing_section(found, reference, text)),
    ]
    return [
        block
        for place, (key, blocks) in enumerate(sections, start=1)
        for block in (section_head(place, key, text), *blocks)
    ]


def _tasks(found: UnitFindings, reference: Reference, office: Mapping[str, str], text: Text) -> list[Block]:
    """The tasks, and under heads of their own what the office wrote."""
    blocks = unit_tasks_section(found.tasks.board, found.position.unit.code, reference, text)
    own = [(key, written(office, name)) for name, key in OFFICE]
    told = [(key, lines) for key, lines in own if lines]
    for place, (key, lines) in enumerate(told, start=1):
        blocks += [part_head(place, f"office_{key}", text), *lines]
    return blocks
