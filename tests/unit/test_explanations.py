"""疑点说明: which finding an entry explains."""

from __future__ import annotations

import pytest

from data.explanations import Entry, entries, explained
from data.issues import Issue, Location, Severity
from tests.store_samples import institution, ledger_return

DOUBT = Issue("V15", Severity.WARNING, "blank", Location("机构台账", "H2"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("V15 H2 补办中", [Entry("V15", "H2", "补办中")]),
        ("V15，机构台账！H2：补办中", [Entry("V15", "机构台账!H2", "补办中")]),
        (
            "V15 110114-0001 补办中；V06 K3 已更名",
            [Entry("V15", "110114-0001", "补办中"), Entry("V06", "K3", "已更名")],
        ),
        ("V07 两个街道新设\nV20 Z9 停业装修", [Entry("V07", "", "两个街道新设"), Entry("V20", "Z9", "停业装修")]),
        ("V15 H2", []),
        ("一切正常", []),
        ("", []),
    ],
)
def test_entries_are_rule_place_and_reason(text: str, told: list[Entry]) -> None:
    assert list(entries(text)) == told


def reasons(text: str, *issues: Issue) -> dict[int, str]:
    return explained(ledger_return(institution(1), header={"explanations": text}), issues)


@pytest.mark.parametrize("place", ["H2", "机构台账!H2", "110114-0001"])
def test_a_place_is_a_cell_or_an_institution(place: str) -> None:
    assert reasons(f"V15 {place} 补办中", DOUBT) == {0: "补办中"}


@pytest.mark.parametrize("text", ["V15 H3 补办中", "V16 H2 补办中", "V15 110114-0002 补办中", "V15 补办中"])
def test_another_rule_or_place_explains_nothing(text: str) -> None:
    assert reasons(text, DOUBT) == {}


def test_only_findings_to_be_explained_are() -> None:
    note = Issue("V15", Severity.INFO, "blank", Location("机构台账", "H2"))
    assert reasons("V15 H2 补办中", note, DOUBT) == {1: "补办中"}


def test_a_finding_without_a_cell_is_named_by_its_rule() -> None:
    whole = Issue("V07", Severity.WARNING, "missing", Location("街道乡镇"))
    assert reasons("V07 两个街道新设", whole) == {0: "两个街道新设"}
