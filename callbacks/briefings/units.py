"""All units at once, in the background: drafts or issues, into one zip."""

from __future__ import annotations

from callbacks.background import jobs_of
from callbacks.briefings.batch import every_unit
from callbacks.briefings.orders import Order, batch_work
from callbacks.briefings.page import basis_of, office_of
from callbacks.site import Site
from data.scope import Caller
from layouts.view import ViewQuery


def begin_batch(site: Site, view: ViewQuery, actor: str | None, caller: Caller) -> str:
    """Begin; ``actor`` is who issues, None = drafts. All units are told of one moment, that of the beginning.

    The name of the job; StoreError where enough are under way.
    """
    office = office_of(site)
    formats = office.press.formats_named(view.format or office.press.formats[0])
    order = Order(basis_of(site, view), formats, actor, caller)
    total = len(every_unit(site.reference))
    return jobs_of(site).start(batch_work(order, office), total=total, order=order.written())
