"""Words of the form's closed lists in the language of the text; what a clerk typed freely stays as it was typed."""

from __future__ import annotations

from layouts import format as printed
from layouts.text import Text


def form_word(word: str | None, text: Text) -> str:
    """公办 / Public; a word that is in no closed list as it is, a dash where there is none."""
    if not word:
        return printed.MISSING
    key = f"form.{word}"
    return text(key) if key in text else word
