"""Which resident population a per-1,000 value stands on, as known at a date."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from data.model import Level, OrgUnit, Population, Reference
from metrics.definition import Indicator, PopulationBase


class Populations:
    """Populations whose ``source_date`` (blank = always known) is not after ``known_on``.

    ``base`` is the latest date, not after ``until``, at which every unit that publishes its population has a
    figure: one base for a unit's value, baseline and changes alike.
    """

    def __init__(self, reference: Reference, *, known_on: date, until: date) -> None:
        self._by_area: dict[str, dict[date, Population]] = defaultdict(dict)
        for one in reference.populations:
            if one.known_on(known_on):
                self._by_area[one.area][one.ref_date] = one
        self._units_share_base = reference.definitions.unit_population_base == PopulationBase.COMMON
        self.base = self._common_base([unit.code for unit in reference.units if unit.population_published], until)

    def _common_base(self, units: list[str], until: date) -> date | None:
        shared = set.intersection(*(set(self._by_area[unit]) for unit in units)) if units else set()
        return max((day for day in shared if day <= until), default=None)

    def latest(self, area: str, day: date) -> Population | None:
        """The area's own latest census or year-end figure dated not after ``day``."""
        dated = [when for when in self._by_area[area] if when <= day]
        return self._by_area[area][max(dated)] if dated else None

    def behind(self, indicator: Indicator, org_unit: OrgUnit, day: date) -> Population | None:
        """The population under ``indicator`` of an org unit at a period's end, or None where none is known."""
        common = indicator.population_base is PopulationBase.COMMON and self._units_share_base
        if not common or org_unit.level is Level.CITY:
            return self.latest(org_unit.code, day)
        return self._by_area[org_unit.code].get(self.base) if self.base else None
