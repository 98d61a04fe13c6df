"""The screens beside one are made beforehand, as those who ask for them would have been told, and for nobody else."""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic, sleep

import pytest

from app import House
from callbacks.application import build_application
from callbacks.beside import KEY, MINUTES, MOST, beside, made_beside
from callbacks.navigation import SENT, Told, asked_for, reader_key, screen_key
from callbacks.scoped_desks import ScopedDesks
from callbacks.sent_screens import Answer, SentScreens
from callbacks.site import Site
from data.audit import Deed, Entry
from data.people import Actor, Role
from data.scope import Scope
from data.settings import Settings
from metrics.memory import remembering
from tests.integration import test_pages_http

PATH, SHOWN, NEXT = "/", "?period=2025-Q3", "?period=2025-Q2"
PATIENCE = 30


class StillHouse(House):
    """A house in which it stays the same minute."""

    def now(self) -> datetime:
        return datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)


class MadeAnew(AssertionError):
    """What should have been there was made once more."""


def site_of(settings: Settings) -> Site:
    house = StillHouse(settings)
    return Site(remembering(house.repository), settings, house.now, house, scoped=ScopedDesks(house).of)


@pytest.fixture
def site(demo_settings: Settings) -> Site:
    return site_of(demo_settings)


def asked(sent: SentScreens, site: Site, search: str, shown: str | None, *, anew: bool = True) -> Answer:
    def make() -> dict:
        if not anew:
            raise MadeAnew(search)
        return asked_for(site, PATH, search)._asdict()

    return sent.answer(make, shown, key=screen_key(site, PATH, search), reader=reader_key(site))


def read(site: Site) -> tuple[SentScreens, str]:
    """Somebody has read a page, and all beside it was made in that minute."""
    sent = SentScreens()
    made = asked(sent, site, SHOWN, None)["made"]
    for wait in made_beside(sent, Told(site, PATH, SHOWN, made)):
        if wait:
            break
    return sent, made


def test_beside_a_page_lie_other_periods_and_the_indicators_that_follow(site: Site):
    assert beside(site, PATH, SHOWN) == [NEXT, "?period=2025-Q4", "?period=2026-Q3"]
    assert beside(site, PATH, f"{SHOWN}&lang=en&plan=2026")[0] == f"{NEXT}&lang=en&plan=2026"
    compared = beside(site, "/districts", f"{SHOWN}&indicator=USE")
    assert compared[:2] == [f"{SHOWN}&indicator={one}" for one in ("USE_I", "G2")]
    assert compared[3:] == [f"?period={one}&indicator=USE" for one in ("2025-Q2", "2025-Q4", "2026-Q3")]
    assert len(compared) == MOST
    assert beside(site, "/districts", SHOWN)[0] == f"{SHOWN}&indicator=G1L", "G1 is shown where nothing is chosen"


@pytest.mark.parametrize("path", ["/returns", "/briefings", "/methodology", "/screen"])
def test_beside_pages_of_filing_and_those_without_figures_lies_nothing(path: str, site: Site):
    assert beside(site, path, "") == []


def test_what_was_made_beforehand_is_what_would_be_told_and_is_not_made_again(site: Site):
    sent, made = read(site)
    told = asked(sent, site, NEXT, made, anew=False)
    assert told["base"] == made
    fresh = SentScreens()
    assert told == asked(fresh, site, NEXT, asked(fresh, site, SHOWN, None)["made"])
    assert asked(sent, site, NEXT, told["made"], anew=False)["made"] == told["made"], "it is kept as one that was sent"


def test_nobody_else_is_told_what_was_made_for_one_reader(site: Site):
    sent, made = read(site)
    within = site.read_by(Actor("乙", Role.VIEWER, Scope.of(["110114"])))
    with pytest.raises(MadeAnew):
        asked(sent, within, NEXT, made, anew=False)


def test_what_a_narrow_scope_may_not_see_is_not_in_what_is_made_for_it(site: Site):
    within = site.read_by(Actor("乙", Role.VIEWER, Scope.of(["110114"])))
    sent, made = read(within)
    fresh = SentScreens()
    first = asked(fresh, within, SHOWN, None)
    assert asked(sent, within, NEXT, made, anew=False) == asked(fresh, within, NEXT, first["made"])


def test_what_is_written_makes_it_old_at_once(demo_copy: Settings):
    site = site_of(demo_copy)
    sent, made = read(site)
    StillHouse(demo_copy).repository.record(Entry(site.clock(), "甲", "", Deed.SETTING, "serve", facts={}))
    with pytest.raises(MadeAnew):
        asked(sent, site, NEXT, made, anew=False)


def test_a_reader_is_waited_for_a_few_minutes(site: Site):
    sent = SentScreens()
    made = asked(sent, site, SHOWN, None)["made"]
    waits = [wait for wait in made_beside(sent, Told(site, PATH, SHOWN, made)) if wait]
    assert waits == [57.0] * MINUTES, "until the minute of the next screens"


def test_whoever_is_answered_finds_the_next_screen_made(demo_settings: Settings):
    house = StillHouse(demo_settings)
    server = build_application(house, ahead=True).server
    made = test_pages_http.asked_for(server.test_client(), PATH, SHOWN)["response"]["answer"]["data"]["made"]
    site = site_of(demo_settings)
    reader = Site(site.source, site.settings, site.clock, house, Actor(is_here=True, is_trusted=True, scope=Scope()))
    until = monotonic() + PATIENCE
    while True:
        try:
            told = asked(server.extensions[SENT], reader, NEXT, made, anew=False)
            break
        except MadeAnew:
            assert monotonic() < until, "nothing was made beforehand"
            sleep(0.1)
    server.extensions[KEY].stop()
    assert told["base"] == made
