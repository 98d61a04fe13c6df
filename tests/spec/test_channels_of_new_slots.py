"""New inclusive slots channel by channel, gross and net, of units and city."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.model import Channel, NewSlots, Period
from data.returns import LedgerRow
from layouts.accounts import account_facts
from layouts.text import text_for
from metrics.new_slots import Gains
from metrics.queries import derivation, new_slots
from metrics.results import NoValue
from tests.fakes import FakeSource, moment
from tests.spec.cases import LATE, row_of
from tests.spec.test_new_inclusive_slots import FOR_PROFIT, KINDERGARTEN, filed, institution, ledger, summary

ASKED = {"period": Period(2023, 4), "as_of": moment(LATE)}


def gains(source: FakeSource, org_unit: str = "C") -> Gains:
    return next(one for one in new_slots(source, **ASKED) if one.org_unit == org_unit)


def told(found: Gains) -> dict[str, tuple[int | None, int | None]]:
    """Channel -> gross and net, of those that have anything."""
    return {one.channel.value: (one.gross, one.net) for one in found.by_channel if one.gross or one.net}


def several() -> FakeSource:
    """A kindergarten grows and shrinks, a centre opens, a for-profit turns inclusive, a community site closes."""
    return filed(
        ledger("2022-Q4", institution("1", 40, 10), institution("4", 15, 15, "社区托育点")),
        ledger("2023-Q2", institution("1", 40, 30), institution("2", 60, 60, "区托育综合服务中心")),
        ledger("2023-Q4", institution("1", 40, 25), institution("2", 60, 50, "区托育综合服务中心"),
               institution("3", 50, 35, FOR_PROFIT)),
    )  # fmt: skip


def test_each_channel_has_its_highest_mark_and_what_is_left_of_it():
    assert told(gains(several(), "A")) == {"K1": (20, 15), "S1": (0, -15), "S3": (35, 35), "C": (60, 50)}
    assert told(gains(several())) == told(gains(several(), "A"))


def test_the_channels_of_a_target_add_up_to_it():
    source = several()
    city = gains(source)
    assert city.total("G3") == row_of(source, "G3", period="2023-Q4").numerator == 20
    assert city.total("G4") == row_of(source, "G4", period="2023-Q4").numerator == 35
    assert city.total(None) == 60
    every = [city.total(target, net=True) for target in ("G3", "G4", None)]
    assert every == [15, 20, 50]
    assert sum(every) == row_of(source, "NET", period="2023-Q4").value


def test_which_channel_counts_to_what_follows_the_definitions():
    source = several()
    counted = {one.channel: one.counted_in for one in gains(source).by_channel}
    assert [counted[one] for one in Channel] == ["G3", "G3", "G3", "G4", "G4", "G4", None, None]
    made = replace(source.reference.definitions, uncounted_channels=(Channel.O,))
    source.reference = replace(source.reference, definitions=made)
    assert gains(source).total("G4") == 95


def test_gross_and_net_are_both_told_whichever_the_definitions_count():
    source = several()
    made = replace(source.reference.definitions, new_slots=NewSlots.NET)
    source.reference = replace(source.reference, definitions=made)
    assert told(gains(source)) == told(gains(several()))


def test_a_unit_that_files_sums_is_followed_by_township_and_channel():
    source = filed(summary("2022-Q4", K1=10, S1=5), summary("2023-Q2", K1=40, S1=5), summary("2023-Q4", K1=30, S1=0))
    assert told(gains(source, "A")) == {"K1": (30, 20), "S1": (0, -5)}
    assert gains(source, "A").estimated
    assert gains(source).estimated
    assert not gains(source, "B").estimated


def test_a_unit_without_a_baseline_is_told_so_and_leaves_the_city_partial():
    source = several()
    later = filed(ledger("2022-Q4", institution("1", 40, 10)))
    later.filed = [one for one in source.filed if (one.stored.org_unit, str(one.stored.period)) != ("B", "2022-Q4")]
    later.contents, later.reference = source.contents, source.reference
    assert (gains(later, "B").no_value, told(gains(later, "B"))) == (NoValue.NO_BASELINE, {})
    assert gains(later, "B").total("G3") is None
    assert gains(later).no_value is NoValue.INCOMPLETE
    assert gains(later).total("G3") == 20


def test_before_the_plan_there_is_nothing_to_tell():
    found = new_slots(several(), period=Period(2022, 3), as_of=moment(LATE))
    assert {one.no_value for one in found} == {NoValue.NOT_APPLICABLE}


def words(source: FakeSource, indicator: str, unit: str = "A") -> str:
    found = derivation(source, indicator=indicator, org_unit=unit, **ASKED)[1]
    zh = text_for("zh")
    return dict(account_facts(found, zh)).get(zh("account.channels"), "")


def test_how_a_figure_came_about_names_its_channels():
    assert words(several(), "G3", "C") == "幼儿园开设托班20个、社区办园点转型0个、其他教育系统方式0个"
    assert words(several(), "G4") == "社区托育点0个、单位托育点0个、营利性机构转普惠35个"
    assert words(several(), "NET").startswith("幼儿园开设托班15个")
    assert words(several(), "G2") == ""


@pytest.mark.parametrize("kind", [KINDERGARTEN, FOR_PROFIT])
def test_a_change_of_type_is_gross_where_the_mark_was_highest(kind):
    def row(slots: int, of: str) -> LedgerRow:
        return institution("1", 40, slots, of)

    other = FOR_PROFIT if kind == KINDERGARTEN else KINDERGARTEN
    source = filed(ledger("2022-Q4", row(0, kind)), ledger("2023-Q2", row(30, kind)), ledger("2023-Q4", row(20, other)))
    first, second = ("K1", "S3") if kind == KINDERGARTEN else ("S3", "K1")
    assert told(gains(source, "A")) == {first: (30, 0), second: (0, 20)}
