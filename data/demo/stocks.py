"""The institutions of the demonstration and their slots, added up: by unit, by kind, by township."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from data.demo.calibration import Calibration, Segment
from data.demo.institutions import Institution


class Stocks:
    """All institutions ever founded, in order, and what those in operation add up to."""

    def __init__(self, plan: Calibration) -> None:
        self._plan = plan
        self.institutions: list[Institution] = []
        self._slots: Counter[tuple[str, Segment]] = Counter()
        self._shares = {segment: _shares(plan, segment) for segment in Segment}

    def running(self) -> Iterator[Institution]:
        return (one for one in self.institutions if one.running)

    def count_in(self, one: Institution) -> None:
        """Add an institution's slots, where it is in operation."""
        for segment, slots in one.parts():
            self._slots[one.unit, segment] += slots if one.running else 0

    def count_out(self, one: Institution) -> None:
        """Take an institution's slots out, before something about it changes."""
        for segment, slots in one.parts():
            self._slots[one.unit, segment] -= slots if one.running else 0

    def missing(self, segment: Segment, quarter: int) -> int:
        """Slots of that kind which the city lacks to its target (negative: too many)."""
        there = sum(slots for (_, own), slots in self._slots.items() if own is segment)
        return self._plan.targets[quarter][segment] - there

    def behind(self, unit: str, segment: Segment, quarter: int) -> float:
        """How many slots a unit has less than its share of the city's target (negative: more).

        A unit with a figure on the record goes on from that figure by its share of what the city has grown since.
        """
        targets, share = self._plan.targets, self._shares[segment][unit]
        pin = self._plan.pin(unit, segment)
        start, since = (pin.slots, targets[pin.quarter][segment]) if pin else (0, 0)
        return start + share * (targets[quarter][segment] - since) - self._slots[unit, segment]

    def served(self, unit: str) -> Counter[str]:
        """Townships of a unit with an inclusive institution in operation, and how many they have."""
        return Counter(one.township for one in self.running() if one.unit == unit and one.inclusive_slots)

    def has(self, unit: str, segment: Segment) -> bool:
        """Whether the unit ever had an institution of that kind."""
        return any(one.unit == unit and one.segment is segment for one in self.institutions)

    def is_sole(self, institution: Institution) -> bool:
        """Whether its township would lose inclusive service without it."""
        place = institution.township
        inclusive = sum(one.township == place and one.inclusive_slots > 0 for one in self.running())
        return institution.inclusive_slots > 0 and inclusive == 1


def _shares(plan: Calibration, segment: Segment) -> dict[str, float]:
    key = "kindergarten" if segment.kindergarten else "other"
    weights = {unit: row[key] for unit, row in plan.raw["units"].items()}
    return {unit: weight / sum(weights.values()) for unit, weight in weights.items()}
