"""What every way in over HTTP is handed: the source, the settings, the clock; and the view read from a URL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from callbacks.desk import Desk, NotHere
from callbacks.periods import begun
from callbacks.query import view_query
from data.issues import DashboardError
from data.model import Period, Plan, Reference
from data.moments import moment_of
from data.people import Actor
from data.scope import EVERYTHING, Scope
from data.settings import Settings
from layouts.own_words import words_for
from layouts.text import LANGUAGES, Text
from layouts.view import ViewQuery
from metrics import queries
from metrics.country import default_period, is_large
from metrics.filings import open_period
from metrics.front import Front, front
from metrics.results import Overview
from metrics.source import Source
from metrics.versions import under_version


class NothingReported(DashboardError):
    """The store knows no return at this as-of; ``asked_back``: at a moment that somebody chose."""

    def __init__(self, *, asked_back: bool = False) -> None:
        super().__init__("refusal.not_yet" if asked_back else "refusal.empty")


SOMEBODY_HERE = Actor(is_here=True, scope=EVERYTHING)


@dataclass(frozen=True, slots=True)
class Site:
    """One dashboard over one source; ``clock`` answers in any zone. ``desk`` None = it shows and takes nothing in.

    ``reader`` is who asks, and ``scoped`` gives source and desk as a narrower scope may ask them.
    """

    source: Source
    settings: Settings
    clock: Callable[[], datetime]
    desk: Desk | None = None
    reader: Actor = SOMEBODY_HERE
    scoped: Callable[[Scope], tuple[Source, Desk | None]] | None = None

    def read_by(self, reader: Actor) -> Site:
        """The same dashboard, as ``reader`` may see it."""
        if reader.scope.is_everything or self.scoped is None:
            return replace(self, reader=reader)
        source, desk = self.scoped(reader.scope)
        return replace(self, source=source, desk=desk, reader=reader)

    @property
    def reference(self) -> Reference:
        return self.source.reference

    @property
    def zone(self) -> ZoneInfo:
        """The city's clock."""
        return ZoneInfo(self.settings.timezone)

    def place(self, path: str) -> str:
        """A path without the prefix that this dashboard is served under; one that has none stays as it is."""
        base = self.settings.url_prefix.rstrip("/")
        return "/" + (path.removeprefix(base) if path == base or path.startswith(f"{base}/") else path).lstrip("/")

    def view(self, search: str) -> ViewQuery:
        """The view a query string asks for; UsageError where a value is wrong, NotBegun for a period to come."""
        view = view_query(search, self.reference, self.settings.url_prefix)
        if view.period is not None:
            begun(view.period, self.source, self.clock())
        return view

    def under(self, view: ViewQuery) -> Site:
        """The same dashboard by the definitions that the view asks for."""
        return self if view.definitions is None else replace(self, source=under_version(self.source, view.definitions))

    def text(self, view: ViewQuery) -> Text:
        """The words of the view's language."""
        return self.words(view.lang)

    def words(self, lang: str | None) -> Text:
        """The words of a language, of the house where it is none of ours, with the names of this city."""
        return words_for(lang if lang in LANGUAGES else self.settings.lang, self.reference)

    def as_of(self, view: ViewQuery) -> datetime:
        """The moment whose knowledge is shown, by the city's clock: as asked for, else now."""
        moment = moment_of(view.as_of, self.settings.timezone) if view.as_of else self.clock()
        return moment.astimezone(self.zone)

    def plan(self, view: ViewQuery) -> Plan:
        """The plan against which targets are assessed."""
        return self.reference.plan(view.plan or self.settings.plan)

    def period(self, view: ViewQuery) -> Period:
        """The period asked for, else the default one; NothingReported on an empty store."""
        period = view.period or self.default_period(self.as_of(view))
        if period is None:
            raise NothingReported(asked_back=view.as_of is not None)
        return period

    def default_period(self, as_of: datetime) -> Period | None:
        """The period shown where none is asked for; None where nothing is reported."""
        if is_large(self.reference):
            return default_period(self.source, as_of)
        return queries.default_period(self.source, as_of=as_of)

    def open_desk(self) -> Desk:
        """The desk that takes returns in; NotHere where this dashboard has none."""
        if self.desk is None:
            raise NotHere("returns.no_desk")
        return self.desk

    def filing_period(self, view: ViewQuery) -> Period:
        """The period asked for, else the one being filed."""
        return view.period or open_period(self.reference, self.as_of(view))

    def overview(self, view: ViewQuery) -> Overview:
        """Everything the first page and the city briefing show."""
        return queries.overview(
            self.source, period=self.period(view), as_of=self.as_of(view), plan_id=self.plan(view).id
        )

    def front(self, view: ViewQuery) -> Front:
        """Everything the first page shows."""
        return front(self.source, period=self.period(view), as_of=self.as_of(view), plan_id=self.plan(view).id)
