"""Deeds that change nothing in the store, written into the audit: exports and refusals."""

from __future__ import annotations

import logging
from collections import deque
from threading import Lock

from callbacks.access import actor_of
from callbacks.site import Site
from data.audit import DONE, REFUSED, Deed, Entry
from data.issues import StoreError
from data.people import Actor

LOG = logging.getLogger(__name__)
MOST_REFUSALS = 60
"""Refusals a minute that are written down: whoever sends thousands fills the log of the server, not the store."""
_lately: deque[float] = deque(maxlen=MOST_REFUSALS)
_lock = Lock()


def name_of(actor: Actor) -> str:
    """How the audit calls who has no account."""
    return actor.name or ("local" if actor.is_here else "stranger")


def note(site: Site, deed: Deed, done_to: str, result: str = DONE, **facts: str) -> None:
    """Write it down; a dashboard without a desk keeps no audit."""
    if site.desk is not None:
        actor = actor_of(site)
        site.desk.repository.record(Entry(site.clock(), name_of(actor), actor.address, deed, done_to, result, facts))


def note_refusal(site: Site, done_to: str, why: str) -> None:
    """A refusal, unless so many were written down within the last minute; it stands where the store takes nothing."""
    now = site.clock().timestamp()
    with _lock:
        is_flood = len(_lately) == MOST_REFUSALS and now - _lately[0] < 60
        if not is_flood:
            _lately.append(now)
    try:
        if not is_flood:
            note(site, Deed.REFUSAL, done_to, REFUSED, reason=why)
            return
    except StoreError as full:
        LOG.warning("not written into the audit: %s", full.key)
    LOG.warning("refused %s: %s", done_to, why)
