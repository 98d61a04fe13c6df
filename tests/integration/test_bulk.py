"""The bulk path stores what the ordinary path stores, row by row, and every figure is the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, select

from data import schema
from data.audit import AuditQuery
from data.digest import content_digest
from data.explanations import explained
from data.ingest import Ingest
from data.model import Period, Reference
from data.register import load_reference
from data.repository import Arrival, Repository, open_repository
from data.repository.bulk import Filed
from data.returns import State
from data.settings import Settings
from data.template import return_workbook
from metrics.queries import ALL, TOWNSHIPS, overview, scorecard, township_results
from tests.national.country import SIZES, country
from tests.national.folder import write_folder
from tests.national.returns import CLERK, FIRST, REVIEWER, archive, filed

MONTHS = 4
DEEDS = ("audit", "audit_heads")
"""What was done, as it was done: an entry a return, or one for all of a bulk load."""
LATER = datetime(2026, 1, 1, tzinfo=UTC)
MISSING = frozenset({("Z010202", FIRST.shift(2))})


@pytest.fixture(scope="session")
def land(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Two provinces, three prefectures, five counties, twenty-three townships."""
    return load_reference(write_folder(country(SIZES["small"]), tmp_path_factory.mktemp("land")))


@pytest.fixture(scope="session")
def ordinary(land: Reference, tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, list[Filed]]:
    """Every return as a workbook through reader, rules and store, then accepted; and the same for the bulk path."""
    settings = Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('ordinary')}/store.sqlite")
    repository = open_repository(settings, land)
    return repository, list(_taken_in(repository, land))


def _taken_in(repository: Repository, land: Reference):
    ingest = Ingest(repository, land, lambda: LATER)
    for month in filed(land, months=MONTHS, ledger_every=2, missing=MISSING):
        name, file = f"{month.content.org_unit}.xlsx", return_workbook(month.content, reference=land)
        outcome = ingest.load(name, file, CLERK, month.received_at)
        assert outcome.accepted, outcome.issues
        assert outcome.content == month.content
        with repository.writing() as transaction:
            (revision,) = transaction.history_of_receipt(outcome.receipt)
            transaction.append_state(
                revision.stored.sequence, State.ACCEPTED, at=month.accepted_at, actor=REVIEWER, reason=None
            )
        content, issues = month.content, outcome.issues
        told = explained(content, issues)
        arrival = Arrival(content, content_digest(content), issues, month.received_at, CLERK, name, file, told)
        yield Filed(arrival, month.accepted_at, REVIEWER)


@pytest.fixture
def bulk(database_url: str, land: Reference, ordinary) -> Repository:
    """The same returns by the bulk path, on SQLite and on PostgreSQL."""
    repository = open_repository(Settings(database_url=database_url), land)
    heard: list[int] = []
    assert repository.store_all(ordinary[1], told=heard.append) == len(ordinary[1])
    assert heard == [len(ordinary[1])]
    return repository


def rows_of(repository: Repository) -> dict[str, list[tuple]]:
    with repository._engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in schema.metadata.sorted_tables
            if table.name not in DEEDS
        }


def test_the_bulk_path_stores_the_same_rows_in_every_table(ordinary, bulk: Repository):
    expected, found = rows_of(ordinary[0]), rows_of(bulk)
    assert {name for name, rows in expected.items() if rows} >= {
        *("returns", "return_states", "ledger_rows", "township_sums", "rollup", "workforce", "task_states"),
        *("programmes", "institutions", "return_issues", "files", "meta"),
    }
    for name, rows in expected.items():
        assert found[name] == rows, name


def test_the_audit_names_a_bulk_load_once_and_how_many_returns_it_brought(ordinary, bulk: Repository):
    (entry,) = bulk.audit_entries(AuditQuery())
    assert (entry.action, entry.object, entry.actor) == ("upload", "bulk", CLERK)
    assert json.loads(entry.facts)["returns"] == str(len(ordinary[1]))
    assert bulk.check().is_whole


def test_every_figure_is_the_same_by_either_path(ordinary, bulk: Repository, land: Reference):
    stores = (ordinary[0], bulk)
    for period in FIRST.through(FIRST.shift(MONTHS - 1)):
        for scope in (ALL, TOWNSHIPS, None, *land.area_by_code):
            one, other = (scorecard(store, period=period, as_of=LATER, scope=scope) for store in stores)
            assert one == other
            assert one.rows
        assert overview(stores[0], period=period, as_of=LATER) == overview(stores[1], period=period, as_of=LATER)


def test_what_the_store_has_is_passed_over(ordinary, bulk: Repository):
    before = rows_of(bulk), bulk.audit_entries(AuditQuery())
    assert bulk.store_all(ordinary[1], told=lambda _: None) == 0
    assert (rows_of(bulk), bulk.audit_entries(AuditQuery())) == before


def test_a_load_that_was_cut_short_goes_on_where_it_stopped(land: Reference, ordinary, database_url: str):
    repository = open_repository(Settings(database_url=database_url), land)
    assert repository.store_all(ordinary[1][:7], told=lambda _: None) == 7
    assert repository.store_all(ordinary[1], told=lambda _: None) == len(ordinary[1]) - 7
    assert rows_of(repository) == rows_of(ordinary[0])


def test_the_archive_needs_no_workbook_to_say_the_same(land: Reference, ordinary, database_url: str):
    """The archive keeps no findings and another file; all else is what the counties' workbooks would have stored."""
    repository = open_repository(Settings(database_url=database_url), land)
    repository.store_all(archive(filed(land, months=MONTHS, ledger_every=2, missing=MISSING)), told=lambda _: None)
    expected, found = rows_of(ordinary[0]), rows_of(repository)
    apart = {"returns", "return_issues", "files", "seals"}
    assert {name for name in expected if expected[name] != found[name]} == apart
    receipts = [{row[7] for row in rows["returns"]} for rows in (expected, found)]
    assert receipts[0] == receipts[1]
    told = {row[0] for row in expected["return_issues"]}
    ledgers = {row[0] for row in expected["returns"] if row[9] == "ledger"}
    after_the_gap = {row[0] for row in expected["returns"] if (row[1], row[2]) == ("Z010202", "2025-03")}
    assert told <= ledgers | after_the_gap


def test_regions_add_up_what_their_counties_filed(ordinary, land: Reference):
    """Against plain SQL over the sheets themselves, not the rollup."""
    period = FIRST.shift(1)
    store = ordinary[0]
    with create_engine(store._engine.url).connect() as connection:
        sums = dict(
            connection.exec_driver_sql(
                """SELECT r.org_unit, SUM(s.slots) FROM returns r JOIN township_sums s ON s.return_sequence = r.sequence
                   WHERE r.period = '2025-01' AND r.mode = 'summary' GROUP BY r.org_unit
                   UNION ALL
                   SELECT r.org_unit, SUM(l.slots) FROM returns r JOIN ledger_rows l ON l.return_sequence = r.sequence
                   WHERE r.period = '2025-01' GROUP BY r.org_unit"""
            ).all()
        )
    assert len(sums) == len(land.units)
    census = {one.area: one.value for one in land.populations}
    for region in land.regions:
        inside = [unit.code for unit in land.units if unit.code.startswith(region.code)]
        row = scorecard(store, period=period, as_of=LATER, scope=region.code).row("G1", region.code)
        assert row is not None
        assert (row.numerator, row.denominator) == (sum(sums[code] for code in inside), census[region.code])
        assert (row.expected_returns, row.reported) == (len(inside), len(inside))
        assert row.target_kind == "reference"


def test_a_month_without_a_return_is_carried_for_one_month(ordinary, land: Reference):
    store, (unit, period) = ordinary[0], next(iter(MISSING))
    card = scorecard(store, period=period, as_of=LATER, scope=unit)
    before = scorecard(store, period=period.previous, as_of=LATER, scope=unit)
    assert [(row.value, "i" in row.flags) for row in card.rows if row.indicator == "G1"] == [
        (row.value, True) for row in before.rows if row.indicator == "G1"
    ]
    due = datetime(2025, 3, 15, 16, tzinfo=UTC)  # 24:00 of the 15th, Beijing time
    assert land.due_moment(Period.parse("2025-02")) == due
    early = scorecard(store, period=period, as_of=datetime(2025, 3, 15, 15, 59, tzinfo=UTC), scope=unit)
    assert {row.no_value for row in early.rows if row.indicator == "G1"} == {"not_due"}


def test_a_county_has_its_own_townships_in_the_registers_order(ordinary, land: Reference):
    for unit in land.units:
        found = township_results(ordinary[0], org_unit=unit.code, period=FIRST, as_of=LATER)
        assert [one.township.code for one in found] == [t.code for t in land.townships if t.reporting_unit == unit.code]
