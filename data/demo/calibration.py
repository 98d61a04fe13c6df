"""What the demonstration must come to, read from pins.toml: city stocks, units' figures, habits of filing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from data.model import Period

PINS = Path(__file__).with_name("pins.toml")


class Segment(StrEnum):
    """The four kinds of slot that the public record tells apart."""

    KINDERGARTEN_INCLUSIVE = "kindergarten_inclusive"
    KINDERGARTEN_MARKET = "kindergarten_market"
    OTHER_INCLUSIVE = "other_inclusive"
    OTHER_MARKET = "other_market"

    @property
    def inclusive(self) -> bool:
        return self in (Segment.KINDERGARTEN_INCLUSIVE, Segment.OTHER_INCLUSIVE)

    @property
    def kindergarten(self) -> bool:
        return self in (Segment.KINDERGARTEN_INCLUSIVE, Segment.KINDERGARTEN_MARKET)


@dataclass(frozen=True, slots=True)
class Pin:
    """A unit's figure for one kind of slot at one quarter (counted from the first)."""

    unit: str
    quarter: int
    segment: Segment
    institutions: int
    slots: int


@dataclass(frozen=True)
class Calibration:
    """pins.toml with periods as places in the row of quarters, the first being 0."""

    raw: Mapping[str, Any]
    first: Period
    last: Period
    targets: tuple[Mapping[Segment, int], ...]
    pins: tuple[Pin, ...]
    missing: frozenset[tuple[str, int]]

    def quarter(self, period: str) -> int:
        """The place of a period in the row of quarters."""
        return _place(period, self.first)

    def period(self, quarter: int) -> Period:
        """The period at a place in the row of quarters."""
        return self.first.shift(quarter)

    @property
    def quarters(self) -> range:
        """Every quarter that is filed."""
        return range(self.last.ordinal - self.first.ordinal + 1)

    def pin(self, unit: str, segment: Segment) -> Pin | None:
        """The figure on the record for a unit's slots of that kind."""
        return next((pin for pin in self.pins if (pin.unit, pin.segment) == (unit, segment)), None)

    def pinned_until(self, unit: str, segment: Segment) -> int:
        """The quarter up to which a unit's slots of that kind are laid down beforehand; -1 where they are not."""
        pin = self.pin(unit, segment)
        return pin.quarter if pin else -1

    def is_missing(self, unit: str, quarter: int) -> bool:
        """Whether the unit has not filed that quarter, so that its last return stands."""
        return (unit, quarter) in self.missing


@cache
def calibration() -> Calibration:
    """The calibration of this edition of the demonstration."""
    raw = tomllib.loads(PINS.read_text(encoding="utf-8"))
    first = Period.parse(raw["first"])
    return Calibration(
        raw=raw,
        first=first,
        last=Period.parse(raw["last"]),
        targets=_targets(raw["city"]),
        pins=_pins(raw["pins"], first),
        missing=frozenset((row["unit"], _place(row["period"], first)) for row in raw["filing"]["missing"]),
    )


def _place(period: str, first: Period) -> int:
    return Period.parse(period).ordinal - first.ordinal


def _targets(city: Mapping[str, list[int]]) -> tuple[Mapping[Segment, int], ...]:
    """City stocks of the four kinds, from the four sums on the record."""
    rows = zip(city["inclusive"], city["kindergarten_inclusive"], city["kindergarten"], city["total"])
    return tuple(
        {
            Segment.KINDERGARTEN_INCLUSIVE: kindergarten_inclusive,
            Segment.KINDERGARTEN_MARKET: kindergarten - kindergarten_inclusive,
            Segment.OTHER_INCLUSIVE: inclusive - kindergarten_inclusive,
            Segment.OTHER_MARKET: total - kindergarten - inclusive + kindergarten_inclusive,
        }
        for inclusive, kindergarten_inclusive, kindergarten, total in rows
    )


def _pins(rows: list[Mapping[str, Any]], first: Period) -> tuple[Pin, ...]:
    return tuple(
        Pin(row["unit"], _place(row["period"], first), segment, **row[segment.value])
        for row in rows
        for segment in Segment
        if segment.value in row
    )
