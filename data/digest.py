"""One digest for one content: the same figures give it whatever file, encoding or row order they came in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from data.returns import ReturnContent

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
    """One line a fact; dataclasses.asdict would copy every value, a thousand institutions long."""
    names = [field.name for field in fields(facts[0])] if facts else []
    return sorted(_canonical({name: getattr(fact, name) for name in names}) for fact in facts)


def _canonical(facts: Mapping[str, Any]) -> str:
    """Sorted keys, no blanks, addresses and unknown cells left out; dates and decimals as text."""
    kept = {key: value for key, value in facts.items() if key not in ADDRESSES and value is not None}
    return _ENCODER.encode(kept)
