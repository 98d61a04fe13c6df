"""A briefing as a document: what PDF, Word and the check of numbers all read. Made once from results.

A paragraph is a run of parts; a part that is a figure names the row behind it. Nothing here knows a file format.
What the office writes (``office``) goes by ``data.briefings.Section``; each line of it becomes a paragraph of its own.
Bullet rows (``BulletRows``) may stand in a drawing beside the other charts; ``chart_png`` and ``chart_svg`` draw them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from data.briefings import Kind
from data.model import Period
from layouts.charts.bullet import BulletRows
from layouts.charts.picture import Chart, DataTable
from layouts.headlines import Sentence


class Voice(StrEnum):
    """Who speaks in a paragraph."""

    RESULTS = "results"
    """Templates filled from the results."""
    ADVICE = "advice"
    """测算参考（系统生成，供起草使用）."""
    OFFICE = "office"
    """Words of the office: 编者按, 主要做法, 存在问题, 下一步工作."""
    NOTE = "note"
    """Small print under a table or a chart."""


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` 1 一、; 2 （一）; 3 1. — numbered already in ``words``."""

    level: Literal[1, 2, 3]
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    sentence: Sentence
    voice: Voice = Voice.RESULTS


@dataclass(frozen=True, slots=True)
class TableBlock:
    """``key`` names the table in every format (and its sheet).

    ``marks`` are the letters of flags behind a cell: (row, column, letters), both counted from 0. ``spans``: rows of
    whose cells only the first is filled, and speaks for the whole line (a zone, a unit); ``groups`` are their names
    and ``group_head`` the head of a column of them, for a workbook, where a line must tell alone what it belongs to.
    """

    key: str
    table: DataTable
    notes: tuple[str, ...] = ()
    marks: tuple[tuple[int, int, str], ...] = ()
    spans: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    group_head: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Charts that stand side by side (one or two)."""

    charts: tuple[Chart | BulletRows, ...]
    notes: tuple[str, ...] = ()


Block = Heading | Paragraph | TableBlock | Drawing


@dataclass(frozen=True, slots=True)
class Origin:
    """What a document is made from; the same origin gives the same bytes."""

    kind: Kind
    org_unit: str
    period: Period
    plan: str
    as_of: datetime
    definition_version: str
    data_digest: str
    demo: bool
    lang: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What the office sets: 报头, 主送, 落款, 报尾. Blank = not printed; nothing is invented."""

    masthead: tuple[tuple[str, str], ...] = ()
    """Pairs of a field's name (name, issue, editor, date, keep) and its words."""
    addressee: str = ""
    signature: tuple[str, ...] = ()
    imprint: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """``facts`` are the pairs of the box 数据说明; ``annexes`` begin on a new page, each with its own title."""

    origin: Origin
    title: str
    place: str
    """As the title names it: it is broken there by no line."""
    subtitle: str
    frame: Frame
    facts_heading: str
    facts: tuple[tuple[str, str], ...]
    body: tuple[Block, ...]
    annexes: tuple[tuple[str, tuple[Block, ...]], ...]
    demo: str = ""
    """演示数据, in the corner of every page, while the data are a demonstration."""
