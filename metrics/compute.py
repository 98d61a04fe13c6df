"""From township totals to an exact value, or the reason there is none. Missing is never zero."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from data.details import TownshipDetail
from data.model import Population
from data.returns import TownshipTotal
from metrics.definition import Element, Indicator
from metrics.results import NoValue


class Part(NamedTuple):
    """What some townships contribute to an indicator; parts of disjoint townships add up.

    ``known`` and ``unknown`` count townships: of a ratio's sides nothing is taken from an unknown township,
    of a lone numerator (G1, counts) its known cells are taken all the same.
    """

    numerator: int = 0
    denominator: int = 0
    known: int = 0
    unknown: int = 0


UNKNOWN_TOWNSHIP = Part(unknown=1)


@dataclass(frozen=True, slots=True)
class Amount:
    """An indicator's exact value in its unit (shares in %), with the two sides as plain sums.

    Partial: ``value`` stands and ``no_value`` is incomplete. ``known``/``unknown`` count townships.
    """

    numerator: int | None
    denominator: int | None
    value: Fraction | None
    no_value: NoValue | None
    known: int = 0
    unknown: int = 0
    population: Population | None = None

    @property
    def whole(self) -> Fraction | None:
        """The value where nothing is missing from it: what may be compared with other periods."""
        return None if self.no_value else self.value


_UNKNOWN = {
    Element.KINDERGARTENS: "kindergartens_unknown",
    Element.PROFESSIONAL: "professional_unknown",
    Element.QUALITY_RATED: "quality_unknown",
    Element.QUALITY_KNOWN: "quality_unknown",
    Element.RISK_RATED: "risk_unknown",
    Element.RISK_KNOWN: "risk_unknown",
    Element.FILED: "filing_unknown",
    Element.FILING_KNOWN: "filing_unknown",
    Element.INCLUSIVE_FEES: "fee_unknown",
    Element.INCLUSIVE_FEE_SLOTS: "fee_unknown",
    Element.OTHER_FEES: "fee_unknown",
    Element.OTHER_FEE_SLOTS: "fee_unknown",
}
_COUNTED = frozenset(TownshipTotal._fields) & frozenset(map(str, Element))
DETAILED = frozenset(_UNKNOWN)
"""What only a ledger tells, institution by institution."""


def element_of(total: TownshipTotal, element: Element) -> tuple[int, bool]:
    """The known sum of a data element in a township, and whether a cell of it is unknown."""
    if element is Element.COVERED_TOWNSHIPS:
        return _has_any(total.inclusive_slots, total.inclusive_slots_unknown)
    if element is Element.SERVED_TOWNSHIPS:
        return _has_any(total.slots, total.slots_unknown)
    if element in _COUNTED:
        return getattr(total, element), getattr(total, f"{element}_unknown") > 0
    return 1, False


def _has_any(known: int, unknown_cells: int) -> tuple[int, bool]:
    """One slot is enough, whatever else is unknown; none known and cells unknown is undecided."""
    return (1, False) if known > 0 else (0, unknown_cells > 0)


def part_of(total: TownshipTotal, indicator: Indicator) -> Part:
    """One township's contribution to an indicator."""
    return _part(indicator, lambda element: element_of(total, element))


def detailed_part_of(detail: TownshipDetail, indicator: Indicator) -> Part:
    """One township's contribution to an indicator that only a ledger tells."""
    return _part(indicator, lambda element: (getattr(detail, element), getattr(detail, _UNKNOWN[element]) > 0))


def _part(indicator: Indicator, cell: Callable[[Element], tuple[int, bool]]) -> Part:
    numerator, numerator_unknown = cell(indicator.numerator)
    if not indicator.paired:
        return Part(numerator, 0, int(numerator > 0 or not numerator_unknown), int(numerator_unknown))
    assert indicator.denominator is not None
    denominator, denominator_unknown = cell(indicator.denominator)
    if numerator_unknown or denominator_unknown:
        return UNKNOWN_TOWNSHIP
    return Part(numerator, denominator, 1, 0)


def sum_of(parts: Iterable[Part]) -> Part:
    """Disjoint parts added up: sum over sum, never a mean of ratios."""
    columns = tuple(zip(*parts))
    return Part(*map(sum, columns)) if columns else Part()


def amount_of(
    indicator: Indicator, part: Part, *, absent: NoValue | None, population: Population | None = None
) -> Amount:
    """The exact value of an area.

    ``absent`` = why the area has no return to stand on at all (None where it has one).
    value = scale * numerator / denominator; for G1 the denominator is ``population``.
    Neither known nor unknown: it was not asked.
    """
    if not part.known:
        reason = NoValue.INCOMPLETE if part.unknown else NoValue.NOT_APPLICABLE
        return Amount(None, None, None, absent or reason, 0, part.unknown, population)
    denominator = _denominator(indicator, part, population)
    lacking = _reason(indicator, part, denominator)
    value = None if lacking or denominator == 0 else Fraction(indicator.unit.scale * part.numerator, denominator or 1)
    printed = None if indicator.denominator is None else denominator
    no_value = lacking or (NoValue.INCOMPLETE if part.unknown else None)
    return Amount(part.numerator, printed, value, no_value, part.known, part.unknown, population)


def _denominator(indicator: Indicator, part: Part, population: Population | None) -> int | None:
    if indicator.per_residents:
        return population.value if population else None
    return part.denominator if indicator.paired else None


def _reason(indicator: Indicator, part: Part, denominator: int | None) -> NoValue | None:
    """Why numerator and denominator give no value, though the numerator is known."""
    if indicator.per_residents and denominator is None:
        return NoValue.NO_POPULATION
    if denominator == 0 and not part.unknown:
        return NoValue.ZERO_DENOMINATOR
    return None
