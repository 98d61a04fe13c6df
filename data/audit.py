"""The audit: who did what, when, from where, with what result. Each entry is sealed to the one before it. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple


class Deed(StrEnum):
    """What is written down."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    REFUSAL = "refusal"
    UPLOAD = "upload"
    STATE = "state"
    REMARK = "remark"
    EXPORT = "export"
    BRIEFING = "briefing"
    SETTING = "setting"
    USER = "user"


HEAD = re.compile(r"[1-9][0-9]{0,17}:[0-9a-f]{64}|0:")
DONE, REFUSED = "done", "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """``object`` is what it was done to (a receipt, a path, an account); ``facts`` hold digests, states, reasons."""

    at: datetime
    actor: str
    address: str
    action: Deed
    object: str
    result: str = DONE
    facts: Mapping[str, str] = field(default_factory=dict)


class Link(NamedTuple):
    """An entry as it is stored: every word of it, the checksum of the one before, and its own."""

    number: int
    at: str
    actor: str
    address: str
    action: str
    object: str
    result: str
    facts: str
    previous: str
    checksum: str


class Head(NamedTuple):
    """An entry's number and checksum, as printed in a backup or kept beside the chain."""

    number: int
    checksum: str

    @classmethod
    def parse(cls, told: str) -> Head:
        """Read ``NUMBER:CHECKSUM`` as it was printed; ValueError for anything else."""
        if not HEAD.fullmatch(told.strip()):
            raise ValueError(told)
        number, _, checksum = told.strip().partition(":")
        return cls(int(number), checksum)

    @property
    def told(self) -> str:
        """As it is printed."""
        return f"{self.number}:{self.checksum}"


class Broken(NamedTuple):
    """A place where the chain does not hold; ``fault``: changed, torn, out_of_order, missing, added, or not_noted: of
    this number another entry was noted.
    """

    number: int
    fault: str


def checksum_of(words: Iterable[object]) -> str:
    """SHA-256 over everything an entry says, number and former checksum included."""
    told = json.dumps([str(word) for word in words], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def verify_chain(chain: Iterable[Link], heads: Iterable[Head], printed: Head | None = None) -> list[Broken]:
    """Every place where the audit was changed, cut or added to; ``printed`` is a head noted elsewhere earlier.

    An entry that was taken away is missing between its neighbours, and the last one from ``heads``.
    """
    return list(_faults(chain, heads, printed))


def _faults(chain: Iterable[Link], heads: Iterable[Head], printed: Head | None) -> Iterator[Broken]:
    before, fault = Head(0, ""), "missing"
    for link, head in zip_longest(chain, heads):
        if link is None or head is None:
            yield Broken((link or head).number, "added" if link else "missing")
            continue
        yield from _faults_of(link, head, before)
        before = Head(link.number, link.checksum)
        if printed is not None and before.number == printed.number:
            fault = "" if before == printed else "not_noted"
    if printed is not None and printed.number and fault:
        yield Broken(printed.number, fault)


def _faults_of(link: Link, head: Head, before: Head) -> Iterator[Broken]:
    if link.number != before.number + 1 or head.number != link.number:
        yield Broken(link.number, "out_of_order")
    if link.previous != before.checksum:
        yield Broken(link.number, "torn")
    if checksum_of(link[:-1]) != link.checksum or head.checksum != link.checksum:
        yield Broken(link.number, "changed")


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What is looked for in the audit: an action, words in actor or object, days; ``before`` turns the page."""

    action: Deed | None = None
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    size: int | None = None
