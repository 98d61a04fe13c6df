"""What the dashboard is made of is listed whole, each part with a version and a licence."""

from __future__ import annotations

from data.settings import HOUSE
from tests.inventory import inventory, materials, pins


def test_every_pinned_package_is_listed_with_its_licence():
    found = [one for one in inventory()["components"] if one["type"] == "library"]
    assert [(one["name"], one["version"]) for one in found] == pins()
    assert len(found) > 40
    assert [one["name"] for one in found if "licenses" not in one and one["name"] not in ELSEWHERE] == []


def test_every_part_of_others_in_the_tree_is_listed_with_its_place_and_licence():
    found = [one for one in inventory()["components"] if one["type"] != "library"]
    names = " ".join(str(one["name"]) for one in found)
    assert all(word in names for word in WANTED)
    assert all(place and licence for _, place, licence in materials())
    places = " ".join(place for _, place, _ in materials())
    vendored = ["layouts/assets", "tests/browser/vendor", "tests/badfiles", "data/reference", "docs/examples/shanghai"]
    assert [one for one in vendored if one not in places] == []
    sourced = {"data/reference", "docs/examples/shanghai"}
    assert all((HOUSE / one / "SOURCES.md").is_file() for one in sourced)
    licences = {one.name.split("-")[0] for one in (HOUSE / "layouts" / "assets").glob("*-LICENSE.txt")}
    assert licences == {"bootstrap", "plotly"}
    assert all(one in names.lower() for one in licences)


WANTED = ("Noto Sans SC", "plotly.js", "Bootstrap", "axe-core", "boundaries", "hexagon")
ELSEWHERE = {"backports.zstd"}
"""Pinned for other Pythons or machines than this one may be."""
