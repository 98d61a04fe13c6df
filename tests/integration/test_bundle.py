"""The bundle for a machine without internet: what it refuses, and (the long form) that it installs with no network."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from callbacks.commands.line import parser_of
from data.settings import HOUSE
from layouts.text import text_for
from tests.unit.test_locks import pins_of

DEPLOY = HOUSE / "docs" / "deploy"
ABI3 = {f"cp3{minor}" for minor in range(2, 12)}
"""The oldest Python that a wheel of the stable interface may ask for."""
BOOKS = ("docs/manual-zh.md", "docs/operations.md")


def test_the_scripts_are_sound() -> None:
    for shell, name in (("sh", "install.sh"), ("bash", "bundle.sh")):
        done = subprocess.run([shell, "-n", str(DEPLOY / name)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_every_requirement_is_pinned_so_that_it_can_be_hashed() -> None:
    lines = (HOUSE / "requirements.txt").read_text("utf-8").splitlines()
    named = [line for line in lines if line.strip() and not line.startswith("#")]
    assert [line for line in named if not re.match(r"[\w.-]+(\[[\w,]+\])?==[\w.]+(;|$)", line)] == []


def small_bundle(folder: Path, arch: str = platform.machine()) -> Path:
    """A bundle without a program: enough for the installer to look at."""
    (folder / "program").mkdir(parents=True)
    shutil.copy(DEPLOY / "install.sh", folder)
    (folder / "VERSION").write_text("2026.01.01-test\n")
    (folder / "ARCH").write_text(f"{arch}\n")
    files = ["VERSION", "ARCH", "install.sh"]
    sums = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  ./{name}" for name in files]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n")
    return folder


def install(bundle: Path, target: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(bundle / "install.sh"), str(target)]
    return subprocess.run(command, env={**os.environ, **environ}, capture_output=True, text=True, check=False)


def test_a_bundle_that_was_not_copied_whole_is_refused(tmp_path: Path) -> None:
    bundle = small_bundle(tmp_path / "bundle")
    (bundle / "VERSION").write_text("2026.01.01-tesT\n")
    done = install(bundle, tmp_path / "there")
    assert done.returncode == 1
    assert "文件不完整" in done.stderr
    assert not (tmp_path / "there").exists()


def test_another_processor_is_refused(tmp_path: Path) -> None:
    done = install(small_bundle(tmp_path / "bundle", "sparc64"), tmp_path / "there")
    assert (done.returncode, "sparc64" in done.stderr) == (1, True)
    assert not (tmp_path / "there").exists()


def test_without_a_python_it_says_which_is_needed(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "cat", "sha256sum", "uname", "dirname"):
        (tools / name).symlink_to(shutil.which(name))
    done = install(small_bundle(tmp_path / "bundle"), tmp_path / "there", PATH=str(tools), PYTHON="")
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("book", BOOKS)
def test_every_command_of_the_books_is_understood(book: str) -> None:
    """What stands between back quotes after app.py, without what is optional."""
    words = (HOUSE / book).read_text("utf-8")
    found = re.findall(r"app\.py ([a-z-]+(?: [^`|\n]*?)?)(?:`|\s*\||$)", words, re.MULTILINE)
    parser = parser_of(text_for("zh"), "Asia/Shanghai")
    for one in found:
        line = re.sub(r"\[[^\]]*\]|…", "", one.split(" && ")[0].split("，")[0])
        parser.parse_args(shlex.split(line))
    assert len(found) >= 5


def bundled(arch: str, version: str, folder: Path) -> Path:
    """The bundle for a kind of machine and a version of Python, unpacked."""
    environ = {**os.environ, "PYTHONS": version, "PYTHON": sys.executable}
    subprocess.run(["bash", str(DEPLOY / "bundle.sh"), arch], cwd=HOUSE, env=environ, check=True)
    made = max((HOUSE / "out" / "bundle").glob(f"*-{arch}.tar.gz"), key=lambda file: file.stat().st_mtime)
    with tarfile.open(made) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.glob("tuoyu-*"))


@pytest.mark.soak
@pytest.mark.parametrize("arch", ["x86_64", "aarch64"])
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_the_bundle_has_a_wheel_of_every_pin_for_its_kind_of_machine_and_no_other(
    arch: str, version: str, tmp_path: Path
) -> None:
    bundle = bundled(arch, version, tmp_path)
    assert (bundle / "requirements.lock").read_bytes() == (HOUSE / "requirements.lock").read_bytes()
    wheels = [wheel.stem.split("-") for wheel in (bundle / "wheels").iterdir()]
    assert {platform for *_, platform in wheels if arch not in platform} == {"any"}
    assert {tag for *_, tag, _, _ in wheels} <= {f"cp{version.replace('.', '')}", "py3", "py2.py3", *ABI3}
    had = {(re.sub(r"[-_.]+", "-", name).lower(), told) for name, told, *_ in wheels}
    assert pins_of("requirements.txt") == {one for one in had if one[0] != "pip"}


@pytest.mark.soak
@pytest.mark.skipif(os.getuid() != 0 or shutil.which("unshare") is None, reason="taking the network away needs root")
def test_the_bundle_installs_and_exports_with_the_network_refused(tmp_path: Path) -> None:
    arch, version = platform.machine(), f"{sys.version_info.major}.{sys.version_info.minor}"
    bundle, target = bundled(arch, version, tmp_path), tmp_path / "there"
    script = f"""set -e
! {sys.executable} -c "import socket; socket.create_connection(('127.0.0.1', 1), 1)" 2>/dev/null
sh {bundle}/install.sh --demo {target}
cd {target}/current
.venv/bin/python app.py verify
.venv/bin/python app.py brief --period 2025-Q4 --org-unit 110000 --out {tmp_path}/city.pdf
.venv/bin/python app.py backup instance/backups/one.sqlite
"""
    done = subprocess.run(["unshare", "-n", "sh", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "city.pdf").read_bytes().startswith(b"%PDF")
    assert "核验通过" in done.stdout
