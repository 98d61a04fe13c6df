"""Passwords: what may be one, and how it is kept (scrypt, RFC 7914; parameters stand beside each hash)."""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from hmac import compare_digest

from data.issues import UsageError

SHORTEST, LONGEST = 12, 128
COST, BLOCK, PARALLEL = 2**15, 8, 1
"""32 MB and about a tenth of a second a try."""
MEMORY = 64 * 1024 * 1024
CLASSES = 3
REMEMBERED = 5
MOST_DAYS = timedelta(days=90)
"""等保 (GB/T 22239): three of four kinds of signs, changed every 90 days, none of the last five again."""
MLPS = "mlps"
EASY = ("password", "123456", "qwerty", "abcdef", "111111", "letmein", "beijing", "tuoyu", "admin")


def hashed(password: str) -> str:
    """A password as it is kept: ``scrypt$cost$block$parallel$salt$hash``."""
    salt = secrets.token_bytes(16)
    made = _scrypt(password, salt, COST, BLOCK, PARALLEL)
    return f"scrypt${COST}${BLOCK}${PARALLEL}${b64encode(salt).decode()}${b64encode(made).decode()}"


def is_password(password: str, kept: str) -> bool:
    """Whether it is the one that was kept."""
    _, cost, block, parallel, salt, made = kept.split("$")
    tried = _scrypt(password, b64decode(salt), int(cost), int(block), int(parallel))
    return compare_digest(tried, b64decode(made))


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    words = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(words, salt=salt, n=cost, r=block, p=parallel, maxmem=MEMORY, dklen=32)


NOBODYS = f"scrypt${COST}${BLOCK}${PARALLEL}${b64encode(bytes(16)).decode()}${b64encode(bytes(32)).decode()}"
"""What a password is tried against where there is no such account, so that the answer takes as long."""


def check_password(password: str, name: str, profile: str, earlier: Iterable[str]) -> None:
    """UsageError where it is too short or easy, holds the account's name, or (mlps) lacks kinds or was used before."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError("access.password_length", shortest=SHORTEST, longest=LONGEST)
    folded = password.casefold()
    if name.casefold() in folded or len(set(password)) < 5 or _is_easy(folded):
        raise UsageError("access.password_easy")
    if profile == MLPS and _kinds(password) < CLASSES:
        raise UsageError("access.password_kinds", kinds=CLASSES)
    if profile == MLPS and any(is_password(password, kept) for kept in earlier):
        raise UsageError("access.password_again", times=REMEMBERED)


def _is_easy(folded: str) -> bool:
    """Nothing left of it once well-known words and digits are taken out."""
    for word in EASY:
        folded = folded.replace(word, "")
    return len(folded.strip("0123456789!@#$%.-_ ")) < 4


def _kinds(password: str) -> int:
    return sum(
        any(map(kind, password)) for kind in (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
    )


def is_worn_out(changed_at: datetime, now: datetime, profile: str) -> bool:
    """Whether a password must be changed before anything else is done."""
    return profile == MLPS and now - changed_at > MOST_DAYS
