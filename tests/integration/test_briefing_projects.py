"""What a unit's briefing says of projects: by when they open, and apart those of which nobody knows it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from app import House
from callbacks.documents import document_of
from data.briefings import Kind
from data.model import Period
from data.settings import Settings
from layouts.briefing.document import Frame, Paragraph
from layouts.text import text_for


@pytest.mark.parametrize(
    ("lang", "dated", "undated"),
    [
        ("zh", r"20\d\d年.季度投用：\d+个，托位", r"投用时间未定：\d+个，托位"),
        ("en", r"In use Q\d 20\d\d: \d+, with", r"With no date: \d+, with"),
    ],
)
def test_projects_without_a_date_are_said_to_have_none(demo_database, lang, dated, undated):
    house = House(Settings(database_url=f"sqlite:///{demo_database}"))
    words: list[str] = []
    for unit in house.reference.units[:6]:
        made = document_of(
            house.repository, org_unit=unit.code, period=Period.parse("2025-Q4"), plan_id=None, text=text_for(lang),
            as_of=datetime(2026, 11, 20, tzinfo=UTC), kind=Kind.BRIEFING, frame=Frame(), office={},
        )  # fmt: skip
        words += [block.sentence.text for block in made.body if isinstance(block, Paragraph)]
    told = [line for line in words if re.match(f"{dated}|{undated}", line)]
    assert any(re.match(dated, line) for line in told)
    assert any(re.match(undated, line) for line in told)
    assert [line for line in words if re.search("未定投用|In use No date", line)] == []
