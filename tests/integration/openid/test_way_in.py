"""In and out by an identity provider: a real one on this machine, over real HTTP, by a clock that the test turns."""

from __future__ import annotations

import pytest

from data.audit import AuditQuery, Deed
from data.people import Role
from tests.account_samples import cookie_of, served, sign_out
from tests.identity_provider import CLIENT, SECRET
from tests.openid_visits import (
    BACK,
    HTTPS,
    come_back,
    is_in,
    query_of,
    sent_back,
    sent_out,
    signed_in,
    with_oidc,
)


def test_a_stranger_is_led_in_by_the_provider_and_back_to_the_page_he_asked_for(client):
    assert client.get("/districts?lang=en").location == "/login?next=%2Fdistricts%3Flang%3Den&lang=en"
    page = client.get("/login?next=/districts%3Flang%3Den&lang=en").text
    assert 'href="/login/oidc?next=%2Fdistricts%3Flang%3Den&amp;lang=en"' in page
    assert "Sign in with the identity service" in page
    assert 'type="password"' not in page
    assert signed_in(client, "/login/oidc?next=%2Fdistricts%3Flang%3Den&lang=en").location == "/districts?lang=en"
    assert client.get("/districts").status_code == 200
    assert "wang（填报）" in client.get("/login").text


def test_what_is_asked_of_the_provider_holds_no_secret(client, provider):
    address = sent_out(client)
    asked = query_of(address)
    assert address.startswith(f"{provider.issuer}/authorize?")
    assert (asked["response_type"], asked["client_id"], asked["redirect_uri"]) == ("code", CLIENT, BACK)
    assert (asked["scope"], asked["code_challenge_method"]) == ("openid profile", "S256")
    assert all(len(asked[name]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert "code_verifier" not in asked
    assert SECRET not in address
    assert query_of(sent_out(client))["state"] != asked["state"]


def test_the_cookie_on_the_way_is_out_of_reach_of_scripts_and_comes_along_from_the_provider(house, provider):
    client = served(with_oidc(house, provider))
    for answer in (client.get("/login/oidc", base_url=HTTPS), come_back(client, sent_back(sent_out(client)))):
        cookie = answer.headers["Set-Cookie"]
        assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/"))
    told = client.get("/login/oidc", base_url=HTTPS, environ_overrides={"REMOTE_ADDR": "10.1.2.3"})
    assert "Secure" in told.headers["Set-Cookie"]


def test_of_tokens_nothing_is_kept_and_nothing_is_logged(client, provider, caplog):
    tokens = []
    provider.twists.sign = lambda claims: tokens.append(provider.signed(claims)) or tokens[-1]
    caplog.set_level("DEBUG")
    signed_in(client)
    kept = str(client.get_cookie("tuoyu")) + caplog.text
    assert all(part not in kept for part in tokens[0].split("."))
    assert SECRET not in kept
    with client.session_transaction() as held:
        assert set(held) <= {"_fresh", "_id", "_user_id", "begun", "seen", "csrf_token"}


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_leads_nowhere_else(client, place):
    assert signed_in(client, f"/login/oidc?next={place}").location == "/"


def test_a_cookie_planted_before_is_not_the_session(client, house, provider):
    address = sent_out(client)
    planted = cookie_of(client)
    come_back(client, sent_back(address))
    attacker = served(with_oidc(house, provider))
    attacker.set_cookie("tuoyu", planted)
    assert is_in(client)
    assert cookie_of(client) != planted
    assert not is_in(attacker)


def test_another_one_at_the_same_browser_is_himself_and_the_former_session_is_over(client, house, provider):
    signed_in(client)
    former = cookie_of(client)
    provider.person = {"sub": "chao"}
    signed_in(client)
    assert "chao（填报）" in client.get("/login").text
    thief = served(with_oidc(house, provider))
    thief.set_cookie("tuoyu", former)
    assert not is_in(thief)


def test_out_is_out_here_and_at_the_provider_and_a_stolen_cookie_is_worth_nothing(client, house, provider):
    signed_in(client)
    stolen = cookie_of(client)
    answer = sign_out(client)
    away = answer.headers["Refresh"].removeprefix("0; url=")
    assert answer.status_code == 200
    assert away.startswith(f"{provider.issuer}/out?")
    assert query_of(away) == {"client_id": CLIENT, "post_logout_redirect_uri": "http://localhost/login"}
    assert away.replace("&", "&amp;") in answer.text
    assert sent_back(away) == "http://localhost/login"
    assert not is_in(client)
    client.set_cookie("tuoyu", stolen)
    assert not is_in(client)
    assert client.post("/login/out", data={}).status_code == 400


def test_out_is_out_where_the_provider_names_no_way_or_is_gone(client, house, provider):
    provider.twists.metadata = {"end_session_endpoint": None}
    signed_in(client)
    answer = sign_out(client)
    assert (answer.status_code, "Refresh" in answer.headers, is_in(client)) == (200, False, False)
    assert "已退出本系统" in answer.text


def test_no_password_is_taken(client):
    assert client.post("/login", data={"name": "wang", "password": "korrekt pferd batterie"}).status_code == 405
    assert client.get("/login/password").status_code == 404
    signed_in(client)
    assert "修改密码" not in client.get("/login").text


def test_an_old_password_of_an_account_stops_nobody_who_signs_in_without_one(house, provider):
    house.later(days=91)
    client = served(with_oidc(house, provider, profile="mlps"))
    signed_in(client)
    assert is_in(client)


def test_who_has_no_account_is_told_so_and_by_setting_becomes_a_viewer(client, house, provider):
    provider.person = {"sub": "newcomer", "roles": ["admin"], "role": "admin", "org_unit": "110105"}
    answer = signed_in(client)
    assert (answer.status_code, "“newcomer”" in answer.text, is_in(client)) == (403, True, False)
    open_to_all = served(with_oidc(house, provider, oidc_new_accounts=True))
    assert signed_in(open_to_all).status_code == 303
    assert "newcomer（查看）" in open_to_all.get("/login").text
    found = house.accounts.named("newcomer")
    assert (found.role, found.org_unit, found.password) == (Role.VIEWER, None, "")
    provider.person = {"sub": "no name\u0000 at all" * 9}
    assert signed_in(open_to_all).status_code == 403


def test_role_and_unit_are_ours_whatever_a_token_says(client, house, provider):
    provider.person |= {"roles": ["admin"], "role": "admin", "groups": ["admin"], "org_unit": "110105"}
    signed_in(client)
    assert client.get("/audit").status_code == 403
    assert client.get("/download/template/110105.xlsx").status_code in (403, 404)


@pytest.mark.parametrize("name", ["Wang", "WANG", " wang", "wang ", "ｗａｎｇ", "wang\u200b"])
def test_a_name_is_an_account_letter_for_letter(client, provider, name):
    provider.person = {"sub": name}
    assert signed_in(client).status_code == 403
    assert not is_in(client)


def test_the_claim_is_the_operators_choice_and_an_address_must_be_verified(house, provider):
    house.accounts.add("wang@example.org", Role.VIEWER, None, "", actor="test")
    provider.person = {"sub": "8f14e45f", "preferred_username": "shi", "email": "wang@example.org"}
    assert signed_in(served(with_oidc(house, provider))).status_code == 403
    named = served(with_oidc(house, provider, oidc_claim="preferred_username"))
    assert signed_in(named).status_code == 303
    assert "shi（市级管理）" in named.get("/login").text
    mailed = served(with_oidc(house, provider, oidc_claim="email"))
    for verified in (None, False, "true"):
        provider.person["email_verified"] = verified
        assert signed_in(mailed).status_code == 403
    provider.person["email_verified"] = True
    assert signed_in(mailed).status_code == 303


def test_a_disabled_account_is_refused_and_a_change_ends_the_session(client, house):
    signed_in(client)
    house.accounts.disable("wang", actor="test")
    assert not is_in(client)
    answer = signed_in(client)
    assert (answer.status_code, "已停用" in answer.text, is_in(client)) == (403, True, False)


def test_a_locked_account_is_refused_until_the_lock_is_over(client, house):
    for _ in range(5):
        with pytest.raises(Exception, match="wrong"):
            house.accounts.sign_in("wang", "wrong password", "10.9.9.9")
    assert signed_in(client).status_code == 429
    house.later(minutes=16)
    assert signed_in(client).status_code == 303


def test_in_refused_and_out_are_in_the_audit(client, house, provider):
    signed_in(client)
    sign_out(client)
    provider.person = {"sub": "My Secret Name"}
    signed_in(client)
    come_back(client, f"{BACK}?state=x&code=y")
    written = house.repository.audit_entries(AuditQuery())[:4]
    assert [(one.action, one.result, one.actor) for one in reversed(written)][:2] == [
        ("sign_in", "done", "wang"), ("sign_out", "done", "wang"),
    ]  # fmt: skip
    assert [(one.action, one.result) for one in written[:2]] == [("refusal", "refused"), ("sign_in", "refused")]
    assert "access.oidc_state" in written[0].facts
    assert "access.oidc_unknown" in written[1].facts
    assert "My Secret Name" not in str(written)
    (entered,) = [
        one for one in house.repository.audit_entries(AuditQuery(action=Deed.SIGN_IN)) if one.result == "done"
    ]
    assert '"subject"' in entered.facts
    assert house.repository.check().is_whole


def test_under_a_prefix_and_behind_a_proxy_the_provider_is_told_the_address_that_people_see(house, provider):
    below = served(with_oidc(house, provider, url_prefix="/tuoyu/"))
    assert signed_in(below, "/tuoyu/login/oidc?next=/tuoyu/gaps").location == "/tuoyu/gaps"
    assert signed_in(below, "/tuoyu/login/oidc?next=/gaps").location == "/tuoyu/"
    behind = served(with_oidc(house, provider, proxy="10.0.0.7"))
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "tuoyu.example", "X-Forwarded-For": "10.9.9.9"}
    near, far = ({"REMOTE_ADDR": one} for one in ("10.0.0.7", "10.0.0.8"))
    address = sent_out(behind, base_url="http://tuoyu.example", environ_overrides=near, headers=told)
    assert query_of(address)["redirect_uri"] == "https://tuoyu.example/login/oidc/back"
    answer = come_back(behind, sent_back(address))
    assert answer.status_code == 303
    assert behind.get("/login/oidc", environ_overrides=far, headers=told).status_code == 403


def test_over_plain_http_nobody_is_sent_away_or_let_in_unless_that_was_allowed(house, provider):
    away = {"base_url": "http://tuoyu.example", "environ_overrides": {"REMOTE_ADDR": "10.1.2.3"}}
    for allowed, statuses in ((False, (403, 403, 403)), (True, (200, 303, 400))):
        client = served(with_oidc(house, provider, allow_http=allowed))
        found = [client.get(path, **away).status_code for path in ("/login", "/login/oidc", "/login/oidc/back")]
        assert tuple(found) == statuses


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_sends_nobody_on_his_way(client, provider, site):
    address = sent_out(client)
    answer = client.get("/login/oidc", headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert come_back(client, sent_back(address)).status_code == 303
