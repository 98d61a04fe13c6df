"""What the dashboard is made of is listed whole, each part with a version and a licence."""

from __future__ import annotations

from tests.inventory import inventory, pins


def test_every_pinned_package_is_listed_with_its_licence():
    found = inventory()["components"]
    assert [(one["name"], one["version"]) for one in found] == pins()
    assert len(found) > 40
    assert [one["name"] for one in found if "licenses" not in one and one["name"] not in ELSEWHERE] == []


ELSEWHERE = {"backports.zstd"}
"""Pinned for other Pythons or machines than this one may be."""
