"""From opening to closing in words and as a chart: what pages and paper say of a way alike."""

from __future__ import annotations

from collections.abc import Iterable

from data.dossier import ChangeKind
from data.model import Reference
from layouts.charts.steps import StepChart, step_chart
from layouts.names import unit_name
from layouts.text import Text
from metrics.results import NoValue
from metrics.ways import Way, Ways

ADDING = (ChangeKind.NEW, ChangeKind.EXPANDED, ChangeKind.CONVERTED, ChangeKind.RESUMED)
TAKING = (ChangeKind.REDUCED, ChangeKind.LEFT, ChangeKind.PAUSED, ChangeKind.CLOSED)
KINDS = (*ADDING, *TAKING)


def names_of(codes: Iterable[str], reference: Reference, text: Text) -> str:
    """Units by name, in the order given."""
    return text("format.comma").join(unit_name(reference, code, text) for code in codes)


def reasons_of(missing: Iterable[tuple[str, NoValue]], reference: Reference, text: Text) -> str:
    """Units by name, each with why nothing is known of it."""
    told = (text("scope.one_absent", unit=unit_name(reference, code, text), state=text(f"no_value.{reason}"))
            for code, reason in missing)  # fmt: skip
    return text("scope.and").join(told)


def partial_words(ways: Ways, text: Text) -> str:
    """Of how many units a way tells, where it is not of all."""
    if not ways.missing:
        return ""
    return text("supply.ways.partial", count=len(ways.units), expected=len(ways.units) + len(ways.missing))


def way_steps(way: Way, text: Text) -> list[tuple[str, int]]:
    """The steps of inclusive slots; what 汇总 returns differ by only where there are any."""
    steps = [(text(f"returns.change.{kind}"), way.total(kind).inclusive_slots) for kind in KINDS]
    return [*steps, (text("supply.ways.unsorted"), way.differing.inclusive_slots)] if way.estimated else steps


def way_lines(ways: Ways, reference: Reference, text: Text) -> list[str]:
    """What the way leaves out, carries, or cannot tell."""
    way, told = ways.whole, []
    if ways.missing:
        told.append(text("supply.ways.missing", names=reasons_of(ways.missing.items(), reference, text)))
    carried = [one.org_unit for one in ways.units if one.carried_from]
    if carried:
        told.append(text("supply.ways.carried", names=names_of(carried, reference, text)))
    summed = [one.org_unit for one in ways.units if one.summed]
    if summed:
        told.append(text("supply.ways.summed", names=names_of(summed, reference, text)))
    if way.ledgers.vanished:
        told.append(text("supply.ways.vanished", count=way.ledgers.vanished))
    return [*told, text("supply.ways.blank", count=way.unknown)] if way.unknown else told


def way_chart(ways: Ways, title: str, reference: Reference, text: Text, *, every: bool = True) -> StepChart:
    """The waterfall of inclusive slots; ``every`` False leaves out the steps that changed nothing."""
    way = ways.whole
    steps = [(name, change) for name, change in way_steps(way, text) if change or every]
    return step_chart(
        title,
        text("unit.count"),
        steps,
        text,
        opening=(text("returns.waterfall.opening"), way.opened.inclusive_slots),
        closing=text("returns.waterfall.closing"),
        notes=way_lines(ways, reference, text),
    )
