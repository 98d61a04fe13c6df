"""A briefing of the city or one unit as a document, which every format is made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from data.briefings import Kind
from data.forms import UNIT_TASKS
from data.model import Period
from layouts.briefing import Shape, card, unit_card
from layouts.briefing.city_document import city_document
from layouts.briefing.district_document import district_document
from layouts.briefing.document import Document, Frame
from layouts.text import Text
from metrics.briefings import city_findings, reporting_unit, unit_findings
from metrics.queries import overview
from metrics.source import Source


def document_of(
    source: Source,
    *,
    org_unit: str,
    period: Period,
    as_of: datetime,
    plan_id: str | None,
    text: Text,
    kind: Kind,
    frame: Frame,
    office: Mapping[str, str],
) -> Document:
    """``office``: what the office wrote, by ``Section``. UsageError for a code that is neither city nor unit."""
    reference = source.reference
    asked = {"period": period, "as_of": as_of, "plan_id": plan_id, "unit_tasks": UNIT_TASKS}
    if org_unit == reference.city.code:
        found = city_findings(source, **asked)  # type: ignore[arg-type]
        return city_document(found, reference, text, kind=kind, frame=frame, office=office)
    own = unit_findings(source, unit=reporting_unit(source, org_unit), **asked)  # type: ignore[arg-type]
    return district_document(own, reference, text, kind=kind, frame=frame, office=office)


def card_of(
    source: Source,
    *,
    org_unit: str,
    period: Period,
    as_of: datetime,
    plan_id: str | None,
    text: Text,
    shape: Shape = Shape.MESSAGE,
    fonts: Path | None = None,
) -> bytes:
    """The card of the city or one unit as PNG. UsageError for a code that is neither."""
    reference = source.reference
    asked = {"period": period, "as_of": as_of, "plan_id": plan_id}
    if org_unit == reference.city.code:
        return card(overview(source, **asked), reference, text, shape=shape, fonts=fonts)  # type: ignore[arg-type]
    unit = reporting_unit(source, org_unit)
    own = unit_findings(source, unit=unit, unit_tasks=UNIT_TASKS, **asked)  # type: ignore[arg-type]
    return unit_card(own, reference, text, shape=shape, fonts=fonts)
