"""A city briefing over a hand-made overview: no store, and nothing filed of tasks and projects."""

from __future__ import annotations

from collections.abc import Mapping

from data.briefings import Kind
from data.forms import UNIT_TASKS
from data.model import Reference
from layouts.briefing import Document, Frame, print_document
from layouts.briefing.city_document import city_document
from layouts.text import Text
from metrics.agenda import agenda_of
from metrics.briefings import CityFindings
from metrics.questions import Tasks
from metrics.remedies import Need, Needs, Trouble
from metrics.results import Coverage, Overview
from metrics.shortfall import Shortfall, routes_of
from metrics.tasks import TaskBoard
from metrics.ways import Ways
from tests.sample_overview import sample_front, sample_reference

REMEDIES: tuple = ()


def sample_findings(overview: Overview) -> CityFindings:
    """Everything that the briefing of an overview asks."""
    card, reference = overview.scorecard, sample_reference()
    board = TaskBoard(
        card.plan,
        card.period,
        tuple(unit.code for unit in reference.units),
        reference.city.code,
        {},
        UNIT_TASKS,
    )
    routes = {code: found for code in reference.unit_by_code if (found := routes_of(card, code)) is not None}
    lacking = Shortfall(card, routes, _needs(overview), None)
    tasks = Tasks(card, overview.reporting, board, agenda_of(board, card))
    ways = Ways(card.period.previous, card.period, (), {})
    return CityFindings(sample_front(overview), lacking, tasks, (), (), ways, ())


def _needs(overview: Overview) -> Needs:
    def of(state: Coverage, trouble: Trouble) -> tuple[Need, ...]:
        found = [one for one in overview.townships if one.coverage is state]
        return tuple(Need(one, (trouble,), REMEDIES, None, (), (), None) for one in found)

    unknown = tuple(one for one in overview.townships if one.coverage is Coverage.UNKNOWN)
    uncovered = of(Coverage.UNCOVERED, Trouble.NONE_INCLUSIVE)
    return Needs(uncovered, of(Coverage.FRAGILE, Trouble.FEW_SLOTS), (), unknown)


def sample_document(
    overview: Overview,
    reference: Reference,
    text: Text,
    *,
    kind: Kind = Kind.BRIEFING,
    frame: Frame | None = None,
    office: Mapping[str, str] | None = None,
) -> Document:
    """The city's document over a hand-made overview."""
    found = sample_findings(overview)
    return city_document(found, reference, text, kind=kind, frame=frame or Frame(), office=office or {})


def sample_pdf(overview: Overview, reference: Reference, text: Text) -> bytes:
    """The same, typeset."""
    return print_document(sample_document(overview, reference, text))
