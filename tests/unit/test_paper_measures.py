"""Twenty briefings measured with a ruler (GB/T 9704): sheet, margins, 22 lines of 28 characters, page numbers."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from functools import cache

import pypdf
import pytest

from data.briefings import Kind, Section
from layouts.briefing import Document, Frame, Shape, print_document
from layouts.briefing.cards import card_document
from layouts.briefing.document import Heading
from layouts.briefing.engine import print_pdf
from layouts.charts.hex_names import LETTER
from layouts.format import letters
from layouts.text import text_for
from tests.pdf_glyphs import MM, Glyph, Line, glyphs_of, lines_of
from tests.sample_briefing import sample_document
from tests.sample_overview import sample_overview, sample_reference

ZH = text_for("zh")
UNITS = [unit.code for unit in sample_reference().units]
LEFT, WIDTH, TOP, HEIGHT = 28.0, 156.0, 37.0, 225.0
CHARACTER, PITCH, BODY = 15.79, 28.9, 16.0
HANGING = "，。；：、）〕》”’"
OPENING = "（〔《“‘"
"""Marks of which only the left, or only the right half has ink; the blank half may stand outside."""
LONG = "延庆区香水园街道及八达岭经济开发区联合托育综合服务片区"
MISSING = [0, 1, 2, 3, 5, 8, 12, 16, 17]


def case_of(number: int) -> Document:
    """Of twenty: 0 to 17 units missing, both kinds, long names, a long word of the office, from one page on."""
    overview = sample_overview(
        missing=UNITS[: MISSING[number % 9]], period=("2025-Q4", "2024-Q2", "2026-Q3")[number % 3]
    )
    if number % 4 == 1:
        named = (replace(one, township=replace(one.township, name=LONG)) for one in overview.townships)
        overview = replace(overview, townships=tuple(named))
    office = {Section.PROBLEMS: "存在的问题写得很长，" * 40} if number % 5 == 2 else {}
    kind = Kind.REPORT if number % 2 else Kind.BRIEFING
    frame = Frame(addressee="某某办公厅：", signature=("某某委员会", "2026年1月20日")) if number % 2 else Frame()
    document = sample_document(overview, sample_reference(), ZH, kind=kind, office=office, frame=frame)
    if number < 8:
        kept = len(document.body) * (number + 1) // 9
        document = replace(document, body=document.body[: max(3, kept)], annexes=document.annexes[: number // 3])
    return document


@cache
def pages_of(number: int) -> tuple[tuple[Glyph, ...], ...]:
    reader = pypdf.PdfReader(io.BytesIO(print_document(case_of(number))))
    sizes = {tuple(round(float(size) / MM) for size in page.mediabox[2:]) for page in reader.pages}
    assert sizes == {(210, 297)}
    return tuple(tuple(glyphs_of(page)) for page in reader.pages)


def inked_end(line: Line) -> float:
    """Where the ink of a line ends at the latest."""
    last = line.glyphs[-1]
    return last.end - (last.end - last.x) / 2 if last.text in HANGING else last.end


def inked_start(line: Line) -> float:
    """Where the ink of a line starts at the earliest."""
    first = line.glyphs[0]
    return (first.x + first.end) / 2 if first.text in OPENING else first.x


def type_area(glyphs: tuple[Glyph, ...]) -> list[Line]:
    """Everything between the mark in the corner and the page number."""
    inside = [one for one in glyphs if one.text.strip() and 32 < one.y < 266]
    return lines_of(inside)


CASES = range(20)


def test_the_cases_have_from_one_to_many_pages():
    lengths = [len(pages_of(number)) for number in CASES]
    assert min(lengths) == 1
    assert max(lengths) >= 12
    assert len(set(lengths)) >= 8


@pytest.mark.parametrize("number", CASES)
def test_nothing_stands_outside_the_type_area(number: int):
    for page in pages_of(number):
        for line in type_area(page):
            assert inked_start(line) >= LEFT - 0.2, line.text
            assert inked_end(line) <= LEFT + WIDTH + 1, line.text
            assert TOP <= line.y <= TOP + HEIGHT, line.text


@pytest.mark.parametrize("number", CASES)
def test_a_line_holds_28_characters_at_most_and_a_page_22_lines(number: int):
    for page in pages_of(number):
        body = [line for line in type_area(page) if line.size == BODY]
        assert len(body) <= 22
        for line in body:
            width = (inked_end(line) - inked_start(line)) * MM
            assert width <= 28 * CHARACTER + 1 * MM, line.text
        steps = [(below.y - above.y) * MM for above, below in itertools.pairwise(body)]
        assert all(step >= PITCH - 0.5 for step in steps)


def test_lines_of_text_follow_each_other_at_the_pitch():
    page = pages_of(19)[0]
    body = [line for line in type_area(page) if line.size == BODY]
    steps = [round((below.y - above.y) * MM, 1) for above, below in itertools.pairwise(body)]
    assert steps.count(PITCH) >= 8


@pytest.mark.parametrize("number", CASES)
def test_no_heading_is_the_last_line_of_a_page(number: int):
    document = case_of(number)
    blocks = [*document.body, *(block for _, blocks in document.annexes for block in blocks)]
    heads = {block.words.replace(" ", "") for block in blocks if isinstance(block, Heading)}
    heads |= {title.replace("　", "").replace(" ", "") for title, _ in document.annexes}
    for page in pages_of(number):
        lines = type_area(page)
        assert lines[-1].text.replace("　", "") not in heads


@pytest.mark.parametrize("number", CASES)
def test_page_numbers_stand_outside_in_size_4(number: int):
    for place, page in enumerate(pages_of(number), start=1):
        [line] = lines_of([one for one in page if one.y >= 266])
        assert line.text == f"—{place}—"
        assert line.size == 14.0
        edge = LEFT + WIDTH - line.end if place % 2 else line.x - LEFT
        assert 0 <= edge <= 6
        assert (line.x > 105) == (place % 2 == 1)


@pytest.mark.parametrize("number", CASES)
def test_heads_stand_in_the_face_and_size_of_their_level(number: int):
    sizes = {line.size for page in pages_of(number) for line in type_area(page)}
    assert 22.0 in sizes
    assert 16.0 in sizes


@pytest.mark.parametrize("number", CASES)
def test_no_page_is_blank(number: int):
    assert all(len(type_area(page)) >= 2 for page in pages_of(number))


@pytest.mark.parametrize("shape", list(Shape))
def test_names_on_the_small_map_of_a_card_stay_in_the_room_that_was_kept_for_them(shape: Shape):
    """Their places are chosen clear of the signs that matter by a width and a height counted in cells."""
    data = card_document(sample_overview(), sample_reference(), ZH, shape)
    page = pypdf.PdfReader(io.BytesIO(print_pdf("card.typ", data))).pages[0]
    signs = [glyph for glyph in glyphs_of(page) for _ in glyph.text]
    written, spots = "".join(glyph.text for glyph in glyphs_of(page)), []
    for label in data["map"]["labels"]:
        start = written.rindex(label["text"])
        first, last = signs[start].x, signs[start + len(label["text"]) - 1].end
        spots.append((label["x"], (first + last) / 2, last - first, letters(label["text"]) * LETTER))
    (left, at_left, *_), (right, at_right, *_) = min(spots), max(spots)
    cell = (at_right - at_left) / (right - left)
    assert len(spots) == 16
    assert [room for _, _, width, room in spots if width > (room + 0.1) * cell] == []
