"""The store asked within a scope: of other units accepted figures, and nothing that names anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from data.issues import DashboardError
from data.repository import Repository
from data.returns import State
from data.review import Review
from data.scope import NOTHING, Caller, Scope
from tests.integration.test_life_of_a_return import PDF, WARNING
from tests.store_samples import PERIOD, START, institution, ledger_return, stored

OWN, OTHER = "110114", "110105"
LATER = START + timedelta(days=9)


def of_unit(unit: str, slots: int = 60):
    facts = {"number": f"{unit}-0001", "name": f"园{unit}", "township": f"{unit}001"}
    row = replace(institution(slots=slots), **facts)
    return ledger_return(row, unit=unit)


@pytest.fixture
def both(repository: Repository):
    """An own return that waits, and another unit's that waits too."""
    own = stored(repository, of_unit(OWN), issues=[WARNING])
    other = stored(repository, of_unit(OTHER), issues=[WARNING], actor="乙")
    return own, other


def accepted(repository: Repository, receipt: str) -> None:
    review = Review(repository, lambda: LATER)
    review.explain(receipt, 1, "已更名", actor="乙")
    review.decide(receipt, State.ACCEPTED, actor="丙")


def test_a_draft_of_another_unit_is_not_there_until_it_is_accepted(repository, both):
    own, other = both
    within = repository.within(Scope.of([OWN]))
    assert [one.org_unit for one in within.returns()] == [OWN]
    assert [(one.org_unit, one.receipt, one.digest) for one in within.filings()] == [
        (OWN, own.receipt, own.digest),
        (OTHER, "", ""),
    ], "that it came is no secret: a calendar must not say that it is missing"
    assert set(within.counting_returns(periods=[PERIOD], as_of=LATER)) == {(OWN, PERIOD)}
    accepted(repository, other.receipt)
    told = {one.org_unit: one for one in within.returns()}
    assert told[OWN] == own
    assert (told[OTHER].receipt, told[OTHER].digest, told[OTHER].actor, told[OTHER].file_name) == ("", "", "", "")
    assert set(within.counting_returns(periods=[PERIOD], as_of=LATER)) == {(OWN, PERIOD), (OTHER, PERIOD)}
    before = LATER - timedelta(seconds=1)
    assert set(within.counting_returns(periods=[PERIOD], as_of=before)) == {(OWN, PERIOD)}


def test_a_correction_that_waits_leaves_the_accepted_figures_standing(repository, both):
    _, other = both
    accepted(repository, other.receipt)
    Review(repository, lambda: LATER).decide(other.receipt, State.UNLOCKED, reason="更正", actor="丙")
    stored(repository, of_unit(OTHER, slots=90), days=10)
    at = LATER + timedelta(days=9)
    within = repository.within(Scope.of([OWN])).counting_returns(periods=[PERIOD], as_of=at)
    assert within[OTHER, PERIOD].sequence == other.sequence
    assert repository.counting_returns(periods=[PERIOD], as_of=at)[OTHER, PERIOD].revision == 2


def test_another_units_return_is_not_there_whatever_is_asked_of_it(repository, both):
    own, other = both
    accepted(repository, other.receipt)
    within = repository.within(Scope.of([OWN]))
    assert within.stored(other.receipt) is None
    questions = (within.content, within.file, within.ledger, within.issues, within.states, within.attachments,
                 within.confirmations, lambda sequence: within.attachment(sequence, 1))  # fmt: skip
    for ask in questions:
        with pytest.raises(DashboardError, match="nothing_there"):
            ask(other.sequence)
    assert within.stored(own.receipt) is not None
    assert within.file(own.sequence)[1] == b"bytes"
    for ask in (within.earlier_ledger, within.earlier_tasks, within.earlier_projects):
        with pytest.raises(DashboardError, match="nothing_there"):
            ask(org_unit=OTHER, before=PERIOD.shift(1))
    assert within.source_file(other.sequence, "slots").cells == ()
    assert within.warnings(sequences=[own.sequence, other.sequence]).keys() == {own.sequence}
    assert within.open_warnings(sequences=[own.sequence, other.sequence]) == 1


def test_institutions_of_others_are_figures_without_names(repository, both):
    own, other = both
    within = repository.within(Scope.of([OWN]))
    found = within.ledgers(sequences=[own.sequence, other.sequence])
    assert (found[own.sequence][0].name, found[own.sequence][0].number) == ("园110114", "110114-0001")
    assert (found[other.sequence][0].name, found[other.sequence][0].slots) == ("***", 60)
    assert "110105" not in found[other.sequence][0].number
    assert within.content_for_sums(other.sequence).ledger == found[other.sequence]
    again = repository.within(NOTHING).ledgers(sequences=[other.sequence])
    assert again[other.sequence][0].number == found[other.sequence][0].number


@pytest.mark.parametrize("has_home_based", [True, False])
def test_slots_by_institution_are_under_the_numbers_of_the_ledgers(repository, both, has_home_based):
    sequences = [one.sequence for one in both]
    within = repository.within(Scope.of([OWN]))
    asked = within if has_home_based else within.without_home_based()
    numbers = {sequence: rows[0].number for sequence, rows in within.ledgers(sequences=sequences).items()}
    marks = asked.institution_marks(sequences=sequences)
    assert {mark.sequence: mark.number for mark in marks} == numbers
    assert numbers[both[0].sequence] == f"{OWN}-0001"


def test_nobody_changes_a_return_of_another_unit(repository, both):
    _, other = both
    review, caller = Review(repository, lambda: LATER), Caller(Scope.of([OWN]))
    acts = (
        lambda: review.decide(other.receipt, State.RETURNED, actor="丁", reason="错", caller=caller),
        lambda: review.explain(other.receipt, 1, "已更名", actor="丁", caller=caller),
        lambda: review.attach(other.receipt, "scan.pdf", PDF, actor="丁", caller=caller),
    )
    for act in acts:
        with pytest.raises(DashboardError, match="unknown_receipt"):
            act()


def test_who_handed_it_in_does_not_accept_it(repository, both):
    own, _ = both
    review = Review(repository, lambda: LATER)
    review.explain(own.receipt, 1, "已更名", actor="甲")
    with pytest.raises(DashboardError, match="same_person"):
        review.decide(own.receipt, State.ACCEPTED, actor="甲")
    assert review.decide(own.receipt, State.ACCEPTED, actor="乙").state is State.ACCEPTED
