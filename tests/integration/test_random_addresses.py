"""An address decides what is shown: the same figures in another process, in any order; a wrong one is a plain page.

Two applications over one demonstration are asked for the same 300 addresses, the second in the opposite order, so that
whatever the first has remembered on its way the second has not.
"""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from app import create_app
from data.model import Reference
from data.settings import Settings
from tests.addresses_at_random import states, wrong_states
from tests.integration.test_pages_http import asked_for, words

COUNT, SEED = 300, 20231103
TRACES = ("Traceback", "Error:", ".py", "SELECT ", "sqlite", "KeyError", "ValueError")


@pytest.fixture(scope="module")
def clients(demo_settings: Settings) -> tuple[FlaskClient, FlaskClient]:
    return create_app(demo_settings).server.test_client(), create_app(demo_settings).server.test_client()


def shown(client: FlaskClient, path: str, search: str) -> str:
    """Everything of a page as it travels."""
    answer = asked_for(client, path, search)
    assert "fault" not in json.dumps(answer.get("sideUpdate", {})), (path, search)
    return json.dumps(answer["response"]["answer"], ensure_ascii=False, sort_keys=True)


def test_300_addresses_show_the_same_in_any_order_and_from_nothing(
    clients: tuple[FlaskClient, FlaskClient], reference: Reference
):
    asked = states(COUNT, reference, SEED)
    assert len({path for path, _ in asked}) >= 8
    first = {(path, search): shown(clients[0], path, search) for path, search in asked}
    again = {(path, search): shown(clients[1], path, search) for path, search in reversed(asked)}
    assert [key for key in first if first[key] != again[key]] == []
    assert len(set(first.values())) > COUNT / 2, "the addresses must not all show the same"


@pytest.mark.parametrize(("path", "search", "value"), wrong_states())
def test_a_wrong_query_is_a_plain_page_over_http_and_inside_the_page(
    clients: tuple[FlaskClient, FlaskClient], path: str, search: str, value: str
):
    whole = clients[0].get(path + search)
    assert whole.status_code == 400
    inside = asked_for(clients[0], path, search)["response"]["answer"]["data"]["screen"]
    for told in (whole.text, words(inside["main"])):
        assert [trace for trace in TRACES if trace in told.replace(value, "")] == []
    assert "<script>alert" not in whole.text
    assert inside["main"]["props"]["className"] == "refusal"


def test_a_page_there_is_not_is_a_plain_page(clients: tuple[FlaskClient, FlaskClient]):
    for path in ("/nothing", "/districts/999999", "/districts/110114/more", "/plain/nothing", "/..%2f..%2fetc"):
        answer = clients[0].get(path)
        assert answer.status_code == 404, path
        assert [trace for trace in TRACES if trace in answer.text] == [], path
