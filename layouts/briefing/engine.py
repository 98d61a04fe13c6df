"""The one place that knows the typesetting engine: a template and its data to PDF, PNG or SVG bytes.

Data reaches a template as JSON, never as source, so that no name can be read as markup. Same data, same bytes.
A character that no chosen font can draw refuses the export.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import threading
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal, TypedDict

import typst

from data.issues import DashboardError

HERE = Path(__file__).parent
EMBEDDED = "pylopdf_fonts_zh_cn"
STANDARD: Literal["ua-1"] = "ua-1"
STILL = 0
POINTS_PER_INCH = 72
_NOBODYS = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""Signs for private use: a font of the engine's own has glyphs for some, which are nobody's letters."""
_UNDRAWN = re.compile(r'the text `"(?P<glyphs>.*)"` could not be displayed with font `"(?P<font>.*)"`', re.DOTALL)
MOST_AT_ONCE = 4
"""Sheets set at the same time: the engine lets other threads run, but one compiler serves one sheet at a time."""


class ExportRefused(DashboardError):
    """A document that cannot be printed truly; facts: glyphs, codes, font."""


@cache
def layout() -> Mapping[str, Mapping[str, object]]:
    """The paper layout, layouts/briefing/layout.toml."""
    return tomllib.loads((HERE / "layout.toml").read_text(encoding="utf-8"))


def font_folders(fonts: Path | None) -> tuple[Path, ...]:
    """Where fonts are taken from: the deployment's folder first, then the open set and the 楷体. Never the system's."""
    found = importlib.util.find_spec(EMBEDDED)
    embedded = () if found is None or found.origin is None else (Path(found.origin).parent,)
    return (*(() if fonts is None else (fonts,)), *embedded, HERE / "fonts")


class _Presses:
    """Compilers over one set of fonts, made when they are first needed and lent to one sheet at a time."""

    def __init__(self, fonts: Path | None) -> None:
        self._paths = [str(folder) for folder in font_folders(fonts)]
        self._idle: list[typst.Compiler] = []
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(max(1, min(MOST_AT_ONCE, os.cpu_count() or 1)))

    @contextmanager
    def lent(self) -> Iterator[typst.Compiler]:
        """A compiler that nobody else has meanwhile; the one used last, whose fonts are read already, first."""
        with self._free:
            with self._lock:
                compiler = self._idle.pop() if self._idle else None
            if compiler is None:
                compiler = typst.Compiler(root=str(HERE), font_paths=self._paths, ignore_system_fonts=True)
            try:
                yield compiler
            finally:
                with self._lock:
                    self._idle.append(compiler)


@cache
def _presses(fonts: Path | None) -> _Presses:
    return _Presses(fonts)


def families_found(fonts: Path | None) -> frozenset[str]:
    """The font families that a document can be set in here."""
    paths = [str(folder) for folder in font_folders(fonts)]
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=paths)
    return frozenset(found.families())


def print_pdf(template: str, data: object, *, fonts: Path | None = None) -> bytes:
    """A tagged PDF/UA of ``template`` (a file beside this one) filled with ``data`` (anything JSON can hold)."""
    with _presses(fonts).lent() as compiler:
        return _pdf(template, data, compiler)


def print_png(template: str, data: object, *, scale: int, fonts: Path | None = None) -> bytes:
    """The first page as PNG, ``scale`` pixels a point. Only PDF/UA tells a missing glyph, so that is made first."""
    with _presses(fonts).lent() as compiler:
        _pdf(template, data, compiler)
        ppi = float(POINTS_PER_INCH * scale)
        made = compiler.compile(**_source(template, data), format="png", ppi=ppi, timestamp=STILL)
    return _first_page(made)


def print_first_page(template: str, data: object, *, scale: float, fonts: Path | None = None) -> bytes:
    """The first page of however many as PNG, for a look before it is printed."""
    with _presses(fonts).lent() as compiler:
        _pdf(template, data, compiler)
        ppi = POINTS_PER_INCH * scale
        made = compiler.compile(**_source(template, data), format="png", ppi=ppi, timestamp=STILL)
    return _first_page(made[:1] if isinstance(made, list) else made)


def print_svg(template: str, data: object, *, fonts: Path | None = None) -> bytes:
    """The first page as SVG."""
    with _presses(fonts).lent() as compiler:
        _pdf(template, data, compiler)
        made = compiler.compile(**_source(template, data), format="svg", timestamp=STILL)
    return _first_page(made)


def _pdf(template: str, data: object, compiler: typst.Compiler) -> bytes:
    source = _source(template, data)
    try:
        made = compiler.compile(**source, format="pdf", pdf_standards=STANDARD, timestamp=STILL)
    except typst.TypstError as error:
        raise _refusal(error) from error
    return _first_page(made)


class _Source(TypedDict):
    input: str
    sys_inputs: dict[str, str]


def _source(template: str, data: object) -> _Source:
    words = json.dumps(data, ensure_ascii=False, sort_keys=True)
    if nobodys := _NOBODYS.search(words):
        raise _undrawable(nobodys.group(), "Unicode")
    return {"input": str(HERE / template), "sys_inputs": {"data": words}}


def _first_page(made: bytes | list[bytes] | None) -> bytes:
    """A PDF is one piece whatever its pages; a picture of more than one page is refused: half of it would be lost."""
    if made is None:
        raise ValueError("the engine wrote nothing")
    if isinstance(made, list) and len(made) > 1:
        raise ValueError(f"a picture of {len(made)} sheets: what does not fit on the first would be lost")
    return made[0] if isinstance(made, list) else made


def _refusal(error: typst.TypstError) -> Exception:
    """A missing glyph is a refusal that names it; anything else is our bug and stays as it is."""
    undrawn = _UNDRAWN.search(str(error))
    if undrawn is None:
        return error
    return _undrawable(undrawn["glyphs"], undrawn["font"])


def _undrawable(glyphs: str, font: str) -> ExportRefused:
    codes = " ".join(f"U+{ord(glyph):04X}" for glyph in glyphs)
    return ExportRefused("briefing.refused.glyph", glyphs=glyphs, codes=codes, font=font)
