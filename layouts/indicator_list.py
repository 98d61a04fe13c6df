"""``docs/indicators.md``, made by ``python -m layouts.indicator_list > docs/indicators.md``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from layouts.text import Text, text_for
from metrics.definition import Indicator
from metrics.indicators import INDICATORS

PARTS = ("formula", "numerator", "denominator")


def indicator_list(indicators: Sequence[Indicator], text: Text) -> str:
    """The whole document, a section an indicator, in the order of the table."""
    sections = [_section(one, text) for one in indicators]
    return "\n".join([f"# {text('page.methodology.title')}\n", *sections])


def _section(one: Indicator, text: Text) -> str:
    facts = [(text(f"methodology.{part}"), text(f"indicator.{one.id}.{part}")) for part in PARTS]
    facts += [
        (text("methodology.unit"), text(f"unit.{one.unit}")),
        (text("methodology.direction"), text(f"direction.{one.direction}")),
        (text("methodology.time_rule"), text(f"time_rule.{one.time_rule}")),
    ]
    lines = [f"- {name}：{words}" for name, words in facts]
    return "\n".join([f"## {one.id} {text(f'indicator.{one.id}.name')}\n", *lines, ""])


if __name__ == "__main__":
    sys.stdout.write(indicator_list(INDICATORS, text_for("zh")))
