"""One briefing a unit: the city and every reporting unit, each whole or refused with its reason, told as it goes."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import BinaryIO, NamedTuple

from data.briefings import Basis, IssuedBriefing
from data.issues import DashboardError
from data.model import Reference
from layouts.names import unit_name
from layouts.refusals import sentence
from layouts.text import Text

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The same files make the same archive, whenever."""
Files = Mapping[str, bytes]


class Copy(NamedTuple):
    """What became of one unit: its files by name, or why there are none."""

    org_unit: str
    files: Files
    refusal: DashboardError | None = None


def every_unit(reference: Reference) -> tuple[str, ...]:
    """The city, then the reporting units in administrative order."""
    return (reference.city.code, *(unit.code for unit in reference.units))


def copies(units: Iterable[str], make: Callable[[str], Files], at_once: int = 1) -> Iterator[Copy]:
    """In their order, up to ``at_once`` in the making; what is refused stands in nobody's way.

    The first is made alone: what it reads of the returns the others need not read again.
    """
    first, *rest = (partial(_copy, unit, make) for unit in units)
    yield first()
    if at_once == 1:
        yield from (one() for one in rest)
        return
    pool = ThreadPoolExecutor(at_once)
    try:
        yield from pool.map(lambda one: one(), rest)
    finally:
        pool.shutdown(cancel_futures=True)


def _copy(unit: str, make: Callable[[str], Files]) -> Copy:
    try:
        return Copy(unit, make(unit))
    except DashboardError as refusal:
        return Copy(unit, {}, refusal)


def refused(copy: Copy, reference: Reference, text: Text) -> tuple[str, str] | None:
    """The unit and the sentence of its refusal; None where its files were made."""
    if copy.refusal is None:
        return None
    return unit_name(reference, copy.org_unit, text), sentence(copy.refusal, text)


class Archive:
    """A zip of the copies. What could not be made is named in a list inside, so that nobody takes the rest for all."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def add(self, files: Files) -> None:
        """These files under their names."""
        for name, content in files.items():
            self._zip.writestr(_entry(name), content)

    def name_missing(self, missing: Iterable[tuple[str, str]], text: Text) -> None:
        """The list of what is missing, where something is."""
        lines = [text("briefings.batch.missing_line", unit=unit, reason=reason) for unit, reason in missing]
        if lines:
            words = "\r\n".join([text("briefings.batch.missing_head"), *lines, ""])
            self._zip.writestr(_entry(text("briefings.batch.missing_name")), words.encode("utf-8-sig"))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def file_name(basis: Basis, ending: str, reference: Reference, text: Text, issued: IssuedBriefing | None = None) -> str:
    """``2025-Q4_110114_昌平区_简报_2026年第3期.pdf``; a draft says that it is one."""
    occasion = basis.occasion
    name = unit_name(reference, occasion.org_unit, text)
    key = "briefings.file.draft" if issued is None else "briefings.file.issued"
    told = {} if issued is None else {"year": issued.year, "number": issued.number}
    kind = text(f"briefings.kind.{occasion.kind}")
    return text(key, period=occasion.period, code=occasion.org_unit, name=name, kind=kind, **told) + f".{ending}"
