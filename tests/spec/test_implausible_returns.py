"""300 slips on the demonstration's history are asked about; the history itself is not."""

from collections import Counter
from random import Random

import pytest

from data.issues import Severity
from data.model import Period
from tests.implausibilities import SLIPS, Office

SEED = 20261123
FIRST = Period.parse("2024-Q1")
PERIODS = 11


@pytest.fixture(scope="module")
def office(reference):
    return Office(reference)


def asked(validation):
    return [issue for issue in validation.issues if issue.severity is not Severity.INFO]


def slipped(office, rounds):
    """Returns with one slip each, kind by kind in turn, with what the unit had filed before."""
    chance = Random(SEED)
    made = 0
    while made < rounds:
        unit, period = chance.choice(office.units), FIRST.shift(chance.randrange(PERIODS))
        slip = SLIPS[made % len(SLIPS)]
        content = office.filed.get((unit, str(period)))
        past = office.past(unit, period)
        wrong = None if content is None else slip(content, chance, past)
        if wrong is not None:
            made += 1
            yield slip.__name__, office.check(wrong, past)


def test_of_three_hundred_slips_at_least_ninety_five_in_a_hundred_are_asked_about(office):
    flagged = Counter(bool(asked(validation)) for _, validation in slipped(office, 300))
    assert flagged[True] >= 0.95 * 300


def test_no_return_of_the_clean_history_is_asked_about(office):
    alarms = {
        key: [(issue.rule, issue.code) for issue in asked(office.check(content, office.past(key[0], content.period)))]
        for key, content in office.filed.items()
    }
    assert {key: found for key, found in alarms.items() if found} == {}
    assert len(alarms) > 280


def test_the_clean_history_has_notes_on_credit_codes_and_lateness_only(office):
    checked = (office.check(content, office.past(key[0], content.period)) for key, content in office.filed.items())
    assert {issue.rule for validation in checked for issue in validation.issues} == {"V17", "V30"}


@pytest.mark.soak
def test_of_every_kind_of_slip_most_are_asked_about(office):
    told, flagged = Counter(), Counter()
    for kind, validation in slipped(office, 100 * len(SLIPS)):
        told[kind] += 1
        flagged[kind] += bool(asked(validation))
    assert {kind: flagged[kind] for kind in told if flagged[kind] < 0.7 * told[kind]} == {}
    assert flagged.total() >= 0.95 * told.total()
