"""A kept sum that is not that of the returns is found, and told by unit, period and indicator."""

from __future__ import annotations

import argparse
import json
import shutil
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from callbacks.commands.store import MIGRATE, VERIFY
from data.integrity import Damage
from data.model import Reference
from data.repository import Repository, open_repository
from data.repository.engine import reading, writing
from data.settings import Settings
from layouts.damages import damage_words
from layouts.text import text_for
from metrics.filer_sums import counted_by, filer_sums
from metrics.indicators import INDICATORS
from tests.integration.test_kept_sums import _lived, land

__all__ = ["land"]
EVENTS = 30
MINE = "WHERE org_unit = :unit AND period = :period"
LINES = "SELECT org_unit, period, sums FROM filer_sums"
REGIONS = "SELECT area, period, sums FROM area_sums"


@pytest.fixture(scope="module")
def lived(land: Reference, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("lived") / "store.sqlite"
    repository = open_repository(Settings(database_url=f"sqlite:///{file}"), land, filer_sums)
    list(islice(_lived(repository, land, Random(7)), EVENTS))
    repository.close()
    return file


@pytest.fixture
def store(land: Reference, lived: Path, tmp_path: Path) -> Repository:
    """A country of its own, filed in some of its months."""
    url = f"sqlite:///{shutil.copy(lived, tmp_path / 'store.sqlite')}"
    return open_repository(Settings(database_url=url), land, filer_sums)


def changed(repository: Repository, statement: str, **facts: object) -> None:
    """What somebody with full rights does behind its back."""
    with writing(repository._engine) as connection:
        assert connection.execute(text(statement), facts).rowcount == 1


def one_row(repository: Repository, question: str) -> tuple[str, ...]:
    with reading(repository._engine) as connection:
        return tuple(connection.execute(text(question)).first() or ())


def raised(sums: str, key: str) -> str:
    """The same sums, one of them by one too large."""
    told = json.loads(sums)
    told[key][0] += 1
    return json.dumps(told, ensure_ascii=False)


def test_sums_as_they_were_kept_are_whole(store: Repository, land: Reference):
    filers = one_row(store, "SELECT count(DISTINCT org_unit) FROM returns")[0]
    for asked, looked in ((0, 0), (2, 2), (None, filers)):
        checked = store.check(filers=asked)
        assert (checked.damages, checked.summed) == ((), (filers, looked))


@pytest.mark.parametrize("filers", [0, None], ids=["by its region", "by its returns"])
def test_a_units_sum_changed_is_told_by_unit_period_and_indicator(store: Repository, filers: int | None):
    unit, period, sums = one_row(store, f"SELECT * FROM ({LINES}) AS lines WHERE sums LIKE '%\"G2|%'")
    key = next(one for one in json.loads(sums) if one.startswith("G2|"))
    changed(store, f"UPDATE filer_sums SET sums = :sums {MINE}", sums=raised(sums, key), unit=unit, period=period)
    (found,) = store.check(filers=filers).damages
    before = json.loads(sums)[key]
    told = {"kept": ", ".join(map(str, [before[0] + 1, *before[1:]])), "found": ", ".join(map(str, before))}
    assert found == Damage("sum", {"org_unit": unit, "period": period, "key": key, **told})


def test_a_regions_sum_changed_is_told_alone(store: Repository):
    area, period, sums = one_row(store, f"{REGIONS} WHERE sums LIKE '%\"own|%' AND area <> 'ZZ'")
    more = "UPDATE area_sums SET sums = :sums WHERE area = :area AND period = :period"
    changed(store, more, sums=raised(sums, "own|"), area=area, period=period)
    (found,) = store.check().damages
    assert {**found.facts, "kept": "", "found": ""} == {
        "org_unit": area,
        "period": period,
        "key": "own|",
        "kept": "",
        "found": "",
    }


OTHERS = {
    "DELETE FROM filer_sums": "sum_missing",
    "UPDATE filer_sums SET org_unit = '?'": "sum_extra",
    "UPDATE filer_sums SET sums = '[1]'": "sum_unreadable",
    'UPDATE filer_sums SET sums = \'{"own|"\\:["1"]}\'': "sum_unreadable",
    "UPDATE filer_sums SET receipt = 'other'": "sum_of_another",
    "UPDATE filer_sums SET state = '?'": "sum_of_another",
    "UPDATE filer_sums SET told = told + 1": "sum_marks",
}


@pytest.mark.parametrize("statement", OTHERS)
def test_whatever_else_is_changed_of_a_line_is_told(store: Repository, statement: str):
    unit, period, _ = one_row(store, LINES)
    changed(store, f"{statement} {MINE}", unit=unit, period=period)
    found = store.check(filers=None).damages
    assert OTHERS[statement] in {one.code for one in found}
    assert {one.facts["period"] for one in found} == {period}


def test_a_moment_put_back_is_told(store: Repository):
    changed(store, "UPDATE sums_made SET value = '2025-01-01T00:00:00+00:00' WHERE key = 'until'")
    assert [one.code for one in store.check().damages] == ["sum_moment"]


def test_sums_that_wait_or_are_of_another_folder_are_no_damage(store: Repository):
    unit, _, _ = one_row(store, LINES)
    changed(store, f"INSERT INTO unsummed SELECT min(sequence) FROM returns WHERE org_unit = '{unit}'")
    changed(
        store,
        "UPDATE filer_sums SET told = told + 1 WHERE (org_unit, period) IN "
        f"(SELECT org_unit, max(period) FROM filer_sums WHERE org_unit = '{unit}')",
    )
    assert store.check(filers=None).is_whole
    changed(store, "UPDATE sums_made SET value = 'another folder' WHERE key = 'under'")
    checked = store.check(filers=None)
    assert (checked.is_whole, checked.summed) == (True, (0, 0))


def test_the_same_on_either_database(land: Reference, database_url: str):
    repository = open_repository(Settings(database_url=database_url), land, filer_sums)
    list(islice(_lived(repository, land, Random(3)), 8))
    assert repository.check(filers=None).is_whole
    unit, period, _ = one_row(repository, LINES)
    changed(repository, f"UPDATE filer_sums SET told = told + 1 {MINE}", unit=unit, period=period)
    found = repository.check(filers=None).damages
    assert found == (Damage("sum_marks", {"org_unit": unit, "period": period}),)
    repository.close()


class HouseOf:
    """The house of a repository, for commands."""

    def __init__(self, repository: Repository) -> None:
        self.repository, self.reference = repository, repository.reference


def test_the_commands_tell_it_and_mend_it(store: Repository, capsys: pytest.CaptureFixture[str]):
    unit, period, sums = one_row(store, f"{LINES} WHERE sums LIKE '%\"G2|%'")
    key = next(one for one in json.loads(sums) if one.startswith("G2|"))
    changed(store, f"UPDATE filer_sums SET sums = :sums {MINE}", sums=raised(sums, key), unit=unit, period=period)
    assert run(VERIFY, store, "--all") == 1
    told = capsys.readouterr().err
    assert store.reference.area_by_code[unit].name in told
    assert f"（{unit}）{period}" in told
    assert "migrate --sums" in told
    assert run(MIGRATE, store, "--sums") == 0
    assert run(VERIFY, store) == 0
    assert "汇总数" in capsys.readouterr().out


def run(command, store: Repository, *options: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_options(parser, text_for("zh"), "Asia/Shanghai")
    return command.run(parser.parse_args(list(options)), HouseOf(store), text_for("zh"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_key_that_is_kept_has_a_name(store: Repository, lang: str):
    with reading(store._engine) as connection:
        kept = connection.execute(text("SELECT sums FROM filer_sums")).scalars().all()
    keys = {key for sums in kept for key in json.loads(sums)}
    assert {key.partition("|")[0].partition(":")[0] for key in keys} >= {"own", "told", "based", "new", "net"}
    for key in keys:
        assert counted_by(key)[0] or key.startswith("fragile|"), key
        assert damage_words(
            Damage("sum", {"org_unit": "ZZ", "period": "2025-Q4", "key": key, "kept": "1", "found": "2"}),
            store.reference,
            text_for(lang),
        )


def test_a_sum_is_named_by_its_indicators():
    assert [one.id for one in counted_by("G1|")[0]] == ["G1"]
    assert counted_by("G1|甲类地区")[1] == "甲类地区"
    heads = [one.id for one in INDICATORS if one.numerator == "heads_trained"]
    assert [one.id for one in counted_by("told:heads_trained")[0]] == heads
