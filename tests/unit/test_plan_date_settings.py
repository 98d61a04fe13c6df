"""Start, deadline and baseline of a plan are settings with versions: read strictly, one version beside another."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from data.issues import ReferenceRefused
from data.model import Period, Reference
from data.register import load_reference
from data.settings import Settings

NEWER = """
[[version]]
id = "2026.2"
issued = 2026-12-01

[[setting]]
id = "plan_dates"
value = {value}
version = 2
since = "2026.2"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(Settings().reference, tmp_path / "reference"))


def with_dates(folder: Path, *entries: str) -> Reference:
    file = folder / "definitions.toml"
    told = NEWER.format(value="[" + ", ".join(f'"{one}"' for one in entries) + "]")
    file.write_text(file.read_text(encoding="utf-8") + told, encoding="utf-8")
    return load_reference(folder)


def dates(found: Reference, plan: str) -> tuple[date, date, Period]:
    one = found.plan(plan)
    return one.start, one.deadline, one.baseline


def test_a_newer_version_moves_the_dates_and_the_older_one_keeps_them(folder):
    found = with_dates(folder, "2023-2025 deadline=2026-06-30", "2026 baseline=2025-Q3", "2026 start=2025-10-01")
    assert dates(found, "2023-2025") == (date(2023, 1, 1), date(2026, 6, 30), Period(2022, 4))
    assert dates(found, "2026") == (date(2025, 10, 1), date(2026, 12, 31), Period(2025, 3))
    older = found.under(found.defined("2026.1"))
    assert dates(older, "2023-2025") == (date(2023, 1, 1), date(2025, 12, 31), Period(2022, 4))
    assert dates(older.under(found.defined("2026.2")), "2026") == dates(found, "2026")


def test_a_folder_may_leave_the_setting_out(folder):
    file = folder / "definitions.toml"
    before, _, _ = file.read_text(encoding="utf-8").partition("# Start, deadline and baseline of the plans")
    file.write_text(before, encoding="utf-8")
    assert load_reference(folder).definitions.plan_dates == ()
    assert "plan_dates" not in {one.id for one in load_reference(folder).definitions.settings}


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        (["2021 deadline=2026-06-30"], "unknown_plan"),
        (["2023-2025 end=2026-06-30"], "bad_choice"),
        (["2023-2025"], "bad_choice"),
        (["2023-2025 deadline=2026-06-31"], "bad_date"),
        (["2023-2025 baseline=2022-12-31"], "bad_date"),
        (["2023-2025 baseline=2022-12"], "wrong_frequency"),
        (["2023-2025 deadline=2022-12-31"], "dates_reversed"),
        (["2026 baseline=2025-Q3", "2026 baseline=2025-Q2"], "duplicate"),
    ],
)
def test_what_is_no_date_of_a_plan_is_refused_with_its_place(folder, entries, code):
    line = (folder / "definitions.toml").read_text(encoding="utf-8").count("\n") + 6
    with pytest.raises(ReferenceRefused) as caught:
        with_dates(folder, *entries)
    fault = caught.value
    assert (fault.key, fault.facts["file"], fault.facts["row"]) == (f"reference.{code}", "definitions.toml", line)
