"""``python -m tests.inventory``: what the dashboard is made of, as CycloneDX 1.6 JSON with versions and licences.

Packages by the pins of requirements.txt and what each says of itself; scripts, styles and map data by LICENSES.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata

from data.settings import HOUSE

MATERIAL = re.compile(r"^\| (?!what \||---)(.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;]+)", re.MULTILINE)


def pins() -> list[tuple[str, str]]:
    """Name and version of every pinned package."""
    return PIN.findall((HOUSE / "requirements.txt").read_text(encoding="utf-8"))


def licence_of(name: str) -> str:
    """What a package says of its licence; blank where it is not installed or says nothing."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    classified = [one.split(" :: ")[-1] for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    first = told.get("License-Expression") or (told.get("License") or "").strip().splitlines() or [""]
    return (first if isinstance(first, str) else first[0])[:80] or ", ".join(classified)


def components() -> Iterator[dict[str, object]]:
    """One a package."""
    for name, version in pins():
        licence = licence_of(name)
        told: dict[str, object] = {"type": "library", "name": name, "version": version}
        told["purl"] = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
        yield told | ({"licenses": [{"license": {"name": licence}}]} if licence else {})


def materials() -> list[tuple[str, str, str]]:
    """What of others lies in the tree or in a wheel (scripts, fonts, maps, texts), where, and under what licence."""
    return MATERIAL.findall((HOUSE / "LICENSES" / "README.md").read_text(encoding="utf-8"))


def parts() -> Iterator[dict[str, object]]:
    """One a line of LICENSES."""
    for name, place, licence in materials():
        kind = "data" if "data/reference" in place or "docs/examples" in place else "file"
        where = [{"name": "place", "value": place.replace("`", "")}]
        yield {"type": kind, "name": name, "licenses": [{"license": {"name": licence}}], "properties": where}


def inventory() -> dict[str, object]:
    """The whole document; the same for the same pins."""
    about = {"component": {"type": "application", "name": "tuoyu"}}
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": about,
            "components": [*components(), *parts()]}  # fmt: skip


if __name__ == "__main__":
    json.dump(inventory(), sys.stdout, ensure_ascii=False, indent=2)
