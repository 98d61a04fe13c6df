"""What somebody hands in at once: files, and the files of a zip that holds several returns, each under its own name."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath
from typing import NamedTuple

from data.readers import Reading, read_workbook, unread
from data.reading_limits import MOST_BYTES, Unreadable, returns_within
from data.remarks import file_name

NAMED_IN_UNICODE = 0x800
BY_DEFAULT = "cp437"
ENCODINGS = ("utf-8", "gb18030")
"""How names stand in a zip that does not say it: as macOS writes them, as Chinese Windows does."""
LITTER = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")
LOCKED = "~$"
"""How the name of the file begins that Excel keeps beside a workbook while it is open."""
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, ValueError)


class Slip(NamedTuple):
    """A file before it is read: where it lies (``all.zip/昌平区/return.xlsx``), its own name, and its bytes."""

    place: str
    name: str
    content: Callable[[], bytes]


class Paper(NamedTuple):
    """A file as it was handed in, and what was read of it."""

    place: str
    name: str
    content: bytes
    book: Reading


def slips_of(name: str, content: bytes) -> list[Slip]:
    """The returns of a zip of several, one by one; of everything else the file itself, to be judged as it is.

    A zip of several that is beyond the limits is one file, which says so when it is opened.
    """
    try:
        members = returns_within(name, content)
    except Unreadable as refusal:
        return [Slip(name, name, partial(_refused, refusal))]
    slips = [_slip(name, content, member) for member in members if not _is_litter(told_name(member))]
    return slips or [Slip(name, name, lambda: content)]


def _refused(refusal: Unreadable) -> bytes:
    raise refusal


def _slip(archive: str, content: bytes, member: zipfile.ZipInfo) -> Slip:
    told = told_name(member)
    return Slip(f"{archive}/{told}", file_name(told), partial(_unpacked, content, member))


def told_name(member: zipfile.ZipInfo) -> str:
    """The path of a member as whoever packed it saw it, with ``/`` between folders."""
    return _decoded(member).replace("\\", "/").lstrip("/")


def _decoded(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & NAMED_IN_UNICODE:
        return member.filename
    packed = member.filename.encode(BY_DEFAULT)
    for encoding in ENCODINGS:
        try:
            return packed.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _is_litter(path: str) -> bool:
    """What systems and Excel leave beside the files that somebody packed."""
    parts = PurePosixPath(path.lower()).parts
    return any(part in LITTER for part in parts) or parts[-1].startswith(LOCKED)


def _unpacked(content: bytes, member: zipfile.ZipInfo) -> bytes:
    """As much as the reader needs to see that a file is too large, and no more."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(member) as file:
        return file.read(MOST_BYTES + 1)


def opened(slip: Slip) -> Paper:
    """The file read; one that cannot be unpacked says so as an issue."""
    try:
        content = slip.content()
    except Unreadable as refusal:
        return Paper(slip.place, slip.name, b"", unread(refusal))
    except BROKEN:
        return Paper(slip.place, slip.name, b"", unread(Unreadable("unreadable")))
    return Paper(slip.place, slip.name, content, read_workbook(slip.name, content))
