"""The store keeps what it was given, whole, once, and for ever; on SQLite and on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError

from data import schema
from data.accounts import Accounts
from data.briefings import Section
from data.dossier import ChangeKind
from data.issues import Issue, Location, Severity, StoreError
from data.migrations import FOLDER
from data.migrations.append_only import protected_tables
from data.model import Reference
from data.people import Role
from data.repository import Repository, open_repository
from data.repository.engine import open_engine, reading, writing
from data.returns import Nature, State, TownshipTotal
from data.schema_sums import derived
from data.settings import Settings
from tests.integration.test_briefing_store import BASIS, CITY, issuing, printed
from tests.store_samples import PERIOD, START, TOWNSHIP, UNIT, institution, ledger_return, stored, whole_return

WARNING = Issue("V06", Severity.WARNING, "name", Location("机构台账", "K2"), facts={"name": "某街道"})


@pytest.fixture
def engine(repository: Repository, database_url: str) -> Engine:
    """A second way into the same database, past the repository."""
    return open_engine(database_url)


def test_the_migrations_make_the_tables_of_the_schema(repository: Repository, engine: Engine) -> None:
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), [schema.metadata, derived]) == []


def test_the_code_names_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.VERSION]


def test_a_store_newer_than_the_code_is_refused(settings: Settings, engine: Engine, repository: Repository) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError) as refusal:
        open_repository(settings, repository.reference)
    assert refusal.value.key == "store.newer_schema"


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/name", "sqlite+nothing://"])
def test_an_address_nobody_can_read_is_refused(url: str, repository: Repository) -> None:
    with pytest.raises(StoreError) as refusal:
        open_repository(Settings(database_url=url), repository.reference)
    assert refusal.value.key == "store.bad_url"


def test_every_table_is_guarded(repository: Repository, engine: Engine) -> None:
    with reading(engine) as connection:
        assert protected_tables(connection) == set(schema.metadata.tables)


@pytest.mark.parametrize("table", sorted(schema.metadata.tables))
def test_no_row_can_be_changed_replaced_or_deleted(table: str, repository: Repository, engine: Engine) -> None:
    kept = stored(repository, whole_return(), issues=[WARNING], explanations={0: "已更名"})
    with repository.writing() as transaction:
        said = {"at": START, "actor": "甲"}
        transaction.append_confirmation(kept.sequence, "110114-0001", ChangeKind.NEW, "京教发", **said)
        transaction.append_attachment(kept.sequence, "scan.pdf", b"%PDF-", **said)
    office = issuing(repository)
    office.write(CITY, Section.PROBLEMS, "一", author="甲")
    office.issue(BASIS, printed, actor="甲")
    people = Accounts(repository, lambda: START)
    people.add("wang", Role.ADMIN, None, "korrekt pferd batterie", actor="甲")
    people.sign_in("wang", "korrekt pferd batterie", "10.0.0.1")
    column = schema.metadata.tables[table].columns.keys()[0]
    changes = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]
    if engine.dialect.name == "sqlite":
        changes.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        changes.append(f"TRUNCATE {table} CASCADE")
    for change in changes:
        with pytest.raises(DBAPIError, match="append-only"), writing(engine) as connection:
            connection.execute(text(change))


def test_a_replacement_by_another_key_is_refused_too(repository: Repository, engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return
    stored(repository, whole_return())
    columns = ", ".join(c.name for c in schema.returns.columns if c.name != "sequence")
    forged = f"INSERT OR REPLACE INTO returns (sequence, {columns}) SELECT sequence + 1, {columns} FROM returns"
    with pytest.raises(DBAPIError, match="append-only"), writing(engine) as connection:
        connection.execute(text(forged))


def test_a_ledger_comes_back_as_it_went_in(repository: Repository) -> None:
    rows = (institution(1, filing_date=PERIOD.start, fee=3200), institution(2, slots=None, type=None))
    stored(repository, ledger_return(*rows))
    assert repository.earlier_ledger(org_unit=UNIT, before=PERIOD.next) == rows


def test_the_latest_earlier_ledger_is_the_one_before_the_period(repository: Repository) -> None:
    stored(repository, ledger_return(institution(1), period=PERIOD.previous))
    stored(repository, ledger_return(institution(2), period=PERIOD))
    assert [row.number for row in repository.earlier_ledger(org_unit=UNIT, before=PERIOD)] == ["110114-0001"]
    assert repository.earlier_ledger(org_unit=UNIT, before=PERIOD.previous) == ()


def test_tasks_and_projects_are_carried_from_earlier_returns(repository: Repository) -> None:
    stored(repository, whole_return())
    stored(repository, replace(whole_return(), period=PERIOD.next, tasks=(), projects=()))
    later = PERIOD.shift(2)
    assert [task.task for task in repository.earlier_tasks(org_unit=UNIT, before=later)] == ["3"]
    assert repository.earlier_projects(org_unit=UNIT, before=later) == ()
    assert [project.name for project in repository.earlier_projects(org_unit=UNIT, before=PERIOD.next)] == ["示例项目"]


def test_every_township_of_a_ledger_unit_has_a_total(repository: Repository) -> None:
    kept = stored(repository, ledger_return(institution(1), institution(2, inclusive_slots=None)))
    totals = {total.township: total for total in repository.township_totals(sequences=[kept.sequence])}
    assert set(totals) == {t.code for t in repository.reference.townships_at(PERIOD.end, UNIT)}
    assert totals[TOWNSHIP] == TownshipTotal(kept.sequence, TOWNSHIP, 2, 0, 1, 1, 120, 0, 40, 1, 100, 0, 0, 2)
    empty = next(total for code, total in totals.items() if code != TOWNSHIP)
    assert set(empty[2:]) == {0}


def test_every_change_makes_another_edition_and_reading_makes_none(repository: Repository, settings: Settings) -> None:
    seen = [repository.edition()]
    said = {"at": START, "actor": "甲"}
    kept = stored(repository, whole_return(), issues=[WARNING])
    seen.append(repository.edition())
    changes = (
        lambda transaction: transaction.append_explanation(kept.sequence, 1, "已更名", **said),
        lambda transaction: transaction.append_confirmation(kept.sequence, "110114-0001", ChangeKind.NEW, "文", **said),
        lambda transaction: transaction.append_attachment(kept.sequence, "scan.pdf", b"%PDF-", **said),
        lambda transaction: transaction.append_state(kept.sequence, State.RETURNED, reason="错", **said),
    )
    for change in changes:
        with repository.writing() as transaction:
            change(transaction)
        seen.append(repository.edition())
        assert repository.returns()
        assert open_repository(settings, repository.reference).edition() == seen[-1], "another worker sees the same"
    assert None not in seen
    assert len(set(seen)) == len(seen) == 6


def test_a_database_holds_one_kind_of_data(repository: Repository) -> None:
    assert repository.nature() is None
    stored(repository, ledger_return(institution()))
    assert repository.nature() is Nature.DEMO
    with pytest.raises(StoreError) as refusal:
        stored(repository, replace(ledger_return(institution(), period=PERIOD.next), nature=Nature.OFFICIAL))
    assert refusal.value.key == "store.other_nature"
    assert len(repository.returns()) == 1


def test_a_warning_stays_open_until_it_is_explained(repository: Repository) -> None:
    hint = replace(WARNING, severity=Severity.INFO)
    silent = stored(repository, ledger_return(institution()), issues=[hint, WARNING])
    told = stored(repository, ledger_return(institution(2)), issues=[hint, WARNING], explanations={1: "已更名"})
    assert repository.open_warnings(sequences=[silent.sequence, told.sequence]) == 1
    assert repository.open_warnings(sequences=[told.sequence]) == 0
    assert repository.open_warnings(sequences=[]) == 0


def test_receipts_name_unit_period_revision_and_figures(repository: Repository) -> None:
    content = ledger_return(institution())
    first = stored(repository, content)
    assert first.receipt == f"TY-110114-2025Q4-R1-{first.digest[:8]}"
    other = stored(repository, ledger_return(institution(2)))
    assert other.receipt == f"TY-110114-2025Q4-R2-{other.digest[:8]}"


def test_each_revision_is_sealed_to_the_one_before(repository: Repository, engine: Engine) -> None:
    for number in (1, 2, 3):
        stored(repository, ledger_return(institution(number)))
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT previous_checksum, checksum FROM returns ORDER BY sequence")).all()
    assert [row[0] for row in rows] == ["", rows[0][1], rows[1][1]]
    assert len({row[1] for row in rows}) == 3


def test_the_same_file_is_kept_once(repository: Repository, engine: Engine) -> None:
    stored(repository, ledger_return(institution(1)), file=b"one")
    stored(repository, ledger_return(institution(2)), file=b"one")
    with reading(engine) as connection:
        assert [bytes(row[0]) for row in connection.execute(text("SELECT content FROM files"))] == [b"one"]


class _listen:  # noqa: N801 - reads as a verb at its use
    """Run ``action`` before each statement of the repository's engine."""

    def __init__(self, repository: Repository, action: object) -> None:
        self._engine = repository._engine
        self._action = lambda *_: action()  # type: ignore[operator]

    def __enter__(self) -> None:
        event.listen(self._engine, "before_cursor_execute", self._action)

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._action)


@pytest.mark.parametrize("fault", [OSError(28, "no space left"), KeyboardInterrupt()], ids=["no-space", "interrupt"])
def test_a_fault_at_any_statement_leaves_the_old_state(
    fault: BaseException, repository: Repository, engine: Engine
) -> None:
    stored(repository, ledger_return(institution(), period=PERIOD.previous))
    before = _contents(engine)
    statements = 0
    while True:
        statements += 1
        left = [statements]

        def break_down(left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise fault

        try:
            with _listen(repository, break_down):
                stored(repository, whole_return(), issues=[WARNING], explanations={0: "已更名"})
        except type(fault):
            assert _contents(engine) == before
        else:
            break
    assert statements > 15
    assert len(repository.returns()) == 2


def _contents(engine: Engine) -> dict[str, int]:
    with reading(engine) as connection:
        return {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in schema.metadata.tables
        }


def test_states_are_kept_with_who_when_and_why(repository: Repository, engine: Engine) -> None:
    kept = stored(repository, ledger_return(institution()))
    with repository.writing() as transaction:
        at = START + timedelta(days=1)
        transaction.append_state(kept.sequence, State.RETURNED, at=at, actor="乙", reason="数字有误")
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT number, state, actor, reason FROM return_states ORDER BY number")).all()
    assert [tuple(row) for row in rows] == [(1, "received", "甲", None), (2, "returned", "乙", "数字有误")]


def test_many_who_start_at_once_migrate_once(settings: Settings, reference: Reference) -> None:
    with ThreadPoolExecutor(6) as starters:
        opened = list(starters.map(lambda _: open_repository(settings, reference).version, range(6)))
    assert opened == [schema.VERSION] * 6
