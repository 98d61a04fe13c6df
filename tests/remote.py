"""A server in another process, asked as the tests' own client asks the one in theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import requests

PATIENCE = 120


class Answer(NamedTuple):
    """What a test client's answer offers."""

    status_code: int
    text: str
    data: bytes
    headers: Mapping[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Remote:
    """One browser of it, with cookies of its own, that follows no redirect; ``head`` goes along with every request."""

    def __init__(self, address: str, *, verify: str | bool = True, **head: str) -> None:
        self.address, self._session = address, requests.Session()
        self._session.trust_env, self._session.verify = False, verify
        self._session.headers.update(head)

    def get(self, path: str, **more: Any) -> Answer:
        return self._asked("GET", path, **more)

    def post(self, path: str, **more: Any) -> Answer:
        return self._asked("POST", path, **more)

    def _asked(self, method: str, path: str, **more: Any) -> Answer:
        given = self._session.request(method, self.address + path, allow_redirects=False, timeout=PATIENCE, **more)
        given.encoding = "utf-8"
        return Answer(given.status_code, given.text, given.content, given.headers)
