"""docs/citus.md: its tables are those there are, and its conditions hold on plain PostgreSQL."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import create_engine, text

from data.repository import Repository
from data.schema import metadata
from data.schema_sums import derived
from data.settings import HOUSE

PAGE = (HOUSE / "docs" / "citus.md").read_text(encoding="utf-8")
REFERENCE, DISTRIBUTED = (
    frozenset(re.findall(r"`(\w+)`", line.split("|")[1])) for line in PAGE.splitlines() if line.startswith("| `")
)
CHECKS = [one for one in re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL) if "not run by any test" not in one]


def test_every_table_has_its_place():
    assert {*metadata.tables, *derived.tables} == REFERENCE | DISTRIBUTED
    assert not REFERENCE & DISTRIBUTED


def test_the_distribution_column_is_first_in_every_key():
    for name in DISTRIBUTED:
        keys = list(metadata.tables[name].primary_key.columns)
        assert keys[0].name == "return_sequence", name


@pytest.mark.parametrize("number", range(2))
def test_the_conditions_hold_in_the_database(number: int, repository: Repository, database_url: str):
    if not database_url.startswith("postgresql"):
        pytest.skip("asked of PostgreSQL's own catalogue")
    engine = create_engine(database_url)
    with engine.connect() as connection:
        named = "{" + ",".join(sorted(DISTRIBUTED)) + "}"
        assert connection.execute(text(CHECKS[number]), {"distributed": named}).all() == []
        wrong = "{" + ",".join(sorted(REFERENCE - {"returns"})) + "}"
        assert connection.execute(text(CHECKS[number]), {"distributed": wrong}).all()
    engine.dispose()
