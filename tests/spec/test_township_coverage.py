"""/coverage by example: zones with any service beside, what changed, one township and its past, what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from data.issues import UsageError
from data.model import Period
from data.returns import LedgerRow, Mode
from metrics.coverage import township_coverage
from metrics.queries import derivation
from metrics.registry import Wanted, institution_page
from metrics.results import Coverage, NoValue
from tests.fakes import FakeSource, moment, small_city
from tests.store_samples import institution, ledger_return

Q3, Q4 = Period.parse("2025-Q3"), Period.parse("2025-Q4")
LATER = moment("2026-03-01")


def city_source() -> FakeSource:
    """A01 is gained in 2025-Q4, A02 lost; B01 covered by any service only; B03 and B04 unknown; X files nothing."""
    source = FakeSource(small_city())
    for period, first, second in (("2025-Q3", (40, 0), (40, 30)), ("2025-Q4", (40, 25), (40, 0))):
        source.file("A", period, {"A01": first, "A02": second})
        source.file("B", period, {"B01": (30, 0), "B02": (50, 10)}, mode=Mode.SUMMARY)
    return source


def found(township: str | None = None, period: Period = Q4):
    return township_coverage(city_source(), period=period, as_of=LATER, township=township)


def test_zones_tell_inclusive_and_any_service_beside_each_other():
    core, hills = found().zones
    assert (core.zone, core.inclusive.indicator, core.inclusive.numerator, core.total) == ("core", "G5", 1, 3)
    # B03 and B04 are not known: the row holds two townships, the zone has four.
    assert (hills.inclusive.numerator, hills.inclusive.denominator, hills.total) == (1, 2, 4)
    assert hills.inclusive.no_value is NoValue.INCOMPLETE
    assert (core.anything.numerator, hills.anything.numerator) == (2, 2)
    assert (hills.inclusive.target, hills.trend.target) == (85, 85)


def test_what_was_gained_and_lost_since_the_last_period_is_named():
    core, hills = found().zones
    assert [one.township.code for one in core.gained] == ["A01"]
    assert [one.township.code for one in core.lost] == ["A02"]
    assert (hills.gained, hills.lost) == ((), ())


def test_every_township_stands_once_and_one_that_nobody_reported_is_unknown():
    states = {one.township.code: one.coverage for one in found().townships}
    assert states == {
        "A01": Coverage.COVERED,
        "A02": Coverage.UNCOVERED,
        "B01": Coverage.UNCOVERED,
        "B02": Coverage.FRAGILE,
        "B03": Coverage.UNKNOWN,
        "B04": Coverage.UNKNOWN,
        "X01": Coverage.UNKNOWN,
    }


def test_the_past_of_a_township_is_told_period_by_period_with_what_is_missing():
    past = found("A02").chosen.history
    last = {one.period: (one.coverage, one.inclusive_slots) for one in past[-2:]}
    assert last == {Q3: (Coverage.COVERED, 30), Q4: (Coverage.UNCOVERED, 0)}
    assert past[0].period == Period.parse("2022-Q4")
    assert (past[0].coverage, past[0].slots, past[0].no_value) == (Coverage.UNKNOWN, None, NoValue.NOT_REPORTED)


def test_a_township_that_the_period_does_not_have_is_not_chosen():
    assert found("Z99").chosen is None


def test_a_figure_of_a_township_opens_how_it_came_about():
    _, told = derivation(city_source(), indicator="G2", org_unit="A01", period=Q4, as_of=LATER)
    assert (told.row.numerator, told.row.denominator, told.row.org_unit) == (25, 40, "A01")
    _, told = derivation(city_source(), indicator="G5", org_unit="A01", zone="core", period=Q4, as_of=LATER)
    assert told.row.numerator == 1
    with pytest.raises(UsageError):
        derivation(city_source(), indicator="G2", org_unit="A01", zone="hills", period=Q4, as_of=LATER)


def row(number: int, township: str, **facts: object) -> LedgerRow:
    return replace(institution(number), number=f"A-{number:04d}", township=township, **facts)


def ledger_source() -> FakeSource:
    """Unit A by its ledger; B by sums; X not at all."""
    source = FakeSource(small_city())
    place = {"longitude": Decimal("116.40"), "latitude": Decimal("39.90")}
    rows = (
        row(1, "A01", name="示例甲（Ａ）园", inclusive_slots=0, **place),
        row(2, "A02", name="示例乙园", longitude=Decimal("116.40"), latitude=Decimal("39.99")),
        row(3, "A02", name="示例丙园", state="暂停", state_since=date(2025, 12, 1), **place),
        row(4, "A02", name="示例丁园", inclusive_to=date(2025, 12, 31)),
        row(5, "A02", name="示例戊园", inclusive_slots=None),
    )
    source.file("A", "2025-Q4", {"A01": (60, 0), "A02": (180, 40)})
    source.contents[source.filed[-1].stored.sequence] = ledger_return(*rows, unit="A", period=Q4)
    source.file("B", "2025-Q4", {"B01": (30, 20)}, mode=Mode.SUMMARY)
    return source


def numbers(**wanted: object) -> list[str]:
    page = institution_page(ledger_source(), Wanted(**wanted), period=Q4, as_of=LATER)
    return [one.row.number for one in page.found]


def test_institutions_are_found_by_what_counts_at_the_periods_end():
    assert numbers(inclusive=True) == ["A-0002"]
    # 0005 has not said how many of its slots are inclusive: it is in neither list.
    assert numbers(inclusive=False) == ["A-0001", "A-0003", "A-0004"]
    assert numbers(name="(a)") == ["A-0001"]
    assert numbers(township="A02", name="示例") == ["A-0002", "A-0003", "A-0004", "A-0005"]
    assert numbers(zone="hills") == []
    assert numbers(org_unit="B") == []


def test_a_unit_without_a_ledger_is_named_and_not_taken_for_one_without_institutions():
    page = institution_page(ledger_source(), Wanted(), period=Q4, as_of=LATER)
    assert page.silent == ("B", "X")
    assert page.total == 5


def test_pages_follow_each_other_without_a_gap():
    source = ledger_source()
    pages = [institution_page(source, Wanted(), period=Q4, as_of=LATER, page=one, size=2) for one in (1, 2, 3, 4)]
    assert [[one.row.number for one in page.found] for page in pages] == [
        ["A-0001", "A-0002"],
        ["A-0003", "A-0004"],
        ["A-0005"],
        [],
    ]
    assert {(page.total, page.pages) for page in pages} == {(5, 3)}


def test_a_township_tells_its_institutions_and_the_nearest_inclusive_one_elsewhere():
    told = township_coverage(ledger_source(), period=Q4, as_of=LATER, township="A01")
    assert [one.row.number for one in told.chosen.institutions] == ["A-0001"]
    assert sum(one.slots for one in told.chosen.institutions) == told.chosen.result.slots == 60
    assert told.chosen.nearest.name == "示例乙园"
    # 0.09 degrees of latitude along a circle of 6371 km: 0.09 / 360 * 2 * pi * 6371.
    assert told.chosen.nearest.km == pytest.approx(10.0075, abs=0.001)
    assert (len(told.located), told.institutions) == (3, 5)


def test_a_township_whose_unit_filed_sums_has_no_list_rather_than_an_empty_one():
    told = township_coverage(ledger_source(), period=Q4, as_of=LATER, township="B01").chosen
    assert (told.is_listed, told.institutions, told.nearest) == (False, (), None)
    assert township_coverage(ledger_source(), period=Q4, as_of=LATER, township="A01").chosen.is_listed
