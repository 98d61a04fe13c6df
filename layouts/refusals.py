"""A refusal in words."""

from __future__ import annotations

from enum import StrEnum

from data.issues import DashboardError
from layouts.text import Text


def sentence(refusal: DashboardError, text: Text) -> str:
    """The sentence of a refusal; a fact that is a code of ours is told by its word."""
    return text(refusal.key, **{name: _said(fact, text) for name, fact in refusal.facts.items()})


def _said(fact: object, text: Text) -> object:
    return text(f"{type(fact).__name__.lower()}.{fact.value}") if isinstance(fact, StrEnum) else fact
