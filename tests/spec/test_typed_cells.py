"""Nothing is typed twice: how many cells a clerk types into the prefilled return of a whole district."""

from __future__ import annotations

import sys

import pytest

from data.model import Period
from data.return_tables import tables
from data.returns import Mode, Nature
from data.template import prefilled
from tests.demo_history import DemoHistory

UNIT, LAST, PERIOD = "110114", "2024-Q4", "2025-Q1"
MOST = 250
DERIVED = {"系统编号", "街乡名称"}
"""Given by the system or told by the code beside it."""
KEYS = {"机构台账": "机构名称", "资源与项目": "名称"}
NOT_TYPED = {"街道乡镇"}


@pytest.fixture(scope="module")
def papers(reference):
    """What the template of 昌平 holds and what its finished return holds: sheet -> line's name -> header -> value."""
    history = DemoHistory(reference)
    last = history.numbered(history.content(UNIT, LAST))
    template = prefilled(
        org_unit=UNIT,
        period=Period.parse(PERIOD),
        mode=Mode.LEDGER,
        nature=Nature.DEMO,
        reference=reference,
        ledger=last.ledger,
        tasks=last.tasks,
        projects=last.projects,
    )
    return _lines(template, reference), _lines(history.content(UNIT, PERIOD), reference)


def _lines(content, reference):
    sheets = {}
    for table in tables(content, reference):
        if table.form.name not in NOT_TYPED:
            rows = [dict(zip(table.headers, row)) for row in table.rows]
            key = KEYS.get(table.form.name, table.headers[0])
            sheets[table.form.name] = {row[key]: row for row in rows}
    return sheets


def typed_cells(papers):
    """(sheet, line, header) of every cell of the finished return that the template does not hold already."""
    template, finished = papers
    return [
        (sheet, name, header)
        for sheet, lines in finished.items()
        for name, line in lines.items()
        for header, value in line.items()
        if header not in DERIVED and _told(value) != _told(template[sheet].get(name, {}).get(header))
    ]


def _told(value):
    """A blank is nothing to type; a 0 is."""
    return None if value == "" else value


def test_a_quarters_return_of_99_institutions_needs_at_most_250_typed_cells(papers, capsys):
    template, _ = papers
    assert len(template["机构台账"]) == 99
    typed = typed_cells(papers)
    with capsys.disabled():
        sys.stdout.write(f"\n{UNIT} {PERIOD}: {len(typed)} cells typed\n")
    assert 99 < len(typed) <= MOST


def test_most_of_what_is_typed_is_the_children_present(papers):
    children = [cell for cell in typed_cells(papers) if cell[2] in ("在托婴幼儿数", "普惠在托婴幼儿数")]
    assert len(children) > len(typed_cells(papers)) / 2
