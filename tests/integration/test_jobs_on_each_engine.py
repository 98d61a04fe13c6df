"""Both kinds of job by real workers over a real Redis, on each database: taken in, made, stopped, killed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app import House
from callbacks.application import build_application
from data.job_state import JobState
from data.jobs import Jobs
from data.settings import Settings
from tests.import_samples import begun, job_in, packed, papers_of, told_of, wrong_papers
from tests.integration.test_as_known_at import first_history
from tests.integration.test_every_briefing_at_once import SEARCH, _job_of
from tests.integration.test_issued_briefings import pressed
from tests.integration.test_job_queue import broken_off
from tests.integration.test_jobs import ended
from tests.redis_server import PROGRAM, redis, worker

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="REDIS IS MISSING: jobs by Celery are not tested here")
OWN, OTHER, THIRD = "110114", "110105", "110108"


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Redis of its own."""
    with redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture
def settings(database_url: str, queue: str, tmp_path: Path) -> Settings:
    """An empty store of each kind, and a folder of jobs of its own."""
    return Settings(database_url=database_url, work=tmp_path / "jobs", jobs=queue)


def client_of(settings: Settings):
    return build_application(House(settings)).server.test_client()


def test_a_worker_takes_returns_in_and_every_server_tells_of_it(settings: Settings):
    client, other = client_of(settings), client_of(settings)
    files = {
        "全部.zip": packed(
            {"朝阳/表.xlsx": papers_of(OTHER).xlsx(), "昌平/表.xlsx": wrong_papers(OWN).xlsx()}, "gb18030"
        ),
        "海淀.xlsx": papers_of(THIRD).xlsx(),
    }
    name = job_in(begun(client, files))
    waiting = {file.name for file in (settings.work / name).iterdir()}
    assert waiting == {"order", "state.json", "given.0", "given.1"}
    assert "已处理0份，共3份" in told_of(other, name)
    with worker(settings):
        job = ended(Jobs(settings.work), name)
    assert (job.state, job.done) == (JobState.DONE, 3)
    for one in (client, other):
        assert "入库2份，与已收到的相同0份，未入库1份，共3份" in told_of(one, name)
        assert "全部.zip/昌平/表.xlsx" in told_of(one, name)
        assert client.get(f"/download/imports/{name}.csv").data == one.get(f"/download/imports/{name}.csv").data
    assert {one.org_unit for one in House(settings).repository.returns()} == {OTHER, THIRD}
    assert not list((settings.work / name).glob("given.*"))


def test_an_import_that_waits_is_stopped_and_leaves_no_file_of_anybody(settings: Settings):
    client = client_of(settings)
    name = job_in(begun(client, {"a.xlsx": papers_of(OWN).xlsx()}))
    Jobs(settings.work).cancel(name)
    assert {file.name for file in (settings.work / name).iterdir() if file.name.startswith("given")} == set()
    following = job_in(begun(client, {"b.xlsx": papers_of(OTHER).xlsx()}))
    with worker(settings):
        ended(Jobs(settings.work), following)
    assert "已停止：处理了0份，共1份。" in told_of(client, name)
    assert [one.org_unit for one in House(settings).repository.returns()] == [OTHER]


def test_a_worker_that_is_killed_leaves_what_it_stored_and_the_rest_is_handed_in_again(settings: Settings):
    client, jobs = client_of(settings), Jobs(settings.work)
    many = {f"{number}.xlsx": wrong_papers(OWN).xlsx() for number in range(60)}
    files = {"first.xlsx": papers_of(OTHER).xlsx(), "all.zip": packed(many)}
    name = job_in(begun(client, files))
    job = broken_off(settings, jobs, name)
    assert 2 <= job.done < 61
    assert "列出的结果有效" in told_of(client, name)
    assert "first.xlsx" in told_of(client, name)
    # Begun again, the files of the one that was killed are gone, and nothing is stored twice.
    again = job_in(begun(client, {"first.xlsx": papers_of(OTHER).xlsx(), "third.xlsx": papers_of(THIRD).xlsx()}))
    assert not list((settings.work / name).glob("given.*"))
    with worker(settings):
        ended(jobs, again)
    assert "入库1份，与已收到的相同1份，未入库0份" in told_of(client, again)
    assert sorted(one.org_unit for one in House(settings).repository.returns()) == [OTHER, THIRD]


def test_a_worker_makes_the_briefings_that_the_server_makes(settings: Settings, tmp_path: Path):
    first_history(House(settings).repository)
    jobs, own = Jobs(settings.work), replace(settings, jobs="", work=tmp_path / "own")
    name = _job_of(pressed(client_of(settings), "briefing-batch", SEARCH))
    with worker(settings):
        assert ended(jobs, name).state is JobState.DONE
    alone = _job_of(pressed(client_of(own), "briefing-batch", SEARCH))
    ended(Jobs(own.work), alone)
    assert jobs.result(name)
    assert jobs.result(name) == Jobs(own.work).result(alone)
