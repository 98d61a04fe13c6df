"""打印上报表 on paper: the return's own figures, blank marks, the same bytes each time."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

import pytest
from pypdf import PdfReader

from data.model import Period
from data.returns import Mode, Nature, State, StoredReturn
from layouts.briefing import return_form
from layouts.briefing.form import form_data
from layouts.text import text_for
from tests.conftest import BEIJING
from tests.return_papers import city_papers, ledger_papers, summary_papers

ZH = text_for("zh")
STORED = StoredReturn(
    sequence=1,
    org_unit="110114",
    period=Period.parse("2025-Q4"),
    revision=1,
    state=State.RECEIVED,
    received_at=datetime(2026, 1, 10, tzinfo=BEIJING),
    actor="甲",
    digest="5fea1647" * 8,
    receipt="TY-110114-2025Q4-R1-5fea1647",
    mode=Mode.LEDGER,
)


@pytest.fixture(params=["ledger", "summary", "city"])
def content(request, reference):
    made = {"ledger": ledger_papers, "summary": lambda: summary_papers(reference), "city": city_papers}
    found = made[request.param]().check(reference).content
    assert found is not None
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_return_prints_and_gives_the_same_bytes(content, reference, lang):
    made = [return_form(STORED, content, reference, text_for(lang)) for _ in range(2)]
    assert made[0] == made[1]
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made[0])).pages)
    assert STORED.receipt in words


def test_a_summary_prints_its_totals_as_typed(reference):
    content = summary_papers(reference).check(reference).content
    table = next(one for one in form_data(STORED, content, reference, ZH)["tables"] if one["heading"] == "街道乡镇")
    count = len(table["rows"]) - 1
    assert table["rows"][-1][2:6] == [f"{figure * count:,}" for figure in (2, 1, 50, 30)]


def test_a_blank_cell_is_a_dash_and_never_nought(reference):
    content = summary_papers(reference).put("街道乡镇", "O2", None).put("街道乡镇", "O24", None)
    checked = content.check(reference).content
    table = next(one for one in form_data(STORED, checked, reference, ZH)["tables"] if one["heading"] == "街道乡镇")
    assert table["rows"][0][14] == "—"


def test_marks_of_the_form_are_blank_and_it_is_called_a_working_sheet(content, reference):
    marks = form_data(STORED, content, reference, ZH)["marks"]
    assert marks == [["表号", "工作用表"], ["制定机关", ""], ["批准（备案）文号", ""], ["有效期至", ""]]


def test_only_demonstration_data_carry_its_mark(reference):
    content = ledger_papers().check(reference).content
    assert form_data(STORED, content, reference, ZH)["demo"] == "演示数据"
    assert form_data(STORED, replace(content, nature=Nature.OFFICIAL), reference, ZH)["demo"] == ""


def test_what_a_clerk_types_is_never_read_as_markup(reference):
    naughty = "#x$y$*b*_i_`r`<a>@c"
    content = ledger_papers().item("填表人", naughty).check(reference).content
    made = return_form(STORED, content, reference, ZH)
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert naughty in "".join(words.split("\n"))
