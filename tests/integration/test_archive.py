"""The archive of the whole country, 4.65 million rows: counted, and held against plain SQL. Long: with ``-m soak``."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from data.register import load_reference
from data.repository import open_repository
from data.settings import Settings
from metrics.queries import scorecard
from tests.national.__main__ import load
from tests.national.country import NATION, SIZES, Country, country
from tests.national.folder import write_folder
from tests.national.returns import FIRST, MONTHS

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
LAST = FIRST.shift(MONTHS - 1)
ROWS_OF_A_TOWNSHIP = 10
"""Its line in the return, and in the rollup all channels together and eight of them apart."""
SUMS = """SELECT SUM(s.inclusive_slots), SUM(s.slots), SUM(CASE WHEN s.inclusive_slots > 0 THEN 1 ELSE 0 END), COUNT(*)
          FROM returns r JOIN township_sums s ON s.return_sequence = r.sequence
          WHERE r.period = :period AND r.org_unit LIKE :units"""


def test_the_country_has_the_places_it_is_said_to_have_and_no_real_name():
    found = country()
    assert (NATION.townships, NATION.counties, NATION.prefectures, NATION.provinces) == (38_741, 2_847, 333, 31)
    assert len(found.counties) == NATION.counties
    assert len(found.regions) == NATION.provinces + NATION.prefectures
    towns = [place for places in found.townships.values() for place in places]
    assert len(towns) == NATION.townships
    everything = [*found.regions, *found.counties, *towns]
    assert all("示例" in place.name and "Sample" in place.name_en and place.code[0] == "Z" for place in everything)
    assert len({place.code for place in everything}) == len(everything)
    assert min(len(places) for places in found.townships.values()) >= 1
    assert sum(place.people for place in towns) == found.people == sum(county.people for county in found.counties)


def test_the_same_seed_makes_the_same_folder_and_another_seed_another(tmp_path: Path):
    folders = {name: write_folder(made, tmp_path / name) for name, made in _countries().items()}
    digests = {name: load_reference(folder).digest for name, folder in folders.items()}
    assert digests["one"] == digests["again"] != digests["other"]


def _countries() -> dict[str, Country]:
    small = SIZES["small"]
    return {"one": country(small), "again": country(small), "other": country(small, seed=7)}


@pytest.mark.soak
def test_the_whole_archive_is_stored_and_adds_up(database_url: str, tmp_path: Path):
    folder = write_folder(country(), tmp_path / "nation")
    load(folder, database_url)
    reference = load_reference(folder)
    repository = open_repository(Settings(database_url=database_url), reference)
    engine = create_engine(database_url)
    with engine.connect() as connection:
        counts = [
            connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one()
            for table in ("returns", "township_sums", "rollup")
        ]
        assert counts[0] == MONTHS * (NATION.counties + 1)
        assert counts[1] + counts[2] == NATION.townships * MONTHS * ROWS_OF_A_TOWNSHIP == 4_648_920
        regions = (region.code for region in reference.regions[:31:10])
        for scope in (*regions, *(unit.code for unit in reference.units[:: NATION.counties // 20])):
            asked = {"period": str(LAST), "units": f"{scope}%"}
            inclusive, slots, covered, townships = connection.execute(text(SUMS), asked).one()
            card = scorecard(repository, period=LAST, as_of=AS_OF, scope=scope)
            share = card.row("G2", scope)
            assert share is not None
            assert (share.numerator, share.denominator) == (inclusive, slots)
            assert share.value == Fraction(100 * inclusive, slots)
            zones = [row for row in card.rows if row.indicator in ("G5", "G7", "G8")]
            assert sum(row.numerator or 0 for row in zones) == covered
            assert sum(row.denominator or 0 for row in zones) == townships
    repository.close()
    engine.dispose()
