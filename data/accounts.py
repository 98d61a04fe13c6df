"""Accounts: made, changed, signed in to and out of. Every change is a further row, and an entry in the audit."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from data.audit import DONE, REFUSED, Deed, Entry
from data.issues import DashboardError, UsageError
from data.passwords import NOBODYS, REMEMBERED, check_password, hashed, is_password, is_worn_out
from data.people import NEEDS_UNIT, TAKES_UNIT, Account, Role
from data.repository import Repository, Transaction

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,39}")
LOCKED_AFTER, WITHIN = 5, timedelta(minutes=15)
MOST_FROM_ONE_ADDRESS = 30
IDLE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=12)


class SignInRefused(DashboardError):
    """Nobody was signed in: ``account.wrong`` or ``account.locked``, the same for a name that nobody has."""


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
        """Another password; it opens an account that was disabled, and ends all its sessions."""
        with self._repository.writing() as transaction:
            account = _known(transaction, name)
            check_password(password, name, self._profile, transaction.passwords(name, REMEMBERED))
            changed = replace(account, password=hashed(password), password_at=self._clock(), is_disabled=False)
            self._keep(transaction, _next(changed), "password", actor, address)

    def sign_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session; SignInRefused for a wrong name or password, and for both while locked."""
        typed = name.strip().lower()
        refusal = None
        with self._repository.writing() as transaction:
            account = transaction.account(typed)
            told = typed if account else f"?{hashlib.sha256(typed.encode('utf-8', 'replace')).hexdigest()[:12]}"
            if self._is_locked(transaction, told, address):
                refusal = "access.locked"
            elif not self._is_right(account, password):
                refusal = "access.wrong"
            now, token = self._clock(), secrets.token_urlsafe(32)
            transaction.add_try(told, address, refusal or DONE, now)
            facts = {"reason": refusal} if refusal else {"role": account.role.value if account else ""}
            result = REFUSED if refusal else DONE
            transaction.record(Entry(now, told, address, Deed.SIGN_IN, told, result, facts))
            if account is not None and refusal is None:
                transaction.open_session(digest_of(token), account, now)
        if refusal:
            raise SignInRefused(refusal, minutes=int(WITHIN.total_seconds() // 60))
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
        found = self._repository.account(name.strip().lower())
        return None if found is None or found.is_disabled else found

    def must_change(self, account: Account) -> bool:
        """Whether its password has been kept for too long."""
        return bool(account.password) and is_worn_out(account.password_at, self._clock(), self._profile)

    def is_password_of(self, name: str, password: str) -> bool:
        """Whether this is the password of that account."""
        return self._is_right(self._repository.account(name), password)

    def _is_right(self, account: Account | None, password: str) -> bool:
        """Always one try at a hash, so that the time tells nothing of the name."""
        kept = account.password if account and account.password else NOBODYS
        is_right = is_password(password[:1000], kept)
        return is_right and account is not None and bool(account.password) and not account.is_disabled

    def _is_locked(self, transaction: Transaction, name: str, address: str) -> bool:
        """After five wrong tries in fifteen minutes without a right one between, whoever tries."""
        since = self._clock() - WITHIN
        results = [result for result in transaction.tries(since=since, name=name) if result != "access.locked"]
        wrong = next((place for place, result in enumerate(results) if result == DONE), len(results))
        from_here = [one for one in transaction.tries(since=since, address=address) if one != DONE]
        return wrong >= LOCKED_AFTER or len(from_here) >= MOST_FROM_ONE_ADDRESS

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
