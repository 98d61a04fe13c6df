"""What it costs to bring about slots, way by way, and how much of each way can be done in a quarter and in a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.model.definitions import Channel


class WayKind(StrEnum):
    """How slots come about: 转普惠, 幼儿园开设托班, 利用闲置用房, 新建."""

    CONVERT = "convert"
    CLASSES = "classes"
    PREMISES = "premises"
    BUILD = "build"


@dataclass(frozen=True, slots=True)
class Way:
    """One way by which slots of a channel come about; costs in 元.

    A unit of it is a slot turned inclusive (``convert``), a toddler class, or a site; it costs ``fixed`` and
    ``per_slot`` for each of its slots, of which it has ``least`` to ``most``. ``per_township``: units that one township
    can take (None = what is at hand there); ``per_institution``: classes that a kindergarten with classes can add.
    """

    kind: WayKind
    channel: Channel
    fixed: int
    per_slot: int
    least: int
    most: int
    per_quarter: int
    per_year: int
    per_township: int | None = None
    per_institution: int = 0

    @property
    def id(self) -> str:
        """``build.S1``: its name in addresses and files."""
        return f"{self.kind}.{self.channel}"


@dataclass(frozen=True, slots=True)
class Costs:
    """The ways of a cost file with its label, which is printed wherever its numbers are used.

    ``zone_percent``: what everything but turning inclusive costs in a zone, in % of the way's own cost.
    """

    label: str
    label_en: str
    source: str
    ways: tuple[Way, ...]
    zone_percent: Mapping[str, int]
    digest: str
    source_en: str = ""

    def way(self, name: str) -> Way | None:
        """The way of that id, or None."""
        return next((way for way in self.ways if way.id == name), None)
