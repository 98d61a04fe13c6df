"""Accounts, tries to sign in and sessions in the store."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Row, func, select

from data.account_tables import sessions, sign_ins, users
from data.people import Account, Role
from data.repository.codec import moment_of, stamp
from data.repository.facts import insert


def accounts(connection: Connection) -> list[Account]:
    """Every account as it stands, by name."""
    last = select(users.c.name, func.max(users.c.number).label("number")).group_by(users.c.name).subquery()
    joined = users.join(last, (users.c.name == last.c.name) & (users.c.number == last.c.number))
    return [_account(row) for row in connection.execute(select(users).select_from(joined).order_by(users.c.name))]


def account(connection: Connection, name: str) -> Account | None:
    """One account as it stands; None for a name that nobody has."""
    query = select(users).where(users.c.name == name).order_by(users.c.number.desc()).limit(1)
    found = connection.execute(query).first()
    return None if found is None else _account(found)


def passwords(connection: Connection, name: str, most: int) -> list[str]:
    """The last passwords of an account as they were kept, the newest first."""
    query = select(users.c.password, func.max(users.c.number)).where(users.c.name == name, users.c.password != "")
    grouped = query.group_by(users.c.password).order_by(func.max(users.c.number).desc()).limit(most)
    return [row.password for row in connection.execute(grouped)]


def add_account(connection: Connection, account: Account, *, at: datetime, actor: str) -> None:
    """A new account, or how an account stands from now on."""
    state = "disabled" if account.is_disabled else "active"
    told = (account.name, account.number, account.role.value, account.org_unit, state, account.password)
    insert(connection, users, [(*told, stamp(account.password_at), stamp(at), actor)])


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(
        name=row.name,
        role=Role(row.role),
        org_unit=row.org_unit,
        is_disabled=row.state == "disabled",
        password=row.password,
        password_at=moment_of(row.password_at),
        number=row.number,
    )


def add_try(connection: Connection, name: str, address: str, result: str, at: datetime) -> None:
    """One more try to sign in."""
    number = connection.execute(select(func.max(sign_ins.c.number))).scalar() or 0
    insert(connection, sign_ins, [(number + 1, name, address, result, stamp(at))])


def tries(connection: Connection, *, since: datetime, name: str | None = None, address: str | None = None) -> list[str]:
    """Results of the tries under a name or from an address since then, the newest first."""
    query = select(sign_ins.c.result).where(sign_ins.c.at > stamp(since)).order_by(sign_ins.c.number.desc())
    if name is not None:
        query = query.where(sign_ins.c.name == name)
    if address is not None:
        query = query.where(sign_ins.c.address == address)
    return list(connection.execute(query).scalars())


def open_session(connection: Connection, session: str, account: Account, at: datetime) -> None:
    """A session, by the digest of its token, for an account as it stands."""
    insert(connection, sessions, [(session, 1, account.name, account.number, "opened", stamp(at))])


def end_session(connection: Connection, session: str, at: datetime) -> None:
    """Nothing more is answered under this session; ending it twice is no fault."""
    rows = connection.execute(select(sessions).where(sessions.c.session == session)).all()
    if len(rows) == 1:
        insert(connection, sessions, [(session, 2, rows[0].name, rows[0].account, "ended", stamp(at))])


def account_of_session(connection: Connection, session: str) -> Account | None:
    """The account of a session that is open, where the account has not changed since; else None."""
    rows = connection.execute(select(sessions).where(sessions.c.session == session)).all()
    if len(rows) != 1:
        return None
    found = account(connection, rows[0].name)
    return found if found is not None and found.number == rows[0].account and not found.is_disabled else None
