"""Why the whole moves otherwise than its parts: a ratio's change split into what the parts did and what they weigh.

With w a part's share of the denominators and r its ratio, within = sum of (w0 + w1)/2 * (r1 - r0) and
mix = sum of (w1 - w0) * (r0 + r1)/2; together they are the change of the whole exactly (Kitagawa 1955).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple


class Ratio(NamedTuple):
    """The two sides of a part's ratio at one time."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Split:
    """``within``, ``mix`` and the ratios in the indicator's unit; ``risen``, ``fallen`` and ``same`` count parts."""

    before: Fraction
    now: Fraction
    within: Fraction
    mix: Fraction
    risen: int
    fallen: int
    same: int

    @property
    def change(self) -> Fraction:
        return self.now - self.before

    @property
    def is_apart(self) -> bool:
        """Most parts moved one way and the whole moved the other."""
        most = (self.risen + self.fallen + self.same) / 2
        return (self.change < 0 and self.risen > most) or (self.change > 0 and self.fallen > most)


def split_of(parts: Sequence[tuple[Ratio, Ratio]], *, scale: int = 1) -> Split | None:
    """The change of the whole from the first to the second of each pair; None where a whole is not a number.

    A part that is empty at one of the two times has no ratio there: all of what it changes is mix.
    """
    whole = [sum(pair[at].denominator for pair in parts) for at in (0, 1)]
    if not all(whole):
        return None
    moves = [_move(pair, whole) for pair in parts]
    ratios = [Fraction(scale * sum(pair[at].numerator for pair in parts), whole[at]) for at in (0, 1)]
    turns = [after - before for before, after, _, _ in moves]
    return Split(
        before=ratios[0],
        now=ratios[1],
        within=scale * sum((weight * turn for turn, (_, _, weight, _) in zip(turns, moves, strict=True)), Fraction()),
        mix=scale * sum((shift * (before + after) / 2 for before, after, _, shift in moves), Fraction()),
        risen=sum(turn > 0 for turn in turns),
        fallen=sum(turn < 0 for turn in turns),
        same=sum(turn == 0 for turn in turns),
    )


def _move(pair: tuple[Ratio, Ratio], whole: Sequence[int]) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """A part's ratio before and after, its middle weight, and how far its weight shifted."""
    then, now = pair
    before = Fraction(then.numerator, then.denominator) if then.denominator else None
    after = Fraction(now.numerator, now.denominator) if now.denominator else None
    first, second = Fraction(then.denominator, whole[0]), Fraction(now.denominator, whole[1])
    known = before if before is not None else after if after is not None else Fraction()
    return (
        known if before is None else before,
        known if after is None else after,
        (first + second) / 2,
        second - first,
    )
