"""The rules of PDF/UA-1 that a program can check: read from the file itself.

No veraPDF is to be had from PyPI, npm or Debian; ``pdfua`` and ``outloud`` of PyPI were run by hand (docs/evidence.md).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdf
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

STANDARD = {
    "/Document", "/Part", "/Sect", "/Div", "/P", "/H1", "/H2", "/H3", "/Title", "/Table", "/THead", "/TBody", "/TFoot",
    "/TR", "/TH", "/TD", "/Figure", "/Caption", "/Span", "/Lbl", "/LBody", "/L", "/LI", "/NonStruct", "/Strong", "/Em",
}  # fmt: skip
INK = (b"Tj", b"TJ", b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"Do", b"sh")


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


def assert_ua(reader: pypdf.PdfReader, lang: str, title: str) -> None:
    """AssertionError at the first rule that the file breaks."""
    assert_told(reader, lang, title)
    elements = every(reader)
    assert_marked(reader, elements)
    assert_kinds(elements, set(root_of(reader)["/StructTreeRoot"].get("/RoleMap", {})))
    assert_headings(elements)
    assert_tables(elements)
    assert_fonts(reader)
    assert_order(reader)


def assert_told(reader: pypdf.PdfReader, lang: str, title: str) -> None:
    """The file says that it is tagged, in which language and under which title."""
    root, words = root_of(reader), root_of(reader)["/Metadata"].get_data().decode("utf-8")
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"].startswith(lang)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert "<pdfuaid:part>1</pdfuaid:part>" in words
    assert reader.metadata is not None
    assert reader.metadata.title == title
    assert title in words


def assert_marked(reader: pypdf.PdfReader, elements: list[Element]) -> None:
    """All that is drawn is tagged or an artifact, and each mark is owned once."""
    owned = [mark for one in elements for mark in one.owned]
    assert len(owned) == len(set(owned))
    assert {mark for number, page in enumerate(reader.pages) for mark in marks_of(number, page)} == set(owned)


def assert_kinds(elements: list[Element], mapped: set[str]) -> None:
    """Every kind of element is a standard one or mapped to one, and every drawing is told in words."""
    kinds = {one.kind for one in elements}
    assert {"/Document", "/H1", "/P", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= kinds <= STANDARD | mapped
    assert all(len(one.alt) > 3 for one in elements if one.kind == "/Figure")


def assert_headings(elements: list[Element]) -> None:
    """They skip no level."""
    levels = [int(one.kind[2:]) for one in elements if re.fullmatch(r"/H[1-6]", one.kind)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def assert_tables(elements: list[Element]) -> None:
    """They have heads with a scope, and close."""
    for table in (one for one in elements if one.kind == "/Table"):
        rows = [one for one in table.every() if one.kind == "/TR"]
        heads = [one for one in table.every() if one.kind == "/TH"]
        assert heads
        assert all(one.attributes.get("/Scope") in ("/Column", "/Row", "/Both") for one in heads)
        assert len(set(widths_of(rows))) == 1


def assert_fonts(reader: pypdf.PdfReader) -> None:
    """They are embedded, and their glyphs have characters."""
    for font in (font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()):
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
        assert "/ToUnicode" in font


def assert_order(reader: pypdf.PdfReader) -> None:
    """Pages are read in the order of the structure and have no loose notes."""
    for page in reader.pages:
        assert page["/Tabs"] == "/S"
        assert all("/Contents" in one.get_object() for one in page.get("/Annots", ()))


def root_of(reader: pypdf.PdfReader) -> DictionaryObject:
    return reader.trailer["/Root"]


def every(reader: pypdf.PdfReader) -> list[Element]:
    """The elements of the structure, each before its children."""
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    tops = [_element(one, pages, -1) for one in _listed(root_of(reader)["/StructTreeRoot"]["/K"])]
    return [one for top in tops for one in top.every()]


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
        elif operator in INK:
            assert inside, f"page {number + 1}: ink outside of any mark"


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
