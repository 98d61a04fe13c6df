"""``serve``: the dashboard behind a production WSGI server."""

from __future__ import annotations

import argparse
import ctypes
from contextlib import suppress
from typing import TYPE_CHECKING

from callbacks.commands.command import ACTOR, DONE, Command
from callbacks.commands.house import House
from data.audit import Deed, Entry
from data.log import JsonLines
from layouts.text import Text

if TYPE_CHECKING:
    from flask import Flask

THREADS = 8
PATIENCE_SECONDS = 60
KEPT_OPEN_SECONDS = 75
"""Longer than a reader rests between two questions: a connection closed just as one arrives would lose it."""
HEAPS = 2
"""Heaps that threads share. glibc gives each one of its own, where what a large answer leaves free stays unused."""
M_ARENA_MAX = -8
BEGUN_WITH = ("auth", "allow_http", "proxy", "profile", "url_prefix")
BEGUN_WITH_OIDC = ("oidc_issuer", "oidc_client_id", "oidc_claim", "oidc_new_accounts")


def _options(parser: argparse.ArgumentParser, text: Text, _zone: str) -> None:
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help=text("option.host"))
    parser.add_argument("--port", type=int, default=8050, metavar="N", help=text("option.port"))
    parser.add_argument("--workers", type=int, default=1, metavar="N", help=text("option.workers"))


def _run(arguments: argparse.Namespace, house: House, text: Text) -> int:
    from gunicorn.app.base import BaseApplication
    from gunicorn.glogging import Logger

    class JsonLog(Logger):
        """The server's own words as JSON lines too."""

        def setup(self, cfg: object) -> None:
            super().setup(cfg)
            for handler in self.error_log.handlers:
                handler.setFormatter(JsonLines())

    class Server(BaseApplication):
        """gunicorn without a configuration file; each worker builds the dashboard for itself."""

        def load_config(self) -> None:
            for name, value in _gunicorn(arguments).items():
                self.cfg.set(name, value)
            if house.settings.log == "json":
                self.cfg.set("logger_class", JsonLog)

        def load(self) -> Flask:
            return house.web()

    from data.secret_key import client_secret, secret_key

    secret_key(house.settings)  # made, or refused, before a worker needs it
    client_secret(house.settings)
    house.repository.record(_begun(house))
    # The counters are there before the workers part, so that they are one for all.
    house.tally.read()
    # Migrate before the first worker starts, and leave no connection behind for it to inherit.
    house.repository.bring_up_sums()
    house.repository.close()
    _share_heaps()
    print(text("serve.ready", host=arguments.host, port=arguments.port), flush=True)
    Server().run()
    return DONE


def _share_heaps() -> None:
    """A fifth less memory; where the C library is another, as it is there."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, HEAPS)


def _begun(house: House) -> Entry:
    """What the audit keeps of a start: the settings that decide who may come in, and no key."""
    settings = house.settings
    names = [*BEGUN_WITH, *(BEGUN_WITH_OIDC if settings.auth == "oidc" else ())]
    told = {name: str(getattr(settings, name)) for name in names}
    return Entry(house.now(), ACTOR, "", Deed.SETTING, "serve", facts=told)


def _gunicorn(arguments: argparse.Namespace) -> dict[str, object]:
    return {
        "bind": f"{arguments.host}:{arguments.port}",
        "workers": arguments.workers,
        "threads": THREADS,
        "worker_class": "gthread",
        "timeout": PATIENCE_SECONDS,
        "graceful_timeout": PATIENCE_SECONDS,
        "keepalive": KEPT_OPEN_SECONDS,
        "control_socket_disable": True,
    }


SERVE = Command("serve", _options, _run)
