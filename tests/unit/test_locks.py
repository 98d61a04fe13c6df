"""Whatever is installed is named with its hash: the locks beside the requirements say the same as the pins."""

from __future__ import annotations

import re
import subprocess

import pytest

from data.settings import HOUSE
from tests.inventory import PIN
from tests.weaknesses import FILES

LOCKED = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;]+)( ; [^\\]+)?((?: \\\n    --hash=sha256:[0-9a-f]{64})*)$",
    re.MULTILINE,
)
ELSEWHERE = ("platform_python_implementation", "sys_platform")
"""Of what a lock may name beside the pins: packages of other systems and of other Pythons."""


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins_of(name: str) -> set[tuple[str, str]]:
    """What a file of requirements pins, with the files it takes in."""
    text = (HOUSE / name).read_text(encoding="utf-8")
    taken = (pins_of(one) for one in re.findall(r"^-r (\S+)$", text, re.MULTILINE))
    return {(plain(package), version) for package, version in PIN.findall(text)}.union(*taken)


def locked_in(name: str) -> dict[tuple[str, str], tuple[str, int]]:
    """What a lock names: the condition, and of how many files the hash."""
    text = (HOUSE / name).read_text(encoding="utf-8")
    return {
        (plain(package), version): (when, hashes.count("sha256"))
        for package, version, when, hashes in LOCKED.findall(text)
    }


@pytest.mark.parametrize("name", FILES)
def test_a_lock_names_every_pin_with_the_hash_of_its_files_and_nothing_else(name):
    locked, pinned = locked_in(name.replace(".txt", ".lock")), pins_of(name)
    assert pinned <= set(locked)
    assert {one for one, (_, hashes) in locked.items() if not hashes} == set()
    assert [
        when for one, (when, _) in locked.items() if one not in pinned and not any(word in when for word in ELSEWHERE)
    ] == []


@pytest.mark.parametrize("name", FILES)
def test_every_line_of_a_lock_is_understood(name):
    text = (HOUSE / name.replace(".txt", ".lock")).read_text(encoding="utf-8")
    assert LOCKED.sub("", text).split() == []


def test_nothing_is_installed_but_by_a_lock_and_its_hashes():
    recipes = subprocess.run(
        ["make", "--dry-run", "--always-make", "audit", "mutants", "test", "worker", "run"],
        cwd=HOUSE, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    image = (HOUSE / "Dockerfile").read_text(encoding="utf-8").splitlines()
    installs = [line for line in [*recipes, *image] if "pip install" in line]
    assert len(installs) == len(FILES) + 1
    assert [
        line
        for line in installs
        if "--require-hashes" not in line or not re.search(r"-r requirements[a-z-]*\.lock", line)
    ] == []
