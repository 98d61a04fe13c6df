"""Splitting a number of slots into whole institutions."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

SMALLEST_ADJUSTED = 15


def largest_remainder(total: int, weights: Sequence[float]) -> list[int]:
    """``total`` split in proportion to ``weights``, whole numbers that add up exactly (Hamilton's method)."""
    whole = sum(weights)
    quotas = [total * weight / whole for weight in weights]
    shares = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(weights)), key=lambda place: (shares[place] - quotas[place], place))
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares


def exact_capacities(total: int, count: int, palette: Sequence[int], random: Random) -> list[int]:
    """``count`` capacities near those of the palette that add up to ``total``."""
    usual = [size for size in palette if size >= SMALLEST_ADJUSTED]
    return largest_remainder(total, [random.choice(usual) for _ in range(count)])


def capacities(total: int, palette: Sequence[int], random: Random) -> list[int]:
    """Capacities drawn from the palette until they come to ``total``; the odd rest is spread a slot at a time."""
    sizes: list[int] = []
    while (rest := total - sum(sizes)) >= SMALLEST_ADJUSTED:
        sizes.append(random.choice([size for size in palette if size <= rest + 5]))
    places = [place for place, size in enumerate(sizes) if size >= SMALLEST_ADJUSTED] or list(range(len(sizes)))
    odd = total - sum(sizes)
    for step in range(abs(odd)):
        sizes[places[step % len(places)]] += 1 if odd > 0 else -1
    return sizes
