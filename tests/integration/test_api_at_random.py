"""Schemathesis asks the interface what its own description lets programs ask, and what it does not: no server error,
and every answer is one that is described.
"""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.openapi import from_wsgi
from schemathesis.specs.openapi import checks

from app import create_app

NAMES = ("indicators", "returns", "townships", "institutions", "channels")
HELD = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


@pytest.fixture(scope="module")
def described(demo_settings) -> schemathesis.BaseSchema:
    server = create_app(demo_settings).server

    def at_the_machine(environ: dict, start: object) -> object:
        """Whoever sits at the machine itself may read; the client tells no address, and undoes no compression."""
        return server.wsgi_app(environ | {"REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "identity"}, start)

    return from_wsgi("/api/v1/openapi.json", at_the_machine)


def asked_at_random(described: schemathesis.BaseSchema, name: str, mode: GenerationMode, examples: int) -> list[int]:
    """Ask so many times; the statuses that came. Always the same questions."""
    came: list[int] = []

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[f"/api/v1/{name}"]["GET"].as_strategy(mode))
    def ask(case: Case) -> None:
        came.append(case.call_and_validate(checks=HELD).status_code)

    ask()
    return came


@pytest.mark.parametrize("name", NAMES)
def test_what_the_description_allows_is_answered_as_described(described, name):
    came = asked_at_random(described, name, GenerationMode.POSITIVE, 12)
    assert 200 in came


@pytest.mark.parametrize("name", NAMES)
def test_what_the_description_does_not_allow_is_refused(described, name):
    came = asked_at_random(described, name, GenerationMode.NEGATIVE, 25)
    assert 400 in came


@pytest.mark.soak
@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("name", NAMES)
def test_three_hundred_questions_each_are_answered_as_described(described, name, mode):
    assert len(asked_at_random(described, name, mode, 300)) >= 300
