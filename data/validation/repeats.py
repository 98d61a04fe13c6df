"""A return against the latest revision of the same unit and period (V26). The decision is the ingest's."""

from __future__ import annotations

from collections.abc import Iterator

from data.cells import Workbook
from data.forms import HEADER
from data.issues import Issue, Location
from data.returns import State, StoredReturn
from data.validation.findings import error, info
from data.validation.tables import table_of


def repeat_issues(book: Workbook, digest: str, latest: StoredReturn | None) -> Iterator[Issue]:
    """V26: the same content is answered with its receipt; new content needs an open period and 修订说明.

    ``digest`` is that of the content, blank where there is none: refused content is never the stored one.
    """
    if latest is None:
        return
    if digest == latest.digest:
        yield info("V26", "same", Location(), receipt=latest.receipt, revision=latest.revision)
        return
    if latest.state is State.ACCEPTED:
        yield error("V26", "accepted", Location(), receipt=latest.receipt)
    note, where = _revision_note(book)
    if not note:
        yield error("V26", "no_note", where, receipt=latest.receipt, revision=latest.revision)


def _revision_note(book: Workbook) -> tuple[str, Location]:
    table, _ = table_of(book, HEADER, None)
    if table is None or not table.entries:
        return "", Location(HEADER.name)
    entry = table.entries[0]
    return (entry.found("revision_note") or "").strip(), entry.where("revision_note")
