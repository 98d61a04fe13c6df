"""The register of institutions at a period's end, and a store seen with one return changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta, timezone

import pytest

from data.details import ChannelSlots, FilerFigures, InstitutionMark, TownshipDetail
from data.dossier import Candidate
from data.model import Period
from data.returns import ChannelTotal, LedgerRow, Mode, Nature, ReturnContent, State, StoredReturn, TaskState
from metrics.interchange import RETURN_KEYS, csv_record, return_record
from metrics.overlay import Instead, Overlay
from metrics.quality import is_awaited
from metrics.queries import reporting
from metrics.registry import registered
from tests.fakes import FakeSource, moment, small_city, total_of, warning
from tests.spec.test_new_inclusive_slots import institution
from tests.spec.test_works import project

Q3, Q4 = Period.parse("2025-Q3"), Period.parse("2025-Q4")
AS_OF = moment("2026-06-01")


def ledger(unit: str, period: str, *rows: LedgerRow) -> ReturnContent:
    return ReturnContent(unit, Period.parse(period), Mode.LEDGER, Nature.DEMO, {}, ledger=rows)


def test_institutions_stand_by_unit_and_number_with_what_counts_at_the_periods_end():
    source = FakeSource(small_city())
    paused = replace(institution("3", 30, 30), state="暂停", state_since=date(2025, 12, 31))
    left = replace(institution("2", 20, 20), inclusive_to=date(2025, 12, 31))
    elsewhere = replace(institution("4", 10, None), township="Z99")
    source.file_content(ledger("B", "2025-Q3", replace(institution("9", 9, 9), township="B01")))
    source.file_content(ledger("A", "2025-Q4", paused, left, elsewhere, institution("1", None, 5)))
    found = registered(source, period=Q4, as_of=AS_OF)
    assert [(one.stored.org_unit, one.row.number) for one in found] == [
        ("A", "1"), ("A", "2"), ("A", "3"), ("A", "4"), ("B", "9"),
    ]  # fmt: skip
    assert [(one.in_operation, one.slots, one.inclusive_slots) for one in found] == [
        (True, None, 5), (True, 20, 0), (False, 0, 0), (True, 10, None), (True, 9, 9),
    ]  # fmt: skip
    assert [one.township.code if one.township else None for one in found] == ["A01", "A01", "A01", None, "B01"]
    assert [one.carried_from for one in found] == [None, None, None, None, Q3]


def test_the_register_knows_nothing_that_came_later():
    source = FakeSource(small_city())
    source.file_content(ledger("A", "2025-Q4", institution("1", 1, 1)), at="2026-03-01")
    assert registered(source, period=Q4, as_of=moment("2026-02-28")) == ()
    assert len(registered(source, period=Q4, as_of=moment("2026-03-01"))) == 1


@pytest.mark.parametrize(("at", "on_time"), [("2026-01-15", True), ("2026-01-16T00:00", False)])
def test_a_stored_return_as_other_programs_read_it(at, on_time):
    city = small_city()
    first = StoredReturn(7, "A", Q4, 1, State.ACCEPTED, moment(at), "clerk", "d7", "R7", Mode.LEDGER)
    record = return_record(first, city, timezone(timedelta(hours=8)))
    assert record == {
        "org_unit": "A",
        "period": "2025-Q4",
        "revision": 1,
        "state": "accepted",
        "received_at": moment(at).isoformat(),
        "due": "2026-01-16T00:00:00+08:00",
        "on_time": on_time,
        "actor": "clerk",
        "digest": "d7",
        "receipt": "R7",
    }
    assert tuple(record) == RETURN_KEYS
    assert csv_record(record)["on_time"] == str(on_time).lower()
    utc = return_record(first, city, timezone(timedelta(0)))["received_at"]
    assert utc.endswith("+00:00")
    later = replace(first, revision=2, received_at=moment("2026-03-01"), first_received_at=moment(at))
    assert return_record(later, city, timezone(timedelta(0)))["on_time"] is on_time


def test_only_what_is_not_due_yet_is_awaited_without_being_late():
    source = FakeSource(small_city())
    source.file("A", "2025-Q4")
    before, after = (reporting(source, period=Q4, as_of=moment(day)).units for day in ("2026-01-15", "2026-01-17"))
    assert [is_awaited(one) for one in before] == [False, True, True]
    assert [is_awaited(one) for one in after] == [False, False, False]


def overlaid() -> tuple[FakeSource, Overlay, StoredReturn]:
    """A and B have filed 2025-Q4; another revision of A's is held that nobody has stored."""
    source = FakeSource(small_city())
    for unit in "AB":
        source.file_content(ledger(unit, "2025-Q4", replace(institution("1", 40, 30), township=f"{unit}01")))
    for sequence in (1, 2):
        source.channels[sequence] = [ChannelTotal(sequence, "K1", 1, 0, 40, 0, 30, 0)]
        source.task_states[sequence] = (TaskState(2, "3", "推进中", None, None, None, None),)
        source.pipeline[sequence] = (project(f"P{sequence}"),)
        source.notes[sequence] = f"note {sequence}"
        source.issues[sequence] = [warning(1), warning(2, told="是", at="2026-02-01")]
    stored = StoredReturn(0, "A", Q4, 2, State.RECEIVED, AS_OF, "clerk", "d0", "R0", Mode.LEDGER, "new.xlsx")
    content = replace(
        ledger("A", "2025-Q4", institution("5", 50, 50)),
        tasks=(TaskState(2, "3", "已完成", None, None, None, None),),
        projects=(project("P0"),),
    )
    candidate = Candidate(
        stored=stored,
        content=content,
        totals=(total_of(0, "A01", (50, 50)),),
        channels=(ChannelTotal(0, "K1", 1, 0, 50, 0, 50, 0),),
        details=(TownshipDetail(0, "A01", carers=5, certified=4),),
        marks=(InstitutionMark(0, "5", None, 50, 50),),
        channel_slots=(ChannelSlots(0, "A01", "K1", 50, 0),),
        filed=FilerFigures({"heads_trained": 7}, 0, {}),
        open_warnings=5,
    )
    return source, Overlay(source, candidate), stored


def sequences(found) -> list[int]:
    return [one.sequence for one in found]


def filed_by(found) -> list[int]:
    """The returns that lines are of, in the order in which they come."""
    return list(dict.fromkeys(sequences(found)))


def test_what_is_held_answers_for_itself_and_the_store_for_the_others():
    source, overlay, _ = overlaid()
    by_sequence = ("township_totals", "channel_totals", "township_details", "institution_marks", "channel_slots")
    for name in by_sequence:
        ask = getattr(overlay, name)
        assert filed_by(ask(sequences=[0, 2])) == [2, 0], name
        assert filed_by(ask(sequences=[2])) == [2], name
        assert ask(sequences=[2]) == list(getattr(source, name)(sequences=[2])), name
    for name in ("filer_figures", "tasks", "projects", "ledgers"):
        ask = getattr(overlay, name)
        assert set(ask(sequences=[0, 2])) == {0, 2}, name
        assert ask(sequences=[2]) == getattr(source, name)(sequences=[2]), name
    assert overlay.tasks(sequences=[0])[0][0].state == "已完成"
    assert [one.name for one in overlay.projects(sequences=[0])[0]] == ["P0"]
    assert [one.number for one in overlay.ledgers(sequences=[0])[0]] == ["5"]
    assert overlay.filer_figures(sequences=[0])[0].workforce == {"heads_trained": 7}


def test_its_warnings_are_added_where_it_is_asked_for():
    _, overlay, _ = overlaid()
    late, early = moment("2026-03-01"), moment("2026-01-25")
    assert [overlay.open_warnings(sequences=asked, as_of=late) for asked in ([0], [2], [0, 2])] == [5, 1, 6]
    assert overlay.open_warnings(sequences=[0, 2], as_of=early) == 7
    assert {key: len(found) for key, found in overlay.warnings(sequences=[1, 2], as_of=late).items()} == {1: 2, 2: 2}
    told = overlay.warnings(sequences=[1], as_of=early)[1]
    assert [one.explanation for one in told] == [None, None]


def test_it_stands_among_the_returns_of_its_period_alone():
    source, overlay, stored = overlaid()
    source.file("A", "2025-Q3", at="2025-10-10")
    assert sequences(overlay.returns(period=Q4, as_of=AS_OF)) == [1, 2, 0]
    assert sequences(overlay.returns(period=Q3, as_of=AS_OF)) == [3]
    assert sequences(overlay.returns(as_of=AS_OF)) == [1, 2, 3, 0]
    assert sequences(overlay.returns(as_of=moment("2025-12-31"))) == [3, 0]
    counting = overlay.counting_returns(periods=[Q3, Q4], as_of=AS_OF)
    assert {key: one.sequence for key, one in counting.items()} == {("A", Q3): 3, ("A", Q4): 0, ("B", Q4): 2}
    assert counting["A", Q4] is stored
    assert overlay.reported_periods(as_of=moment("2025-10-31")) == [Q3, Q4]


def test_its_file_holds_no_cells_yet_and_the_others_hold_theirs():
    source, overlay, _ = overlaid()
    own, other = overlay.source_file(0, "slots"), overlay.source_file(2, "slots")
    assert (own.name, own.digest, own.cells) == ("new.xlsx", "d0", ())
    assert other == source.source_file(2, "slots")
    assert len(other.cells) == 1
    assert overlay.source_file(2, "inclusive_slots").cells[0].counted == 30


def test_another_revision_in_its_place_leaves_everything_else_as_it_is():
    source, _, _ = overlaid()
    source.file("A", "2025-Q3", {"A01": (10, 10)}, at="2025-10-10")
    old = source.counting_returns(periods=[Q3], as_of=AS_OF)["A", Q3]
    instead = Instead(source, replace(old, org_unit="X"))
    assert set(instead.counting_returns(periods=[Q3, Q4], as_of=AS_OF)) == {("A", Q3), ("X", Q3), ("A", Q4), ("B", Q4)}
    assert ("X", Q3) not in instead.counting_returns(periods=[Q4], as_of=AS_OF)
    assert sequences(instead.returns(period=Q3, as_of=AS_OF)) == [3]
    assert sequences(instead.returns(as_of=moment("2025-12-31"))) == [3]
    for name in ("channel_totals", "channel_slots", "ledgers", "tasks", "projects", "revision_notes"):
        assert getattr(instead, name)(sequences=[1, 2]) == getattr(source, name)(sequences=[1, 2]), name
        assert getattr(instead, name)(sequences=[1, 2]), name
    assert instead.open_warnings(sequences=[1], as_of=moment("2026-01-25")) == 2
    assert instead.warnings(sequences=[1], as_of=AS_OF) == source.warnings(sequences=[1], as_of=AS_OF)
    assert instead.source_file(1, "slots") == source.source_file(1, "slots")


def test_without_home_based_points_the_held_return_is_still_held():
    source, overlay, stored = overlaid()
    without = overlay.without_home_based()
    assert filed_by(without.township_totals(sequences=[0, 2])) == [2, 0]
    assert without.counting_returns(periods=[Q4], as_of=AS_OF)["A", Q4] is stored
    plain = Instead(source, stored).without_home_based()
    assert plain.counting_returns(periods=[Q4], as_of=AS_OF)["A", Q4] is stored
    assert plain.township_totals(sequences=[2]) == source.without_home_based().township_totals(sequences=[2])
