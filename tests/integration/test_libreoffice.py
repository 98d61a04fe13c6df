"""The template in the hands of another program: filled in LibreOffice, saved there, read back equal."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from data import forms
from data.cells import letters
from data.digest import content_digest
from data.issues import Severity
from data.model import Period
from data.readers import read_workbook
from data.return_tables import derived_sums, tables
from data.returns import Mode, Nature, WorkforceFigure
from data.template import prefilled, return_workbook
from data.validation import ValidationContext, validate
from tests.demo_history import DemoHistory
from tests.libreoffice import HAS_TABLES, Typed, fill, run

LAST, PERIOD = "2024-Q4", "2025-Q1"
RECEIVED = datetime(2025, 4, 10, 2, tzinfo=UTC)
ABSENT = "LibreOffice Calc is not installed: nobody has tried here that the template can be filled in it and read back."

pytestmark = pytest.mark.skipif(not HAS_TABLES, reason=ABSENT)


@pytest.fixture(scope="module")
def history(reference):
    return DemoHistory(reference)


@pytest.mark.parametrize(
    "unit", ["110114", *(pytest.param(code, marks=pytest.mark.soak) for code in ("110105", "110119", "BDA"))]
)
def test_a_template_filled_in_libreoffice_is_read_back_equal(unit, history, reference, tmp_path):
    template, finished = papers(history, unit, reference)
    filled = fill(return_workbook(template, reference=reference), orders(template, finished, reference), tmp_path)
    found = validate(read_workbook("filled.xlsx", filled), reference, ValidationContext(received_at=RECEIVED))
    assert [issue for issue in found.issues if issue.severity is Severity.ERROR] == []
    assert content_digest(found.content) == content_digest(finished)


def test_a_template_of_sums_filled_in_libreoffice_is_read_back_equal(history, reference, tmp_path):
    """汇总: every figure is typed, and 合计 is what LibreOffice makes of its formulas."""
    template = prefilled(
        org_unit="110114", period=Period.parse(PERIOD), mode=Mode.SUMMARY, nature=Nature.DEMO, reference=reference
    )
    finished = summed(template, history.content("110114", PERIOD), reference)
    typed = orders(template, finished, reference, derived=False)
    filled = fill(return_workbook(template, reference=reference), typed, tmp_path)
    found = validate(read_workbook("filled.xlsx", filled), reference, ValidationContext(received_at=RECEIVED))
    assert [issue for issue in found.issues if issue.severity is Severity.ERROR] == []
    assert content_digest(found.content) == content_digest(finished)


def papers(history, unit, reference):
    """The template of a unit, and its finished return with the lines where a clerk would have them."""
    last = history.numbered(history.content(unit, LAST))
    finished = history.numbered(history.content(unit, PERIOD))
    template = prefilled(
        org_unit=unit,
        period=finished.period,
        mode=Mode.LEDGER,
        nature=Nature.DEMO,
        reference=reference,
        ledger=last.ledger,
        tasks=last.tasks,
        projects=last.projects,
    )
    known = [row.number for row in template.ledger]
    place = {number: line for line, number in enumerate(known)}
    rows = sorted(finished.ledger, key=lambda row: place.get(row.number, len(known)))
    return template, replace(finished, ledger=tuple(rows))


def summed(template, finished, reference):
    """The same quarter as a 汇总 return."""
    carers = [WorkforceFigure(key, 40, "填报信息", "B17") for key in ("carers", "certified")]
    return replace(
        template,
        header={**template.header, "compiler": "演示"},
        townships=derived_sums(finished, reference),
        workforce=(*finished.workforce, *carers),
        tasks=finished.tasks,
    )


def orders(template, finished, reference, *, derived=True):
    """Every cell that differs, in the order of the sheets; what formulas come to is nobody's to type."""
    held = {table.form: table for table in tables(template, reference)}
    for table in tables(finished, reference):
        if not (derived and table.form is forms.TOWNSHIPS):
            yield from differences(held[table.form], table)


def differences(held, wanted):
    assert held.headers == wanted.headers
    lines = max(len(held.rows), len(wanted.rows)) - (wanted.form is forms.TOWNSHIPS)
    blank = (None,) * len(wanted.headers)
    for line in range(lines):
        old = held.rows[line] if line < len(held.rows) else blank
        new = wanted.rows[line] if line < len(wanted.rows) else blank
        for place, column in enumerate(wanted.columns):
            numbered_by_the_system = column.key == "number" and old is blank
            if old[place] != new[place] and not numbered_by_the_system:
                yield Typed(wanted.form.name, f"{letters(place + 1)}{line + 2}", new[place])


def test_libreoffice_makes_a_page_of_every_sheet(history, reference, tmp_path):
    """Opened and printed without a complaint: each sheet is one page wide."""
    template, _ = papers(history, "BDA", reference)
    file = tmp_path / "template.xlsx"
    file.write_bytes(return_workbook(template, reference=reference))
    run(tmp_path / "profile", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file))
    pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / "template.pdf").read_bytes())
    sheets = 7
    assert len(pages) == sheets
