"""The waterfall over the whole demonstration: every unit, every quarter, every channel, to the last slot."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

from data.dossier import ChangeKind
from data.repository import Repository
from metrics.changes import NOTHING, Stock, changes
from metrics.waterfall import Waterfall, sum_of, waterfall

LATER = datetime(2027, 1, 1, tzinfo=UTC)


def ways_of(repository: Repository) -> list[tuple[int, Waterfall]]:
    """(sequence of the later return, the way to it) for every two neighbouring ledgers of every unit."""
    periods = repository.reported_periods(as_of=LATER)
    counting = repository.counting_returns(periods=periods, as_of=LATER)
    found = []
    for unit in repository.reference.units:
        own = [counting[unit.code, period] for period in periods if (unit.code, period) in counting]
        for was, now in pairwise(own):
            ledgers = repository.ledger(was.sequence), was.period.end, repository.ledger(now.sequence), now.period.end
            found.append((now.sequence, waterfall(*ledgers)))
    return found


def test_the_demonstration_reconciles_everywhere_and_agrees_with_the_rollup(demo_repository: Repository) -> None:
    ways = ways_of(demo_repository)
    assert len(ways) > 200
    kinds = set()
    for sequence, way in ways:
        for channel in way.channels:
            steps = sum_of(way.step(kind, channel) for kind in ChangeKind)
            assert way.opening.get(channel, NOTHING).plus(steps) == way.closing.get(channel, NOTHING)
        totals = demo_repository.township_totals(sequences=[sequence])
        assert way.closed == sum_of(Stock(total.slots, total.inclusive_slots) for total in totals)
        assert (way.vanished, way.unknown) == (0, 0)
        kinds |= {kind for kind, _ in way.steps}
    assert kinds == set(ChangeKind)


def test_each_change_of_the_demonstration_is_one_the_clerk_can_confirm(demo_repository: Repository) -> None:
    last = [one for one in demo_repository.returns() if one.org_unit == "110114"][-1]
    earlier = demo_repository.earlier_ledger_return(org_unit="110114", before=last.period)
    assert earlier is not None
    assert earlier.period == last.period.previous
    now = demo_repository.ledger(last.sequence)
    found = changes(demo_repository.ledger(earlier.sequence), earlier.period.end, now, last.period.end)
    assert found
    assert len({(one.number, one.kind) for one in found}) == len(found)
