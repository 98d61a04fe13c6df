"""The frame of a briefing: what the office has set, with number and day where it wants them, and as it was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from layouts.briefing.document import Frame

NUMBER, DAY = "{number}", "{day}"
"""What a setting of the layout may hold, as in 第{number}期; nothing is printed where nothing is set."""
OPEN = "　　"
"""What a draft says in their place: room to write in."""


def filled(frame: Frame, *, number: str = OPEN, day: str = OPEN) -> Frame:
    """The frame with its number and its day."""

    def told(words: str) -> str:
        return words.replace(NUMBER, number).replace(DAY, day)

    return replace(
        frame,
        masthead=tuple((name, told(words)) for name, words in frame.masthead),
        signature=tuple(map(told, frame.signature)),
        imprint=tuple(map(told, frame.imprint)),
    )


def frame_of(kept: Mapping[str, Any]) -> Frame:
    """A frame as it was kept with a briefing."""
    return Frame(
        masthead=tuple((name, words) for name, words in kept["masthead"]),
        addressee=kept["addressee"],
        signature=tuple(kept["signature"]),
        imprint=tuple(kept["imprint"]),
    )
