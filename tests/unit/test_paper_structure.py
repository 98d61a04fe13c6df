"""Every kind of file that is set keeps the rules of PDF/UA-1, and each rule finds what breaks it."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from data.briefings import Kind
from layouts.briefing import Frame, print_document
from layouts.text import text_for
from tests.pdf_ua import Element, assert_ua, root_of, widths_of
from tests.sample_briefing import sample_document
from tests.sample_overview import sample_overview, sample_reference

FRAME = Frame(
    masthead=(("name", "甲"), ("keep", "乙")), addressee="丙：", signature=("丁", "戊"), imprint=("己", "庚")
)  # fmt: skip


@cache
def made(lang: str, kind: Kind) -> tuple[bytes, str]:
    """The file, and the title of the document in it."""
    overview, reference = sample_overview(missing=("110109",)), sample_reference()
    document = sample_document(overview, reference, text_for(lang), kind=kind, frame=FRAME)
    return print_document(document), document.title


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_file_keeps_the_rules(lang, kind):
    content, title = made(lang, kind)
    assert_ua(pypdf.PdfReader(io.BytesIO(content)), lang, title)


def first(reader: pypdf.PdfReader, kind: str) -> DictionaryObject:
    """The first element of the structure that is of a kind."""
    left = [root_of(reader)["/StructTreeRoot"]]
    while left:
        one = left.pop(0).get_object()
        if isinstance(one, ArrayObject):
            left = [*one, *left]
        elif isinstance(one, DictionaryObject):
            if one.get("/S") == kind:
                return one
            left = [one["/K"], *left] if "/K" in one else left
    raise LookupError(kind)


def font_of(reader: pypdf.PdfReader) -> DictionaryObject:
    return next(iter(reader.pages[0]["/Resources"]["/Font"].values())).get_object()


def put(into: DictionaryObject, key: str, value: PdfObject) -> None:
    into[NameObject(key)] = value


def unembedded(reader: pypdf.PdfReader) -> None:
    descriptor = font_of(reader)["/DescendantFonts"][0].get_object()["/FontDescriptor"]
    for key in {"/FontFile2", "/FontFile3"} & set(descriptor):
        del descriptor[key]


def owned_twice(reader: pypdf.PdfReader) -> None:
    mark = first(reader, "/P")["/K"]
    put(first(reader, "/P"), "/K", ArrayObject([*(mark if isinstance(mark, ArrayObject) else [mark])] * 2))


def unmarked_ink(reader: pypdf.PdfReader) -> None:
    content = reader.pages[0]["/Contents"].get_object()
    content.set_data(b"0 0 9 9 re f " + content.get_data())


BREAKS: dict[str, tuple[str, Callable[[pypdf.PdfReader], object]]] = {
    "not tagged": ("told", lambda r: put(root_of(r)["/MarkInfo"], "/Marked", BooleanObject(False))),
    "another language": ("told", lambda r: put(root_of(r), "/Lang", TextStringObject("fr"))),
    "the name of the file for a title": (
        "told", lambda r: put(root_of(r)["/ViewerPreferences"], "/DisplayDocTitle", BooleanObject(False))
    ),
    "not said to be of PDF/UA": ("told", lambda r: root_of(r)["/Metadata"].set_data(b"<x/>")),
    "a mark of nobody": ("marked", lambda r: put(first(r, "/P"), "/K", ArrayObject())),
    "a mark of two": ("marked", owned_twice),
    "ink outside": ("marks_of", unmarked_ink),
    "a strange kind": ("kinds", lambda r: put(first(r, "/P"), "/S", NameObject("/Strange"))),
    "a drawing without words": ("kinds", lambda r: first(r, "/Figure").__delitem__("/Alt")),
    "a level left out": ("headings", lambda r: put(first(r, "/H2"), "/S", NameObject("/H3"))),
    "no heading first": ("headings", lambda r: put(first(r, "/H1"), "/S", NameObject("/H2"))),
    "a head without a scope": ("tables", lambda r: first(r, "/TH").__delitem__("/A")),
    "a table that does not close": (
        "tables", lambda r: put(first(r, "/TD"), "/A", DictionaryObject({NameObject("/ColSpan"): NumberObject(9)}))
    ),
    "a font left out": ("fonts", unembedded),
    "glyphs without characters": ("fonts", lambda r: font_of(r).__delitem__("/ToUnicode")),
    "another order": ("order", lambda r: put(r.pages[0], "/Tabs", NameObject("/R"))),
    "a loose note": ("order", lambda r: put(r.pages[0], "/Annots", ArrayObject([DictionaryObject()]))),
}  # fmt: skip


@pytest.mark.parametrize("broken", BREAKS)
def test_a_file_that_breaks_a_rule_is_found_out(broken):
    content, title = made("zh", Kind.BRIEFING)
    reader = pypdf.PdfReader(io.BytesIO(content))
    rule, do_break = BREAKS[broken]
    do_break(reader)
    with pytest.raises(AssertionError) as found:
        assert_ua(reader, "zh", title)
    assert found.traceback[-1].name.removeprefix("assert_") == rule


def test_a_file_under_another_title_is_found_out():
    content, title = made("zh", Kind.BRIEFING)
    with pytest.raises(AssertionError):
        assert_ua(pypdf.PdfReader(io.BytesIO(content)), "zh", f"{title}2")


def test_the_reader_finds_a_table_that_does_not_close():
    cell = Element("/TD", {}, "")
    tall = Element("/TD", {"/RowSpan": 2}, "")
    row = [Element("/TR", {}, "", children=one) for one in ([cell, tall], [cell], [cell])]
    assert widths_of(row) == [2, 2, 1]
