"""Every choice the plan leaves open, with its history: which value, in which version, since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from data.model.periods import Period


class Channel(StrEnum):
    """The way by which inclusive slots come about (DOMAIN section 3)."""

    K1 = "K1"
    K2 = "K2"
    K3 = "K3"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    C = "C"
    O = "O"  # noqa: E741 - the field's own letter for 其他


class NewSlots(StrEnum):
    """How new inclusive slots are counted: the highest mark since the baseline, or now less the baseline."""

    GROSS = "gross"
    NET = "net"


class MountainTownships(StrEnum):
    """Where the listed mountain townships are counted: in the register's zone, or in the zone of the list."""

    REGISTER = "register"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class PlanDates:
    """What a definition puts in place of a plan's own dates; None = as the plan file says."""

    plan: str
    start: date | None = None
    deadline: date | None = None
    baseline: Period | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """One definition that could have been chosen otherwise: its value as printed, its own version and date."""

    id: str
    value: str
    version: int
    since: date


@dataclass(frozen=True, slots=True)
class Definitions:
    """Every (setting) of the rules, with the version that names them together.

    Pace thresholds are exact; ``settings`` lists all of them for the methodology page.
    """

    version: str
    issued: date
    carry_forward_periods: int
    fragile_slots: int
    due_day: int
    due_dates: Mapping[Period, date] = field(default_factory=dict)
    fee_least: int = 300
    fee_most: int = 20_000
    pace_on_track: Fraction = Fraction(19, 20)
    pace_accelerate: Fraction = Fraction(3, 5)
    unit_population_base: str = "common"
    home_based_counts: bool = True
    uncounted_channels: tuple[Channel, ...] = (Channel.C, Channel.O)
    new_slots: NewSlots = NewSlots.GROSS
    mountain_townships: MountainTownships = MountainTownships.REGISTER
    plan_dates: tuple[PlanDates, ...] = ()
    settings: tuple[Setting, ...] = ()

    def due_date(self, period: Period) -> date:
        """The last day on which a period's return is on time."""
        return self.due_dates.get(period) or period.next.start.replace(day=self.due_day)

    @property
    def mountain_in_other_zone(self) -> bool:
        """Mountain townships are counted in the zone of their list."""
        return self.mountain_townships is MountainTownships.LIST

    @property
    def words(self) -> str:
        """The settings in one line: what figures depend on, whatever the version is called."""
        return " ".join(f"{one.id}={one.value}" for one in sorted(self.settings, key=lambda one: one.id))
