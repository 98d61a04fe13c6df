"""任务进展: tasks this filer sees (V16)."""

from __future__ import annotations

from collections.abc import Iterator

from data.forms import CITY_TASKS, UNIT_TASKS
from data.issues import Issue
from data.validation.draft import Draft
from data.validation.findings import error
from data.validation.spelling import choice_key


def tasks_are_this_filers(draft: Draft) -> Iterator[Issue]:
    """V16: 事项代码 is one of the filer's tasks."""
    seen = CITY_TASKS if draft.is_city else UNIT_TASKS
    for entry in draft.rows("tasks"):
        if str(entry.values.get("task")) not in map(choice_key, seen):
            where, found = entry.where("task"), entry.found("task") or ""
            yield error("V16", "task", where, found, subject=entry.found("title") or "", choices="/".join(seen))
