"""One digest for one content: the same figures give it whatever file, encoding or row order they came in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Any

from data.returns import ReturnContent

_ALIKE_IF_EQUAL = frozenset({str, int, date, type(None)})
"""Types whose equal values are written alike, also across them."""

ADDRESSES = frozenset({"row", "sheet", "cell"})

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def content_digest(content: ReturnContent) -> str:
    """SHA-256 (hex) over the normalised content: every fact, no address, no signature line, order of no account.

    疑点说明 belongs to the content, since it must be possible to file an explanation alone.
    """
    parts: dict[str, object] = {
        "org_unit": content.org_unit,
        "period": str(content.period),
        "mode": content.mode,
        "nature": content.nature,
        "explanations": content.header.get("explanations", ""),
    }
    for key in ("ledger", "townships", "workforce", "tasks", "projects", "programmes"):
        parts[key] = _lines(getattr(content, key))
    return hashlib.sha256(_canonical(parts).encode()).hexdigest()


def _lines(facts: Sequence[Any]) -> list[str]:
    """One line a fact, as ``_canonical`` would write it; a column at a time, since most of its values are alike."""
    if not facts:
        return []
    names = sorted({field.name for field in fields(facts[0])} - ADDRESSES)
    told = zip(*map(attrgetter(*names), facts))
    parts = zip(*(_parts(name, values) for name, values in zip(names, told)))
    return sorted(f"{{{','.join(filter(None, part))}}}" for part in parts)


def _parts(name: str, values: Sequence[Any]) -> list[str | None]:
    """Each value under its name, None where there is none. Of two equal decimals each keeps its own spelling."""
    if set(map(type, values)) <= _ALIKE_IF_EQUAL:
        written = {value: _part(name, value) for value in set(values)}
        return list(map(written.__getitem__, values))
    return [_part(name, value) for value in values]


def _part(name: str, value: object) -> str | None:
    return None if value is None else f'"{name}":{_ENCODER.encode(value)}'


def _canonical(facts: Mapping[str, Any]) -> str:
    """Sorted keys, no blanks, addresses and unknown cells left out; dates and decimals as text."""
    kept = {key: value for key, value in facts.items() if key not in ADDRESSES and value is not None}
    return _ENCODER.encode(kept)
