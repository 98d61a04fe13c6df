"""What is refused before anything is parsed: from the name, the first bytes and the zip directory alone."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from data.reading_archive import MOST_UNPACKED

MOST_BYTES = 10 * 1024 * 1024
MOST_MEMBERS = 2_000
ENTRIES_OF_A_WORKBOOK = 20
"""What the directory of a workbook adds to the raw count of a zip that it lies in."""
MOST_RATIO = 100
RATIO_COUNTS_FROM = 1024 * 1024
MEBIBYTE = 1024 * 1024

_ENTRY = b"PK\x01\x02"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OTHER_PAPERS = (".doc", ".wps", ".wpt", ".dot", ".dotx", ".docm", ".dotm", ".odt", ".rtf", ".pages")
_OTHER_SHEETS = (".xls", ".et", ".ett", ".xlsm", ".xltm", ".xltx", ".ods", ".xlsb", ".numbers")

_WORKBOOKS = (".xlsx", ".zip", *_OTHER_SHEETS)


class Unreadable(Exception):
    """The file is refused: ``code`` and ``facts`` as in catalogue keys ``issue.V00.*``."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def archive_kind(name: str, content: bytes) -> str:
    """``xlsx`` or ``csv`` (a zip of CSV files); raises Unreadable for everything else and for whatever is too big."""
    _refuse_size(content)
    _refuse_type(PurePath(name).suffix.lower(), content)
    members = _directory(content)
    _refuse_members(members, len(content))
    return _kind_of(members)


def returns_within(name: str, content: bytes) -> list[zipfile.ZipInfo]:
    """The files of a zip that holds several returns; none where it is one return itself, or no zip.

    Unreadable for what is too much of a zip, or none.
    """
    if PurePath(name).suffix.lower() != ".zip" or not content.startswith(b"PK"):
        return []
    members = _directory(content, MOST_MEMBERS * ENTRIES_OF_A_WORKBOOK)
    if members and min(member.header_offset for member in members) > 0:  # cut off: the last workbook's own directory
        raise Unreadable("unreadable")
    names = _names(members)
    if "[content_types].xml" in names or not any(PurePath(one).suffix in _WORKBOOKS for one in names):
        return []
    if len(members) > MOST_MEMBERS:
        raise Unreadable("too_many_members", most=MOST_MEMBERS)
    _refuse_members(members, len(content))
    return [member for member in members if not member.is_dir()]


def refuse_no_draft(name: str, content: bytes) -> None:
    """Raises Unreadable for whatever is no Word document (.docx), and for whatever is too big."""
    _refuse_size(content)
    _refuse_other_papers(PurePath(name).suffix.lower(), content)
    members = _directory(content)
    _refuse_members(members, len(content))
    names = _names(members)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable("macros")
    if "[content_types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise Unreadable("no_document")


def _refuse_other_papers(suffix: str, content: bytes) -> None:
    if content.startswith(_OLE) and _ENCRYPTED_PACKAGE in content:
        raise Unreadable("encrypted")
    if suffix in _OTHER_PAPERS or content.startswith(_OLE):
        raise Unreadable("save_as_docx", suffix=suffix if suffix in _OTHER_PAPERS else ".doc")
    if suffix != ".docx" or not content.startswith(b"PK"):
        looks = _looks_like(content)
        raise Unreadable("other_content", looks=looks) if looks else Unreadable("wrong_type")


def _refuse_size(content: bytes) -> None:
    if not content:
        raise Unreadable("empty")
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large", size=f"{len(content) / MEBIBYTE:.1f}", most=MOST_BYTES // MEBIBYTE)


def _refuse_type(suffix: str, content: bytes) -> None:
    if suffix == ".csv":
        raise Unreadable("lone_csv")
    if content.startswith(_OLE) and _ENCRYPTED_PACKAGE in content:
        raise Unreadable("encrypted")
    if suffix in _OTHER_SHEETS or content.startswith(_OLE):
        raise Unreadable("save_as_xlsx", suffix=suffix if suffix in _OTHER_SHEETS else ".xls")
    if suffix not in (".xlsx", ".zip") or not content.startswith(b"PK"):
        looks = _looks_like(content)
        raise Unreadable("other_content", looks=looks) if looks else Unreadable("wrong_type")


def _looks_like(content: bytes) -> str:
    """A word for what the bytes really are, where it helps the clerk."""
    signs = {b"%PDF": "PDF", b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"<?xml": "XML", b"<htm": "HTML", b"Rar!": "RAR"}
    signs |= {b"7z\xbc\xaf": "7z", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"<!DO": "HTML"}
    return next((word for sign, word in signs.items() if content.startswith(sign)), "")


def _directory(content: bytes, most: int = MOST_MEMBERS) -> list[zipfile.ZipInfo]:
    """The archive's members; counted in the raw bytes first, since a long directory is itself a load."""
    if content.count(_ENTRY) > most:
        raise Unreadable("too_many_members", most=MOST_MEMBERS)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Unreadable("unreadable") from None


def _refuse_members(members: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED:
        raise Unreadable("too_large_unpacked", most=MOST_UNPACKED // MEBIBYTE)
    if unpacked > MOST_RATIO * size or any(map(_is_bomb, members)):
        raise Unreadable("ratio", most=MOST_RATIO)
    if any(member.flag_bits & 0x1 for member in members):
        raise Unreadable("encrypted")


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > max(MOST_RATIO * member.compress_size, RATIO_COUNTS_FROM)


def _kind_of(members: list[zipfile.ZipInfo]) -> str:
    names = _names(members)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise Unreadable("macros")
    if "content.xml" in names or "xl/workbook.bin" in names:
        raise Unreadable("save_as_xlsx", suffix=".ods" if "content.xml" in names else ".xlsb")
    if "[content_types].xml" in names and any(name.endswith("workbook.xml") for name in names):
        return "xlsx"
    if any(name.endswith(".csv") for name in names):
        return "csv"
    raise Unreadable("not_a_return", members=len(names))


def _names(members: list[zipfile.ZipInfo]) -> set[str]:
    return {member.filename.replace("\\", "/").lstrip("/").lower() for member in members}
