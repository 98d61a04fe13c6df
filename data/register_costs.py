"""The cost file of a reference folder: every way with its costs and limits, checked like the other files."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from data.model import Channel
from data.model.costs import Costs, Way, WayKind
from data.register_cells import Record, read_document

TOP = ("label", "label_en", "source", "source_en", "way", "zone_percent")
COMMON = ("kind", "channel", "per_slot", "per_quarter", "per_year")
KEYS = {
    WayKind.CONVERT: (),
    WayKind.CLASSES: ("fixed", "places", "per_township", "per_institution"),
    WayKind.PREMISES: ("fixed", "least", "most"),
    WayKind.BUILD: ("fixed", "least", "most", "per_township"),
}
"""What a way says beside what all of them say: no more and no less."""
MOST_PERCENT = 1000


def read_costs(folder: Path, name: str, *, zones: Collection[str]) -> Costs:
    """The costs of a file; ReferenceRefused names the line that is wrong."""
    document = read_document(folder, name)
    top = document.top
    _only(top, TOP)
    ways: dict[str, Way] = {}
    for record in document.tables("way"):
        way = _way(record)
        if way.id in ways:
            raise record.refuse("duplicate", way.id)
        ways[way.id] = way
    if not ways:
        raise top.refuse("blank", "way")
    return Costs(
        label=top.text("label"),
        label_en=top.text("label_en"),
        source=top.text("source"),
        source_en=top.text_or_blank("source_en"),
        ways=tuple(ways.values()),
        zone_percent=_percents(document.table("zone_percent"), zones),
        digest=hashlib.sha256((folder / name).read_bytes()).hexdigest(),
    )


def _way(record: Record) -> Way:
    kind = WayKind(record.choice("kind", tuple(WayKind)))
    _only(record, (*COMMON, *KEYS[kind]))
    channel = Channel(record.choice("channel", (Channel.K1,) if kind is WayKind.CLASSES else tuple(Channel)))
    fixed = record.count("fixed") if "fixed" in KEYS[kind] else 0
    least, most = _sizes(record, kind)
    per_quarter, per_year = record.count("per_quarter"), record.count("per_year")
    if per_year < per_quarter:
        raise record.refuse("bad_number", f"per_year: {per_year} < {per_quarter}")
    return Way(
        kind=kind,
        channel=channel,
        fixed=fixed,
        per_slot=record.count("per_slot"),
        least=least,
        most=most,
        per_quarter=per_quarter,
        per_year=per_year,
        per_township=record.count("per_township") if "per_township" in KEYS[kind] else None,
        per_institution=record.count("per_institution") if kind is WayKind.CLASSES else 0,
    )


def _sizes(record: Record, kind: WayKind) -> tuple[int, int]:
    """Slots of a unit, least and most: one by one where slots are turned, a class of one size, a site of a range."""
    if kind is WayKind.CONVERT:
        return 1, 1
    keys = ("places", "places") if kind is WayKind.CLASSES else ("least", "most")
    least, most = (record.count(key) for key in keys)
    if not 0 < least <= most:
        raise record.refuse("bad_number", f"{keys[0]}: {least}, {keys[1]}: {most}")
    return least, most


def _percents(record: Record, zones: Collection[str]) -> dict[str, int]:
    if unknown := [zone for zone in record.cells if zone not in zones]:
        raise record.refuse("unknown_zone", unknown[0])
    found = {zone: record.count(zone) for zone in record.cells}
    if wrong := [zone for zone, percent in found.items() if not 0 < percent <= MOST_PERCENT]:
        raise record.refuse("bad_number", f"{wrong[0]}: {found[wrong[0]]}")
    return found


def _only(record: Record, keys: Collection[str]) -> None:
    """A key that nobody reads is a slip of the pen, not a remark."""
    if unknown := [key for key in record.cells if key not in keys]:
        raise record.refuse("unknown_key", unknown[0])
