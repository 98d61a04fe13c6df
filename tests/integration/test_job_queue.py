"""Jobs by Celery over a real Redis, done by real workers: the same bytes, told and stopped alike, never done twice."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app import House
from callbacks.application import build_application
from callbacks.briefings.orders import order_read
from callbacks.commands.line import run
from data.issues import UsageError
from data.job_queue import TASK, celery_of, executor_of
from data.job_state import Job, JobState
from data.jobs import MOST_AT_ONCE, Jobs
from data.settings import HOUSE, Settings
from tests.account_samples import TurnedHouse, served, sign_in, with_people
from tests.bench import serving
from tests.conftest import BEIJING
from tests.integration.test_as_known_at import first_history
from tests.integration.test_every_briefing_at_once import SEARCH, _job_of, _look
from tests.integration.test_issued_briefings import pressed
from tests.integration.test_jobs import ended, three_steps
from tests.redis_server import PROGRAM, environ_of, redis, worker

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="REDIS IS MISSING: jobs by Celery are not tested here")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A filled store and a Redis of its own."""
    folder = tmp_path_factory.mktemp("queue")
    house = House(Settings(database_url=f"sqlite:///{folder / 'tuoyu.sqlite'}"))
    first_history(house.repository)
    house.repository.close()
    with redis(folder) as url:
        yield replace(house.settings, jobs=url)


@pytest.fixture
def settings(store: Settings, tmp_path: Path) -> Settings:
    """The same with a folder of jobs of its own: what other tests left in Redis is nothing here."""
    return replace(store, work=tmp_path / "jobs")


def begun(settings: Settings) -> str:
    """A job begun by the button of the page, in this process."""
    client = build_application(House(settings)).server.test_client()
    return _job_of(pressed(client, "briefing-batch", SEARCH))


def until_done(jobs: Jobs, name: str, steps: int) -> None:
    for _ in range(6000):
        if jobs.job(name).done >= steps:  # type: ignore[union-attr]
            return
        time.sleep(0.01)
    raise AssertionError(jobs.job(name))


def test_a_worker_makes_the_bytes_that_the_server_makes_itself(settings: Settings, tmp_path: Path):
    jobs = Jobs(settings.work)
    name = begun(settings)
    assert (jobs.job(name).state, jobs.job(name).done) == (JobState.RUNNING, 0)  # type: ignore[union-attr]
    with worker(settings):
        job = ended(jobs, name)
    assert (job.state, job.done, job.total, job.missing) == (JobState.DONE, 18, 18, ())
    own = replace(settings, jobs="", work=tmp_path / "own")
    alone = begun(own)
    ended(Jobs(own.work), alone)
    assert jobs.result(name) == Jobs(own.work).result(alone)
    assert jobs.result(name)


def test_two_servers_tell_of_it_and_give_it(settings: Settings):
    serve = [sys.executable, str(HOUSE / "app.py"), "serve", "--port"]
    with serving.served(serve, environ_of(settings)) as (port, _, _):
        client = build_application(House(settings)).server.test_client()
        name = _job_of(pressed(client, "briefing-batch", SEARCH))
        look = _look(client, f"{SEARCH}&job={name}")
        assert "已完成0份，共18份" in _told(port, look)
        with worker(settings):
            until_done(Jobs(settings.work), name, 2)
            assert "已完成0份" not in _told(port, look)
            ended(Jobs(settings.work), name)
        assert "已完成：生成18份，共18份" in _told(port, look)
        place = f"/download/briefings/jobs/{name}.zip{SEARCH}"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{place}", timeout=60) as answer:
            assert answer.read() == client.get(place).data == Jobs(settings.work).result(name)


def _told(port: int, look: dict) -> str:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/_dash-update-component",
        json.dumps(look).encode(),
        {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"},
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return str(json.load(answer))


def broken_off(settings: Settings, jobs: Jobs, name: str) -> Job:
    """The job, whose worker was killed after two of its steps."""
    with worker(settings) as process:
        until_done(jobs, name, 2)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    job = jobs.job(name)
    assert job is not None
    assert job.state is JobState.BROKEN_OFF
    return job


def test_a_worker_that_is_killed_is_told_as_broken_off_and_what_it_did_is_not_done_again(settings: Settings):
    jobs, name = Jobs(settings.work), begun(settings)
    job = broken_off(settings, jobs, name)
    assert 2 <= job.done < 18
    assert jobs.result(name) is None
    # The next worker does the next job, and not this one, though its name be said once more.
    celery_of(settings.jobs).send_task(TASK, (name,))
    following = begun(settings)
    with worker(settings):
        assert ended(jobs, following).state is JobState.DONE
    assert jobs.job(name) == job


def test_a_worker_that_is_asked_to_end_finishes_what_it_does(settings: Settings):
    jobs, name = Jobs(settings.work), begun(settings)
    with worker(settings) as process:
        until_done(jobs, name, 2)
        process.terminate()
        assert process.wait(serving.PATIENCE) == 0
    job = jobs.job(name)
    assert job is not None
    assert (job.state, job.done) == (JobState.DONE, 18)


def test_a_job_is_stopped_while_it_goes_on_and_while_it_waits(settings: Settings):
    jobs = Jobs(settings.work)
    name, waiting = begun(settings), begun(settings)
    jobs.cancel(waiting)
    assert jobs.job(waiting).state is JobState.CANCELLED  # type: ignore[union-attr]
    with worker(settings):
        until_done(jobs, name, 2)
        jobs.cancel(name)
        job = ended(jobs, name)
    assert job.state is JobState.CANCELLED
    assert job.done < 18
    assert (jobs.result(name), jobs.job(waiting).done) == (None, 0)  # type: ignore[union-attr]


def test_those_that_wait_count_among_those_under_way(settings: Settings):
    for _ in range(MOST_AT_ONCE):
        begun(settings)
    client = build_application(House(settings)).server.test_client()
    assert "已有4项任务在进行" in json.loads(f'"{pressed(client, "briefing-batch", SEARCH)}"')
    assert len(list(settings.work.iterdir())) == MOST_AT_ONCE


def test_only_who_may_issue_has_a_job_made_sees_it_or_stops_it(settings: Settings, tmp_path: Path):
    own = replace(settings, database_url=f"sqlite:///{tmp_path / 'people.sqlite'}", auth="login")
    house = with_people(TurnedHouse(own))
    first_history(house.repository)
    admin, reader = served(house), served(house)
    sign_in(admin, "shi")
    sign_in(reader, "shen")
    assert "job=" not in pressed(reader, "briefing-batch", SEARCH)
    assert not own.work.exists()
    name = _job_of(pressed(admin, "briefing-batch", SEARCH))
    look = _look(admin, f"{SEARCH}&job={name}")
    assert "共18份" in str(admin.post("/_dash-update-component", json=look).json)
    assert "共18份" not in str(reader.post("/_dash-update-component", json=look).json)
    with worker(own):
        assert ended(Jobs(own.work), name).state is JobState.DONE
    place = f"/download/briefings/jobs/{name}.zip{SEARCH}"
    assert (admin.get(place).status_code, reader.get(place).status_code) == (200, 403)


def test_redis_is_told_a_name_only_and_a_name_that_nobody_gave_is_nothing(settings: Settings, store: Settings):
    from redis import Redis

    celery = celery_of(settings.jobs)
    for name in ("../../etc", "0" * 16, ""):
        celery.send_task(TASK, (name,))
    name = begun(settings)
    kept = b"".join(Redis.from_url(store.jobs).lrange("tuoyu-jobs", 0, -1))
    order = order_read((settings.work / name / "order").read_text("utf-8"), BEIJING)  # type: ignore[arg-type]
    assert order.whole.plan.encode() not in kept
    assert order.whole.as_of.isoformat().encode() not in kept
    with worker(settings):
        assert ended(Jobs(settings.work), name).state is JobState.DONE
    assert {one.name for one in settings.work.iterdir()} == {name}


def test_an_order_says_all_of_it(settings: Settings):
    from data.scope import Caller, Scope

    name = begun(settings)
    order = order_read((settings.work / name / "order").read_text("utf-8"), BEIJING)  # type: ignore[arg-type]
    issues = replace(order, actor="甲", formats=("pdf", "png"), caller=Caller(Scope.of(["110114"]), "10.0.0.1", True))
    assert order_read(issues.written(), BEIJING) == issues  # type: ignore[arg-type]
    assert order_read(order.written(), BEIJING) == order  # type: ignore[arg-type]


def test_an_order_that_cannot_be_read_is_told_as_a_fault(settings: Settings):
    jobs = Jobs(settings.work, executor_of(settings))
    name = jobs.start(three_steps, total=3, order="no order")
    with worker(settings):
        job = ended(jobs, name)
    assert (job.state, job.reason) == (JobState.FAILED, "jobs.fault")


def test_a_redis_that_is_not_there_is_told_and_nothing_is_left(settings: Settings):
    gone = replace(settings, jobs=f"redis://127.0.0.1:{serving.free_port()}/0")
    client = build_application(House(gone)).server.test_client()
    answer = pressed(client, "briefing-batch", SEARCH)
    assert "（Redis）连不上" in json.loads(f'"{answer}"')
    assert list(gone.work.iterdir()) == []


@pytest.mark.parametrize("wrong", ["amqp://127.0.0.1", "127.0.0.1:6379"])
def test_a_queue_of_another_kind_is_refused(wrong: str):
    with pytest.raises(UsageError, match=r"setting\.jobs"):
        Settings(jobs=wrong).check()


def test_a_queue_without_celery_is_refused_and_so_is_a_worker_without_a_queue(monkeypatch, settings: Settings, capsys):
    assert run(["worker"], House(replace(settings, jobs=""))) == 2
    assert "TUOYU_JOBS" in capsys.readouterr().err
    monkeypatch.setattr("data.settings.find_spec", lambda name: None if name == "celery" else object())
    with pytest.raises(UsageError, match=r"setting\.celery"):
        settings.check()
