"""The demonstration added up by hand, from what the returns say and from nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from data.demo import filed_contents
from data.demo.returns import FiledContent
from data.forms import KINDERGARTEN_TYPE
from data.model import Channel, Period, Reference
from data.returns import CHANNEL_OF_TYPE, LedgerRow, ReturnContent

FIRST, LAST = Period.parse("2022-Q4"), Period.parse("2026-Q3")


class DemoHistory:
    """Every filed return, and what a period shows: the last revision, or last period's where none came."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.filed: list[FiledContent] = filed_contents(reference)
        self.latest: dict[tuple[str, str], ReturnContent] = {}
        for one in self.filed:
            self.latest[one.content.org_unit, str(one.content.period)] = one.content
        self.periods = list(FIRST.through(LAST))
        self.units = [unit.code for unit in reference.units]

    def content(self, unit: str, period: str) -> ReturnContent | None:
        return self.latest.get((unit, period))

    def shown(self, unit: str, period: str) -> ReturnContent:
        previous = str(Period.parse(period).previous)
        return self.latest.get((unit, period)) or self.latest[unit, previous]

    def open_rows(self, unit: str, period: str) -> list[LedgerRow]:
        """Institutions in operation at the end of the period for which this was filed."""
        content = self.shown(unit, period)
        return [row for row in content.ledger if row.in_operation(content.period.end)]

    def city_rows(self, period: str) -> list[LedgerRow]:
        return [row for unit in self.units for row in self.open_rows(unit, period)]

    def pairs(self, quarters: int = 1) -> Iterator[tuple[ReturnContent, ReturnContent]]:
        """(earlier, later) returns of one unit, so many quarters apart."""
        for (unit, period), later in self.latest.items():
            earlier = self.content(unit, str(Period.parse(period).shift(-quarters)))
            if earlier is not None and later.ledger:
                yield earlier, later

    @staticmethod
    def numbered(content: ReturnContent) -> ReturnContent:
        """The return with the numbers that the system gives to its new institutions."""
        number = len(f"{content.org_unit}-0001")
        return replace(content, ledger=tuple(replace(row, number=row.name[-number:]) for row in content.ledger))

    def gross_new(self, until: str) -> dict[Channel, int]:
        """New inclusive slots since 2022-Q4 by channel: highest mark of each institution less its baseline."""
        marks: dict[str, tuple[int, str]] = {}
        baseline = {row.name: row.inclusive_slots or 0 for row in self.city_rows(str(FIRST))}
        for period in FIRST.through(Period.parse(until)):
            for row in self.city_rows(str(period)):
                if (row.inclusive_slots or 0) > marks.get(row.name, (0, ""))[0]:
                    marks[row.name] = row.inclusive_slots or 0, row.type or ""
        new: dict[Channel, int] = defaultdict(int)
        for name, (mark, kind) in marks.items():
            new[CHANNEL_OF_TYPE[kind]] += max(0, mark - baseline.get(name, 0))
        return new


def slots(rows: list[LedgerRow]) -> int:
    return sum(row.slots or 0 for row in rows)


def inclusive(rows: list[LedgerRow]) -> int:
    return sum(row.inclusive_slots or 0 for row in rows)


def kindergartens(rows: list[LedgerRow]) -> list[LedgerRow]:
    return [row for row in rows if row.type == KINDERGARTEN_TYPE]


def covered(rows: list[LedgerRow]) -> set[str]:
    return {row.township for row in rows if row.inclusive_slots}
