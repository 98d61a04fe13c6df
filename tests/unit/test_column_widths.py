"""Columns of printed tables: short cells in one line, long ones share what is left, no word cut."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layouts.briefing import print_document
from layouts.briefing.column_widths import MARGIN, fitted, length_of
from layouts.briefing.document import TableBlock
from layouts.briefing.engine import layout
from layouts.briefing.printing import column_widths
from layouts.charts.picture import data_table, words_cell
from layouts.text import text_for
from tests.pdf_glyphs import glyphs_of, lines_of
from tests.sample_briefing import sample_document
from tests.sample_overview import sample_overview, sample_reference

LENGTHS = st.lists(st.floats(0.5, 60), min_size=1, max_size=9)


@given(st.lists(LENGTHS, min_size=1, max_size=12), st.floats(0.05, 1))
def test_columns_fill_the_width_and_none_is_narrower_than_its_longest_word(table, word):
    across = min(map(len, table))
    rows = [row[:across] for row in table]
    wanted = [max(column) + MARGIN for column in zip(*rows)]
    least = [max(column) * word + MARGIN for column in zip(*rows)]
    widths = fitted(least, wanted, rows, 55)
    assert sum(widths) == pytest.approx(55, abs=0.01)
    if sum(least) < 55:
        assert [one for one, word in zip(widths, least) if one < word - 0.01] == []
    if sum(wanted) <= 55:
        assert [one for one, want in zip(widths, wanted) if one < want - 0.01] == []


def test_one_long_cell_does_not_break_the_short_ones_of_every_row():
    lengths = [[6.0, 40.0 if line == 3 else 6.0, 10.0, 10.0, 10.0] for line in range(20)]
    widths = fitted([4.0] * 5, [max(column) + MARGIN for column in zip(*lengths)], lengths, 55)
    assert all(width - MARGIN >= 9.9 for width in widths[2:])


def test_where_all_rows_are_long_the_long_column_takes_what_the_others_do_not_need():
    lengths = [[8.0, 8.0, 8.0, 60.0]] * 20
    widths = fitted([5.0] * 4, [one + MARGIN for one in lengths[0]], lengths, 40)
    assert widths[3] > 2 * max(widths[:3])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_short_cells_of_the_printed_tables_stand_in_one_line(lang):
    """Numbers, verdicts of one word, states, names of townships: whole lines of the paper, in every table."""
    document = sample_document(sample_overview(), sample_reference(), text_for(lang))
    pages = pypdf.PdfReader(io.BytesIO(print_document(document))).pages
    size = layout()[lang]["table_pt"]
    lines = {line.text.replace(" ", "") for page in pages for line in lines_of(glyphs_of(page)) if line.size <= size}
    printed = "\n".join(lines)
    short = {
        cell.shown
        for block in (*document.body, *(one for _, blocks in document.annexes for one in blocks))
        if isinstance(block, TableBlock)
        for row in block.table.rows
        for cell in row
        if re.fullmatch(r"[\d.,/%]+|[■●▲▼◐○◆] ?[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,5}", cell.shown)
    }
    assert len(short) > 40
    assert [cell for cell in sorted(short) if cell.replace(" ", "") not in printed] == []


def test_a_space_between_chinese_and_numbers_is_counted():
    assert length_of("约0.8公里") == pytest.approx(length_of("约") + length_of("0.8") + length_of("公里") + 0.5)


def test_letters_of_flags_follow_the_last_word_of_a_cell_of_two_lines():
    cells = [*[words_cell("word " * 60)] * 7, words_cell("at least 1,448")]
    block = TableBlock("x", data_table("Table", list("ABCDEFGH"), [cells]), marks=((0, 7, "pr"),))
    document = sample_document(sample_overview(), sample_reference(), text_for("en"))
    document = replace(document, body=(block,), annexes=())
    glyphs = [one for page in pypdf.PdfReader(io.BytesIO(print_document(document))).pages for one in glyphs_of(page)]
    place = next(at for at in range(len(glyphs)) if "".join(one.text for one in glyphs[at : at + 5]) == "1,448")
    least, last, letters = glyphs[place - 2], glyphs[place + 4], glyphs[place + 5 : place + 7]
    assert (least.y < last.y - 1, [one.text for one in letters]) == (True, ["p", "r"])
    assert letters[0].x == pytest.approx(last.end, abs=0.5)
    assert 0 < last.y - letters[0].y < 2


def test_word_and_paper_share_the_widths():
    table = data_table("表", ["甲", "乙"], [[words_cell("短"), words_cell("很长的说明" * 10)]])
    narrow, broad = column_widths(TableBlock("x", table), "zh")
    assert broad > 5 * narrow
