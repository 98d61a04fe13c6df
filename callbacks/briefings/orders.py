"""An order of all units' briefings, written down so that any process with the same store makes the same. No web."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from callbacks.briefings.batch import Archive, copies, every_unit, refused
from callbacks.briefings.office import Office
from callbacks.orders import caller_read, caller_written
from data.briefings import Basis, Kind, Occasion
from data.job_state import JobKind
from data.jobs import Progress, Work
from data.model import Period
from data.scope import Caller
from layouts.own_words import words_for


@dataclass(frozen=True, slots=True)
class Order:
    """``whole``: what all rest on, from one moment; ``actor`` issues on behalf of ``caller``, None = drafts."""

    whole: Basis
    formats: tuple[str, ...]
    actor: str | None
    caller: Caller

    def written(self) -> str:
        """As JSON."""
        occasion = self.whole.occasion
        told = {
            "job": JobKind.BRIEFINGS,
            "occasion": [occasion.kind.value, occasion.org_unit, str(occasion.period), occasion.lang],
            "basis": [self.whole.plan, self.whole.as_of.isoformat(), self.whole.definitions],
            "formats": self.formats,
            "actor": self.actor,
            "caller": caller_written(self.caller),
        }
        return json.dumps(told, ensure_ascii=False)


def order_read(text: str, zone: ZoneInfo) -> Order:
    """What ``written`` wrote, its moment by the city's clock again."""
    told = json.loads(text)
    kind, org_unit, period, lang = told["occasion"]
    plan, as_of, definitions = told["basis"]
    moment = datetime.fromisoformat(as_of).astimezone(zone)
    whole = Basis(Occasion(Kind(kind), org_unit, Period.parse(period), lang), plan, moment, definitions)
    return Order(whole, tuple(told["formats"]), told["actor"], caller_read(told["caller"]))


def batch_work(order: Order, office: Office) -> Work:
    """What makes the zip of an order, wherever it is done."""
    reference = office.press.source.reference
    text = words_for(order.whole.occasion.lang, reference)

    def make(unit: str) -> Mapping[str, bytes]:
        basis = replace(order.whole, occasion=replace(order.whole.occasion, org_unit=unit))
        if order.actor is None:
            return office.drafts(basis, order.formats)
        return office.files(office.issue(basis, order.formats, actor=order.actor, caller=order.caller))

    def work(progress: Progress) -> None:
        with progress.part.open("wb") as out, Archive(out) as archive:
            for copy in copies(every_unit(reference), make):
                archive.add(copy.files)
                progress.step(refused(copy, reference, text))
            archive.name_missing(progress.job.missing, text)

    return work
