"""The small parts that pages are made of: links, badges, tables, bullets, notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dash import dcc, html
from dash.development.base_component import Component

from layouts import format as printed
from layouts.text import Text, pieces
from layouts.view import opening, opening_of
from metrics.results import Flag, Row, Status

REFERENCE = (Status.ABOVE_REFERENCE, Status.BELOW_REFERENCE)

MOST_KEPT = 4096
LOOKS = {"stacks": 3, "broad": 6, "many": 9}
"""How many columns find room beside each other on a telephone, on a tablet, and on a desk without smaller letters."""
LONG = 28
"""Letters from which the words of a cell take the whole width of its card: two lines of a narrow one."""

Child = Component | str | int | None
Children = Child | Sequence[Child]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a table column: its words, what stands in it (``css``: number, word), a link and a second line."""

    label: str
    css: str = ""
    href: str | None = None
    order: str | None = None
    below: str = ""

    @property
    def told(self) -> str:
        """What a cell of a card says of itself, since no head stands over it; heads with a link stay on the page."""
        return f"{self.label} · {self.below}" if self.below and self.href is None else self.label


def link(children: Children, href: str, css: str | None = None, title: str | None = None) -> Component:
    """A link inside the dashboard, followed without loading the page again."""
    return _link(children, href, css, title) if isinstance(children, str) else _new_link(children, href, css, title)


def _new_link(children: Children, href: str, css: str | None, title: str | None) -> Component:
    given = {key: value for key, value in (("className", css), ("title", title)) if value}
    return dcc.Link(children, href=href, **given)


# The same words make the same component on every page: nobody changes one once it is made.
_link = lru_cache(maxsize=MOST_KEPT)(_new_link)


def section(anchor: str, title: str, *children: Child, note: Children = None, css: str = "") -> Component:
    """A titled part of a page that links and the keyboard can reach by ``anchor``."""
    head: list[Child] = [html.H2(title, id=f"{anchor}-title")]
    if note:
        head.append(html.P(note, className="note"))
    return html.Section(
        [html.Div(head, className="section-head"), *children],
        id=anchor,
        className=f"card-plain {css}".strip(),
        **{"aria-labelledby": f"{anchor}-title"},
    )


def table(caption: str, columns: Sequence[Column], rows: Iterable[Component], css: str = "") -> Component:
    """A table with a caption for the ear and column heads; ``rows`` come from ``table_row``.

    Where its columns find no room beside each other, each line is a card of its own.
    """
    head = html.Thead(html.Tr([_head_cell(column) for column in columns]))
    return plain_table([html.Caption(caption), head, html.Tbody(list(rows))], css, columns=len(columns))


def plain_table(parts: list[Component], css: str, *, columns: int) -> Component:
    """Caption, heads and body put together elsewhere, as the same kind of table."""
    looks = [look for look, most in LOOKS.items() if columns > most]
    kept = [] if "cards" in css.split() else looks
    return html.Table(parts, className=" ".join(["figures", *css.split(), *kept]))


def _head_cell(column: Column) -> Component:
    """A head that sorts or chooses stays to be used where the lines are cards."""
    words: Child = column.label if column.href is None else link(column.label, column.href, "sort")
    order = {"aria-sort": column.order} if column.order else {}
    if column.below:
        words = html.Span([words, html.Small(column.below)])
    css = f"{column.css} {'asks' if column.href else ''}".strip()
    return html.Th(words, scope="col", className=css or None, **order)


def table_row(columns: Sequence[Column], cells: Sequence[Children], *, css: str = "", anchor: str = "") -> Component:
    """One line; the first cell is its head. Narrow screens print the column's words before each cell."""
    first, *others = cells
    body: list[Component] = [html.Th(first, scope="row", className=columns[0].css or "name")]
    body += [_cell(column, cell) for column, cell in zip(columns[1:], others, strict=True)]
    given = {key: value for key, value in (("className", css), ("id", anchor)) if value}
    return html.Tr(body, **given)


def _cell(column: Column, cell: Children) -> Component:
    make = _word_cell if isinstance(cell, str) else _new_cell
    css = f"{column.css} long".strip() if _width(cell) > LONG else column.css
    return make(cell, css, column.told)


def _width(cell: object) -> int:
    """How wide the words of a cell are, in letters."""
    if isinstance(cell, str):
        return printed.letters(cell)
    if isinstance(cell, list | tuple):
        return sum(_width(one) for one in cell)
    return _width(getattr(cell, "children", None)) if isinstance(cell, Component) else 0


def _new_cell(cell: Children, css: str, label: str) -> Component:
    given = {"className": css} if css else {}
    return html.Td(cell, **given, **{"data-label": label})


_word_cell = lru_cache(maxsize=MOST_KEPT)(_new_cell)


def wide(label: str, *children: Child) -> Component:
    """A part that may be wider than the screen: it scrolls by itself, by finger, wheel or arrow keys."""
    return html.Div(list(children), className="wide", role="region", tabIndex=0, **{"aria-label": label})


def status_badge(row: Row, text: Text) -> Child:
    """Symbol, word and colour of a status; nothing where there is no verdict."""
    if row.status is None:
        return printed.MISSING
    return sign(row.status, printed.status_word(row, text))


def sign(status: Status, words: Children) -> Component:
    """Words about a status with its symbol, in its colour."""
    symbol = printed.STATUS_SYMBOLS[status]
    mark = [html.Span(symbol, className="sign", **{"aria-hidden": "true"})] if symbol else []
    css = "status quiet" if status in REFERENCE else "status"
    return html.Span([*mark, html.Span(words)], className=css, style={"color": printed.STATUS_COLOURS[status]})


def flags(marks: tuple[Flag, ...], text: Text) -> list[Child]:
    """Small letters after a figure, each with its word."""
    if not marks:
        return []
    letters = "".join(marks)
    return [html.Abbr(letters, title=printed.flag_words(marks, text), className="flag")]


def figure(row: Row | None, text: Text, *, with_unit: bool = False) -> Children:
    """A value with its flags, 至少 before a least value, 未报齐 after a partial share; or why there is none."""
    if row is None or row.value is None:
        return reason(row, text)
    unit = [html.Small(text(f"unit.{row.unit}"))] if with_unit and row.unit == "per_1000" else []
    least = printed.is_least(row.no_value, row.unit, row.is_least)
    before = [html.Small(text("commitments.at_least"))] if least else []
    after = [html.Small(text(f"no_value.{row.no_value}"))] if row.no_value and not least else []
    number = explained(printed.figure(row.value, row.unit, row.target), row)
    return [*before, number, *unit, *after, *flags(row.flags, text)]


def explained(words: str, row: Row) -> Component:
    """A figure that opens how it came about."""
    return html.A(words, href=opening_of(row), className="why")


def behind(words: str, indicator: str, org_unit: str, zone: str | None = None) -> Component:
    """A number that is not a row's value but stands behind it (one of its two sides): opens how the row came about."""
    return opens(words, opening(indicator, org_unit, zone))


def opens(words: str, href: str) -> Component:
    """A number with the address that tells how it came about, or of the rows that it counts."""
    if href.startswith("?"):
        return html.A(words, href=href, className="why side")
    return html.A(words, href=href, className="counts") if href.startswith("#") else link(words, href, "counts")


def told(template: str, **facts: Children) -> list[Child]:
    """A sentence in which components (a number that opens something) stand in the place of its ``{names}``, and the
    words of a sentence in that of another one.
    """
    found: list[Child] = []
    for piece in pieces(template, facts):
        found += piece if isinstance(piece, list | tuple) else [piece]  # type: ignore[list-item]
    return [one for one in found if one != ""]


def counted(words: str, number: int, href: str) -> Child:
    """Words with a number that leads to what it counts; of nothing, or to nowhere, the words alone."""
    return opens(words, href) if number and href else words


def led(number: int | None, href: str) -> Child:
    """A number, 0 too, that leads to how it came about; to nowhere, or where it is not known, the words alone."""
    words = printed.count(number)
    return words if number is None or not href else opens(words, href)


def addend(words: str, href: str) -> Component:
    """A number that, with the others of its table which open the same, adds up to the numerator of the row opened."""
    return html.A(words, href=href, className="why part")


def addends(numbers: Sequence[int | None], row: Row | None) -> list[Child]:
    """Such numbers of one table; each opens nothing where they do not add up to a row."""
    words = [printed.count(one) for one in numbers]
    if row is None or row.numerator != sum(one or 0 for one in numbers):
        return [*words]
    return [one if one == printed.MISSING else addend(one, opening_of(row)) for one in words]


def side(words: str, row: Row) -> Component:
    """The same of a row at hand."""
    return opens(words, opening_of(row))


def known_side(words: str, row: Row | None) -> Child:
    """``side`` where there is a number to tell and a row that tells it; — without a link."""
    return words if row is None or words == printed.MISSING else side(words, row)


def of_township(indicator: str, number: int | None, township: str) -> Child:
    """A figure of a township, which opens the cells it comes from; — where it is not known."""
    return printed.MISSING if number is None else behind(printed.count(number), indicator, township)


def reason(row: Row | None, text: Text) -> Child:
    """Why a figure is missing, in words; a dash where there is no row."""
    if row is None or row.no_value is None:
        return printed.MISSING
    return html.Span(text(f"no_value.{row.no_value}"), className="absent")


def details(summary: str, *children: Child, css: str = "", opened: bool = False, anchor: str = "") -> Component:
    """Something folded behind one line, open or not at first; a link to its ``anchor`` opens it."""
    given = ({"open": True} if opened else {}) | ({"id": anchor} if anchor else {})
    return html.Details([html.Summary(summary), *children], className=css or None, **given)


def download_link(words: str, href: str, css: str = "download") -> Component:
    """A link to a file that the server makes; loaded by the browser, not by the page."""
    return html.A(words, href=href, className=css, download="")


def definition_list(pairs: Iterable[tuple[Child, Children]], css: str = "facts") -> Component:
    """Terms and what they mean or hold."""
    return html.Dl([html.Div([html.Dt(term), html.Dd(told)]) for term, told in pairs], className=css)


def graph(figure: object, *, label: str, css: str, lang: str, height: int | None = None) -> Component:
    """A plotly figure with its words for the ear; ``height`` in pixels where the style sheet does not say it."""
    given = {} if height is None else {"style": {"height": f"{height}px"}}
    look = f"graph {css}".strip()
    drawn = dcc.Graph(figure=figure, config=graph_config(lang), className=look, responsive=True, **given)
    return html.Div(drawn, role="img", **{"aria-label": label})


def graph_config(lang: str) -> Mapping[str, object]:
    """No tool bar of plotly's own: our downloads carry source and revision, its do not."""
    return {"displayModeBar": False, "locale": "zh-CN" if lang == "zh" else "en", "responsive": True}
