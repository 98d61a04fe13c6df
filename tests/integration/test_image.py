"""The image of the Dockerfile, built and run without a network and with no more rights than compose.yaml leaves it."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest
import yaml

from data.settings import HOUSE
from tests.integration.test_deploy import health_command
from tests.integration.test_every_briefing_at_once import whole

ENGINES = ("podman", "docker")
RECIPE = (HOUSE / "Dockerfile").read_text("utf-8")
IMAGE, CONTAINER, VOLUME = "tuoyu-under-test", "tuoyu-under-test", "tuoyu-under-test"
PATIENCE = 90
ASK = (
    "import sys, urllib.request as u; sys.stdout.buffer.write(u.urlopen('http://127.0.0.1:8050' + sys.argv[1]).read())"
)
pytestmark = pytest.mark.soak


class Engine:
    """Podman or Docker by its command line, which is the same for what is asked here."""

    def __init__(self, program: str) -> None:
        self.program = program

    def tries(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([self.program, *words], capture_output=True, check=False)

    def does(self, *words: str) -> bytes:
        done = self.tries(*words)
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        return done.stdout

    def inside(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        return self.tries("exec", CONTAINER, *words)

    def page(self, path: str) -> bytes:
        return self.does("exec", CONTAINER, "python", "-c", ASK, path)


def rights() -> list[str]:
    """What compose.yaml says of the service "web", as options of ``run``."""
    web = yaml.safe_load((HOUSE / "compose.yaml").read_text("utf-8"))["services"]["web"]
    assert web["read_only"]
    (place,) = (volume.split(":")[1] for volume in web["volumes"])
    told = {"--tmpfs": web["tmpfs"], "--cap-drop": web["cap_drop"], "--security-opt": web["security_opt"]}
    listed = [word for option, values in told.items() for value in values for word in (option, value)]
    return ["--read-only", *listed, "--volume", f"{VOLUME}:{place}"]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """One that runs here and has what the image is built upon, with the image built."""
    here = (Engine(one) for one in ENGINES if shutil.which(one))
    found = next((one for one in here if not one.tries("info").returncode), None)
    if found is None:
        pytest.skip("no Podman or Docker runs here: the image is not built")
    base = "docker.io/library/" + re.search(r"^FROM (\S+)$", RECIPE, re.MULTILINE)[1]
    if found.tries("image", "inspect", base).returncode and found.tries("pull", base).returncode:
        pytest.skip(f"{base} cannot be had: the image is not built")
    found.does("build", "--tag", IMAGE, str(HOUSE))
    try:
        yield found
    finally:
        found.does("rmi", IMAGE)


@pytest.fixture(scope="module")
def running(engine: Engine) -> Iterator[Engine]:
    engine.does("run", "--detach", "--name", CONTAINER, "--network", "none", *rights(), IMAGE)
    try:
        _wait(engine)
        yield engine
    finally:
        engine.does("rm", "--force", CONTAINER)
        engine.does("volume", "rm", VOLUME)


def _wait(engine: Engine) -> None:
    for _ in range(PATIENCE):
        if not engine.inside("python", "-c", ASK, "/healthz").returncode:
            return
        time.sleep(1)
    raise AssertionError(engine.tries("logs", CONTAINER))


def test_it_serves_as_nobody_in_particular_who_writes_into_its_folder_alone(running: Engine) -> None:
    assert running.page("/healthz") == b"ok"
    assert b"<form" in running.page("/login")
    assert running.inside("id", "-u").stdout.strip() == b"10001"
    assert re.search(rb"CapBnd:\s0+\n", running.inside("cat", "/proc/1/status").stdout)
    assert running.inside("touch", "/app/instance/mine").returncode == 0
    assert b"Read-only file system" in running.inside("touch", "/app/mine", "/home/tuoyu/mine").stderr


def test_what_watches_over_it_finds_it_well(running: Engine) -> None:
    assert running.inside(*health_command()).returncode == 0


def test_it_loads_the_demonstration_and_exports_a_briefing(running: Engine) -> None:
    running.does("exec", CONTAINER, "python", "app.py", "demo", "--if-empty")
    assert whole(running.page("/download/briefings/draft.pdf?period=2025-Q4"))
    running.does("exec", CONTAINER, "python", "app.py", "verify")


def test_it_ends_well_when_asked(running: Engine) -> None:
    """Last of the file: nothing is asked of it afterwards."""
    running.does("stop", "-t", str(PATIENCE), CONTAINER)
    assert running.does("inspect", "--format", "{{.State.ExitCode}}", CONTAINER).strip() == b"0"
