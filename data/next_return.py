"""The return before the clerk touches it: what the unit filed last, carried into the period asked for."""

from __future__ import annotations

from typing import Protocol

from data.issues import UsageError
from data.model import Period, Reference
from data.returns import LedgerRow, Mode, Nature, Programme, Project, ReturnContent, TaskState
from data.template import prefilled


class Earlier(Protocol):
    """What the store knows of a unit before a period; implemented by data.repository.Repository."""

    def nature(self) -> Nature | None: ...

    def earlier_ledger(self, *, org_unit: str, before: Period) -> tuple[LedgerRow, ...]: ...

    def earlier_tasks(self, *, org_unit: str, before: Period) -> tuple[TaskState, ...]: ...

    def earlier_projects(self, *, org_unit: str, before: Period) -> tuple[Project, ...]: ...

    def earlier_programmes(self, *, org_unit: str, before: Period) -> tuple[Programme, ...]: ...


def next_return(
    store: Earlier, reference: Reference, *, org_unit: str, period: Period, mode: Mode = Mode.LEDGER
) -> ReturnContent:
    """The prefilled return of a unit for a period; UsageError for a unit that nobody knows."""
    if org_unit not in reference.unit_by_code:
        raise UsageError("line.no_such_unit", org_unit=org_unit)
    return prefilled(
        org_unit=org_unit,
        period=period,
        mode=mode,
        nature=store.nature() or Nature.OFFICIAL,
        reference=reference,
        ledger=store.earlier_ledger(org_unit=org_unit, before=period),
        tasks=store.earlier_tasks(org_unit=org_unit, before=period),
        projects=store.earlier_projects(org_unit=org_unit, before=period),
        programmes=store.earlier_programmes(org_unit=org_unit, before=period),
    )
