"""Composition root: builds the house from settings and hands its parts to the ways in."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from data.log import set_up_log
from data.settings import Settings, from_env

if TYPE_CHECKING:
    from dash import Dash
    from flask import Flask

    from data.accounts import Accounts
    from data.ingest import Ingest
    from data.issuing import Issuing
    from data.model import Reference
    from data.repository import Repository
    from data.review import Review
    from data.tally import Tally


class House:
    """What the ways in share, each part opened on first use, so that a command pays only for what it needs."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def reference(self) -> Reference:
        """The checked reference folder."""
        from data.register import load_reference
        from metrics.targets import check_district_targets

        return check_district_targets(load_reference(self.settings.reference))

    @cached_property
    def repository(self) -> Repository:
        """The migrated store."""
        from data.repository import open_repository
        from metrics.filer_sums import filer_sums

        return open_repository(self.settings, self.reference, filer_sums)

    @cached_property
    def ingest(self) -> Ingest:
        """The one use case that takes returns in."""
        from data.ingest import Ingest

        return Ingest(self.repository, self.reference, self.now)

    @cached_property
    def review(self) -> Review:
        """The use case that accepts, returns and unlocks returns."""
        from data.review import Review

        return Review(self.repository, self.now)

    @cached_property
    def tally(self) -> Tally:
        """Counters that all workers share, if asked for before they part."""
        from data.tally import Tally

        return Tally()

    @cached_property
    def accounts(self) -> Accounts:
        """Who may come in."""
        from data.accounts import Accounts

        return Accounts(self.repository, self.now, self.settings.profile)

    @cached_property
    def issuing(self) -> Issuing:
        """The use case that writes the texts of briefings and issues them."""
        from data.issuing import Issuing

        return Issuing(self.repository, self.now)

    def now(self) -> datetime:
        """The clock of the whole house, in UTC."""
        return datetime.now(UTC)

    def web(self) -> Flask:
        """The dashboard as a WSGI application, with parts of its own but for the counters."""
        own = House(self.settings)
        own.tally = self.tally
        return _application(own, ahead=True).server


def create_app(settings: Settings) -> Dash:
    """The dashboard over the store of ``settings``: pages registered, nothing served yet."""
    return _application(House(settings))


def _application(house: House, *, ahead: bool = False) -> Dash:
    from callbacks.application import build_application

    set_up_log(house.settings.log)
    return build_application(house, ahead=ahead)


def create_server() -> Flask:
    """For a WSGI server: ``gunicorn 'app:create_server()'``."""
    return House(from_env(os.environ)).web()


def main(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command and answer with its exit code: 0 done, 1 refused, 2 wrong usage, 3 a fault of ours."""
    from callbacks.commands.line import run

    return run(argv, House(from_env(environ)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
