"""Figures from the sums that are kept beside the returns equal those from the returns, whatever happened to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import create_engine, text

from data.digest import content_digest
from data.model import NewSlots, Period, Reference
from data.register import load_reference
from data.repository import Arrival, Repository, open_repository
from data.returns import Mode, ReturnContent, State, TownshipSum
from data.review import MAY_FOLLOW
from data.settings import Settings
from data.sums import added, made_under, read, written
from metrics.country import CountryFront, _front, country_front, default_period, is_large
from metrics.filer_sums import filer_sums
from metrics.knowledge import Knowledge
from metrics.memory import remembering
from metrics.queries import maker_of, scorecard
from metrics.reporting import shown_period
from metrics.results import Row
from metrics.versions import under
from tests.national.country import SIZES, country
from tests.national.folder import write_folder
from tests.national.returns import CLERK, FIRST, CountyYear, country_months

MONTHS = 5
PERIODS = tuple(FIRST.through(FIRST.shift(MONTHS - 1)))
START = datetime.fromisoformat("2025-06-01T00:00+08:00")
LATER = datetime.fromisoformat("2026-01-01T00:00+08:00")
STEPS = 60
LOOKS = 3
HISTORIES = 1
FIGURES = ("institutions", "inclusive_institutions", "slots", "inclusive_slots", "children", "inclusive_children")


@pytest.fixture(scope="session")
def land(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Two provinces, three prefectures, five counties; a second plan that starts later; a township that comes late."""
    found = load_reference(write_folder(country(SIZES["small"]), tmp_path_factory.mktemp("land")))
    first = found.plans[0]
    second = replace(first, id="second", start=PERIODS[2].start, baseline=PERIODS[2], deadline=PERIODS[3].end)
    late, gone, *others = found.townships
    places = (replace(late, valid_from=PERIODS[2].start), replace(gone, valid_to=PERIODS[1].end), *others)
    return replace(found, plans=(first, second), townships=places)


VARIANTS = {
    "nothing is carried": {"carry_forward_periods": 0},
    "two months are carried": {"carry_forward_periods": 2},
    "new slots are net": {"new_slots": NewSlots.NET},
    "home-based points do not count": {"home_based_counts": False},
}


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_a_country_from_its_sums_is_the_country_from_its_returns(land: Reference, database_url: str, seed: int):
    _live_through_and_compare(land, database_url, seed)


@pytest.mark.parametrize("variant", list(VARIANTS))
def test_the_same_by_other_definitions(land: Reference, tmp_path, variant: str):
    chosen = replace(land, definitions=replace(land.definitions, **VARIANTS[variant]))
    _live_through_and_compare(chosen, f"sqlite:///{tmp_path}/store.sqlite", 50)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 140))
@pytest.mark.parametrize("variant", list(VARIANTS))
def test_the_same_through_many_histories(land: Reference, tmp_path, seed: int, variant: str):
    chosen = replace(land, definitions=replace(land.definitions, **VARIANTS[variant]))
    _live_through_and_compare(chosen, f"sqlite:///{tmp_path}/store.sqlite", seed)


def _live_through_and_compare(land: Reference, url: str, seed: int) -> None:
    repository = open_repository(Settings(database_url=url), land, filer_sums)
    random, seen = Random(seed), 0
    source = remembering(repository)
    for step, now in enumerate(_lived(repository, land, random)):
        if step % (STEPS // LOOKS) == 0:
            _compare(source, land, now, random)
            seen += 1
    assert seen >= LOOKS - 1
    _compare(source, land, LATER, random)
    repository.close()


def _compare(source: Repository, land: Reference, now: datetime, random: Random) -> None:
    """Right after the last event, before and after a due moment, under each plan."""
    for as_of in (now, now + timedelta(days=random.randint(1, 40))):
        period, plan = random.choice(PERIODS), random.choice(land.plans)
        found = country_front(source, period=period, as_of=as_of, plan_id=plan.id)
        asked = Repository(source._engine, land)  # nothing remembered, nothing summed
        told = _front(maker_of(Knowledge(asked, as_of), period, plan))
        assert found.from_sums
        assert not told.from_sums
        assert _without_receipts(found) == _without_receipts(replace(told, from_sums=True))
        assert default_period(source, as_of) == shown_period(Knowledge(asked, as_of))
        region = random.choice(land.regions)
        if region.parent == land.city.code:
            card = scorecard(asked, period=period, as_of=as_of, plan_id=plan.id, scope=region.code)
            whole = [_bare(row) for row in card.rows if row.zone is None]
            assert [_bare(row) for row in found.scorecard.rows if row.org_unit == region.code] == whole


def _without_receipts(found: CountryFront) -> CountryFront:
    rows = tuple(map(_bare, found.scorecard.rows))
    plans = tuple(replace(one, rows=tuple(map(_bare, one.rows))) for one in found.plans)
    return replace(found, scorecard=replace(found.scorecard, rows=rows), plans=plans)


def _bare(row: Row) -> Row:
    return replace(row, receipts=())


def _lived(repository: Repository, land: Reference, random: Random) -> Iterator[datetime]:
    """Returns come in, are corrected, accepted, sent back and unlocked, one event an hour; the moment after each."""
    contents = _contents(land, random)
    latest: dict[tuple[str, Period], tuple[int, int, State]] = {}
    for step in range(STEPS):
        now = START + timedelta(hours=step)
        key = random.choice(list(contents))
        with repository.writing() as transaction:
            stands = latest.get(key)
            may = [state for state, before in MAY_FOLLOW.items() if stands and stands[2] in before]
            if stands is None or random.random() < 0.4:
                content = _scarred(contents[key], random)
                revision = 1 if stands is None else stands[1] + 1
                received = _received(key[1], random) if stands is None else now
                stored = transaction.store_return(_arrival(content, received), revision)
                latest[key] = (stored.sequence, revision, State.RECEIVED)
            elif may:
                state = random.choice(may)
                transaction.append_state(stands[0], state, at=now, actor="乙", reason="核对")
                latest[key] = (*stands[:2], state)
        yield now


def _received(period: Period, random: Random) -> datetime:
    """On time or late; back-loaded, so always before what happens next."""
    return datetime.combine(period.next.start, datetime.min.time(), START.tzinfo) + timedelta(
        days=random.randint(1, 25)
    )


def _contents(land: Reference, random: Random) -> dict[tuple[str, Period], ReturnContent]:
    """What each county and the country could file; some counties file ledgers, one changes over."""
    whole = replace(land, townships=tuple(replace(one, valid_from=None, valid_to=None) for one in land.townships))
    found = {}
    for number, unit in enumerate(whole.units):
        modes = [Mode.LEDGER if number % 3 == 0 else Mode.SUMMARY] * MONTHS
        if number == 1:
            modes[2:] = [Mode.LEDGER] * (MONTHS - 2)
        by_mode = {mode: list(CountyYear(whole, unit.code, mode).months(MONTHS)) for mode in set(modes)}
        for at, mode in enumerate(modes):
            found[unit.code, PERIODS[at]] = by_mode[mode][at].content
    months = country_months(whole, MONTHS)
    return found | {(land.city.code, month.content.period): month.content for month in months}


def _scarred(content: ReturnContent, random: Random) -> ReturnContent:
    """The return with some cells left blank or changed, a township forgotten, an institution closed, a task done."""
    townships = [_sum(one, random) for one in content.townships if random.random() > 0.05]
    ledger = [
        replace(
            one,
            state=random.choice(["正常", "正常", "正常", "暂停", "关停"]),
            slots=_cell(one.slots, random),
            inclusive_slots=_cell(one.inclusive_slots, random),
            type=random.choice([one.type, one.type, one.type, None, "家庭托育点"]),
        )
        for one in content.ledger
    ]
    workforce = [replace(one, value=_cell(one.value, random)) for one in content.workforce]
    tasks = [replace(one, state=random.choice(["推进中", "已完成", one.state])) for one in content.tasks]
    return replace(
        content, townships=tuple(townships), ledger=tuple(ledger), workforce=tuple(workforce), tasks=tuple(tasks)
    )


def _sum(one: TownshipSum, random: Random) -> TownshipSum:
    figures = {name: _cell(getattr(one, name), random) for name in FIGURES}
    channels = {channel: _cell(slots, random) for channel, slots in one.channels.items()}
    return replace(one, channels=channels, **figures)


def _cell(value: int | None, random: Random) -> int | None:
    chance = random.random()
    return None if chance < 0.03 else 0 if chance < 0.1 else (value or 0) + random.choice([0, 0, 0, -1, 5]) % 200


def _arrival(content: ReturnContent, received: datetime) -> Arrival:
    name = f"{content.org_unit}.xlsx"
    return Arrival(content, content_digest(content), (), received, CLERK, name, received.isoformat().encode())


def test_sums_say_nothing_of_a_moment_before_the_last_event(land: Reference, tmp_path):
    repository, moments = _filled(land, tmp_path)
    assert country_front(repository, period=PERIODS[1], as_of=moments[-1]).from_sums
    before = country_front(repository, period=PERIODS[1], as_of=moments[-1] - timedelta(seconds=1))
    assert not before.from_sums


def test_sums_say_nothing_where_somebody_stored_without_them(land: Reference, tmp_path):
    repository, _ = _filled(land, tmp_path)
    forgetful = Repository(repository._engine, land)
    with forgetful.writing() as transaction:
        stored = transaction.history(org_unit=land.units[0].code, period=_filed_period(repository, land))[-1].stored
        transaction.append_state(stored.sequence, State.RETURNED, at=LATER, actor="乙", reason="核对")
    assert not country_front(repository, period=PERIODS[1], as_of=LATER).from_sums
    repository.bring_up_sums()
    assert country_front(repository, period=PERIODS[1], as_of=LATER).from_sums
    _compare(remembering(repository), land, LATER, Random(1))


def _filed_period(repository: Repository, land: Reference) -> Period:
    found = repository.counting_returns(periods=PERIODS, as_of=LATER, filers=[land.units[0].code])
    return next(iter(found))[1]


def test_another_folder_makes_them_anew(land: Reference, tmp_path):
    repository, _ = _filled(land, tmp_path)
    other = replace(land, digest="another folder")
    assert made_under(other) != made_under(land)
    changed = Repository(repository._engine, other, filer_sums)
    assert not country_front(changed, period=PERIODS[1], as_of=LATER).from_sums
    heard: list[int] = []
    changed.bring_up_sums(heard.append)
    assert heard[-1] == 0
    assert country_front(changed, period=PERIODS[1], as_of=LATER).from_sums
    _compare(remembering(changed), other, LATER, Random(2))


def test_other_definitions_are_asked_of_the_returns(land: Reference, tmp_path):
    repository, _ = _filled(land, tmp_path)
    settings = tuple(replace(one, value="2") for one in land.definitions.settings)
    source = under(remembering(repository), replace(land.definitions, carry_forward_periods=2, settings=settings))
    assert not country_front(source, period=PERIODS[1], as_of=LATER).from_sums


def test_what_is_not_committed_is_in_no_sum(land: Reference, tmp_path):
    repository, _ = _filled(land, tmp_path)
    stood = _tables(tmp_path)
    content = _contents(land, Random(5))[land.units[2].code, PERIODS[0]]

    def cut_short() -> None:
        with repository.writing() as transaction:
            transaction.store_return(_arrival(content, LATER), 9)
            repository._add_up(transaction._connection)
            raise RuntimeError("cut short")

    with pytest.raises(RuntimeError, match="cut short"):
        cut_short()
    assert _tables(tmp_path) == stood


def _tables(folder) -> list[list[tuple[object, ...]]]:
    engine = create_engine(f"sqlite:///{folder}/store.sqlite")
    asked = {"filer_sums": "1, 2", "area_sums": "1, 2", "unsummed": "1", "sums_made": "1"}
    with engine.connect() as connection:
        rows = [connection.execute(text(f"SELECT * FROM {one} ORDER BY {by}")) for one, by in asked.items()]
        found = [[tuple(row) for row in one] for one in rows]
    engine.dispose()
    return found


def test_a_city_without_regions_keeps_no_sums(demo_repository, demo_settings):
    assert not is_large(demo_repository.reference)
    engine = create_engine(demo_settings.database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM filer_sums")).scalar_one() == 0
    engine.dispose()


def test_sums_are_written_and_read_alike():
    sums = {"b|": (1, -2), "a|甲类地区": (0, 3, 4, 5)}
    assert read(written(sums)) == sums
    assert added(sums, sums, sign=-1) == {}
    assert added({}, {"b|": (1, 1)}, sums) == {"b|": (2, -1), "a|甲类地区": (0, 3, 4, 5)}


def _filled(land: Reference, tmp_path) -> tuple[Repository, list[datetime]]:
    repository = open_repository(Settings(database_url=f"sqlite:///{tmp_path}/store.sqlite"), land, filer_sums)
    return repository, list(_lived(repository, land, Random(7)))
