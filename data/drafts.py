"""A written paper as its words: paragraphs and tables in reading order, whatever its looks and its file format."""

from __future__ import annotations

from dataclasses import dataclass


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
    """A paper, as the office hands it in or as it was issued."""

    blocks: tuple[Prose | Grid, ...]

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
