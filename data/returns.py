"""What a checked return holds, and what the store knows of it. Blank (None) is 未报, never 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from data.issues import Issue
from data.model import Channel, Period


class Mode(StrEnum):
    LEDGER = "ledger"
    SUMMARY = "summary"


class Nature(StrEnum):
    """数据性质: a database holds one kind and refuses the other."""

    OFFICIAL = "official"
    DEMO = "demo"


class Running(StrEnum):
    OPEN = "正常"
    PAUSED = "暂停"
    CLOSED = "关停"


CHANNEL_OF_TYPE = {
    "幼儿园开设托班": Channel.K1,
    "社区办园点转型": Channel.K2,
    "其他教育系统方式": Channel.K3,
    "社区托育点": Channel.S1,
    "单位托育点": Channel.S2,
    "营利性机构": Channel.S3,
    "区托育综合服务中心": Channel.C,
    "家庭托育点": Channel.O,
    "其他": Channel.O,
}
"""机构类型 -> the channel its slots belong to."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One institution in one return; ``row`` is its line on sheet 机构台账. Counts in slots, children, persons."""

    row: int
    number: str
    name: str
    type: str | None
    township: str
    state: str | None
    slots: int | None
    inclusive_slots: int | None
    children: int | None
    inclusive_children: int | None = None
    carers: int | None = None
    certified: int | None = None
    credit_code: str | None = None
    ownership: str | None = None
    filing_state: str | None = None
    filing_date: date | None = None
    inclusive_from: date | None = None
    inclusive_to: date | None = None
    address: str | None = None
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    fee: int | None = None
    state_since: date | None = None
    quality: str | None = None
    risk: str | None = None

    @property
    def channel(self) -> Channel | None:
        """The channel of its type; None where the type is blank."""
        return CHANNEL_OF_TYPE.get(self.type or "")

    def in_operation(self, day: date) -> bool:
        """Paused or closed counts from 状态起始日 inclusive; before it, and a 正常 from its own start on, is open."""
        started = self.state_since is None or self.state_since <= day
        return started if self.state in (None, Running.OPEN) else not started

    def is_inclusive_at(self, day: date) -> bool:
        """普惠认定 has not ended by ``day``; the day it ends no longer counts."""
        return self.inclusive_to is None or self.inclusive_to > day


@dataclass(frozen=True, slots=True)
class TownshipSum:
    """One row of 街道乡镇 in 汇总 mode; ``channels`` are inclusive slots."""

    row: int
    township: str
    institutions: int | None
    inclusive_institutions: int | None
    slots: int | None
    inclusive_slots: int | None
    children: int | None
    inclusive_children: int | None
    channels: Mapping[Channel, int | None] = field(default_factory=dict)
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class WorkforceFigure:
    """One figure of 队伍培训 (or 保育人员数 of 填报信息 in 汇总 mode); ``key`` as in data.forms."""

    key: str
    value: int | None
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class TaskState:
    row: int
    task: str
    state: str | None
    day: date | None
    evidence: str | None
    next_step: str | None
    contact: str | None


@dataclass(frozen=True, slots=True)
class Project:
    row: int
    kind: str
    name: str
    township: str | None
    channel: str | None
    slots: int | None
    inclusive_slots: int | None
    opening: date | None
    contact: str | None
    state: str | None


@dataclass(frozen=True, slots=True)
class Programme:
    """One 专业布点 of the city return."""

    row: int
    school: str
    name: str
    level: str | None
    since: str | None


@dataclass(frozen=True, slots=True)
class ReturnContent:
    """A return that passed its checks: everything the store keeps of it.

    ``columns`` maps sheet name -> column key -> column letter, so that row + column is the clerk's cell.
    ``header`` is 填报信息 by column key, as text.
    """

    org_unit: str
    period: Period
    mode: Mode
    nature: Nature
    header: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ledger: tuple[LedgerRow, ...] = ()
    townships: tuple[TownshipSum, ...] = ()
    workforce: tuple[WorkforceFigure, ...] = ()
    tasks: tuple[TaskState, ...] = ()
    projects: tuple[Project, ...] = ()
    programmes: tuple[Programme, ...] = ()


class State(StrEnum):
    RECEIVED = "received"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    UNLOCKED = "unlocked"


@dataclass(frozen=True, slots=True)
class StoredReturn:
    """One revision as the store knows it at an as-of; ``sequence`` orders all revisions.

    ``first_received_at``: when the first revision of this unit and period came, the moment that decides
    whether it was on time (None = this one is the first).
    """

    sequence: int
    org_unit: str
    period: Period
    revision: int
    state: State
    received_at: datetime
    actor: str
    digest: str
    receipt: str
    mode: Mode
    file_name: str = ""
    first_received_at: datetime | None = None


UNKNOWN_CHANNEL = "?"
"""In a rollup by channel, where an institution's type is blank: its slots exist, their channel is not known."""


class TownshipTotal(NamedTuple):
    """The rollup of one return for one township: the sum of the known and how many cells were unknown.

    A township that a 汇总 return leaves out has no row; in 台账 mode every township of the unit has one.
    """

    sequence: int
    township: str
    institutions: int
    institutions_unknown: int
    inclusive_institutions: int
    inclusive_institutions_unknown: int
    slots: int
    slots_unknown: int
    inclusive_slots: int
    inclusive_slots_unknown: int
    children: int
    children_unknown: int
    inclusive_children: int
    inclusive_children_unknown: int


class ChannelTotal(NamedTuple):
    """One return's sums over its townships for one channel: the sum of the known and how many cells were unknown."""

    sequence: int
    channel: str
    institutions: int
    institutions_unknown: int
    slots: int
    slots_unknown: int
    inclusive_slots: int
    inclusive_slots_unknown: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a 疑点 is right as it stands, who said so and when; the last one said holds."""

    text: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredIssue:
    """An issue of a stored return under its number, with its explanation where somebody has given one."""

    number: int
    issue: Issue
    explanation: Explanation | None = None
