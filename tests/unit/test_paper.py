"""The briefing, the card and single charts on paper."""

from __future__ import annotations

import io
import struct
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdf
import pytest

from layouts.briefing import ExportRefused, Frame, card, chart_png, chart_svg, print_document, set_frame
from layouts.briefing.document import Heading, Paragraph, TableBlock
from layouts.briefing.drawings import drawn, sheet_of
from layouts.briefing.engine import font_folders, layout, print_pdf
from layouts.charts import hex_map, trend_chart
from layouts.charts.picture import data_table, number_cell, words_cell
from layouts.headlines import Part, Sentence
from layouts.text import text_for
from tests.pdf_glyphs import characters_of, fonts_of
from tests.sample_briefing import sample_document, sample_pdf
from tests.sample_overview import sample_overview, sample_reference

ZH, EN = text_for("zh"), text_for("en")
MM = 72 / 25.4
NAUGHTY = '#panic("x")$x^2$*b*_i_`r`<a>@b\\u{1F600}//c/*d*/'
UNDRAWABLE = "𠮷"


@cache
def _pdf(lang: str = "zh", **case) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(sample_pdf(sample_overview(**case), sample_reference(), text_for(lang))))


def _read(document) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(print_document(document)))


def _page_text(page) -> str:
    return "".join(page.extract_text().split())


def _text(lang: str = "zh", **case) -> str:
    return "".join(_page_text(page) for page in _pdf(lang, **case).pages)


def _rename(overview, name):
    first = overview.townships[7]
    return replace(
        overview,
        townships=(
            *overview.townships[:7],
            replace(first, township=replace(first.township, name=name)),
            *overview.townships[8:],
        ),
    )


def _places(page) -> list[tuple[float, float, str]]:
    """Where each run of text starts, in points from the lower left corner."""
    found: list[tuple[float, float, str]] = []

    def visit(words, outer, place, _font, _size):
        if words.strip():
            x = place[4] * outer[0] + place[5] * outer[2] + outer[4]
            y = place[4] * outer[1] + place[5] * outer[3] + outer[5]
            found.append((x, y, words))

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_data_give_the_same_bytes(lang):
    text = text_for(lang)
    for make in (sample_pdf, card):
        first = make(sample_overview(), sample_reference(), text)
        assert make(sample_overview(), sample_reference(), text) == first


def test_four_exports_at_once_are_whole_and_alike():
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: sample_pdf(sample_overview(), sample_reference(), ZH), range(12)))
    assert len(set(made)) == 1


def test_the_same_data_give_the_same_bytes_in_another_process(tmp_path):
    import hashlib
    import subprocess
    import sys

    code = (
        "import hashlib; from tests.sample_briefing import sample_pdf; from layouts.text import text_for;"
        "from tests.sample_overview import sample_overview as o, sample_reference as r;"
        "print(hashlib.sha256(sample_pdf(o(), r(), text_for('zh'))).hexdigest())"
    )
    root = Path(__file__).parents[2]
    told = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout
    assert told.strip() == hashlib.sha256(sample_pdf(sample_overview(), sample_reference(), ZH)).hexdigest()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_a4_and_carries_the_demonstration_mark(lang):
    for page in _pdf(lang).pages:
        assert [round(float(size) / MM) for size in page.mediabox[2:]] == [210, 297]
        assert "".join(text_for(lang)("briefing.demo").split()) in _page_text(page)


def test_official_data_carry_no_demonstration_mark():
    assert "演示" not in _text(demo=False)


def test_text_stands_inside_the_type_area():
    for page in _pdf().pages:
        for x, y, words in _places(page):
            if "演示数据" in words or "—" in words:
                continue
            assert 28 * MM - 1 <= x <= (28 + 156) * MM, words
            assert (297 - 37 - 225) * MM - 1 <= y <= (297 - 37) * MM, words


def test_odd_page_numbers_stand_right_and_even_ones_left():
    for number, page in enumerate(_pdf().pages, start=1):
        x = next(x for x, y, words in _places(page) if y < 30 * MM and str(number) in words)
        assert (x > 105 * MM) == (number % 2 == 1)


def test_a_line_holds_28_characters_and_a_page_22_lines():
    document = sample_document(sample_overview(), sample_reference(), ZH)
    long = Paragraph(Sentence((Part("托" * (28 * 60 - 2)),)))
    pages = _read(replace(document, body=(document.body[0], long), annexes=())).pages
    lines = [line for line in pages[1].extract_text().splitlines() if line.strip("托 ") == "" and "托" in line]
    assert [len(line.strip()) for line in lines] == [28] * 22


def test_the_overall_position_stands_whole_on_page_1():
    from layouts.headlines import headlines

    first = _page_text(_pdf().pages[0])
    for line in headlines(sample_overview(), sample_reference(), ZH, place="briefing"):
        assert "".join(line.text.split()) in first


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_briefing_holds_the_figures_of_the_overview(lang):
    words = _text(lang)
    figures = ["2.84", "63.1%", "60.5%", "36,244", "324/343", "5d2c5d2c5d2c5d2c"]
    assert [figure for figure in figures if figure not in words] == []


def test_uncovered_townships_are_named():
    words = _text()
    from metrics.results import Coverage

    names = [t.township.name for t in sample_overview().townships if t.coverage is Coverage.UNCOVERED]
    assert len(names) == 19
    assert [name for name in names if name not in words] == []


def test_a_missing_unit_keeps_its_place_and_says_so():
    words = _text(missing=("110114",))
    assert "昌平区未报送未报送未报送情况不明未报送" in words


def test_the_briefing_ranks_nobody():
    assert [word for word in ("排名", "第一", "落后", "倒数") if word in _text()] == []


def test_the_map_is_called_schematic():
    assert "示意图，不代表行政区域界线" in _text()


def test_the_document_is_titled_and_bookmarked():
    reader = _pdf()
    assert reader.metadata.title == "北京市托育服务体系建设目标进展简报"
    assert [item.title for item in reader.outline if not isinstance(item, list)][:2] == [
        "一、总体情况",
        "二、主要目标完成情况",
    ]


def test_only_the_embedded_fonts_are_used():
    fonts = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in _pdf().pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert all(name.startswith(("NotoSansSC", "NotoSerifSC", "TuoyuKai")) for name in fonts), fonts


def test_the_second_head_and_advice_are_in_kai_and_what_kai_lacks_is_not_lost():
    """After GB/T 9704; 䶮 is in no GB 2312."""
    document = replace(sample_document(sample_overview(), sample_reference(), text_for("zh")), annexes=())
    page = _read(replace(document, body=(Heading(1, "一、甲"), Heading(2, "（一）䶮托位供给")))).pages[0]
    drawn_by = {name.rpartition("+")[2].partition("-")[0]: characters_of(font) for name, font in fonts_of(page).items()}
    kai, serif = drawn_by["TuoyuKai"], drawn_by["NotoSerifSC"]
    assert {"（", "一", "）", "托", "位", "供", "给"} <= kai
    assert not any(one.isascii() for one in kai)
    assert "䶮" in serif - kai


def test_a_head_and_a_foot_are_printed_only_where_somebody_set_them():
    head = (("name", "托育简报"), ("issue", "第1期"), ("editor", "某办"), ("date", "某日"), ("keep", "内部资料"))
    assert set_frame(ZH) == Frame()
    set_words = ("托育简报", "第1期", "某办", "内部资料", "报：某某")
    assert [word for word in set_words if word in _text()] == []
    document = sample_document(
        sample_overview(), sample_reference(), ZH, frame=Frame(masthead=head, imprint=("报：某某",))
    )
    words = "".join(_page_text(page) for page in _read(document).pages)
    assert all(word in words for word in set_words)


def test_a_name_that_looks_like_markup_is_printed_as_it_is():
    made = sample_pdf(_rename(sample_overview(), NAUGHTY), sample_reference(), ZH)
    words = "".join(_page_text(page) for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert "".join(NAUGHTY.split()) in words


def test_a_character_that_no_font_draws_fails_the_export_and_is_named():
    with pytest.raises(ExportRefused) as refused:
        sample_pdf(_rename(sample_overview(), UNDRAWABLE + "镇"), sample_reference(), ZH)
    assert refused.value.facts["codes"] == "U+20BB7"
    assert "U+20BB7" in ZH(refused.value.key, **refused.value.facts)


def test_a_sign_for_private_use_fails_the_export_though_the_engine_has_a_glyph():
    with pytest.raises(ExportRefused) as refused:
        sample_pdf(_rename(sample_overview(), "\ue000镇"), sample_reference(), ZH)
    assert refused.value.facts["codes"] == "U+E000"


@pytest.mark.parametrize("make", [chart_png, chart_svg])
def test_a_missing_glyph_fails_a_picture_too(make):
    chart = replace(trend_chart(sample_overview().trends["G1"], ZH), heading=UNDRAWABLE)
    with pytest.raises(ExportRefused):
        make(chart)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_card_is_1080_by_1440(lang):
    made = card(sample_overview(), sample_reference(), text_for(lang))
    assert struct.unpack(">II", made[16:24]) == (1080, 1440)


@pytest.mark.parametrize("case", [{}, {"missing": ("BDA", "110109")}, {"period": "2026-Q3", "carried": ("110108",)}])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_card_fits_on_one_sheet(lang, case):
    from layouts.briefing.cards import card_document

    data = card_document(sample_overview(**case), sample_reference(), text_for(lang))
    assert len(pypdf.PdfReader(io.BytesIO(print_pdf("card.typ", data))).pages) == 1


def _chart_text(chart, kind: str) -> str:
    sheet = {"kind": kind, "chart": drawn(chart), "lang": "zh", "fonts": layout()["fonts"]["plain"], "width": 600}
    made = print_pdf("chart.typ", {**sheet, "notes": []})
    return "".join(_page_text(page) for page in pypdf.PdfReader(io.BytesIO(made)).pages)


def test_paper_shows_the_ticks_and_labels_of_a_trend():
    chart = trend_chart(sample_overview().trends["G2"], ZH)
    words = _chart_text(chart, "trend")
    wanted = [tick.label for tick in (*chart.x_ticks, *chart.y_ticks)] + [entry.label for entry in chart.legend]
    wanted += [chart.points[0].label, chart.points[-1].label, chart.heading]
    assert [label for label in wanted if label not in words] == []


def test_notes_and_a_last_row_never_stand_alone_on_a_page():
    """Tables of 34 to 60 rows, each in an annex of its own: the last three rows stand where the note stands."""
    sizes = range(34, 61)
    annexes = [(f"附{rows}", (_table(rows),)) for rows in sizes]
    document = sample_document(sample_overview(), sample_reference(), ZH)
    document = replace(document, body=document.body[:2], annexes=tuple(annexes))
    pages = [_page_text(page) for page in _read(document).pages]
    assert len(pages) > 1 + len(sizes)
    for rows in sizes:
        page = next(page for page in pages if f"注{rows}完" in page)
        assert [one for one in range(rows - 2, rows + 1) if f"表{rows}行{one}完" not in page] == []


def test_a_band_is_never_the_last_line_of_a_page():
    overview, reference = sample_overview(), sample_reference()
    document = sample_document(overview, reference, text_for("zh"))
    for before in range(6):
        rows = [words_cell(f"行{place}") for place in range(before)]
        rows += [words_cell(f"带{place}" if place % 2 == 0 else f"行{place}") for place in range(70)]
        spans = tuple(line for line, cell in enumerate(rows) if cell.shown.startswith("带"))
        block = TableBlock("x", data_table("表", ["甲"], [[cell] for cell in rows]), spans=spans)
        pages = [_places(page) for page in _read(replace(document, body=(block,), annexes=())).pages]
        for places in pages[:-1]:
            names = [words for _, _, words in places if words.startswith(("带", "行"))]
            assert names[-1].startswith("行"), (before, names[-3:])


def test_rows_longer_than_a_page_are_not_cut():
    long = "证据" * 900 + "鑫"
    table = TableBlock("t", data_table("表", list("甲乙丙丁"), [[words_cell(long)] * 4] * 2), ("注完",))
    document = sample_document(sample_overview(), sample_reference(), ZH)
    pages = [_page_text(page) for page in _read(replace(document, body=(table,), annexes=())).pages]
    assert sum(page.count("鑫") for page in pages) == 8
    assert "注完" in pages[-1]


def _table(rows: int) -> TableBlock:
    cells = [[words_cell(f"表{rows}行{place}完"), number_cell(str(place), place)] for place in range(1, rows + 1)]
    return TableBlock("t", data_table("表", ["甲", "乙"], cells), (f"注{rows}完",))


@pytest.mark.parametrize("label", ["40,000", "1,200,000"])
def test_long_labels_of_an_axis_stand_whole_in_the_picture_for_word(label):
    """The picture has no margin: what stands left of its drawing is cut."""
    chart = trend_chart(sample_overview().trends["G2"], ZH)
    ticks = tuple(replace(tick, label=label) for tick in chart.y_ticks)
    data = {
        "charts": [sheet_of(replace(chart, y_ticks=ticks))] * 2,
        "title": "x", "lang": "zh", "fonts": layout()["fonts"], "size": 8, "width": 440, "between": 20,
    }  # fmt: skip
    page = pypdf.PdfReader(io.BytesIO(print_pdf("picture.typ", data))).pages[0]
    starts = [x for x, _, words in _places(page) if words.strip() == label]
    assert len(starts) >= len(ticks)
    assert min(starts) >= 0


def test_paper_draws_every_hexagon_in_its_fill():
    chart = hex_map(sample_overview().townships, sample_reference(), ZH)
    drawing = chart_svg(chart).decode()
    for key in chart.legend:
        assert drawing.count(f'fill="{key.look.fill.lower()}"') >= key.count + 1, key.label
    words = _chart_text(chart, "hexmap")
    assert [label.text for label in chart.labels if label.text not in words] == []


def test_no_system_font_is_ever_read(tmp_path):
    assert font_folders(tmp_path)[0] == tmp_path
    assert all("usr/share" not in str(folder) for folder in font_folders(None))
