"""ID tokens and answers that are not what they should be: nobody is let in, and told why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial

import pytest
import requests
from flask import Response
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from data import openid
from data.openid import ALGORITHMS
from tests.account_samples import cookie_of, served
from tests.identity_provider import (
    CLIENT,
    OTHER_CLIENT,
    SECRET,
    Claims,
    Provider,
    by_hand,
    hs256,
    new_key,
)
from tests.openid_visits import (
    BACK,
    BACKS,
    come_back,
    is_in,
    query_of,
    refused,
    sent_back,
    sent_out,
    signed_in,
    with_oidc,
)


def without(*names: str) -> Callable[[Claims], Claims]:
    return lambda claims: {name: told for name, told in claims.items() if name not in names}


WRONG_CLAIMS = {
    "nonce of another sign-in": lambda claims: claims | {"nonce": "x" * 43},
    "no nonce": without("nonce"),
    "audience of another": lambda claims: claims | {"aud": OTHER_CLIENT},
    "for two, and nobody says for whom": lambda claims: claims | {"aud": [CLIENT, OTHER_CLIENT]},
    "for two, issued to the other": lambda claims: claims | {"aud": [CLIENT, OTHER_CLIENT], "azp": OTHER_CLIENT},
    "for another, issued to us": lambda claims: claims | {"aud": OTHER_CLIENT, "azp": CLIENT},
    "no audience": without("aud"),
    "another issuer": lambda claims: claims | {"iss": "https://evil.example"},
    "the issuer with a slash": lambda claims: claims | {"iss": claims["iss"] + "/"},
    "no issuer": without("iss"),
    "no person": without("sub"),
    "no end": without("exp"),
    "an end that never comes": lambda claims: claims | {"exp": float("inf")},
    "an end in words": lambda claims: claims | {"exp": "2099-01-01"},
    "no beginning": without("iat"),
    "of another access token": lambda claims: claims | {"at_hash": "x" * 22},
}


@pytest.mark.parametrize("wrong", list(WRONG_CLAIMS))
def test_an_id_token_that_says_something_else_opens_nothing(client, provider, wrong):
    provider.twists.claims = WRONG_CLAIMS[wrong]
    refused(client, "核对不通过", 502)
    provider.twists.claims = dict
    assert signed_in(client).status_code == 303


CLOCKS = {
    "expired": lambda claims: claims | {"exp": claims["iat"] - 61},
    "issued in the future": lambda claims: claims | {"iat": claims["iat"] + 61, "exp": claims["exp"] + 61},
    "not yet valid": lambda claims: claims | {"nbf": claims["iat"] + 61},
}


@pytest.mark.parametrize("wrong", list(CLOCKS))
def test_clocks_that_differ_by_more_than_a_minute_are_told(client, provider, wrong):
    provider.twists.claims = CLOCKS[wrong]
    refused(client, "时钟", 502)


def test_clocks_that_differ_by_less_do_no_harm(client, provider):
    provider.twists.claims = lambda claims: claims | {"iat": claims["iat"] + 50, "exp": claims["iat"] - 50}
    assert signed_in(client).status_code == 303


def public_pem(provider: Provider) -> bytes:
    return provider.key.as_pem(private=False)


SIGNATURES = {
    "none": lambda provider, claims: by_hand({"alg": "none"}, claims),
    "None": lambda provider, claims: by_hand({"alg": "None", "kid": "first"}, claims),
    "empty": lambda provider, claims: by_hand({"alg": "RS256", "kid": "first"}, claims),
    "the public key as a secret": lambda provider, claims: by_hand(
        {"alg": "HS256", "kid": "first"}, claims, hs256(public_pem(provider))
    ),
    "our own secret": lambda provider, claims: by_hand({"alg": "HS256"}, claims, hs256(SECRET.encode())),
    "a key that nobody published": lambda provider, claims: stranger(provider, "unknown").signed(claims),
    "another key of the same name": lambda provider, claims: stranger(provider, "first").signed(claims),
    "a key that came along": lambda provider, claims: by_hand(
        {"alg": "RS256", "jwk": new_key("own").as_dict(private=False), "jku": "https://evil.example"}, claims
    ),
    "something that must be understood": lambda provider, claims: by_hand(
        {"alg": "RS256", "kid": "first", "crit": ["exp"], "exp": 1}, claims
    ),
    "changed on the way": lambda provider, claims: changed(provider.signed(claims)),
    "no token at all": lambda provider, claims: "wang",
    "five parts": lambda provider, claims: "a.b.c.d.e",
    "nothing": lambda provider, claims: "",
    "a list": lambda provider, claims: by_hand({"alg": "RS256", "kid": "first"}, [claims]),
}


def stranger(provider: Provider, kid: str) -> Provider:
    """Another provider that calls itself the same, with a key of its own."""
    made = Provider(provider.clock, BACKS)
    made.key = new_key(kid)
    return made


def changed(token: str) -> str:
    head, _, signature = token.split(".")
    other = by_hand({}, {"iss": "x", "sub": "shi"}).split(".")[1]
    return f"{head}.{other}.{signature}"


@pytest.mark.parametrize("kind", list(SIGNATURES))
def test_an_id_token_that_the_provider_did_not_sign_opens_nothing(client, provider, kind):
    provider.twists.sign = lambda claims: SIGNATURES[kind](provider, claims)
    refused(client, "核对不通过", 502)


def test_signatures_are_of_kinds_that_our_own_secret_cannot_make(client, provider):
    assert {one[:2] for one in ALGORITHMS} == {"RS", "PS", "ES"}
    keys = {"ES256": ECKey.generate_key("P-256", {"kid": "curve"}), "PS256": RSAKey.generate_key(2048, {"kid": "any"})}
    provider.published += keys.values()
    for algorithm, key in keys.items():
        provider.twists.sign = partial(encoded, algorithm, key)
        assert signed_in(client).status_code == 303


def encoded(algorithm: str, key: ECKey | RSAKey, claims: Claims) -> str:
    return jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key, [algorithm])


def test_keys_are_asked_for_once_and_again_where_another_one_signs(client, provider):
    signed_in(client)
    signed_in(client)
    assert provider.asked.count("/keys") == 1
    provider.rotate()
    assert signed_in(client).status_code == 303
    assert provider.asked.count("/keys") == 2
    assert provider.asked.count("/.well-known/openid-configuration") == 1


def test_a_key_that_the_provider_took_back_is_not_held_for_longer_than_an_hour(client, provider, monkeypatch):
    former = provider.key
    signed_in(client)
    provider.rotate()
    provider.key = former
    assert signed_in(client).status_code == 303
    monkeypatch.setattr(openid, "KEPT", 0)
    assert signed_in(client).status_code == 502


def test_keys_that_are_not_understood_may_stand_beside(client, provider):
    odd = [{"kty": "OKP-SM2", "kid": "x"}, {"kty": "oct", "k": "c2VjcmV0", "kid": "first"}, {"kty": "RSA", "kid": "y"},
           {**new_key("first").as_dict(private=False), "use": "enc"}, "no key", 7]  # fmt: skip
    told = json.dumps({"keys": [*odd, provider.key.as_dict(private=False)]})
    provider.twists.answers["/keys"] = lambda: Response(told, mimetype="application/json")
    assert signed_in(client).status_code == 303


def test_an_answer_counts_once_in_the_browser_that_asked_and_not_for_long(client, house, provider):
    address = sent_out(client)
    held = cookie_of(client)
    back = sent_back(address)
    other = served(with_oidc(house, provider))
    assert come_back(other, back).status_code == 400
    sent_out(other)
    assert come_back(other, back).status_code == 400
    assert provider.asked.count("/token") == 0
    assert come_back(client, back).status_code == 303
    replayed = come_back(client, back)
    assert (replayed.status_code, "已经用过" in replayed.text) == (400, True)
    assert provider.asked.count("/token") == 1
    other.set_cookie("tuoyu", held)  # the whole way once more, cookie and all: the provider has given for that code
    assert come_back(other, back).status_code == 400
    assert not is_in(other)
    assert provider.asked.count("/token") == 2


def test_somebody_who_comes_back_after_eleven_minutes_begins_anew(client, house):
    back = sent_back(sent_out(client))
    house.later(minutes=11)
    assert come_back(client, back).status_code == 400


@pytest.mark.parametrize("state", ["", "x" * 43, "状态", None])
def test_an_answer_with_another_state_opens_nothing_is_asked_nowhere_and_uses_the_attempt_up(client, provider, state):
    back = sent_back(sent_out(client))
    asked = f"code={query_of(back)['code']}" + ("" if state is None else f"&state={state}")
    for address in (f"{BACK}?{asked}", back):
        assert come_back(client, address).status_code == 400
    assert (is_in(client), provider.asked.count("/token")) == (False, 0)


@pytest.mark.parametrize("name", ["https://evil.example", "", None])
def test_an_answer_of_another_provider_is_not_taken_for_this_ones(client, provider, name):
    """RFC 9207: this one says that it names itself."""
    told = "" if name is None else f"&iss={name}"
    provider.twists.back = lambda address: address.split("&iss=")[0] + told
    refused(client, "核对不通过", 502)
    assert provider.asked.count("/token") == 0


def test_a_code_of_another_client_and_a_stolen_one_are_worth_nothing(client, house, provider):
    theirs = sent_back(sent_out(client).replace(f"client_id={CLIENT}", f"client_id={OTHER_CLIENT}"))
    assert come_back(client, theirs).status_code == 400
    thief = served(with_oidc(house, provider))
    stolen = query_of(sent_back(sent_out(client)))
    own = query_of(sent_out(thief))
    answer = come_back(thief, f"{BACK}?code={stolen['code']}&state={own['state']}&iss={provider.issuer}")
    assert (answer.status_code, is_in(thief)) == (400, False)  # its own verifier is not the one of that code


@pytest.mark.parametrize(
    "place", ["https://evil.example/back", f"{BACK}/../../evil", BACK.replace("localhost", "evil")]
)
def test_the_provider_sends_nobody_to_an_address_that_is_not_registered(client, provider, place):
    address = sent_out(client).replace("http%3A%2F%2Flocalhost%2Flogin%2Foidc%2Fback", requests.utils.quote(place, ""))
    answer = requests.get(address, allow_redirects=False, timeout=20)
    assert (answer.status_code, "Location" in answer.headers) == (400, False)
    poisoned = client.get("/login/oidc", headers={"Host": "localhost:81"})
    assert requests.get(poisoned.location, allow_redirects=False, timeout=20).status_code == 400


def test_who_is_not_let_in_by_the_provider_is_told_in_our_words(client, provider):
    state = query_of(sent_out(client))["state"]
    told = f"error=access_denied&error_description=<b>call+555</b>&state={state}&iss={provider.issuer}"
    answer = come_back(client, f"{BACK}?{told}")
    assert (answer.status_code, "没有准许" in answer.text, "555" in answer.text) == (403, True, False)


def test_a_refusal_is_told_in_the_language_in_which_somebody_set_out(client, provider):
    address = sent_out(client, "/login/oidc?lang=en")
    assert query_of(address)["ui_locales"] == "en"
    provider.twists.claims = without("nonce")
    told = come_back(client, sent_back(address)).text
    assert '<html lang="en">' in told
    assert re.search(r"did not hold.*No\. [0-9a-f]{8}", told)
    lost = client.get("/login/oidc/back", headers={"Accept-Language": "en-GB,en;q=0.8"}).text
    assert "did not begin in this browser" in lost
