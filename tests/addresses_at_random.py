"""Addresses drawn from a fixed seed: every page, period, moment, plan, zone, indicator, order and language."""

from __future__ import annotations

import random
from urllib.parse import urlencode

from callbacks.query import SORTS
from data.model import Reference
from layouts.charts.measures import Measure
from metrics.indicators import INDICATORS
from tests.page_addresses import addresses

MOMENTS = ("2024-02-20", "2025-01-31T12:00", "2025-11-01", "2026-01-20", "2026-04-30", "2026-11-20")
PERIODS = tuple(f"{year}-Q{quarter}" for year in range(2022, 2027) for quarter in range(1, 5))[3:]
WRONG = {
    "period": ("2025-Q5", "2025", "'; drop table facts", "<script>alert(1)</script>", "2025-Q4\u0000"),
    "as_of": ("yesterday", "2026-13-01", "2026-01-20T99", "0"),
    "plan": ("2030", "../../etc/passwd", "'"),
    "zone": ("月球", "%", "平原新城'"),
    "indicator": ("G99", "__class__", "G1~"),
    "sort": ("random", "-slots", "1"),
    "lang": ("fr", "zh;", "🙂"),
    "explain": ("G1", "G1~110000", "G99~110000~", "~~", "G1~110000~月球"),
    "receipt": ("TY-1", "../x"),
    "township": ("110101", "110114999", "110115403"),
    "colour": ("red", "coverage~"),
    "inclusive": ("yes", "1"),
    "table": ("all",),
    "definitions": ("0", "2026.1'"),
}
"""For each name of a query, values that stand for nothing."""


def states(count: int, reference: Reference, seed: int) -> list[tuple[str, str]]:
    """``count`` pairs (path, query string) that are all right; each always knows its moment, so that it can be opened
    again later. Every page comes about equally often.
    """
    chance = random.Random(seed)
    pages = addresses()
    return [(pages[number % len(pages)], _search(chance, reference)) for number in range(count)]


def _search(chance: random.Random, reference: Reference) -> str:
    offered = {
        "period": PERIODS,
        "plan": tuple(plan.id for plan in reference.plans),
        "zone": reference.zones,
        "indicator": tuple(one.id for one in INDICATORS),
        "sort": SORTS,
        "lang": ("zh", "en"),
        "colour": tuple(Measure),
        "township": tuple(one.code for one in reference.townships if one.official),
        "inclusive": ("true", "false"),
    }
    query = {"as_of": chance.choice(MOMENTS)}
    query |= {name: chance.choice(values) for name, values in offered.items() if chance.random() < 0.6}
    return "?" + urlencode(query)


def wrong_states() -> list[tuple[str, str, str]]:
    """(path, query string, the wrong value): each wrong value on one page after another."""
    pages = addresses()
    pairs = [(name, value) for name, values in WRONG.items() for value in values]
    return [
        (pages[number % len(pages)], "?" + urlencode({name: value}), value)
        for number, (name, value) in enumerate(pairs)
    ]
