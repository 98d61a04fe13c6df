"""What a return would change, shown before it is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from data.dossier import Candidate
from data.model import Township
from metrics.overlay import Overlay
from metrics.queries import ALL, scorecard, township_results
from metrics.results import Coverage, Row, Scorecard, TownshipResult
from metrics.source import Source


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator of one area with and without the return."""

    before: Row
    after: Row

    @property
    def changes(self) -> bool:
        """Something that is shown of it would be another: the value, or why there is none, or the light."""
        kept = ("numerator", "denominator", "value", "no_value", "status")
        return any(getattr(self.before, name) != getattr(self.after, name) for name in kept)


@dataclass(frozen=True, slots=True)
class Preview:
    """The rows of the city and of the filing unit, and the townships whose coverage would come or go.

    ``after`` counts against what stands now, an earlier revision or a carried period among it.
    """

    before: Scorecard
    after: Scorecard
    gained: tuple[Township, ...]
    lost: tuple[Township, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Each row before and after, in the order of the scorecard."""
        return tuple(Difference(before, after) for before, after in zip(self.before.rows, self.after.rows))


def preview(source: Source, candidate: Candidate, *, as_of: datetime, plan_id: str | None = None) -> Preview:
    """The period's figures as they stand, and as they would stand with ``candidate`` stored.

    The city's own return has no townships, so of it only the rows are compared.
    """
    overlay = Overlay(source, candidate)
    gained, lost = _coverage_changes(source, overlay, candidate, as_of)
    return Preview(
        before=_card(source, candidate, as_of, plan_id),
        after=_card(overlay, candidate, as_of, plan_id),
        gained=gained,
        lost=lost,
    )


def _card(source: Source, candidate: Candidate, as_of: datetime, plan_id: str | None) -> Scorecard:
    card = scorecard(source, period=candidate.stored.period, as_of=as_of, plan_id=plan_id, scope=ALL)
    shown = {source.reference.city.code, candidate.stored.org_unit}
    return replace(card, rows=tuple(row for row in card.rows if row.org_unit in shown))


def _coverage_changes(
    source: Source, overlay: Source, candidate: Candidate, as_of: datetime
) -> tuple[tuple[Township, ...], tuple[Township, ...]]:
    """Townships that would gain, and that would lose, their coverage."""
    before, after = (
        township_results(one, org_unit=candidate.stored.org_unit, period=candidate.stored.period, as_of=as_of)
        for one in (source, overlay)
    )
    gained = tuple(now.township for then, now in zip(before, after) if _gains(then, now))
    lost = tuple(now.township for then, now in zip(before, after) if _loses(then, now))
    return gained, lost


def _gains(then: TownshipResult, now: TownshipResult) -> bool:
    """Against what stands; where nothing does yet, against last period."""
    if then.coverage is Coverage.UNKNOWN:
        return now.gained
    return then.coverage is Coverage.UNCOVERED and now.coverage.is_covered


def _loses(then: TownshipResult, now: TownshipResult) -> bool:
    if then.coverage is Coverage.UNKNOWN:
        return now.lost
    return then.coverage.is_covered and now.coverage is Coverage.UNCOVERED
