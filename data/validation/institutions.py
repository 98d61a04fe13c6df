"""Institutions of the ledger: recognition, credit code, identity, state, fee (V15, V17, V18, V20, V25)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from data.forms import KINDERGARTEN_TYPE, LEDGER
from data.issues import Issue
from data.returns import Running
from data.validation.draft import Draft
from data.validation.findings import error, info, warning
from data.validation.spelling import header_key
from data.validation.tables import Entry
from data.validation.values import subject

CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FARTHEST = {"longitude": 180, "latitude": 90}
_WORTH = {character: worth for worth, character in enumerate(CREDIT_CHARACTERS)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_CREDIT_CODE = re.compile(f"[{CREDIT_CHARACTERS}]{{18}}")


def inclusive_slots_are_recognised(draft: Draft) -> Iterator[Issue]:
    """V15: inclusive slots of an institution that is not closed have a 认定 that has begun and not ended."""
    for entry in draft.rows("ledger"):
        if (entry.values.get("inclusive_slots") or 0) > 0 and entry.values.get("state") != Running.CLOSED:
            yield from _unrecognised(draft, entry)


def _unrecognised(draft: Draft, entry: Entry) -> Iterator[Issue]:
    begun, ended = entry.values.get("inclusive_from"), entry.values.get("inclusive_to")
    if draft.day and ended and ended <= draft.day:
        yield error("V15", "ended", entry.where("inclusive_to"), ended, **_slots(entry), day=draft.day.isoformat())
    if draft.day and begun and begun > draft.day:
        where = entry.where("inclusive_from")
        yield error("V15", "not_begun", where, begun, **_slots(entry), day=draft.day.isoformat())
    if begun is None and entry.values.get("type") != KINDERGARTEN_TYPE and entry.is_blank("inclusive_from"):
        yield warning("V15", "blank", entry.where("inclusive_from"), **_slots(entry))


def _slots(entry: Entry) -> dict[str, str | int]:
    return {"subject": subject(entry), "slots": entry.values["inclusive_slots"]}


def credit_codes_are_valid(draft: Draft) -> Iterator[Issue]:
    """V17: 18 of the 31 characters (错误), the right check character (疑点), blank (提示)."""
    for entry in draft.rows("ledger"):
        code = entry.values.get("credit_code")
        if code is None or not _is_right_code(code):
            yield from _code_fault(entry, code)


def _code_fault(entry: Entry, code: str | None) -> Iterator[Issue]:
    where, told = entry.where("credit_code"), {"subject": subject(entry)}
    if entry.is_blank("credit_code"):
        yield info("V17", "blank", where, **told)
    elif code is not None and not _CREDIT_CODE.fullmatch(code):
        yield error("V17", "malformed", where, code, **told)
    elif code is not None:
        yield warning("V17", "check", where, code, **told, wanted=check_character(code))


@lru_cache(maxsize=65_536)
def _is_right_code(code: str) -> bool:
    """An institution keeps its code: the next quarter's return asks the same again."""
    return _CREDIT_CODE.fullmatch(code) is not None and check_character(code) == code[17]


def check_character(code: str) -> str:
    """The 18th character of a unified social credit code: GB 32100-2015, C18 = (31 - sum mod 31) mod 31.

    The sum is over C1 to C17, each times its weight 3^(i-1) mod 31.
    """
    total = sum(_WORTH[character] * weight for character, weight in zip(code, _WEIGHTS))
    return CREDIT_CHARACTERS[-total % 31]


def coordinates_are_on_earth(draft: Draft) -> Iterator[Issue]:
    """V03: degrees within 180 east and west, 90 north and south."""
    columns = [column for column in LEDGER.columns if column.key in FARTHEST]
    for entry in draft.rows("ledger"):
        for column in columns:
            value = entry.values.get(column.key)
            if value is not None and abs(value) > FARTHEST[column.key]:
                facts = {"subject": subject(entry), "header": column.header}
                yield error("V03", "not_on_earth", entry.where(column.key), entry.found(column.key), **facts)


def numbers_are_this_units(draft: Draft) -> Iterator[Issue]:
    """V18: a 系统编号 is one that the system gave to this unit."""
    if draft.unit is None:
        return
    pattern = re.compile(re.escape(draft.unit.code) + r"-[0-9]{4,6}")
    for entry in draft.rows("ledger"):
        number = entry.values.get("number")
        if number and not pattern.fullmatch(number):
            yield error(
                "V18", "foreign_number", entry.where("number"), number, subject=subject(entry), unit=draft.unit.code
            )


def institutions_stand_once(draft: Draft) -> Iterator[Issue]:
    """V18: no number twice, no (township, name) twice."""
    numbers: dict[str, Entry] = {}
    names: dict[tuple[str, str], Entry] = {}
    for entry in draft.rows("ledger"):
        number, identity = entry.values.get("number"), identity_of(entry)
        if number and (first := numbers.setdefault(number, entry)) is not entry:
            yield _twice(entry, "number", first)
        if identity and (first := names.setdefault(identity, entry)) is not entry:
            yield _twice(entry, "name", first)


def _twice(entry: Entry, key: str, first: Entry) -> Issue:
    told = {"subject": subject(entry), "first": _cell(first, key)}
    return error("V18", f"{key}_twice", entry.where(key), entry.values[key], **told)


def _cell(entry: Entry, key: str) -> str:
    return entry.where(key).cell or str(entry.row)


def identity_of(entry: Entry) -> tuple[str, str] | None:
    """What tells an institution without a number from another: township and name, without blanks and width."""
    township, name = entry.values.get("township"), entry.values.get("name")
    return (township, header_key(name)) if township and name else None


def codes_are_not_filed_elsewhere(draft: Draft) -> Iterator[Issue]:
    """V18: the same credit code in another unit is possible for branches, and must be explained."""
    for entry in draft.rows("ledger"):
        code = entry.values.get("credit_code")
        elsewhere = draft.reference.unit_by_code.get(draft.context.codes_elsewhere.get(code or "", ""))
        if elsewhere:
            yield warning(
                "V18", "elsewhere", entry.where("credit_code"), code, subject=subject(entry), unit=elsewhere.name
            )


def pauses_are_dated_and_empty(draft: Draft) -> Iterator[Issue]:
    """V20: paused or closed since a day, and without children from then on."""
    for entry in draft.rows("ledger"):
        state, since = entry.values.get("state"), entry.values.get("state_since")
        if state not in (Running.PAUSED, Running.CLOSED):
            continue
        told = {"subject": subject(entry), "state": state}
        if entry.is_blank("state_since"):
            yield warning("V20", "since_blank", entry.where("state_since"), **told)
        has_begun = since is None or draft.day is None or since <= draft.day
        if has_begun and (entry.values.get("children") or 0) > 0:
            yield warning("V20", "children", entry.where("children"), entry.values["children"], **told)


def fees_are_credible(draft: Draft) -> Iterator[Issue]:
    """V25: a monthly fee lies between the two bounds of the settings."""
    rules = draft.reference.definitions
    for entry in draft.rows("ledger"):
        fee = entry.values.get("fee")
        if fee is not None and not rules.fee_least <= fee <= rules.fee_most:
            bounds = {"least": rules.fee_least, "most": rules.fee_most}
            yield warning("V25", "range", entry.where("fee"), fee, subject=subject(entry), **bounds)
