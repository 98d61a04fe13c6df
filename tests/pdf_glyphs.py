"""Where every glyph of a typeset page stands, read from the page itself: for measuring what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pypdf import PageObject
from pypdf.generic import ByteStringObject, ContentStream, DictionaryObject, TextStringObject

MM = 72 / 25.4
SINGLE = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
RANGES = re.compile(r"beginbfrange(.*?)endbfrange", re.DOTALL)
HEX = re.compile(r"<([0-9a-fA-F]+)>")


@dataclass(frozen=True, slots=True)
class Glyph:
    """``x`` to ``end`` and the base line ``y`` in millimetres from the upper left corner of the sheet; ``size`` in
    points.
    """

    text: str
    x: float
    end: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs on one base line, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def x(self) -> float:
        return self.glyphs[0].x

    @property
    def end(self) -> float:
        return max(glyph.end for glyph in self.glyphs)

    @property
    def y(self) -> float:
        return self.glyphs[0].y

    @property
    def size(self) -> float:
        return self.glyphs[0].size


class Font:
    """Widths (thousandths of the size) and characters of one embedded font, by glyph code of two bytes."""

    def __init__(self, font: DictionaryObject) -> None:
        self._widths = dict(_widths(font))
        self._words = dict(_words(font))

    def read(self, codes: bytes) -> Iterator[tuple[str, float]]:
        for place in range(0, len(codes), 2):
            code = int.from_bytes(codes[place : place + 2], "big")
            yield self._words.get(code, ""), self._widths.get(code, 0.0)


def _widths(font: DictionaryObject) -> Iterator[tuple[int, float]]:
    listed = list(font["/DescendantFonts"][0].get_object()["/W"])
    while listed:
        first, second = int(listed.pop(0)), listed.pop(0)
        if isinstance(second, list):
            yield from ((first + place, float(width)) for place, width in enumerate(second))
        else:
            width = float(listed.pop(0))
            yield from ((code, width) for code in range(first, int(second) + 1))


def _words(font: DictionaryObject) -> Iterator[tuple[int, str]]:
    table = font["/ToUnicode"].get_data().decode("latin-1")
    for listed in SINGLE.findall(table):
        codes = HEX.findall(listed)
        yield from ((int(code, 16), _text(word)) for code, word in zip(codes[::2], codes[1::2], strict=True))
    for listed in RANGES.findall(table):
        codes = HEX.findall(listed)
        for first, last, word in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
            start, begun = int(word, 16), int(first, 16)
            yield from ((code, chr(start + code - begun)) for code in range(begun, int(last, 16) + 1))


def _text(word: str) -> str:
    return bytes.fromhex(word).decode("utf-16-be", "replace")


def glyphs_of(page: PageObject) -> list[Glyph]:
    """Every glyph of a page that typst wrote: one text object a run, placed by the matrix before it."""
    fonts = {name: Font(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    height = float(page.mediabox.height)
    matrices, found = [(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)], []
    font, size, text = None, 0.0, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    for given, operator in ContentStream(page["/Contents"].get_object(), page.pdf).operations:
        if operator == b"q":
            matrices.append(matrices[-1])
        elif operator == b"Q":
            matrices.pop()
        elif operator == b"cm":
            matrices[-1] = _times(tuple(float(one) for one in given), matrices[-1])
        elif operator == b"Tf":
            font, size = fonts[given[0]], float(given[1])
        elif operator == b"Tm":
            text = tuple(float(one) for one in given)
        elif operator in (b"TJ", b"Tj") and font is not None:
            found += _run(given[0] if operator == b"TJ" else [given[0]], font, size, _times(text, matrices[-1]), height)
    return found


Matrix = tuple[float, ...]


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _run(pieces: list, font: Font, size: float, place: Matrix, height: float) -> Iterator[Glyph]:
    x = 0.0
    scale = size * abs(place[0]) if place[0] else 0.0
    for piece in pieces:
        if isinstance(piece, TextStringObject | ByteStringObject):
            for word, width in font.read(_codes(piece)):
                left, right = place[4] + x / 1000 * scale, place[4] + (x + width) / 1000 * scale
                if place[0]:
                    yield Glyph(word, left / MM, right / MM, (height - place[5]) / MM, size)
                x += width
        else:
            x -= float(piece)


def _codes(piece: TextStringObject | ByteStringObject) -> bytes:
    return piece.original_bytes


def lines_of(glyphs: list[Glyph], apart: float = 0.3) -> list[Line]:
    """Glyphs put together by base line, the upper first."""
    rows: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.text.strip():
            rows.setdefault(round(glyph.y / apart), []).append(glyph)
    return [Line(tuple(sorted(row, key=lambda one: one.x))) for _, row in sorted(rows.items())]


def fonts_of(page: PageObject) -> Mapping[str, DictionaryObject]:
    """The fonts of a page by their names."""
    return {font.get_object()["/BaseFont"]: font.get_object() for font in page["/Resources"]["/Font"].values()}


def characters_of(font: DictionaryObject) -> set[str]:
    """What an embedded font draws in its file, without what it is asked for as a space."""
    return {word for _, word in _words(font) if word.strip()}
