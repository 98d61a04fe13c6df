"""What the running program tells of itself: numbers of requests, logs, health, metrics; and how it stops."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app import House
from callbacks.application import build_dashboard
from data.log import JsonLines
from data.model import Reference
from data.repository import open_repository
from data.settings import HOUSE, Settings
from data.tally import Tally, answered
from tests.browser.conftest import _wait_until_it_answers
from tests.fakes import FakeSource
from tests.integration.test_returns_http import committed
from tests.remote import Remote
from tests.return_papers import ledger_papers
from tests.site_samples import sample_reference
from tests.store_samples import stored, whole_return

METRIC = re.compile(r'^([a-z_]+)(?:\{[a-z]+="[^"]+"\})? ([0-9.]+)$')


@pytest.fixture
def client(demo_settings: Settings):
    return House(demo_settings).web().test_client()


def test_every_answer_has_a_number_of_its_own(client) -> None:
    numbers = {client.get(path).headers["X-Request-Id"] for path in ("/healthz", "/", "/nowhere", "/healthz")}
    assert len(numbers) == 4
    assert all(re.fullmatch("[0-9a-f]{8}", number) for number in numbers)


class Broken(FakeSource):
    """A source that fails as a disk does."""

    def counting_returns(self, **_: object):
        raise RuntimeError("the disk is gone: /secret/place")

    def nature(self):
        raise RuntimeError("the disk is gone: /secret/place")


def broken_client():
    source = Broken(sample_reference())
    source.file("110101", "2025-Q4", {})
    return build_dashboard(source, Settings(), lambda: datetime(2026, 2, 1, tzinfo=UTC)).server.test_client()


@pytest.mark.parametrize(("path", "lang"), [("/plain/", "zh"), ("/download/briefing.pdf", "zh"), ("/plain/", "en")])
def test_a_fault_shows_its_number_and_nothing_else(path: str, lang: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = broken_client().get(path, query_string={"lang": lang, "period": "2025-Q4"})
    number = answer.headers["X-Request-Id"]
    told = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert number in told
    assert "secret" not in told
    assert "Traceback" not in told
    assert f"fault {number}" in caplog.text
    assert caplog.text.count("the disk is gone") >= 1


def test_a_fault_of_the_interface_is_json(caplog: pytest.LogCaptureFixture) -> None:
    answer = broken_client().get("/api/v1/indicators?period=2025-Q4")
    assert (answer.status_code, answer.json["error"]) == (500, "refusal.fault")
    assert answer.headers["X-Request-Id"] in answer.json["message"]
    assert f"fault {answer.headers['X-Request-Id']}" in caplog.text


def test_health_is_200_or_503_and_says_no_more() -> None:
    answer = broken_client().get("/healthz")
    assert (answer.status_code, answer.get_data(as_text=True)) == (503, "unavailable")


def test_a_store_that_is_cut_or_gone_is_503_until_it_is_back(tmp_path: Path, reference: Reference) -> None:
    place = tmp_path / "tuoyu.sqlite"
    settings = Settings(database_url=f"sqlite:///{place}")
    stored(open_repository(settings, reference), whole_return())
    client = House(settings).web().test_client()
    assert client.get("/healthz").status_code == 200
    good = place.read_bytes()
    for bad in (good[:50], b"", good[:16] + bytes(84) + good[100:]):
        place.write_bytes(bad)
        assert [client.get(path).status_code for path in ("/healthz", "/plain/")] == [503, 503], len(bad)
        answer = client.get("/metrics", headers={"Host": "127.0.0.1:8050"})
        assert "tuoyu_store_whole 0" in answer.get_data(as_text=True)
    place.unlink()
    assert [client.get(path).status_code for path in ("/healthz", "/plain/")] == [503, 503]
    assert not place.exists(), "nothing takes its place"
    place.write_bytes(good)
    assert client.get("/healthz").status_code == 200


def test_metrics_are_prometheus_text_and_count_what_was_answered(client, demo_repository) -> None:
    for path in ("/healthz", "/nowhere", "/plain/?period=2025-Q4"):
        client.get(path)
    told = client.get("/metrics", headers={"Host": "127.0.0.1:8050"})
    assert told.status_code == 200
    assert told.mimetype == "text/plain"
    lines = [line for line in told.get_data(as_text=True).splitlines() if not line.startswith("#")]
    assert all(METRIC.match(line) for line in lines)
    read = {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines}
    assert read['tuoyu_requests_total{status="4xx"}'] == 1
    assert read['tuoyu_requests_total{status="2xx"}'] >= 2
    assert read["tuoyu_request_seconds_count"] == sum(v for k, v in read.items() if k.startswith("tuoyu_requests"))
    assert read['tuoyu_request_seconds_bucket{le="+Inf"}'] == read["tuoyu_request_seconds_count"]
    assert (read["tuoyu_store_whole"], read["tuoyu_returns"]) == (1, len(demo_repository.returns()))


@pytest.mark.parametrize(
    "stranger",
    [
        {"environ_base": {"REMOTE_ADDR": "10.0.0.9"}},
        {"headers": {"X-Forwarded-For": "10.0.0.9"}},
        {"headers": {"Host": "board.example"}},
    ],
)
def test_metrics_are_for_this_machine_alone(client, stranger: dict) -> None:
    refused = client.get("/metrics?lang=en", **stranger)
    assert (refused.status_code, refused.text) == (403, "This address answers on this machine only.")


def test_counters_are_one_for_all_processes() -> None:
    tally = Tally()
    children = []
    for _ in range(4):
        child = os.fork()
        if not child:
            for _ in range(200):
                tally.add(answered(200, 3000))
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    read = tally.read()
    assert (read["requests_2xx"], read["answers_us"], read["within_10"]) == (800, 2_400_000, 800)


def test_a_process_killed_while_it_counts_blocks_nobody() -> None:
    tally = Tally()
    child = os.fork()
    if not child:
        while True:
            tally.add({"faults": 1})
    while not tally.read()["faults"]:
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    before = tally.read()["faults"]
    tally.add({"faults": 1})
    assert tally.read()["faults"] == before + 1


def test_a_log_line_is_one_json_object() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("some.part")
    logger.addHandler(handler)
    try:
        raise ValueError("第一行\n第二行")
    except ValueError:
        logger.exception("fault %s", "0123abcd", extra={"request": "0123abcd"})
    lines = out.getvalue().splitlines()
    assert len(lines) == 1
    told = json.loads(lines[0])
    assert (told["level"], told["logger"], told["message"]) == ("error", "some.part", "fault 0123abcd")
    assert told["request"] == "0123abcd"
    assert "第二行" in told["exception"]


@contextmanager
def serving(settings: Settings, log: Path, **environ: str) -> Iterator[tuple[int, subprocess.Popen]]:
    """The dashboard as ``serve`` runs it, with two workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {key: value for key, value in os.environ.items() if not key.startswith("TUOYU_")}
    own |= {"TUOYU_DATABASE_URL": settings.database_url, **environ}
    command = [sys.executable, "app.py", "serve", "--port", str(port), "--workers", "2"]
    with log.open("wb") as out, subprocess.Popen(command, cwd=HOUSE, env=own, stdout=out, stderr=out) as server:
        try:
            _wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", server, log)
            yield port, server
        finally:
            server.terminate()


def test_a_connection_outlasts_the_rest_of_its_reader(demo_settings: Settings, tmp_path: Path) -> None:
    """Closed just as a question arrives, it would lose the question: once, one in ten of thirty readers' questions."""
    with serving(demo_settings, tmp_path / "log") as (port, _), closing(HTTPConnection("127.0.0.1", port)) as line:
        line.request("GET", "/healthz")
        line.getresponse().read()
        own = line.sock
        time.sleep(5)
        line.request("GET", "/healthz")
        assert line.getresponse().status == 200
        assert line.sock is own


def test_a_stop_lets_an_upload_finish_and_what_is_logged_is_json(tmp_path: Path, reference: Reference) -> None:
    """The upload waits for the database when the server is told to stop: it is finished, stored and acknowledged."""
    place = tmp_path / "tuoyu.sqlite"
    settings = Settings(database_url=f"sqlite:///{place}")
    open_repository(settings, reference).close()
    log = tmp_path / "log"
    with serving(settings, log, TUOYU_LOG="json") as (port, server), ThreadPoolExecutor() as threads:
        for _ in range(4):
            Remote(f"http://127.0.0.1:{port}").get("/healthz")
        metrics = Remote(f"http://127.0.0.1:{port}").get("/metrics").text
        assert int(re.search(r'status="2xx"} (\d+)', metrics)[1]) >= 5, "both workers count together"
        with closing(sqlite3.connect(place, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            upload = threads.submit(committed, Remote(f"http://127.0.0.1:{port}"), ledger_papers())
            time.sleep(3)
            assert not upload.done()
            server.send_signal(signal.SIGTERM)
            time.sleep(1)
            assert server.poll() is None
            holder.execute("ROLLBACK")
        told = upload.result()
        assert "TY-110114-2025Q4-R1-" in told
        assert server.wait(60) == 0
    repository = open_repository(settings, reference)
    assert [one.revision for one in repository.returns()] == [1]
    assert repository.check().is_whole
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line.startswith("{")]
    asked = [line for line in lines if line["logger"] == "tuoyu.request"]
    assert {"POST", "GET"} <= {line["method"] for line in asked}
    assert all(line["request"] and "?" not in line["path"] for line in asked)
    assert any(line["logger"] == "gunicorn.error" for line in lines)
    assert "示例托育园" not in log.read_text("utf-8")
