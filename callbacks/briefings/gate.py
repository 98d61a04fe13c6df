"""Who may write and issue: the same as may file returns. The one place to change when there are accounts."""

from __future__ import annotations

from callbacks.desk import actor_named, is_local, refuse_others
from callbacks.site import Site
from layouts.text import text_for


def may_write() -> bool:
    """Whether whoever asks may write texts, issue, and see what is not issued yet."""
    return is_local()


def refuse_readers() -> None:
    """NotHere for everybody who may not."""
    refuse_others()


def writer(site: Site, name: str | None) -> str:
    """Under which name it is kept; NotHere for readers, UsageError where nobody is named."""
    refuse_readers()
    return actor_named(name, text_for(site.settings.lang))
