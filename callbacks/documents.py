"""A briefing of the city or one unit as a document, which every format is made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from data.forms import UNIT_TASKS
from data.model import Period
from layouts.briefing.document import Document, Frame, Kind
from layouts.text import Text
from metrics.briefings import city_findings, reporting_unit, unit_findings
from metrics.source import Source

KIND_WORDS = ("简报", "报告")
"""The kinds of a briefing as a command line names them."""


def kind_named(word: str) -> Kind:
    """The kind of that word."""
    return dict(zip(KIND_WORDS, (Kind.BRIEFING, Kind.REPORT), strict=True))[word]


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
    """``office``: what the office wrote, by ``OfficeText``. UsageError for a code that is neither city nor unit."""
    from layouts.briefing.city_document import city_document
    from layouts.briefing.district_document import district_document

    reference = source.reference
    asked = {"period": period, "as_of": as_of, "plan_id": plan_id, "unit_tasks": UNIT_TASKS}
    if org_unit == reference.city.code:
        found = city_findings(source, **asked)  # type: ignore[arg-type]
        return city_document(found, reference, text, kind=kind, frame=frame, office=office)
    own = unit_findings(source, unit=reporting_unit(source, org_unit), **asked)  # type: ignore[arg-type]
    return district_document(own, reference, text, kind=kind, frame=frame, office=office)
