"""Who may write and issue briefings: the city's administrators, and the machine itself while the data are 演示."""

from __future__ import annotations

from callbacks.access import actor_of, demand
from callbacks.desk import actor_named
from callbacks.site import Site
from data.people import Action, may


def may_write(site: Site) -> bool:
    """Whether whoever asks may write texts, issue, and see what is not issued yet."""
    return may(actor_of(site), Action.BRIEF)


def refuse_readers(site: Site) -> None:
    """NotHere for everybody who may not."""
    demand(site, Action.BRIEF)


def writer(site: Site, name: str | None) -> str:
    """Under which name it is kept; NotHere for readers, UsageError where nobody is named."""
    return actor_named(demand(site, Action.BRIEF), name, site.words(None))
