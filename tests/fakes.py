"""A small city and a store in memory, for tests that speak of figures and not of files.

    city = small_city()
    source = FakeSource(city)
    source.file("A", "2025-Q4", {"A01": (100, 60), "A02": (40, 0)})
    scorecard(source, period=Period.parse("2025-Q4"), as_of=moment("2026-02-01"))

A township's figures are ``(slots, inclusive)`` or a mapping of data elements; None = an unknown cell.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from data.home_based import without_home_based
from data.institution_figures import filer_figures_of
from data.issues import Issue, Location, Severity
from data.model import (
    Definitions,
    DistrictTarget,
    Frequency,
    Level,
    OrgUnit,
    Period,
    Plan,
    Population,
    Reference,
    SeriesBreak,
    Target,
    Township,
)
from data.returns import (
    ChannelTotal,
    Explanation,
    Mode,
    Nature,
    Project,
    ReturnContent,
    State,
    StoredIssue,
    StoredReturn,
    TaskState,
    TownshipTotal,
)
from data.rollup import rollup_of
from data.schema import ALL_CHANNELS
from tests.fake_details import FakeDetails

BEIJING = ZoneInfo("Asia/Shanghai")
CORE, HILLS = "core", "hills"
Figures = tuple[int | None, int | None] | Mapping[str, int | None]


def moment(text: str) -> datetime:
    """``2026-01-15`` (its end) or ``2026-01-15T12:00``, Beijing time."""
    found = datetime.fromisoformat(text)
    if len(text) == 10:
        found += timedelta(days=1, microseconds=-1)
    return found if found.tzinfo else found.replace(tzinfo=BEIJING)


def percent_plan(plan_id: str, *, start: str, deadline: str, baseline: str, targets: Sequence[Target]) -> Plan:
    """A plan with these targets."""
    return Plan(
        id=plan_id,
        name=plan_id,
        name_en=plan_id,
        document="",
        start=date.fromisoformat(start),
        deadline=date.fromisoformat(deadline),
        baseline=Period.parse(baseline),
        targets=tuple(targets),
    )


def target(indicator: str, value: str, comparator: str = ">=", zone: str | None = None) -> Target:
    return Target(indicator, Fraction(value), comparator, zone, clause="")


PLAN_A = percent_plan(
    "first",
    start="2023-01-01",
    deadline="2025-12-31",
    baseline="2022-Q4",
    targets=[target("G1", "4.5"), target("G2", "60"), target("G5", "100", "=", CORE), target("G8", "85", ">=", HILLS)],
)
PLAN_B = percent_plan(
    "second", start="2026-01-01", deadline="2026-12-31", baseline="2025-Q4", targets=[target("G2", "68")]
)


def small_city(
    *,
    people: Mapping[str, int | None] | None = None,
    townships: Mapping[str, str] | None = None,
    plans: Sequence[Plan] = (PLAN_A, PLAN_B),
    populations: Sequence[Population] = (),
    breaks: Sequence[SeriesBreak] = (),
    district_targets: Sequence[DistrictTarget] = (),
) -> Reference:
    """City ``C`` of units A (core), B (hills), X (core, no population): A01 A02, B01..B04, X01.

    ``people``: each area's people at the end of 2020. ``townships``: code to zone; the unit is the first letter.
    """
    counted = people if people is not None else {"C": 100_000, "A": 60_000, "B": 40_000, "X": None}
    zones = townships or {"A01": CORE, "A02": CORE, "B01": HILLS, "B02": HILLS, "B03": HILLS, "B04": HILLS, "X01": CORE}
    codes = sorted({code[0] for code in zones})
    return Reference(
        city=OrgUnit("C", "C", "C", Level.CITY),
        units=tuple(
            OrgUnit(code, code, code, Level.UNIT, "C", population_published=counted.get(code) is not None)
            for code in codes
        ),
        zones=tuple(dict.fromkeys(zones.values())),
        townships=tuple(_township(code, zone) for code, zone in zones.items()),
        populations=(*(census(area, value) for area, value in counted.items() if value is not None), *populations),
        plans=tuple(plans),
        breaks=tuple(breaks),
        published=(),
        hexagons=(),
        definitions=Definitions("1", date(2023, 1, 1), carry_forward_periods=1, fragile_slots=20, due_day=15),
        frequency=Frequency.QUARTER,
        zone_names_en={},
        map_approval_number="",
        digest="reference",
        district_targets=tuple(district_targets),
    )


def _township(code: str, zone: str) -> Township:
    return Township(code, code, code, "街道", True, district=code[0], reporting_unit=code[0], zone=zone)


def census(area: str, value: int, day: str = "2020-12-31", known: str | None = None) -> Population:
    """People of an area at ``day``, published on ``known`` (None = always known)."""
    return Population(area, date.fromisoformat(day), value, "test", date.fromisoformat(known) if known else None)


def total_of(sequence: int, township: str, figures: Figures) -> TownshipTotal:
    """The rollup of one township; inclusive institutions and children follow the slots unless given."""
    given = dict(figures) if isinstance(figures, Mapping) else {"slots": figures[0], "inclusive_slots": figures[1]}
    slots, inclusive = given.get("slots", 0), given.get("inclusive_slots", 0)
    given.setdefault("institutions", None if slots is None else int(slots > 0))
    given.setdefault("inclusive_institutions", None if inclusive is None else 2 * int(inclusive > 0))
    given.setdefault("children", slots)
    given.setdefault("inclusive_children", inclusive)
    elements = ("institutions", "inclusive_institutions", "slots", "inclusive_slots", "children", "inclusive_children")
    cells = [cell for name in elements for cell in _cell(given.get(name, 0), given.get(f"{name}_unknown"))]
    return TownshipTotal(sequence, township, *cells)


def _cell(value: int | None, unknown: int | None) -> tuple[int, int]:
    return (0, 1) if value is None else (value, unknown or 0)


@dataclass
class Filed:
    """One revision with the history of its states."""

    stored: StoredReturn
    totals: tuple[TownshipTotal, ...]
    states: list[tuple[datetime, State]] = field(default_factory=list)

    def state_at(self, as_of: datetime) -> State:
        return [state for when, state in self.states if when <= as_of][-1]

    def was_accepted(self, as_of: datetime) -> bool:
        return any(state is State.ACCEPTED for when, state in self.states if when <= as_of)


class FakeSource(FakeDetails):
    """metrics.source.Source over a list in memory; counts its queries."""

    def __init__(self, reference: Reference, nature: Nature | None = Nature.DEMO) -> None:
        super().__init__()
        self.reference = reference
        self.filed: list[Filed] = []
        self.issues: dict[int, Sequence[StoredIssue]] = {}
        self.channels: dict[int, Sequence[ChannelTotal]] = {}
        self.task_states: dict[int, tuple[TaskState, ...]] = {}
        self.notes: dict[int, str] = {}
        self.pipeline: dict[int, tuple[Project, ...]] = {}
        self._nature = nature

    def file(
        self,
        org_unit: str,
        period: str,
        figures: Mapping[str, Figures] | None = None,
        *,
        at: str | None = None,
        mode: Mode = Mode.LEDGER,
        accepted: bool = True,
    ) -> str:
        """Store a revision, received ten days after the period's end unless ``at``; its receipt."""
        when = Period.parse(period)
        received = moment(at) if at else moment(str(when.end + timedelta(days=10)))
        earlier = [one.stored for one in self.filed if (one.stored.org_unit, one.stored.period) == (org_unit, when)]
        sequence = len(self.filed) + 1
        stored = StoredReturn(
            sequence=sequence,
            org_unit=org_unit,
            period=when,
            revision=len(earlier) + 1,
            state=State.RECEIVED,
            received_at=received,
            actor="tester",
            digest=f"d{sequence}",
            receipt=f"R{sequence}",
            mode=mode,
            first_received_at=earlier[0].received_at if earlier else received,
        )
        totals = tuple(total_of(sequence, code, one) for code, one in (figures or {}).items())
        filed = Filed(stored, totals, [(received, State.RECEIVED)])
        if accepted:
            filed.states.append((received, State.ACCEPTED))
        self.filed.append(filed)
        return stored.receipt

    def file_content(self, content: ReturnContent, *, at: str | None = None, accepted: bool = True) -> str:
        """Store a return with everything it says; its township totals are added up from it."""
        receipt = self.file(content.org_unit, str(content.period), at=at, mode=content.mode, accepted=accepted)
        filed = self.filed[-1]
        townships = [one.code for one in self.reference.townships if one.reporting_unit == content.org_unit]
        rows = [row for row in rollup_of(content, townships) if row.channel == ALL_CHANNELS]
        sequence = filed.stored.sequence
        filed.totals = tuple(TownshipTotal(sequence, row.township, *row.counts) for row in rows)
        self.contents[sequence] = content
        self.filer_told[sequence] = filer_figures_of(content)
        return receipt

    def change(self, receipt: str, state: State, at: str) -> None:
        """A return's state changes at a moment."""
        next(one for one in self.filed if one.stored.receipt == receipt).states.append((moment(at), state))

    def without_home_based(self) -> FakeSource:
        return without_home_based(self)

    def content(self, sequence: int) -> ReturnContent:
        """What was filed; a return of which only totals were told is as good as a 汇总 one."""
        told = self.filed[sequence - 1].stored
        return self.contents.get(sequence) or ReturnContent(told.org_unit, told.period, Mode.SUMMARY, Nature.DEMO, {})

    def nature(self) -> Nature | None:
        return self._nature

    def counting_returns(
        self, *, periods: Collection[Period], as_of: datetime, filers: Collection[str] | None = None
    ) -> Mapping[tuple[str, Period], StoredReturn]:
        self.queries += 1
        groups: dict[tuple[str, Period], list[Filed]] = {}
        for one in self._known(as_of):
            if one.stored.period in periods and (filers is None or one.stored.org_unit in filers):
                groups.setdefault((one.stored.org_unit, one.stored.period), []).append(one)
        chosen = {key: self._counting(history, as_of) for key, history in groups.items()}
        return {key: stored for key, stored in chosen.items() if stored}

    def _counting(self, history: list[Filed], as_of: datetime) -> StoredReturn | None:
        """The newest revision; where that was returned, the last one that was ever accepted."""
        newest = history[-1]
        if newest.state_at(as_of) is State.RETURNED:
            newest = next((one for one in reversed(history) if one.was_accepted(as_of)), None)
        return replace(newest.stored, state=newest.state_at(as_of)) if newest else None

    def _known(self, as_of: datetime) -> list[Filed]:
        return [one for one in self.filed if one.stored.received_at <= as_of]

    def reported_periods(self, *, as_of: datetime) -> Sequence[Period]:
        self.queries += 1
        return sorted({one.stored.period for one in self._known(as_of)})

    def township_totals(self, *, sequences: Collection[int]) -> Sequence[TownshipTotal]:
        self.queries += 1
        return [total for one in self.filed if one.stored.sequence in sequences for total in one.totals]

    def channel_totals(self, *, sequences: Collection[int]) -> Sequence[ChannelTotal]:
        self.queries += 1
        return [total for one in sequences for total in self.channels.get(one, ())]

    def open_warnings(self, *, sequences: Collection[int], as_of: datetime) -> int:
        told = self.warnings(sequences=sequences, as_of=as_of).values()
        return sum(issue.explanation is None for issues in told for issue in issues)

    def warnings(self, *, sequences: Collection[int], as_of: datetime) -> Mapping[int, tuple[StoredIssue, ...]]:
        known = {one: tuple(_as_told(issue, as_of) for issue in self.issues.get(one, ())) for one in sequences}
        return {sequence: issues for sequence, issues in known.items() if issues}

    def returns(
        self, *, period: Period | None = None, as_of: datetime | None = None, filers: Collection[str] | None = None
    ) -> Sequence[StoredReturn]:
        self.queries += 1
        when = as_of or datetime.max.replace(tzinfo=BEIJING)
        among = [one for one in self._known(when) if filers is None or one.stored.org_unit in filers]
        known = [one for one in among if period in (None, one.stored.period)]
        return [replace(one.stored, state=one.state_at(when)) for one in known]

    def revision_notes(self, *, sequences: Collection[int]) -> Mapping[int, str]:
        return {one: self.notes[one] for one in sequences if one in self.notes}

    def tasks(self, *, sequences: Collection[int]) -> Mapping[int, tuple[TaskState, ...]]:
        return {one: self.task_states.get(one, ()) for one in sequences}

    def projects(self, *, sequences: Collection[int]) -> Mapping[int, tuple[Project, ...]]:
        return {one: self.pipeline.get(one, ()) for one in sequences}


def warning(number: int, told: str | None = None, *, at: str = "2026-01-20", **facts: object) -> StoredIssue:
    """A 疑点 (V11, a cell of 机构台账, unless ``facts`` say otherwise), with an explanation given at a moment."""
    given: dict[str, object] = {"rule": "V11", "code": "more", "location": Location("机构台账", f"Q{number + 1}")}
    issue = Issue(severity=Severity.WARNING, **{**given, **facts})  # type: ignore[arg-type]
    return StoredIssue(number, issue, Explanation(told, "clerk", moment(at)) if told else None)


def _as_told(issue: StoredIssue, as_of: datetime) -> StoredIssue:
    """Without an explanation that was given later."""
    told = issue.explanation
    return issue if told is None or told.at <= as_of else replace(issue, explanation=None)
