"""What an answer tells that names somebody of another unit: receipts, institutions by number, by name and by code."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from flask.testing import FlaskClient

from tests.integration.test_pages_http import asked_for

RECEIPT = re.compile(r"TY-([0-9A-Z]+)-[0-9A-Z]+-R\d+-[0-9a-f]{8}")
NUMBER = re.compile(r"\b(\d{6}|BDA)-\d{4}\b(?!-Q)")
"""Of an institution; a unit with a period, as in the name of a file, is none."""
PERIODS = ("2024-Q4", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")


@dataclass(frozen=True)
class Secrets:
    """By unit: what nobody outside may read, and that no pattern would find."""

    words: dict[str, frozenset[str]]

    def of_others(self, told: str, own: str | None) -> set[str]:
        """What an answer names of units other than ``own``."""
        found = {one[0] for one in RECEIPT.finditer(told) if one[1] != own}
        found |= {one[0] for one in NUMBER.finditer(told) if one[1] != own}
        return found | {word for unit, words in self.words.items() if unit != own for word in words if word in told}


def told_by(answer: object) -> str:
    """Everything that an answer says, head lines too; the sheets of a workbook taken out of their zip."""
    data = answer.data
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist())
    return head + data.decode("utf-8", "replace")


@dataclass(frozen=True)
class Asked:
    """One request: a page by its callback (``search`` given), or a plain GET."""

    path: str
    search: str | None = None

    def answer(self, client: FlaskClient) -> str:
        if self.search is None:
            return told_by(client.get(self.path))
        return str(asked_for(client, self.path, self.search))


def requests(seed: int, units: tuple[str, ...], receipts: tuple[str, ...]) -> Iterator[Asked]:
    """Random requests without end: pages, plain pages, the interface, files, by units and receipts of everybody."""
    dice = random.Random(seed)
    while True:
        unit, period, receipt = dice.choice(units), dice.choice(PERIODS), dice.choice(receipts)
        search = f"?period={period}" + dice.choice(("", "&lang=en", f"&org_unit={unit}", "&as_of=2026-02-10"))
        pages = ("/", "/districts", f"/districts/{unit}", "/coverage", "/supply", "/workforce", "/tasks", "/gaps",
                 "/returns", "/quality", "/methodology")  # fmt: skip
        page = dice.choice(pages)
        explained = f"?period={period}&explain={dice.choice(('G1', 'G2', 'G5'))}~{unit}~"
        yield dice.choice((
            Asked(page, search),
            Asked("/plain" + page + search),
            Asked("/returns", f"?receipt={receipt}"),
            Asked(f"/plain/returns?receipt={receipt}"),
            Asked(page if page != "/methodology" else "/", explained),
            Asked("/tasks", f"?show=agenda&period={period}"),
            Asked(f"/districts/{unit}", f"?period={period}&name=园"),
            Asked("/coverage", f"?period={period}&org_unit={unit}&name=园"),
            Asked(f"/download/returns/{receipt}/{dice.choice(('original', 'issues.csv', 'scan/1'))}"),
            Asked(f"/download/template/{unit}.xlsx?period=2026-Q4"),
            Asked(f"/download/{dice.choice(FILES)}{search}"),
            Asked(f"/download/townships/{unit}.csv?period={period}"),
            Asked(f"/api/v1/{dice.choice(API)}?period={period}"),
            Asked(f"/api/v1/institutions?period={period}&org_unit={unit}"),
            Asked(f"/api/v1/indicators?period={period}&org_unit={unit}&explain=true"),
        ))  # fmt: skip


FILES = ("scorecard.csv", "townships.csv", "needs.csv", "warnings.csv", "warnings.xlsx", "institutions.csv",
         "public.csv", "institutions.geojson", "awaited.csv", "tasks.csv", "tasks.xlsx", "agenda.csv", "agenda.xlsx",
         "chart/overview/G1.csv", "chart/districts/matrix.csv", "chart/supply/steps.csv")  # fmt: skip
API = ("indicators", "returns", "townships", "institutions", "channels")
