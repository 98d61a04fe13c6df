"""In and out: sessions, the lock, cookies, proxies; by a clock that the test turns."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient

from data import accounts, passwords
from data.accounts import SignInRefused
from data.audit import AuditQuery, Deed
from data.issues import UsageError
from data.people import Role
from data.repository import Repository
from data.settings import Settings
from tests.account_samples import PASSWORD, TurnedHouse, cookie_of, served, sign_in, sign_out, token_of, with_people

AWAY = {"REMOTE_ADDR": "10.1.2.3"}


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", 2**4)


@pytest.fixture
def house(tmp_path) -> TurnedHouse:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'a.sqlite'}", auth="login", allow_http=True)
    return with_people(TurnedHouse(settings))


@pytest.fixture
def client(house: TurnedHouse) -> FlaskClient:
    return served(house)


def is_in(client: FlaskClient) -> bool:
    return client.get("/api/v1/returns").status_code == 200


def test_a_stranger_is_led_to_the_way_in_and_back(client):
    answer = client.get("/districts?lang=en")
    assert answer.status_code == 302
    assert answer.location == "/login?next=%2Fdistricts%3Flang%3Den&lang=en"
    for path in ("/api/v1/returns", "/download/scorecard.csv", "/_dash-layout", "/_dash-dependencies"):
        assert client.get(path).status_code == 401
    signed = sign_in(client, "wang", next="/districts?lang=en")
    assert (signed.status_code, signed.location) == (303, "/districts?lang=en")
    assert client.get("/districts").status_code == 200


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_leads_nowhere_else(client, place):
    assert sign_in(client, "wang", next=place).location == "/"


def test_a_cookie_is_out_of_reach_of_scripts_and_of_other_sites(house):
    def told(scheme: str = "https", **settings: object) -> str:
        made = TurnedHouse(Settings(database_url=house.settings.database_url, auth="login", **settings))
        client = served(made)
        page = client.get("/login", base_url=f"{scheme}://tuoyu.example", environ_overrides=AWAY).text
        given = {"csrf_token": token_of(page), "name": "wang", "password": PASSWORD}
        answer = client.post("/login", data=given, base_url=f"{scheme}://tuoyu.example", environ_overrides=AWAY)
        return answer.headers["Set-Cookie"]

    assert all(part in told() for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Secure"))
    assert "Secure" in told(allow_http=True)
    assert "Secure" not in told("http", allow_http=True)


def test_over_plain_http_nobody_signs_in_unless_that_was_allowed(house):
    settings = Settings(database_url=house.settings.database_url, auth="login")
    answer = served(TurnedHouse(settings)).get("/login", environ_overrides=AWAY, base_url="http://tuoyu.example")
    assert answer.status_code == 403
    assert "https" in answer.text


def test_a_wrong_name_and_a_wrong_password_are_told_alike(client):
    wrong = [sign_in(client, name, password) for name, password in (("wang", "x" * 12), ("nobody", PASSWORD))]
    assert {answer.status_code for answer in wrong} == {401}
    assert len({answer.text.replace(token_of(answer.text), "") for answer in wrong}) == 1
    assert not is_in(client)


def test_five_wrong_tries_lock_the_name_for_a_quarter_of_an_hour(client, house):
    for _ in range(5):
        assert sign_in(client, "wang", "wrong password").status_code == 401
    assert sign_in(client, "wang").status_code == 429
    assert sign_in(client, "chao").status_code == 303
    house.later(minutes=14)
    assert sign_in(served(house), "wang").status_code == 429
    house.later(minutes=1, seconds=1)
    assert sign_in(served(house), "wang").status_code == 303


def test_a_name_that_nobody_has_is_locked_just_the_same(client):
    answers = [sign_in(client, "nobody", "wrong password").status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]


def test_many_wrong_tries_from_one_address_lock_that_address(client, house):
    for number in range(30):
        sign_in(client, f"name{number}", "wrong password")
    assert sign_in(client, "wang").status_code == 429
    with pytest.raises(SignInRefused):
        house.accounts.sign_in("wang", PASSWORD, "127.0.0.1")
    assert house.accounts.sign_in("wang", PASSWORD, "10.9.9.9")


def test_a_session_ends_after_half_an_hour_of_nothing_and_after_twelve_hours(client, house):
    sign_in(client, "wang")
    for _ in range(24):
        house.later(minutes=29)
        assert is_in(client)
    house.later(minutes=31)
    assert not is_in(client)
    sign_in(client, "wang")
    for _ in range(25):
        house.later(minutes=29)
        client.get("/api/v1/returns")
    assert not is_in(client)


def test_a_stolen_cookie_is_worth_nothing_after_the_way_out(client, house):
    sign_in(client, "wang")
    stolen = cookie_of(client)
    thief = served(house)
    thief.set_cookie("tuoyu", stolen)
    assert is_in(thief)
    assert sign_out(client).status_code == 303
    assert not is_in(client)
    thief.set_cookie("tuoyu", stolen)
    assert not is_in(thief)


def test_a_cookie_planted_before_signing_in_is_not_the_session(client, house):
    client.get("/login")
    planted = cookie_of(client)
    sign_in(client, "wang")
    assert cookie_of(client) != planted
    attacker = served(house)
    attacker.set_cookie("tuoyu", planted)
    assert not is_in(attacker)


@pytest.mark.parametrize("change", ["role", "disable", "password"])
def test_a_change_of_the_account_ends_its_sessions(client, house, change):
    sign_in(client, "wang")
    assert is_in(client)
    if change == "role":
        house.accounts.change("wang", Role.VIEWER, None, actor="test")
    elif change == "disable":
        house.accounts.disable("wang", actor="test")
    else:
        house.accounts.set_password("wang", "another horse battery", actor="test")
    assert not is_in(client)
    assert sign_in(client, "wang").status_code == (303 if change == "role" else 401)


def test_a_forged_cookie_opens_nothing(client):
    sign_in(client, "wang")
    held = cookie_of(client)
    client.set_cookie("tuoyu", held[:-2] + ("AA" if held[-2:] != "AA" else "BB"))
    assert not is_in(client)


def test_a_form_that_is_not_ours_is_refused(client):
    assert client.post("/login", data={"name": "wang", "password": PASSWORD}).status_code == 400
    sign_in(client, "wang")
    assert client.post("/login/out", data={}).status_code == 400
    assert is_in(client)
    origin = {"Origin": "https://evil.example"}
    assert client.post("/login", data={}, headers=origin).status_code == 403


def test_a_password_is_changed_by_its_owner(client, house):
    sign_in(client, "wang")

    def changed(now: str, new: str, again: str):
        token = token_of(client.get("/login/password").text)
        given = {"csrf_token": token, "now": now, "new": new, "again": again}
        return client.post("/login/password", data=given)

    assert changed("wrong password", "another horse battery", "another horse battery").status_code == 400
    assert changed(PASSWORD, "another horse battery", "another horse").status_code == 400
    assert changed(PASSWORD, "short", "short").status_code == 400
    assert changed(PASSWORD, "another horse battery", "another horse battery").status_code == 200
    assert not is_in(client)
    assert sign_in(client, "wang", "another horse battery").status_code == 303


def test_under_mlps_an_old_password_opens_nothing_but_its_change(tmp_path):
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'b.sqlite'}", auth="login", profile="mlps")
    house = TurnedHouse(settings)
    with pytest.raises(UsageError, match="password_kinds"):
        house.accounts.add("wang", Role.REPORTER, "110114", "korrektpferdbatterie", actor="test")
    house.accounts.add("wang", Role.REPORTER, "110114", "Korrekt-Pferd-7", actor="test")
    house.later(days=91)
    client = served(house)
    assert sign_in(client, "wang", "Korrekt-Pferd-7").status_code == 303
    assert client.get("/api/v1/returns").status_code == 401
    assert client.get("/login/password").status_code == 200


def test_every_try_is_in_the_audit_without_a_password_or_a_mistyped_one(client, house):
    sign_in(client, "wang", "wrong password")
    sign_in(client, "My-Secret-Pass-word", "wang")
    sign_in(client, "wang")
    sign_out(client)
    written = house.repository.audit_entries(AuditQuery())
    assert [(one.action, one.result) for one in written[:4]] == [
        ("sign_out", "done"), ("sign_in", "done"), ("sign_in", "refused"), ("sign_in", "refused"),
    ]  # fmt: skip
    assert all(word not in str(written) for word in (PASSWORD, "wrong password", "my-secret-pass-word"))
    users = house.repository.audit_entries(AuditQuery(action=Deed.USER))
    assert {one.object for one in users} == {"lingdao", "wang", "chao", "shen", "shi", "ji"}


def test_a_proxy_names_the_account_only_from_its_own_address(tmp_path):
    url = f"sqlite:///{tmp_path / 'c.sqlite'}"
    house = with_people(TurnedHouse(Settings(database_url=url, auth="header", proxy="10.0.0.0/24")))
    client = served(house)

    def asked(address: str, **headers: str) -> int:
        sent = {name.replace("_", "-"): words for name, words in headers.items()}
        return client.get("/api/v1/returns", environ_overrides={"REMOTE_ADDR": address}, headers=sent).status_code

    assert asked("10.0.0.7", X_Remote_User="wang") == 200
    assert asked("10.0.0.7", X_Remote_User="nobody") == 401
    assert asked("10.0.0.7") == 401
    assert asked("10.0.1.7", X_Remote_User="wang") == 401
    assert asked("127.0.0.1", X_Remote_User="wang") == 401
    assert asked("10.0.1.7", X_Remote_User="wang", X_Forwarded_For="10.0.0.7") == 401
    house.accounts.disable("wang", actor="test")
    assert asked("10.0.0.7", X_Remote_User="wang") == 401


def test_whom_a_proxy_names_is_not_held_to_the_age_of_a_password(tmp_path):
    url = f"sqlite:///{tmp_path / 'e.sqlite'}"
    house = with_people(TurnedHouse(Settings(database_url=url, auth="header", proxy="10.0.0.7")))
    named = TurnedHouse(Settings(database_url=url, auth="header", proxy="10.0.0.7", profile="mlps"))
    named.later(days=91)
    assert named.accounts.must_change(house.accounts.named("wang"))
    asked = {"environ_overrides": {"REMOTE_ADDR": "10.0.0.7"}, "headers": {"X-Remote-User": "wang"}}
    assert served(named).get("/api/v1/returns", **asked).status_code == 200


def test_open_reads_at_the_machine_only_and_changes_real_data_after_signing_in_only(tmp_path):
    from tests.integration.test_returns_http import committed
    from tests.return_papers import ledger_papers

    house = with_people(TurnedHouse(Settings(database_url=f"sqlite:///{tmp_path / 'd.sqlite'}")))
    client = served(house)
    real = ledger_papers().item("数据性质", "正式")
    assert "请先登录" in committed(client, real)
    assert house.repository.returns() == []
    sign_in(client, "wang")
    assert "已提交" in committed(client, real)
    sign_out(client)
    changed = ledger_papers().item("数据性质", "正式").fill("核定托位数", 61).item("修订说明", "更正")
    assert "请先登录" in committed(client, changed)
    assert len(house.repository.returns()) == 1
    assert client.get("/api/v1/returns").status_code == 200
    assert client.get("/api/v1/returns", environ_overrides=AWAY).status_code == 403


def test_accounts_are_kept_alike_on_both_databases(settings):
    house = with_people(TurnedHouse(settings), {"wang": (Role.REPORTER, "110114")})
    token = house.accounts.sign_in("wang", PASSWORD, "10.0.0.1")
    assert house.accounts.of_session(token).org_unit == "110114"
    house.accounts.sign_out(token, actor="wang", address="10.0.0.1")
    assert house.accounts.of_session(token) is None
    vouched_for = house.accounts.admit("wang", "10.0.0.1", subject="digest")
    assert house.accounts.of_session(vouched_for).org_unit == "110114"
    with pytest.raises(SignInRefused, match="oidc_unknown"):
        house.accounts.admit("nobody", "10.0.0.1", subject="digest")
    house.accounts.disable("wang", actor="test")
    assert [(one.name, one.is_disabled, one.number) for one in house.accounts.all()] == [("wang", True, 2)]
    assert house.repository.check().is_whole


def test_an_answer_held_by_an_administrator_is_not_that_of_a_viewer_without_a_unit(client):
    tags = []
    for name in ("shi", "lingdao"):
        sign_in(client, name)
        tags.append(client.get("/api/v1/returns").headers["ETag"])
        sign_out(client)
    assert len(set(tags)) == 2


def test_nothing_is_locked_while_a_password_is_tried_or_made(house, monkeypatch):
    locked, tried = [], []
    writing = Repository.writing

    @contextmanager
    def noted(repository):
        with writing(repository) as transaction:
            locked.append(1)
            try:
                yield transaction
            finally:
                locked.pop()

    def hashing(name: str):
        made = getattr(accounts, name)
        return lambda *told: (tried.append(len(locked)), made(*told))[1]

    monkeypatch.setattr(Repository, "writing", noted)
    for name in ("is_password", "hashed", "check_password"):
        monkeypatch.setattr(accounts, name, hashing(name))
    house.accounts.sign_in("wang", PASSWORD, "10.9.9.9")
    with pytest.raises(SignInRefused):
        house.accounts.sign_in("nobody", PASSWORD, "10.9.9.9")
    assert tried == [0, 0]
    house.accounts.set_password("wang", "another korrekt pferd", actor="test")
    assert tried[2:4] == [0, 0]


def test_a_password_changed_while_the_former_one_is_tried_lets_nobody_in(house, monkeypatch):
    tried = accounts.is_password

    def slow(password: str, kept: str) -> bool:
        is_right = tried(password, kept)
        house.accounts.set_password("wang", "another korrekt pferd", actor="test")
        return is_right

    monkeypatch.setattr(accounts, "is_password", slow)
    with pytest.raises(SignInRefused):
        house.accounts.sign_in("wang", PASSWORD, "10.9.9.9")


def test_of_many_tries_while_a_name_is_locked_one_is_written_down(client, house):
    for _ in range(9):
        sign_in(client, "wang", "wrong password")
    written = house.repository.audit_entries(AuditQuery(action=Deed.SIGN_IN))
    assert len(written) == 5 + 1
    assert "access.locked" in written[0].facts
