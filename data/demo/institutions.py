"""An institution of the demonstration while it lives: opened, enlarged, made inclusive, paused, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.demo.calibration import Segment
from data.forms import KINDERGARTEN_TYPE
from data.returns import Running


@dataclass(slots=True, eq=False)
class Institution:
    """One institution; quarters are places in the row of quarters.

    ``settled`` is the last quarter up to which its life is laid down by a pin; ``turns`` the one in which a pinned
    one becomes inclusive; ``serial`` 0 is not numbered yet. ``taken``, ``luck`` and ``fee`` stay with it for life.
    """

    unit: str
    type: str
    township: str
    slots: int
    inclusive_slots: int
    opened: date
    quarter: int
    serial: int = 0
    settled: int = -1
    turns: int | None = None
    ownership: str = ""
    credit_code: str | None = None
    fee: int = 0
    taken: float = 0.5
    luck: float = 0.5
    state: Running = Running.OPEN
    state_since: date | None = None
    changed: int = -1
    inclusive_from: date | None = None
    inclusive_to: date | None = None
    turned: int | None = None

    @property
    def number(self) -> str:
        return f"{self.unit}-{self.serial:04d}"

    @property
    def kindergarten(self) -> bool:
        return self.type == KINDERGARTEN_TYPE

    @property
    def segment(self) -> Segment:
        if self.kindergarten:
            return Segment.KINDERGARTEN_INCLUSIVE if self.inclusive_slots else Segment.KINDERGARTEN_MARKET
        return Segment.OTHER_INCLUSIVE if self.inclusive_slots else Segment.OTHER_MARKET

    @property
    def running(self) -> bool:
        return self.state is Running.OPEN

    def parts(self) -> tuple[tuple[Segment, int], tuple[Segment, int]]:
        """Its slots by kind: the inclusive ones and the rest."""
        if self.kindergarten:
            return (
                (Segment.KINDERGARTEN_INCLUSIVE, self.inclusive_slots),
                (Segment.KINDERGARTEN_MARKET, self.slots - self.inclusive_slots),
            )
        return (
            (Segment.OTHER_INCLUSIVE, self.inclusive_slots),
            (Segment.OTHER_MARKET, self.slots - self.inclusive_slots),
        )

    def change_state(self, state: Running, *, day: date, quarter: int) -> None:
        """Pause, close or resume from that day on."""
        self.state, self.state_since, self.changed = state, day, quarter

    def turn_inclusive(self, slots: int, *, day: date, quarter: int) -> None:
        """普惠认定 of so many of its slots."""
        self.inclusive_slots, self.inclusive_from, self.turned, self.changed = slots, day, quarter, quarter

    def leave_inclusive(self, *, day: date, quarter: int) -> None:
        """退出普惠: its slots stay, none of them inclusive."""
        self.inclusive_slots, self.inclusive_to, self.changed = 0, day, quarter

    def resize(self, change: int, *, quarter: int) -> None:
        """Enlarge or reduce; an inclusive institution's inclusive slots move along."""
        self.slots += change
        self.inclusive_slots += change if self.inclusive_slots else 0
        self.changed = quarter
