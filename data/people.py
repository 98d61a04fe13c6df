"""Who may do what: roles, accounts, and the one function that decides. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from data.scope import EVERYTHING, NOTHING, Scope


class Role(StrEnum):
    """查看、填报、区级审核、市级管理、审计."""

    VIEWER = "viewer"
    REPORTER = "reporter"
    REVIEWER = "reviewer"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Action(StrEnum):
    """What may be allowed: from ``SEE`` to ``UNLOCK`` with a unit's returns; ``BRIEF``: write and issue briefings."""

    READ = "read"
    SEE = "see"
    FILE = "file"
    DECIDE = "decide"
    UNLOCK = "unlock"
    BRIEF = "brief"
    AUDIT = "audit"


NEEDS_UNIT = frozenset({Role.REPORTER})
TAKES_UNIT = frozenset({Role.REPORTER, Role.REVIEWER, Role.VIEWER})

MAY = {
    Role.VIEWER: frozenset({Action.READ, Action.SEE}),
    Role.REPORTER: frozenset({Action.READ, Action.SEE, Action.FILE}),
    Role.REVIEWER: frozenset({Action.READ, Action.SEE, Action.DECIDE}),
    Role.ADMIN: frozenset({Action.READ, Action.SEE, Action.DECIDE, Action.UNLOCK, Action.BRIEF, Action.AUDIT}),
    Role.AUDITOR: frozenset({Action.READ, Action.SEE, Action.AUDIT}),
}
"""City staff may send a return back, never file one in a district's name (统计法第六条)."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account as its last row has it; ``password`` is a hash and never printed."""

    name: str
    role: Role
    org_unit: str | None
    is_disabled: bool
    password: str = field(repr=False)
    password_at: datetime
    number: int

    @property
    def scope(self) -> Scope:
        """Whose returns it may ask for: those of its unit; without one, everybody's, but a viewer's nobody's."""
        if self.org_unit is not None:
            return Scope.of([self.org_unit])
        return NOTHING if self.role is Role.VIEWER else EVERYTHING


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. Without an account: whoever sits at the machine itself (``is_here``), or a stranger.

    ``is_trusted``: what is done here without an account may be done, since the data are only a demonstration.
    """

    name: str = ""
    role: Role | None = None
    scope: Scope = NOTHING
    address: str = ""
    is_here: bool = False
    is_trusted: bool = False
    must_change: bool = False


def may(actor: Actor, action: Action, unit: str | None = None) -> bool:
    """Whether the actor may do that; ``unit`` names whose return it is about, None = none in particular."""
    if actor.must_change:
        return False
    if actor.role is None:
        return actor.is_here and (action in READING or actor.is_trusted)
    return action in MAY[actor.role] and (unit is None or actor.scope.holds(unit))


READING = frozenset({Action.READ, Action.SEE})


def signed_in(account: Account, address: str, *, must_change: bool = False) -> Actor:
    """The actor of an account."""
    return Actor(account.name, account.role, account.scope, address, must_change=must_change)
