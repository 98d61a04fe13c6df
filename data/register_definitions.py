"""The definitions of a reference folder: every setting with all its versions, and the whole versions they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from data.model import Channel, Definitions, MountainTownships, NewSlots, Period, Plan, Setting
from data.register_cells import Document, Record, read_document, read_table
from data.register_dates import read_plan_dates

SETTINGS = (
    "carry_forward_periods",
    "fragile_slots",
    "due_day",
    "fee_least",
    "fee_most",
    "pace_on_track",
    "pace_accelerate",
    "unit_population_base",
    "home_based_counts",
    "uncounted_channels",
    "new_slots",
    "mountain_townships",
)
OPTIONAL = ("plan_dates",)
"""Settings that a folder may leave out: the plan file then says it."""


def read_definitions(
    folder: Path, name: str, *, due_dates: Mapping[Period, date], plans: Sequence[Plan]
) -> tuple[Definitions, ...]:
    """Every whole version in its order, the last in force.

    A setting stands in the file once for each of its values, with the whole version since which it holds; a whole
    version takes of every setting the newest entry that holds by then.
    """
    document = read_document(folder, name)
    versions = _versions(document)
    found = _histories(document, list(versions))
    return tuple(
        _definitions(record, _in_force(found, place), due_dates, versions, plans)
        for place, record in enumerate(versions.values())
    )


def _versions(document: Document) -> dict[str, Record]:
    """The whole versions by id, oldest first."""
    versions: dict[str, Record] = {}
    last = date.min
    for record in document.tables("version"):
        if record.text("id") in versions:
            raise record.refuse("duplicate", record.text("id"))
        if record.day("issued") < last:
            raise record.refuse("dates_reversed", record.day("issued"))
        last = record.day("issued")
        versions[record.text("id")] = record
    if not versions:
        raise document.top.refuse("blank", "version")
    return versions


Histories = Mapping[str, Sequence[tuple[int, Record]]]
"""Setting -> its entries, oldest first, each with the place of the whole version since which it holds."""


def _histories(document: Document, versions: Sequence[str]) -> Histories:
    found: dict[str, list[tuple[int, Record]]] = {}
    for record in document.tables("setting"):
        entries = found.setdefault(record.choice("id", (*SETTINGS, *OPTIONAL)), [])
        since = versions.index(record.choice("since", versions))
        if entries and since <= entries[-1][0]:
            raise record.refuse("duplicate", record.text("id"))
        if record.count("version") != len(entries) + 1:
            raise record.refuse("wrong_version", record.count("version"))
        entries.append((since, record))
    if missing := [key for key in SETTINGS if key not in found or found[key][0][0] > 0]:
        raise document.top.refuse("missing_setting", missing[0])
    return found


def _in_force(histories: Histories, place: int) -> dict[str, Record]:
    known = {key: [one for since, one in entries if since <= place] for key, entries in histories.items()}
    return {key: entries[-1] for key, entries in known.items() if entries}


def _definitions(
    version: Record,
    found: Mapping[str, Record],
    due_dates: Mapping[Period, date],
    versions: Mapping[str, Record],
    plans: Sequence[Plan],
) -> Definitions:
    return Definitions(
        version=version.text("id"),
        issued=version.day("issued"),
        carry_forward_periods=found["carry_forward_periods"].count("value"),
        fragile_slots=found["fragile_slots"].count("value"),
        due_day=_due_day(found["due_day"]),
        due_dates=due_dates,
        fee_least=found["fee_least"].count("value"),
        fee_most=_fee_most(found["fee_most"], found["fee_least"].count("value")),
        pace_on_track=_share(found["pace_on_track"]),
        pace_accelerate=_share(found["pace_accelerate"]),
        unit_population_base=found["unit_population_base"].choice("value", ("common", "own")),
        home_based_counts=found["home_based_counts"].yes("value"),
        uncounted_channels=_channels(found["uncounted_channels"]),
        new_slots=NewSlots(found["new_slots"].choice("value", tuple(NewSlots))),
        mountain_townships=MountainTownships(found["mountain_townships"].choice("value", tuple(MountainTownships))),
        plan_dates=read_plan_dates(found.get("plan_dates"), plans),
        settings=tuple(_setting(record, versions) for record in found.values()),
    )


def _setting(record: Record, versions: Mapping[str, Record]) -> Setting:
    value = " ".join(record.words("value")) or record.text_or_blank("value")
    since = versions[record.text("since")].day("issued")
    return Setting(record.text("id"), value, record.count("version"), since)


def _fee_most(record: Record, least: int) -> int:
    """A bound that leaves room above the lower one."""
    most = record.count("value")
    if most <= least:
        raise record.refuse("bad_number", most)
    return most


def _due_day(record: Record) -> int:
    """A day that every month has."""
    day = record.count("value")
    if not 1 <= day <= 28:
        raise record.refuse("bad_number", day)
    return day


def _share(record: Record) -> Fraction:
    share = record.number("value")
    if not 0 < share <= 1:
        raise record.refuse("bad_number", share)
    return share


def _channels(record: Record) -> tuple[Channel, ...]:
    if unknown := [word for word in record.words("value") if word not in tuple(Channel)]:
        raise record.refuse("bad_choice", unknown[0])
    return tuple(Channel(word) for word in record.words("value"))


def read_mountain(folder: Path, name: str, *, townships: Sequence[str], zones: Sequence[str]) -> dict[str, str]:
    """Township -> the zone in which it would be counted; each once, of the register, with the basis of the list."""
    found: dict[str, str] = {}
    for record in read_table(folder, name, ("code", "zone", "basis")):
        code = record.text("code")
        record.text("basis")
        if code not in townships:
            raise record.refuse("unknown_township", code)
        if code in found:
            raise record.refuse("duplicate", code)
        if record.text("zone") not in zones:
            raise record.refuse("unknown_zone", record.text("zone"))
        found[code] = record.text("zone")
    return found
