"""Cost against size on two logarithmic scales, as an SVG of its own: one line a kind of question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 230, 40, 46
COLOURS = ("#00664F", "#1F5FA8", "#8A5A00", "#B3261E", "#595959", "#6B3FA0")
Point = tuple[float, float]


def loglog(title: str, across: str, up: str, lines: Mapping[str, Sequence[Point]]) -> str:
    """``lines``: name -> (size, cost) pairs, all above 0."""
    points = [point for line in lines.values() for point in line]
    (x0, x1), (y0, y1) = (_decades([point[place] for point in points]) for place in (0, 1))

    def place(point: Point) -> Point:
        x = LEFT + (log10(point[0]) - x0) / (x1 - x0) * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - (log10(point[1]) - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM)
        return round(x, 1), round(y, 1)

    parts = [_text(LEFT, 20, title, 'font-weight="bold"'), _text(LEFT, HEIGHT - 8, across), _text(8, TOP - 18, up)]
    for decade in range(x0, x1 + 1):
        x = place((10**decade, 10**y0))[0]
        parts += [_line((x, TOP), (x, HEIGHT - BOTTOM)), _text(x - 8, HEIGHT - BOTTOM + 16, f"{10**decade:,}")]
    for decade in range(y0, y1 + 1):
        y = place((10**x0, 10**decade))[1]
        parts += [_line((LEFT, y), (WIDTH - RIGHT, y)), _text(8, y + 4, f"{10.0**decade:g} s")]
    for number, (name, line) in enumerate(lines.items()):
        parts += _drawn(name, [place(point) for point in sorted(line)], COLOURS[number % len(COLOURS)], number)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="12" role="img" aria-label="{escape(title)}"><rect width="100%" height="100%" fill="white"/>'
        f"{''.join(parts)}</svg>\n"
    )


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _drawn(name: str, points: Sequence[Point], colour: str, number: int) -> list[str]:
    path = " ".join(f"{x},{y}" for x, y in points)
    dots = [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in points]
    line = f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    key = TOP + 14 + 18 * number
    mark = f'<rect x="{WIDTH - RIGHT + 14}" y="{key - 9}" width="10" height="10" fill="{colour}"/>'
    return [line, *dots, mark, _text(WIDTH - RIGHT + 30, key, name)]


def _line(start: Point, end: Point) -> str:
    return f'<line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}" stroke="#ddd"/>'


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" {more}>{escape(words)}</text>'
