"""The city's briefing as a document: 数据说明, 一 to 七, 附件 1 to 5. Pure: findings in, blocks out."""

from __future__ import annotations

from collections.abc import Mapping

from data.briefings import Kind, Section
from data.model import Reference
from layouts import format as printed
from layouts.briefing.blocks import plain, section_head, written
from layouts.briefing.coverage_part import coverage_section, uncovered_table
from layouts.briefing.definitions_part import definitions
from layouts.briefing.document import Block, Document, Frame, Origin, Paragraph
from layouts.briefing.narrative import change_in_words
from layouts.briefing.problems_part import advice_section, problems_section
from layouts.briefing.quality_part import quality_annex
from layouts.briefing.targets_part import every_bar, targets_section, targets_table
from layouts.briefing.tasks_part import tasks_section
from layouts.briefing.units_part import OTHERS, units_section, units_tables
from layouts.briefing.wording import city_facts, demo_words
from layouts.headlines import headlines
from layouts.names import name_of
from layouts.same_units import apart_words, moved_words
from layouts.text import Text
from metrics.briefings import CityFindings
from metrics.results import Flag, Scorecard

ANNEXES = ("targets", "units", "uncovered", "quality", "definitions")


def city_document(
    found: CityFindings, reference: Reference, text: Text, *, kind: Kind, frame: Frame, office: Mapping[str, str]
) -> Document:
    """``office``: what the office wrote, by ``Section``."""
    card = found.scorecard
    place = name_of(reference.city, text)
    return Document(
        origin=origin_of(card, reference.city.code, kind, text),
        title=title(kind, place, card, text),
        place=place,
        subtitle=text("briefing.subtitle", period=printed.period_name(card.period, text)),
        frame=frame,
        facts_heading=text("briefing.facts.heading"),
        facts=city_facts(found.front.overview, reference, text),
        body=(*editor_note(office, text), *_body(found, reference, office, text)),
        annexes=_annexes(found, reference, text),
        demo=demo_words(card, text),
    )


def title(kind: Kind, place: str, card: Scorecard, text: Text) -> str:
    """The title of the kind: a 报告 is called 关于…进展情况的报告."""
    return text(f"briefing.title.{kind}", place=place, period=printed.period_name(card.period, text))


def origin_of(card: Scorecard, org_unit: str, kind: Kind, text: Text) -> Origin:
    """What the document is made from."""
    return Origin(
        kind=kind,
        org_unit=org_unit,
        period=card.period,
        plan=card.plan.id,
        as_of=card.as_of,
        definition_version=card.definition_version,
        data_digest=card.data_digest,
        demo=card.demo,
        lang=text.lang,
    )


def editor_note(office: Mapping[str, str], text: Text) -> list[Block]:
    """编者按, before everything else; a word before its first line and no heading, as it is no section."""
    note = office.get(Section.EDITOR_NOTE, "").strip()
    key = Section.EDITOR_NOTE
    return written({key: text("briefing.editor_note", words=note)}, key) if note else []


def _body(found: CityFindings, reference: Reference, office: Mapping[str, str], text: Text) -> list[Block]:
    overview = found.front.overview
    measures = written(office, Section.MEASURES)
    sections: list[tuple[str, list[Block]]] = [
        ("summary", [Paragraph(line) for line in headlines(overview, reference, text, place="briefing")]),
        ("targets", [*_comparable(found, reference, text), *targets_section(found, reference, text)]),
        ("units", units_section(found, reference, text)),
        ("uncovered", coverage_section(overview.townships, reference, text)),
        ("tasks", [*measures, *tasks_section(found, reference, text)]),
        ("problems", problems_section(found, reference, office, text)),
        ("next_steps", advice_section(found, reference, office, text)),
    ]
    return [
        block
        for place, (key, blocks) in enumerate(sections, start=1)
        for block in (section_head(place, key, text), *blocks)
    ]


def _comparable(found: CityFindings, reference: Reference, text: Text) -> list[Block]:
    """That not the same units reported both periods, that the definition changed in between, and where the city moved
    against most of its units.
    """
    overview = found.front.overview
    apart = apart_words(overview.compared, reference, text, change_in_words)
    broken = any(Flag.BREAK in row.flags for row in found.scorecard.targets_of(reference.city.code))
    told = [*([apart] if apart else []), *([text("briefing.targets.broken")] if broken else [])]
    return [*map(plain, told), *(plain(moved_words(one, text, change_in_words)) for one in overview.splits)]


def _annexes(found: CityFindings, reference: Reference, text: Text) -> tuple[tuple[str, tuple[Block, ...]], ...]:
    shown = [row.indicator for row in found.scorecard.targets_of(reference.city.code)]
    used = [*shown, "G1L", "USE", *(key for key in OTHERS if key not in shown)]
    blocks: dict[str, tuple[Block, ...]] = {
        "targets": (*every_bar(found, reference, text), targets_table(found, reference, text)),
        "units": tuple(units_tables(found, reference, text)),
        "uncovered": (uncovered_table(found.lacking.needs, reference, text),),
        "quality": quality_annex(found, reference, text),
        "definitions": definitions(used, text),
    }
    return tuple(
        (text("briefing.annex.title", number=number, words=text(f"briefing.annex.{key}")), blocks[key])
        for number, key in enumerate(ANNEXES, start=1)
    )
