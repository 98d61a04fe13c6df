"""Files as offices send them: one good return, put on paper in two hundred and fifty ways, right and wrong."""

from __future__ import annotations

from tests.office_cells import archives, cells, dates, looks, numbers, strangers
from tests.office_papers import OfficeFile
from tests.office_tables import columns, encodings, heads, sums

MAKERS = (encodings, heads, columns, sums, numbers, dates, cells, looks, archives, strangers)


def office_files(reference) -> list[OfficeFile]:
    """All of them, in one order."""
    return [file for make in MAKERS for file in make(reference)]
