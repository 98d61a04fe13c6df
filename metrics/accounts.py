"""How figures came about, as other programs read it: the keys that ``--explain`` adds to a row."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from data.details import SourceCell
from metrics.derivations import Derivation, Evidence
from metrics.interchange import DECIMALS, PROJECTION_KEYS, Record

MOST_CELLS = 1000
"""Cells told one by one; of more of them the range, their number and their sum."""


def account_of(derivation: Derivation, formula: str) -> Record:
    """The further keys of a row; ``formula`` is a sentence in the reader's language."""
    return {
        "formula": formula,
        "cells": [_cells(one) for one in derivation.evidence],
        "r": _six(derivation.ratio),
        "r_status": derivation.growth,
        "projection": _projection(derivation),
        "escap": _six(derivation.escap),
        "escap_class": derivation.course,
        "disagreement": derivation.disagreement,
    }


def _projection(derivation: Derivation) -> Record | None:
    if derivation.projection is None:
        return None
    return {key: _six(getattr(derivation.projection, key)) for key in PROJECTION_KEYS}


def _six(value: float | None) -> str | None:
    """Six decimals, a 5 rounded away from zero."""
    if value is None:
        return None
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_UP)
    return f"{rounded + 0:f}"


def _cells(evidence: Evidence) -> Record:
    """One data element in one return: where it stands, how many cells, what they add up to, and each of them."""
    stored, cells = evidence.stored, evidence.file.cells
    return {
        "receipt": stored.receipt,
        "org_unit": stored.org_unit,
        "period": str(stored.period),
        "file": evidence.file.name,
        "digest": evidence.file.digest,
        "element": evidence.element.value,
        "sheet": cells[0].sheet,
        "range": range_of(cells),
        "count": len(cells),
        "sum": evidence.counted,
        "values": [{"cell": c.cell, "found": c.filed, "counted": c.counted} for c in cells[:MOST_CELLS]],
    }


def range_of(cells: Sequence[SourceCell]) -> str:
    """The first and the last cell: F5:F80."""
    first, last = cells[0].cell, cells[-1].cell
    return first if first == last else f"{first}:{last}"
