"""What a briefing's bytes depend on beside its basis: the programs, the words, the reference folder, the fonts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from data.register import folder_digest
from data.settings import HOUSE, Settings

ROOMS = ("callbacks", "data", "layouts", "metrics")
ENDINGS = frozenset({".py", ".typ", ".toml", ".csv", ".txt", ".geojson"})
NOT_PRINTED = ("layouts/assets", "layouts/pages", "data/demo")
LIBRARIES = ("typst", "pylopdf-fonts-zh-cn", "python-docx", "lxml", "xlsxwriter")


def programs(settings: Settings) -> str:
    """SHA-256 over all of it, as it stands when this process first asks; another one says that bytes may differ."""
    return _digest(settings.reference, settings.fonts)


@cache
def _digest(reference: Path, fonts: Path | None) -> str:
    digest = hashlib.sha256(folder_digest(reference).encode())
    for name, told in (*_libraries(), *_sources(), *_sizes(fonts)):
        digest.update(f"{name}\0{told}\n".encode())
    return digest.hexdigest()


def _libraries() -> Iterator[tuple[str, str]]:
    for name in LIBRARIES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, ""


def _sources() -> Iterator[tuple[str, str]]:
    for room in ROOMS:
        for file in sorted((HOUSE / room).rglob("*")):
            name = file.relative_to(HOUSE).as_posix()
            if file.suffix in ENDINGS and not name.startswith(NOT_PRINTED):
                yield name, hashlib.sha256(file.read_bytes()).hexdigest()


def _sizes(fonts: Path | None) -> Iterator[tuple[str, str]]:
    """The fonts of a folder by their size: they are too large to be read."""
    if fonts is None or not fonts.is_dir():
        return
    for file in sorted(one for one in fonts.iterdir() if one.is_file()):
        yield file.name, str(file.stat().st_size)
