"""Townships: known, official, of this unit, named rightly, once each (V05 to V07)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from data.issues import Issue, Location
from data.model import OrgUnit, Township
from data.returns import Mode
from data.validation.draft import Draft
from data.validation.findings import error, warning
from data.validation.spelling import header_key
from data.validation.tables import Entry
from data.validation.values import subject

_KIND_OF_PLACE = re.compile(r"(?:地区办事处|街道办事处|办事处|地区|街道|镇|乡)$")


def placed_rows(draft: Draft) -> Iterator[tuple[Entry, bool]]:
    """Every line that names a township, and whether it must."""
    for entry in draft.rows("ledger"):
        yield entry, True
    if draft.mode is Mode.SUMMARY:
        for entry in draft.township_rows:
            yield entry, True
    for entry in draft.rows("projects"):
        yield entry, False


def townships_belong_to_the_unit(draft: Draft) -> Iterator[Issue]:
    """V05: in the register, official, valid at the period's end and of this unit."""
    if draft.unit is None:
        return
    own = _own_codes(draft, draft.unit)
    for entry, must in placed_rows(draft):
        code = entry.values.get("township")
        if code is None:
            if must and "township" in entry.places and entry.is_blank("township"):
                yield error("V05", "blank", entry.where("township"), subject=subject(entry))
        elif code not in own:
            yield from _misplaced_code(draft, entry, code)


def _own_codes(draft: Draft, unit: OrgUnit) -> frozenset[str]:
    """The official townships of the unit at the period's end: of these nothing is to be said."""
    day = draft.day
    own = (township for township in draft.reference.townships if township.reporting_unit == unit.code)
    return frozenset(one.code for one in own if one.official and (day is None or one.valid_at(day)))


def _misplaced_code(draft: Draft, entry: Entry, code: str) -> Iterator[Issue]:
    where, told = entry.where("township"), {"subject": subject(entry)}
    township = draft.reference.township_by_code.get(code)
    if township is None:
        yield error("V05", "unknown", where, code, **told)
    else:
        yield from _misplaced(draft, township, where, told)


def _misplaced(draft: Draft, township: Township, where: Location, told: Mapping[str, str | int]) -> Iterator[Issue]:
    facts = {**told, "township": township.name}
    unit = draft.reference.unit_by_code.get(township.reporting_unit)
    if not township.official:
        yield error("V05", "pseudo_unit", where, township.code, **facts)
    elif unit is None or draft.unit is None or unit.code != draft.unit.code:
        yield error("V05", "other_unit", where, township.code, **facts, unit=unit.name if unit else "")
    elif draft.day and not township.valid_at(draft.day):
        yield error("V05", "not_valid", where, township.code, **facts, day=draft.day.isoformat())


def names_fit_the_codes(draft: Draft) -> Iterator[Issue]:
    """V06: the name is the township's own or an alias; X地区 is its 镇 or 乡."""
    for entry, _ in placed_rows(draft):
        township, name = draft.township(entry), entry.values.get("township_name")
        if township and name and not _is_name_of(name, township):
            where = entry.where("township_name")
            yield warning("V06", "name", where, name, subject=subject(entry), code=township.code, wanted=township.name)


@lru_cache(maxsize=4096)
def _is_name_of(name: str, township: Township) -> bool:
    return header_key(name) in names_of(township)


def names_of(township: Township) -> set[str]:
    """Accepted spellings: own, legal, aliases; the office of each; and for a 镇 or 乡 the 地区 of its name."""
    names = {header_key(name) for name in (township.name, township.legal_name, *township.aliases) if name}
    stems = {_KIND_OF_PLACE.sub("", name) for name in names}
    offices = {f"{name}办事处" for name in names}
    areas = {stem + ending for stem in stems for ending in ("地区", "地区办事处")}
    return names | offices | (areas if township.unit_type in ("镇", "乡") else set())


def townships_stand_once(draft: Draft) -> Iterator[Issue]:
    """V07 (汇总): no township twice; those left out are named."""
    if draft.mode is not Mode.SUMMARY or "townships" not in draft.tables:
        return
    first: dict[str, str] = {}
    for entry in draft.township_rows:
        code, where = entry.values.get("township"), entry.where("township")
        if code in first:
            yield error("V07", "twice", where, code, subject=subject(entry), first=first[code])
        elif code:
            first[code] = where.cell or ""
    yield from _left_out(draft, set(first))


def _left_out(draft: Draft, reported: set[str]) -> Iterator[Issue]:
    if draft.unit is None or draft.day is None or draft.is_city:
        return
    expected = draft.reference.townships_at(draft.day, draft.unit.code)
    missing = [township.name for township in expected if township.code not in reported]
    if missing:
        where = Location(draft.tables["townships"].name)
        yield warning("V07", "missing", where, count=len(missing), names="、".join(missing))
