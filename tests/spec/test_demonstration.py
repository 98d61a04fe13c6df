"""The demonstration comes to the published figures, and could not be taken for real returns."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest

from data.model import Channel, Period
from data.returns import Nature, Running
from tests.demo_history import DemoHistory, covered, inclusive, kindergartens, slots


@pytest.fixture(scope="module")
def history(reference):
    return DemoHistory(reference)


@pytest.mark.parametrize(
    ("period", "all_slots", "all_inclusive"),
    [
        ("2022-Q4", 38_000, 3_000),
        ("2023-Q4", None, 9_650),
        ("2024-Q2", None, 15_777),
        ("2024-Q4", None, 28_603),
        ("2025-Q4", 62_000, 37_500),
        ("2026-Q3", 62_800, 40_800),
    ],
)
def test_the_citys_slots_come_to_the_record(history, period, all_slots, all_inclusive):
    rows = history.city_rows(period)
    assert inclusive(rows) == all_inclusive
    assert all_slots in (None, slots(rows))


def test_kindergartens_come_to_the_record(history):
    assert inclusive(kindergartens(history.city_rows("2024-Q3"))) == 19_817
    at_the_deadline = kindergartens(history.city_rows("2025-Q4"))
    assert (slots(at_the_deadline), inclusive(at_the_deadline)) == (33_000, 26_000)


def test_inclusive_slots_grow_by_8897_in_2025(history):
    assert inclusive(history.city_rows("2025-Q4")) - inclusive(history.city_rows("2024-Q4")) == 8_897


def test_changping_at_the_end_of_2024(history):
    rows = history.open_rows("110114", "2024-Q4")
    assert (len(rows), slots(rows), inclusive(rows)) == (99, 5_580, 2_611)
    assert len({row.township for row in rows}) == 21
    assert len(covered(rows)) == 20


def test_tongzhou_in_the_middle_of_2025(history):
    rows = history.open_rows("110112", "2025-Q2")
    assert len(covered(rows)) == 22
    assert (len(kindergartens(rows)), slots(kindergartens(rows))) == (90, 2_478)


def test_the_development_area_at_the_end_of_2025(history):
    rows = history.open_rows("BDA", "2025-Q4")
    assert (len(rows), len(kindergartens(rows)), slots(rows)) == (36, 23, 1_162)


def test_xicheng_in_autumn_2024(history):
    rows = history.open_rows("110102", "2024-Q3")
    assert (len(rows), sum(row.inclusive_slots > 0 for row in rows)) == (71, 31)


def test_a_little_over_a_thousand_institutions_in_the_middle_of_2024(history):
    assert 950 <= len(history.city_rows("2024-Q2")) <= 1_100


def test_new_inclusive_slots_miss_both_targets_at_the_end_of_2025(history):
    new = history.gross_new("2025-Q4")
    assert 20_000 < new[Channel.K1] + new[Channel.K2] + new[Channel.K3] < 30_000
    assert 5_000 < new[Channel.S1] + new[Channel.S2] + new[Channel.S3] < 32_000
    assert new[Channel.C] > 0


def test_some_townships_are_not_covered(history, reference):
    rows = history.city_rows("2025-Q4")
    served = covered(rows)
    left = Counter(
        place.zone for place in reference.townships_at(Period.parse("2025-Q4").end) if place.code not in served
    )
    assert left["北京城市副中心"] == 0
    assert 0 < left["中心城区"] <= 8
    assert 0 < left["平原新城"] <= 8
    assert 12 < left["生态涵养区"] <= 20


@pytest.mark.parametrize("period", ["2025-Q4", "2026-Q3"])
def test_a_few_townships_are_covered_only_just(history, period):
    rows = [row for row in history.city_rows(period) if row.inclusive_slots]
    alone = Counter(row.township for row in rows)
    fragile = [code for code in alone if alone[code] == 1 or inclusive([r for r in rows if r.township == code]) < 20]
    assert 10 <= len(fragile) <= 30
    assert len({code[:6] for code in fragile}) >= 8


def test_a_toddler_class_holds_about_twenty_children(history):
    rows = kindergartens(history.city_rows("2025-Q4"))
    assert 20 <= slots(rows) / len(rows) <= 32
    assert all(15 <= row.slots <= 100 for row in rows)


def test_no_name_number_or_code_can_be_taken_for_a_real_one(history):
    for one in history.filed:
        content = one.content
        assert content.nature is Nature.DEMO
        assert not content.header.get("phone")
        for row in content.ledger:
            assert re.fullmatch(rf"示例\w+{content.org_unit}-\d{{4}}", row.name)
            assert row.name.endswith(row.number)
            assert row.address is None
            assert row.credit_code is None or row.credit_code[2:8] == "990000"
        assert all(project.name.startswith("示例") for project in content.projects)
        assert all(programme.school.startswith("示例") for programme in content.programmes)


def test_a_credit_code_belongs_to_one_institution_for_life(history):
    owners: dict[str, set[str]] = {}
    for one in history.filed:
        for row in one.content.ledger:
            if row.credit_code:
                owners.setdefault(row.credit_code, set()).add(row.name)
    assert len(owners) > 1_000
    assert all(len(names) == 1 for names in owners.values())


def test_no_institution_disappears_unless_it_was_closed(history):
    for earlier, later in history.pairs():
        gone = {row.name for row in earlier.ledger} - {row.name for row in later.ledger}
        closed = {row.name for row in earlier.ledger if row.state == Running.CLOSED}
        assert gone == closed


def test_institutions_pause_return_close_turn_inclusive_and_leave_again(history):
    seen = Counter()
    for earlier, later in history.pairs():
        before = {row.name: row for row in earlier.ledger}
        for row in later.ledger:
            old = before.get(row.name)
            seen["opened"] += old is None
            if old is not None:
                seen[old.state, row.state] += 1
                seen["turned"] += not old.inclusive_slots and bool(row.inclusive_slots)
                seen["left"] += bool(old.inclusive_slots) and not row.inclusive_slots
                seen["grew"] += row.slots > old.slots
                seen["shrank"] += row.slots < old.slots
    for event in ("opened", "turned", "left", "grew", "shrank", ("正常", "暂停"), ("暂停", "正常"), ("正常", "关停")):
        assert seen[event] > 0, event


@pytest.mark.parametrize("quarters", [1, 4])
@pytest.mark.parametrize("figure", ["slots", "inclusive_slots", "children", "inclusive_children", "carers"])
def test_what_is_not_new_closed_or_converted_hardly_moves(history, figure, quarters):
    for earlier, later in history.pairs(quarters):
        before = {row.name: row for row in earlier.ledger if row.in_operation(earlier.period.end)}
        kept = [
            (before[row.name], row)
            for row in later.ledger
            if row.name in before
            and row.state != Running.CLOSED
            and bool(row.inclusive_slots) == bool(before[row.name].inclusive_slots)
        ]
        old = sum(getattr(row, figure) for row, _ in kept)
        new = sum(getattr(row, figure) for _, row in kept)
        assert abs(new - old) < 50 or abs(new - old) < 0.3 * old


def test_no_return_repeats_the_last_one(history):
    for earlier, later in history.pairs():
        assert [row.children for row in earlier.ledger] != [row.children for row in later.ledger]


def test_figures_of_an_institution_agree_with_one_another(history):
    for one in history.filed:
        for row in one.content.ledger:
            assert row.inclusive_children <= row.children <= row.slots
            assert row.inclusive_children <= row.inclusive_slots <= row.slots
            assert row.certified <= row.carers
            assert 300 <= row.fee <= 20_000
            assert row.state == Running.OPEN or row.children == 0


def test_dates_of_an_institution_are_in_order(history):
    for one in history.filed:
        end = one.content.period.end
        for row in one.content.ledger:
            assert row.state_since <= end
            assert row.filing_date is None or row.filing_date <= end
            if row.inclusive_slots and row.type != "幼儿园开设托班":
                assert row.inclusive_from is not None
                assert row.inclusive_from <= end
            if row.inclusive_to:
                assert row.inclusive_from <= row.inclusive_to <= end
                assert row.inclusive_slots == 0


def test_certified_carers_stay_a_little_under_nine_in_ten(history):
    rows = history.city_rows("2025-Q4")
    assert 0.86 < sum(row.certified for row in rows) / sum(row.carers for row in rows) < 0.90


def test_a_project_under_way_opens_as_it_said(history):
    opened = announced = 0
    for unit in history.units:
        for project in history.shown(unit, "2025-Q1").projects:
            if project.kind == "在建" and project.opening <= Period.parse("2025-Q2").end:
                announced += 1
                names = [row.name for row in history.shown(unit, "2025-Q2").ledger]
                opened += any(name.endswith(project.name.removeprefix("示例项目")) for name in names)
    assert announced == opened > 10


def test_every_filer_files_every_quarter_except_one_in_the_newest(history):
    filers = [*history.units, "110000"]
    expected = {(filer, str(period)) for filer in filers for period in history.periods}
    assert expected - set(history.latest) == {("110109", "2026-Q3")}


def test_two_returns_are_corrected_and_end_at_the_figures_shown(history):
    editions = Counter((one.content.org_unit, str(one.content.period)) for one in history.filed)
    corrected = [filing for filing, count in editions.items() if count == 2]
    assert len(corrected) == 2
    for unit, period in corrected:
        first, last = [
            one for one in history.filed if (one.content.org_unit, str(one.content.period)) == (unit, period)
        ]
        assert slots(list(first.content.ledger)) != slots(list(last.content.ledger))
        assert last.content.header["revision"] == "修订1"
        assert last.content.header["revision_note"]
        assert first.filing.received_at < last.filing.received_at
        assert first.filing.accepted_at is None


def test_most_returns_are_on_time_and_a_few_are_late(history, reference):
    firsts = [one for one in history.filed if one.content.header["revision"] == "初报"]
    late = [one for one in firsts if one.filing.received_at.date() > reference.definitions.due_date(one.content.period)]
    assert 3 <= len(late) <= 10
    assert all(one.filing.received_at.date() > one.content.period.end for one in firsts)
    assert all(one.filing.received_at.date() <= one.content.period.end + timedelta(days=31) for one in firsts)


def test_everything_but_the_newest_period_is_accepted(history):
    for one in history.filed:
        newest = str(one.content.period) == "2026-Q3"
        final = history.content(one.content.org_unit, str(one.content.period)) is one.content
        assert (one.filing.accepted_at is None) == (newest or not final)


def test_returns_come_in_their_order(history):
    moments = [one.filing.received_at for one in history.filed]
    assert moments == sorted(moments)
    assert all(moment.utcoffset() == timedelta(hours=8) for moment in moments)


def test_the_same_seed_makes_the_same_returns(history, reference):
    again = DemoHistory(reference)
    assert [one.content for one in again.filed] == [one.content for one in history.filed]
