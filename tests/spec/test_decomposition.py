"""Why the whole moves otherwise than its parts: within and mix add up to the change, exactly."""

from __future__ import annotations

import random
from fractions import Fraction

from metrics.decomposition import Ratio, split_of


def test_every_part_rises_and_the_whole_falls():
    """80/100 and 10/100 become 9/10 and 30/190: 0.45 becomes 0.195, though both ratios went up."""
    split = split_of([(Ratio(80, 100), Ratio(9, 10)), (Ratio(10, 100), Ratio(30, 190))])
    assert split is not None
    assert (split.before, split.now) == (Fraction(9, 20), Fraction(39, 200))
    assert (split.risen, split.fallen, split.same) == (2, 0, 0)
    # Weights go from 1/2, 1/2 to 1/20, 19/20.
    within = Fraction(11, 40) * Fraction(1, 10) + Fraction(29, 40) * (Fraction(30, 190) - Fraction(1, 10))
    assert split.within == within > 0
    assert split.mix == Fraction(39, 200) - Fraction(9, 20) - within < 0
    assert split.is_apart


def test_parts_that_keep_their_weights_make_no_mix():
    split = split_of([(Ratio(10, 50), Ratio(20, 50)), (Ratio(5, 50), Ratio(5, 50))], scale=100)
    assert split is not None
    assert (split.within, split.mix, split.change) == (10, 0, 10)
    assert (split.risen, split.same, split.is_apart) == (1, 1, False)


def test_parts_that_keep_their_ratios_make_only_mix():
    split = split_of([(Ratio(10, 10), Ratio(30, 30)), (Ratio(0, 10), Ratio(0, 10))])
    assert split is not None
    assert (split.within, split.mix) == (0, Fraction(1, 4))
    assert not split.is_apart


def test_a_part_that_was_empty_brings_its_weight_and_no_change_of_its_own():
    split = split_of([(Ratio(50, 100), Ratio(50, 100)), (Ratio(0, 0), Ratio(0, 100))])
    assert split is not None
    assert (split.before, split.now, split.within, split.mix) == (Fraction(1, 2), Fraction(1, 4), 0, Fraction(-1, 4))
    assert split.same == 2


def test_a_part_that_emptied_takes_its_weight_away():
    split = split_of([(Ratio(50, 100), Ratio(50, 100)), (Ratio(0, 100), Ratio(0, 0))])
    assert split is not None
    assert (split.within, split.mix) == (0, Fraction(1, 4))


def test_half_of_the_parts_are_not_most_of_them():
    split = split_of([(Ratio(10, 100), Ratio(20, 100)), (Ratio(90, 100), Ratio(70, 100))])
    assert split is not None
    assert (split.risen, split.fallen, split.change < 0) == (1, 1, True)
    assert not split.is_apart


def test_most_fall_and_the_whole_rises():
    pairs = [(Ratio(50, 100), Ratio(49, 100)), (Ratio(50, 100), Ratio(49, 100)), (Ratio(10, 100), Ratio(60, 100))]
    split = split_of(pairs)
    assert split is not None
    assert split.is_apart


def test_a_whole_without_a_denominator_has_no_change():
    assert split_of([(Ratio(0, 0), Ratio(1, 2))]) is None
    assert split_of([(Ratio(1, 2), Ratio(0, 0))]) is None
    assert split_of([]) is None


def test_within_and_mix_are_the_change_of_a_thousand_random_cities():
    chance = random.Random(20251231)
    for _ in range(1000):
        pairs = [tuple(_ratio(chance) for _ in range(2)) for _ in range(chance.randint(1, 17))]
        split = split_of([(then, now) for then, now in pairs], scale=100)
        if split is not None:
            assert split.within + split.mix == split.change == split.now - split.before
            assert split.risen + split.fallen + split.same == len(pairs)


def _ratio(chance: random.Random) -> Ratio:
    whole = chance.choice([0, chance.randint(1, 900)])
    return Ratio(chance.randint(0, whole), whole)


def test_a_part_that_emptied_keeps_the_ratio_it_had():
    """1/1 of weight 1/2 and 0/1 of weight 1/2 become an empty part and 1/2: half of the whole was, half is."""
    split = split_of([(Ratio(1, 1), Ratio(0, 0)), (Ratio(0, 1), Ratio(1, 2))])
    assert split is not None
    assert (split.before, split.now, split.within, split.mix) == (
        Fraction(1, 2), Fraction(1, 2), Fraction(3, 8), Fraction(-3, 8),
    )  # fmt: skip
    assert (split.risen, split.fallen, split.same) == (1, 0, 1)


def test_a_part_that_came_brings_the_ratio_it_has():
    split = split_of([(Ratio(0, 0), Ratio(1, 1)), (Ratio(0, 1), Ratio(0, 1))])
    assert split is not None
    assert (split.before, split.now, split.within, split.mix) == (0, Fraction(1, 2), 0, Fraction(1, 2))
    assert isinstance(split.within, Fraction)
