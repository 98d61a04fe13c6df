"""Townships and institutions as other programs read them: the keys are the interface, their order too."""

from __future__ import annotations

from layouts.text import Text
from metrics.interchange import Record
from metrics.new_slots import Gains
from metrics.registry import Registered
from metrics.results import Flag, TownshipResult

TOWNSHIP_KEYS = {
    "code": "string", "name": "string", "district": "string", "org_unit": "string", "zone": "string",
    "coverage": "string", "institutions": "integer?", "inclusive_institutions": "integer?", "slots": "integer?",
    "inclusive_slots": "integer?", "children": "integer?", "inclusive_children": "integer?", "no_value": "string?",
    "lost": "boolean", "gained": "boolean", "flags": "array", "receipt": "string?",
}  # fmt: skip
INSTITUTION_KEYS = {
    "number": "string", "name": "string", "type": "string?", "org_unit": "string", "township": "string",
    "township_name": "string?", "zone": "string?", "state": "string?", "in_operation": "boolean", "slots": "integer?",
    "inclusive_slots": "integer?", "inclusive_from": "string?", "inclusive_to": "string?", "filing_state": "string?",
    "address": "string?", "longitude": "string?", "latitude": "string?", "receipt": "string",
    "carried_from": "string?",
}  # fmt: skip
CHANNEL_KEYS = {
    "org_unit": "string", "channel": "string", "name": "string", "counted_in": "string?", "gross": "integer?",
    "net": "integer?", "no_value": "string?", "flags": "array",
}  # fmt: skip
INDICATOR_KEYS = {
    "indicator": "string", "name": "string", "org_unit": "string", "zone": "string?", "numerator": "integer?",
    "denominator": "integer?", "value": "string?", "unit": "string", "no_value": "string?", "target": "string?",
    "target_kind": "string?", "comparator": "string?", "baseline": "string?", "expected": "string?", "pace": "string?",
    "progress": "string?", "elapsed": "string?", "completion": "string?", "change_previous": "string?",
    "change_year": "string?", "change_baseline": "string?", "status": "string?", "gap": "integer?",
    "per_month": "integer?", "reported": "integer", "carried": "integer", "expected_returns": "integer",
    "flags": "array", "population": "object?", "receipts": "array",
}  # fmt: skip
"""Key -> kind (a ``?`` may be null). What concerns persons, credit codes and fees is not told here."""


def township_record(result: TownshipResult) -> Record:
    """One township; a figure is null where a cell behind it is unknown."""
    place = result.township
    known = {name: getattr(result, name) for name in TOWNSHIP_KEYS if hasattr(result, name)}
    told: Record = {"code": place.code, "name": place.name, "district": place.district, "zone": place.zone}
    told |= known | {"org_unit": place.reporting_unit, "coverage": result.coverage.value, "flags": list(result.flags)}
    return {key: told[key] for key in TOWNSHIP_KEYS}


def channel_records(found: Gains, text: Text) -> list[Record]:
    """One org unit's channels."""
    flags = [Flag.ESTIMATED.value] if found.estimated else []
    shared: Record = {"org_unit": found.org_unit, "no_value": found.no_value, "flags": flags}
    told = [
        shared | {"channel": one.channel.value, "name": text(f"returns.channel.{one.channel}"), "gross": one.gross}
        | {"net": one.net, "counted_in": one.counted_in}
        for one in found.by_channel
    ]  # fmt: skip
    return [{key: one[key] for key in CHANNEL_KEYS} for one in told]


def institution_record(one: Registered) -> Record:
    """One institution; ``slots`` and ``inclusive_slots`` count at the period's end."""
    row, place = one.row, one.township
    told: Record = {name: _plain(getattr(row, name)) for name in INSTITUTION_KEYS if hasattr(row, name)}
    told |= {
        "org_unit": one.stored.org_unit,
        "township_name": place.name if place else None,
        "zone": place.zone if place else None,
        "in_operation": one.in_operation,
        "slots": one.slots,
        "inclusive_slots": one.inclusive_slots,
        "receipt": one.stored.receipt,
        "carried_from": str(one.carried_from) if one.carried_from else None,
    }
    return {key: told[key] for key in INSTITUTION_KEYS}


def _plain(value: object) -> object:
    """Dates and decimals as text, so that no program rounds them."""
    return value if value is None or isinstance(value, int | str) else str(value)
