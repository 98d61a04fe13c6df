"""What is wrong with an installation: each examination tells facts; sentences and remedies stand in the catalogues."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data import machine
from data.integrity import StoreState
from data.issues import DashboardError
from data.repository.engine import open_engine, reading
from data.repository.state import state_of
from data.schema import VERSION
from data.secret_key import has_secret_key, secret_key
from data.settings import Settings

LOW_BYTES = 1024**3
WAL_FAULT = ((3, 7, 0), (3, 51, 2))
"""SQLite versions in which two connections that write and checkpoint together can corrupt a WAL file."""
AHEAD = timedelta(minutes=5)


Facts = dict[str, str | int]


class Health(StrEnum):
    FINE = "fine"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Examined:
    """One examination: ``doctor.{name}.{code}`` says what was found, ``…_remedy`` what to do about it."""

    name: str
    health: Health
    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


def examine(settings: Settings, now: datetime) -> Iterator[Examined]:
    """Every examination that needs no typesetting, in the order in which to mend. Never raises for what it finds."""
    found, state = _database(settings)
    yield found
    place = machine.file_of(settings)
    if place is not None:
        yield from (_sqlite(), _journal(state), _share(place), _rights(place))
    yield _disk(folder_of(settings, state))
    yield _clock(state, now)
    yield _http(settings)
    yield _secret(settings)
    if settings.auth == "oidc":
        yield _issuer(settings, now)


def _fine(name: str, facts: Facts) -> Examined:
    return Examined(name, Health.FINE, "fine", facts)


def folder_of(settings: Settings, state: StoreState | None) -> Path | None:
    """The folder that the store is in; None where that is another machine's, or nobody tells."""
    place = machine.file_of(settings)
    if place is not None:
        return place.parent
    return Path(state.folder) if state is not None and state.folder else None


def _database(settings: Settings) -> tuple[Examined, StoreState | None]:
    """Whether the store answers, and at which schema."""
    try:
        state = _asked(open_engine(settings.database_url))
    except DashboardError as refusal:
        if refusal.key == "store.bad_url":
            return Examined("database", Health.WRONG, "address", {"detail": refusal.key}), None
        return Examined("database", Health.WRONG, "unreachable", {"detail": refusal.key}), None
    except (SQLAlchemyError, OSError, ValueError) as error:
        told = type(getattr(error, "orig", None) or error).__name__
        return Examined("database", Health.WRONG, "unreachable", {"detail": told}), None
    facts: Facts = {"found": state.version or "0", "wanted": VERSION, "returns": state.returns, "engine": state.engine}
    if state.version is None:
        return Examined("database", Health.NOTE, "empty", facts), state
    if state.version != VERSION:
        return Examined("database", Health.NOTE if state.version < VERSION else Health.WRONG, _age(state), facts), state
    return Examined("database", Health.FINE, "fine", facts), state


def _age(state: StoreState) -> str:
    return "older" if (state.version or "") < VERSION else "newer"


def _asked(engine: Engine) -> StoreState:
    try:
        with reading(engine) as connection:
            return state_of(connection)
    finally:
        engine.dispose()


def _sqlite(version: str = sqlite3.sqlite_version) -> Examined:
    """A SQLite with the fault of WAL is no harm while the journal is another; it is told all the same."""
    number = tuple(int(part) for part in version.split(".")[:3])
    has_fault = WAL_FAULT[0] <= number <= WAL_FAULT[1]
    return Examined("sqlite", Health.FINE, "wal_fault" if has_fault else "fine", {"version": version})


def _journal(state: StoreState | None) -> Examined:
    if state is None:
        return Examined("journal", Health.NOTE, "unknown")
    if state.journal == "truncate":
        return _fine("journal", {"mode": state.journal})
    return Examined("journal", Health.WRONG, "other", {"mode": state.journal})


def _share(place: Path) -> Examined:
    kind = machine.file_system_of(machine.existing(place))
    if machine.is_network_share(kind):
        return Examined("share", Health.WRONG, "network", {"kind": kind, "place": str(place.parent)})
    return _fine("share", {"kind": kind}) if kind else Examined("share", Health.NOTE, "unknown")


def _rights(place: Path) -> Examined:
    """The folder can be written, and its files are nobody else's business."""
    facts: Facts = {"place": str(place.parent), "user": os.getuid()}
    if not machine.is_writable(machine.existing(place.parent)):
        return Examined("rights", Health.WRONG, "unwritable", facts)
    if place.exists() and not os.access(place, os.W_OK):
        return Examined("rights", Health.WRONG, "unwritable", facts)
    is_open = place.exists() and machine.is_open_to_others(place) and machine.is_open_to_others(place.parent)
    return Examined("rights", Health.NOTE, "open", facts) if is_open else _fine("rights", facts)


def _disk(folder: Path | None) -> Examined:
    if folder is None:
        return Examined("disk", Health.NOTE, "elsewhere")
    free = machine.free_bytes(folder)
    facts: Facts = {"free": free // 1024**2, "least": LOW_BYTES // 1024**2, "place": str(folder)}
    return Examined("disk", Health.WRONG, "low", facts) if free < LOW_BYTES else _fine("disk", facts)


def _clock(state: StoreState | None, now: datetime) -> Examined:
    """A clock behind the last thing stored has gone back: what comes in would be told with a wrong time."""
    told = now.isoformat(timespec="seconds")
    if state is None or state.newest is None:
        return Examined("clock", Health.FINE, "alone", {"now": told})
    facts: Facts = {"now": told, "newest": state.newest.astimezone(now.tzinfo).isoformat(timespec="seconds")}
    if state.newest > now + AHEAD:
        return Examined("clock", Health.WRONG, "back", facts)
    return _fine("clock", facts)


def _secret(settings: Settings) -> Examined:
    """The key of sessions, where there is one already: long enough, and read by its owner alone."""
    try:
        if not has_secret_key(settings):
            return Examined("secret", Health.FINE, "later")
        secret_key(settings)
    except DashboardError:
        return Examined("secret", Health.WRONG, "weak")
    return _fine("secret", {})


def _issuer(settings: Settings, now: datetime) -> Examined:
    """Whether the identity provider can be reached from here, is the one that is named, and has a key that is taken."""
    from data.openid import NotVouched, OpenID

    facts: Facts = {"issuer": settings.oidc_issuer}
    try:
        settings.check()
        keys = OpenID(settings, lambda: now).fetched_keys()
    except NotVouched as fault:
        facts["detail"] = fault.detail
        if fault.key == "access.oidc_unreachable":
            return Examined("issuer", Health.WRONG, "unreachable", facts)
        return Examined("issuer", Health.WRONG, "answer", facts)
    except DashboardError as refusal:
        return Examined("issuer", Health.WRONG, "setting", {"detail": refusal.key})
    facts["keys"] = len(keys.keys)
    if settings.oidc_issuer.startswith("http:"):
        return Examined("issuer", Health.NOTE, "http", facts)
    return Examined("issuer", Health.FINE, "fine", facts)


def _http(settings: Settings) -> Examined:
    """The program speaks plain HTTP; beyond this machine a proxy must add TLS, unless plain HTTP was allowed."""
    return Examined("http", Health.NOTE, "allowed" if settings.allow_http else "proxy")
