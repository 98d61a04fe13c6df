"""What had been said of a return at a moment: random lives, asked at random moments, against a naive replay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import pytest

from data.dossier import ChangeKind
from data.issues import Issue, Severity
from data.model import Period
from data.repository import Repository
from data.returns import State
from data.review import MAY_FOLLOW
from tests.store_samples import PERIOD, START, arrival, institution, ledger_return

UNITS = ("110101", "110102", "110105", "110106", "110114")
KINDS = (ChangeKind.NEW, ChangeKind.CLOSED)
ISSUES = tuple(Issue("V06", Severity.WARNING, "name", facts={"number": number}) for number in range(3))
STEPS = 10


@dataclass(frozen=True)
class Said:
    """Something added to a return: ``what`` names it, ``value`` is what an answer must say of it."""

    at: datetime
    sequence: int
    what: tuple[str, ...]
    value: str


@pytest.mark.parametrize(
    ("returns", "moments"),
    [(40, 25), pytest.param(200, 50, marks=pytest.mark.soak)],
    ids=["a-thousand-questions", "ten-thousand-questions"],
)
def test_what_was_said_is_answered_as_a_naive_replay_would(repository: Repository, returns: int, moments: int) -> None:
    random = Random(20261123)
    said = _live_through(repository, returns, random)
    sequences = sorted({one.sequence for one in said})
    assert len(sequences) == returns
    for _ in range(moments):
        as_of = START + timedelta(hours=random.randint(0, returns * STEPS // 2 + 10))
        for sequence in sequences:
            own = [one for one in said if one.sequence == sequence and one.at <= as_of]
            assert _answers(repository, sequence, as_of) == {one.what: one.value for one in own}
        assert _open(repository, sequences, as_of) == _open_in_replay(said, as_of)


def _live_through(repository: Repository, returns: int, random: Random) -> list[Said]:
    """So many returns; after each step on any of them half an hour has passed."""
    said: list[Said] = []
    sequences: list[int] = []
    with repository.writing() as transaction:
        for number in range(returns):
            unit, period = UNITS[number % len(UNITS)], PERIOD.shift(-(number // len(UNITS)))
            kept = transaction.store_return(arrival(_content(unit, period, number), issues=ISSUES), 1)
            sequences.append(kept.sequence)
            said.append(Said(START, kept.sequence, ("state", "1"), State.RECEIVED.value))
        for step in range(returns * STEPS):
            at = START + timedelta(hours=1 + step // 2)
            said += _say(transaction, random.choice(sequences), at, step, said, random)
    return said


def _content(unit: str, period: Period, number: int):
    return ledger_return(institution(number + 1), unit=unit, period=period)


def _say(transaction, sequence: int, at: datetime, step: int, said: list[Said], random: Random) -> list[Said]:
    """One word more on a return, and what it must answer from then on."""
    match random.choice(("explain", "confirm", "attach", "decide")):
        case "explain":
            issue = random.randint(1, len(ISSUES))
            transaction.append_explanation(sequence, issue, f"t{step}", at=at, actor="甲")
            return [Said(at, sequence, ("explanation", str(issue)), f"t{step}")]
        case "confirm":
            kind = random.choice(KINDS)
            transaction.append_confirmation(sequence, "110114-0001", kind, f"d{step}", at=at, actor="甲")
            return [Said(at, sequence, ("confirmation", kind.value), f"d{step}")]
        case "attach":
            number = transaction.append_attachment(sequence, f"{step}.pdf", b"%PDF-", at=at, actor="甲")
            return [Said(at, sequence, ("attachment", str(number)), f"{step}.pdf")]
        case _:
            return _decide(transaction, sequence, at, said, random)


def _decide(transaction, sequence: int, at: datetime, said: list[Said], random: Random) -> list[Said]:
    states = [one for one in said if one.sequence == sequence and one.what[0] == "state"]
    possible = [state for state, before in MAY_FOLLOW.items() if State(states[-1].value) in before]
    if not possible:
        return []
    state = random.choice(possible)
    transaction.append_state(sequence, state, at=at, actor="乙", reason=None)
    return [Said(at, sequence, ("state", str(len(states) + 1)), state.value)]


def _answers(repository: Repository, sequence: int, as_of: datetime) -> dict[tuple[str, ...], str]:
    """All that the store says of a return at a moment."""
    issues = repository.issues(sequence, as_of=as_of)
    states = repository.states(sequence, as_of=as_of)
    confirmed = repository.confirmations(sequence, as_of=as_of)
    attached = repository.attachments(sequence, as_of=as_of)
    return {
        **{("explanation", str(one.number)): one.explanation.text for one in issues if one.explanation},
        **{("state", str(number)): one.state.value for number, one in enumerate(states, 1)},
        **{("confirmation", kind.value): one.document for (_, kind), one in confirmed.items()},
        **{("attachment", str(one.number)): one.name for one in attached},
    }


def _open(repository: Repository, sequences: list[int], as_of: datetime) -> int:
    counted = repository.open_warnings(sequences=sequences, as_of=as_of)
    listed = repository.warnings(sequences=sequences, as_of=as_of)
    assert counted == sum(one.explanation is None for issues in listed.values() for one in issues)
    return counted


def _open_in_replay(said: list[Said], as_of: datetime) -> int:
    told = {(one.sequence, one.what) for one in said if one.what[0] == "explanation" and one.at <= as_of}
    return len({one.sequence for one in said}) * len(ISSUES) - len(told)
