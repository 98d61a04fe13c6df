"""The desk that takes returns in: what the pages of /returns are handed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from ipaddress import ip_address
from typing import Protocol

from flask import request

from callbacks.briefings.office import Issues, Kept
from data.audit import AuditQuery, Entry, Link
from data.dossier import Attachment, ChangeKind, Confirmations, StateChange
from data.issues import DashboardError, UsageError
from data.model import Period
from data.next_return import Earlier
from data.outcome import Outcome
from data.people import Account, Actor
from data.readers import Reading
from data.returns import (
    LedgerRow,
    ReturnContent,
    State,
    StoredIssue,
    StoredReturn,
)
from data.scope import Caller, Scope
from layouts.text import Text

MOST_LETTERS = 40
FORWARDING = ("X-Forwarded-For", "Forwarded", "X-Real-IP")
OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")


class Intake(Protocol):
    """Implemented by data.ingest.Ingest."""

    def check(self, name: str, content: bytes, *, scope: Scope) -> Outcome: ...

    def load(
        self, name: str, content: bytes, actor: str, *, book: Reading | None = None, caller: Caller
    ) -> Outcome: ...


class Reviewing(Protocol):
    """Implemented by data.review.Review."""

    def decide(
        self, receipt: str, state: State, *, actor: str, reason: str | None = None, caller: Caller
    ) -> StoredReturn: ...

    def explain(self, receipt: str, issue_number: int, text: str, *, actor: str, caller: Caller) -> None: ...

    def confirm(
        self, receipt: str, institution: str, kind: ChangeKind, document: str, *, actor: str, caller: Caller
    ) -> None: ...

    def attach(self, receipt: str, name: str, content: bytes, *, actor: str, caller: Caller) -> int: ...


class Entrance(Protocol):
    """Implemented by data.accounts.Accounts."""

    def sign_in(self, name: str, password: str, address: str) -> str: ...

    def admit(self, name: str, address: str, *, subject: str, may_be_new: bool = False) -> str: ...

    def sign_out(self, token: str, *, actor: str, address: str) -> None: ...

    def of_session(self, token: str) -> Account | None: ...

    def named(self, name: str) -> Account | None: ...

    def must_change(self, account: Account) -> bool: ...

    def set_password(self, name: str, password: str, *, actor: str, address: str = "") -> None: ...


class Shelf(Earlier, Kept, Protocol):
    """Implemented by data.repository.Repository: what is stored of a return, and what the next one starts from."""

    def edition(self) -> str | None:
        """Another one after every change of what is stored; None where the store cannot tell."""

    def stored(self, receipt: str, *, as_of: datetime | None = None) -> StoredReturn | None: ...

    def content(self, sequence: int) -> ReturnContent: ...

    def issues(self, sequence: int, *, as_of: datetime | None = None) -> tuple[StoredIssue, ...]: ...

    def file(self, sequence: int) -> tuple[str, bytes]: ...

    def states(self, sequence: int, *, as_of: datetime | None = None) -> tuple[StateChange, ...]: ...

    def attachments(self, sequence: int, *, as_of: datetime | None = None) -> tuple[Attachment, ...]: ...

    def attachment(self, sequence: int, number: int) -> tuple[str, bytes]: ...

    def confirmations(self, sequence: int, *, as_of: datetime | None = None) -> Confirmations: ...

    def ledger(self, sequence: int) -> tuple[LedgerRow, ...]: ...

    def filings(
        self, *, as_of: datetime | None = None, filers: Collection[str] | None = None
    ) -> list[StoredReturn]: ...

    def record(self, entry: Entry) -> object: ...

    def audit_entries(self, wanted: AuditQuery) -> list[Link]: ...

    def earlier_ledger_return(
        self, *, org_unit: str, before: Period, as_of: datetime | None = None
    ) -> StoredReturn | None: ...


class Desk(Protocol):
    """Intake, review and shelf of one house; each is opened when it is first used."""

    @property
    def ingest(self) -> Intake: ...

    @property
    def review(self) -> Reviewing: ...

    @property
    def issuing(self) -> Issues: ...

    @property
    def repository(self) -> Shelf: ...

    @property
    def accounts(self) -> Entrance: ...


class NotHere(DashboardError):
    """Something asked for by somebody who may not, or where no returns are taken in."""


def is_local() -> bool:
    """Whether the request comes from this very machine, by its own name, and through nobody's hands."""
    if any(name in request.headers for name in FORWARDING):
        return False
    name = request.host if request.host.endswith("]") else request.host.rsplit(":", 1)[0]
    return _is_loopback(request.remote_addr or "") and name in OWN_NAMES


def _is_loopback(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def actor_named(actor: Actor, name: str | None, words: Text) -> str:
    """The name as it is kept: the account's, or the one typed, marked 未认证, since nobody has checked it.

    UsageError for none, or no name at all.
    """
    if actor.role is not None:
        return actor.name
    told = (name or "").strip()
    if not told or len(told) > MOST_LETTERS or not told.isprintable():
        raise UsageError("returns.no_actor", most=MOST_LETTERS)
    return words("returns.unverified_actor", name=told)
