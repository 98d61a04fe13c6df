"""Who may do what, read off one table; and what may be a password."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from callbacks.review import ALLOWED
from data.issues import UsageError
from data.model import Period
from data.passwords import check_password, hashed, is_password, is_worn_out
from data.people import Account, Action, Actor, Role, may, signed_in
from data.returns import Mode, State, StoredReturn
from data.review import NEEDED, may_become
from data.scope import EVERYTHING, NOTHING, Scope

NOW = datetime(2026, 10, 20, 2, tzinfo=UTC)
OWN, OTHER = "110114", "110105"
EXPECTED = {
    # role: (unit of the account, what it may of its own unit, of another one)
    (Role.VIEWER, None): ("read", "read"),
    (Role.VIEWER, OWN): ("read see", "read"),
    (Role.REPORTER, OWN): ("read see file", "read"),
    (Role.REVIEWER, OWN): ("read see decide", "read"),
    (Role.REVIEWER, None): ("read see decide", "read see decide"),
    (Role.ADMIN, None): ("read see decide unlock brief audit", "read see decide unlock brief audit"),
    (Role.AUDITOR, None): ("read see audit", "read see audit"),
}


def account(role: Role, unit: str | None) -> Account:
    return Account("wang", role, unit, False, "", NOW, 1)


@pytest.mark.parametrize(("role", "unit"), EXPECTED)
def test_each_role_may_what_the_table_says(role, unit):
    actor = signed_in(account(role, unit), "10.0.0.1")
    for place, allowed in zip((OWN, OTHER), EXPECTED[role, unit]):
        found = {action.value for action in Action if may(actor, action, None if action is Action.READ else place)}
        assert found == set(allowed.split()), (role, unit, place)


def test_city_staff_send_a_figure_back_and_do_not_file_one():
    assert not may(signed_in(account(Role.ADMIN, None), ""), Action.FILE, OWN)


@pytest.mark.parametrize("action", Action)
def test_a_stranger_may_nothing(action):
    assert not may(Actor(address="10.0.0.1"), action, OWN)
    assert not may(Actor(scope=EVERYTHING), action)


def test_without_an_account_the_machine_itself_reads_and_does_the_rest_with_a_demonstration_only():
    here = Actor(is_here=True, scope=EVERYTHING)
    assert {action for action in Action if may(here, action, OWN)} == {Action.READ, Action.SEE}
    demo = Actor(is_here=True, is_trusted=True, scope=EVERYTHING)
    assert {action for action in Action if may(demo, action, OWN)} == set(Action)


DECIDABLE = {
    # the state it is in: what a reviewer may make of it, and what an administrator
    State.RECEIVED: ("accepted returned", "accepted returned"),
    State.RETURNED: ("", ""),
    State.ACCEPTED: ("", "unlocked"),
    State.UNLOCKED: ("accepted", "accepted"),
}


@pytest.mark.parametrize("state", State)
def test_who_may_decide_is_offered_what_he_may_and_nobody_his_own_return(state):
    stored = StoredReturn(1, OWN, Period(2025, 4), 1, state, NOW, "li", "", "TY-1", Mode.LEDGER)
    for role, allowed in zip((Role.REVIEWER, Role.ADMIN), DECIDABLE[state]):
        actor = signed_in(account(role, None), "")
        assert set(may_become(stored, actor)) == set(map(State, allowed.split()))
        own = may_become(replace(stored, actor="wang"), actor)
        assert set(own) == set(map(State, allowed.split())) - {State.ACCEPTED}
    for role in (Role.VIEWER, Role.REPORTER, Role.AUDITOR):
        assert may_become(stored, signed_in(account(role, OWN), "")) == ()
    assert {State(act): needed for act, needed in ALLOWED.items() if act in tuple(State)} == NEEDED


def test_a_worn_out_password_opens_nothing_but_its_change():
    actor = signed_in(account(Role.ADMIN, None), "", must_change=True)
    assert not any(may(actor, action) for action in Action)


def test_scopes():
    assert Scope.of([OWN]).holds(OWN)
    assert not Scope.of([OWN]).holds(OTHER)
    assert EVERYTHING.holds(OTHER)
    assert not NOTHING.holds(OWN)


def test_a_password_is_kept_as_a_salted_hash():
    kept = hashed("korrekt pferd batterie")
    assert kept != hashed("korrekt pferd batterie")
    assert "pferd" not in kept
    assert is_password("korrekt pferd batterie", kept)
    assert not is_password("korrekt pferd batteri", kept)
    assert "scrypt" not in repr(Account("a", Role.ADMIN, None, False, kept, NOW, 1))


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("short", "password_length"),
        ("k" * 129, "password_length"),
        ("aaaaaaaaaaaaaa", "password_easy"),
        ("password123456", "password_easy"),
        ("Wang-the-clerk", "password_easy"),
        ("123456789012345", "password_easy"),
    ],
)
def test_what_is_no_password(password, key):
    with pytest.raises(UsageError, match=key):
        check_password(password, "wang", "", ())


def test_the_profile_mlps_asks_for_kinds_of_signs_history_and_age():
    check_password("korrekt pferd batterie", "wang", "", ())
    with pytest.raises(UsageError, match="password_kinds"):
        check_password("korrektpferdbatterie", "wang", "mlps", ())
    kept = hashed("Korrekt-Pferd-7")
    with pytest.raises(UsageError, match="password_again"):
        check_password("Korrekt-Pferd-7", "wang", "mlps", [kept])
    check_password("Korrekt-Pferd-8", "wang", "mlps", [kept])
    assert is_worn_out(NOW - timedelta(days=91), NOW, "mlps")
    assert not is_worn_out(NOW - timedelta(days=89), NOW, "mlps")
    assert not is_worn_out(NOW - timedelta(days=900), NOW, "")
