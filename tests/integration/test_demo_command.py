"""The demonstration's way in: broken off anywhere, it goes on where it stopped."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest

from app import House
from callbacks.commands.demo import BEGUN, FINISHED, Progress, load_all
from data.demo import DemoReturn
from data.settings import Settings
from tests.return_papers import RECEIVED, city_papers, ledger_papers

DAY = timedelta(days=1)


def demonstration() -> list[DemoReturn]:
    """Three returns: a first edition, its correction, and the city's."""
    revised = ledger_papers().fill("核定托位数", 61).item("修订说明", "更正")
    return [
        DemoReturn("first.xlsx", ledger_papers().xlsx(), RECEIVED, None),
        DemoReturn("revised.xlsx", revised.xlsx(), RECEIVED + DAY, RECEIVED + 3 * DAY),
        DemoReturn("city.xlsx", city_papers().xlsx(), RECEIVED + 2 * DAY, RECEIVED + 3 * DAY),
    ]


class Broken(Exception):
    """The power went off."""


def test_a_load_broken_off_anywhere_ends_as_one_that_was_not(settings: Settings, tmp_path) -> None:
    whole = House(Settings(database_url=f"sqlite:///{tmp_path / 'whole.sqlite'}"))
    load_all(demonstration(), whole, lambda: None)
    assert [(one.revision, one.state) for one in whole.repository.returns()] == [
        (1, "received"),
        (2, "accepted"),
        (1, "accepted"),
    ]
    house, turns = House(settings), count(1)

    def break_off() -> None:
        if next(turns) <= 2:
            raise Broken

    for _ in range(2):
        with pytest.raises(Broken):
            load_all(demonstration(), house, break_off)
        assert FINISHED not in house.repository.notes()
    load_all(demonstration(), house, break_off)
    assert house.repository.returns() == whole.repository.returns()
    assert {BEGUN, FINISHED} <= set(house.repository.notes())


def test_a_return_that_came_in_and_was_not_accepted_yet_is_accepted_later(settings: Settings) -> None:
    house = House(settings)
    for made in demonstration():
        house.ingest.load(made.file_name, made.content, "demo", made.received_at)
    load_all(demonstration(), house, lambda: None)
    assert [one.state for one in house.repository.returns()] == ["received", "accepted", "accepted"]


def test_the_bar_is_told_in_tenths_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Progress(40, "装入")
    for _ in range(40):
        bar.step()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[-1].endswith("40/40")
