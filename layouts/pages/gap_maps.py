"""The two maps of /gaps with the data behind them: the lists, and what the scheme does where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from dash import html
from dash.development.base_component import Component

from data.model import Reference
from layouts import format as printed
from layouts.charts import DataCell, HexMap, Picture, data_table, number_cell, words_cell
from layouts.charts.gapmaps import Done, Listed, built_map, listed_as, lists_map
from layouts.charts.picture import DataTable
from layouts.frames import data_of, facts_of, framed
from layouts.hexagons import hexagons
from layouts.names import unit_name
from layouts.scheme_files import scheme_facts, yuan
from layouts.text import Text
from layouts.view import ViewQuery
from metrics.planning import Gaps
from metrics.remedies import Need
from metrics.scheme import Measure, Scheme
from metrics.shortfall import Shortfall

PLACE = "gaps"


def gap_pictures(gaps: Gaps, reference: Reference, view: ViewQuery, text: Text) -> Mapping[str, Picture]:
    """Both maps by key; none where there is no grid, and the second only where there is a scheme."""
    found, scheme = gaps.shortfall, gaps.scheme
    shown = places(found, view)
    if not reference.hexagons or not shown:
        return {}
    facts = facts_of(found.scorecard, text("needs.csv.unit"), text)
    stays = view.without_scenario().with_(period=found.scorecard.period)
    lists = Picture("lists", lists_map(shown, reference, text), _table(shown, reference, stays, text), facts)
    if not scheme.is_shown:
        return {"lists": lists}
    own = measures_in(scheme, view)
    built = built_map(shown, own, reference, text)
    told = scheme_facts(found.scorecard, scheme, text)
    return {"lists": lists, "built": Picture("built", built, _table_of_measures(own, shown, reference, text), told)}


def places(found: Shortfall, view: ViewQuery) -> list[Need]:
    """The townships that the address asks for."""
    return [need for need in found.needs.every if is_asked_for(need, view)]


def is_asked_for(need: Need, view: ViewQuery) -> bool:
    """Of the unit and the zone of the address, where it names them."""
    place = need.result.township
    return view.zone in (None, place.zone) and view.org_unit in (None, place.reporting_unit)


def measures_in(scheme: Scheme, view: ViewQuery) -> list[Measure]:
    """The measures of the unit and the zone of the address."""
    return [
        one
        for one in scheme.measures
        if view.zone in (None, one.township.zone) and view.org_unit in (None, one.township.reporting_unit)
    ]


def measures_at(unit: str) -> str:
    """Where the page lists the measures of a unit."""
    return f"#measures-{unit}"


def _table_of_measures(
    measures: Sequence[Measure], shown: Sequence[Need], reference: Reference, text: Text
) -> DataTable:
    """A line a unit of those ``shown``, whose numbers lead to its measures beside the map; each of them stands in the
    file too.
    """
    heads = [text("needs.csv.org_unit"), *(text(f"scheme.by_unit.{name}") for name in ("places", "covered"))]
    heads += [text("scheme.csv.slots"), text("scheme.csv.cost")]
    asked = {need.result.township.reporting_unit for need in shown}
    rows = []
    for unit in [one for one in reference.units if one.code in asked]:
        own = [one for one in measures if one.township.reporting_unit == unit.code]
        counts = (len({one.township.code for one in own}), len({one.township.code for one in own if one.covers}))
        cost = sum((one.cost for one in own), Fraction(0))
        opens = measures_at(unit.code) if own else ""
        cells = [_count_cell(count, opens) for count in (*counts, sum(one.slots for one in own))]
        rows.append((words_cell(unit_name(reference, unit.code, text)), *cells, number_cell(yuan(cost), cost, opens)))
    return data_table(text("gaps.map.built.title"), heads, rows)


def _table(needs: Sequence[Need], reference: Reference, view: ViewQuery, text: Text) -> DataTable:
    """A line a unit with its townships by list; each township stands beside the map and in the file of the lists, and
    those in no list on the page of the unit.
    """
    heads = [text("needs.csv.org_unit"), *(text(f"gaps.map.lists.{state}") for state in Listed)]
    counts = Counter((need.result.township.reporting_unit, listed_as(need)) for need in needs)
    rows = [
        (
            words_cell(unit_name(reference, unit.code, text)),
            *(_count_cell(counts[unit.code, state], _listed_at(unit.code, state, view)) for state in Listed),
        )
        for unit in reference.units
        if any(counts[unit.code, state] for state in Listed)
    ]
    return data_table(text("gaps.map.lists.title"), heads, rows)


def _count_cell(count: int, opens: str) -> DataCell:
    return number_cell(printed.count(count), count, opens if count else "")


def _listed_at(unit: str, state: Listed, view: ViewQuery) -> str:
    if state in (Listed.UNLISTED, Listed.UNKNOWN):
        return view.href(f"/districts/{unit}", "townships", org_unit=None, zone=None)
    return f"#{state}-{unit}"


def map_of(pictures: Mapping[str, Picture], key: str, gaps: Gaps, view: ViewQuery, text: Text) -> list[Component]:
    """One of the maps in its frame; nothing where there is none."""
    if key not in pictures:
        return []
    found = gaps.shortfall
    picture, shown = pictures[key], places(found, view)
    chart = picture.chart
    assert isinstance(chart, HexMap)
    own = measures_in(gaps.scheme, view)
    pointing = _pointing_at_lists(shown, text) if key == "lists" else _pointing_at_measures(shown, own, text)
    drawn = html.Div(
        [hexagons(chart, [need.result for need in shown], text, pointing=pointing), _legend(chart)],
        className="gap-map",
    )
    stays = view.with_(period=found.scorecard.period)
    return [framed(picture, PLACE, stays, text, drawing=drawn, data=data_of(picture.table, text, opened=True))]


def _legend(chart: HexMap) -> Component:
    keys = [
        html.Li([html.I(key.look.symbol, style={"background": key.look.fill, "color": key.look.ink}), key.label])
        for key in chart.legend
    ]
    return html.Ul(keys, className="legend")


def _pointing_at_lists(needs: Sequence[Need], text: Text) -> dict[str, str]:
    numbers = [need.result.inclusive_slots for need in needs]
    words = {f"data-{state}": text(f"gaps.map.lists.{state}") for state in Listed}
    return words | _hover("lists", numbers, text)


def _pointing_at_measures(needs: Sequence[Need], measures: Sequence[Measure], text: Text) -> dict[str, str]:
    slots: dict[str, int] = {}
    for one in measures:
        slots[one.township.code] = slots.get(one.township.code, 0) + one.slots
    words = {f"data-{state}": text(f"gaps.map.built.{state}") for state in Done}
    return words | _hover("built", [slots.get(need.result.township.code) for need in needs], text)


def _hover(key: str, numbers: Sequence[int | None], text: Text) -> dict[str, str]:
    """The places of ``{name}``, ``{coverage}`` and ``{slots}`` are filled in by the browser."""
    told = ",".join("" if number is None else str(number) for number in numbers)
    return {
        "data-hover": text(f"gaps.map.{key}.hover"),
        "data-hover-unknown": text(f"gaps.map.{key}.hover_unknown"),
        "data-slots": told,
    }
