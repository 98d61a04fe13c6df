"""What is coming into use, drawn by period: inclusive slots by kind of project."""

from __future__ import annotations

from collections.abc import Sequence

from data.forms import PROJECT_KINDS
from layouts import format as printed
from layouts.briefing.document import Drawing
from layouts.charts import column_chart
from layouts.form_words import form_word
from layouts.text import Text
from metrics.pipeline import KindStep

LEAST = 2
"""Periods that make a drawing worth its room."""


def pipeline_drawing(steps: Sequence[KindStep], text: Text) -> list[Drawing]:
    """Columns of inclusive slots, the undated last; nothing where all comes at once."""
    when = list(dict.fromkeys(one.period for one in steps))
    kinds = [kind for kind in PROJECT_KINDS if any(one.kind == kind for one in steps)]
    if len(when) < LEAST or not kinds:
        return []
    by_key = {(one.period, one.kind): one.inclusive_slots for one in steps}
    parts = [(form_word(kind, text), [by_key.get((period, kind), 0) for period in when]) for kind in kinds]
    labels = [text("works.undated") if period is None else str(period) for period in when]
    unknown = sum(one.unknown for one in steps)
    unsized = [text("briefing.projects.unsized", count=printed.count(unknown))] if unknown else []
    notes = [text("briefing.projects.all_kinds"), *unsized]
    chart = column_chart(text("briefing.projects.coming"), text("unit.count"), labels, parts, text, notes=notes)
    return [Drawing((chart,), tuple(notes))]
