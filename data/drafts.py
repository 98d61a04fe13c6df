"""A written paper as its words: paragraphs and tables in reading order, whatever its looks and its file format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph outside tables that is not blank."""

    words: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells as they are read; a cell over several columns is followed by blank ones."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper, as the office hands it in or as it was issued; ``about`` is what its properties say of it."""

    blocks: tuple[Prose | Grid, ...]
    about: str = ""

    @property
    def as_of(self) -> datetime | None:
        """The knowledge date that the properties of one of our files carry through every edit; None = not told."""
        told = MOMENT.search(self.about)
        try:
            return datetime.fromisoformat(told[0]) if told else None
        except ValueError:
            return None

    @property
    def prose(self) -> tuple[Prose, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Prose))

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def text(self) -> str:
        """All its words, a line a paragraph or row, cells apart by tabs."""
        lines: list[str] = []
        for block in self.blocks:
            lines += [block.words] if isinstance(block, Prose) else ["\t".join(row) for row in block.rows]
        return "\n".join(lines)
