"""What is refused from name, first bytes and zip directory, before anything is parsed."""

import io
import zipfile

import pytest

from data.readers import read_workbook
from data.reading_limits import MOST_BYTES, MOST_MEMBERS, Unreadable, archive_kind
from tests.return_papers import ledger_papers

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(members, method=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return target.getvalue()


def refusal(name, content):
    (issue,) = read_workbook(name, content)
    assert (issue.rule, issue.severity) == ("V00", "error")
    return issue.code


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("return.xlsx", b"", "empty"),
        ("return.csv", "街乡代码,托位数\n".encode(), "lone_csv"),
        ("RETURN.CSV", b"a,b\n", "lone_csv"),
        ("return.xlsx", b"%PDF-1.7\n...", "other_content"),
        ("return.xlsx", b"<html></html>", "other_content"),
        ("return.xls", OLE + b"\0" * 600, "save_as_xlsx"),
        ("return.xlsx", OLE + b"\0" * 600, "save_as_xlsx"),
        ("return.et", b"PK\x03\x04", "save_as_xlsx"),
        ("return.xlsm", b"PK\x03\x04", "save_as_xlsx"),
        ("return.ods", b"PK\x03\x04", "save_as_xlsx"),
        ("return.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("return.docx", b"PK\x03\x04", "wrong_type"),
        ("return", b"PK\x03\x04", "wrong_type"),
        ("return.xlsx", b"PK\x03\x04 and then nothing", "unreadable"),
        ("return.xlsx", b"PK" + b"\0" * MOST_BYTES, "too_large"),
    ],
)
def test_this_file_is_refused_by_what_it_is(name, content, code):
    assert refusal(name, content) == code


def test_an_old_workbook_with_a_new_name_is_called_what_it_is():
    with pytest.raises(Unreadable) as refused:
        archive_kind("return.xlsx", OLE + b"\0" * 600)
    assert refused.value.facts == {"suffix": ".xls"}


def test_an_archive_of_too_many_members_is_refused():
    assert refusal("return.zip", zipped([(f"{n}.csv", b"") for n in range(MOST_MEMBERS + 1)])) == "too_many_members"


def test_what_unpacks_to_more_than_a_hundred_megabytes_is_refused():
    blocks = [(f"{n}.csv", b"a" * (26 * 1024 * 1024)) for n in range(4)]
    assert refusal("return.zip", zipped(blocks)) == "too_large_unpacked"


def test_what_is_packed_more_than_a_hundred_times_is_refused():
    assert refusal("return.zip", zipped([("填报信息.csv", b"," * 5_000_000)])) == "ratio"


def test_a_bomb_beside_harmless_ballast_is_refused():
    ballast = bytes(range(256)) * 400
    members = zipped([("填报信息.csv", b"," * 3_000_000)]), ballast
    with zipfile.ZipFile(target := io.BytesIO(members[0]), "a") as archive:
        archive.writestr("x.csv", ballast, zipfile.ZIP_STORED)
    assert refusal("return.zip", target.getvalue()) == "ratio"


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/workbook.bin", "save_as_xlsx"),
        ("content.xml", "save_as_xlsx"),
        ("report.pdf", "not_a_return"),
        ("return.xlsx", "not_a_return"),
    ],
)
def test_an_archive_is_refused_by_what_it_holds(member, code):
    assert refusal("return.zip", zipped([(member, b"<x/>"), ("[Content_Types].xml", b"<x/>")])) == code


def test_a_member_under_a_password_is_refused():
    content = bytearray(zipped([("填报信息.csv", b"a,b\n")]))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusal("return.zip", bytes(content)) == "encrypted"


def test_a_workbook_with_a_document_type_is_refused():
    with zipfile.ZipFile(io.BytesIO(ledger_papers().xlsx())) as book:
        parts = [(info.filename, book.read(info)) for info in book.infolist()]
    bad = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    changed = [(n, d.replace(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', bad)) for n, d in parts]
    assert refusal("return.xlsx", zipped(changed)) == "declarations"
