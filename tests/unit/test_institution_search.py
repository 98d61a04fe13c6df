"""Names compared without regard to width and case."""

from __future__ import annotations

import unicodedata

import pytest

from data.institution_search import HALF, WIDE, folded


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ＡＢＣ", "abc"),
        ("Abc", "abc"),
        ("示例（一）园", "示例(一)园"),
        ("１１０－０１", "110-01"),
        ("　示例　园　", "示例 园"),
        ("100％", "100%"),
        ("É", "É"),
        ("①", "①"),
    ],
)
def test_a_name_is_folded(typed, meant):
    assert folded(typed) == meant
    assert folded(folded(typed)) == meant


def test_every_full_width_form_stands_for_its_half_width_one():
    assert (len(WIDE), WIDE[0], HALF[0]) == (95, "\u3000", " ")
    for wide, half in zip(WIDE[1:], HALF[1:], strict=True):
        assert unicodedata.normalize("NFKC", wide) == half
        assert folded(wide) == half.lower()
