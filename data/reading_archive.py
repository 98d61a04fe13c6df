"""Members of an archive within the limits of the reading child, and how it says that it does not read a file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

MOST_ROWS, MOST_COLUMNS = 20_000, 200
MOST_UNPACKED = 100 * 1024 * 1024


class Refused(Exception):
    """This file is not read; ``code`` names the sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.answer = {"refused": code, "facts": facts}


def members(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Every file of the archive, however long it pretends to be, up to the limit in all."""
    left = MOST_UNPACKED
    for info in archive.infolist():
        if not info.is_dir():
            with archive.open(info) as member:
                data = member.read(left + 1)
            left -= len(data)
            if left < 0:
                raise Refused("too_large_unpacked")
            yield info, data
