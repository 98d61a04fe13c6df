"""What `make audit` says: a weakness fails, and an audit that did not happen is never called a clean one."""

from __future__ import annotations

import json

import pytest

from data.settings import HOUSE
from tests.inventory import PIN
from tests.weaknesses import FILES, verdict

CLEAN = {"name": "flask", "version": "3.1.3", "vulns": []}
WEAK = {"name": "lxml", "version": "1.0", "vulns": [{"id": "PYSEC-1"}]}
UNKNOWN = {"name": "dash", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([CLEAN], 0, "1 packages: no known weakness"),
        ([CLEAN, WEAK], 1, "lxml 1.0: PYSEC-1"),
        ([UNKNOWN, UNKNOWN], 0, "AUDIT SKIPPED: the source knows none of 2 packages, so nothing was audited"),
        ([CLEAN, UNKNOWN], 0, "NOT AUDITED, not known to the source: dash\n1 packages: no known weakness"),
        ([WEAK, UNKNOWN], 1, "NOT AUDITED, not known to the source: dash\nlxml 1.0: PYSEC-1"),
        ([], 0, "AUDIT SKIPPED: the source knows none of 0 packages, so nothing was audited"),
    ],
)
def test_what_was_found_is_told(packages, code, said):
    assert verdict(json.dumps({"dependencies": packages}), "") == (code, said.split("\n"))


def test_a_source_that_cannot_be_reached_is_told_in_one_line_and_is_no_failure():
    code, lines = verdict("", "ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed\n")
    assert (code, len(lines)) == (0, 1)
    assert lines[0].startswith("AUDIT SKIPPED")


def test_a_fault_of_the_audit_itself_is_a_failure():
    assert verdict("", "Traceback\nValueError: x") == (2, ["pip-audit fell over: ValueError: x"])


def test_every_file_of_requirements_is_asked_about_and_pins_to_the_last_digit():
    assert {one.name for one in HOUSE.glob("requirements*.txt")} == set(FILES)
    for name in FILES:
        lines = (HOUSE / name).read_text(encoding="utf-8").splitlines()
        pinned = [line for line in lines if line and not line.startswith(("#", "-r "))]
        assert [line for line in pinned if not PIN.match(line)] == []
