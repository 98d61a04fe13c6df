"""Assessed rows and stored returns as other programs read them: INTERFACE's keys, numbers as strings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from fractions import Fraction
from itertools import repeat
from math import floor

from data.model import Reference
from data.returns import StoredReturn
from metrics.definition import Unit
from metrics.results import Row, Scorecard

DECIMALS = 6
POPULATION_KEYS = ("value", "date", "source")
PROJECTION_KEYS = ("value", "low80", "high80", "low95", "high95", "chance")

RETURN_KEYS = tuple("org_unit period revision state received_at due on_time actor digest receipt".split())

Record = dict[str, object]


def truncated(value: Fraction) -> str:
    """Six decimals cut off toward zero: 46.7921146 is ``46.792114``; never ``-0.000000``."""
    return _fixed(abs(value) * 10**DECIMALS // 1, negative=value < 0)


def half_up(value: Fraction) -> str:
    """Six decimals, a 5 rounded away from zero."""
    return _fixed(floor(abs(value) * 10**DECIMALS + Fraction(1, 2)), negative=value < 0)


def _fixed(millionths: int, *, negative: bool) -> str:
    whole, rest = divmod(millionths, 10**DECIMALS)
    return f"{'-' if negative and millionths else ''}{whole}.{rest:0{DECIMALS}d}"


def _ratio(value: Fraction | None) -> str | None:
    return None if value is None else half_up(value)


def _share(value: Fraction | None) -> str | None:
    return None if value is None else truncated(value)


def _in_unit(value: Fraction | None, unit: str) -> str | None:
    """A figure in the indicator's own unit; counts are whole and carry no decimals."""
    if value is None:
        return None
    return str(int(value)) if unit == Unit.COUNT else truncated(value)


def record(row: Row, name: str) -> Record:
    """One row of the document; the keys and their order are the interface."""
    return {
        "indicator": row.indicator,
        "name": name,
        "org_unit": row.org_unit,
        "zone": row.zone,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "value": _in_unit(row.value, row.unit),
        "unit": row.unit,
        "no_value": row.no_value,
        "target": _in_unit(row.target, row.unit),
        "target_kind": row.target_kind,
        "comparator": row.comparator,
        "baseline": _in_unit(row.baseline, row.unit),
        "expected": _share(row.expected),
        "pace": _ratio(row.pace),
        "progress": _ratio(row.progress),
        "elapsed": _ratio(row.elapsed),
        "completion": _share(row.completion),
        "change_previous": _in_unit(row.change_previous, row.unit),
        "change_year": _in_unit(row.change_year, row.unit),
        "change_baseline": _in_unit(row.change_baseline, row.unit),
        "status": row.status,
        "gap": row.gap,
        "per_month": row.per_month,
        "reported": row.reported,
        "carried": row.carried,
        "expected_returns": row.expected_returns,
        "flags": list(row.flags),
        "population": _population(row),
        "receipts": list(row.receipts),
    }


def _population(row: Row) -> Record | None:
    if row.population is None:
        return None
    population = row.population
    return {"value": population.value, "date": population.ref_date.isoformat(), "source": population.source}


def scorecard_document(scorecard: Scorecard, names: Mapping[str, str], told: Sequence[Record] = ()) -> Record:
    """The whole answer of ``indicators --format json``; ``names`` by indicator id, ``told`` of ``--explain`` by row."""
    return {**_provenance(scorecard), "indicators": list(_records(scorecard, names, told))}


def _records(scorecard: Scorecard, names: Mapping[str, str], told: Sequence[Record]) -> Iterator[Record]:
    more: Iterable[Record] = told or repeat({}, len(scorecard.rows))
    for row, explained in zip(scorecard.rows, more, strict=True):
        yield {**record(row, names[row.indicator]), **explained}


def _provenance(scorecard: Scorecard) -> Record:
    return {
        "period": str(scorecard.period),
        "as_of": scorecard.as_of.isoformat(),
        "plan": scorecard.plan.id,
        "definition_version": scorecard.definition_version,
        "data_digest": scorecard.data_digest,
        "demo": scorecard.demo,
    }


def csv_rows(scorecard: Scorecard, names: Mapping[str, str], told: Sequence[Record] = ()) -> Iterator[Record]:
    """The same keys flat, nested ones joined by ``_``, lists by a space; then what the figures rest on."""
    provenance = csv_record(_provenance(scorecard))
    for one in _records(scorecard, names, told):
        yield {**_flat(one), **provenance}


NESTED = {"population": POPULATION_KEYS, "projection": PROJECTION_KEYS}


def _flat(nested: Record) -> Record:
    flat: Record = {}
    for key, value in nested.items():
        if key in NESTED:
            inner = value if isinstance(value, Mapping) else {}
            flat |= {f"{key}_{part}": inner.get(part) for part in NESTED[key]}
        elif isinstance(value, list):
            flat[key] = " ".join(_place(one) if isinstance(one, Mapping) else str(one) for one in value)
        else:
            flat[key] = _spelt(value)
    return flat


def _place(cells: Mapping[str, object]) -> str:
    """Where cells stand, in one word: receipt!sheet!F5:F80."""
    return f"{cells['receipt']}!{cells['sheet']}!{cells['range']}"


def _spelt(value: object) -> object:
    """Truth as JSON spells it: true, false."""
    return str(value).lower() if isinstance(value, bool) else value


def csv_record(flat: Record) -> Record:
    """A record without nested values, with truth as JSON spells it."""
    return {key: _spelt(value) for key, value in flat.items()}


def return_record(stored: StoredReturn, reference: Reference, zone: tzinfo) -> Record:
    """A stored revision; whether the period was filed on time is decided by its first one."""
    due = reference.due_moment(stored.period)
    return {
        "org_unit": stored.org_unit,
        "period": str(stored.period),
        "revision": stored.revision,
        "state": stored.state.value,
        "received_at": stored.received_at.astimezone(zone).isoformat(),
        "due": due.isoformat(),
        "on_time": (stored.first_received_at or stored.received_at) < due,
        "actor": stored.actor,
        "digest": stored.digest,
        "receipt": stored.receipt,
    }
