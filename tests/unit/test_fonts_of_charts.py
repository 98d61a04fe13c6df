"""Charts and pages are set in the same fonts, though each names them in its own tongue."""

from __future__ import annotations

import re

from data.settings import HOUSE
from layouts.figures.frame import FONTS, LATIN_FONTS

STYLES = (HOUSE / "layouts/assets/30-dashboard.css").read_text(encoding="utf-8")


def families(told: str) -> list[str]:
    return [one.strip().strip("\"'") for one in told.split(",")]


def named(rule: str) -> list[str]:
    found = re.search(rf"{re.escape(rule)}:([^;]+);", STYLES)
    assert found
    return families(found[1].replace("var(--chinese)", FONTS))


def test_charts_are_set_in_the_fonts_of_the_pages():
    assert families(FONTS) == named("--chinese")
    assert families(LATIN_FONTS) == named(":root:lang(en) { --sans")
