"""四、尚未覆盖的街道（乡镇） and 附件3: which townships have no inclusive service, on a map and by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from data.model import Reference
from layouts import format as printed
from layouts.briefing.blocks import count_cell, said
from layouts.briefing.document import Block, Drawing, Paragraph, TableBlock
from layouts.charts import HexMap, hex_map
from layouts.charts.picture import DataCell, data_table, words_cell
from layouts.headlines import Part, filled
from layouts.names import unit_name, zone_name, zone_short
from layouts.text import Text
from metrics.remedies import Need, Needs
from metrics.results import Coverage, TownshipResult

LIST = ("place", "zone", "trouble", "slots", "remedy", "nearest")


def coverage_section(townships: Sequence[TownshipResult], reference: Reference, text: Text) -> list[Block]:
    """The counts, the uncovered of each zone, what changed, and the map of hexagons."""
    blocks: list[Block] = [_lead(townships, reference, text), *_by_zone(townships, reference, text)]
    blocks += _changed(townships, text)
    drawn = [one for one in reference.hexagons if any(t.township.code == one.township for t in townships)]
    if len(drawn) == len(townships):
        chart = coverage_map(townships, reference, text)
        blocks.append(Drawing((chart,), (chart.note,)))
    return blocks


def coverage_map(townships: Sequence[TownshipResult], reference: Reference, text: Text) -> HexMap:
    """The hexagons; of one unit alone without names of districts, as its townships may lie in another's."""
    chart = hex_map(townships, reference, text)
    one_unit = len({one.township.reporting_unit for one in townships}) == 1
    return replace(chart, labels=()) if one_unit else chart


def _lead(townships: Sequence[TownshipResult], reference: Reference, text: Text) -> Paragraph:
    """How many are covered, fragile, uncovered; where some are unknown, of the known ones. All unknown: that alone."""
    states = [one.coverage for one in townships]
    unknown = states.count(Coverage.UNKNOWN)
    key = "full" if not unknown else "none_known" if unknown == len(states) else "known"
    return said(
        text(f"briefing.coverage.lead.{key}"),
        total=_count(len(states)),
        covered=_count(sum(state.is_covered for state in states)),
        fragile=_count(states.count(Coverage.FRAGILE)),
        limit=str(reference.definitions.fragile_slots),
        uncovered=_count(states.count(Coverage.UNCOVERED)),
        unknown=_count(unknown),
    )


def _count(number: int) -> Part:
    return Part(str(number), section="coverage")


def _by_zone(townships: Sequence[TownshipResult], reference: Reference, text: Text) -> Iterator[Paragraph]:
    """其中：生态涵养区15个、平原新城4个; nothing where every one lies in one zone or none is uncovered."""
    counts = {
        zone: sum(t.coverage is Coverage.UNCOVERED and t.township.zone == zone for t in townships)
        for zone in reference.zones
    }
    named: list[Part] = []
    for zone, count in counts.items():
        if count:
            named += [Part(text("format.comma"))] if named else []
            name = zone_short(reference, zone, text)
            named += filled(text("briefing.coverage.places"), name=name, count=_count(count))
    if named:
        yield said(text("briefing.coverage.zones"), zones=tuple(named))


def _changed(townships: Sequence[TownshipResult], text: Text) -> Iterator[Paragraph]:
    """The townships that gained or lost their cover since the last period, by name."""
    for key, found in (("gained", [t for t in townships if t.gained]), ("lost", [t for t in townships if t.lost])):
        if found:
            names = text("format.comma").join(one.township.name for one in found)
            yield said(text(f"briefing.coverage.{key}"), count=_count(len(found)), names=names)


def uncovered_table(needs: Needs, reference: Reference, text: Text) -> TableBlock:
    """附件3: every uncovered township under its unit, with why, what is at hand and the nearest service."""
    rows: list[list[DataCell]] = []
    spans: list[int] = []
    groups: list[str] = []
    for unit in reference.units:
        own = [one for one in needs.uncovered if one.result.township.reporting_unit == unit.code]
        if own:
            spans.append(len(rows))
            groups.append(unit_name(reference, unit.code, text))
            title = text("chart.count", name=groups[-1], count=len(own))
            rows.append([words_cell(title), *([DataCell("", None)] * (len(LIST) - 1))])
            rows += [_line(one, reference, text) for one in own]
    return TableBlock(
        key="uncovered",
        table=data_table(text("briefing.annex.uncovered"), [text(f"briefing.list.{name}") for name in LIST], rows),
        notes=tuple(_list_notes(needs, reference, text)),
        spans=tuple(spans),
        groups=tuple(groups),
        group_head=text("briefing.units.unit"),
    )


def _line(need: Need, reference: Reference, text: Text) -> list[DataCell]:
    comma = text("format.comma")
    result = need.result
    near = need.nearest
    return [
        words_cell(result.township.name),
        words_cell(zone_name(reference, result.township.zone, text)),
        words_cell(comma.join(text(f"needs.trouble.{one}") for one in need.troubles) or printed.MISSING),
        count_cell(result.slots),
        words_cell(comma.join(text(f"briefing.remedy.{one}") for one in need.remedies) or printed.MISSING),
        words_cell(printed.MISSING if near is None else text("briefing.list.km", km=f"{near.km:.1f}")),
    ]


def _list_notes(needs: Needs, reference: Reference, text: Text) -> Iterator[str]:
    if not needs.uncovered:
        yield text("briefing.coverage.list_empty")
    unknown: dict[str, int] = {}
    for one in needs.unknown:
        unknown[one.township.reporting_unit] = unknown.get(one.township.reporting_unit, 0) + 1
    if unknown:
        told = (
            text("chart.count", name=unit_name(reference, code, text), count=count) for code, count in unknown.items()
        )
        yield text("briefing.list.unknown", count=len(needs.unknown), units=text("format.comma").join(told))
    yield text("briefing.list.note")
