"""The rows as other programs read them."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from data.model import Period
from metrics.indicators import BY_ID
from metrics.interchange import csv_rows, half_up, record, scorecard_document, truncated
from metrics.queries import scorecard
from metrics.results import Flag
from tests.fakes import PLAN_A, FakeSource, moment, small_city, target
from tests.spec.cases import row_of

NAMES = {name: f"name of {name}" for name in BY_ID}
KEYS = (
    "indicator name org_unit zone numerator denominator value unit no_value target target_kind comparator baseline "
    "expected pace progress elapsed completion change_previous change_year change_baseline status gap per_month "
    "reported carried expected_returns flags population receipts"
).split()


@pytest.fixture
def source() -> FakeSource:
    store = FakeSource(small_city(townships={"A01": "core"}))
    store.file("A", "2022-Q4", {"A01": (200, 100)})
    store.file("A", "2024-Q3", {"A01": (310, 150)})
    store.file("A", "2024-Q4", {"A01": (300, 140)}, accepted=False)
    return store


def document(source: FakeSource, scope: str = "all") -> dict:
    card = scorecard(source, period=Period.parse("2024-Q4"), as_of=moment("2026-02-01"), scope=scope)
    return json.loads(json.dumps(scorecard_document(card, NAMES)))


@pytest.mark.parametrize(
    ("value", "cut", "rounded"),
    [
        (Fraction(46_7921149, 10**7), "46.792114", "46.792115"),
        (Fraction(-46_7921149, 10**7), "-46.792114", "-46.792115"),
        (Fraction(2, 3), "0.666666", "0.666667"),
        (Fraction(1, 2_000_000), "0.000000", "0.000001"),
        (Fraction(-1, 2_000_000), "0.000000", "-0.000001"),
        (Fraction(-1, 3_000_000), "0.000000", "0.000000"),
        (Fraction(60), "60.000000", "60.000000"),
    ],
)
def test_values_are_cut_toward_zero_and_paces_rounded_half_up(value, cut, rounded):
    assert (truncated(value), half_up(value)) == (cut, rounded)


def test_a_row_has_exactly_the_agreed_keys_in_their_order(source):
    assert list(record(row_of(source, "G1", period="2024-Q4"), "name")) == KEYS


def test_the_citys_first_row_to_the_last_digit(source):
    found = document(source)["indicators"][0]
    receipts, population = found.pop("receipts"), found.pop("population")
    assert receipts == ["R3"]
    assert population == {"value": 100_000, "date": "2020-12-31", "source": "test"}
    assert found == {
        "indicator": "G1",
        "name": "name of G1",
        "org_unit": "C",
        "zone": None,
        "numerator": 300,
        "denominator": 100_000,
        "value": "3.000000",
        "unit": "per_1000",
        "no_value": None,
        "target": "4.500000",
        "target_kind": "plan",
        "comparator": ">=",
        "baseline": "2.000000",
        "expected": "3.666666",
        "pace": "0.600000",
        "progress": "0.400000",
        "elapsed": "0.666667",
        "completion": "66.666666",
        "change_previous": "-0.100000",
        "change_year": None,
        "change_baseline": "1.000000",
        "status": "accelerate",
        "gap": 150,
        "per_month": 13,
        "reported": 1,
        "carried": 0,
        "expected_returns": 1,
        "flags": ["p"],
    }


def test_counts_carry_no_decimals(source):
    row = next(row for row in document(source)["indicators"] if row["indicator"] == "INST")
    assert (row["value"], row["baseline"], row["change_previous"], row["denominator"]) == ("1", "1", "0", None)


def test_the_document_says_what_it_rests_on(source):
    found = document(source)
    assert [key for key in found if key != "indicators"] == [
        "period",
        "as_of",
        "plan",
        "definition_version",
        "data_digest",
        "demo",
    ]
    assert found["as_of"] == "2026-02-01T23:59:59.999999+08:00"


def test_csv_has_the_same_keys_with_nested_ones_joined_by_an_underscore(source):
    card = scorecard(source, period=Period.parse("2024-Q4"), as_of=moment("2026-02-01"))
    rows = list(csv_rows(card, NAMES))
    flat = [key for key in KEYS if key != "population"]
    assert set(flat) | {"population_value", "population_date", "population_source"} <= set(rows[0])
    assert (rows[0]["flags"], rows[0]["receipts"], rows[0]["population_value"]) == ("p", "R3", 100_000)
    assert len({tuple(row) for row in rows}) == 1
    assert {row["demo"] for row in rows} == {"true"}


def test_changes_and_targets_of_counts_carry_no_decimals_either():
    store = FakeSource(small_city(townships={"A01": "core"}, plans=[replace(PLAN_A, targets=(target("T13a", "5"),))]))
    for period in ("2022-Q4", "2023-Q4", "2024-Q4"):
        store.file("A", period, {"A01": (200, 100)})
    found = record(row_of(store, "INST", period="2024-Q4"), "name")
    assert (found["change_year"], found["change_baseline"], found["change_previous"]) == ("0", "0", None)
    assert record(row_of(store, "T13a", period="2024-Q4"), "name")["target"] == "5"


TOLD = {
    "formula": "f",
    "cells": [{"receipt": "R1", "sheet": "S", "range": "F5"}, {"receipt": "R2", "sheet": "S", "range": "G5:G9"}],
    "projection": {"value": "1.0", "chance": "0.5"},
    "disagreement": False,
}


def test_what_is_explained_of_a_row_follows_its_keys_and_is_flat_in_csv(source):
    card = scorecard(source, period=Period.parse("2024-Q4"), as_of=moment("2026-02-01"))
    told = [TOLD for _ in card.rows]
    first = scorecard_document(card, NAMES, told)["indicators"][0]
    assert list(first) == [*KEYS, *TOLD]
    assert first["cells"] == TOLD["cells"]
    flat = next(iter(csv_rows(card, NAMES, told)))
    assert flat["cells"] == "R1!S!F5 R2!S!G5:G9"
    assert (flat["formula"], flat["disagreement"], flat["indicator"]) == ("f", "false", "G1")
    assert (flat["projection_value"], flat["projection_low80"], flat["projection_chance"]) == ("1.0", None, "0.5")
    assert (flat["period"], flat["numerator"]) == ("2024-Q4", 300)
    with pytest.raises(ValueError, match="shorter"):
        list(csv_rows(card, NAMES, told[1:]))


def test_several_receipts_and_flags_are_parted_by_a_space(source):
    row = replace(row_of(source, "G1", period="2024-Q4"), receipts=("R1", "R2"), flags=(Flag.REVISED, Flag.CARRIED))
    card = scorecard(source, period=Period.parse("2024-Q4"), as_of=moment("2026-02-01"))
    flat = next(iter(csv_rows(replace(card, rows=(row,)), NAMES)))
    assert (flat["receipts"], flat["flags"]) == ("R1 R2", "r i")
