"""The frame that the layout file sets: 报头, 主送, 落款, 报尾. Blank = not printed; nothing is invented."""

from __future__ import annotations

from layouts.briefing.document import Frame
from layouts.briefing.engine import layout
from layouts.text import Text

MASTHEAD = ("name", "issue", "editor", "date", "keep")


def set_frame(text: Text) -> Frame:
    """What layout.toml sets for this house."""
    head, foot, letter = layout()["masthead"], layout()["imprint"], layout()["report"]
    signature = (str(letter[key]) for key in ("signer", "date"))
    return Frame(
        masthead=tuple((key, str(head[key])) for key in MASTHEAD if head[key]),
        addressee=str(letter["addressee"]),
        signature=tuple(words for words in signature if words),
        imprint=tuple(text(f"briefing.imprint.{key}", words=str(words)) for key, words in foot.items() if words),
    )
