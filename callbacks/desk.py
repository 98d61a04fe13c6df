"""The desk that takes returns in: what the pages of /returns are handed, and who may use it.

Until there are accounts, whoever sits at the machine itself may act, under a name that nobody has verified.
"""

from __future__ import annotations

from datetime import datetime
from ipaddress import ip_address
from typing import Protocol

from flask import request

from callbacks.briefings.office import Issues, Kept
from data.dossier import Attachment, ChangeKind, Confirmations, StateChange
from data.issues import DashboardError, UsageError
from data.model import Period
from data.next_return import Earlier
from data.outcome import Outcome
from data.returns import (
    LedgerRow,
    ReturnContent,
    State,
    StoredIssue,
    StoredReturn,
)
from layouts.text import Text

MOST_LETTERS = 40
FORWARDING = ("X-Forwarded-For", "Forwarded", "X-Real-IP")
OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")


class Intake(Protocol):
    """Implemented by data.ingest.Ingest."""

    def check(self, name: str, content: bytes) -> Outcome: ...

    def load(self, name: str, content: bytes, actor: str) -> Outcome: ...


class Reviewing(Protocol):
    """Implemented by data.review.Review."""

    def decide(self, receipt: str, state: State, *, actor: str, reason: str | None = None) -> StoredReturn: ...

    def explain(self, receipt: str, issue_number: int, text: str, *, actor: str) -> None: ...

    def confirm(self, receipt: str, institution: str, kind: ChangeKind, document: str, *, actor: str) -> None: ...

    def attach(self, receipt: str, name: str, content: bytes, *, actor: str) -> int: ...


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


class NotHere(DashboardError):
    """An action asked for from another machine, or where no returns are taken in."""


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


def refuse_others() -> None:
    """NotHere for everybody who is not at this machine."""
    if not is_local():
        raise NotHere("returns.only_here")


def actor_named(name: str | None, words: Text) -> str:
    """The name as it is kept: marked 未认证, since nobody has checked it. UsageError for none, or no name at all."""
    told = (name or "").strip()
    if not told or len(told) > MOST_LETTERS or not told.isprintable():
        raise UsageError("returns.no_actor", most=MOST_LETTERS)
    return words("returns.unverified_actor", name=told)
