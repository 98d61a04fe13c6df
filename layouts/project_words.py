"""The form's words for a project, in the language of the reader."""

from __future__ import annotations

from data.forms import PROJECT_KINDS
from layouts.text import Text

KINDS = dict(zip(PROJECT_KINDS, ("building", "planned", "convertible", "class_possible", "premises"), strict=True))
"""The form's own words -> their key in the catalogue."""


def kind_words(kind: str, text: Text) -> str:
    """What kind of project it is; a word that the form does not know stays as it was filed."""
    return text(f"works.kind.{KINDS[kind]}") if kind in KINDS else kind
