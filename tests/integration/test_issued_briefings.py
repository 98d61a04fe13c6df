"""What was issued comes out again to the byte, whatever happened since; what changed since is told beside it."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from app import House
from callbacks.application import build_application
from callbacks.briefings.office import Office
from callbacks.briefings.press import Press
from callbacks.briefings.programs import programs
from data.briefings import Basis, IssuedBriefing, Kind, Occasion, Section
from data.issues import DashboardError
from data.settings import Settings
from layouts.briefing.engine import layout
from metrics.issued import since
from tests.account_samples import sign_in, with_people
from tests.integration.test_as_known_at import KNOWN, LATER, Q4, filing, first_history, later_history
from tests.integration.test_pages_http import shown
from tests.store_samples import stored

UNIT = "110114"
DAY = datetime(2026, 6, 1, 1, tzinfo=UTC)


class ClockedHouse(House):
    """A house whose clock stands, until it is put on."""

    moment = DAY

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def house(settings: Settings, tmp_path: Path) -> ClockedHouse:
    return ClockedHouse(_with_work(settings, tmp_path))


@pytest.fixture
def shown_house(tmp_path: Path) -> ClockedHouse:
    """On SQLite alone: what is asked over HTTP says the same on both."""
    return ClockedHouse(_with_work(Settings(database_url=f"sqlite:///{tmp_path / 'tuoyu.sqlite'}"), tmp_path))


def _with_work(settings: Settings, folder: Path) -> Settings:
    return Settings(database_url=settings.database_url, work=folder / "jobs")


def office_of(house: House) -> Office:
    return Office(Press(house.repository, house.settings), house.repository, house.issuing)


def basis(house: House, unit: str = UNIT, *, as_of: datetime = KNOWN, kind: Kind = Kind.BRIEFING) -> Basis:
    definitions = house.reference.definitions.version
    return Basis(Occasion(kind, unit, Q4, "zh"), house.reference.plans[0].id, as_of, definitions)


def issue(house: House, unit: str = UNIT) -> IssuedBriefing:
    office = office_of(house)
    wanted = basis(house, unit)
    house.issuing.write(wanted.occasion, Section.PROBLEMS, "一是供给不足。\n二是使用率偏低。", author="乙")
    return office.issue(wanted, office.press.formats_named("all"), actor="甲")


def digests(issued: IssuedBriefing) -> dict[str, str]:
    return {one.format: one.digest for one in issued.files}


def remade(house: House, issued: IssuedBriefing) -> dict[str, str]:
    made = office_of(house).again(issued).files
    return {name: hashlib.sha256(content).hexdigest() for name, content in made.items()}


@pytest.mark.parametrize("unit", [UNIT, "110000"])
def test_two_fresh_stores_with_the_same_history_issue_the_same_bytes(tmp_path: Path, unit: str):
    found = []
    for name in ("one", "other"):
        house = ClockedHouse(Settings(database_url=f"sqlite:///{tmp_path / name}.sqlite"))
        first_history(house.repository)
        found.append(issue(house, unit))
    assert digests(found[0]) == digests(found[1])
    assert (found[0].data_digest, found[0].made_by) == (found[1].data_digest, found[1].made_by)
    assert "pdf" in digests(found[0])


def test_what_was_issued_before_a_revision_comes_out_again_to_the_byte_and_says_so(house: ClockedHouse):
    receipt = first_history(house.repository)
    issued = issue(house)
    before = office_of(house).files(issued)
    later_history(house.repository, receipt)
    house.issuing.write(issued.basis.occasion, Section.PROBLEMS, "一是已改写。", author="乙")
    assert remade(house, issued) == digests(issued)
    assert office_of(house).files(issued) == before
    # The next one is another: other words, other figures.
    again = office_of(house).issue(basis(house, as_of=LATER), ["pdf"], actor="甲")
    assert (again.number, again.data_digest) != (issued.number, issued.data_digest)
    assert digests(again)["pdf"] != digests(issued)["pdf"]


def test_a_return_added_before_the_as_of_is_told_and_the_issued_bytes_stand(house: ClockedHouse):
    first_history(house.repository)
    issued = issue(house)
    before = office_of(house).files(issued)
    stored(house.repository, filing(Q4, slots=90), days=10)  # received, as it is told later, before KNOWN
    made = office_of(house).again(issued)
    assert made.data_digest != issued.data_digest
    assert remade(house, issued)["pdf"] != digests(issued)["pdf"]
    assert office_of(house).files(issued) == before


def test_definitions_that_are_gone_are_refused_and_the_issued_bytes_stand(house: ClockedHouse):
    first_history(house.repository)
    office, gone = office_of(house), basis(house)
    with pytest.raises(DashboardError):
        office.issue(Basis(gone.occasion, gone.plan, gone.as_of, "1999.1"), ["pdf"], actor="甲")
    with pytest.raises(DashboardError):
        office.issue(Basis(gone.occasion, "1949", gone.as_of, gone.definitions), ["pdf"], actor="甲")
    assert house.repository.briefing_count() == 0


def test_the_words_of_the_office_stand_in_what_is_issued(house: ClockedHouse):
    from pypdf import PdfReader

    first_history(house.repository)
    issued = issue(house)
    content = house.repository.issued_file(issued, "pdf")
    file = house.settings.work.parent / "issued.pdf"
    file.write_bytes(content)
    words = "".join(page.extract_text() for page in PdfReader(file).pages)
    assert "一是供给不足。" in words.replace("\n", "")
    assert issued.texts == {Section.PROBLEMS: 1}


def test_what_changed_since_is_counted_by_figures_not_by_arrivals(house: ClockedHouse):
    receipt = first_history(house.repository)
    issued = issue(house)

    def found(unit: str, now: datetime):
        return since(house.repository, org_unit=unit, period=Q4, plan_id=issued.basis.plan, as_of=KNOWN, now=now)

    assert not found(UNIT, KNOWN + timedelta(days=1)).is_revised
    later_history(house.repository, receipt)
    told = found(UNIT, LATER)
    assert told.is_revised
    assert {one.org_unit for one in told.arrivals} == {UNIT}
    slots = next(one for one in told.differences if one.after.indicator == "G2")
    assert (slots.before.denominator, slots.after.denominator) == (60, 95)


def client_of(house: House) -> FlaskClient:
    return build_application(house).server.test_client()


def test_the_page_lists_what_was_issued_and_gives_it_out(shown_house: ClockedHouse):
    receipt = first_history(shown_house.repository)
    issued = issue(shown_house)
    client = client_of(shown_house)
    page = shown(client, "/briefings", "?period=2025-Q4&org_unit=110114")
    assert "简报2026年第1期" in page
    assert "数字没有变化" in page
    assert f"数据摘要 {issued.data_digest[:12]}" in page
    answer = client.get(f"/download/briefings/{issued.sequence}/pdf")
    assert answer.status_code == 200
    assert hashlib.sha256(answer.data).hexdigest() == issued.file("pdf").digest
    assert "%E7%AC%AC1%E6%9C%9F" in answer.headers["Content-Disposition"]
    later_history(shown_house.repository, receipt)
    page = shown(client_of(shown_house), "/briefings", f"?period=2025-Q4&issued={issued.sequence}")
    assert "印发以后，其中" in page
    assert "此后收到报表的单位：昌平区" in page


def test_what_was_not_issued_is_not_there(shown_house: ClockedHouse):
    first_history(shown_house.repository)
    issue(shown_house)
    client = client_of(shown_house)
    for place in ("99/pdf", "1/docm", "1/gif", "jobs/0000000000000000.zip"):
        assert client.get(f"/download/briefings/{place}").status_code == 404, place


def test_who_may_not_write_sees_no_words_that_were_not_issued_and_may_do_nothing(shown_house: ClockedHouse):
    """A leader with an account of its own reads; administrators of the city write."""
    first_history(shown_house.repository)
    occasion = basis(shown_house).occasion
    server = build_application(_login(shown_house)).server
    leader, administrator = server.test_client(), server.test_client()
    for client, name in ((leader, "lingdao"), (administrator, "shi")):
        assert sign_in(client, name).status_code == 303
    plain = leader.get(DRAFT).data
    shown_house.issuing.write(occasion, Section.PROBLEMS, "尚未公开的说法。", author="乙")
    assert leader.get(DRAFT).data == plain
    assert administrator.get(DRAFT).data != plain
    page = "/plain/briefings?period=2025-Q4&org_unit=110114"
    assert "尚未公开" not in leader.get(page).text
    assert "尚未公开" in administrator.get(page).text
    assert leader.get("/download/briefings/jobs/0000000000000000.zip").status_code == 403
    for button in ("briefing-save", "briefing-issue", "briefing-batch", "briefing-remake"):
        answer = said_to(leader, button, "?period=2025-Q4&org_unit=110114&issued=1")
        assert not any(words in answer for words in ("已保存", "已印发", "逐字节", "job=")), button
    assert shown_house.repository.briefing_count() == 0
    assert len(shown_house.repository.office_texts(occasion)) == 1
    assert not shown_house.settings.work.exists()
    # What was issued of the city is everybody's, what was issued of a unit is for those who may see it.
    for unit, status in (("110000", 200), (UNIT, 403)):
        place = f"/download/briefings/{issue(shown_house, unit).sequence}/pdf"
        assert leader.get(place).status_code == status
        assert administrator.get(place).status_code == 200
        assert (place in leader.get(page).text) == (status == 200)
        assert place in administrator.get(page).text


def _login(house: House) -> House:
    """The same house, where everybody has an account."""
    found = ClockedHouse(replace(house.settings, auth="login", secret_key=secrets.token_hex(32), allow_http=True))
    return with_people(found)


def test_the_buttons_write_issue_and_make_again_under_the_name_typed(shown_house: ClockedHouse):
    first_history(shown_house.repository)
    client, search = client_of(shown_house), f"?period=2025-Q4&org_unit=110114&as_of={KNOWN:%Y-%m-%dT%H:%M:%SZ}"
    assert "还没有保存" in said_to(client, "briefing-issue", search, problems="一是供给不足。")
    assert "请先填写经办人姓名" in said_to(client, "briefing-save", search, problems="一是供给不足。", actor="")
    assert "已保存1段文字" in said_to(client, "briefing-save", search, problems="一是供给不足。")
    assert "没有改动" in said_to(client, "briefing-save", search, problems=" 一是供给不足。\n\n")
    assert "已印发简报2026年第1期" in said_to(client, "briefing-issue", search, problems="一是供给不足。\x01")
    (issued,) = shown_house.repository.briefings()
    assert (issued.actor, issued.basis) == ("张三（未认证）", basis(shown_house))
    assert "逐字节相同" in said_to(client, "briefing-remake", f"{search}&issued=1", problems="一是供给不足。")
    stored(shown_house.repository, filing(Q4, slots=90), days=10)
    told = said_to(client, "briefing-remake", f"{search}&issued=1", problems="一是供给不足。")
    assert "与印发的不同" in told
    assert "有补录" in told


def test_the_briefing_of_the_first_page_leaves_room_for_its_number(
    shown_house: ClockedHouse, monkeypatch: pytest.MonkeyPatch
):
    first_history(shown_house.repository)
    set_here = layout() | {"masthead": {**layout()["masthead"], "issue": "第{number}期", "date": "{day}"}}
    monkeypatch.setattr("layouts.briefing.frames.layout", lambda: set_here)
    search = f"period=2025-Q4&as_of={KNOWN:%Y-%m-%dT%H:%M:%SZ}"
    client = client_of(shown_house)
    printed = client.get(f"/download/briefing.pdf?{search}&kind=report")
    assert printed.data == client.get(f"/download/briefings/draft.pdf?{search}").data
    asked = client.get(f"/download/briefing.pdf?{search}&org_unit={UNIT}")
    of_unit = asked.data
    assert quote("托育简报_昌平区_2025-Q4.pdf") in asked.headers["Content-Disposition"]
    assert of_unit == client.get(f"/download/briefings/draft.pdf?{search}&org_unit={UNIT}").data != printed.data
    told = PdfReader(BytesIO(printed.data)).pages[0].extract_text()
    assert "期" in told
    assert "{" not in told


def test_a_database_in_the_reference_folder_is_no_program_that_drew_a_briefing(tmp_path: Path):
    def told(name: str, more: str = "") -> str:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "plans.toml").write_text("[plan]")
        if more:
            (folder / more).write_text("more")
        return programs(Settings(reference=folder))

    assert told("kept", "tuoyu.sqlite") == told("none")
    assert told("other", "costs.toml") != told("again")


DRAFT = f"/download/briefings/draft.pdf?period=2025-Q4&org_unit={UNIT}&as_of={KNOWN:%Y-%m-%dT%H:%M:%SZ}"


def said_to(client: FlaskClient, button: str, search: str, **typed: str) -> str:
    """What is said after a button was pressed."""
    return json.loads(f'"{pressed(client, button, search, **typed)}"')


def pressed(client: FlaskClient, button: str, search: str, *, actor: str = "张三", **typed: object) -> str:
    """The answer, as it was sent, of the callback that a button begins; ``typed``: a section -> its words."""
    found = next(one for one in client.get("/_dash-dependencies").json if button in str(one["inputs"]))
    sections = ("editor_note", "measures", "problems", "next_steps")
    fields = [{"id": {"office": section}} for section in sections]
    values = {
        "url.search": search,
        "actor.value": actor,
        "briefing-batch-issues.value": False,
        '{"office":["ALL"]}.id': [{**one, "property": "id", "value": one["id"]} for one in fields],
        '{"office":["ALL"]}.value': [
            {**one, "property": "value", "value": typed.get(section, "")} for one, section in zip(fields, sections)
        ],
    }
    states = [_state(one, values[f"{one['id']}.{one['property']}"]) for one in found["state"]]
    outputs = [dict(zip(("id", "property"), one.rsplit(".", 1))) for one in found["output"].strip(".").split("...")]
    asked = {
        "output": found["output"],
        "outputs": outputs if found["output"].startswith("..") else outputs[0],
        "inputs": [{"id": button, "property": "n_clicks", "value": 1}],
        "state": states,
        "changedPropIds": [f"{button}.n_clicks"],
    }
    answer = client.post("/_dash-update-component", json=asked)
    assert answer.status_code == 200, answer.text
    return answer.text.replace("\\u", "\0").replace("\\", "").replace('"', "").replace("\0", "\\u")


def _state(one: dict, value: object) -> object:
    return value if isinstance(value, list) else {"id": one["id"], "property": one["property"], "value": value}
