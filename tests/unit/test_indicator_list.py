"""The list of indicators in docs/ is generated, and says what the code says."""

from __future__ import annotations

from pathlib import Path

from layouts.indicator_list import indicator_list
from layouts.text import text_for
from metrics.indicators import INDICATORS

DOCUMENT = Path(__file__).parents[2] / "docs" / "indicators.md"


def test_the_document_is_what_the_table_and_the_catalogue_say():
    assert DOCUMENT.read_text(encoding="utf-8") == indicator_list(INDICATORS, text_for("zh"))


def test_every_indicator_has_its_section():
    told = [line.split()[1] for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
    assert told == [one.id for one in INDICATORS]
