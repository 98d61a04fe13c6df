"""Which resident population a per-1,000 value stands on, as known at a date."""

from __future__ import annotations

from datetime import date

from data.model import Level, OrgUnit, Population, Reference
from metrics.definition import Indicator, PopulationBase


class Populations:
    """Populations whose ``source_date`` (blank = always known) is not after ``known_on``.

    ``base`` is the latest date, not after ``until``, at which every unit that publishes its population has a
    figure: one base for a unit's value, baseline and changes alike.
    """

    def __init__(self, reference: Reference, *, known_on: date, until: date) -> None:
        self._reference, self._known_on = reference, known_on
        self._by_area: dict[str, dict[date, Population]] = {}
        self._units_share_base = reference.definitions.unit_population_base == PopulationBase.COMMON
        dates = reference.common_population_dates.items()
        self.base = max((day for day, known in dates if day <= until and known <= known_on), default=None)

    def _of(self, area: str) -> dict[date, Population]:
        if area not in self._by_area:
            found = self._reference.populations_of.get(area, ())
            self._by_area[area] = {one.ref_date: one for one in found if one.known_on(self._known_on)}
        return self._by_area[area]

    def latest(self, area: str, day: date) -> Population | None:
        """The area's own latest census or year-end figure dated not after ``day``."""
        known = self._of(area)
        dated = [when for when in known if when <= day]
        return known[max(dated)] if dated else None

    def behind(self, indicator: Indicator, org_unit: OrgUnit, day: date) -> Population | None:
        """The population under ``indicator`` of an org unit at a period's end, or None where none is known."""
        if not self._common(indicator) or org_unit.level is Level.CITY:
            return self.latest(org_unit.code, day)
        return self._on_base(org_unit.code)

    def beside_units(self, indicator: Indicator, city: str) -> Population | None:
        """The city's residents at the date on which its units are compared; None where each unit has a date of its own
        or none is known for the city.
        """
        return self._on_base(city) if self._common(indicator) else None

    def _common(self, indicator: Indicator) -> bool:
        return indicator.population_base is PopulationBase.COMMON and self._units_share_base

    def _on_base(self, area: str) -> Population | None:
        return self._of(area).get(self.base) if self.base else None
