"""What the register and the calendar say of a return as it comes in (V29, V30)."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from data.issues import Issue
from data.model import Population
from data.returns import Nature
from data.validation.draft import Draft
from data.validation.findings import info, warning


def population_is_known(draft: Draft) -> Iterator[Issue]:
    """V29: per 1,000 needs residents. 疑点 where none are known, 提示 where the register says so.

    The 提示 is for 正式 returns: nobody can act on it in a demonstration.
    """
    if draft.unit is None or draft.day is None or any(_is_known(draft, one) for one in draft.reference.populations):
        return
    facts = {"unit": draft.unit.name, "day": draft.day.isoformat()}
    if draft.unit.population_published:
        yield warning("V29", "missing", draft.header.where("org_unit"), draft.unit.code, **facts)
    elif draft.nature is not Nature.DEMO:
        yield info("V29", "none_published", draft.header.where("org_unit"), draft.unit.code, **facts)


def _is_known(draft: Draft, population: Population) -> bool:
    """A value of this unit that is dated by the period's end and had been published when the return came."""
    assert draft.unit
    assert draft.day
    published = population.source_date is None or population.source_date <= draft.received_on
    return population.area == draft.unit.code and population.ref_date <= draft.day and published


def return_is_on_time(draft: Draft) -> Iterator[Issue]:
    """V30: the first revision of the period came before the due moment."""
    if draft.period is None:
        return
    came = draft.context.past.first_received_at or draft.context.received_at
    if came >= draft.reference.due_moment(draft.period):
        day = came.astimezone(ZoneInfo(draft.reference.timezone)).date().isoformat()
        due = draft.reference.definitions.due_date(draft.period).isoformat()
        yield info("V30", "late", draft.header.where("period"), draft.header.found("period"), day=day, due=due)
