"""A briefing as a Word file and as a workbook: its words, its looks, and nothing that runs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC
from fractions import Fraction
from functools import cache

import docx
import openpyxl
import pypdf
import pytest
from docx.shared import Mm

from data.briefings import Kind
from data.reading_drafts import read_draft
from layouts.briefing import print_document
from layouts.briefing.document import Document, Drawing, Frame, Heading, Paragraph, TableBlock, Voice
from layouts.briefing.passages import words_of
from layouts.briefing.sheets import briefing_workbook, tables_of
from layouts.briefing.word import word_document
from layouts.charts.picture import data_table, number_cell, words_cell
from layouts.exports import LIVE
from layouts.headlines import Part, Sentence
from layouts.text import text_for
from tests.sample_briefing import sample_document
from tests.sample_overview import sample_overview, sample_reference

FRAME = Frame(
    masthead=(
        ("name", "托育工作简报"), ("issue", "第12期"), ("editor", "市托育办"),
        ("date", "2026年1月20日"), ("keep", "内部资料"),
    ),
    addressee="市政府：",
    signature=("市教委", "2026年1月20日"),
    imprint=("报：市领导", "送：各区"),
)  # fmt: skip
OFFICE = {"measures": "召开调度会3次。\n走访机构27家。"}
PAYLOADS = [
    sign + rest
    for sign in LIVE
    for rest in ("1+1", 'cmd|" /C calc"!A0', "HYPERLINK(\"http://x\")", "SUM(A1:A9)")
] + ["{ PAGE }", "{=1+1}", "<w:fldSimple w:instr=\"DATE\"/>", "]]><script>"]  # fmt: skip


@cache
def document(lang: str = "zh", kind: Kind = Kind.BRIEFING) -> Document:
    return sample_document(sample_overview(), sample_reference(), text_for(lang), kind=kind, frame=FRAME, office=OFFICE)


@cache
def word(lang: str = "zh", kind: Kind = Kind.BRIEFING) -> bytes:
    return word_document(document(lang, kind))


def paper(content: bytes):
    return docx.Document(io.BytesIO(content))


def with_words(words: list[str]) -> Document:
    """A document whose paragraphs, headings, cells and notes are these words."""
    cells = [[words_cell(one), number_cell("-3", -3)] for one in words]
    table = TableBlock("t", data_table("表", ["甲", "乙"], cells), (words[0],))
    body = (Heading(1, words[0]), *(Paragraph(Sentence((Part(one),)), Voice.OFFICE) for one in words), table)
    return replace(document(), body=body, annexes=())


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_word_file_says_what_the_document_says(lang, kind):
    assert read_draft("a.docx", word(lang, kind)).blocks == words_of(document(lang, kind)).blocks


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pdf_says_it_too(lang, kind):
    """Every paragraph and cell; between them stand the words of drawings, and page feet may cut one in two."""
    reader = pypdf.PdfReader(io.BytesIO(print_document(document(lang, kind))))
    pages = plain("".join(page.extract_text() for page in reader.pages))
    lines = words_of(document(lang, kind)).text.splitlines()
    told = [plain(words) for line in lines for words in line.split("\t")]
    assert [words for words in told if words not in pages and not in_two(words, pages)] == []


def plain(words: str) -> str:
    """Without blanks, and without the hyphens that a line's end may put in."""
    return "".join(words.split()).replace("-", "").replace("\u2010", "").replace("\xad", "")


def in_two(words: str, pages: str) -> bool:
    return any(words[:cut] in pages and words[cut:] in pages for cut in range(4, len(words) - 3))


def test_the_same_document_gives_the_same_bytes_without_a_time_of_the_machine():
    assert word_document(document()) == word()
    assert briefing_workbook(document()) == briefing_workbook(document())
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    told = paper(word()).core_properties
    as_of = document().origin.as_of.astimezone(UTC).replace(microsecond=0)
    assert told.created == told.modified == as_of
    assert (told.author, told.last_modified_by, told.title) == ("", "", document().title)


def test_the_knowledge_date_can_be_read_back_from_the_file():
    assert read_draft("a.docx", word()).as_of == document().origin.as_of


def test_page_and_grid_are_those_of_the_layout():
    section = paper(word()).sections[0]
    near = {
        "page": (section.page_width, section.page_height, Mm(210), Mm(297)),
        "margins": (section.top_margin, section.left_margin, Mm(37), Mm(28)),
        "others": (section.right_margin, section.bottom_margin, Mm(26), Mm(35)),
    }
    for a, b, c, d in near.values():
        assert abs(a - c) < Mm(0.1)
        assert abs(b - d) < Mm(0.1)
    grid = section._sectPr.xpath("w:docGrid")[0]
    assert (grid.get(_w("linePitch")), grid.get(_w("type"))) == ("578", "linesAndChars")


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def test_styles_are_real_ones_with_the_fonts_of_the_office():
    made = paper(word())
    fonts = {name: made.styles[name].element.rPr.rFonts.get(_w("eastAsia")) for name in
             ("Normal", "Title", "Heading 1", "Heading 2", "表题", "图题")}  # fmt: skip
    assert fonts == {
        "Normal": "仿宋_GB2312", "Title": "方正小标宋简体", "Heading 1": "黑体", "Heading 2": "楷体_GB2312",
        "表题": "黑体", "图题": "黑体",
    }  # fmt: skip
    used = [line.style.name for line in made.paragraphs]
    assert used.count("Title") == 1
    assert {"Heading 1", "Heading 2", "Normal", "表题", "图题", "表注", "测算参考"} <= set(used)


def test_page_numbers_are_the_only_fields_odd_right_and_even_left():
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    holding = {name: text.count("instrText") // 2 for name, text in parts.items() if "instrText" in text}
    assert set(holding.values()) == {1}
    assert all(name.startswith("word/footer") for name in holding)
    assert not any("fldSimple" in text or "hyperlink " in text for name, text in parts.items() if "styles" not in name)
    section = paper(word()).sections[0]
    assert [footer.paragraphs[0].alignment for footer in (section.footer, section.even_page_footer)] == [2, 0]
    assert "— 1 —" in section.footer.paragraphs[0].text


def test_every_page_says_that_the_data_are_a_demonstration():
    section = paper(word()).sections[0]
    assert {section.header.paragraphs[0].text, section.even_page_header.paragraphs[0].text} == {"演示数据"}
    official = paper(word_document(replace(document(), demo=""))).sections[0]
    assert official.header.paragraphs[0].text == ""


def test_heads_of_tables_are_repeated_and_rows_stay_whole():
    tables = paper(word()).tables
    assert len(tables) == 1 + sum(bool(block.table.rows) for block in tables_of(document()))
    for table in tables[1:]:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)


def test_drawings_are_pictures_with_their_words():
    shapes = paper(word()).inline_shapes
    blocks = [*document().body, *(block for _, annex in document().annexes for block in annex)]
    drawings = [block for block in blocks if isinstance(block, Drawing)]
    assert len(shapes) == len(drawings) > 2
    for shape, drawing in zip(shapes, drawings):
        assert shape._inline.docPr.get("descr") == "\n".join(chart.alt for chart in drawing.charts)
        assert abs(shape.width - Mm(156)) < Mm(0.1)


def test_masthead_and_imprint_are_a_briefings_addressee_and_signature_a_reports():
    briefing, report = (words_of(document("zh", kind)).text for kind in Kind)
    for words in ("托育工作简报", "第12期", "市托育办\t2026年1月20日", "内部资料", "报：市领导"):
        assert words in briefing
        assert words not in report
    assert "市政府：" in report
    assert "市教委\n2026年1月20日" in report
    assert "市政府：" not in briefing


def test_nothing_in_the_words_becomes_live():
    """40 payloads and more, in headings, paragraphs, cells and notes, stay text in Word and in the workbook."""
    assert len(PAYLOADS) >= 40
    made = with_words(PAYLOADS)
    content = word_document(made)
    wanted = [words.replace("\r", "\n") for words in PAYLOADS]
    assert [block.words for block in read_draft("a.docx", content).prose if block.words in wanted].count(wanted[0]) >= 2
    assert {line.text for line in paper(content).paragraphs} >= {words for words in wanted if words.strip() == words}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "fldSimple" not in archive.read("word/document.xml").decode().replace("&lt;w:fldSimple", "")
    sheet = openpyxl.load_workbook(io.BytesIO(briefing_workbook(made))).worksheets[0]
    assert [cell.data_type for cell in sheet["A"][1:]] == ["s"] * len(PAYLOADS)
    assert {cell.value for cell in sheet["B"][1:]} == {-3}


def test_signs_that_xml_cannot_hold_do_not_stop_the_file():
    content = word_document(with_words(["示例\x00托育园\x0b", "甲\ufffe"]))
    assert "示例\ufffd托育园\ufffd" in read_draft("a.docx", content).text


@pytest.mark.parametrize(
    ("shown", "value", "wanted"),
    [
        ("2.84", Fraction(284, 100), "0.00"),
        ("60.5%", Fraction(605, 10), '0.0"%"'),
        ("60%", Fraction(60), '0"%"'),
        ("至少36,244", 36244, "#,##0"),
        ("7", 7, "#,##0"),
        ("1,234.5", Fraction(12345, 10), "#,##0.0"),
        ("▼0.05", Fraction(-5, 100), "0.00"),
        ("▲", 1, "General"),
    ],
)
def test_numbers_of_the_workbook_look_as_they_are_printed(shown, value, wanted):
    table = TableBlock("t", data_table("表", ["甲"], [[number_cell(shown, value)]]))
    made = replace(document(), body=(table,), annexes=())
    cell = openpyxl.load_workbook(io.BytesIO(briefing_workbook(made))).worksheets[0]["A2"]
    assert (cell.number_format, cell.value) == (wanted, pytest.approx(float(value)))


def test_the_key_of_flags_holds_those_that_stand_in_the_tables():
    """Two letters beside a line, and 期后跟踪 told once in a note."""
    text = text_for("zh")
    block = tables_of(with_words(["甲", "乙"]))[0]
    block = replace(block, marks=((1, 1, "rd"),), notes=(text("briefing.after_deadline"),))
    made = replace(document(), body=(block,), annexes=())
    rows = openpyxl.load_workbook(io.BytesIO(briefing_workbook(made))).worksheets[-1].iter_rows(values_only=True)
    keys = {text("briefing.sheet.flag_key", letter=letter): letter for letter in "preidt"}
    assert {keys[row[0]] for row in rows if row[0] in keys} == set("rdt")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_has_a_sheet_a_table_and_what_they_rest_on(lang):
    book = openpyxl.load_workbook(io.BytesIO(briefing_workbook(document(lang))))
    blocks = tables_of(document(lang))
    assert len(book.worksheets) == len(blocks) + 1
    for sheet, block in zip(book.worksheets, blocks):
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        beside = 1 if block.groups else 0
        heads = [block.group_head][:beside] + list(block.table.heads)
        assert rows[0][: len(heads)] == heads
        lines = [cells for line, cells in enumerate(block.table.rows) if not (beside and line in block.spans)]
        assert len(rows) == 1 + len(lines)
        for row, cells in zip(rows[1:], lines):
            for told, cell in zip(row[beside:], cells):
                assert told == (cell.typed or None) or float(told) == pytest.approx(float(cell.typed))
    about = {row[0]: row[1] for row in book.worksheets[-1].iter_rows(values_only=True)}
    origin, text = document(lang).origin, text_for(lang)
    assert about[text("briefing.sheet.digest")] == origin.data_digest
    assert about[text("briefing.sheet.as_of")] == origin.as_of.isoformat()
    assert about[text("briefing.sheet.nature")] == text("briefing.demo")
    keyed = {key for key in about if key and key in {text("briefing.sheet.flag_key", letter=one) for one in "preidt"}}
    letters = {one for block in blocks for _, _, marks in block.marks for one in marks}
    assert keyed == {text("briefing.sheet.flag_key", letter=one) for one in letters}
    assert set(dict(document(lang).facts).items()) <= set(about.items())


def test_a_line_of_a_grouped_table_tells_its_unit_in_a_column_to_sort_and_filter_by():
    block = next(one for one in tables_of(document()) if one.groups)
    sheet = openpyxl.load_workbook(io.BytesIO(briefing_workbook(document())))[block.table.title]
    told = [cell.value for cell in sheet["A"]]
    units = {one.name: one.code for one in sample_reference().units}
    places = {one.name: one.reporting_unit for one in sample_reference().townships}
    assert told[0] == text_for("zh")("briefing.units.unit")
    assert [places[cell.value] for cell in sheet["B"][1:]] == [units[name] for name in told[1:]]
    assert sheet.auto_filter.ref == sheet.dimensions


def test_flags_are_raised_in_word_and_told_beside_the_row_in_the_workbook():
    block = replace(tables_of(with_words(["甲", "乙"]))[0], marks=((1, 1, "rd"),))
    made = replace(document(), body=(block,), annexes=())
    run = paper(word_document(made)).tables[1].rows[2].cells[1].paragraphs[0].runs[-1]
    assert (run.text, run.font.superscript) == ("rd", True)
    sheet = openpyxl.load_workbook(io.BytesIO(briefing_workbook(made))).worksheets[0]
    assert [cell.value for cell in sheet["C"]] == ["标注", None, "乙 rd"]
