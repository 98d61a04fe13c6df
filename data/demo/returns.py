"""The demonstration: every filer's return of every quarter, as the workbook that came in and when it did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import NamedTuple

from data import forms
from data.demo.calibration import Calibration, calibration
from data.demo.coordinates import Coordinates
from data.demo.evolution import Evolution
from data.demo.filing import Diary, Filing
from data.demo.institutions import Institution
from data.demo.ledger import LedgerWriter
from data.demo.papers import CENTRE_TASK, TEAM_TASK, TaskBook, centre_quarter, programmes, projects, workforce
from data.demo.resources import resources
from data.model import Reference
from data.returns import LedgerRow, Mode, Nature, Project, ReturnContent
from data.template import FIRST_EDITION, header_of, return_workbook

TWO_CLASSES = 40
FIRST_ROW = 2
"""Row 1 of a sheet holds the headers."""


@dataclass(frozen=True, slots=True)
class DemoReturn:
    """One workbook of the demonstration; ``accepted_at`` None = received and no more."""

    file_name: str
    content: bytes
    received_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True)
class FiledContent:
    """What one revision says, and when it came in."""

    content: ReturnContent
    filing: Filing

    @property
    def file_name(self) -> str:
        content = self.content
        return f"演示-{content.org_unit}-{content.period}-{content.header['revision']}.xlsx"


def demonstration(reference: Reference) -> Iterator[DemoReturn]:
    """All demonstration returns in the order in which they came in; the same bytes every time."""
    for filed in filed_contents(reference):
        workbook = return_workbook(filed.content, reference=reference)
        yield DemoReturn(filed.file_name, workbook, filed.filing.received_at, filed.filing.accepted_at)


def filed_contents(reference: Reference) -> list[FiledContent]:
    """What every demonstration return says, in the order in which they came in."""
    plan = calibration()
    writer = _ReturnWriter(reference, plan, _stream(plan, "papers"))
    filed = [one for quarter in plan.quarters for one in writer.contents(quarter)]
    return sorted(filed, key=lambda one: (one.filing.received_at, one.content.org_unit))


def number_of_returns(reference: Reference) -> int:
    """How many workbooks the demonstration has, without making them."""
    plan = calibration()
    filing = plan.raw["filing"]
    return (len(reference.units) + 1) * len(plan.quarters) + len(filing["revised"]) - len(filing["missing"])


def _stream(plan: Calibration, purpose: str) -> Random:
    """A stream of chance of its own for each purpose, so that a change in one leaves the others alone."""
    return Random(f"{plan.raw['seed']}-{purpose}")  # noqa: S311 - repeatable on purpose, nothing secret


class _ReturnWriter:
    """Puts the sheets of a return together; the institutions' lives are played through beforehand."""

    def __init__(self, reference: Reference, plan: Calibration, random: Random) -> None:
        self._reference, self._plan, self._random = reference, plan, random
        self._ledgers, self._institutions, self._held = _lives(reference, plan)
        self._diary = Diary(plan, reference.timezone, _stream(plan, "diary"))
        self._tasks = {unit.code: TaskBook(plan, forms.UNIT_TASKS, random) for unit in reference.units}
        self._tasks[reference.city.code] = TaskBook(plan, forms.CITY_TASKS, random)

    def contents(self, quarter: int) -> Iterator[FiledContent]:
        """The returns of one quarter, the city's first."""
        for unit in (self._reference.city, *self._reference.units):
            final = self._content(unit.code, quarter)
            for filing in self._diary.filings(unit.code, quarter):
                yield FiledContent(_edition(final, filing), filing)

    def _content(self, unit: str, quarter: int) -> ReturnContent:
        period = self._plan.period(quarter)
        is_city = unit == self._reference.city.code
        header = header_of(
            org_unit=unit, period=period, mode=Mode.LEDGER, nature=Nature.DEMO, reference=self._reference
        )
        return ReturnContent(
            org_unit=unit,
            period=period,
            mode=Mode.LEDGER,
            nature=Nature.DEMO,
            header={**header, "compiler": "演示"},
            ledger=self._ledgers.get((unit, quarter), ()),
            workforce=workforce(self._plan, "city" if is_city else "unit", self._random),
            tasks=self._tasks[unit].rows(quarter, {CENTRE_TASK: self._centre(unit), TEAM_TASK: self._team(unit)}),
            projects=self._projects(unit, quarter),
            programmes=programmes(self._plan, period.year) if is_city else (),
        )

    def _projects(self, unit: str, quarter: int) -> tuple[Project, ...]:
        """What is coming, and from a quarter on what is at hand where there is no inclusive service."""
        coming = projects(self._institutions.get(unit, []), quarter)
        if quarter < self._plan.quarter(self._plan.raw["events"]["resources_from"]):
            return coming
        return coming + resources(self._held.get(unit, ()), FIRST_ROW + len(coming))

    def _team(self, unit: str) -> int:
        """When T9a is done: for the city, once every unit has its team."""
        if unit != self._reference.city.code:
            return self._tasks[unit].team
        return max(self._tasks[one.code].team for one in self._reference.units)

    def _centre(self, unit: str) -> int | None:
        """When T4a is done: for the city, once every unit has its centre."""
        if unit != self._reference.city.code:
            return centre_quarter(self._institutions[unit])
        quarters = [centre_quarter(own) for own in self._institutions.values()]
        return None if None in quarters else max(quarter for quarter in quarters if quarter is not None)


class Lives(NamedTuple):
    """Every unit's ledger at the end of every quarter; its institutions, those still to come among them; and its
    townships that stay without inclusive service to the end.
    """

    ledgers: dict[tuple[str, int], tuple[LedgerRow, ...]]
    institutions: dict[str, list[Institution]]
    held: dict[str, list[str]]


def _lives(reference: Reference, plan: Calibration) -> Lives:
    """The city played through from its first quarter to the last that is looked ahead to."""
    evolution = Evolution(reference, plan, _stream(plan, "evolution"))
    writer = LedgerWriter(plan, _stream(plan, "ledger"), Coordinates(reference, plan.raw["seed"]))
    ledgers: dict[tuple[str, int], tuple[LedgerRow, ...]] = {}
    for quarter in range(len(plan.targets)):
        evolution.advance(quarter)
        if quarter in plan.quarters:
            own = _by_unit(reference, evolution.institutions)
            ledgers |= {(unit, quarter): writer.rows(those, quarter) for unit, those in own.items()}
    return Lives(ledgers, _by_unit(reference, evolution.institutions), evolution.world.places.held)


def _by_unit(reference: Reference, institutions: list[Institution]) -> dict[str, list[Institution]]:
    own: dict[str, list[Institution]] = {unit.code: [] for unit in reference.units}
    for one in institutions:
        own[one.unit].append(one)
    return own


def _edition(final: ReturnContent, filing: Filing) -> ReturnContent:
    """The revision that came in then: the first one is off by a few slots of one kindergarten."""
    revision = f"修订{filing.edition}" if filing.edition else FIRST_EDITION
    issued = filing.received_at.date().isoformat()
    header = {**final.header, "revision": revision, "revision_note": filing.note, "issued": issued}
    ledger = _mistaken(final.ledger, filing.slots) if filing.slots else final.ledger
    return replace(final, header=header, ledger=ledger)


def _mistaken(ledger: tuple[LedgerRow, ...], slots: int) -> tuple[LedgerRow, ...]:
    """The ledger with one running inclusive kindergarten's slots off by ``slots``."""
    at = next(
        place
        for place, row in enumerate(ledger)
        if row.inclusive_slots == row.slots == TWO_CLASSES and 0 < (row.children or 0) <= TWO_CLASSES - abs(slots)
    )
    wrong = replace(ledger[at], slots=TWO_CLASSES + slots, inclusive_slots=TWO_CLASSES + slots)
    return (*ledger[:at], wrong, *ledger[at + 1 :])
