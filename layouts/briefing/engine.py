"""The one place that knows the typesetting engine: a template and its data to PDF, PNG or SVG bytes.

Data reaches a template as JSON, never as source, so that no name can be read as markup. Same data, same bytes.
A character that no chosen font can draw refuses the export.
"""

from __future__ import annotations

import importlib.util
import json
import re
import threading
import tomllib
from collections.abc import Mapping
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
_UNDRAWN = re.compile(r'the text `"(?P<glyphs>.*)"` could not be displayed with font `"(?P<font>.*)"`', re.DOTALL)
_one_at_a_time = threading.Lock()


class ExportRefused(DashboardError):
    """A document that cannot be printed truly; facts: glyphs, codes, font."""


@cache
def layout() -> Mapping[str, Mapping[str, object]]:
    """The paper layout, layouts/briefing/layout.toml."""
    return tomllib.loads((HERE / "layout.toml").read_text(encoding="utf-8"))


def font_folders(fonts: Path | None) -> tuple[Path, ...]:
    """Where fonts are taken from: the deployment's folder first, then the embedded open set. Never the system's."""
    found = importlib.util.find_spec(EMBEDDED)
    embedded = () if found is None or found.origin is None else (Path(found.origin).parent,)
    return (*(() if fonts is None else (fonts,)), *embedded)


@cache
def _compiler(fonts: Path | None) -> typst.Compiler:
    paths = [str(folder) for folder in font_folders(fonts)]
    return typst.Compiler(root=str(HERE), font_paths=paths, ignore_system_fonts=True)


def families_found(fonts: Path | None) -> frozenset[str]:
    """The font families that a document can be set in here."""
    paths = [str(folder) for folder in font_folders(fonts)]
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=paths)
    return frozenset(found.families())


def print_pdf(template: str, data: object, *, fonts: Path | None = None) -> bytes:
    """A tagged PDF/UA of ``template`` (a file beside this one) filled with ``data`` (anything JSON can hold)."""
    with _one_at_a_time:
        return _pdf(template, data, fonts)


def print_png(template: str, data: object, *, scale: int, fonts: Path | None = None) -> bytes:
    """The first page as PNG, ``scale`` pixels a point. Only PDF/UA tells a missing glyph, so that is made first."""
    with _one_at_a_time:
        _pdf(template, data, fonts)
        ppi = float(POINTS_PER_INCH * scale)
        made = _compiler(fonts).compile(**_source(template, data), format="png", ppi=ppi, timestamp=STILL)
    return _first_page(made)


def print_first_page(template: str, data: object, *, scale: float, fonts: Path | None = None) -> bytes:
    """The first page of however many as PNG, for a look before it is printed."""
    with _one_at_a_time:
        _pdf(template, data, fonts)
        ppi = POINTS_PER_INCH * scale
        made = _compiler(fonts).compile(**_source(template, data), format="png", ppi=ppi, timestamp=STILL)
    return _first_page(made[:1] if isinstance(made, list) else made)


def print_svg(template: str, data: object, *, fonts: Path | None = None) -> bytes:
    """The first page as SVG."""
    with _one_at_a_time:
        _pdf(template, data, fonts)
        made = _compiler(fonts).compile(**_source(template, data), format="svg", timestamp=STILL)
    return _first_page(made)


def _pdf(template: str, data: object, fonts: Path | None) -> bytes:
    source = _source(template, data)
    try:
        made = _compiler(fonts).compile(**source, format="pdf", pdf_standards=STANDARD, timestamp=STILL)
    except typst.TypstError as error:
        raise _refusal(error) from error
    return _first_page(made)


class _Source(TypedDict):
    input: str
    sys_inputs: dict[str, str]


def _source(template: str, data: object) -> _Source:
    words = json.dumps(data, ensure_ascii=False, sort_keys=True)
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
    glyphs = undrawn["glyphs"]
    codes = " ".join(f"U+{ord(glyph):04X}" for glyph in glyphs)
    return ExportRefused("briefing.refused.glyph", glyphs=glyphs, codes=codes, font=undrawn["font"])
