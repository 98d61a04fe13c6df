"""The key that signs session cookies: given, read from a file that only its owner reads, or made there once."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from data.issues import UsageError
from data.machine import file_of
from data.settings import HOUSE, Settings

SHORTEST = 32
KNOWN = ("changeme", "secret", "default", "example", "password", "please", "insecure", "todo", "xxxx")


def secret_key(settings: Settings) -> str:
    """The key of an installation; UsageError for one that is short, that is a placeholder, or that others can read."""
    if settings.secret_key:
        return _checked(settings.secret_key)
    if settings.secret_key_file is not None:
        return _checked(read_private(settings.secret_key_file))
    own = _folder(settings) / "secret.key"
    if not own.exists():
        try:
            _make(own)
        except OSError as error:
            raise UsageError("setting.secret_key_file", file=own, reason=error.strerror or "") from error
    return _checked(read_private(own))


def has_secret_key(settings: Settings) -> bool:
    """Whether a key was given, or made already; none is made by asking."""
    given = settings.secret_key or settings.secret_key_file is not None
    return bool(given) or (_folder(settings) / "secret.key").exists()


def _checked(key: str) -> str:
    folded = key.casefold()
    if len(key) < SHORTEST or len(set(key)) < 10 or any(word in folded for word in KNOWN):
        raise UsageError("setting.secret_key", shortest=SHORTEST)
    return key


def client_secret(settings: Settings) -> str:
    """What this installation is known by to its identity provider; UsageError for a file that others can read."""
    given = settings.oidc_client_secret_file
    return settings.oidc_client_secret if given is None else read_private(given)


def read_private(file: Path) -> str:
    """A secret in a file of its own; UsageError for one that cannot be read, or that others can read."""
    try:
        mode = file.stat().st_mode
        key = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UsageError("setting.secret_key_file", file=file, reason=error.strerror or "") from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError("setting.secret_key_open", file=file)
    return key


def _make(file: Path) -> None:
    """Written aside and linked into place, so that two who start at once end with one key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as target:
        target.write(secrets.token_hex(32))
    with suppress(FileExistsError):
        os.link(part, file)
    part.unlink()


def _folder(settings: Settings) -> Path:
    """Beside the database where that is a file."""
    place = file_of(settings)
    return HOUSE / "instance" if place is None else place.parent
