"""A Word draft to its words, read in the sandboxed child behind the limits of every upload."""

from __future__ import annotations

from data.drafts import Draft, Grid, Prose
from data.issues import DashboardError
from data.readers import answer_of
from data.reading_limits import Unreadable, refuse_no_draft


class DraftRefused(DashboardError):
    """A file that is not read as a draft; the key of its sentence says why."""


def read_draft(name: str, content: bytes) -> Draft:
    """The words of a .docx; DraftRefused for anything else, whatever it is and however it was made."""
    try:
        refuse_no_draft(name, content)
        answer = answer_of("docx", content)
    except Unreadable as refusal:
        raise DraftRefused(f"number_check.refused.{refusal.code}", **refusal.facts) from None
    return Draft(tuple(_block(told) for _, told in answer["blocks"]), answer["about"])


def _block(told: str | list[list[str]]) -> Prose | Grid:
    return Prose(told) if isinstance(told, str) else Grid(tuple(map(tuple, told)))
