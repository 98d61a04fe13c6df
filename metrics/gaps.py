"""What is missing to a target (DOMAIN section 5): integers, each at least 0; shares as exact fractions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from data.model import Target
from metrics.compute import Amount
from metrics.definition import Indicator, Unit


def slots_needed(population: int, per_1000: Fraction) -> int:
    """T*: the fewest slots that reach ``per_1000`` on ``population`` people."""
    return ceil(per_1000 * population / 1000)


def share_gap(numerator: int, denominator: int, rate: Fraction) -> int:
    """Units of the numerator missing to ``rate`` (a plain ratio) of the same denominator.

    Inclusive slots by conversion only; townships still to cover; carers still to certify.
    """
    return max(0, ceil(rate * denominator) - numerator)


def count_gap(value: int, target: int) -> int:
    """What a cumulative count still lacks."""
    return max(0, target - value)


@dataclass(frozen=True, slots=True)
class SlotGaps:
    """The three routes to both slot targets.

    ``needed`` T*, ``inclusive_needed`` the least of them that must be inclusive; ``build`` a = slots missing to T*;
    ``all_new_inclusive``: build that many, all of them inclusive (None where every slot must be inclusive and some are
    not: building alone never gets there); ``conversion_only``: convert that many of the existing slots (reaches the
    share alone while ``build`` > 0); ``converted``: after building ``build`` inclusive slots, convert that many (least
    building).
    """

    needed: int
    inclusive_needed: int
    build: int
    all_new_inclusive: int | None
    conversion_only: int
    converted: int

    @property
    def conversion_reaches_both(self) -> bool:
        return self.build == 0


def slot_gaps(
    *,
    slots: int,
    inclusive: int,
    population: int,
    per_1000: Fraction = Fraction(9, 2),
    share: Fraction = Fraction(3, 5),
) -> SlotGaps:
    """T slots, I of them inclusive, P people: every route, each number at least 0.

    All new inclusive = max(a, ceil((share*T - I) / (1 - share))); converted = ceil(share*(T+a) - (I+a)).
    """
    needed = slots_needed(population, per_1000)
    build = max(0, needed - slots)
    return SlotGaps(
        needed=needed,
        inclusive_needed=ceil(share * (slots + build)),
        build=build,
        all_new_inclusive=_all_new(slots, inclusive, build, share),
        conversion_only=share_gap(inclusive, slots, share),
        converted=share_gap(inclusive + build, slots + build, share),
    )


def _all_new(slots: int, inclusive: int, build: int, share: Fraction) -> int | None:
    if share == 1:
        return build if inclusive == slots else None
    return max(build, ceil((share * slots - inclusive) / (1 - share)), 0)


def gap_of(indicator: Indicator, amount: Amount, target: Target) -> int | None:
    """The gap of one row, in whole units of its numerator; None where the value is absent or partial."""
    if amount.whole is None or amount.numerator is None:
        return None
    if indicator.unit is Unit.COUNT:
        return count_gap(amount.numerator, ceil(target.value))
    assert amount.denominator is not None
    return share_gap(amount.numerator, amount.denominator, target.value / indicator.unit.scale)


def per_month_of(gap: int | None, months_left: int) -> int | None:
    """The gap spread over the months left, rounded up; None at and after the deadline."""
    return None if gap is None or months_left <= 0 else ceil(Fraction(gap, months_left))
