"""数字核对 over real briefings: every seeded slip is found where it is, and edits that change no figure are none."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from callbacks.documents import document_of
from data.briefings import Kind
from data.drafts import Draft, Prose
from data.model import Period
from layouts.briefing.document import Document, Frame
from layouts.briefing.passages import words_of
from layouts.number_check import NumberCheck, Place, Verdict, check_numbers
from layouts.text import text_for
from tests.draft_changes import Slip, Spot, edited, slip, spots, swap

AS_OF = datetime(2026, 11, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
ISSUES = [
    ("110000", "2025-Q4", "zh"),
    ("110114", "2026-Q3", "zh"),
    ("BDA", "2025-Q4", "zh"),
    ("110109", "2024-Q4", "en"),
]
MANY = [
    *(("110000", period, lang) for period in ("2023-Q4", "2024-Q3", "2026-Q3") for lang in ("zh", "en")),
    *((unit, "2026-Q3", "zh") for unit in ("110101", "110112", "110116", "BDA")),
]
KINDS = ("digit", "swap", "unit", "decimal", "sign", "cell", "title")

Made = Callable[[str, str, str], Draft]


@pytest.fixture(scope="module")
def made(demo_repository) -> Made:
    @cache
    def words(unit: str, period: str, lang: str) -> Draft:
        return words_of(briefing(demo_repository, unit, period, lang))

    return words


def briefing(repository, unit: str, period: str, lang: str) -> Document:
    return document_of(
        repository,
        org_unit=unit,
        period=Period.parse(period),
        as_of=AS_OF,
        plan_id="2023-2025",
        text=text_for(lang),
        kind=Kind.BRIEFING,
        frame=Frame(masthead=(("issue", "第12期"),)),
        office={"measures": "召开调度会3次，走访机构27家。"},
    )


def seeded(draft: Draft, kind: str, lang: str, chance: random.Random) -> Slip:
    where = spots(draft)
    if kind == "swap":
        return swap(draft, chance)
    if kind == "cell":
        return slip(draft, "digit", chance, [spot for spot in where if spot[1] > 0])
    if kind == "title":
        return slip(draft, "digit", chance, [spot for spot in where if spot[1] < 0][:2])
    return slip(draft, "digit" if kind == "unit" and lang == "en" else kind, chance, where)


def place(draft: Draft, spot: Spot) -> Place:
    """A spot as the check counts it."""
    before = draft.blocks[: spot[0] + 1]
    prose = sum(isinstance(block, Prose) for block in before)
    if spot[1] < 0:
        return Place(paragraph=prose)
    return Place(table=len(before) - prose, row=spot[1] + 1, column=spot[2] + 1)


def wrong(check: NumberCheck) -> set[Place]:
    return {one.place for one in check.of(Verdict.WRONG)}


def told(check: NumberCheck) -> list[tuple[str, str, str]]:
    return [(one.words, one.expected, one.excerpt) for one in check.of(Verdict.WRONG)]


def unfound(draft: Draft, lang: str, chance: random.Random, times: int) -> list[str]:
    """Slips that were not found, or with which something else was called wrong."""
    missed = []
    for number in range(times):
        one = seeded(draft, KINDS[number % len(KINDS)], lang, chance)
        if wrong(check_numbers(one.draft, draft)) != {place(one.draft, spot) for spot in one.spots}:
            missed.append(one.words)
    return missed


@pytest.mark.parametrize("issue", ISSUES, ids="-".join)
def test_the_untouched_draft_has_no_wrong_number_and_none_without_a_place(made: Made, issue):
    draft = made(*issue)
    check = check_numbers(draft, draft)
    assert len(check.findings) == len(check.of(Verdict.AGREES)) > 100


@pytest.mark.parametrize("issue", ISSUES, ids="-".join)
def test_each_of_a_hundred_seeded_slips_is_found_and_nothing_else(made: Made, issue):
    """Twenty-five of each of four briefings."""
    assert unfound(made(*issue), issue[2], random.Random(20261127), 25) == []


@pytest.mark.parametrize("issue", ISSUES, ids="-".join)
def test_edits_that_change_no_figure_are_no_mistakes(made: Made, issue):
    draft, chance = made(*issue), random.Random(7)
    for _ in range(5):
        assert told(check_numbers(edited(draft, issue[2], chance), draft)) == []


@pytest.mark.soak
@pytest.mark.parametrize("issue", [*ISSUES, *MANY], ids="-".join)
def test_many_slips_in_many_briefings(made: Made, issue):
    assert unfound(made(*issue), issue[2], random.Random(1), 200) == []


@pytest.mark.soak
@pytest.mark.parametrize("issue", [*ISSUES, *MANY], ids="-".join)
def test_many_edits_of_many_briefings(made: Made, issue):
    draft, chance = made(*issue), random.Random(2)
    alarms = [told(check_numbers(edited(draft, issue[2], chance), draft)) for _ in range(50)]
    assert [one for one in alarms if one] == []
