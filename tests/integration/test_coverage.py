"""/coverage on the demonstration and on small stores: map, zones, search and files against plain SQL."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from app import create_app
from data.institution_search import InstitutionQuery
from data.model import Period
from data.telephones import without_telephone
from layouts.charts.measures import CLASS_LOOKS, Measure, class_of
from layouts.institution_list import PUBLIC
from layouts.pages.coverage_map import inside
from layouts.shell import FORGOTTEN
from layouts.text import text_for
from layouts.view import ViewQuery
from metrics.coverage import township_coverage
from metrics.queries import scorecard
from tests.fake_details import matches
from tests.integration.test_pages_http import asked_for, shown
from tests.store_samples import PERIOD, institution, ledger_return, stored

AS_OF = datetime(2026, 11, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
PERIODS = ("2022-Q4", "2024-Q2", "2025-Q4")
ZONES = {"G5": "中心城区", "G6": "北京城市副中心", "G7": "平原新城", "G8": "生态涵养区"}
ROWS = """
    select l.township, coalesce(l.slots, 0), coalesce(l.children, 0),
           case when l.inclusive_to is not null and l.inclusive_to <= :day then 0 else l.inclusive_slots end
    from ledger_rows l join returns r on r.sequence = l.return_sequence
    where r.period = :period
      and r.revision = (select max(revision) from returns o where o.org_unit = r.org_unit and o.period = r.period)
      and not (l.state in ('暂停', '关停') and (l.state_since is null or l.state_since <= :day))
"""


def sums(database, name: str) -> dict[str, list[int]]:
    """Township -> slots, children, inclusive slots, by plain SQL."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    with closing(sqlite3.connect(database)) as store:
        day = Period.parse(name).end.isoformat()
        for township, *figures in store.execute(ROWS, {"period": name, "day": day}):
            found[township] = [a + b for a, b in zip(found[township], figures)]
    return found


@pytest.mark.parametrize("name", PERIODS)
def test_the_map_the_scorecard_and_plain_sql_count_the_same(demo_repository, demo_database, reference, name):
    period = Period.parse(name)
    plain = sums(demo_database, name)
    found = township_coverage(demo_repository, period=period, as_of=AS_OF)
    card = scorecard(demo_repository, period=period, as_of=AS_OF)
    for indicator, zone in ZONES.items():
        codes = [one.code for one in reference.townships_at(period.end) if one.zone == zone]
        covered = [code for code in codes if plain[code][2]]
        any_service = [code for code in codes if plain[code][0]]
        shown_zone = next(one for one in found.zones if one.zone == zone)
        on_map = Counter(str(one.coverage) for one in inside(found, ViewQuery(zone=zone)))
        assert on_map["covered"] + on_map["fragile"] == len(covered)
        assert sum(on_map.values()) == len(codes)
        for row in (shown_zone.inclusive, card.row(indicator, reference.city.code, zone)):
            assert (row.numerator, row.denominator) == (len(covered), len(codes))
        assert shown_zone.anything.numerator == len(any_service)
        assert shown_zone.trend.points[-1].value == shown_zone.inclusive.value


@pytest.mark.parametrize("name", PERIODS)
@pytest.mark.parametrize("measure", [Measure.SLOTS, Measure.INCLUSIVE, Measure.USE])
def test_the_classes_of_the_map_are_those_of_plain_sql(demo_repository, demo_database, name, measure):
    plain = sums(demo_database, name)
    found = township_coverage(demo_repository, period=Period.parse(name), as_of=AS_OF)
    expected = {one.township.code: _class(measure, *plain[one.township.code]) for one in found.townships}
    assert {one.township.code: class_of(measure, one) for one in found.townships} == expected


def _class(measure: Measure, slots: int, children: int, inclusive: int) -> str:
    if measure is Measure.USE:
        if not slots:
            return "void"
        share = 100 * children / slots
        return "zero" if not children else f"c{1 + sum(share >= bound for bound in (50, 60, 70, 80))}"
    size = slots if measure is Measure.SLOTS else inclusive
    return "zero" if not size else f"c{1 + sum(size >= bound for bound in (50, 100, 200, 400))}"


def test_73_of_85_is_the_target_of_the_hills(demo_repository):
    found = township_coverage(demo_repository, period=Period.parse("2025-Q4"), as_of=AS_OF)
    hills = next(one for one in found.zones if one.zone == "生态涵养区").inclusive
    assert (hills.denominator, hills.target, hills.gap) == (85, 85, 73 - hills.numerator)


def test_what_was_gained_and_lost_is_the_difference_of_two_periods_in_plain_sql(demo_repository, demo_database):
    now, before = (sums(demo_database, name) for name in ("2025-Q4", "2025-Q3"))
    found = township_coverage(demo_repository, period=Period.parse("2025-Q4"), as_of=AS_OF)
    codes = [one.township.code for one in found.townships]
    gained = {code for code in codes if now[code][2] and not before[code][2]}
    assert {one.township.code for zone in found.zones for one in zone.gained} == gained != set()
    lost = {code for code in codes if before[code][2] and not now[code][2]}
    assert {one.township.code for zone in found.zones for one in zone.lost} == lost


def test_the_institutions_of_a_township_add_up_to_its_slots(demo_repository):
    for code in ("110114001", "110109003", "110108001"):
        told = township_coverage(demo_repository, period=Period.parse("2026-Q3"), as_of=AS_OF, township=code).chosen
        assert sum(one.slots for one in told.institutions) == told.result.slots
        assert sum(one.inclusive_slots for one in told.institutions) == told.result.inclusive_slots


# Names on both databases: what a reader types, and what it must find.
NAMES = (
    "示例甲园", "示例（Ａ）园", "100%普惠园", "甲_乙园", "O'Brien园", "a\\b园", "示例/园", 'x"y园', "-- 园", "Ａｂｃ园",
    "<b>园</b>", "🙂园", "İstanbul园", "ﬁ园", "示例　全角　园",
)  # fmt: skip
ASKED = (
    *NAMES, "%", "_", "\\", "/", "'", '"', "--", "' OR '1'='1", "'; DROP TABLE ledger_rows; --", "园%", "甲_", "甲%",
    "(a)", "（a）", "ａ", "A", "ABC", "１００％", "园", "", "不存在", "İ", "i", "fi", "🙂", "<b>", "{name}", "%(name)s",
    ":name", "abcdefghijklmnopqrstuvwxyz0123456789-_%/", "示例 全角", "全角　园　",
)  # fmt: skip


def named(repository):
    rows = [replace(institution(place), name=name) for place, name in enumerate(NAMES, 1)]
    rows[0] = replace(rows[0], inclusive_slots=0)
    rows[1] = replace(rows[1], inclusive_slots=None, longitude=Decimal("116.4"), latitude=Decimal("39.9"))
    rows[2] = replace(rows[2], state="暂停", state_since=date(2025, 12, 31), longitude=Decimal("116.4"))
    rows[3] = replace(rows[3], inclusive_to=date(2025, 12, 31), township="110114002")
    content = ledger_return(*reversed(rows), unit="110114")
    other = [replace(institution(place), number=f"110105-{place:04d}", township="110105001") for place in (2, 1)]
    first = stored(repository, content).sequence
    return (first, stored(repository, ledger_return(*other, unit="110105")).sequence), content


@pytest.mark.parametrize("asked", ASKED)
def test_a_part_of_a_name_finds_the_same_on_every_database_and_runs_nothing(repository, asked):
    sequences, content = named(repository)
    found = repository.institutions(InstitutionQuery((sequences[0],), name=asked))
    expected = [row for row in content.ledger if _half(asked) in _half(row.name)]
    assert sorted(row.name for _, row in found.rows) == sorted(row.name for row in expected)
    assert found.total == len(expected)
    assert repository.institutions(InstitutionQuery(sequences)).total == len(NAMES) + 2


def _half(name: str) -> str:
    """By hand: full-width forms, the wide space and capitals of ASCII."""
    made = "".join(chr(ord(one) - 0xFEE0) if 0xFF01 <= ord(one) <= 0xFF5E else one for one in name)
    made = made.replace("\u3000", " ").strip()
    return "".join(one.lower() if one.isascii() else one for one in made)


@pytest.mark.parametrize(
    "wanted",
    [
        {"inclusive": True}, {"inclusive": False}, {"located": True}, {"townships": frozenset({"110114002"})},
        {"townships": frozenset()}, {"name": "园", "inclusive": True, "townships": frozenset({"110114001"})},
    ],
)  # fmt: skip
def test_every_condition_answers_as_the_rule_in_words_does(repository, wanted):
    sequences, content = named(repository)
    query = InstitutionQuery((sequences[0],), **wanted)
    counted = {
        row.number: row.inclusive_slots if row.in_operation(PERIOD.end) and row.is_inclusive_at(PERIOD.end) else 0
        for row in content.ledger
    }
    expected = sorted(row.number for row in content.ledger if matches(row, query, counted[row.number]))
    assert [row.number for _, row in repository.institutions(query).rows] == expected


def test_institutions_come_by_return_and_number_and_page_by_page_alike(repository):
    sequences, _ = named(repository)
    every = [row.number for _, row in repository.institutions(InstitutionQuery(sequences)).rows]
    assert every == [*(f"110114-{place:04d}" for place in range(1, 16)), "110105-0001", "110105-0002"]
    turned = repository.institutions(InstitutionQuery(sequences[::-1], offset=1, limit=2)).rows
    assert [row.number for _, row in turned] == ["110105-0002", "110114-0001"]
    assert repository.institutions(InstitutionQuery(())).rows == ()
    assert repository.institutions(InstitutionQuery(sequences, offset=99)).rows == ()


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


@pytest.mark.parametrize("search", ["?name=%25", "?name=" + quote("' OR 1=1 --"), "?name=" + quote("＿")])
def test_a_naughty_name_finds_nothing_on_the_page_and_breaks_nothing(client, search):
    assert "没有符合条件的机构" in shown(client, "/coverage", search + "&period=2025-Q4")


def test_a_full_width_number_finds_what_the_half_width_one_finds(client):
    half = shown(client, "/coverage", "?period=2025-Q4&name=110114-0037")
    full = shown(client, "/coverage", "?period=2025-Q4&name=" + quote("１１０１１４－００３７"))
    for page in (half, full):
        assert "共1个机构" in page
        assert "示例" in page.split("清除条件")[1]


@pytest.mark.parametrize(
    ("search", "key"),
    [
        ("?township=110114999", "township"), ("?township=110109400", "township"), ("?colour=red", "colour"),
        ("?name=" + "园" * 61, "name"), ("?name=a%00b", "name"), ("?name=a%0Ab", "name"),
        ("?inclusive=yes", "inclusive"),
        ("?page=0", "page"), ("?page=-1", "page"), ("?page=" + quote("１"), "page"), ("?org_unit=110000", "org_unit"),
        ("?table=all", "table"),
    ],
)  # fmt: skip
def test_a_wrong_value_gets_a_plain_page(client, search, key):
    answer = client.get("/coverage" + search)
    assert answer.status_code == 400
    assert text_for("zh")("refusal.title") in answer.text
    assert "Traceback" not in answer.text


def test_a_page_beyond_the_last_says_so(client):
    assert "没有这一页" in shown(client, "/coverage", "?period=2025-Q4&page=9999")


def test_a_choice_without_a_township_says_so(client):
    said = shown(client, "/coverage", "?period=2025-Q4&org_unit=110101&zone=" + quote("生态涵养区"))
    assert text_for("zh")("townmap.none") in said


def test_what_the_map_shows_is_one_letter_and_one_figure_a_township(client, demo_repository):
    answer = json.dumps(asked_for(client, "/coverage", "?period=2025-Q4&colour=slots&zone=" + quote("平原新城")))
    looks = answer.split('"data-looks": "')[1].split('"')[0]
    values = answer.split('"data-values": "')[1].split('"')[0].split(",")
    found = township_coverage(demo_repository, period=Period.parse("2025-Q4"), as_of=AS_OF).townships
    letters = dict(zip(CLASS_LOOKS, "abcdefgh"))
    assert [int(value) for value in values] == [one.slots for one in found]
    for look, one in zip(looks, found, strict=True):
        assert look.lower() == letters[class_of(Measure.SLOTS, one)]
        assert look.islower() == (one.township.zone == "平原新城")


FORBIDDEN = ("credit_code", "children", "carers", "certified", "fee", "quality", "risk", "inclusive_from", "row")
SECRETS = {"credit_code": "91350100M000100Y43", "fee": 98765, "carers": 4321, "certified": 3210, "children": 7654}


@pytest.fixture
def public(settings, repository) -> FlaskClient:
    """Four institutions: one for the map, one without coordinates, one not filed, one paused."""
    place = {"longitude": Decimal("116.2500"), "latitude": Decimal("40.1"), "filing_state": "已备案", **SECRETS}
    rows = (
        institution(1, name="=1+1", address="@地址", ownership="公办", filing_date=date(2024, 5, 6), **place),
        institution(2, **place | {"longitude": None}),
        institution(3, **place | {"filing_state": "办理中"}),
        institution(4, state="暂停", state_since=date(2025, 11, 1), **place),
        institution(5, **place | {"filing_state": None}),
    )
    header = {"contact": "13800138000", "phone": "13800138000"}
    stored(repository, replace(ledger_return(*rows), header=header))
    return create_app(settings).server.test_client()


def test_the_csv_tells_public_fields_only_of_registered_institutions_in_operation(public):
    answer = public.get("/download/institutions.csv?period=2025-Q4&as_of=2026-03-01")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    head = text_for("zh")
    public_heads = [head(f"institutions.public.{name}") for name in PUBLIC]
    assert list(lines[0])[: len(PUBLIC)] == public_heads == [
        "系统编号", "机构名称", "机构类型", "举办性质", "备案状态", "备案日期", "填报单位", "街乡代码", "街乡名称",
        "区域", "地址", "托位数", "普惠托位数", "经度", "纬度",
    ]  # fmt: skip
    assert set(list(lines[0])[len(PUBLIC) :]) == {
        "计量单位", "报告期", "对照计划", "数据来源", "数据截至", "口径版本", "数据摘要", "数据性质", "未列入",
        "没有机构名录的单位",
    }  # fmt: skip
    assert [line["系统编号"] for line in lines] == ["110114-0001", "110114-0002"]
    assert (lines[0]["机构名称"], lines[0]["地址"]) == ("'=1+1", "'@地址")
    assert (lines[0]["备案日期"], lines[0]["经度"], lines[1]["经度"]) == ("2024-05-06", "116.2500", "")
    assert {line["数据性质"] for line in lines} == {"演示数据"}
    assert {line["未列入"] for line in lines} == {"未备案或备案不明2个，期末未运营1个"}
    _assert_nothing_private(answer.data.decode())


def test_the_geojson_holds_those_with_coordinates_and_says_how_many_it_leaves_out(public):
    answer = public.get("/download/institutions.geojson?period=2025-Q4&as_of=2026-03-01")
    assert answer.mimetype == "application/geo+json"
    told = json.loads(answer.data)
    assert told["type"] == "FeatureCollection"
    assert told["left_out"] == {"not_filed": 2, "not_in_operation": 1, "without_coordinates": 1}
    assert (told["demo"], told["period"], len(told["data_digest"])) == (True, "2025-Q4", 64)
    assert told["as_of"].startswith("2026-03-01T23:59:59")
    (point,) = told["features"]
    assert point["geometry"] == {"type": "Point", "coordinates": [116.25, 40.1]}
    assert set(point["properties"]) == {*PUBLIC, "period", "demo"} - {"longitude", "latitude"}
    assert (point["properties"]["slots"], point["properties"]["inclusive_slots"]) == (60, 40)
    assert "演示数据" in json.dumps(told["note"], ensure_ascii=False)
    _assert_nothing_private(answer.data.decode())


def _assert_nothing_private(words: str) -> None:
    assert set(PUBLIC) & set(FORBIDDEN) == set()
    assert [str(secret) for secret in (*SECRETS.values(), "13800138000") if str(secret) in words] == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("示例园（王园长13800138000）", "示例园（王园长138****）"),
        ("回龙观12号，电话 010-6972 1234", "回龙观12号，电话 010****"),
        ("69721234示例园", "697****示例园"),
        ("昌平路2025号20250301托育园", "昌平路2025号20250301托育园"),
        (None, None),
    ],
)
def test_a_telephone_typed_into_a_name_or_an_address_is_masked(typed, told):
    assert without_telephone(typed) == told


PLACES = ("机构数", "普惠机构数", "托位数", "普惠托位数")
PERSONS = ("在托婴幼儿数", "普惠在托婴幼儿数")


@pytest.mark.parametrize("period", ["2025-Q4", "2026-Q3"])
def test_the_public_figures_are_those_of_the_interface_but_for_small_counts_of_children(client, period):
    lines = list(csv.DictReader(io.StringIO(client.get(f"/download/public.csv?period={period}").text.lstrip("\ufeff"))))
    rows = {line["代码"]: line for line in lines}
    found = client.get(f"/api/v1/townships?period={period}").json["townships"]
    assert len(rows) == len(lines) == 1 + 17 + len(found)
    hidden = 0
    for one in found:
        keys = ("institutions", "inclusive_institutions", "slots", "inclusive_slots", "children", "inclusive_children")
        for head, key in zip((*PLACES, *PERSONS), keys, strict=True):
            told = rows[one["code"]][head]
            if told == "已隐去":
                hidden += 1
                assert head in PERSONS
            else:
                assert told == str(one[key]) or (one[key] is None and told and not told.isdigit())
                assert head in PLACES or not told.isdigit() or not 0 < int(told) < 10
    assert hidden
    assert not any(rows["110000"][head] == "已隐去" for head in PERSONS)


def test_pages_and_the_interface_hide_nothing_of_it(client):
    found = client.get("/api/v1/townships?period=2025-Q4").json["townships"]
    assert any(0 < (one["children"] or 0) < 10 for one in found) or any(
        0 < (one["inclusive_children"] or 0) < 10 for one in found
    )
    assert "已隐去" not in shown(client, "/districts/110114", "?period=2025-Q4")


def test_the_files_hold_the_choice_of_the_address(client):
    search = "?period=2025-Q4&org_unit=110114&inclusive=true&page=3"
    text = client.get("/download/institutions.csv" + search).data.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    said = shown(client, "/coverage", search)
    assert f"共{len(lines)}个机构" in said
    assert {line["填报单位"] for line in lines} == {"昌平区"}
    assert all(int(line["普惠托位数"]) > 0 for line in lines)


@pytest.mark.parametrize("key", ["map", "zones"])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "png", "svg"])
def test_every_chart_can_be_had(client, key, ending):
    answer = client.get(f"/download/chart/coverage/{key}.{ending}?period=2025-Q4&colour=use")
    assert answer.status_code == 200
    assert len(answer.data) > 500


def test_the_map_on_paper_says_that_it_is_a_sketch_and_a_demonstration(client):
    from layouts.briefing.drawings import _sheet
    from layouts.charts import hex_map
    from tests.sample_overview import sample_overview, sample_reference

    chart = hex_map(sample_overview().townships, sample_reference(), text_for("zh"), Measure.SLOTS)
    assert "示意图，不代表行政区域界线" in str(_sheet(chart, "zh", [])["notes"])
    assert client.get("/download/chart/coverage/map.svg?period=2025-Q4&colour=slots").data.startswith(b"<svg")


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_outlines_of_districts_leave_in_no_picture_without_an_approval_number(client, ending):
    assert client.get(f"/download/chart/coverage/districts.{ending}?period=2025-Q4").status_code == 400
    assert client.get("/download/chart/coverage/districts.csv?period=2025-Q4").status_code == 200


def test_with_an_approval_number_they_do_and_it_is_printed():
    from dataclasses import replace as changed

    from layouts.briefing import chart_svg
    from layouts.charts import district_map
    from layouts.frames import endings_of
    from layouts.pages.coverage_map import district_picture
    from tests.fakes import FakeSource
    from tests.sample_overview import sample_overview, sample_reference

    approved = changed(sample_reference(), map_approval_number="京S(2026)001号")
    source = FakeSource(approved)
    source.file("110114", "2025-Q4", {})
    found = township_coverage(source, period=Period.parse("2025-Q4"), as_of=AS_OF)
    picture = district_picture(found, approved, ViewQuery(), text_for("zh"))
    assert endings_of(picture) == ("csv", "xlsx", "png", "svg")
    assert ("审图号", "京S(2026)001号") in picture.facts
    chart = district_map(sample_overview().townships, approved, text_for("zh"))
    assert chart_svg(chart).startswith(b"<svg")
    bare = district_map(sample_overview().townships, sample_reference(), text_for("zh"))
    with pytest.raises(ValueError, match="approval"):
        chart_svg(bare)


def test_the_data_of_the_map_are_sent_only_when_they_are_asked_for(client):
    short = shown(client, "/coverage", "?period=2025-Q4")
    whole = shown(client, "/coverage", "?period=2025-Q4&table=map")
    assert "收起数据" in whole
    assert "收起数据" not in short
    assert whole.count("110114") >= short.count("110114") + 22


def test_the_page_without_a_script_has_the_figures_and_no_bare_list_of_names(client):
    plain = client.get("/plain/coverage?period=2025-Q4").text
    assert 'role="listbox"' not in plain
    assert "73/85" in plain
    assert "/plain/coverage?period=2025-Q4&amp;table=map" in plain
    opened = client.get("/plain/coverage?period=2025-Q4&table=map").text
    assert opened.count("<tr>") > plain.count("<tr>") + 340


def test_links_to_other_pages_leave_the_search_behind():
    view = ViewQuery(period=PERIOD, name="园", township="110114001", colour="use", page=2)
    assert view.href("/gaps", **FORGOTTEN) == "/gaps?period=2025-Q4"
    assert "township=110114001" in view.href("/coverage")
    assert "name=" in view.href("/download/institutions.csv")
