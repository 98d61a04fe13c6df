"""Every way in, asked as known at a moment: what came later changes nothing of it, and shows from then on.

A short history is told, everything is asked as known at its end; then a return is revised, another sent back, a
doubt explained, a change confirmed, a scan attached. Asked again as known at the first moment, every page, file,
answer and command must say to the byte what it said then; asked at the later one, it must say something else.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app import House
from callbacks.application import build_application
from callbacks.commands.line import run
from callbacks.navigation import PAGES
from data.dossier import ChangeKind
from data.issues import Issue, Location, Severity
from data.model import Period
from data.repository import Repository
from data.returns import Project, ReturnContent, State, TaskState
from data.review import Review
from data.settings import Settings
from tests.integration.test_pages_http import asked_for
from tests.store_samples import START, institution, ledger_return, stored

OTHER = "110105"
Q3, Q4 = Period.parse("2025-Q3"), Period.parse("2025-Q4")
KNOWN, LATER = START + timedelta(days=20), START + timedelta(days=40)
DOUBT = Issue(
    "V11", Severity.WARNING, "more", Location("机构台账", "Q2"), found="90",
    facts={"subject": "示例", "part": "在托婴幼儿数", "whole": "核定托位数", "most": 60},
)  # fmt: skip

SCAN = "/download/returns/<receipt>/scan/<int:number>"

# What each rule of the server is asked with; {receipt} is the first return of the unit. None = it tells no history.
ADDRESSES: dict[str, str | None] = {
    "/api/v1/indicators": "/api/v1/indicators?org_unit=all",
    "/api/v1/returns": "/api/v1/returns",
    "/api/v1/townships": "/api/v1/townships",
    "/api/v1/institutions": "/api/v1/institutions",
    "/api/v1/channels": "/api/v1/channels",
    "/api/v1/openapi.json": None,
    "/api/<path:place>": None,
    "/download/awaited.csv": "/download/awaited.csv",
    "/download/needs.csv": "/download/needs.csv",
    "/download/scheme.csv": None,  # of a whole city only: test_scheme.py asks it of the demonstration
    "/download/scheme.xlsx": None,
    "/download/briefing.pdf": "/download/briefing.pdf",
    "/download/card.png": "/download/card.png",
    "/download/briefings/draft.pdf": "/download/briefings/draft.pdf?org_unit=110114&kind=report",
    "/download/briefings/draft.docx": "/download/briefings/draft.docx?org_unit=110114",
    "/download/briefings/draft.xlsx": "/download/briefings/draft.xlsx",
    "/download/briefings/draft.png": "/download/briefings/draft.png",
    "/download/briefings/preview.png": "/download/briefings/preview.png",
    "/download/briefings/<int(max=9223372036854775807):sequence>/<ending>": None,  # as it was issued, whenever
    "/download/briefings/jobs/<job>.zip": None,
    "/download/imports/<job>.csv": None,
    "/download/imports/<job>.xlsx": None,
    "/download/scorecard.csv": "/download/scorecard.csv",
    "/download/townships.csv": "/download/townships.csv",
    "/download/townships/<code>.csv": "/download/townships/110114.csv",
    "/download/chart/<path:place>/<key>.<ending>": "/download/chart/overview/G2.csv",
    "/download/table/<path:place>/<key>.<ending>": "/download/table/overview/units.csv",
    "/download/tasks.csv": "/download/tasks.csv",
    "/download/tasks.xlsx": "/download/tasks.xlsx",
    "/download/agenda.csv": "/download/agenda.csv",
    "/download/agenda.xlsx": "/download/agenda.xlsx",
    "/download/institutions.csv": "/download/institutions.csv",
    "/download/public.csv": "/download/public.csv",
    "/download/institutions.geojson": "/download/institutions.geojson",
    "/download/warnings.csv": "/download/warnings.csv",
    "/download/warnings.xlsx": "/download/warnings.xlsx",
    "/download/returns/<receipt>/form.pdf": "/download/returns/{receipt}/form.pdf",
    "/download/returns/<receipt>/issues.csv": "/download/returns/{receipt}/issues.csv",
    "/download/returns/<receipt>/original": "/download/returns/{receipt}/original",
    SCAN: "/download/returns/{receipt}/scan/1",
    "/download/template/<code>.xlsx": None,  # the next return to fill in, from what is known now
    "/plain/": "/plain/",
    "/plain/<path:place>": "/plain/districts/110114",
    "/maps/townships.svg": None,
    "/login": None,
    "/login/password": None,
    "/audit": None,  # who did what, as it stands now
    "/download/audit.csv": None,
    "/healthz": None,
    "/metrics": None,
    "/fonts/noto-sans-sc.otf": None,
    "/assets/<path:filename>": None,
    "/assets/page.<digest>.css": None,
}
# What was filed does not change: these say the same at every moment that knows the return.
UNCHANGING = {
    "/download/returns/<receipt>/form.pdf",
    "/download/returns/<receipt>/issues.csv",
    "/download/returns/<receipt>/original",
}
PLACES = {
    "overview": "/",
    "districts": "/districts",
    "district": "/districts/110114",
    "supply": "/supply",
    "workforce": "/workforce",
    "tasks": "/tasks",
    "coverage": "/coverage",
    "gaps": "/gaps",
    "returns": "/returns",
    "quality": "/quality",
    "briefings": "/briefings",
    "methodology": "/methodology",
    "screen": "/screen",
}
"""Where each page of the page table is asked for."""

COMMANDS = (
    ["indicators", "--period", "2025-Q4", "--org-unit", "all", "--format", "json"],
    ["indicators", "--period", "2025-Q4", "--org-unit", "townships", "--format", "csv"],
    ["indicators", "--period", "2025-Q4", "--lang", "en"],
    ["returns"],
    ["returns", "--period", "2025-Q4", "--format", "json"],
)


class ClockedHouse(House):
    """The house with a clock that stands long after everything."""

    def now(self) -> datetime:
        return datetime(2026, 6, 1, tzinfo=UTC)


def filing(period: Period, unit: str = "110114", *, slots: int = 60, **more: object) -> ReturnContent:
    placed = {"number": f"{unit}-0001", "township": f"{unit}001", "filing_state": "已备案"}
    row = replace(institution(slots=slots), **placed)
    return ledger_return(row, period=period, unit=unit, **more)


def first_history(repository: Repository) -> str:
    """Two units, two quarters; the first unit's last return has a doubt. Its receipt."""
    tasks = (TaskState(2, "3", "未启动", None, None, None, None),)
    projects = (Project(2, "在建", "示例项目甲", "110114001", None, 40, 30, Q4.next.end, None, None),)
    for unit in ("110114", OTHER):
        stored(repository, filing(Q3, unit))
    stored(repository, filing(Q4, OTHER), days=3)
    return stored(repository, filing(Q4, tasks=tasks, projects=projects), days=5, issues=[DOUBT]).receipt


def later_history(repository: Repository, receipt: str) -> None:
    """Everything that can happen to what was filed."""
    day = LATER - timedelta(days=2)
    review = Review(repository, lambda: day)
    number = repository.issues(repository.stored(receipt).sequence)[0].number
    review.explain(receipt, number, "扩班", actor="乙")
    review.confirm(receipt, "110114-0001", ChangeKind.NEW, "示例〔2026〕1号", actor="乙")
    review.attach(receipt, "盖章.pdf", b"%PDF-1.4 scan", actor="乙")
    other = next(one for one in repository.returns(period=Q4) if one.org_unit == OTHER)
    review.decide(other.receipt, State.RETURNED, actor="市级", reason="核对", at=day)
    tasks = (TaskState(2, "3", "推进中", None, None, None, None),)
    projects = (Project(2, "在建", "示例项目乙", "110114001", None, 80, 60, Q4.next.end, None, None),)
    revised = filing(Q4, slots=95, tasks=tasks, projects=projects)
    stored(repository, replace(revised, header={**revised.header, "revision_note": "核对后更正"}), days=38.5)


@pytest.fixture
def server(repository: Repository, settings: Settings) -> Flask:
    return build_application(ClockedHouse(settings)).server


def rules(server: Flask) -> set[str]:
    """The addresses that answer a GET with something of their own; pages come through the page callback."""
    listed = (rule for rule in server.url_map.iter_rules() if "GET" in (rule.methods or ()))
    return {rule.rule for rule in listed if rule.rule not in ("/", "/<path:path>") and not rule.rule.startswith("/_")}


def files(server: Flask, receipt: str, moment: datetime) -> dict[str, tuple[int, bytes]]:
    """Status and bytes of every address that tells history, as known at ``moment``."""
    client, found = server.test_client(), {}
    for rule, address in ADDRESSES.items():
        if address is not None:
            mark = "&" if "?" in address else "?"
            search = f"{mark}period=2025-Q4&as_of={moment:%Y-%m-%dT%H:%M:%SZ}"
            answer = client.get(address.format(receipt=receipt) + search)
            found[rule] = (answer.status_code, answer.data)
    return found


def pages(server: Flask, receipt: str, moment: datetime, lang: str) -> dict[str, str]:
    """Every page as the browser gets it, as known at ``moment``; of the returns, the one of the receipt too."""
    client = server.test_client()
    search = f"?period=2025-Q4&lang={lang}&as_of={moment:%Y-%m-%dT%H:%M:%SZ}"
    found = {name: asked_for(client, path, search) for name, path in PLACES.items()}
    found["return"] = asked_for(client, "/returns", f"{search}&receipt={receipt}")
    found["default period"] = asked_for(client, "/", search.replace("period=2025-Q4&", ""))
    return {name: json.dumps(answer, sort_keys=True, ensure_ascii=False) for name, answer in found.items()}


def commands(
    house: House, moment: datetime, folder: Path, capsys: pytest.CaptureFixture[str]
) -> dict[str, str | bytes]:
    """What every command that tells history prints, and the briefing it writes."""
    found: dict[str, str | bytes] = {}
    for words in COMMANDS:
        assert run([*words, "--as-of", moment.isoformat()], house) == 0
        found[" ".join(words)] = capsys.readouterr().out
    for ending in ("pdf", "png"):
        out = folder / f"brief.{ending}"
        words = ["brief", "--period", "2025-Q4", "--org-unit", "110000", "--out", str(out)]
        assert run([*words, "--as-of", moment.isoformat()], house) == 0
        found[ending] = out.read_bytes()
    capsys.readouterr()
    return found


def differing(before: dict, after: dict) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def test_every_address_and_every_page_stands_in_the_tables_of_this_test(server: Flask):
    assert rules(server) == set(ADDRESSES)
    assert {page.name for page in PAGES} == set(PLACES)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_says_of_a_moment_what_it_said_then(server: Flask, repository: Repository, lang: str):
    receipt = first_history(repository)
    then, later = (pages(server, receipt, moment, lang) for moment in (KNOWN, LATER))
    later_history(repository, receipt)
    assert differing(then, pages(server, receipt, KNOWN, lang)) == set()
    assert differing(later, pages(server, receipt, LATER, lang)) == set(later)


def test_a_file_and_an_answer_of_the_api_say_of_a_moment_what_they_said_then(server: Flask, repository: Repository):
    receipt = first_history(repository)
    then, later = (files(server, receipt, moment) for moment in (KNOWN, LATER))
    assert {rule for rule, (status, _) in then.items() if status != 200} == {SCAN}
    later_history(repository, receipt)
    assert differing(then, files(server, receipt, KNOWN)) == set()
    after = files(server, receipt, LATER)
    assert {status for status, _ in after.values()} == {200}
    assert differing(later, after) == set(later) - UNCHANGING


def test_a_command_and_a_briefing_say_of_a_moment_what_they_said_then(
    repository: Repository, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    house = ClockedHouse(settings)
    receipt = first_history(repository)
    then, later = (commands(house, moment, tmp_path, capsys) for moment in (KNOWN, LATER))
    later_history(repository, receipt)
    assert differing(then, commands(house, KNOWN, tmp_path, capsys)) == set()
    assert differing(later, commands(house, LATER, tmp_path, capsys)) == set(later)


def test_a_figure_published_later_is_not_on_the_page_of_definitions_before(server: Flask):
    client = server.test_client()
    early, late = (
        json.dumps(asked_for(client, "/methodology", f"?as_of={day}"), ensure_ascii=False)
        for day in ("2026-01-24", "2026-01-25")
    )
    assert "8897" not in early
    assert "8897" in late


def test_a_return_is_not_known_before_it_came(server: Flask, repository: Repository):
    receipt = first_history(repository)
    early = START + timedelta(days=4)
    statuses = {rule: status for rule, (status, _) in files(server, receipt, early).items() if "receipt" in rule}
    assert set(statuses.values()) == {400}
    assert receipt not in files(server, receipt, early)["/api/v1/returns"][1].decode()
