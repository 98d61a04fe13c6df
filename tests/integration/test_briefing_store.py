"""What the store keeps of briefings: numbers in order, texts as revisions, the bytes as they were issued."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy.exc import DatabaseError

from data import schema
from data.audit import AuditQuery, Deed
from data.briefings import Basis, Kind, Occasion, Printed, Section, Turn, digest_of, said
from data.issues import StoreError, UsageError
from data.issuing import Issuing
from data.model import Period, Reference
from data.repository import Repository, Transaction, open_repository
from data.repository.engine import open_engine, writing
from data.scope import Caller
from data.settings import Settings
from tests.integration.test_integrity import _edit_file, _edit_server
from tests.integration.test_migrations import upgrade

Q4 = Period.parse("2025-Q4")
NOW = datetime(2026, 1, 20, 2, tzinfo=UTC)
CITY = Occasion(Kind.BRIEFING, "110000", Q4, "zh")
BASIS = Basis(CITY, "2023-2025", NOW - timedelta(hours=1), "2026.1")


def printed(turn: Turn, **more: bytes) -> Printed:
    files = {"pdf": f"%PDF {turn.number} {digest_of(turn.texts)}".encode(), **more}
    return Printed(files, "data", {"masthead": {"issue": f"第{turn.number}期"}}, "programs", "演示")


def issuing(repository: Repository, start: datetime = NOW) -> Issuing:
    """A clock that goes on by a minute whenever it is asked."""
    minutes = count()
    return Issuing(repository, lambda: start + timedelta(minutes=next(minutes)))


def test_a_briefing_comes_back_with_its_number_and_its_very_bytes(repository: Repository):
    issued = issuing(repository).issue(BASIS, lambda turn: printed(turn, docx=b"PK"), actor="甲")
    assert (issued.year, issued.number, issued.actor, issued.basis) == (2026, 1, "甲", BASIS)
    assert issued.frame == {"masthead": {"issue": "第1期"}}
    assert repository.briefing(issued.sequence) == issued
    assert [one.format for one in issued.files] == ["docx", "pdf"]
    content = repository.issued_file(issued, "docx")
    assert content == b"PK"
    assert hashlib.sha256(content).hexdigest() == issued.file("docx").digest
    with pytest.raises(StoreError):
        repository.issued_file(issued, "xlsx")


def test_numbers_run_on_by_kind_unit_and_year_of_the_citys_own_calendar(repository: Repository):
    other = Basis(Occasion(Kind.REPORT, "110000", Q4, "zh"), *_rest())
    district = Basis(Occasion(Kind.BRIEFING, "110114", Q4, "zh"), *_rest())
    english = Basis(Occasion(Kind.BRIEFING, "110000", Q4, "en"), *_rest())
    desk = issuing(repository)
    told = [desk.issue(basis, printed, actor="甲").number for basis in (BASIS, BASIS, other, district, english)]
    assert told == [1, 2, 1, 1, 3]
    # 2026-12-31 16:00 in London is the first day of 2027 in Beijing.
    later = issuing(repository, datetime(2026, 12, 31, 16, tzinfo=UTC)).issue(BASIS, printed, actor="甲")
    assert (later.year, later.number) == (2027, 1)


def _rest() -> tuple[str, datetime, str]:
    return BASIS.plan, BASIS.as_of, BASIS.definitions


def test_a_number_is_given_once_however_many_ask_at_the_same_moment(repository: Repository):
    desk = issuing(repository)
    with ThreadPoolExecutor(6) as crowd:
        found = list(crowd.map(lambda _: desk.issue(BASIS, printed, actor="甲"), range(12)))
    assert sorted(one.number for one in found) == list(range(1, 13))
    # What is printed is the number under which it is kept: nobody's bytes carry another's.
    assert all(repository.issued_file(one, "pdf").split()[1] == str(one.number).encode() for one in found)


def test_a_button_pressed_twice_issues_once(repository: Repository):
    still = Issuing(repository, lambda: NOW)
    with ThreadPoolExecutor(6) as crowd:
        found = list(crowd.map(lambda _: still.issue(BASIS, printed, actor="甲"), range(8)))
    assert {one.sequence for one in found} == {1}
    # Somebody else, other words, another format, or half a minute later: a briefing of its own.
    assert still.issue(BASIS, printed, actor="乙").number == 2
    assert still.issue(BASIS, lambda turn: printed(turn, docx=b"PK"), actor="乙").number == 3
    still.write(CITY, Section.PROBLEMS, "一是供给不足。", author="乙")
    assert still.issue(BASIS, lambda turn: printed(turn, docx=b"PK"), actor="乙").number == 4
    later = Issuing(repository, lambda: NOW + timedelta(seconds=31))
    assert later.issue(BASIS, lambda turn: printed(turn, docx=b"PK"), actor="乙").number == 5


def test_a_text_written_while_the_briefing_is_made_makes_it_anew(repository: Repository):
    desk, turns = issuing(repository), []

    def make(turn: Turn) -> Printed:
        if not turns:
            desk.write(CITY, Section.PROBLEMS, "一是供给不足。", author="乙")
        turns.append(turn)
        return printed(turn)

    issued = desk.issue(BASIS, make, actor="甲")
    assert [len(turn.texts) for turn in turns] == [0, 1]
    assert issued.texts == {Section.PROBLEMS: 1}
    assert issued.texts_digest == digest_of(turns[1].texts) != digest_of(turns[0].texts)


def test_what_cannot_be_made_is_not_issued_and_takes_no_number(repository: Repository):
    def breaks(turn: Turn) -> Printed:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        issuing(repository).issue(BASIS, breaks, actor="甲")
    assert repository.briefings() == ()
    assert issuing(repository).issue(BASIS, printed, actor="甲").number == 1


def test_nobody_issues_without_a_name_nor_before_the_moment_it_tells_of(repository: Repository):
    with pytest.raises(UsageError):
        issuing(repository).issue(BASIS, printed, actor=" ")
    early = Basis(CITY, BASIS.plan, NOW + timedelta(days=1), BASIS.definitions)
    with pytest.raises(UsageError):
        issuing(repository).issue(early, printed, actor="甲")
    assert repository.briefing_count() == 0


def test_a_text_is_kept_as_revisions_and_withdrawn_by_one_without_words(repository: Repository):
    desk = issuing(repository)
    for words in ("一是供给不足。\n\n 二是使用率低。 ", "一是供给不足。", "一是供给不足。", ""):
        desk.write(CITY, Section.PROBLEMS, words, author="乙")
    desk.write(CITY, Section.NEXT_STEPS, "继续推进。", author="乙")
    revisions = repository.office_texts(CITY)
    told = [(one.number, one.text) for one in revisions if one.section is Section.PROBLEMS]
    assert told == [(1, "一是供给不足。\n二是使用率低。"), (2, "一是供给不足。"), (3, "")]
    assert list(said(revisions)) == [Section.NEXT_STEPS]
    assert repository.office_texts(Occasion(Kind.REPORT, "110000", Q4, "zh")) == ()


@pytest.mark.parametrize("sign", ["\ue000", "\U0010fffd", "\u0378"])
def test_a_sign_that_no_font_can_be_trusted_with_is_refused_and_not_left_out(repository: Repository, sign: str):
    with pytest.raises(UsageError) as refusal:
        issuing(repository).write(CITY, Section.PROBLEMS, f"张{sign}同志", author="乙")
    assert refusal.value.facts == {"code": f"U+{ord(sign):04X}"}
    assert repository.office_texts(CITY) == ()


def test_an_identity_number_is_not_taken_into_a_text(repository: Repository):
    with pytest.raises(UsageError):
        issuing(repository).write(CITY, Section.PROBLEMS, "联系人：\n11010519491231002X", author="乙")


def test_what_was_issued_is_listed_the_newest_first(repository: Repository):
    desk = issuing(repository)
    first = desk.issue(BASIS, printed, actor="甲")
    second = desk.issue(Basis(Occasion(Kind.BRIEFING, "110114", Q4, "zh"), *_rest()), printed, actor="甲")
    assert [one.sequence for one in repository.briefings()] == [second.sequence, first.sequence]
    assert repository.briefings(org_unit="110114") == (second,)
    assert repository.briefings(most=1, after=1) == (first,)
    assert (repository.briefing_count(), repository.briefing_count(org_unit="110114")) == (2, 1)
    assert repository.briefing(99) is None


@pytest.mark.parametrize(
    "table", ["briefings", "briefing_files", "briefing_texts", "briefing_seals", "office_text_seals"]
)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_what_was_issued_or_written_is_never_changed(repository: Repository, table: str, change: str):
    desk = issuing(repository)
    desk.write(CITY, Section.PROBLEMS, "一是供给不足。", author="乙")
    issued = desk.issue(BASIS, printed, actor="甲")
    column = schema.metadata.tables[table].columns.keys()[-1]
    with pytest.raises(DatabaseError, match="append-only"), writing(repository._engine) as connection:
        connection.exec_driver_sql(change.format(table, column, column))
    assert repository.briefing(issued.sequence) == issued


EDITS = {
    "who issued": "UPDATE briefings SET actor = '丙' WHERE sequence = 2",
    "an as-of": "UPDATE briefings SET as_of = '2026-01-01T00:00:00.000000+00:00' WHERE sequence = 1",
    "a file's digest": "UPDATE briefing_files SET file_digest ="
    " (SELECT file_digest FROM briefing_files WHERE briefing = 1) WHERE briefing = 2",
    "a file taken out": "DELETE FROM briefing_files WHERE briefing = 1",
    "a briefing taken out": "DELETE FROM briefings WHERE sequence = 1",
    "a text": "UPDATE briefing_texts SET text = '别的话。' WHERE number = 1",
    "an author": "UPDATE briefing_texts SET author = '丙' WHERE number = 2",
    "the last briefing taken out": "DELETE FROM briefings WHERE sequence = 2",
    "the last revision taken out": "DELETE FROM briefing_texts WHERE number = 2",
    "a seal": "UPDATE briefing_seals SET checksum = '' WHERE briefing = 1",
    "a revision taken out": "DELETE FROM briefing_texts WHERE number = 1",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_every_edit_behind_its_back_is_found(repository: Repository, settings: Settings, edit: str):
    desk = issuing(repository)
    for words in ("一是供给不足。", "一是供给仍不足。"):
        desk.write(CITY, Section.PROBLEMS, words, author="乙")
    for actor in ("甲", "乙"):
        desk.issue(BASIS, printed, actor=actor)
    assert repository.check().is_whole
    repository.close()
    if settings.database_url.startswith("sqlite"):
        _edit_file(settings.database_url.removeprefix("sqlite:///"), edit)
    else:
        _edit_server(settings.database_url, edit)
    assert {"briefing", "office_text"} & {one.code for one in repository.check().damages}


def test_what_stood_before_there_were_seals_is_sealed_as_it_stands(settings: Settings, reference: Reference):
    engine = open_engine(settings.database_url)
    with writing(engine) as connection:
        upgrade(connection, "0006")
        connection.execute(schema.files.insert().values(digest=ABC, content=b"abc"))
        for sql in BEFORE:
            connection.exec_driver_sql(sql)
    engine.dispose()
    repository = open_repository(settings, reference)
    assert repository.check().is_whole
    assert [one.sequence for one in repository.briefings()] == [2, 1]
    desk = issuing(repository)
    desk.write(CITY, Section.PROBLEMS, "三", author="乙")
    desk.issue(BASIS, printed, actor="甲")
    assert repository.check().is_whole


ABC = hashlib.sha256(b"abc").hexdigest()
AT = NOW.isoformat()
BEFORE = (
    *(
        f"INSERT INTO briefings VALUES ({n}, 'briefing', '110000', 2025, {n}, 'zh', '2025-Q4', 'p', '{AT}', 'v', 'd',"
        f" '{{}}', 't', '{{}}', 'm', 'demo', '{AT}', '甲')"
        for n in (1, 2)
    ),
    f"INSERT INTO briefing_files VALUES (1, 'pdf', 3, '{ABC}')",
    *(
        "INSERT INTO briefing_texts VALUES"
        f" ('briefing', '110000', '2025-Q4', 'zh', 'problems', {n}, 'w', '乙', '{AT}', 'x')"
        for n in (1, 2)
    ),
)


def test_a_text_and_an_issue_are_written_into_the_audit_with_what_they_did_and_else_nothing(repository: Repository):
    desk, caller = Issuing(repository, lambda: NOW), Caller(address="10.1.2.3")
    desk.write(CITY, Section.PROBLEMS, "一是供给不足。", author="乙", caller=caller)
    desk.write(CITY, Section.PROBLEMS, "一是供给不足。", author="乙", caller=caller)
    issued = desk.issue(BASIS, printed, actor="甲", caller=caller)
    desk.issue(BASIS, printed, actor="甲", caller=caller)
    made, written = repository.audit_entries(AuditQuery(action=Deed.BRIEFING, size=9))
    assert (made.actor, made.address, made.object) == ("甲", "10.1.2.3", "110000 2025-Q4")
    assert json.loads(made.facts)["pdf"] == issued.file("pdf").digest
    assert (written.actor, json.loads(written.facts)["section"]) == ("乙", "problems")


def test_what_the_audit_refuses_is_not_issued(repository: Repository, monkeypatch: pytest.MonkeyPatch):
    def breaks(*_: object) -> None:
        raise StoreError("store.unwritable")

    monkeypatch.setattr(Transaction, "record", breaks)
    with pytest.raises(StoreError):
        issuing(repository).issue(BASIS, printed, actor="甲")
    assert repository.briefing_count() == 0
