"""The files of a deployment fit the program: names, ports, patience, rights."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
import yaml

from callbacks.commands.line import parser_of
from callbacks.commands.serve import PATIENCE_SECONDS
from data.settings import HOUSE, Settings
from layouts.text import text_for

DEPLOY = HOUSE / "docs" / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("tuoyu*.service"))


def commands_in(words: list[str]) -> list[list[str]]:
    """The arguments of every ``app.py`` in a command line."""
    return [words[place + 1 :] for place, word in enumerate(words) if word.endswith("app.py")]


def read_unit(name: str) -> dict[str, list[str]]:
    lines = [line.split("=", 1) for line in (DEPLOY / name).read_text("utf-8").splitlines() if re.match(r"\w+=", line)]
    return {key: [value for name, value in lines if name == key] for key, _ in lines}


def health_command() -> list[str]:
    """What asks the image whether it is well."""
    recipe = (HOUSE / "Dockerfile").read_text("utf-8")
    return json.loads(re.search(r"^HEALTHCHECK [^\[]*(\[.*\])$", recipe, re.MULTILINE)[1])


def understood(arguments: list[str]) -> bool:
    parser_of(text_for("zh"), "Asia/Shanghai").parse_args(arguments)
    return True


def test_compose_starts_what_the_program_offers() -> None:
    services = yaml.safe_load((HOUSE / "compose.yaml").read_text("utf-8"))["services"]
    assert set(services) == {"db", "redis", "web", "worker", "proxy"}
    for name in ("web", "worker"):
        assert understood(commands_in(services[name]["command"])[0])
        told = {key.removeprefix("TUOYU_").lower() for key in services[name]["environment"] if key != "PGPASSWORD"}
        assert told <= set(Settings.__dataclass_fields__)
        assert int(services[name]["stop_grace_period"].removesuffix("s")) > PATIENCE_SECONDS
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    for volume in services["proxy"]["volumes"]:
        source = volume.split(":")[0]
        assert (HOUSE / source).exists() or source.endswith("/tls")


def test_server_and_worker_share_the_store_the_queue_and_the_folder_of_jobs() -> None:
    services = yaml.safe_load((HOUSE / "compose.yaml").read_text("utf-8"))["services"]
    web, worker = services["web"], services["worker"]
    for name in ("TUOYU_DATABASE_URL", "TUOYU_JOBS"):
        assert web["environment"][name] == worker["environment"][name]
    assert web["volumes"] == worker["volumes"]
    assert web["build"] == worker["build"]


def test_proxy_and_server_keep_addresses_that_nobody_else_is_given() -> None:
    parts = yaml.safe_load((HOUSE / "compose.yaml").read_text("utf-8"))
    (given,) = parts["networks"]["default"]["ipam"]["config"]
    proxy = ip_address(parts["services"]["proxy"]["networks"]["default"]["ipv4_address"])
    assert parts["services"]["web"]["environment"]["TUOYU_PROXY"] == str(proxy)
    web = ip_address(parts["services"]["web"]["networks"]["default"]["ipv4_address"])
    assert web != proxy  # the proxy asks for it by name once, when it starts
    for fixed in (proxy, web):
        assert fixed in ip_network(given["subnet"])
        assert fixed not in ip_network(given["ip_range"])
    assert ip_network(given["ip_range"]).subnet_of(ip_network(given["subnet"]))


def test_the_image_runs_as_nobody_in_particular_and_holds_every_room() -> None:
    lines = (HOUSE / "Dockerfile").read_text("utf-8").splitlines()
    copied = {line.split()[1] for line in lines if line.startswith("COPY")}
    assert copied == {"requirements-celery.lock", "app.py", "data", "metrics", "layouts", "callbacks"}
    assert "USER tuoyu" in lines
    assert lines.index("USER tuoyu") < next(n for n, line in enumerate(lines) if line.startswith("CMD"))
    command = re.search(r"^CMD (\[.*\])$", "\n".join(lines), re.MULTILINE)[1]
    assert understood(commands_in(yaml.safe_load(command))[0])


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_runs_a_command_of_the_program(name: str) -> None:
    unit = read_unit(name)
    assert unit["User"] == ["tuoyu"]
    line = unit["ExecStart"][0].replace("$$", "$").replace("%%", "%")
    words = shlex.split(line)
    words = shlex.split(words[2]) if words[0] == "/bin/sh" else words
    assert all(understood(one[:2] if one[0] == "backup" else one) for one in commands_in(words))


def test_a_stop_is_given_the_time_an_upload_may_take() -> None:
    unit = read_unit("tuoyu.service")
    assert int(unit["TimeoutStopSec"][0]) > PATIENCE_SECONDS
    assert unit["KillMode"] == ["mixed"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("name", [*UNITS, "tuoyu-backup.timer"])
def test_systemd_understands_the_unit(name: str, tmp_path: Path) -> None:
    # The program's own place is not there in a test: everything else must be right.
    for file in DEPLOY.glob("tuoyu*.*"):
        words = file.read_text("utf-8").replace("/opt/tuoyu/.venv/bin/python", "/bin/true")
        (tmp_path / file.name).write_text(words, "utf-8")
    asked = ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if "tuoyu" in line]
    assert [line for line in told if "Unknown" in line or "Failed to parse" in line or "ignoring" in line] == []


def test_the_proxy_lets_a_whole_file_through_and_keeps_signs_to_itself() -> None:
    from callbacks.application import MOST_POSTED

    words = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert int(re.search(r"client_max_body_size (\d+)m;", words)[1]) * 1024**2 > MOST_POSTED
    assert "location = /metrics { return 404; }" in words
    assert words.count("{") == words.count("}")
    assert "$proxy_add_x_forwarded_for" not in words
