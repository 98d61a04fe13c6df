"""What the reader is looking at: everything that stands in the URL, and links that keep it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from data.model import Period

COVERAGE, COVERAGE_ONLY = "/coverage", ("org_unit", "township", "colour", "name", "inclusive", "page", "table")
NAMES = (
    *("period", "as_of", "plan", "zone", "indicator", "sort", "receipt", "explain"),
    *COVERAGE_ONLY,
    *("definitions", "lang"),
)


@dataclass(frozen=True, slots=True)
class ViewQuery:
    """The query string of a page; None = the default. ``as_of`` is kept as the reader wrote it.

    ``explain`` names a figure to tell of: indicator, org unit and zone (blank = the whole), apart by ``~``.
    ``definitions`` names the 口径版本 by which everything is shown, where it is not the one in force.
    ``colour`` is what the map of townships shows; ``name`` and ``inclusive`` what is looked for among institutions,
    ``page`` which page of them; ``table`` which data are laid open. Links to other pages leave them out.
    ``base`` is the prefix under which the dashboard is served, ``/`` or ``/tuoyu/``.
    """

    period: Period | None = None
    as_of: str | None = None
    plan: str | None = None
    zone: str | None = None
    indicator: str | None = None
    sort: str | None = None
    receipt: str | None = None
    explain: str | None = None
    org_unit: str | None = None
    township: str | None = None
    colour: str | None = None
    name: str | None = None
    inclusive: str | None = None
    page: str | None = None
    table: str | None = None
    definitions: str | None = None
    lang: str | None = None
    base: str = "/"

    def with_(self, **changes: str | Period | None) -> ViewQuery:
        """The same view with some values changed; None takes a value away."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def to_search(self) -> str:
        """``?period=2025-Q4&lang=en``, names in a fixed order; empty where everything is default."""
        given = {name: getattr(self, name) for name in NAMES}
        pairs = urlencode({name: str(value) for name, value in given.items() if value is not None})
        return f"?{pairs}" if pairs else ""

    def href(self, path: str, anchor: str = "", **changes: str | Period | None) -> str:
        """A link inside the dashboard that keeps this view: ``href("/districts/110114", zone=None)``."""
        kept = self.with_(**changes)
        if not path.startswith((COVERAGE, "/download/")):
            kept = kept.with_(**dict.fromkeys(COVERAGE_ONLY))
        place = self.base.rstrip("/") + path + kept.to_search()
        return f"{place}#{anchor}" if anchor else place

    @property
    def as_of_day(self) -> date | None:
        """The day of ``as_of``, for the date field."""
        return date.fromisoformat(self.as_of[:10]) if self.as_of else None
