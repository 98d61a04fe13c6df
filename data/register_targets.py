"""District target files of a reference folder: what documents set for reporting units beyond the plan's own words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from data.model import DistrictTarget, Plan, Target, Township
from data.register_cells import Record, read_table

COLUMNS = ("plan", "org_unit", "indicator", "value", "document", "issued", "known_from")
EVERY_TOWNSHIP = 100
Key = tuple[str, str, str, object]


def read_district_targets(
    folder: Path, names: Sequence[str], *, plans: Sequence[Plan], units: Collection[str], townships: Sequence[Township]
) -> tuple[DistrictTarget, ...]:
    """Every row of every file; no target twice for one plan, unit, indicator and day from which it is known."""
    zones = {(one.reporting_unit, one.zone) for one in townships if one.official}
    found: dict[Key, DistrictTarget] = {}
    for record, target in _rows(folder, names):
        if target.org_unit not in units:
            raise record.refuse("unknown_unit", target.org_unit)
        _check_against_plan(record, target, _promised(record, plans, target), zones)
        key = (target.plan, target.org_unit, target.indicator, target.known_from)
        if key in found:
            raise record.refuse("duplicate", f"{target.org_unit} {target.indicator}")
        found[key] = target
    return tuple(found.values())


def _rows(folder: Path, names: Sequence[str]) -> Iterator[tuple[Record, DistrictTarget]]:
    for name in names:
        for record in read_table(folder, name, COLUMNS):
            yield record, _target(record)


def _target(record: Record) -> DistrictTarget:
    """One row; without a day of its own it is known from the day of its document."""
    issued = record.day("issued")
    known_from = record.day_or_none("known_from") or issued
    if known_from < issued:
        raise record.refuse("dates_reversed", known_from)
    return DistrictTarget(
        plan=record.text("plan"),
        org_unit=record.text("org_unit"),
        indicator=record.text("indicator"),
        value=record.number("value"),
        document=record.text("document"),
        issued=issued,
        known_from=known_from,
        file=record.file,
        row=record.row,
    )


def _promised(record: Record, plans: Sequence[Plan], target: DistrictTarget) -> Target:
    """The plan's own target of the indicator, which a district's takes its place beside."""
    plan = next((one for one in plans if one.id == target.plan), None)
    if plan is None:
        raise record.refuse("unknown_plan", target.plan)
    found = next((one for one in plan.targets if one.indicator == target.indicator), None)
    if found is None:
        raise record.refuse("not_promised", target.indicator)
    return found


def _check_against_plan(record: Record, own: DistrictTarget, promised: Target, zones: set[tuple[str, str]]) -> None:
    """Above zero; of a zone the unit lies in; where the plan binds every township a document may only repeat it."""
    if own.value <= 0:
        raise record.refuse("not_positive", own.indicator)
    if promised.zone is None:
        return
    if (own.org_unit, promised.zone) not in zones:
        raise record.refuse("not_in_zone", f"{own.org_unit} {promised.zone}")
    if promised.value == EVERY_TOWNSHIP and own.value != promised.value:
        raise record.refuse("plan_binds", own.indicator)
