"""The rules of PDF/UA-1 that a program can check, on every kind of file that is set: read from the file itself.

No veraPDF is to be had from PyPI, npm or Debian; ``pdfua`` and ``outloud`` of PyPI were run by hand (docs/evidence.md).
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import pypdf
import pytest
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

from data.briefings import Kind
from layouts.briefing import Frame, print_document
from layouts.text import text_for
from tests.sample_briefing import sample_document
from tests.sample_overview import sample_overview, sample_reference

FRAME = Frame(
    masthead=(("name", "甲"), ("keep", "乙")), addressee="丙：", signature=("丁", "戊"), imprint=("己", "庚")
)  # fmt: skip
CASES = [(lang, kind) for lang in ("zh", "en") for kind in Kind]
every_kind = pytest.mark.parametrize(("lang", "kind"), CASES)


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element: its type, its attributes, its page, the marked content it owns, its children."""

    kind: str
    attributes: dict[str, object]
    alt: str
    owned: list[tuple[int, int]] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    def every(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.every()


@cache
def made(lang: str, kind: Kind) -> pypdf.PdfReader:
    overview, reference = sample_overview(missing=("110109",)), sample_reference()
    document = sample_document(overview, reference, text_for(lang), kind=kind, frame=FRAME)
    return pypdf.PdfReader(io.BytesIO(print_document(document)))


def root_of(reader: pypdf.PdfReader) -> DictionaryObject:
    return reader.trailer["/Root"]


def tree_of(reader: pypdf.PdfReader) -> list[Element]:
    """The elements under the root of the structure."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    return [_element(one, pages, -1) for one in _listed(root_of(reader)["/StructTreeRoot"]["/K"])]


def _listed(found: object) -> list:
    found = found.get_object() if hasattr(found, "get_object") else found
    return [one.get_object() for one in found] if isinstance(found, ArrayObject) else [found]


def _element(node: DictionaryObject, pages: dict[int, int], page: int) -> Element:
    page = pages[node.raw_get("/Pg").idnum] if "/Pg" in node else page
    attributes = {key: value for one in _listed(node.get("/A", ArrayObject())) for key, value in one.items()}
    made = Element(node["/S"], attributes, str(node.get("/Alt", "")))
    for kid in _listed(node.get("/K", ArrayObject())):
        if isinstance(kid, int):
            made.owned.append((page, int(kid)))
        elif kid.get("/Type") == "/MCR":
            made.owned.append((pages[kid.raw_get("/Pg").idnum] if "/Pg" in kid else page, int(kid["/MCID"])))
        elif "/S" in kid:
            made.children.append(_element(kid, pages, page))
    return made


def every(reader: pypdf.PdfReader) -> list[Element]:
    return [one for top in tree_of(reader) for one in top.every()]


@every_kind
def test_the_file_says_that_it_is_tagged_and_in_which_language_and_under_which_title(lang, kind):
    root, title = root_of(made(lang, kind)), made(lang, kind).metadata.title
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"].startswith(lang)
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    words = root["/Metadata"].get_data().decode("utf-8")
    assert re.search(r"pdfuaid:part(?:>|=[\"'])1", words)
    assert title
    assert title in words


@every_kind
def test_all_that_is_drawn_is_tagged_or_an_artifact_and_each_mark_is_owned_once(lang, kind):
    reader = made(lang, kind)
    owned = [mark for one in every(reader) for mark in one.owned]
    assert len(owned) == len(set(owned))
    drawn = {mark for number, page in enumerate(reader.pages) for mark in marks_of(number, page)}
    assert drawn == set(owned)


def marks_of(number: int, page: pypdf.PageObject) -> Iterator[tuple[int, int]]:
    """The marked contents of a page; AssertionError where ink lies outside of any mark."""
    inside: list[bool] = []
    for given, operator in ContentStream(page["/Contents"].get_object(), page.pdf).operations:
        if operator in (b"BDC", b"BMC"):
            properties = given[1] if operator == b"BDC" else {}
            inside.append(True)
            if "/MCID" in properties:
                yield number, int(properties["/MCID"])
            else:
                assert given[0] == "/Artifact" or given[0] == "/Span"
        elif operator == b"EMC":
            inside.pop()
        elif operator in (b"Tj", b"TJ", b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"Do", b"sh"):
            assert inside, f"page {number + 1}: ink outside of any mark"


@every_kind
def test_every_drawing_is_told_in_words_and_every_kind_of_element_is_a_standard_one(lang, kind):
    elements = every(made(lang, kind))
    figures = [one for one in elements if one.kind == "/Figure"]
    assert figures
    assert all(len(one.alt) > 3 for one in figures)
    standard = {
        "/Document", "/Part", "/Sect", "/Div", "/P", "/H1", "/H2", "/H3", "/Title", "/Table", "/THead", "/TBody",
        "/TFoot", "/TR", "/TH", "/TD", "/Figure", "/Caption", "/Span", "/Lbl", "/LBody", "/L", "/LI", "/NonStruct",
        "/Strong", "/Em",
    }  # fmt: skip
    mapped = set(root_of(made(lang, kind))["/StructTreeRoot"].get("/RoleMap", {}))
    assert {one.kind for one in elements} <= standard | mapped


@every_kind
def test_headings_skip_no_level(lang, kind):
    levels = [int(one.kind[2:]) for one in every(made(lang, kind)) if re.fullmatch(r"/H[1-6]", one.kind)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


@every_kind
def test_tables_have_heads_with_a_scope_and_close(lang, kind):
    tables = [one for one in every(made(lang, kind)) if one.kind == "/Table"]
    assert tables
    for table in tables:
        rows = [one for one in table.every() if one.kind == "/TR"]
        heads = [one for one in table.every() if one.kind == "/TH"]
        assert heads
        assert all(one.attributes.get("/Scope") in ("/Column", "/Row", "/Both") for one in heads)
        assert len(set(widths_of(rows))) == 1


def widths_of(rows: list[Element]) -> list[int]:
    """Columns taken in each row, by its own cells and by those that reach down from above."""
    reaching: list[int] = []
    found = []
    for row in rows:
        reaching = [left - 1 for left in reaching if left > 1]
        width = len(reaching)
        for cell in (one for one in row.children if one.kind in ("/TH", "/TD")):
            across, down = (int(cell.attributes.get(key, 1)) for key in ("/ColSpan", "/RowSpan"))
            width += across
            reaching += [down] * across
        found.append(width)
    return found


@every_kind
def test_fonts_are_embedded_and_their_glyphs_have_characters(lang, kind):
    for page in made(lang, kind).pages:
        for font in page["/Resources"]["/Font"].values():
            told = font.get_object()
            descriptor = told["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            assert "/ToUnicode" in told


@every_kind
def test_pages_are_read_in_the_order_of_the_structure_and_have_no_loose_notes(lang, kind):
    for page in made(lang, kind).pages:
        assert page["/Tabs"] == "/S" or "/Annots" not in page
        assert all("/Contents" in one.get_object() for one in page.get("/Annots", ()))


def test_the_reader_finds_a_table_that_does_not_close():
    cell = Element("/TD", {}, "")
    tall = Element("/TD", {"/RowSpan": 2}, "")
    row = [Element("/TR", {}, "", children=one) for one in ([cell, tall], [cell], [cell])]
    assert widths_of(row) == [2, 2, 1]
