"""Words of the reference folder in the language of the text: offices, sources, documents, codes of tasks.

Where the folder has no English for one, its own words are shown: better a name in Chinese than none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from data.model import Commitment, Duty, Plan, Reference, Task
from layouts.text import Text


class Sourced(Protocol):
    """Whatever says where it comes from."""

    @property
    def source(self) -> str:
        """In the language of the folder."""

    @property
    def source_en(self) -> str:
        """In English; blank where the folder has none."""


def source_of(one: Sourced, text: Text) -> str:
    """Where a figure comes from."""
    return _own(one.source, one.source_en, text)


def document_of(plan: Plan, text: Text) -> str:
    """The number of the document that holds a plan; blank where it has none."""
    return _own(plan.document, plan.document_en, text)


def basis_of(duty: Duty, text: Text) -> str:
    """By which document somebody is responsible."""
    return _own(duty.basis, duty.basis_en, text)


def _own(words: str, words_en: str, text: Text) -> str:
    return words if text.lang == "zh" else words_en or words


def units_described(reference: Reference, text: Text) -> str:
    """What the reporting units are, for brackets; blank where the folder does not say."""
    return reference.units_described if text.lang == "zh" else reference.units_described_en


def bodies(names: Iterable[str], plan: Plan, text: Text) -> list[str]:
    """Offices, each by its name in the language of the text."""
    english = {} if text.lang == "zh" else {one.name: one.name_en for one in plan.bodies}
    return [english.get(name, name) for name in names]


def body_words(names: Iterable[str], plan: Plan, text: Text) -> str:
    """Offices one after the other, in their order."""
    return text("format.comma").join(bodies(names, plan, text))


def task_code(row: Task | Commitment, text: Text) -> str:
    """The code of a task, or of a derived count: 保1, SG1, T4a."""
    if isinstance(row, Commitment):
        return row.indicator
    return _own(row.code, row.code_en, text)


def task_codes(codes: Iterable[str], plan: Plan, text: Text) -> str:
    """Codes of tasks one after the other."""
    found = {task.code: task_code(task, text) for task in plan.tasks}
    return text("format.comma").join(found.get(code, code) for code in codes)


def responsible(plan: Plan, tasks: Collection[str], day: date) -> tuple[str, ...]:
    """Offices behind tasks as they stand at ``day``, in printed order, each once."""
    named: dict[str, None] = {}
    for task in plan.tasks:
        if task.code in tasks:
            duty = task.duty_at(day)
            named.update(dict.fromkeys(duty.bodies if duty else task.units_printed))
    return tuple(named)
