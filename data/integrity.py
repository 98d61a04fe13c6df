"""What a check of the store says: how much was looked at, and what is not as it was written. Facts, no sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing not as it was stored: ``code`` picks the sentence ``integrity.{code}``, ``facts`` fill it in."""

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_of_sums(self) -> bool:
        """Of what is kept beside the returns, and can be made anew from them."""
        return self.code.partition("_")[0] == "sum"


class StoreState(NamedTuple):
    """``version`` None = nothing in it yet; ``newest`` is when the last thing came in; ``journal`` of SQLite only;
    ``folder`` of PostgreSQL only: where it keeps its files, where that is on this machine and it tells.
    """

    engine: str
    version: str | None
    returns: int
    newest: datetime | None
    journal: str
    folder: str = ""


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """The outcome of a check. ``head`` is the checksum of the last revision looked at, which seals all before it.

    ``audit`` is number and checksum of the last entry of the audit: noted elsewhere, it shows what is missing later.
    ``summed``: filers whose sums are kept, and of how many they were worked out anew; None where none are kept.
    """

    returns: int
    files: int
    head: str
    damages: tuple[Damage, ...]
    audit: str = ""
    summed: tuple[int, int] | None = None

    @property
    def is_whole(self) -> bool:
        return not self.damages
