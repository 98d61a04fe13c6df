"""A newer 口径版本 in the folder: figures follow it, and what an older one said can be had again, byte for byte."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app import House, create_app
from callbacks.commands.line import run
from data.model import MountainTownships, Period
from data.register import load_reference
from data.settings import Settings
from metrics import queries
from metrics.versions import under

NEWER = """
[[version]]
id = "2026.2"
issued = 2026-11-24
"""
CHANGED = """
[[setting]]
id = "new_slots"
value = "net"
version = 2
since = "2026.2"

[[setting]]
id = "home_based_counts"
value = false
version = 2
since = "2026.2"
"""
AS_OF = ["--as-of", "2026-10-20"]
ASKED = ["--period", "2025-Q4", "--org-unit", "110000", *AS_OF]


@pytest.fixture
def newer(demo_settings: Settings, tmp_path: Path) -> Settings:
    """The demonstration under a folder with a second version."""
    folder = Path(shutil.copytree(demo_settings.reference, tmp_path / "reference"))
    file = folder / "definitions.toml"
    text = file.read_text(encoding="utf-8")
    first = text.index("[[setting]]")
    file.write_text(text[:first] + NEWER + "\n" + text[first:] + CHANGED, encoding="utf-8")
    return replace(demo_settings, reference=folder)


def made(settings: Settings, folder: Path, capsys, *more: str) -> dict[str, bytes | str]:
    """The briefing, the card and the indicators."""
    house, found = House(settings), {}
    for ending in ("pdf", "png"):
        out = folder / f"{len(list(folder.iterdir()))}.{ending}"
        assert run(["brief", *ASKED, "--out", str(out), *more], house) == 0
        found[ending] = out.read_bytes()
    capsys.readouterr()
    assert run(["indicators", *ASKED, "--format", "json", *more], house) == 0
    found["json"] = capsys.readouterr().out
    return found


def test_what_was_issued_can_be_issued_again_to_the_byte(demo_settings, newer, tmp_path, capsys):
    folder = tmp_path / "made"
    folder.mkdir()
    before = made(demo_settings, folder, capsys)
    assert made(newer, folder, capsys, "--definitions", "2026.1") == before
    now = made(newer, folder, capsys)
    assert all(now[name] != before[name] for name in before)
    told = json.loads(str(now["json"]))
    assert told["definition_version"] == "2026.2"


def test_history_is_told_by_the_version_in_force(newer, capsys):
    values = {}
    for version in ("2026.1", "2026.2"):
        house = House(newer)
        assert run(["indicators", *ASKED, "--format", "json", "--definitions", version], house) == 0
        rows = json.loads(capsys.readouterr().out)["indicators"]
        values[version] = {row["indicator"]: row["value"] for row in rows if row["zone"] is None}
    assert values["2026.1"]["G3"] > values["2026.2"]["G3"]
    assert values["2026.1"]["G1"] > values["2026.2"]["G1"]
    assert values["2026.1"]["T14a"] == values["2026.2"]["T14a"]


def test_an_unknown_version_is_a_usage_error_everywhere(newer, capsys):
    assert run(["indicators", *ASKED, "--definitions", "1999"], House(newer)) == 2
    assert "1999" in capsys.readouterr().err
    client = create_app(newer).server.test_client()
    for address in ("/?definitions=1999", "/api/v1/indicators?definitions=1999", "/download/card.png?definitions=1999"):
        assert client.get(address).status_code == 400


def test_pages_programs_and_files_follow_the_version_asked_for(newer, demo_settings):
    client = create_app(newer).server.test_client()
    plain = create_app(demo_settings).server.test_client()
    query = "period=2025-Q4&as_of=2026-10-20"
    for address in ("/api/v1/indicators", "/api/v1/townships", "/api/v1/institutions", "/download/scorecard.csv"):
        now, former = (client.get(f"{address}?{query}{more}") for more in ("", "&definitions=2026.1"))
        assert former.data == plain.get(f"{address}?{query}").data
        assert now.data != former.data
        assert now.headers.get("ETag") is None or now.headers["ETag"] != former.headers["ETag"]


def test_the_page_says_that_it_is_shown_by_an_older_version(newer):
    from callbacks.navigation import screen
    from callbacks.site import Site

    house = House(newer)
    site = Site(house.repository, newer, house.now)

    def words(path: str, search: str) -> str:
        return re.sub(r"\s", "", str(screen(site, path, search)))

    old = words("/", "?period=2025-Q4&definitions=2026.1")
    assert "以下按口径版本2026.1计算；现行口径为2026.2" in old
    assert "以下按口径版本" not in words("/", "?period=2025-Q4")
    methods = words("/methodology", "?period=2025-Q4")
    assert "新增普惠托位两项目标按总量还是净量判断：总量（各机构最高数减基期）→净量（本期减基期）" in methods
    assert "definitions=2026.1" in methods


def test_the_folder_holds_every_version_and_takes_the_last(newer):
    reference = load_reference(newer.reference)
    assert [one.version for one in reference.versions] == ["2026.1", "2026.2"]
    assert reference.definitions is reference.versions[-1]
    settings = {one.id: (one.version, one.since.isoformat()) for one in reference.definitions.settings}
    assert settings["new_slots"] == (2, "2026-11-24")
    assert settings["fragile_slots"] == (1, "2026-11-23")
    assert reference.digest == load_reference(Settings().reference).digest


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("110199001,生态涵养区,test", "unknown_township"),
        ("110114115,山区,test", "unknown_zone"),
        ("110114115,生态涵养区,", "blank"),
    ],
)
def test_a_list_of_mountain_townships_is_checked(newer, row, code):
    from data.issues import ReferenceRefused

    _list(newer.reference, row)
    with pytest.raises(ReferenceRefused) as caught:
        load_reference(newer.reference)
    assert caught.value.key == f"reference.{code}"


def test_a_list_of_mountain_townships_moves_nothing_by_itself(newer):
    plain = load_reference(newer.reference)
    code = next(one.code for one in plain.townships if one.official and one.district == "110114")
    _list(newer.reference, f"{code},生态涵养区,test")
    listed = load_reference(newer.reference)
    assert listed.townships == plain.townships
    assert listed.mountain == {code: (plain.township_by_code[code].zone, "生态涵养区")}


def _list(folder: Path, row: str) -> None:
    manifest = folder / "reference.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("[files]\n", '[files]\nmountain = "mountain.csv"\n'), encoding="utf-8")
    (folder / "mountain.csv").write_text(f"code,zone,basis\n{row}\n", encoding="utf-8")


def test_a_unit_with_listed_townships_shows_both_verdicts_side_by_side(newer):
    plain = load_reference(newer.reference)
    codes = [one.code for one in plain.townships if one.official and one.district == "110114"][:2]
    _list(newer.reference, "\n".join(f"{code},生态涵养区,test" for code in codes))
    client = create_app(newer).server.test_client()
    house = House(newer)
    asked = {"period": Period.parse("2025-Q4"), "as_of": house.now()}
    found = queries.mountain(house.repository, org_unit="110114", **asked)
    assert [(one.indicator, one.zone) for one in found] == [("G7", "平原新城"), ("G8", "生态涵养区")]
    by_list = under_version_list(house)
    rows = {one.zone: one.value for one in by_list.rows if one.org_unit == "110114" and one.indicator in ("G7", "G8")}
    assert [one.other for one in found] == [rows["平原新城"], rows["生态涵养区"]]
    assert queries.mountain(house.repository, org_unit="110101", **asked) == ()
    assert client.get("/districts/110114?period=2025-Q4").status_code == 200


def under_version_list(house: House):
    made = replace(house.reference.definitions, mountain_townships=MountainTownships.LIST)
    source = under(house.repository, made)
    return queries.scorecard(source, period=Period.parse("2025-Q4"), as_of=house.now(), scope="all")
