"""A workbook handed back with what was found written on it: bad cells coloured and commented, all listed at the end.

Opening a workbook whole costs memory that a stranger decides on, so a child process with limits does it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.issues import DashboardError, Issue, Severity

CHILD = Path(__file__).with_name("marking_child.py")
PATIENCE_SECONDS = 40
COLOURS = {Severity.ERROR: "FFF8B4AE", Severity.WARNING: "FFFFE08A", Severity.INFO: "FFD6E8F5"}
MOST_WORDS = 2_000


class NotMarked(DashboardError):
    """The workbook cannot be opened for marking; its issues can still be had as a list."""

    def __init__(self) -> None:
        super().__init__("returns.not_marked")


@dataclass(frozen=True, slots=True)
class Remark:
    """An issue with its sentence and its kind in words, in the clerk's language."""

    issue: Issue
    kind: str
    sentence: str


def marked_workbook(
    content: bytes, remarks: Sequence[Remark], *, list_name: str, heads: Sequence[str], author: str
) -> bytes:
    """The .xlsx of ``content`` with its remarks in place and a sheet ``list_name`` that tells all of them.

    The caller has had it read within the reader's limits. NotMarked where it is too much to open.
    """
    lines = [[one.kind, one.issue.location.sheet or "", one.issue.location.cell or "", one.sentence] for one in remarks]
    request = {
        "size": len(content),
        "author": author,
        "marks": _marks(remarks),
        "list": {"name": list_name, "rows": [list(heads), *lines]},
    }
    return _from_child(json.dumps(request).encode() + b"\n" + content)


def _marks(remarks: Sequence[Remark]) -> list[dict[str, str]]:
    """One mark a cell: all its sentences, in the colour of the worst."""
    cells: dict[tuple[str, str], list[Remark]] = {}
    for one in remarks:
        if one.issue.location.sheet and one.issue.location.cell:
            cells.setdefault((one.issue.location.sheet, one.issue.location.cell), []).append(one)
    return [_mark(sheet, cell, found) for (sheet, cell), found in cells.items()]


def _mark(sheet: str, cell: str, found: Sequence[Remark]) -> dict[str, str]:
    worst = min(found, key=lambda one: list(Severity).index(one.issue.severity))
    words = "\n".join(one.sentence for one in found)[:MOST_WORDS]
    return {"sheet": sheet, "cell": cell, "colour": COLOURS[worst.issue.severity], "words": words}


def _from_child(request: bytes) -> bytes:
    command = [sys.executable, "-I", str(CHILD)]
    try:
        made = subprocess.run(  # noqa: S603 - our own file, by our own interpreter
            command, input=request, capture_output=True, cwd="/", timeout=PATIENCE_SECONDS, check=False,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NotMarked from None
    if made.returncode or not made.stdout:
        raise NotMarked
    return made.stdout
