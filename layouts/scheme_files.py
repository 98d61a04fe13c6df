"""The scheme as tables for files and for the data behind its map, with the label of its costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.model import Costs, Reference, Way
from layouts import format as printed
from layouts.charts import DataCell, DataTable, data_table, number_cell, words_cell
from layouts.frames import facts_of
from layouts.names import unit_name, zone_name
from layouts.reference_words import source_of
from layouts.text import Text
from layouts.view import opening_of
from metrics.results import Scorecard
from metrics.scenario import WHOLE
from metrics.scheme import Measure, Outcome, Scheme, Standing, WayTotal

MEASURES = (
    "org_unit",
    "code",
    "name",
    "zone",
    "way",
    "channel",
    "units",
    "unit",
    "slots",
    "cost",
    "by",
    "covers",
    "new",
)
OUTCOMES = ("target", "wanted", "now", "coming", "after", "verdict", "alone")
YUAN_IN_WAN, YUAN_IN_MILLION = 10_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Leads:
    """Where numbers of its tables lead on a page: to the rows of ``card``, what is coming, and what is to be done."""

    card: Scorecard | None = None
    projects: str = ""
    measures: str = ""


NOWHERE = Leads()


def cost_label(costs: Costs, text: Text) -> str:
    """The label of the cost file, as it is printed beside every number that rests on it."""
    return costs.label if text.lang == "zh" else costs.label_en


def way_name(way: Way, text: Text) -> str:
    """``新建社区托育点``, ``营利性机构转普惠``."""
    return text(f"scheme.way.{way.kind}", type=text(f"scheme.type.{way.channel}"))


def money(cost: Fraction, text: Text) -> str:
    """元 as ``2,320万元`` or ``CNY 23.2 million``: whole from 100 on, with one decimal below."""
    value = cost / (YUAN_IN_WAN if text.lang == "zh" else YUAN_IN_MILLION)
    number = printed.plain(value, 1) if value < WHOLE else printed.count(int(printed.half_up(value, 0)))
    return text("scheme.money", cost=number)


def yuan(cost: Fraction) -> str:
    """元 in full, for tables: ``1,267,500``."""
    return printed.figure(cost, "yuan")


def scheme_facts(card: Scorecard, scheme: Scheme, text: Text) -> tuple[tuple[str, str], ...]:
    """What the scheme rests on: what every file says, its costs with their label, and the scenario."""
    costs, scenario = scheme.costs, scheme.scenario
    assert costs is not None
    own = {
        "label": cost_label(costs, text),
        "source": source_of(costs, text),
        "digest": costs.digest[:12],
        "by": "" if scheme.by is None else printed.period_name(scheme.by, text),
        "targets": " ".join(one.id for one in scheme.outcomes),
        "state": text(f"scheme.state.{scheme.state}"),
        "factor": f"{scenario.factor}%",
        "convert": f"{scenario.convert}%",
        "limits": " ".join(f"{way}={units}" for way, units in scenario.limits) or printed.MISSING,
        "first": text(f"scheme.yes.{str(scenario.first).lower()}"),
        "coming": text(f"scheme.yes.{str(scenario.coming).lower()}"),
    }
    told = tuple((text(f"scheme.fact.{name}"), value) for name, value in own.items())
    return (*facts_of(card, text("scheme.fact.unit_words"), text), *told)


def scheme_table(measures: Sequence[Measure], reference: Reference, text: Text) -> DataTable:
    """A line a measure: township, way and channel, how much, what it costs in 元, by when."""
    heads = [text(f"scheme.csv.{name}") for name in MEASURES]
    return data_table(text("scheme.csv.title"), heads, [_measure(one, reference, text) for one in measures])


def _measure(one: Measure, reference: Reference, text: Text) -> tuple[DataCell, ...]:
    place = one.township
    return (
        words_cell(unit_name(reference, place.reporting_unit, text)),
        words_cell(place.code),
        words_cell(place.name),
        words_cell(zone_name(reference, place.zone, text)),
        words_cell(way_name(one.way, text)),
        words_cell(text(f"returns.channel.{one.way.channel}")),
        number_cell(printed.count(one.units), one.units),
        words_cell(text(f"scheme.unit.{one.way.kind}")),
        number_cell(printed.count(one.slots), one.slots),
        number_cell(yuan(one.cost), one.cost),
        words_cell(printed.period_name(one.by, text)),
        words_cell(text("scheme.covers") if one.covers else ""),
        words_cell(text(f"scheme.yes.{str(one.counts).lower()}")),
    )


def outcome_name(one: Outcome, reference: Reference, text: Text) -> str:
    """The official name of the target, after the unit whose own it is."""
    name = text(f"indicator.{one.target.indicator}.name")
    if one.org_unit is None:
        return name
    return text("scheme.of_unit", unit=unit_name(reference, one.org_unit, text), name=name)


def outcomes_table(outcomes: Sequence[Outcome], reference: Reference, text: Text, leads: Leads = NOWHERE) -> DataTable:
    """A line a target: now, with what is under way, with the scheme, and whether that meets it; what nothing is added
    to leads nowhere.
    """
    heads = [text(f"scheme.csv.{name}") for name in OUTCOMES]
    return data_table(text("scheme.outcomes.title"), heads, [_outcome(one, reference, text, leads) for one in outcomes])


def _outcome(one: Outcome, reference: Reference, text: Text, leads: Leads) -> tuple[DataCell, ...]:
    def told(standing: Standing | None, opens: str = "", before: Standing | None = None) -> DataCell:
        value = None if standing is None else standing.value
        return number_cell(
            printed.figure(value, one.unit, one.target.value), value, "" if standing == before else opens
        )

    place = one.org_unit or reference.city.code
    row = None if leads.card is None else leads.card.row(one.target.indicator, place)
    now = "" if row is None else opening_of(row)
    wanted = now if row is not None and row.target == one.target.value else ""
    return (
        words_cell(outcome_name(one, reference, text)),
        number_cell(printed.figure(one.target.value, one.unit), one.target.value, wanted),
        told(one.now, now),
        told(one.coming, leads.projects, before=one.now),
        told(one.after, leads.measures, before=one.coming),
        words_cell(text("scheme.met" if one.met else "scheme.unmet")),
        told(one.alone),
    )


def ways_table(ways: Sequence[WayTotal], scheme: Scheme, text: Text, measures: str = "") -> DataTable:
    """A line a way: how much in all and in each quarter, of what is possible, and what it costs in 元; sums lead to the
    ``measures``.
    """
    quarters = [printed.period_name(one.period, text) for one in scheme.quarters]
    heads = [text(f"scheme.csv.{name}") for name in ("way", "units", "unit", "limit", "slots", "cost")]
    rows = [
        (
            words_cell(way_name(one.way, text)),
            number_cell(printed.count(one.units), one.units, measures),
            words_cell(text(f"scheme.unit.{one.way.kind}")),
            number_cell(printed.count(one.limit), one.limit),
            number_cell(printed.count(one.slots), one.slots, measures),
            number_cell(yuan(one.cost), one.cost, measures),
            *(number_cell(printed.count(units), units) for units in one.by_quarter),
        )
        for one in ways
    ]
    return data_table(text("scheme.ways.title"), [*heads, *quarters], rows)
