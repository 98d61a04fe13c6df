"""Words in which a number, its unit and the stop after it stay on one line: no 个 and no 。 begins the next."""

from __future__ import annotations

import re

from dash import html
from dash.development.base_component import Component

AFTER_FIGURE = re.compile("(?:个百分点|个|条|人|家|项|%)[，。；、：）]*|[，。；、：）]+")
"""What follows a figure and may not begin a line."""
MEASURED = re.compile("([0-9][0-9.,]*(?:个百分点|万人|年末|年|月底|月|个|条|人|%)[，。；、：）]*)")


def kept_together(words: str) -> list[Component | str]:
    """Plain words with each number and its unit in one piece."""
    pieces = MEASURED.split(words)
    return [html.Span(one, className="keep") if MEASURED.fullmatch(one) else one for one in pieces if one]
