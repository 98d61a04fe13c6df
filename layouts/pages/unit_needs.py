"""First what a district must act on: its townships without an inclusive service and the remedy for each."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import components as part
from layouts import format as printed
from layouts.components import Child
from layouts.names import zone_short
from layouts.pages.needs import at_hand, people_of
from layouts.text import Text
from metrics.remedies import Need, Needs


def uncovered(needs: Needs, known: int, reference: Reference, text: Text) -> Component:
    """The uncovered, each with figures, advice and what is at hand there; then those of which nothing is known.

    ``known``: townships of which something is known. Where some are not, a count is a least one, and none is not 0.
    """
    names = text("format.comma").join(one.township.name for one in needs.unknown)
    unknown = text("one_unit.unknown", count=len(needs.unknown), names=names)
    below = [html.P(unknown, className="note")] if names else []
    title = text(_title(needs), count=len(needs.uncovered))
    if not needs.uncovered:
        told = _none("uncovered", needs, text) if known else text("exceptions.all_unknown")
        return part.section("coverage", title, html.P(told), *below)
    return part.section("coverage", title, _cards(needs.uncovered, reference, text), *below, note=text("needs.note"))


def _title(needs: Needs) -> str:
    if not needs.unknown:
        return "needs.uncovered.title"
    return "one_unit.at_least" if needs.uncovered else "one_unit.not_known"


def _none(name: str, needs: Needs, text: Text) -> str:
    """That a list is empty, said of the known townships only where some are not known."""
    words = text(f"needs.{name}.none")
    return text("one_unit.among_known", words=words) if needs.unknown else words


def weak(needs: Needs, known: int, reference: Reference, text: Text) -> list[Component]:
    """脆弱覆盖 and 先转后建, folded; a list without a township says so, unless nothing is known."""
    if not known:
        return []
    lists = (("fragile", needs.fragile), ("idle", needs.idle))
    return [
        _folded(name, found, reference, text) if found else html.P(_none(name, needs, text), className="note")
        for name, found in lists
    ]


def _folded(name: str, found: Sequence[Need], reference: Reference, text: Text) -> Component:
    note = html.P(text(f"needs.{name}.note"), className="note")
    title = text(f"needs.{name}.title", count=len(found))
    return part.details(title, note, _cards(found, reference, text), css="need-list")


def _cards(found: Sequence[Need], reference: Reference, text: Text) -> Component:
    return html.Ul([html.Li(_card(need, reference, text)) for need in found], className="need-cards")


def _card(need: Need, reference: Reference, text: Text) -> list[Child]:
    """The name, why it is listed, its figures, what could be done, and by what."""
    place, why = need.result.township, text("format.comma").join(text(f"needs.trouble.{one}") for one in need.troubles)
    name = html.Strong([html.Span(place.name, lang="zh-CN"), html.Small(zone_short(reference, place.zone, text))])
    below = [html.P(words, className="at-hand") for words in at_hand(need, text)]
    return [
        html.P([name, html.Span(why, className="why-listed"), *part.flags(need.result.flags, text)]),
        html.P(_figures(need, text), className="note"),
        *[html.P(words, className="note") for words in people_of(need, text)],
        html.Ul([html.Li(text(f"needs.remedy.{one}")) for one in need.remedies], className="advice"),
        *below,
    ]


def _figures(need: Need, text: Text) -> str:
    """Institutions, slots, inclusive slots, children and use; — where a figure is not known."""
    found = need.result
    return text(
        "need_card.figures",
        institutions=printed.count(found.institutions),
        slots=printed.count(found.slots),
        inclusive=printed.count(found.inclusive_slots),
        children=printed.count(found.children),
        use=printed.MISSING if need.use is None else printed.figure(100 * need.use, "percent"),
    )
