"""What was known when: random histories of returns, asked at random moments, against a naive replay."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from data.model import Period
from data.repository import Repository
from data.returns import State
from data.review import MAY_FOLLOW
from tests.store_samples import PERIOD, START, UNIT, arrival, institution, ledger_return, stored

Filing = tuple[str, Period]
HISTORIES = 200
MOMENTS = 50
UNITS = ("110101", "110102", "110105", "110106", "110114")


@dataclass(frozen=True)
class Event:
    """Something that happened to a filing: a revision came in, or got a state."""

    at: datetime
    revision: int
    state: State


def test_a_return_counts_from_the_moment_it_is_received(repository: Repository) -> None:
    kept = stored(repository, ledger_return(institution()))
    before, at = kept.received_at - timedelta(microseconds=1), kept.received_at
    assert repository.counting_returns(periods=[PERIOD], as_of=before) == {}
    assert repository.counting_returns(periods=[PERIOD], as_of=at) == {(UNIT, PERIOD): kept}


def test_a_late_return_does_not_change_an_earlier_as_of(repository: Repository) -> None:
    first = stored(repository, ledger_return(institution(1)))
    stored(repository, ledger_return(institution(2)), days=10)
    assert repository.counting_returns(periods=[PERIOD], as_of=START + timedelta(days=9)) == {(UNIT, PERIOD): first}


def test_a_revision_remembers_when_its_period_was_first_filed(repository: Repository) -> None:
    stored(repository, ledger_return(institution(1)))
    stored(repository, ledger_return(institution(2)), days=10)
    first, second = repository.returns()
    assert (first.first_received_at, second.first_received_at) == (None, START)


def test_a_returned_revision_gives_way_to_the_one_last_accepted(repository: Repository) -> None:
    first = stored(repository, ledger_return(institution(1)))
    _set(repository, first.sequence, State.ACCEPTED, 1)
    _set(repository, first.sequence, State.UNLOCKED, 2)
    second = stored(repository, ledger_return(institution(2)), days=3)
    _set(repository, second.sequence, State.RETURNED, 4)
    counting = [
        repository.counting_returns(periods=[PERIOD], as_of=START + timedelta(days=day))[UNIT, PERIOD]
        for day in (0, 1, 2, 3, 4)
    ]
    states = [(one.revision, one.state) for one in counting]
    unlocked = (1, State.UNLOCKED)
    assert states == [(1, State.RECEIVED), (1, State.ACCEPTED), unlocked, (2, State.RECEIVED), unlocked]


def test_a_returned_first_revision_leaves_nothing_that_counts(repository: Repository) -> None:
    first = stored(repository, ledger_return(institution(1)))
    _set(repository, first.sequence, State.RETURNED, 1)
    assert repository.counting_returns(periods=[PERIOD], as_of=START + timedelta(days=2)) == {}


def test_periods_are_reported_in_order_once_something_came_in(repository: Repository) -> None:
    stored(repository, ledger_return(institution(), period=PERIOD), days=0)
    stored(repository, ledger_return(institution(), period=PERIOD.previous), days=5)
    assert repository.reported_periods(as_of=START + timedelta(days=1)) == [PERIOD]
    assert repository.reported_periods(as_of=START + timedelta(days=5)) == [PERIOD.previous, PERIOD]


def test_ten_thousand_questions_are_answered_as_a_naive_replay_would(repository: Repository) -> None:
    random = Random(20260101)
    filings = [(unit, PERIOD.shift(-step)) for unit in UNITS for step in range(HISTORIES // len(UNITS))]
    happened = _live_through(repository, filings, random)
    periods = sorted({period for _, period in filings})
    questions = 0
    for _ in range(MOMENTS):
        as_of = START + timedelta(hours=random.randint(-5, 800))
        counting = repository.counting_returns(periods=periods, as_of=as_of)
        for filing in filings:
            found = counting.get(filing)
            answer = None if found is None else (found.revision, found.state)
            assert answer == _replay(happened[filing], as_of)
            questions += 1
    assert questions == HISTORIES * MOMENTS


def _live_through(repository: Repository, filings: list[Filing], random: Random) -> dict[Filing, list[Event]]:
    """Two thousand steps: now a revision comes in, now a state is set; often several at one moment."""
    happened: dict[Filing, list[Event]] = defaultdict(list)
    sequences: dict[tuple[Filing, int], int] = {}
    with repository.writing() as transaction:
        for step in range(HISTORIES * 8):
            filing, at = random.choice(filings), START + timedelta(hours=step // 2)
            events = happened[filing]
            if not events or random.random() < 0.3:
                revision = max((event.revision for event in events), default=0) + 1
                content = ledger_return(institution(step), unit=filing[0], period=filing[1])
                kept = transaction.store_return(arrival(content, days=step // 2 / 24), revision)
                sequences[filing, revision] = kept.sequence
                events.append(Event(at, revision, State.RECEIVED))
            elif (state := _next_state(events[-1], random)) is not None:
                revision = events[-1].revision
                transaction.append_state(sequences[filing, revision], state, at=at, actor="乙", reason=None)
                events.append(Event(at, revision, state))
    return happened


def _next_state(last: Event, random: Random) -> State | None:
    possible = [state for state, before in MAY_FOLLOW.items() if last.state in before]
    return random.choice(possible) if possible else None


def _replay(events: list[Event], as_of: datetime) -> tuple[int, State] | None:
    """The rule of the states, told again step by step."""
    states: dict[int, State] = {}
    accepted: list[int] = []
    for event in events:
        if event.at <= as_of:
            states[event.revision] = event.state
            accepted += [event.revision] if event.state is State.ACCEPTED else []
    if not states:
        return None
    counts = max(states)
    if states[counts] is State.RETURNED:
        if not accepted:
            return None
        counts = max(accepted)
    return counts, states[counts]


def _set(repository: Repository, sequence: int, state: State, day: int) -> None:
    with repository.writing() as transaction:
        at = START + timedelta(days=day)
        transaction.append_state(sequence, state, at=at, actor="乙", reason="核对")
