"""填报信息: who files what, when and how (V01)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data import forms
from data.issues import Issue
from data.returns import Nature
from data.validation.draft import NATURES, Draft, period_of, unit_code
from data.validation.findings import error
from data.validation.spelling import folded, header_key

_REVISION = re.compile(r"初报|修订[1-9][0-9]?")


def version_is_current(draft: Draft) -> Iterator[Issue]:
    """V01: the form of this year, and no other."""
    told = header_key(draft.header.found("version") or "")
    if told != forms.VERSION:
        where = draft.header.where("version")
        yield error("V01", "version", where, draft.header.found("version") or "", wanted=forms.VERSION)


def nature_is_that_of_the_database(draft: Draft) -> Iterator[Issue]:
    """V01: 正式 or 演示, and of the kind the database holds."""
    found, where = draft.header.found("nature") or "", draft.header.where("nature")
    if draft.nature is None:
        yield error("V01", "nature", where, found, choices="/".join(NATURES))
    elif draft.context.nature not in (None, draft.nature):
        wanted = "正式" if draft.context.nature is Nature.OFFICIAL else "演示"
        yield error("V01", "other_nature", where, found, wanted=wanted)


def mode_is_known(draft: Draft) -> Iterator[Issue]:
    """V01: 台账 or 汇总."""
    if draft.mode is None:
        found = draft.header.found("mode") or ""
        yield error("V01", "mode", draft.header.where("mode"), found, choices="/".join(forms.MODES))


def unit_is_registered(draft: Draft) -> Iterator[Issue]:
    """V01: the code is a filer's, and the name is that filer's."""
    header = draft.header
    if draft.unit is None:
        yield error("V01", "unit", header.where("org_unit"), unit_code(header))
        return
    name = header_key(header.found("org_unit_name") or "")
    registered = header_key(draft.unit.name)
    if not name or (name not in registered and registered not in name):
        where = header.where("org_unit_name")
        yield error("V01", "unit_name", where, header.found("org_unit_name") or "", wanted=draft.unit.name)


def period_is_over(draft: Draft) -> Iterator[Issue]:
    """V01: a period of the folder's frequency whose last day is not after the receipt."""
    found, where = draft.header.found("period") or "", draft.header.where("period")
    period = period_of(draft.header)
    if period is None:
        yield error("V01", "period", where, found)
    elif period.frequency is not draft.reference.frequency:
        yield error("V01", f"period_{draft.reference.frequency}", where, found)
    elif period.end > draft.received_on:
        yield error("V01", "period_not_over", where, found, end=period.end.isoformat())


def cut_off_lies_in_the_period(draft: Draft) -> Iterator[Issue]:
    """V01: 统计截止日 is given and is a day of the period."""
    day, where = draft.header.values.get("cut_off"), draft.header.where("cut_off")
    if day is None:
        if draft.header.is_blank("cut_off"):
            yield error("V01", "cut_off_blank", where)
    elif draft.period and not draft.period.start <= day <= draft.period.end:
        found = draft.header.found("cut_off")
        yield error(
            "V01", "cut_off", where, found, start=draft.period.start.isoformat(), end=draft.period.end.isoformat()
        )


def revision_is_named(draft: Draft) -> Iterator[Issue]:
    """V01: 初报 or 修订1, 修订2, …"""
    found = draft.header.found("revision") or ""
    if not _REVISION.fullmatch(header_key(folded(found))):
        yield error("V01", "revision", draft.header.where("revision"), found)
