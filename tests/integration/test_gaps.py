"""/gaps on the demonstration: its lists against plain SQL over the ledgers, its page, its file."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from data.model import Period
from metrics import queries
from metrics.memory import remembering
from metrics.unit_position import unit_position

AS_OF = datetime(2026, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
INSTITUTIONS = """
    select l.township, l.slots, l.children,
           case when l.inclusive_to is not null and l.inclusive_to <= :day then 0 else l.inclusive_slots end
    from ledger_rows l join returns r on r.sequence = l.return_sequence
    where r.period = :period
      and r.revision = (select max(revision) from returns o where o.org_unit = r.org_unit and o.period = r.period)
      and not (l.state in ('暂停', '关停') and (l.state_since is null or l.state_since <= :day))
"""


@pytest.mark.parametrize("name", ["2023-Q4", "2024-Q4", "2025-Q4"])
def test_the_lists_are_those_of_plain_sql(demo_repository, demo_database, reference, name):
    period = Period.parse(name)
    with closing(sqlite3.connect(demo_database)) as store:
        rows = store.execute(INSTITUTIONS, {"period": name, "day": period.end.isoformat()}).fetchall()
    slots, children, inclusive = (defaultdict(int) for _ in range(3))
    open_inclusive = defaultdict(int)
    for township, number, taken, counted in rows:
        slots[township] += number
        children[township] += taken
        inclusive[township] += counted
        open_inclusive[township] += counted > 0
    codes = [one.code for one in reference.townships_at(period.end)]
    needs = queries.shortfall(demo_repository, period=period, as_of=AS_OF).needs
    assert [one.result.township.code for one in needs.uncovered] == [code for code in codes if not inclusive[code]]
    fragile = [code for code in codes if inclusive[code] and (inclusive[code] < 20 or open_inclusive[code] == 1)]
    assert [one.result.township.code for one in needs.fragile] == fragile
    idle = [code for code in codes if slots[code] and 2 * children[code] < slots[code]]
    assert [one.result.township.code for one in needs.idle] == idle
    assert needs.unknown == ()


@pytest.mark.parametrize("code", ["110114", "110119", "BDA"])
def test_a_unit_is_told_the_same_of_its_townships_as_the_city_with_the_whole_city_around_them(
    demo_repository, reference, code
):
    period = Period.parse("2025-Q4")
    whole = queries.shortfall(demo_repository, period=period, as_of=AS_OF)
    own = unit_position(demo_repository, unit=reference.unit_by_code[code], period=period, as_of=AS_OF)
    for name in ("uncovered", "fragile", "idle", "every"):
        of_the_city = [one for one in getattr(whole.needs, name) if one.result.township.reporting_unit == code]
        assert list(getattr(own.needs, name)) == of_the_city, name
    assert own.scorecard == whole.scorecard
    assert own.routes == whole.routes.get(code)
    assert own.needs.every


def test_the_places_around_are_read_once_for_a_unit_after_the_other(demo_repository, reference, monkeypatch):
    source, period = remembering(demo_repository), Period.parse("2025-Q4")
    first, second = (reference.unit_by_code[code] for code in ("110114", "110119"))
    unit_position(source, unit=first, period=period, as_of=AS_OF)
    asked = []
    read = type(demo_repository).ledgers

    def told(self, *, sequences):
        asked.append(len(sequences))
        return read(self, sequences=sequences)

    monkeypatch.setattr(type(demo_repository), "ledgers", told)
    assert unit_position(source, unit=second, period=period, as_of=AS_OF).needs.every
    assert max(asked) == 1


def test_the_city_and_its_units_lack_what_the_record_says(demo_repository):
    found = queries.shortfall(demo_repository, period=Period.parse("2025-Q4"), as_of=AS_OF)
    city = found.routes["110000"]
    assert (city.needed, city.build) == (98_244, 36_244)
    assert "BDA" not in found.routes
    assert len(found.routes) == 17


def test_the_file_holds_what_the_page_lists(demo_settings, demo_repository):
    from app import create_app

    client = create_app(demo_settings).server.test_client()
    text = client.get("/download/needs.csv?period=2025-Q4").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    needs = {name: [row for row in rows if row["清单"] == name] for name in ("尚未覆盖", "脆弱覆盖", "先转后建")}
    found = queries.shortfall(demo_repository, period=Period.parse("2025-Q4"), as_of=AS_OF).needs
    listed = (found.uncovered, found.fragile, found.idle)
    for rows_of_list, wanted in zip(needs.values(), listed, strict=True):
        assert [row["街乡代码"] for row in rows_of_list] == [need.result.township.code for need in wanted]
    assert {row["数据性质"] for row in rows} == {"演示数据"}
    assert all(row["可采取的办法"] for row in rows)
    zoned = client.get("/download/needs.csv?period=2025-Q4&zone=生态涵养区").data.decode("utf-8-sig")
    assert {row["功能区"] for row in csv.DictReader(io.StringIO(zoned))} == {"生态涵养区"}
