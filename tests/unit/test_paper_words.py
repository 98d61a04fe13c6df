"""What a reader of the paper trips over: words broken in titles and heads, figures under a line."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from data.briefings import Kind
from layouts.briefing import print_document
from layouts.briefing.document import Document, TableBlock
from layouts.briefing.drawings import sheet_of
from layouts.briefing.engine import layout, print_pdf
from layouts.briefing.printing import pieces, sheet
from layouts.charts import RankedBars
from layouts.charts.bars import Bar
from layouts.charts.parts import Tick
from layouts.charts.picture import data_table, words_cell
from layouts.text import text_for
from tests.pdf_glyphs import Glyph, Line, glyphs_of, lines_of
from tests.sample_briefing import sample_document
from tests.sample_overview import sample_overview, sample_reference

WORDS = layout()["zh"]["words"]


def report() -> Document:
    return sample_document(sample_overview(), sample_reference(), text_for("zh"), kind=Kind.REPORT)


def lines_on_page_1(made: bytes) -> list[Line]:
    page = pypdf.PdfReader(io.BytesIO(made)).pages[0]
    return lines_of(glyphs_of(page))


def ends_inside_a_word(line: str, title: str, place: str) -> bool:
    end = title.index(line) + len(line)
    return any(start < end < start + len(word) for word in [*WORDS, place] for start in _starts(word, title))


def _starts(word: str, title: str) -> list[int]:
    return [place for place in range(len(title)) if title.startswith(word, place)]


def test_the_layout_names_no_place(reference):
    named = [area.name for area in (reference.city, *reference.units)]
    assert [word for word in WORDS if any(name in word for name in named)] == []


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("place", ["北京经济技术开发区", "某某某某某某新区", "某某某某自由贸易试验区某某新片区"])
def test_a_title_of_two_lines_is_broken_between_words(place, kind):
    title = text_for("zh")(f"briefing.title.{kind}", place=place, period="2025年四季度")
    size = layout()["zh"]["title_pt"]
    lines = [
        one.text.replace(" ", "")
        for one in lines_on_page_1(print_document(replace(report(), title=title, place=place)))
        if one.size == size
    ]
    assert "".join(lines) == title
    assert len(lines) > 1
    assert not any(ends_inside_a_word(line, title, place) for line in lines)


@pytest.mark.parametrize(
    ("head", "width", "wanted"),
    [
        ("每千人口托位数", 58, ["每千人口", "托位数"]),
        ("其中：普惠", 42, ["其中：普惠"]),
        ("培训保育人员", 44, ["培训", "保育人员"]),
        ("普惠机构（家）", 44, ["普惠机构", "（家）"]),
    ],
)
def test_heads_of_tables_are_broken_between_words(head, width, wanted):
    """Set twice as wide as one hundred and the rest of the page, so that only the width of the first column counts."""
    table = data_table("表", [head, "乙"], [[words_cell("一"), words_cell("二")]])
    data = sheet(replace(report(), body=(TableBlock("x", table),), annexes=()))
    data["body"] = [{**data["body"][0], "widths": (width, 442 - width)}]
    lines = lines_on_page_1(print_pdf("document.typ", data))
    first = [[glyph.text for glyph in line.glyphs if glyph.text in head and glyph.size == 8] for line in lines]
    assert ["".join(line) for line in first if line] == wanted


def test_nothing_is_lost_by_the_pieces_and_english_is_left_alone():
    for words in ("关于昌平区2025年四季度托育服务体系建设目标进展情况的报告", "普惠覆盖街道（乡镇）", "甲", ""):
        assert "".join(pieces(words, "zh")) == words
    assert pieces("昌平区2025年四季度普惠托位", "zh")[1::2] == ("昌平区2025年四季度", "普惠托位")
    assert pieces("关于某某新区", "zh", "某某新区")[1::2] == ("某某新区",)
    too_long = "某" * 21
    assert pieces(f"关于{too_long}", "zh", too_long)[1::2] == ()
    assert pieces("Inclusive slots", "en") == ("Inclusive slots",)


def bars_of(*values: float, line: float, city: float) -> RankedBars:
    bars = tuple(Bar(f"Q{place}", f"Q{place}", value, f"W{value:.2f}", "") for place, value in enumerate(values))
    ticks = tuple(Tick(float(place), f"T{place}") for place in range(6))
    return RankedBars(
        "t", "t", bars, ticks, 5.0, line, "", "#9AA5B1", "#1F2933", (), "t", city=city, city_label=""
    )  # fmt: skip


def test_no_figure_stands_on_a_line_of_reference():
    """Ticks stand in the middle of their words, so that two of them tell where a value lies on the paper."""
    values = (2.84, 2.88, 2.5, 3.02, 4.3, 0.1, 4.9)
    chart = bars_of(*values, line=4.5, city=2.88)
    sheet = {**sheet_of(chart), "lang": "zh", "fonts": layout()["fonts"]["plain"], "width": 300, "notes": []}
    glyphs = glyphs_of(pypdf.PdfReader(io.BytesIO(print_pdf("chart.typ", sheet))).pages[0])
    at = {words: (start + end) / 2 for words, start, end in _words(glyphs) if words.startswith("T")}
    unit = at["T5"] - at["T4"]
    figures = {words: (start, end) for words, start, end in _words(glyphs) if words.startswith("W")}
    assert len(figures) == len(values)
    for start, end in figures.values():
        for line in (4.5, 2.88):
            assert not start < at["T0"] + line * unit < end


def _words(glyphs: list[Glyph]) -> list[tuple[str, float, float]]:
    """Runs that begin with a capital letter: the words, where they start and where they end."""
    found: list[tuple[str, float, float]] = []
    for glyph in glyphs:
        if glyph.text.isupper():
            found.append((glyph.text, glyph.x, glyph.end))
        elif found and glyph.text in "0123456789.":
            words, start, _ = found[-1]
            found[-1] = (words + glyph.text, start, glyph.end)
    return found
