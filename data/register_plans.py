"""The promises of a reference folder and when they are told: plans, calendar, breaks."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from data.model import (
    Body,
    Commitment,
    CommitmentKind,
    Duty,
    Frequency,
    Period,
    Plan,
    SeriesBreak,
    Target,
    Task,
)
from data.register_cells import Document, Record, read_document, read_table, read_text

COMPARATORS = (">=", "=")


def read_plans(folder: Path, name: str, *, zones: Collection[str], frequency: Frequency) -> tuple[Plan, ...]:
    """Every plan of the file, in its order; the first is the default."""
    document = read_document(folder, name)
    bodies = _bodies(document)
    plans: dict[str, Plan] = {}
    for record, parts in _with_parts(document):
        plan = replace(_plan(record, parts, read_clauses(folder, record)), bodies=bodies)
        if plan.id in plans:
            raise record.refuse("duplicate", plan.id)
        if plan.deadline < plan.start:
            raise record.refuse("dates_reversed", plan.deadline)
        _check_frequency(record, plan.baseline, frequency)
        _check_targets(parts["target"], plan, zones)
        plans[plan.id] = plan
    if not plans:
        raise document.top.refuse("blank", "plan")
    return tuple(plans.values())


def _bodies(document: Document) -> tuple[Body, ...]:
    """The offices with their English names, each once; a file may name none."""
    found: dict[str, Body] = {}
    for record in document.tables("body"):
        one = Body(record.text("name"), record.text("name_en"))
        if one.name in found:
            raise record.refuse("duplicate", one.name)
        found[one.name] = one
    return tuple(found.values())


Parts = Mapping[str, tuple[Record, ...]]


def _with_parts(document: Document) -> Iterator[tuple[Record, Parts]]:
    """Each plan with its targets, commitments and tasks; their headers are numbered through the whole file."""
    seen = {"target": 0, "commitment": 0, "task": 0}
    for record in document.tables("plan"):
        parts = {
            key: tuple(document.numbered(f"plan.{key}", record.cells.get(key), start)) for key, start in seen.items()
        }
        seen = {key: start + len(parts[key]) for key, start in seen.items()}
        yield record, parts


def read_clauses(folder: Path, record: Record) -> str | None:
    """The text that the plan's clauses must be found in, folded; None where the plan names no copy."""
    name = record.text_or_blank("text")
    return folded(read_text(folder, name)) if name else None


def folded(text: str) -> str:
    """Full- and half-width marks made alike and spaces taken out, so that a quotation can be found in a copy."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _plan(record: Record, parts: Parts, text: str | None) -> Plan:
    for part in (*parts["target"], *parts["commitment"], *parts["task"]):
        if text is not None and folded(part.text("clause")) not in text:
            raise part.refuse("clause_not_in_text", part.text("clause"))
    commitments = tuple(map(_commitment, parts["commitment"]))
    return Plan(
        id=record.text("id"),
        name=record.text("name"),
        name_en=record.text("name_en"),
        document=record.text("document"),
        document_en=record.text_or_blank("document_en"),
        start=record.day("start"),
        deadline=record.day("deadline"),
        baseline=record.period("baseline"),
        targets=tuple(map(_target, parts["target"])),
        tasks=tuple(map(_task, parts["task"])),
        derived_counts=tuple(c.indicator for c in commitments if c.kind is CommitmentKind.DERIVED),
        commitments=commitments,
    )


def _target(record: Record) -> Target:
    return Target(
        indicator=record.text("indicator"),
        value=record.number("value"),
        comparator=record.choice("comparator", COMPARATORS),
        zone=record.text_or_blank("zone") or None,
        clause=record.text("clause"),
        tasks=record.words("tasks"),
        name=record.text("name"),
        name_en=record.text("name_en"),
    )


def _commitment(record: Record) -> Commitment:
    return Commitment(
        indicator=record.text("indicator"),
        kind=CommitmentKind(record.choice("kind", tuple(CommitmentKind))),
        clause=record.text("clause"),
        tasks=record.words("tasks"),
        name=record.text("name"),
        name_en=record.text("name_en"),
        short=record.text_or_blank("short"),
        short_en=record.text_or_blank("short_en"),
    )


def _task(record: Record) -> Task:
    return Task(
        code=record.text("code"),
        name=record.text("name"),
        clause=record.text("clause"),
        units_printed=record.words("units_printed"),
        units_now=tuple(
            Duty(duty.text("units"), duty.day_or_none("since"), duty.text("basis"), duty.text_or_blank("basis_en"))
            for duty in record.inside("units_now")
        ),
        indicators=record.words("indicators"),
        name_en=record.text("name_en"),
        code_en=record.text_or_blank("code_en"),
        short=record.text_or_blank("short"),
        short_en=record.text_or_blank("short_en"),
    )


def _check_targets(records: Sequence[Record], plan: Plan, zones: Collection[str]) -> None:
    """Zones and tasks known, no indicator promised twice for one scope, values above zero."""
    tasks = {task.code for task in plan.tasks}
    seen: set[tuple[str, str | None]] = set()
    for record, target in zip(records, plan.targets):
        if target.zone is not None and target.zone not in zones:
            raise record.refuse("unknown_zone", target.zone)
        if unknown := [task for task in target.tasks if task not in tasks]:
            raise record.refuse("unknown_task", unknown[0])
        if (target.indicator, target.zone) in seen:
            raise record.refuse("duplicate", target.indicator)
        if target.value <= 0:
            raise record.refuse("not_positive", target.indicator)
        seen.add((target.indicator, target.zone))


def _check_frequency(record: Record, period: Period, frequency: Frequency) -> None:
    if period.frequency is not frequency:
        raise record.refuse("wrong_frequency", period)


def read_calendar(folder: Path, name: str, frequency: Frequency) -> dict[Period, date]:
    """Due dates that differ from the rule, by period."""
    due_dates: dict[Period, date] = {}
    for record in read_table(folder, name, ("period", "due")):
        period, due = record.period("period"), record.day("due")
        _check_frequency(record, period, frequency)
        if period in due_dates:
            raise record.refuse("duplicate", period)
        if due <= period.end:
            raise record.refuse("dates_reversed", due)
        due_dates[period] = due
    return due_dates


def read_breaks(folder: Path, name: str) -> tuple[SeriesBreak, ...]:
    """Breaks of series, one for each indicator a row names, by date."""
    breaks = [
        SeriesBreak(record.day("date"), indicator, record.text("note"), record.text("note_en"))
        for record in read_table(folder, name, ("date", "indicator", "note", "note_en"))
        for indicator in record.text("indicator").split()
    ]
    return tuple(sorted(breaks, key=lambda found: (found.day, found.indicator)))
