"""What is at hand in demonstration townships that have no inclusive service: idle premises, kindergartens with room.

Every third of them has nothing, so that this is seen as well. Nothing of it is used while the demonstration lasts.
"""

from __future__ import annotations

from collections.abc import Sequence

from data import forms
from data.model import Channel
from data.returns import Project

CONTACT = "示例责任科室"
PREMISES_SLOTS, CLASS_SLOTS = 40, 20
Resource = tuple[str, Channel, int, str, str]
AT_HAND: tuple[Resource | None, ...] = (
    ("闲置用房", Channel.S1, PREMISES_SLOTS, "示例闲置用房", "待评估"),
    ("幼儿园可开班", Channel.K1, CLASS_SLOTS, "示例幼儿园空余班位", "待商定"),
    None,
)
"""Kind, channel, slots, name and state, township by township in turn."""


def resources(held: Sequence[str], first_row: int) -> tuple[Project, ...]:
    """The rows of one unit for its townships that are held back, in the order of their codes."""
    found = [(code, AT_HAND[place % len(AT_HAND)]) for place, code in enumerate(sorted(held))]
    told = [(code, one) for code, one in found if one is not None]
    return tuple(_row(row, code, one) for row, (code, one) in enumerate(told, start=first_row))


def _row(row: int, township: str, resource: Resource) -> Project:
    kind, channel, slots, name, state = resource
    return Project(
        row=row,
        kind=kind,
        name=f"{name}{township}",
        township=township,
        channel=forms.CHANNEL_HEADERS[channel],
        slots=slots,
        inclusive_slots=slots,
        opening=None,
        contact=CONTACT,
        state=state,
    )
