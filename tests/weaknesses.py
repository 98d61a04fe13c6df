"""``python -m tests.weaknesses``: asks pip-audit for known weaknesses of every pinned package, and tells what came.

0 where none is known, 1 where one is, 2 where pip-audit itself fell over. Where its source cannot be reached, or
knows none of the packages (a mirror that gives files and no advisories), nothing was audited: one loud line, and 0.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from data.settings import HOUSE

FILES = tuple(f"requirements{part}.txt" for part in ("", "-celery", "-dev", "-mutants", "-audit"))
UNREACHED = ("Could not connect", "ConnectionError", "Max retries", "Timeout", "timed out", "Name or service")
COMMAND = ("-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json")


def asked() -> tuple[str, str]:
    """What pip-audit prints, and what it complains of."""
    files = [word for name in FILES for word in ("--requirement", str(HOUSE / name))]
    done = subprocess.run([sys.executable, *COMMAND, *files], capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


def verdict(printed: str, complaint: str) -> tuple[int, list[str]]:
    """The exit code, and the lines that say why."""
    try:
        packages: Sequence[Mapping[str, Any]] = json.loads(printed)["dependencies"]
    except (ValueError, KeyError):
        why = (complaint.strip().splitlines() or ["nothing said"])[-1]
        if any(word in complaint for word in UNREACHED):
            return 0, [f"AUDIT SKIPPED: the source of known weaknesses cannot be reached ({why})"]
        return 2, [f"pip-audit fell over: {why}"]
    unknown = [str(one["name"]) for one in packages if "skip_reason" in one]
    if len(unknown) == len(packages):
        return 0, [f"AUDIT SKIPPED: the source knows none of {len(packages)} packages, so nothing was audited"]
    weak = [f"{one['name']} {one['version']}: {it['id']}" for one in packages for it in one.get("vulns", ())]
    lines = [f"NOT AUDITED, not known to the source: {', '.join(unknown)}"] if unknown else []
    lines += weak or [f"{len(packages) - len(unknown)} packages: no known weakness"]
    return (1 if weak else 0), lines


if __name__ == "__main__":
    code, lines = verdict(*asked())
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(code)
