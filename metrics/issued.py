"""A briefing that was issued, held against what is known now: which of its figures would read otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.model import Period
from data.returns import StoredReturn
from metrics.preview import Difference
from metrics.queries import scorecard
from metrics.results import Scorecard
from metrics.source import Source


@dataclass(frozen=True, slots=True)
class Since:
    """What has become of the figures of one unit and period between two moments.

    ``arrivals`` are the returns of that period that came in between; ``differences`` the rows that tell something else.
    """

    then: Scorecard
    now: Scorecard
    arrivals: tuple[StoredReturn, ...]
    differences: tuple[Difference, ...]

    @property
    def is_revised(self) -> bool:
        """Some figure, its reason or its verdict is another now."""
        return bool(self.differences)


def since(source: Source, *, org_unit: str, period: Period, plan_id: str, as_of: datetime, now: datetime) -> Since:
    """The unit's rows as known at ``as_of`` and at ``now``, by the definitions of the source."""
    then, known = (
        scorecard(source, period=period, as_of=moment, plan_id=plan_id, scope=org_unit) for moment in (as_of, now)
    )
    pairs = ((row, known.row(row.indicator, row.org_unit, row.zone)) for row in then.rows)
    found = (Difference(before, after) for before, after in pairs if after is not None)
    filed = source.returns(period=period, as_of=now)
    own = source.reference.units_of(org_unit) if org_unit != source.reference.city.code else None
    return Since(
        then,
        known,
        tuple(one for one in filed if one.received_at > as_of and (own is None or one.org_unit in own)),
        tuple(one for one in found if one.changes),
    )
