"""Moments as people and programs write them. Standard library only."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

YEARS = range(1000, 3000)
"""Beyond them a calendar ends: no zone and no period before or after could be told of such a day."""


def moment_of(text: str, zone: str) -> datetime:
    """An ISO moment as INTERFACE reads it: no offset = the time of ``zone``, a bare date = its end. ValueError else."""
    try:
        moment = datetime.combine(date.fromisoformat(text), time.max)
    except ValueError:
        moment = datetime.fromisoformat(text)
    if moment.year not in YEARS:
        raise ValueError(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
