"""Every figure of the demonstration goes back to cells that add up to it, in the clerk's own addresses."""

from __future__ import annotations

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from data.model import Period
from metrics import queries
from metrics.contributions import NEW_SLOTS
from metrics.definition import Element, TimeRule
from metrics.indicators import BY_ID

AS_OF = datetime(2026, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
COVERAGE = {Element.COVERED_TOWNSHIPS, Element.SERVED_TOWNSHIPS}
WITHOUT_CELLS = {Element.RETURNS_RECEIVED, Element.RETURNS_ON_TIME, Element.RETURNS, Element.RESIDENTS}
NOT_ADDED = NEW_SLOTS | {Element.NET_INCLUSIVE_SLOTS, Element.TOWNSHIPS, *COVERAGE, *WITHOUT_CELLS}


@pytest.fixture(scope="module")
def derived(demo_repository):
    return queries.derivations(demo_repository, period=Period.parse("2025-Q4"), as_of=AS_OF, scope="all")[1]


def counted(derivation, element: Element) -> int:
    return sum(one.counted for one in derivation.evidence if one.element is element)


def test_cells_add_up_to_both_sides_of_every_figure(derived):
    wrong = {}
    for one in derived:
        row, indicator = one.row, one.indicator
        for element, side in ((indicator.numerator, row.numerator), (indicator.denominator, row.denominator)):
            asked = element is not None and element not in NOT_ADDED and side is not None
            if asked and counted(one, element) != side:
                wrong[row.indicator, row.org_unit, row.zone, element] = (counted(one, element), side)
    assert len(derived) > 500
    assert wrong == {}


def test_the_cells_behind_coverage_name_as_many_townships_as_are_covered(derived):
    for one in derived:
        if one.indicator.numerator in COVERAGE and one.row.numerator is not None:
            cells = [cell for evidence in one.evidence for cell in evidence.file.cells]
            assert len({cell.township for cell in cells if cell.counted}) == one.row.numerator


def test_every_figure_with_a_value_has_cells_but_those_of_filing(derived):
    bare = {one.row.indicator for one in derived if one.row.value and not one.evidence}
    assert bare == {"RET", "RET_T"}


def test_new_slots_name_the_marks_of_every_return_since_the_baseline(derived):
    g3 = next(one for one in derived if (one.row.indicator, one.row.org_unit) == ("G3", "110114"))
    assert {evidence.stored.receipt for evidence in g3.evidence} == set(g3.row.receipts)
    assert {BY_ID["G3"].time_rule} == {TimeRule.STOCK}


def test_a_cell_of_a_stored_file_says_what_the_explanation_says(derived, demo_repository):
    g2 = next(one for one in derived if (one.row.indicator, one.row.org_unit, one.row.zone) == ("G2", "110114", None))
    evidence = g2.evidence[0]
    name, content = demo_repository.file(evidence.stored.sequence)
    book = load_workbook(io.BytesIO(content), data_only=True)
    assert evidence.file.name == name
    assert len(evidence.file.cells) > 20
    for cell in evidence.file.cells:
        assert book[cell.sheet][cell.cell].value == cell.filed
