"""What every county of the country files month by month: 汇总 returns, or ledgers for some of the counties.

Each content is what the reader would make of the workbook written from it, cell addresses included. Each county has a
stream of chance of its own, so any one of them can be played through alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from data import forms
from data.cells import letters
from data.digest import content_digest
from data.model import Channel, Period, Reference
from data.repository import Arrival
from data.repository.bulk import Filed
from data.return_tables import tables
from data.returns import (
    CHANNEL_OF_TYPE,
    LedgerRow,
    Mode,
    Nature,
    Programme,
    ReturnContent,
    TaskState,
    TownshipSum,
    WorkforceFigure,
)
from data.template import header_of

SEED = 20261126
FIRST = Period.parse("2024-12")
MONTHS = 12
CHANNELS = tuple(Channel)
MOST_OFTEN = (40, 8, 6, 20, 12, 30, 4, 6)
"""How often (%) a township begins with a site of each channel."""
CLASS = 20
TYPE_OF_CHANNEL = {channel: kind for kind, channel in reversed(CHANNEL_OF_TYPE.items())}
REVIEWER = "示例审核人"
CLERK = "示例填报人"


@dataclass(frozen=True, slots=True)
class Month:
    """One return that came in: when, and when it was accepted."""

    content: ReturnContent
    received_at: datetime
    accepted_at: datetime


@dataclass
class Site:
    """A provider in a township: all its slots, the inclusive ones, children, carers."""

    township: str
    channel: Channel
    number: int
    slots: int
    inclusive: int
    use: int
    since: int = 0

    @property
    def children(self) -> int:
        return self.slots * self.use // 100

    @property
    def inclusive_children(self) -> int:
        return self.inclusive * self.use // 100

    @property
    def carers(self) -> int:
        return -(-self.slots // 7)

    @property
    def certified(self) -> int:
        return self.carers * (60 + self.use // 3) // 100


@dataclass
class CountyYear:
    """A county's months one after another; ``missing`` ones leave their month out but live on."""

    reference: Reference
    unit: str
    mode: Mode = Mode.SUMMARY
    missing: frozenset[Period] = frozenset()
    sites: list[Site] = field(default_factory=list)

    def months(self, months: int = MONTHS) -> Iterator[Month | None]:
        """Each month's return, None where it is missing."""
        random = Random(f"{SEED}-{self.unit}")
        self._open(random)
        for period in FIRST.through(FIRST.shift(months - 1)):
            if period != FIRST:
                self._move(random, period)
            made = self._month(random, period)
            yield None if period in self.missing else made

    def _open(self, random: Random) -> None:
        for place in self.reference.townships_at(FIRST.end, self.unit):
            for channel, percent in zip(CHANNELS, MOST_OFTEN):
                if random.randrange(100) < percent:
                    self._add(random, place.code, channel, 0)

    def _add(self, random: Random, township: str, channel: Channel, since: int) -> None:
        slots = CLASS * random.randint(1, 2 if since else 3)
        inclusive = 0 if channel is Channel.S3 and random.randrange(3) else slots
        self.sites.append(Site(township, channel, len(self.sites) + 1, slots, inclusive, random.randint(50, 90), since))

    def _move(self, random: Random, period: Period) -> None:
        """A site opens in one township of eight; one in ten is used a little otherwise. No change is unusual (V22)."""
        for place in self.reference.townships_at(period.end, self.unit):
            if random.randrange(8) == 0:
                self._add(random, place.code, random.choices(CHANNELS, MOST_OFTEN)[0], period.ordinal)
        for site in random.sample(self.sites, max(1, len(self.sites) // 10)) if self.sites else ():
            site.use = min(95, max(45, site.use + random.choice((-3, -2, 2, 3))))

    def _month(self, random: Random, period: Period) -> Month:
        received = datetime.combine(period.next.start, datetime.min.time(), ZoneInfo(self.reference.timezone))
        received += timedelta(days=random.randint(2, 11), hours=random.randint(9, 17), minutes=random.randint(0, 59))
        content = with_addresses(self._content(random, period, received.date()), self.reference)
        return Month(content, received, received + timedelta(days=1, hours=1))

    def _content(self, random: Random, period: Period, issued: date) -> ReturnContent:
        header = header_of(
            org_unit=self.unit, period=period, mode=self.mode, nature=Nature.DEMO, reference=self.reference
        )
        made = ReturnContent(
            org_unit=self.unit,
            period=period,
            mode=self.mode,
            nature=Nature.DEMO,
            header={**header, "compiler": CLERK, "issued": issued.isoformat()},
            workforce=training(random, 3),
            tasks=task_rows(forms.UNIT_TASKS, period),
        )
        if self.mode is Mode.LEDGER:
            rows = (_ledger_row(site, self.unit, line) for line, site in enumerate(self._running(period), 2))
            return replace(made, ledger=tuple(rows))
        staff = {"carers": sum(s.carers for s in self.sites), "certified": sum(s.certified for s in self.sites)}
        figures = tuple(WorkforceFigure(key, value, forms.HEADER.name, "") for key, value in staff.items())
        told = {**made.header, **{key: str(value) for key, value in staff.items()}}
        return replace(made, header=told, townships=self._sums(period), workforce=(*made.workforce, *figures))

    def _running(self, period: Period) -> list[Site]:
        return [site for site in self.sites if site.since <= period.ordinal]

    def _sums(self, period: Period) -> tuple[TownshipSum, ...]:
        places = self.reference.townships_at(period.end, self.unit)
        inside: dict[str, list[Site]] = {place.code: [] for place in places}
        for site in self.sites:
            inside[site.township].append(site)
        return tuple(_sum(line, code, sites) for line, (code, sites) in enumerate(inside.items(), 2))


def _sum(line: int, township: str, sites: list[Site]) -> TownshipSum:
    channels: dict[Channel, int | None] = dict.fromkeys(CHANNELS, 0)
    for site in sites:
        channels[site.channel] = (channels[site.channel] or 0) + site.inclusive
    return TownshipSum(
        row=line,
        township=township,
        institutions=len(sites),
        inclusive_institutions=sum(site.inclusive > 0 for site in sites),
        slots=sum(site.slots for site in sites),
        inclusive_slots=sum(site.inclusive for site in sites),
        children=sum(site.children for site in sites),
        inclusive_children=sum(site.inclusive_children for site in sites),
        channels=channels,
    )


def _ledger_row(site: Site, unit: str, line: int) -> LedgerRow:
    needs_recognition = site.inclusive and site.channel is not Channel.K1
    return LedgerRow(
        row=line,
        number=f"{unit}-{site.number:04d}",
        name=f"示例托育点{unit}{site.number:04d}",
        type=TYPE_OF_CHANNEL[site.channel],
        township=site.township,
        state="正常",
        slots=site.slots,
        inclusive_slots=site.inclusive,
        children=site.children,
        inclusive_children=site.inclusive_children,
        carers=site.carers,
        certified=site.certified,
        inclusive_from=date(2024, 9, 1) if needs_recognition else None,
    )


def training(random: Random, most: int) -> tuple[WorkforceFigure, ...]:
    """队伍培训 of one month."""
    keys = [column.key for column in forms.WORKFORCE.columns]
    return tuple(WorkforceFigure(key, random.randint(0, most), forms.WORKFORCE.name, "") for key in keys)


def task_rows(codes: tuple[str, ...], period: Period) -> tuple[TaskState, ...]:
    """All tasks in the first month; later nothing has changed, except that T4a is done in the sixth."""
    if period == FIRST:
        return tuple(_task(line, code, "推进中", None) for line, code in enumerate(codes, 2))
    return (_task(2, "T4a", "已完成", period.start),) if period == FIRST.shift(5) else ()


def _task(line: int, code: str, state: str, day: date | None) -> TaskState:
    evidence = "示例〔2025〕5号" if day else None
    return TaskState(line, code, state, day, evidence, None, None)


def country_months(reference: Reference, months: int = MONTHS) -> Iterator[Month]:
    """The country's own returns: what it trains itself, its programmes, its tasks."""
    unit, random = reference.city.code, Random(f"{SEED}-country")
    for period in FIRST.through(FIRST.shift(months - 1)):
        received = datetime.combine(period.next.start, datetime.min.time(), ZoneInfo(reference.timezone))
        received += timedelta(days=12, hours=10)
        header = header_of(org_unit=unit, period=period, mode=Mode.LEDGER, nature=Nature.DEMO, reference=reference)
        content = ReturnContent(
            org_unit=unit,
            period=period,
            mode=Mode.LEDGER,
            nature=Nature.DEMO,
            header={**header, "compiler": CLERK, "issued": received.date().isoformat()},
            workforce=training(random, 9),
            tasks=task_rows(forms.CITY_TASKS, period),
            programmes=(Programme(2, "示例学院", "婴幼儿托育", "高职", "2024"),),
        )
        yield Month(with_addresses(content, reference), received, received + timedelta(days=1, hours=1))


Places = tuple[dict[str, dict[str, str]], dict[tuple[str, str], str]]
"""Sheet -> column key -> letters, and (sheet, key) -> the cell of an item."""
_PLACES: dict[tuple[object, ...], Places] = {}


def with_addresses(content: ReturnContent, reference: Reference) -> ReturnContent:
    """The cells in which the reader would find everything: the form's own order, one line a row."""
    is_last = content.period.number == content.period.frequency.per_year
    key = (content.mode, content.org_unit == reference.city.code, is_last)
    if key not in _PLACES:
        _PLACES[key] = _places(content, reference)
    columns, staff = _PLACES[key]
    workforce = tuple(replace(one, cell=staff[one.sheet, one.key]) for one in content.workforce)
    return replace(content, columns=columns, workforce=workforce)


def _places(content: ReturnContent, reference: Reference) -> Places:
    """The same for every return of this mode, filer and time of the year: they differ in nothing but their figures."""
    columns: dict[str, dict[str, str]] = {}
    cells: dict[tuple[str, str], str] = {}
    for table in tables(content, reference):
        if table.form.is_list:
            for line, (item, _) in enumerate(table.rows, 2):
                key = next(column.key for column in table.form.columns if column.header == item)
                cells[table.form.name, key] = f"B{line}"
        else:
            columns[table.form.name] = {column.key: letters(n) for n, column in enumerate(table.columns, 1)}
    return columns, cells


def filed(reference: Reference, *, months: int = MONTHS, ledger_every: int = 0, missing=frozenset()) -> Iterator[Month]:
    """Month by month, the country first and then its counties in administrative order.

    Every ``ledger_every``-th county files ledgers (0: none); ``missing``: (county, month) that nobody files.
    """
    units = [
        CountyYear(
            reference,
            unit.code,
            Mode.LEDGER if ledger_every and number % ledger_every == 0 else Mode.SUMMARY,
            frozenset(period for code, period in missing if code == unit.code),
        ).months(months)
        for number, unit in enumerate(reference.units, 1)
    ]
    for month in country_months(reference, months):
        yield month
        yield from (made for made in (next(unit) for unit in units) if made is not None)


def archive(months: Iterator[Month]) -> Iterator[Filed]:
    """The same for the bulk path; one file stands for all returns of a month."""
    for month in months:
        content = month.content
        arrival = Arrival(
            content,
            content_digest(content),
            (),
            month.received_at,
            CLERK,
            f"示例国档案-{content.period}.txt",
            f"示例国档案 {content.period}\n".encode(),
        )
        yield Filed(arrival, month.accepted_at, REVIEWER)
