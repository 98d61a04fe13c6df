"""What the store is asked of accounts and of the audit, and what is added to both."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Engine

from data.audit import AuditQuery, Entry, Head, Link
from data.people import Account
from data.repository import accounts, audit
from data.repository.engine import reading, writing


class People:
    """Questions of ``Repository``."""

    _engine: Engine

    def accounts(self) -> list[Account]:
        """Every account by name."""
        with reading(self._engine) as connection:
            return accounts.accounts(connection)

    def account(self, name: str) -> Account | None:
        """The account of that name as it stands."""
        with reading(self._engine) as connection:
            return accounts.account(connection, name)

    def account_of_session(self, session: str) -> Account | None:
        """The account of an open session (by its digest), unless it was changed since."""
        with reading(self._engine) as connection:
            return accounts.account_of_session(connection, session)

    def record(self, entry: Entry) -> Head:
        """Write down one deed of which nothing else is stored."""
        with writing(self._engine) as connection:
            return audit.append(connection, entry)

    def audit_entries(self, wanted: AuditQuery) -> list[Link]:
        """The entries asked for, the newest first."""
        with reading(self._engine) as connection:
            return audit.entries(connection, wanted)


class PeopleWriting:
    """Additions of ``Transaction``; whether they may be made is the caller's to say."""

    _connection: Connection

    def record(self, entry: Entry) -> None:
        """Write down a deed, together with what it did."""
        audit.append(self._connection, entry)

    def account(self, name: str) -> Account | None:
        return accounts.account(self._connection, name)

    def passwords(self, name: str, most: int) -> list[str]:
        """The last passwords of an account as they were kept."""
        return accounts.passwords(self._connection, name, most)

    def add_account(self, account: Account, *, at: datetime, actor: str) -> None:
        """A new account, or how one stands from now on."""
        accounts.add_account(self._connection, account, at=at, actor=actor)

    def add_try(self, name: str, address: str, result: str, at: datetime) -> None:
        """One more try to sign in."""
        accounts.add_try(self._connection, name, address, result, at)

    def tries(self, *, since: datetime, name: str | None = None, address: str | None = None) -> list[str]:
        """Results of tries since then, the newest first."""
        return accounts.tries(self._connection, since=since, name=name, address=address)

    def open_session(self, session: str, account: Account, at: datetime) -> None:
        accounts.open_session(self._connection, session, account, at)

    def end_session(self, session: str, at: datetime) -> None:
        accounts.end_session(self._connection, session, at)
