"""Where demonstration institutions stand: which townships have an inclusive service, and from when."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from data.demo.calibration import Calibration
from data.demo.institutions import Institution
from data.model import Reference


class Places:
    """The townships of the units: some held back from inclusive service, some without any."""

    def __init__(self, reference: Reference, plan: Calibration, random: Random) -> None:
        self._plan, self._random = plan, random
        self.order: dict[str, list[str]] = {}
        self.held: dict[str, list[str]] = {}
        self.thin: dict[str, list[str]] = {}
        self.weight: dict[str, float] = {}
        for unit in reference.units:
            codes = [place.code for place in reference.townships_at(plan.last.end, unit.code)]
            random.shuffle(codes)
            habits = plan.raw["units"][unit.code]
            count = habits["held_back"]
            self.held[unit.code], self.order[unit.code] = codes[:count], codes[count:]
            self.thin[unit.code] = self.order[unit.code][-habits["thin"] :] if habits["thin"] else []
            self.weight |= {code: 0.05 + random.random() ** 2 for code in codes}

    def release(self, quarter: int) -> None:
        """Give up what is held back no longer."""
        for unit, period in self._plan.raw["released"].items():
            if self._plan.quarter(period) == quarter:
                self.order[unit].append(self.held[unit].pop())

    def may_be_inclusive(self, institution: Institution) -> bool:
        return institution.township not in self.held[institution.unit]

    def for_inclusive(self, unit: str, quarter: int, served: Mapping[str, int]) -> str:
        """The next township to be served, while the unit is behind its path; else one that is served already.

        ``served`` says by how many. Where there is only one, a second comes early; thin townships keep to theirs.
        """
        open_to_it = self.order[unit]
        unserved = [code for code in open_to_it if code not in served]
        behind = len(open_to_it) - len(unserved) < self._goal(unit, quarter)
        if unserved and (behind or len(unserved) == len(open_to_it)):
            return unserved[0]
        growing = [code for code in open_to_it if code in served and code not in self.thin[unit]]
        alone = [code for code in growing if served[code] == 1]
        seconds = alone and self._random.random() < self._plan.raw["events"]["seconds"]
        return self._one_of((alone if seconds else growing) or open_to_it)

    def for_market(self, unit: str, *, is_first: bool) -> str:
        """The unit's first institution outside inclusive service stands in the first township held back."""
        if is_first and self.held[unit]:
            return self.held[unit][0]
        return self._one_of(self.order[unit] + self.held[unit][:1])

    def _goal(self, unit: str, quarter: int) -> int:
        path: list[float] = self._plan.raw["city"]["coverage"]
        full = self._plan.raw["served_by"].get(unit)
        part = path[quarter] / (path[self._plan.quarter(full)] if full else 1.0)
        return round(min(1, part) * len(self.order[unit]))

    def _one_of(self, codes: list[str]) -> str:
        return self._random.choices(codes, [self.weight[code] for code in codes])[0]
