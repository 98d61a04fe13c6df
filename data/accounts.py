"""Accounts: made, changed, signed in to and out of. Every change is a further row, and an entry in the audit."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto
from types import MappingProxyType
from typing import NamedTuple

from data.audit import DONE, REFUSED, Deed, Entry
from data.issues import DashboardError, UsageError
from data.passwords import NOBODYS, REMEMBERED, check_password, hashed, is_password, is_worn_out
from data.people import NEEDS_UNIT, TAKES_UNIT, Account, Role
from data.repository import Repository, Transaction

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,39}")
LOCKED = "access.locked"
LOCKED_AFTER, WITHIN = 5, timedelta(minutes=15)
MOST_FROM_ONE_ADDRESS = 30
IDLE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=12)


class Lock(Enum):
    """Whether tries are taken; ``KNOWN``: they are not, and it is written down that one was made all the same."""

    OPEN = auto()
    NEW = auto()
    KNOWN = auto()


class Tried(NamedTuple):
    """A try to sign in: under which name as the audit has it, from where, and why it is refused, if it is."""

    name: str
    address: str
    refusal: str | None
    facts: Mapping[str, str] = MappingProxyType({})


class SignInRefused(DashboardError):
    """Nobody was signed in; for a password told alike (``access.wrong``) of a name that nobody has."""


class Accounts:
    """The accounts of one store; ``profile`` is blank or ``mlps``."""

    def __init__(self, repository: Repository, clock: Callable[[], datetime], profile: str = "") -> None:
        self._repository = repository
        self._clock = clock
        self._profile = profile

    def all(self) -> list[Account]:
        """Every account by name."""
        return self._repository.accounts()

    def add(self, name: str, role: Role, org_unit: str | None, password: str, *, actor: str, address: str = "") -> None:
        """Make an account; ``password`` blank for one that a proxy or another system signs in."""
        _check_name(name)
        unit = self._unit(role, org_unit)
        if password:
            check_password(password, name, self._profile, ())
        now = self._clock()
        account = Account(name, role, unit, False, hashed(password) if password else "", now, 1)
        with self._repository.writing() as transaction:
            if transaction.account(name) is not None:
                raise UsageError("access.exists", name=name)
            self._keep(transaction, account, "added", actor, address)

    def change(self, name: str, role: Role, org_unit: str | None, *, actor: str, address: str = "") -> None:
        """Give an account another role or unit; its sessions end with it."""
        unit = self._unit(role, org_unit)
        with self._repository.writing() as transaction:
            account = replace(_known(transaction, name), role=role, org_unit=unit)
            self._keep(transaction, _next(account), "changed", actor, address)

    def disable(self, name: str, *, actor: str, address: str = "") -> None:
        """Let nobody in under this name any more."""
        with self._repository.writing() as transaction:
            account = replace(_known(transaction, name), is_disabled=True)
            self._keep(transaction, _next(account), "disabled", actor, address)

    def set_password(self, name: str, password: str, *, actor: str, address: str = "") -> None:
        """Another password; it opens an account that was disabled, and ends all its sessions.

        Nothing is locked while it is tried against those of before.
        """
        with self._repository.view() as view:
            _known(view, name)
            earlier = view.passwords(name, REMEMBERED)
        check_password(password, name, self._profile, earlier)
        kept = hashed(password)
        with self._repository.writing() as transaction:
            account = _known(transaction, name)
            lately = [one for one in transaction.passwords(name, REMEMBERED) if one not in earlier]
            check_password(password, name, self._profile, lately)
            changed = replace(account, password=kept, password_at=self._clock(), is_disabled=False)
            self._keep(transaction, _next(changed), "password", actor, address)

    def sign_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session; SignInRefused for a wrong name or password, and for both while locked.

        Nothing is locked while the password is tried; of many tries while a name is locked, one is written down.
        """
        typed = _typed(name)
        with self._repository.view() as view:
            before = view.account(typed)
            lock = self._lock(view, _told(typed, before), address)
        if lock is Lock.KNOWN:
            raise _refused(LOCKED)
        is_right = lock is Lock.OPEN and self._is_right(before, password)
        with self._repository.writing() as transaction:
            account = transaction.account(typed)
            told = _told(typed, account)
            refusal = None
            if self._lock(transaction, told, address) is not Lock.OPEN:
                refusal = LOCKED
            elif not is_right or account != before:
                refusal = "access.wrong"
            token = self._settle(transaction, account, Tried(told, address, refusal))
        if refusal:
            raise _refused(refusal)
        return token

    def admit(self, name: str, address: str, *, subject: str, may_be_new: bool = False) -> str:
        """The token of a new session of whom an identity provider vouches for, under exactly this name.

        SignInRefused while locked, for a disabled account, and for a name that nobody has unless it ``may_be_new``:
        then it is a viewer's from now on. ``subject`` is a digest of who it is to the provider, for the audit.
        """
        with self._repository.writing() as transaction:
            account = transaction.account(name) if NAME.fullmatch(name) else None
            told = _told(name, account)
            lock = self._lock(transaction, told, address)
            if lock is Lock.KNOWN:
                raise _refused(LOCKED)
            refusal = LOCKED if lock is Lock.NEW else None
            if refusal is None and account is None and may_be_new and NAME.fullmatch(name):
                account = Account(name, Role.VIEWER, None, False, "", self._clock(), 1)
                self._keep(transaction, account, "added", name, address)
                told = name
            if refusal is None and (account is None or account.is_disabled):
                refusal = "access.oidc_unknown" if account is None else "access.oidc_disabled"
            token = self._settle(transaction, account, Tried(told, address, refusal, {"subject": subject}))
        if refusal:
            raise _refused(refusal, name[:40])
        return token

    def _settle(self, transaction: Transaction, account: Account | None, tried: Tried) -> str:
        """Write a try down and, unless it is refused, begin a session: its token."""
        now, token, name = self._clock(), secrets.token_urlsafe(32), tried.name
        transaction.add_try(name, tried.address, tried.refusal or DONE, now)
        told = {"reason": tried.refusal} if tried.refusal else {"role": account.role.value if account else ""}
        result = REFUSED if tried.refusal else DONE
        transaction.record(Entry(now, name, tried.address, Deed.SIGN_IN, name, result, {**told, **tried.facts}))
        if account is not None and tried.refusal is None:
            transaction.open_session(digest_of(token), account, now)
        return token

    def sign_out(self, token: str, *, actor: str, address: str) -> None:
        """End a session: whoever holds its token is a stranger from now on."""
        with self._repository.writing() as transaction:
            transaction.end_session(digest_of(token), self._clock())
            transaction.record(Entry(self._clock(), actor, address, Deed.SIGN_OUT, actor))

    def of_session(self, token: str) -> Account | None:
        """The account of an open session; None once it ended, or the account was changed or disabled."""
        return self._repository.account_of_session(digest_of(token))

    def named(self, name: str) -> Account | None:
        """The account of a name that a trusted proxy vouches for; None where there is none, or it is disabled."""
        found = self._repository.account(_typed(name))
        return None if found is None or found.is_disabled else found

    def must_change(self, account: Account) -> bool:
        """Whether its password has been kept for too long."""
        return bool(account.password) and is_worn_out(account.password_at, self._clock(), self._profile)

    def _is_right(self, account: Account | None, password: str) -> bool:
        """Always one try at a hash, so that the time tells nothing of the name."""
        kept = account.password if account and account.password else NOBODYS
        is_right = is_password(password[:1000], kept)
        return is_right and account is not None and bool(account.password) and not account.is_disabled

    def _lock(self, store: Transaction, name: str, address: str) -> Lock:
        """Locked after five wrong tries in fifteen minutes without a right one between, whoever tries."""
        since = self._clock() - WITHIN
        of_name, from_here = store.tries(since=since, name=name), store.tries(since=since, address=address)
        results = [result for result in of_name if result != LOCKED]
        wrong = next((place for place, result in enumerate(results) if result == DONE), len(results))
        is_of_name = wrong >= LOCKED_AFTER
        is_from_here = sum(one != DONE for one in from_here) >= MOST_FROM_ONE_ADDRESS
        if not is_of_name and not is_from_here:
            return Lock.OPEN
        is_told = (is_of_name and LOCKED in of_name) or (is_from_here and LOCKED in from_here)
        return Lock.KNOWN if is_told else Lock.NEW

    def _unit(self, role: Role, org_unit: str | None) -> str | None:
        units = {unit.code for unit in (*self._repository.reference.units, self._repository.reference.city)}
        if org_unit is None and role in NEEDS_UNIT:
            raise UsageError("access.unit_missing", role=role)
        if org_unit is not None and (role not in TAKES_UNIT or org_unit not in units):
            raise UsageError("access.unit_wrong", role=role, value=org_unit)
        return org_unit

    def _keep(self, transaction: Transaction, account: Account, what: str, actor: str, address: str) -> None:
        now = self._clock()
        transaction.add_account(account, at=now, actor=actor)
        facts = {"what": what, "role": account.role.value, "org_unit": account.org_unit or ""}
        transaction.record(Entry(now, actor, address, Deed.USER, account.name, DONE, facts))


def _typed(name: str) -> str:
    """A name as accounts have it; no store keeps NUL, so no account has it."""
    return name.replace("\0", "").strip().lower()


def _told(typed: str, account: Account | None) -> str:
    """How the audit calls who tries: a name that nobody has may be somebody's password."""
    return typed if account else f"?{hashlib.sha256(typed.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _refused(why: str, name: str = "") -> SignInRefused:
    return SignInRefused(why, minutes=int(WITHIN.total_seconds() // 60), name=name)


def digest_of(token: str) -> str:
    """What the store keeps of a token: nobody who reads the store can use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _check_name(name: str) -> None:
    if not NAME.fullmatch(name):
        raise UsageError("access.name", value=name[:40])


def _known(transaction: Transaction, name: str) -> Account:
    found = transaction.account(name)
    if found is None:
        raise UsageError("access.unknown", name=name[:40])
    return found


def _next(account: Account) -> Account:
    return replace(account, number=account.number + 1)
