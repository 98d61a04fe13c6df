"""A period that has not begun: nobody can have filed for it, so it is refused with the periods that there are."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from data.issues import DashboardError
from data.model import Period
from metrics.queries import periods
from metrics.source import Source


class NotBegun(DashboardError):
    """A period of which nothing can be known yet; facts: value, first, last (those that somebody filed for)."""


def begun(period: Period, source: Source, now: datetime) -> Period:
    """``period``, where its first day has come by the city's clock; else NotBegun."""
    if period.start <= now.astimezone(ZoneInfo(source.reference.timezone)).date():
        return period
    known = periods(source, as_of=now)
    if not known:
        raise NotBegun("query.not_begun_yet", value=period)
    raise NotBegun("query.not_begun", value=period, first=known[0], last=known[-1])
