"""How moments, days and mappings stand in the store: text that orders by byte as it orders in time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=dict)


def stamp(moment: datetime) -> str:
    """A timezone-aware moment as UTC text of one length."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without its offset: {moment}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    """A stored moment, aware of its offset."""
    return datetime.fromisoformat(text)


def day_of(text: str | None) -> date | None:
    """A stored day."""
    return None if text is None else date.fromisoformat(text)


def decimal_of(text: str | None) -> Decimal | None:
    """A stored decimal, exactly as it was typed."""
    return None if text is None else Decimal(text)


def compact(mapping: Mapping[str, Any]) -> str:
    """JSON with sorted keys, the same for the same content."""
    return _ENCODER.encode(mapping)


def cell_text(value: object) -> int | str | None:
    """A fact as both databases keep it: whole numbers as they are, days and decimals as text."""
    if value is None or isinstance(value, int | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
