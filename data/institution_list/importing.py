"""The use case: a list read by its mapping, beside what the unit has filed, and as a return. Stores nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

from data.forms import LEDGER
from data.institution_list.comparison import Comparison, Difference, compare
from data.institution_list.ledger import ledger_from
from data.institution_list.listing import Listing, read_listing
from data.institution_list.mapping import ListMapping
from data.issues import UsageError
from data.model import Period, Reference
from data.next_return import Earlier, next_return
from data.returns import LedgerRow, ReturnContent, StoredReturn
from data.template import carried_over
from data.template_sheets import guide


class Filed(Earlier, Protocol):
    """What the store knows of a unit; implemented by data.repository.Repository."""

    def earlier_ledger_return(self, *, org_unit: str, before: Period) -> StoredReturn | None: ...

    def content(self, sequence: int) -> ReturnContent: ...


@dataclass(frozen=True, slots=True)
class Imported:
    """One list beside the latest ledger of its unit up to its period; ``stored`` None = the unit has filed none."""

    listing: Listing
    stored: StoredReturn | None
    comparison: Comparison
    ledger: tuple[LedgerRow, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)

    def stored_cell(self, row: LedgerRow, key: str) -> str | None:
        """Where the stored return says it, as its clerk saw it."""
        column = self.columns.get(key)
        return f"{column}{row.row}" if column else None

    def difference_cell(self, difference: Difference) -> str | None:
        """The cell of the stored return that a difference is about."""
        return self.stored_cell(difference.row, difference.key)


class RegisterImport:
    """Lists for one unit and period."""

    def __init__(self, store: Filed, reference: Reference, *, org_unit: str, period: Period) -> None:
        if org_unit not in reference.unit_by_code:
            raise UsageError("line.no_such_unit", org_unit=org_unit)
        if org_unit == reference.city.code:
            raise UsageError("list.no_ledger", org_unit=org_unit)
        self._store, self._reference = store, reference
        self._unit, self._period = org_unit, period

    def read(self, name: str, content: bytes, mapping: ListMapping) -> Imported:
        """The list and how it differs; a list with errors is compared with nothing."""
        places = self._reference.townships_at(self._period.end, self._unit)
        listing = read_listing(name, content, mapping, places)
        if listing.refused:
            return Imported(listing, None, compare((), ()))
        stored = self._store.earlier_ledger_return(org_unit=self._unit, before=self._period.shift(1))
        if stored is None:
            return Imported(listing, None, compare(listing.lines, ()))
        filed = self._store.content(stored.sequence)
        columns = dict(filed.columns.get(LEDGER.name, {}))
        return Imported(listing, stored, compare(listing.lines, filed.ledger), filed.ledger, columns)

    def as_return(self, imported: Imported) -> ReturnContent:
        """The list as the unit's return of the period: a revision where the period has been filed, else the first."""
        content = next_return(self._store, self._reference, org_unit=self._unit, period=self._period)
        stored = imported.stored
        if stored is None or stored.period != self._period:
            return replace(content, ledger=ledger_from(imported.comparison, carried_over(imported.ledger)))
        header = {**content.header, "revision": f"修订{stored.revision}", "revision_note": guide()["list_note"]}
        return replace(content, header=header, ledger=ledger_from(imported.comparison, imported.ledger))
