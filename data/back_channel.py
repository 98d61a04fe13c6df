"""The one way out of the house: to the identity provider that the settings name, and to no other host.

A request follows no redirect, goes through no proxy of the environment, takes no more than it can use, and never
lasts: whoever waits for it is let go in time. Nothing here is reached unless ``TUOYU_AUTH=oidc``.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from threading import BoundedSemaphore
from time import monotonic
from typing import Any, TypeVar

from authlib.integrations.requests_client import OAuth2Session
from requests import RequestException, Response
from urllib3.exceptions import HTTPError

from data.issuer_address import origin_of
from data.settings import Settings

T = TypeVar("T")
SECONDS_TO_CONNECT, SECONDS_OF_SILENCE, SECONDS_IN_ALL = 3, 5, 8
MOST_BYTES = 1024 * 1024
AT_ONCE = 4
"""Threads of a server's eight that may wait for the provider; who comes after them is told to come again."""
SECONDS_FOR_A_PLACE = 1
SECONDS_OF_REST = 5
"""For how long a provider that did not answer is not asked again: strangers cannot keep all threads waiting."""


class Unreachable(Exception):
    """The provider did not answer, or not in time; the words are for the log."""


class Elsewhere(Exception):
    """An address that is not the provider's was to be asked."""


class BackChannel:
    """Requests of this process to one provider; safe to be used by all its threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool = ThreadPoolExecutor(AT_ONCE, "provider")
        self._places = BoundedSemaphore(AT_ONCE)
        self._rests_until = 0.0

    def ask(self, question: Callable[[Call], T], **client: object) -> T:
        """What a question put through one call answers; Unreachable where nothing useful came back in time."""
        if monotonic() < self._rests_until:
            raise Unreachable("it did not answer a moment ago")
        if not self._places.acquire(timeout=SECONDS_FOR_A_PLACE):
            raise Unreachable("too many wait for it")
        try:
            return self._pool.submit(self._put, question, client).result(SECONDS_IN_ALL)
        except (RequestException, HTTPError, OSError, TooLong) as error:
            self._rests_until = monotonic() + SECONDS_OF_REST
            raise Unreachable(type(error).__name__) from error
        finally:
            self._places.release()

    def _put(self, question: Callable[[Call], T], client: dict[str, object]) -> T:
        with Call(self._settings, **client) as call:
            return question(call)


class Call(OAuth2Session):  # type: ignore[misc]  # the library has no types
    """One conversation with the provider."""

    def __init__(self, settings: Settings, **client: object) -> None:
        ca = settings.oidc_ca
        super().__init__(trust_env=False, verify=True if ca is None else str(ca), **client)
        self._allow_http = settings.allow_http
        self._origin = origin_of(settings.oidc_issuer, allow_http=settings.allow_http)

    def request(self, method: str, url: str, **told: Any) -> Response:  # noqa: ANN401 - as requests has it
        """One request, within all limits; RequestException, OSError or Elsewhere where there is no answer."""
        if not self._origin or origin_of(url, allow_http=self._allow_http) != self._origin:
            raise Elsewhere
        limits = {"allow_redirects": False, "stream": True, "timeout": (SECONDS_TO_CONNECT, SECONDS_OF_SILENCE)}
        answer: Response = super().request(method, url, **told | limits)
        answer._content = answer.raw.read(MOST_BYTES + 1, decode_content=True)
        if len(answer.content) > MOST_BYTES:
            raise OSError("too long an answer")
        return answer

    def document(self, url: str) -> dict[str, Any]:
        """A JSON object; ValueError for an answer that is none, RequestException where there is no answer."""
        answer = self.request("GET", url, withhold_token=True)
        answer.raise_for_status()
        try:
            told = answer.json() if answer.status_code == 200 else None
        except RequestException as error:  # an answer that is no JSON is an answer all the same
            raise ValueError("no JSON") from error
        if not isinstance(told, dict):
            raise ValueError("no object")
        return told
