"""Files handed in at once: a zip of returns taken apart under the names it was packed with, and within its limits."""

from __future__ import annotations

import io
import zipfile

import pytest

from data.handed import opened, slips_of
from data.reading_limits import MOST_BYTES
from tests.import_samples import packed
from tests.return_papers import ledger_papers

BOOK = ledger_papers(1).xlsx()


def places(name: str, content: bytes) -> list[str]:
    return [slip.place for slip in slips_of(name, content)]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_zip_that_does_not_say_how_its_names_stand_is_read_as_it_was_packed(encoding: str):
    names = ["昌平区/报表.xlsx", "通州区 第四季度.xlsx", "plain.xlsx"]
    found = slips_of("全部.zip", packed(dict.fromkeys(names, BOOK), encoding))
    assert [slip.place for slip in found] == [f"全部.zip/{name}" for name in names]
    assert [slip.name for slip in found] == ["报表.xlsx", "通州区 第四季度.xlsx", "plain.xlsx"]
    assert all(slip.content() == BOOK for slip in found)


def test_a_zip_that_says_that_its_names_are_unicode_is_believed():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("é昌平区.xlsx", BOOK)
    assert places("a.zip", target.getvalue()) == ["a.zip/é昌平区.xlsx"]


def test_folders_of_windows_are_folders():
    (slip,) = slips_of("a.zip", packed({"区\\昞\\表.xlsx": BOOK}, "gb18030"))
    assert (slip.place, slip.name) == ("a.zip/区/昞/表.xlsx", "表.xlsx")


def test_what_systems_leave_in_a_zip_is_no_file_of_anybody():
    litter = {"__MACOSX/._a.xlsx": b"x", ".DS_Store": b"x", "b/Thumbs.db": b"x", "~$a.xlsx": b"x", "b/": b""}
    assert places("a.zip", packed({"a.xlsx": BOOK, **litter})) == ["a.zip/a.xlsx"]
    assert places("a.zip", packed({"~$a.xlsx": b"x"})) == ["a.zip"]


def test_whatever_else_lies_in_the_zip_is_judged_and_not_left_out():
    files = {"a.xlsx": BOOK, "扫描件.pdf": b"%PDF-1.7", "b.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600}
    papers = [opened(slip) for slip in slips_of("a.zip", packed(files))]
    assert [getattr(paper.book, "name", None) or paper.book[0].code for paper in papers] == [
        "a.xlsx",
        "other_content",
        "save_as_xlsx",
    ]


def test_one_return_is_one_file_whatever_lies_in_it():
    parts = ledger_papers(1).csv_zip()
    assert places("return.zip", parts) == ["return.zip"]
    assert places("book.xlsx", BOOK) == ["book.xlsx"]
    assert places("book.zip", BOOK) == ["book.zip"]
    assert places("two.zip", packed({"a.zip": parts, "b.zip": parts})) == ["two.zip/a.zip", "two.zip/b.zip"]


def test_many_workbooks_that_hold_many_parts_are_not_too_many_files():
    found = slips_of("all.zip", packed({f"{number}.xlsx": BOOK for number in range(300)}))
    assert len(found) == 300


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xlsx", b"\0" * 5_000_000)
    return target.getvalue()


def secret() -> bytes:
    made = bytearray(packed({"a.xlsx": BOOK}))
    made[6] |= 1
    made[made.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(), "ratio"),
        (secret(), "encrypted"),
        (packed({f"{number}.xlsx": b"" for number in range(2001)}), "too_many_members"),
        (packed({f"{number}.xlsx": b"a" * MOST_BYTES for number in range(11)}), "too_large_unpacked"),
        (packed({"a.xlsx": BOOK})[:-30], "unreadable"),
    ],
)
def test_a_zip_beyond_the_limits_is_refused_as_one_file(content: bytes, code: str):
    (slip,) = slips_of("all.zip", content)
    assert slip.place == "all.zip"
    assert opened(slip).book[0].code == code


def test_a_file_that_cannot_be_unpacked_says_so_and_the_others_are_read():
    made = bytearray(packed({"a.xlsx": BOOK, "b.xlsx": BOOK}))
    made[made.index(BOOK) + 100] ^= 0xFF
    first, second = (opened(slip) for slip in slips_of("all.zip", bytes(made)))
    assert (first.place, first.book[0].code) == ("all.zip/a.xlsx", "unreadable")
    assert second.book.name == "b.xlsx"


def test_no_more_of_a_file_is_unpacked_than_shows_that_it_is_too_large():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.xlsx", b"PK" + b"\0" * (MOST_BYTES + 1000))
    (slip,) = slips_of("all.zip", target.getvalue())
    assert len(slip.content()) == MOST_BYTES + 1
    assert opened(slip).book[0].code == "too_large"
