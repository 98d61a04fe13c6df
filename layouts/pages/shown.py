"""What every part of 各区对比 is handed: the comparison, the register, the address, the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts.names import unit_name, zone_name
from layouts.pages.unit_matrices import area_name
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.comparison import Comparison
from metrics.results import Flag, Row

PATH = "/districts"
UNCHOSEN = {"zone": None, "indicator": None, "sort": None}


@dataclass(frozen=True, slots=True)
class Shown:
    """One comparison as it is shown in one language at one address."""

    found: Comparison
    reference: Reference
    view: ViewQuery
    text: Text

    @property
    def place(self) -> str:
        """The zone that is compared, or the whole city."""
        return self.text("districts.whole") if self.found.zone is None else self.zone(self.found.zone)

    @property
    def city(self) -> str:
        return self.reference.city.code

    def zone(self, name: str) -> str:
        return zone_name(self.reference, name, self.text)

    def unit(self, code: str) -> str:
        return unit_name(self.reference, code, self.text)

    def area(self, code: str, zone: str | None) -> str:
        """A unit, or the city as a whole or in the zone that its figures speak of."""
        return area_name(self.reference, code, zone, self.text)

    def unit_link(self, code: str) -> Component:
        """To the page of the unit, at the same period and as-of."""
        return part.link(self.unit(code), self.view.href(f"{PATH}/{code}", **UNCHOSEN))


def shared_flags(rows: Iterable[Row | None]) -> tuple[Flag, ...]:
    """The flags of every figure of a column, told once in its head; of a single figure none is shared."""
    told = [row.flags for row in rows if row is not None and row.value is not None]
    return tuple(flag for flag in told[0] if all(flag in one for one in told)) if len(told) > 1 else ()


def without(row: Row | None, shared: Iterable[Flag]) -> Row | None:
    """The row without the flags that its column tells already."""
    if row is None:
        return None
    told = set(shared)
    return replace(row, flags=tuple(flag for flag in row.flags if flag not in told))
