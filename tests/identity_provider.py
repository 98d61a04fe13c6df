"""A real OpenID Connect provider on this machine, by Authlib's server side, that can be told to do wrong."""

from __future__ import annotations

import base64
import hmac
import json
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from threading import Thread
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.core.grants.util import create_half_hash
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import WSGIRequestHandler, make_server

CLIENT, SECRET = "tuoyu", "s3cret of the client"
OTHER_CLIENT = "another"
Claims = dict[str, Any]


@dataclass
class Client:
    """A registered relying party."""

    client_id: str
    backs: tuple[str, ...]
    secret: str = field(default=SECRET, repr=False)

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return self.backs[0]

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.backs

    def check_client_secret(self, client_secret: str) -> bool:
        return hmac.compare_digest(client_secret, self.secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method != "none"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code:
    """An authorization code, good for one use."""

    client_id: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    person: Claims

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> None:
        return None

    get_acr = get_amr = get_auth_time


@dataclass
class Twists:
    """What the provider does otherwise than it should; by path: an answer in place of the right one."""

    claims: Callable[[Claims], Claims] = dict
    sign: Callable[[Claims], str] | None = None
    metadata: Claims = field(default_factory=dict)
    answers: dict[str, Callable[[], Any]] = field(default_factory=dict)
    back: Callable[[str], str] = str


class Provider:
    """One issuer; ``person`` is who sits at it, and whom it signs in without asking. ``asked``: paths, in order."""

    def __init__(self, clock: Callable[[], datetime], backs: tuple[str, ...]) -> None:
        self.clock = clock
        self.issuer = ""
        self.person: Claims = {"sub": "wang"}
        self.twists = Twists()
        self.asked: list[str] = []
        self.codes: dict[str, Code] = {}
        self.key = new_key("first")
        self.published = [self.key]
        self.clients = {name: Client(name, backs) for name in (CLIENT, OTHER_CLIENT)}
        self.app = _application(self)

    def signed(self, claims: Claims) -> str:
        """An ID token as it should be."""
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key, ["RS256"])

    def rotate(self) -> None:
        """Another key in place of the one before."""
        self.key = new_key("second")
        self.published = [self.key]

    def metadata(self) -> Claims:
        """The discovery document."""
        places = {"authorization": "authorize", "token": "token", "end_session": "out"}
        return {
            "issuer": self.issuer,
            "jwks_uri": f"{self.issuer}/keys",
            **{f"{name}_endpoint": f"{self.issuer}/{place}" for name, place in places.items()},
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            **self.twists.metadata,
        }


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


def by_hand(header: Claims, claims: Claims, sign: Callable[[bytes], bytes] = lambda _: b"") -> str:
    """A token that no library would make."""
    told = ".".join(_encoded(json.dumps(part).encode()) for part in (header, claims))
    return f"{told}.{_encoded(sign(told.encode()))}"


def hs256(secret: bytes) -> Callable[[bytes], bytes]:
    """Signs with a secret."""
    return lambda told: hmac.new(secret, told, sha256).digest()


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _application(provider: Provider) -> Flask:
    app = Flask("identity-provider")
    server = AuthorizationServer(app, provider.clients.get, lambda token, asked: None)
    server.register_grant(_grant(provider), [_OpenID(provider), CodeChallenge(required=True)])

    @app.before_request
    def twisted() -> Any:
        provider.asked.append(request.path)
        other = provider.twists.answers.get(request.path)
        return None if other is None else other()

    app.add_url_rule("/.well-known/openid-configuration", "metadata", lambda: jsonify(provider.metadata()))
    app.add_url_rule("/keys", "keys", lambda: jsonify(keys=[one.as_dict(private=False) for one in provider.published]))
    app.add_url_rule("/token", "token", server.create_token_response, methods=["POST"])
    app.add_url_rule("/out", "out", lambda: redirect(request.args["post_logout_redirect_uri"]))

    @app.get("/authorize")
    def authorize() -> Response:
        try:
            grant = server.get_consent_grant(end_user=provider.person)
        except OAuth2Error as error:  # an address that is not registered is never gone to
            return Response(error.error, 400)
        answer = server.create_authorization_response(grant=grant, grant_user=provider.person)
        answer.headers["Location"] = provider.twists.back(f"{answer.headers['Location']}&iss={provider.issuer}")
        return answer

    return app


def _grant(provider: Provider) -> type[AuthorizationCodeGrant]:
    class Grant(AuthorizationCodeGrant):
        """Codes kept in memory."""

        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

        def save_authorization_code(self, code: str, request: Any) -> None:
            told = request.payload.data
            names = ("redirect_uri", "scope", "nonce", "code_challenge", "code_challenge_method")
            given = {name: told[name] for name in names}
            provider.codes[code] = Code(request.client.client_id, **given, person=dict(request.user))

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            found = provider.codes.get(code)
            return found if found is not None and found.client_id == client.client_id else None

        def delete_authorization_code(self, authorization_code: Code) -> None:
            provider.codes = {name: one for name, one in provider.codes.items() if one is not authorization_code}

        def authenticate_user(self, authorization_code: Code) -> Claims:
            return authorization_code.person

    return Grant


class _OpenID(OpenIDCode):
    """ID tokens by the clock of the house, or whatever the twists make of them."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(require_nonce=True)
        self.provider = provider

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return False

    def encode_id_token(self, token: Claims, request: Any) -> str:
        now, provider = int(self.provider.clock().timestamp()), self.provider
        claims = {"iss": provider.issuer, "aud": request.client.client_id, "iat": now, "exp": now + 300,
                  "nonce": request.authorization_code.nonce, **request.user}  # fmt: skip
        claims["at_hash"] = create_half_hash(token["access_token"], "RS256").decode()
        return (provider.twists.sign or provider.signed)(provider.twists.claims(claims))


class Silent(WSGIRequestHandler):
    """Writes no line a request."""

    def log(self, *_: object, **__: object) -> None:
        pass


@contextmanager
def running(provider: Provider, tls: ssl.SSLContext | None = None) -> Iterator[Provider]:
    """The provider behind a socket of its own, until the block ends."""
    server = make_server("127.0.0.1", 0, provider.app, threaded=True, request_handler=Silent, ssl_context=tls)
    provider.issuer = f"{'https' if tls else 'http'}://localhost:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def slowly(seconds: float, answer: Callable[[], Any]) -> Callable[[], Any]:
    """The same answer after a while."""
    return lambda: (time.sleep(seconds), answer())[1]
