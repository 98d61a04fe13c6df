"""OpenID Connect: sends somebody to the identity provider of the settings, and reads what it signed about him.

Authorization code flow with PKCE (RFC 7636, S256), ``state`` and ``nonce``; discovery, keys and ID token as OpenID
Connect Core 1.0 and Discovery 1.0 have them, the issuer in the answer as RFC 9207. Of a token nothing is kept.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from authlib.integrations.base_client import OAuthError
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import (
    BadSignatureError,
    ClaimError,
    ExpiredTokenError,
    InvalidClaimError,
    InvalidKeyIdError,
    JoseError,
)
from joserfc.jwk import Key, KeySet, import_key
from joserfc.jws import JWSRegistry

from data.back_channel import BackChannel, Call, Elsewhere, Unreachable
from data.issuer_address import origin_of
from data.issues import DashboardError
from data.secret_key import client_secret
from data.settings import Settings

T = TypeVar("T")
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures by a key that only the provider has; never ``none``, and never one that our own secret could make."""
LEEWAY = 60
"""Seconds that the two clocks may differ by."""
KEPT = 3600
"""Seconds after which what a provider tells of itself is asked for again, and a key it took back is no longer held."""
CLOCK = ("iat", "nbf")


class NotVouched(DashboardError):
    """The provider vouched for nobody: ``key`` says why; ``detail``, for the log, holds nothing of a token."""

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(key)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody takes along to the provider, and must come back with; ``verifier`` is for our own question."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def begun(cls) -> Attempt:
        """A new one, that nobody can guess."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


class Person(NamedTuple):
    """Whom the provider vouches for: the name by the claim of the settings, and a digest of who he is to it."""

    name: str
    subject: str


class Provider(NamedTuple):
    """What a provider tells of itself, as far as it is used; ``way_out`` blank = it names none."""

    way_in: str
    tokens: str
    keys: str
    way_out: str
    method: str
    names_itself: bool


class OpenID:
    """One provider, as this process knows it; safe to be used by all its threads: what it knows is replaced whole."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._secret = client_secret(settings)
        self._channel = BackChannel(settings)
        self._provider: tuple[float, Provider] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def way_in(self, attempt: Attempt, back: str, lang: str) -> str:
        """The address at the provider to send somebody to; he comes back to ``back``."""
        provider = self.provider()
        client = {"client_id": self._settings.oidc_client_id, "code_challenge_method": "S256"}
        told = {"state": attempt.state, "nonce": attempt.nonce, "code_verifier": attempt.verifier, "redirect_uri": back}
        with Call(self._settings, **client) as call:  # nothing is sent
            told |= {"scope": self._settings.oidc_scopes, "ui_locales": lang}
            return str(call.create_authorization_url(provider.way_in, **told)[0])

    def way_out(self, back: str) -> str:
        """The address at the provider that ends its own session too; blank where it names none, or does not answer."""
        try:
            address = self.provider().way_out
        except NotVouched:
            return ""
        asked = {"client_id": self._settings.oidc_client_id, "post_logout_redirect_uri": back}
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}" if address else ""

    def person(self, attempt: Attempt, answer: Mapping[str, str], back: str) -> Person:
        """Whom an answer of the browser vouches for; NotVouched else, and nobody is asked for a wrong one."""
        if not secrets.compare_digest(attempt.state.encode(), answer.get("state", "").encode("utf-8", "replace")):
            raise NotVouched("access.oidc_state", "another state")
        provider, said = self.provider(), answer.get("iss")
        if said != self._settings.oidc_issuer if said is not None else provider.names_itself:
            raise NotVouched("access.oidc_answer", "an answer of another issuer")
        if "error" in answer:
            raise NotVouched("access.oidc_denied", repr(answer["error"][:40]))
        if not answer.get("code"):
            raise NotVouched("access.oidc_state", "no code")
        told = self._tokens(provider, answer["code"], attempt, back)
        return self._person_of(self._checked(told, attempt))

    def provider(self) -> Provider:
        """What the provider tells of itself; asked once an hour. NotVouched where it tells nothing, or nothing good."""
        known = self._provider
        if known is not None and monotonic() - known[0] < KEPT:
            return known[1]
        address = f"{self._settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
        found = self._understood(self._ask(lambda call: call.document(address)))
        self._provider = (monotonic(), found)
        return found

    def _understood(self, told: Mapping[str, Any]) -> Provider:
        """OpenID Connect Discovery 1.0, 4.3: it must be the issuer that was asked."""
        if told.get("issuer") != self._settings.oidc_issuer:
            raise NotVouched("access.oidc_answer", "it calls itself another issuer")
        methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        usable = [one for one in ("client_secret_basic", "client_secret_post") if one in methods]
        ways = told.get("code_challenge_methods_supported", ["S256"])
        places = [self._place(told, f"{name}_endpoint") for name in ("authorization", "token", "end_session")]
        keys = self._place(told, "jwks_uri")
        if not (places[0] and places[1] and keys and usable and "S256" in ways):
            raise NotVouched("access.oidc_answer", "its description lacks what is needed")
        names_itself = told.get("authorization_response_iss_parameter_supported") is True
        return Provider(places[0], places[1], keys, places[2], usable[0], names_itself)

    def _place(self, told: Mapping[str, Any], name: str) -> str:
        address = told.get(name)
        is_taken = isinstance(address, str) and origin_of(address, allow_http=self._settings.allow_http)
        return str(address) if is_taken else ""

    def _tokens(self, provider: Provider, code: str, attempt: Attempt, back: str) -> Mapping[str, Any]:
        """What the provider gives for a code, once."""
        client = {"client_id": self._settings.oidc_client_id, "client_secret": self._secret,
                  "token_endpoint_auth_method": provider.method}  # fmt: skip
        given = {"code": code, "redirect_uri": back, "code_verifier": attempt.verifier}
        try:
            told = self._ask(lambda call: call.fetch_token(provider.tokens, **given), **client)
        except OAuthError as refusal:
            key = "access.oidc_state" if refusal.error == "invalid_grant" else "access.oidc_answer"
            raise NotVouched(key, f"no token: {str(refusal.error)[:40]!r}") from refusal
        return dict(told)

    def _checked(self, told: Mapping[str, Any], attempt: Attempt) -> Mapping[str, Any]:
        """The claims of an ID token that is the provider's, for us, of now, and for this very attempt."""
        params = {"nonce": attempt.nonce, "client_id": self._settings.oidc_client_id}
        wanted = {"iss": self._settings.oidc_issuer, "aud": self._settings.oidc_client_id}
        options = {name: {"essential": True, "values": [value]} for name, value in wanted.items()}
        try:
            token = self._signed(str(told.get("id_token", "")))
            claims = CodeIDToken(token.claims, token.header, options, params | _access_token(told))
            claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError) as error:
            raise _not_held(error) from error
        return dict(claims)

    def _signed(self, told: str) -> jwt.Token:
        """A token under the provider's own key; its keys are asked for again where none of those known fits."""
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        known = self._keys
        if known is not None and monotonic() - known[0] < KEPT:
            try:
                return jwt.decode(told, known[1], registry=registry)
            except (InvalidKeyIdError, BadSignatureError):
                pass
        found = self.fetched_keys()
        self._keys = (monotonic(), found)
        return jwt.decode(told, found, registry=registry)

    def fetched_keys(self) -> KeySet:
        """The keys for signatures that are understood; others may stand beside them (RFC 7517, 5)."""
        address = self.provider().keys
        told = self._ask(lambda call: call.document(address)).get("keys")
        found = [key for one in (told if isinstance(told, list) else ()) if (key := _key(one)) is not None]
        if not found:
            raise NotVouched("access.oidc_answer", "no key is understood")
        return KeySet(found)

    def _person_of(self, claims: Mapping[str, Any]) -> Person:
        wanted = self._settings.oidc_claim
        name = claims.get(wanted)
        if not isinstance(name, str) or not name:
            raise NotVouched("access.oidc_claim", f"no {wanted}")
        if wanted == "email" and claims.get("email_verified") is not True:
            raise NotVouched("access.oidc_claim", "an address that nobody verified")
        subject = hashlib.sha256(f"{claims['iss']}\0{claims['sub']}".encode()).hexdigest()
        return Person(name, subject[:12])

    def _ask(self, question: Callable[[Call], T], **client: object) -> T:
        try:
            return self._channel.ask(question, **client)
        except Unreachable as error:
            raise NotVouched("access.oidc_unreachable", str(error)) from error
        except (Elsewhere, ValueError) as error:
            raise NotVouched("access.oidc_answer", f"{type(error).__name__} {error}".strip()) from error


def _key(told: object) -> Key | None:
    """A key of a kind that is taken; None for any other. What a key is for is held by who uses it."""
    if not isinstance(told, dict) or told.get("kty") not in ("RSA", "EC"):
        return None
    try:
        return import_key(told)
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _access_token(told: Mapping[str, Any]) -> dict[str, Any]:
    """What ``at_hash`` is held against, where a token came along."""
    return {"access_token": told["access_token"]} if "access_token" in told else {}


def _not_held(error: Exception) -> NotVouched:
    """Why a token does not hold: the name of a rule, and of a claim, never what it says."""
    claim = error.claim if isinstance(error, ClaimError) else ""
    is_of_the_clock = isinstance(error, ExpiredTokenError) or (isinstance(error, InvalidClaimError) and claim in CLOCK)
    key = "access.oidc_clock" if is_of_the_clock else "access.oidc_answer"
    return NotVouched(key, f"{type(error).__name__} {claim}".strip())
