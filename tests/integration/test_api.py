"""The interface for programs: described, strict, equal to the pages and commands, not sent twice."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from app import create_app
from data.model import Period
from data.settings import HOUSE
from metrics.registry import registered
from tests.fakes import moment


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


@pytest.fixture(scope="module")
def described(client) -> dict:
    return client.get("/api/v1/openapi.json").json


def rows_of(answer) -> list[dict]:
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_description_is_valid_in_both_languages_and_names_every_resource(client, described):
    validate(described)
    validate(client.get("/api/v1/openapi.json?lang=en").json)
    assert set(described["paths"]) == {
        f"/api/v1/{n}" for n in ("indicators", "returns", "townships", "institutions", "channels")
    }


@pytest.mark.parametrize("name", ["indicators", "returns", "townships", "institutions", "channels"])
@pytest.mark.parametrize("query", ["period=2025-Q4", "period=2023-Q1&lang=en", "period=2026-Q3&as_of=2026-10-20", ""])
def test_every_answer_is_what_the_description_says(client, described, name, query):
    answer = client.get(f"/api/v1/{name}?{query}")
    assert answer.status_code == 200
    responses = described["paths"][f"/api/v1/{name}"]["get"]["responses"]
    Draft202012Validator(responses["200"]["content"]["application/json"]["schema"]).validate(answer.json)


@pytest.mark.parametrize(
    "query",
    [
        "period=soon",
        "nonsense=1",
        "org_unit=110199",
        "zone=火星",
        "format=xml",
        "as_of=yesterday",
        "plan=1999",
        "lang=fr",
        "lang=",
        "period=2025-Q4&period=2025-Q3",
    ],
)
@pytest.mark.parametrize("name", ["indicators", "townships", "institutions", "channels"])
def test_a_wrong_question_is_answered_400_with_a_sentence_in_the_readers_language(client, name, query):
    answer = client.get(f"/api/v1/{name}?{query}")
    assert answer.status_code == 400
    assert answer.json["message"] not in ("", answer.json["error"])
    assert answer.headers["Content-Type"] == "application/json"


def test_what_is_not_there_and_what_is_not_offered_are_told_as_json(client):
    assert client.get("/api/v1/nothing").status_code == 404
    assert client.get("/api/v1/nothing").json["error"] == "refusal.not_found"
    assert client.get("/api/v1/townships", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv"),
        ("text/html, text/csv;q=0.5", "text/csv"),
        ("application/json, text/csv;q=0.9", "application/json"),
        ("*/*", "application/json"),
        (None, "application/json"),
    ],
)
def test_the_kind_of_answer_follows_what_the_program_takes(client, accept, kind):
    headers = {} if accept is None else {"Accept": accept}
    assert client.get("/api/v1/townships?period=2025-Q4", headers=headers).mimetype == kind
    assert client.get("/api/v1/townships?format=csv", headers=headers).mimetype == "text/csv"


def test_an_answer_held_already_is_not_sent_again_until_the_data_the_as_of_or_the_question_change(client):
    first = client.get("/api/v1/indicators?period=2025-Q4")
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get("/api/v1/indicators?period=2025-Q4", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    for query in ("period=2025-Q3", "period=2025-Q4&as_of=2026-01-20", "period=2025-Q4&format=csv", "lang=en"):
        assert client.get(f"/api/v1/indicators?{query}", headers={"If-None-Match": tag}).status_code == 200
    fixed = [client.get("/api/v1/townships?period=2025-Q4&as_of=2026-10-20").headers["ETag"] for _ in range(2)]
    assert fixed[0] == fixed[1]
    assert not fixed[0].startswith("W/")


def test_chinese_is_itself_and_keys_keep_their_order(client):
    answer = client.get("/api/v1/indicators?period=2025-Q4")
    assert "每千人口" in answer.data.decode()
    first = json.loads(answer.data)["indicators"][0]
    assert list(first)[:6] == ["indicator", "name", "org_unit", "zone", "numerator", "denominator"]


def test_townships_are_the_same_in_json_and_csv(client):
    answer = client.get("/api/v1/townships?period=2025-Q4&org_unit=110114&as_of=2026-10-20")
    found = answer.json["townships"]
    flat = rows_of(client.get("/api/v1/townships?period=2025-Q4&org_unit=110114&as_of=2026-10-20&format=csv"))
    assert len(found) == len(flat) == 22
    assert [row["slots"] for row in flat] == [str(one["slots"]) for one in found]
    zoned = client.get("/api/v1/townships?period=2025-Q4&zone=生态涵养区").json["townships"]
    assert len(zoned) == 85


def test_institutions_come_a_page_at_a_time_each_once_and_in_order(client):
    pages, address = [], "/api/v1/institutions?period=2025-Q4&limit=400"
    while address:
        answer = client.get(address)
        pages.append(answer.json["institutions"])
        link = answer.headers.get("Link")
        address = link[1:].split(">")[0] if link else None
    keys = [(one["org_unit"], one["number"]) for page in pages for one in page]
    assert len(pages) > 2
    assert len(keys) == len(set(keys))
    inside = [number for unit, number in keys if unit == "110114"]
    assert all(one < two for one, two in pairwise(inside))


def test_institutions_add_up_to_the_indicator(client):
    asked = "period=2025-Q4&limit=1000&org_unit=110114"
    found = client.get(f"/api/v1/institutions?{asked}").json["institutions"]
    row = client.get("/api/v1/indicators?period=2025-Q4&org_unit=110114").json["indicators"]
    share = next(one for one in row if (one["indicator"], one["zone"]) == ("G2", None))
    assert sum(one["slots"] for one in found) == share["denominator"]
    assert sum(one["inclusive_slots"] for one in found) == share["numerator"]
    inclusive = client.get(f"/api/v1/institutions?{asked}&inclusive=true").json["institutions"]
    assert [one["number"] for one in inclusive] == [one["number"] for one in found if one["inclusive_slots"]]


def test_an_institution_is_found_by_words_of_its_name_and_by_its_township(client):
    one = client.get("/api/v1/institutions?period=2025-Q4&limit=1").json["institutions"][0]
    named = client.get(f"/api/v1/institutions?period=2025-Q4&name={one['name']}").json["institutions"]
    assert one in named
    there = client.get(f"/api/v1/institutions?period=2025-Q4&township={one['township']}").json["institutions"]
    assert {other["township"] for other in there} == {one["township"]}


def test_nothing_of_persons_codes_or_fees_is_told(client):
    told = client.get("/api/v1/institutions?period=2025-Q4&limit=1").json["institutions"][0]
    assert not {"credit_code", "fee", "contact", "phone", "carers", "children"} & set(told)


def test_explained_indicators_are_those_of_the_command(client):
    rows = client.get("/api/v1/indicators?period=2024-Q2&explain=1").json["indicators"]
    first = rows[0]
    assert (first["indicator"], first["r_status"], first["escap_class"]) == ("G1", "limited", "accelerate")
    assert sum(one["sum"] for one in first["cells"]) == first["numerator"]
    assert first["formula"].startswith("托位数")


def test_a_township_can_be_asked_for_alone_and_explained_down_to_its_cells(client):
    rows = client.get("/api/v1/indicators?period=2025-Q4&org_unit=110101001&explain=1").json["indicators"]
    every = client.get("/api/v1/indicators?period=2025-Q4&org_unit=townships").json["indicators"]
    assert [{key: row[key] for key in every[0]} for row in rows] == [
        row for row in every if row["org_unit"] == "110101001"
    ]
    share = next(row for row in rows if row["indicator"] == "G2")
    inside, outside = share["cells"]
    assert (inside["sum"], outside["sum"]) == (share["numerator"], share["denominator"])
    assert sum(cell["counted"] for cell in outside["values"]) == share["denominator"]


def test_channels_add_up_to_the_two_targets_and_to_the_net_change(client):
    found = client.get("/api/v1/channels?period=2025-Q4").json["channels"]
    rows = client.get("/api/v1/indicators?period=2025-Q4&org_unit=all").json["indicators"]
    whole = [row for row in rows if row["unit"] == "count" and row["zone"] is None]
    value = {(row["indicator"], row["org_unit"]): int(row["value"]) for row in whole}
    for unit in {one["org_unit"] for one in found}:
        own = [one for one in found if one["org_unit"] == unit]
        for target in ("G3", "G4"):
            assert sum(one["gross"] for one in own if one["counted_in"] == target) == value[target, unit]
        assert sum(one["net"] for one in own) == value["NET", unit]
    flat = rows_of(client.get("/api/v1/channels?period=2025-Q4&org_unit=110114&format=csv"))
    assert [(row["channel"], row["gross"]) for row in flat] == [
        (one["channel"], str(one["gross"])) for one in found if one["org_unit"] == "110114"
    ]


def test_the_rows_of_the_indicators_are_described_key_by_key(client, described):
    answer = described["paths"]["/api/v1/indicators"]["get"]["responses"]["200"]["content"]["application/json"]
    row = client.get("/api/v1/indicators?period=2025-Q4").json["indicators"][0]
    assert list(answer["schema"]["properties"]["indicators"]["items"]["properties"]) == list(row)


def test_a_store_without_returns_has_nothing_to_tell(settings):
    client = create_app(settings).server.test_client()
    assert client.get("/api/v1/indicators").status_code == 404
    assert client.get("/api/v1/returns").json == []


def test_an_ended_recognition_and_a_pause_leave_no_slot_that_counts(demo_repository):
    found = registered(demo_repository, period=Period.parse("2025-Q4"), as_of=moment("2026-10-20"))
    closed = [one for one in found if not one.in_operation]
    assert closed
    assert {(one.slots, one.inclusive_slots) for one in closed} == {(0, 0)}


def test_every_address_of_the_guide_answers(client):
    guide = (HOUSE / "docs" / "api.md").read_text(encoding="utf-8")
    addresses = re.findall(r"^\| `(/api/[^`]+)`", guide, re.MULTILINE)
    assert len(addresses) == 7
    assert {client.get(address).status_code for address in addresses} == {200}
