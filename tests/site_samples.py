"""A dashboard over invented returns in memory, on the real register: for tests of pages and ways in."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from data.model import Period, Reference
from data.settings import Settings
from tests.fakes import BEIJING, FakeSource
from tests.sample_overview import sample_reference

LATE, MISSING = "110108", "110119"
QUARTERS = ("2022-Q4", "2023-Q4", "2024-Q3", "2024-Q4", "2025-Q3", "2025-Q4")


def clock() -> datetime:
    """20 January 2026 in Beijing: 2025-Q4 is due, and nothing newer has begun."""
    return datetime(2026, 1, 20, 10, tzinfo=BEIJING)


@cache
def sample_source() -> FakeSource:
    """Six quarters of 17 units; 海淀 late and 延庆 missing in the last."""
    reference = sample_reference()
    source = FakeSource(reference)
    for step, quarter in enumerate(QUARTERS):
        for unit in reference.units:
            if (unit.code, quarter) != (MISSING, "2025-Q4"):
                late = "2026-01-18T09:00" if (unit.code, quarter) == (LATE, "2025-Q4") else None
                source.file(unit.code, quarter, _figures(reference, unit.code, quarter, step), at=late)
    return source


def _figures(reference: Reference, unit: str, quarter: str, step: int) -> dict[str, dict[str, int]]:
    found = {}
    for township in reference.townships_at(Period.parse(quarter).end, unit):
        size = int(township.code[-3:]) * 37 % 120 + 40
        bare = int(township.code) % 6 == 0 and (township.zone == "生态涵养区" or int(township.code) % 61 == 0)
        slots = size + 18 * step
        inclusive = 0 if bare or step == 0 else min(slots, size * step // 5)
        found[township.code] = {
            "slots": slots,
            "inclusive_slots": inclusive,
            "institutions": 3,
            "inclusive_institutions": 2 if inclusive else 0,
            "children": slots // 2,
            "inclusive_children": inclusive // 2,
        }
    return found


def sample_dashboard(**changes: object):
    """The web application over the sample source."""
    from callbacks.application import build_dashboard

    return build_dashboard(sample_source(), Settings(**changes), clock)
