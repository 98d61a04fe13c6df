"""Ledgers added up institution by institution, in SQL: ``data.institution_figures`` over stored rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, and_, case, cast, func, not_, or_, select

from data import schema
from data.details import ChannelSlots, FilerFigures, InstitutionMark, TownshipDetail
from data.institution_figures import BLANK_GRADE, NEEDS_NO_FILING
from data.institution_search import FILED
from data.model import Channel
from data.repository.figures import parts_of
from data.returns import CHANNEL_OF_TYPE, Running

Condition = ColumnElement[bool]

_LEDGER, _RETURNS, _ROLLUP = schema.ledger_rows.c, schema.returns.c, schema.rollup.c
_KINDERGARTEN = next(name for name, channel in CHANNEL_OF_TYPE.items() if channel is Channel.K1)
_QUARTER_ENDS = {"Q1": "-03-31", "Q2": "-06-30", "Q3": "-09-30", "Q4": "-12-31"}


def _period_end() -> ColumnElement[str]:
    """A text that no day of the period is after, and every later day is: 2025-12-31 of 2025-Q4."""
    part = func.substr(_RETURNS.period, 6, 2)
    quarter = func.substr(_RETURNS.period, 1, 4) + case(_QUARTER_ENDS, value=part, else_="")
    return case((part.in_(list(_QUARTER_ENDS)), quarter), else_=_RETURNS.period + "-31")


def _started() -> Condition:
    return or_(_LEDGER.state_since.is_(None), _LEDGER.state_since <= _period_end())


def _running() -> Condition:
    """``LedgerRow.in_operation`` at the period's end."""
    is_open = or_(_LEDGER.state.is_(None), _LEDGER.state == Running.OPEN.value)
    return or_(and_(is_open, _started()), and_(not_(is_open), not_(_started())))


def _inclusive() -> ColumnElement[int | None]:
    """Inclusive slots as filed, 0 once 普惠认定 has ended; NULL where blank."""
    stands = or_(_LEDGER.inclusive_to.is_(None), _LEDGER.inclusive_to > _period_end())
    return case((stands, _LEDGER.inclusive_slots), else_=0)


def counted_inclusive() -> ColumnElement[int | None]:
    """Inclusive slots that count at the end of the return's period; NULL where not known."""
    return case((_running(), _inclusive()), else_=0)


def _details() -> dict[str, ColumnElement[Any]]:
    """The summed figures of a TownshipDetail by name."""
    has_slots = or_(_LEDGER.slots.is_(None), _LEDGER.slots > 0)
    told = _LEDGER.carers.is_not(None) & _LEDGER.certified.is_not(None)
    return {
        **_kinds(has_slots),
        "carers": _sum(told, _LEDGER.carers),
        "certified": _sum(told, _LEDGER.certified),
        "staff_unknown": _count(not_(told)),
        **_grades(has_slots),
        **_fees(),
    }


def _kinds(has_slots: Condition) -> dict[str, ColumnElement[Any]]:
    typed, known = _LEDGER.type.is_not(None), _LEDGER.slots.is_not(None)
    kinds = {"kindergartens": _LEDGER.type == _KINDERGARTEN, "professional": _LEDGER.type != _KINDERGARTEN}
    counts = {name: _count(and_(has_slots, typed, known, kind)) for name, kind in kinds.items()}
    unknown = {
        f"{name}_unknown": _count(and_(has_slots, or_(not_(typed), and_(not_(known), kind))))
        for name, kind in kinds.items()
    }
    return counts | unknown


def _grades(has_slots: Condition) -> dict[str, ColumnElement[Any]]:
    """Ratings and filings of institutions that have a slot."""
    known = _LEDGER.slots.is_not(None)
    found: dict[str, ColumnElement[Any]] = {}
    for name, grade in (("quality", _LEDGER.quality), ("risk", _LEDGER.risk)):
        told = and_(grade.is_not(None), known)
        found[f"{name}_rated"] = _count(and_(has_slots, told, grade != BLANK_GRADE))
        found[f"{name}_known"] = _count(and_(has_slots, told))
        found[f"{name}_unknown"] = _count(and_(has_slots, not_(told)))
    told = and_(_LEDGER.filing_state.is_not(None), known)
    found["filed"] = _count(and_(has_slots, told, _LEDGER.filing_state == FILED))
    found["filing_known"] = _count(and_(has_slots, told, _LEDGER.filing_state != NEEDS_NO_FILING))
    found["filing_unknown"] = _count(and_(has_slots, not_(told)))
    return found


def _fees() -> dict[str, ColumnElement[Any]]:
    inclusive, fee = _inclusive(), cast(_LEDGER.fee, BigInteger)
    whole = and_(_LEDGER.slots.is_not(None), inclusive.is_not(None))
    given = and_(_LEDGER.fee.is_not(None), whole)
    other = _LEDGER.slots - inclusive
    return {
        "inclusive_fees": _sum(given, fee * inclusive),
        "inclusive_fee_slots": _sum(given, inclusive),
        "other_fees": _sum(given, fee * other),
        "other_fee_slots": _sum(given, other),
        "fee_unknown": _count(and_(_LEDGER.fee.is_not(None), not_(whole))),
    }


def _count(holds: Condition) -> ColumnElement[int]:
    return _sum(holds, 1)


def _sum(holds: Condition, value: object) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((holds, value), else_=0)), 0)


def _of_returns(columns: Collection[Any]) -> Select[Any]:
    """Ledger rows beside their return, which knows the period."""
    joined = schema.ledger_rows.join(schema.returns, _LEDGER.return_sequence == _RETURNS.sequence)
    return select(*columns).select_from(joined)


def township_details(connection: Connection, sequences: Collection[int]) -> list[TownshipDetail]:
    """The details of these returns, by return and township."""
    made = _details()
    keys = (_LEDGER.return_sequence, _LEDGER.township)
    query = _of_returns([*keys, *(made[name] for name in TownshipDetail._fields[2:])]).where(_running())
    found: list[TownshipDetail] = []
    for part in parts_of(sequences):
        rows = connection.execute(query.where(_LEDGER.return_sequence.in_(part)).group_by(*keys).order_by(*keys))
        # PostgreSQL adds big integers up to a Decimal.
        found.extend(TownshipDetail(sequence, township, *map(int, sums)) for sequence, township, *sums in rows)
    return found


def institution_marks(connection: Connection, sequences: Collection[int]) -> list[InstitutionMark]:
    """Inclusive slots by institution, by return and number; those of no weight are left where they are."""
    slots = counted_inclusive()
    kept = case((or_(_running(), _LEDGER.state == Running.PAUSED.value), _inclusive()), else_=0)
    columns = [_LEDGER.return_sequence, _LEDGER.number, _LEDGER.type, slots, kept]
    query = _of_returns(columns).where(or_(kept.is_(None), kept != 0))
    found: list[InstitutionMark] = []
    for part in parts_of(sequences):
        wanted = query.where(_LEDGER.return_sequence.in_(part))
        for sequence, number, kind, *cells in connection.execute(wanted.order_by(*columns[:2])):
            found.append(InstitutionMark(sequence, number, CHANNEL_OF_TYPE.get(kind or ""), *cells))
    return found


def channel_slots(connection: Connection, sequences: Collection[int]) -> list[ChannelSlots]:
    """Inclusive slots by return, township and channel, from the rollup."""
    columns = [_ROLLUP[name] for name in ("return_sequence", "township", "channel")]
    query = select(*columns, _ROLLUP.inclusive_slots, _ROLLUP.inclusive_slots_unknown)
    apart = query.where(_ROLLUP.channel != schema.ALL_CHANNELS).order_by(*columns)
    found: list[ChannelSlots] = []
    for part in parts_of(sequences):
        found.extend(map(ChannelSlots._make, connection.execute(apart.where(_ROLLUP.return_sequence.in_(part)))))
    return found


def filer_figures(connection: Connection, sequences: Collection[int]) -> dict[int, FilerFigures]:
    """Sequence -> what the filer says of itself, for each of these returns."""
    workforce: dict[int, dict[str, int | None]] = {sequence: {} for sequence in sequences}
    tasks: dict[int, dict[str, str | None]] = {sequence: {} for sequence in sequences}
    programmes = dict.fromkeys(sequences, 0)
    staff, states, schools = schema.workforce.c, schema.task_states.c, schema.programmes.c
    for part in parts_of(sequences):
        figures = select(staff.return_sequence, staff.key, staff.value).where(staff.return_sequence.in_(part))
        for sequence, key, value in connection.execute(figures):
            workforce[sequence][key] = value
        filed = select(states.return_sequence, states.task, states.state).where(states.return_sequence.in_(part))
        for sequence, task, state in connection.execute(filed.order_by(states.return_sequence, states["row"])):
            tasks[sequence][task] = state
        counted = select(schools.return_sequence, func.count()).where(schools.return_sequence.in_(part))
        programmes.update((row[0], row[1]) for row in connection.execute(counted.group_by(schools.return_sequence)))
    return {one: FilerFigures(workforce[one], programmes[one], tasks[one]) for one in sequences}
