"""The one seam between the figures and whatever stores them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from data.model import Period, Reference
from data.returns import Nature, StoredReturn, TownshipTotal


class Source(Protocol):
    """What the metrics need of a store. Everything is as known at ``as_of`` (received or changed at or before it)."""

    @property
    def reference(self) -> Reference:
        """The checked reference folder."""

    def nature(self) -> Nature | None:
        """The kind of data the store holds; None while it is empty."""

    def counting_returns(
        self, *, periods: Collection[Period], as_of: datetime
    ) -> Mapping[tuple[str, Period], StoredReturn]:
        """For each (org unit, period): the revision that counts — the latest one not returned for
        correction; where the latest was returned, the last accepted one, if any.
        """

    def reported_periods(self, *, as_of: datetime) -> Sequence[Period]:
        """Periods with at least one stored return, ascending."""

    def township_totals(self, *, sequences: Collection[int]) -> Sequence[TownshipTotal]:
        """The rollups of these returns, one a township, in no promised order."""

    def open_warnings(self, *, sequences: Collection[int]) -> int:
        """疑点 of these returns that nobody has explained yet."""
