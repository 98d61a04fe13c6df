"""Supply, training and tasks of the demonstration against plain SQL over the rows as they were filed."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from data.dossier import ChangeKind
from data.forms import UNIT_TASKS
from data.model import Channel, Period
from data.returns import CHANNEL_OF_TYPE
from layouts.charts.steps import StepRole
from layouts.pages.supply_by_channel import by_channel
from layouts.text import text_for
from metrics import questions
from metrics.changes import NOTHING
from metrics.memory import remembering
from metrics.tasks import STATES, State

AS_OF = datetime(2026, 11, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
PERIODS = [str(one) for one in Period.parse("2022-Q4").through(Period.parse("2026-Q3"))]
LATEST = """
    r.revision = (select max(o.revision) from returns o where o.org_unit = r.org_unit and o.period = r.period)
"""
ROWS = f"""
    select r.org_unit, l.number, l.type, l.state,
           case when (l.state = '正常' and (l.state_since is null or l.state_since <= :day))
                  or (l.state <> '正常' and l.state_since > :day) then 1 else 0 end,
           l.slots,
           case when l.inclusive_to is not null and l.inclusive_to <= :day then 0 else l.inclusive_slots end
    from ledger_rows l join returns r on r.sequence = l.return_sequence
    where r.period = :period and {LATEST}
"""
TRAINED = f"""
    select r.org_unit = '110000', sum(w.value)
    from workforce w join returns r on r.sequence = w.return_sequence
    where w.key = :key and r.period >= :first and r.period <= :last and {LATEST} group by 1
"""
TASKS = f"""
    select r.org_unit, t.task, t.state from task_states t join returns r on r.sequence = t.return_sequence
    where r.period <= :period and {LATEST} order by r.period
"""


@pytest.fixture(scope="module")
def store(demo_database):
    with closing(sqlite3.connect(demo_database)) as opened:
        yield opened


@pytest.fixture(scope="module")
def demonstration(demo_repository):
    """With a memory, as the pages have it."""
    return remembering(demo_repository)


def ledgers(store: sqlite3.Connection, name: str) -> dict[tuple[str, str], tuple]:
    """(unit, institution) -> type, state, whether it operates, slots, inclusive; a unit missing is last period's."""
    period, found = Period.parse(name), {}
    filed = {"period": name, "day": period.end.isoformat()}
    for unit, number, *facts in store.execute(ROWS, filed):
        found[unit, number] = tuple(facts)
    units = {unit for unit, _ in found}
    if period > Period.parse(PERIODS[0]) and len(units) < 17:
        earlier = ledgers(store, str(period.previous))
        found |= {key: facts for key, facts in earlier.items() if key[0] not in units}
    return found


def channel(kind: str) -> Channel:
    return CHANNEL_OF_TYPE[kind]


@pytest.mark.parametrize("name", PERIODS)
def test_the_stock_by_channel_of_every_period(demonstration, store, name):
    held: dict[Channel, int] = defaultdict(int)
    slots = 0
    for kind, _, operates, every, inclusive in ledgers(store, name).values():
        held[channel(kind)] += inclusive * operates
        slots += every * operates
    found = questions.supply(demonstration, period=Period.parse(name), as_of=AS_OF)
    assert dict(found.channels[-1].held) == {one: count for one, count in held.items() if count}
    assert (found.stock.slots, found.stock.inclusive_slots) == (slots, sum(held.values()))
    assert found.channels[-1].missing == ()


def test_the_columns_of_one_page_are_those_of_every_period(demonstration):
    last = questions.supply(demonstration, period=Period.parse(PERIODS[-1]), as_of=AS_OF)
    assert [str(one.period) for one in last.channels] == PERIODS
    for name in ("2023-Q4", "2024-Q3", "2025-Q4"):
        alone = questions.supply(demonstration, period=Period.parse(name), as_of=AS_OF)
        assert alone.channels[-1] == last.channels[PERIODS.index(name)]
        assert alone.channels[-1].total == alone.scorecard.row("G2", "110000").numerator


def steps(before: dict, after: dict) -> dict[tuple[ChangeKind, Channel], int]:
    """Inclusive slots that came and went for a reason that needs no splitting: by opening, state or closing."""
    found: dict[tuple[ChangeKind, Channel], int] = defaultdict(int)
    for key in before.keys() | after.keys():
        was, now = before.get(key), after.get(key)
        if was is None:
            found[ChangeKind.NEW, channel(now[0])] += now[4] * now[2]
        elif now is None:
            found[ChangeKind.CLOSED, channel(was[0])] -= was[4] * was[2]
        elif was[2] and not now[2]:
            kind = ChangeKind.CLOSED if now[1] == "关停" else ChangeKind.PAUSED
            found[kind, channel(was[0])] -= was[4]
        elif now[2] and not was[2]:
            found[ChangeKind.RESUMED, channel(was[0])] += was[4]
        if was and now and now[2]:
            assert was[0] == now[0]
            added = now[4] - was[4]
            if was[3] == now[3] and added:
                found[ChangeKind.CONVERTED if added > 0 else ChangeKind.LEFT, channel(now[0])] += added
            elif added:
                found[ChangeKind.EXPANDED if now[3] > was[3] else ChangeKind.REDUCED, channel(now[0])] += added
    return {key: count for key, count in found.items() if count}


@pytest.mark.parametrize("name", ["2023-Q2", "2024-Q3", "2024-Q4", "2025-Q2", "2025-Q4", "2026-Q2", "2026-Q3"])
def test_the_waterfall_since_last_period_by_channel(demonstration, store, name):
    period = Period.parse(name)
    way = questions.supply(demonstration, period=period, as_of=AS_OF).last.whole
    wanted = steps(ledgers(store, str(period.previous)), ledgers(store, name))
    shown = {(kind, one): way.step(kind, one).inclusive_slots for kind in ChangeKind for one in way.channels}
    assert {key: count for key, count in shown.items() if count} == wanted
    assert len(wanted) >= 5
    assert way.adds_up


@pytest.mark.parametrize("name", ["2024-Q4", "2025-Q4", "2026-Q3"])
def test_the_waterfall_since_the_baseline_runs_from_stock_to_stock_in_every_channel(demonstration, store, name):
    way = questions.supply(demonstration, period=Period.parse(name), as_of=AS_OF).since.whole
    opening, closing = ledgers(store, "2022-Q4"), ledgers(store, name)
    for one in Channel:
        then, now = (
            sum(facts[4] * facts[2] for facts in found.values() if channel(facts[0]) is one)
            for found in (opening, closing)
        )
        moved = sum(way.step(kind, one).inclusive_slots for kind in ChangeKind)
        assert way.opening.get(one, NOTHING).inclusive_slots == then
        assert way.closing.get(one, NOTHING).inclusive_slots == now
        assert moved == now - then


def test_each_unit_alone_is_its_part_of_the_whole(demonstration, store):
    period = Period.parse("2025-Q4")
    whole = questions.supply(demonstration, period=period, as_of=AS_OF)
    for kind in ChangeKind:
        parts = [one.whole.total(kind) for one in whole.last.units]
        assert sum(one.inclusive_slots for one in parts) == whole.last.whole.total(kind).inclusive_slots
    alone = questions.supply(demonstration, period=period, as_of=AS_OF, org_unit="110114")
    assert alone.last.units == (whole.last.of("110114"),)
    own = [facts for (unit, _), facts in ledgers(store, "2025-Q4").items() if unit == "110114"]
    assert alone.stock.inclusive_slots == sum(facts[4] * facts[2] for facts in own)


@pytest.mark.parametrize("name", ["2023-Q4", "2024-Q2", "2025-Q4", "2026-Q3"])
@pytest.mark.parametrize(("indicator", "key"), [("T14a", "heads_trained"), ("T14b", "carers_trained")])
def test_training_added_up_by_who_organised_it(demonstration, store, name, indicator, key):
    asked = {"key": key, "first": "2023-Q1", "last": name}
    by_city, by_units = (dict(store.execute(TRAINED, asked).fetchall())[who] for who in (1, 0))
    found = questions.workforce(demonstration, period=Period.parse(name), as_of=AS_OF)
    assert found.own[indicator].numerator == by_city
    assert found.scorecard.row(indicator, "110000").numerator == by_city + by_units
    inside = [one for one in found.organised[indicator] if str(one.period) >= "2023-Q1"]
    assert sum(one.city for one in inside) == by_city
    assert sum(one.units for one in inside) == by_units


@pytest.mark.parametrize("name", PERIODS)
def test_the_state_of_every_task_of_every_filer(demonstration, store, name):
    wanted = {(task, unit): STATES[state] for unit, task, state in store.execute(TASKS, {"period": name})}
    board = questions.tasks(demonstration, period=Period.parse(name), as_of=AS_OF, unit_tasks=UNIT_TASKS).board
    assert {key: one.state for key, one in board.standings.items()} == wanted
    for code in UNIT_TASKS:
        counts = board.counts(code)
        assert sum(counts.values()) == 17
        assert counts[State.DONE] == sum(
            state is State.DONE for (task, unit), state in wanted.items() if task == code and unit != "110000"
        )


def test_the_counts_of_centres_and_teams_are_those_of_the_indicators(demonstration):
    found = questions.tasks(demonstration, period=Period.parse("2025-Q4"), as_of=AS_OF, unit_tasks=UNIT_TASKS)
    for code in ("T4a", "T9a"):
        assert found.board.counts(code)[State.DONE] == found.scorecard.row(code, "110000").numerator


@pytest.mark.parametrize("name", ["2023-Q4", "2025-Q4", "2026-Q3"])
def test_the_way_by_channel_leads_from_stock_to_stock_and_its_sums_are_both_targets(demonstration, store, name):
    """Stocks from the ledgers as filed, sums from the scorecard, which equals SQL elsewhere."""
    found = questions.supply(demonstration, period=Period.parse(name), as_of=AS_OF)
    opening, closing = (
        sum(facts[4] * facts[2] for facts in ledgers(store, one).values()) for one in (PERIODS[0], name)
    )
    city = found.area.org_unit
    picture = by_channel(found, demonstration.reference, text_for("zh"))
    bars = picture.chart.bars
    assert (bars[0].high, bars[-1].high) == (opening, closing)
    moved = sum((-1 if bar.role is StepRole.TAKEN else 1) * (bar.high - bar.low)
                for bar in bars[1:-1] if bar.role is not StepRole.SUM)  # fmt: skip
    assert opening + moved == closing
    sums = [bar for bar in bars if bar.role is StepRole.SUM]
    rows = [found.scorecard.row(indicator, city) for indicator in ("G3", "G4")]
    assert [bar.high - bar.low for bar in sums] == [row.numerator for row in rows]
    assert [bar.target - bar.low for bar in sums] == [30_000, 32_000]


def test_a_unit_has_no_target_in_the_way_by_channel(demonstration):
    found = questions.supply(demonstration, period=Period.parse("2025-Q4"), as_of=AS_OF, org_unit="110114")
    bars = by_channel(found, demonstration.reference, text_for("zh")).chart.bars
    assert [bar.target for bar in bars] == [None] * len(bars)
    assert bars[-1].high == found.stock.inclusive_slots
