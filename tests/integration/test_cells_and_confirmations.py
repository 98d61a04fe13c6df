"""What several returns say of their files' columns, and of the changes their clerks confirmed; both databases."""

from __future__ import annotations

from datetime import timedelta

from data.dossier import ChangeKind
from data.repository import Repository
from data.review import Review
from tests.store_samples import START, institution, ledger_return, stored

OTHER = "110105"


def test_columns_are_those_of_each_file(repository: Repository):
    first = stored(repository, ledger_return(institution()))
    second = stored(repository, ledger_return(institution(), unit=OTHER, columns={"机构台账": {"slots": "Q"}}))
    assert repository.columns(sequences=[first.sequence, second.sequence]) == {
        first.sequence: {"机构台账": {"slots": "P"}},
        second.sequence: {"机构台账": {"slots": "Q"}},
    }
    assert repository.columns(sequences=[]) == {}


def test_the_last_word_on_a_change_holds_from_the_moment_it_was_said(repository: Repository):
    told = stored(repository, ledger_return(institution()))
    silent = stored(repository, ledger_return(institution(), unit=OTHER))
    for day, document in ((2, "1号"), (4, "2号")):
        review = Review(repository, lambda day=day: START + timedelta(days=day))
        review.confirm(told.receipt, "110114-0001", ChangeKind.NEW, document, actor="甲")
    sequences = [told.sequence, silent.sequence]

    def said(days: int) -> list[str]:
        found = repository.confirmed(sequences=sequences, as_of=START + timedelta(days=days))
        assert found[silent.sequence] == {}
        return [one.document for one in found[told.sequence].values()]

    assert [said(days) for days in (1, 3, 5)] == [[], ["1号"], ["2号"]]
    of_one = repository.confirmations(told.sequence, as_of=START + timedelta(days=5))
    assert repository.confirmed(sequences=sequences, as_of=START + timedelta(days=5))[told.sequence] == of_one
