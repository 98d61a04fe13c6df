"""What can be told of the machine without asking anybody: file systems, room, rights."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from sqlalchemy import make_url

from data.settings import Settings
from data.store_address import WRONG, file_in

NETWORK_SHARES = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs", "ncpfs")
"""File systems whose locks are not to be relied on."""


def file_system_of(place: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """The type of the file system that holds ``place``; blank where the machine does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    told = [line.split(" ")[1:3] for line in lines if line.count(" ") >= 2]
    real = place.resolve()
    holding = [(path, kind) for path, kind in told if real.is_relative_to(path.replace("\\040", " "))]
    return max(holding, key=lambda one: len(one[0]), default=("", ""))[1]


def is_network_share(file_system: str) -> bool:
    """Whether a file system of that type is another machine's."""
    return file_system.startswith(NETWORK_SHARES)


def free_bytes(place: Path) -> int:
    """Room left for this user where ``place`` is, or will be."""
    return shutil.disk_usage(existing(place)).free


def existing(place: Path) -> Path:
    """``place``, or the nearest folder above it that is there."""
    return next(one for one in (place, *place.absolute().parents) if one.exists())


def is_there(place: Path) -> bool:
    """Whether there is such a file or folder, as far as this user is told."""
    try:
        place.stat()
    except OSError:
        return False
    return True


def is_writable(folder: Path) -> bool:
    """Whether a file can be made there; nothing is left behind."""
    trial = folder / f".trial-{os.getpid()}"
    try:
        trial.touch(exist_ok=False)
        trial.unlink()
    except OSError:
        return False
    return True


def is_open_to_others(file: Path) -> bool:
    """Whether other accounts of the machine may read or change it."""
    return bool(file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH))


def file_of(settings: Settings) -> Path | None:
    """The file of a SQLite store; None for another one, or an address that nobody can read."""
    try:
        file = file_in(make_url(settings.database_url))
    except WRONG:
        return None
    return None if file is None else file.resolve()
