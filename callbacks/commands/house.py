"""What the commands are handed: the parts of the house, each opened when it is first asked for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from flask import Flask

    from data.accounts import Accounts
    from data.ingest import Ingest
    from data.issuing import Issuing
    from data.model import Reference
    from data.repository import Repository
    from data.review import Review
    from data.settings import Settings
    from data.tally import Tally


class House(Protocol):
    """Implemented by app.House; a test may hand over its own."""

    @property
    def settings(self) -> Settings:
        """What this installation has chosen."""

    @property
    def reference(self) -> Reference:
        """The checked reference folder."""

    @property
    def repository(self) -> Repository:
        """The migrated store."""

    @property
    def ingest(self) -> Ingest:
        """The use case that takes returns in."""

    @property
    def review(self) -> Review:
        """The use case that accepts, returns and unlocks them."""

    @property
    def tally(self) -> Tally:
        """Counters that all workers share, if asked for before they part."""

    @property
    def accounts(self) -> Accounts:
        """Who may come in."""

    @property
    def issuing(self) -> Issuing:
        """The use case that writes the texts of briefings and issues them."""

    def now(self) -> datetime:
        """The clock of the house."""

    def web(self) -> Flask:
        """The dashboard as a WSGI application."""
