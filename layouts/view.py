"""What the reader is looking at: everything that stands in the URL, and links that keep it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from data.model import Period
from metrics.results import Row, Trend

FACTORS = (50, 300)
"""The least and the most that building may cost, in % of the cost file."""
MOST_UNITS = 100_000
SCENARIO = ("targets", "by", "limits", "factor", "convert", "first", "coming")
"""What the planner of /gaps is asked, each left out where it has its default."""
BRIEFINGS = "/briefings"
COVERAGE = "/coverage"
OF_THE_MAP = ("township", "colour", "inclusive")
"""What is chosen on /coverage and nowhere else."""
TABLES = ("map", "targets", "chosen", "series", "plan", "running")
"""The charts whose data are sent only to who asks for them."""
OF_A_BRIEFING = ("kind", "format", "issued", "job")
"""What is chosen on /briefings and nowhere else."""
NAMES = (
    *("period", "as_of", "plan", "org_unit", "zone", "indicator", "sort", "state", "span", "show"),
    *("receipt", "explain", "definitions"),
    *SCENARIO,
    *OF_THE_MAP,
    "table",
    *("name", "page"),
    *OF_A_BRIEFING,
    "lang",
)


def opening(indicator: str, org_unit: str, zone: str | None = None, period: Period | None = None) -> str:
    """The address under which any page tells how a figure came about, of the period shown or of another one.

    It holds nothing else, so that it is the same for every page and period: the browser adds what stands in the page's
    own address when it is followed.
    """
    name = f"?explain={indicator}~{org_unit}~{zone or ''}"
    return name if period is None else f"{name}~{period}"


def opening_of(figure: Row | Trend, period: Period | None = None) -> str:
    """The same of a row at hand, or of a point of a series."""
    return opening(figure.indicator, figure.org_unit, figure.zone, period)


@dataclass(frozen=True, slots=True)
class ViewQuery:
    """The query string of a page; None = the default. ``as_of`` is kept as the reader wrote it.

    ``explain`` names a figure to tell of: indicator, org unit and zone (blank = the whole), apart by ``~``, and its
    period where that is not the one shown.
    ``definitions`` names the 口径版本 by which everything is shown, where it is not the one in force.
    ``org_unit`` keeps a page to one unit, ``state`` the tasks to one state; ``span`` says from where a waterfall runs
    (``plan`` = the baseline), ``show`` another face of the page (``agenda``). ``name`` and ``page`` search a long list
    by words in a name, and turn its pages. ``targets`` (``G1~G2``), ``by`` (a period), ``limits``
    (``build.S1.40~classes.K1.100``: units a quarter), ``factor``, ``convert`` (%), ``first`` and ``coming`` (``no``)
    are the scenario of the planner. ``township`` is the one shown in full, ``colour`` what the map of townships shows,
    ``inclusive`` which institutions are looked for; ``table`` is the chart whose data are laid open.
    ``kind`` and ``format`` are those of a briefing, ``issued`` the sequence of one that was issued, ``job`` what is
    being made in the background. ``base`` is the prefix under which the dashboard is served, ``/`` or ``/tuoyu/``.
    """

    period: Period | None = None
    as_of: str | None = None
    plan: str | None = None
    zone: str | None = None
    indicator: str | None = None
    sort: str | None = None
    receipt: str | None = None
    explain: str | None = None
    definitions: str | None = None
    name: str | None = None
    page: int | None = None
    org_unit: str | None = None
    state: str | None = None
    span: str | None = None
    show: str | None = None
    targets: str | None = None
    by: str | None = None
    limits: str | None = None
    factor: str | None = None
    convert: str | None = None
    first: str | None = None
    coming: str | None = None
    township: str | None = None
    colour: str | None = None
    inclusive: str | None = None
    table: str | None = None
    kind: str | None = None
    format: str | None = None
    issued: int | None = None
    job: str | None = None
    lang: str | None = None
    base: str = "/"

    def with_(self, **changes: str | int | Period | None) -> ViewQuery:
        """The same view with some values changed; None takes a value away."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def to_search(self) -> str:
        """``?period=2025-Q4&lang=en``, names in a fixed order; empty where everything is default."""
        given = {name: getattr(self, name) for name in NAMES}
        pairs = urlencode({name: str(value) for name, value in given.items() if value is not None})
        return f"?{pairs}" if pairs else ""

    def href(self, path: str, anchor: str = "", **changes: str | int | Period | None) -> str:
        """A link inside the dashboard that keeps this view: ``href("/districts/110114", zone=None)``."""
        place = self.base.rstrip("/") + path + self.with_(**changes).to_search()
        return f"{place}#{anchor}" if anchor else place

    def without_scenario(self) -> ViewQuery:
        """The same view with the planner at its defaults."""
        return self.with_(**dict.fromkeys(SCENARIO))

    @property
    def as_of_day(self) -> date | None:
        """The day of ``as_of``, for the date field."""
        return date.fromisoformat(self.as_of[:10]) if self.as_of else None
