"""Small returns made by hand, for tests of the store: no workbook, no reader."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from data.digest import content_digest
from data.model import Period
from data.repository import Arrival, Repository
from data.returns import (
    LedgerRow,
    Mode,
    Nature,
    Programme,
    Project,
    ReturnContent,
    StoredReturn,
    TaskState,
    TownshipSum,
    WorkforceFigure,
)

UNIT = "110114"
TOWNSHIP = "110114001"
PERIOD = Period.parse("2025-Q4")
START = datetime(2026, 1, 5, 1, tzinfo=UTC)


def institution(number: int = 1, **facts: object) -> LedgerRow:
    """An institution in operation with 60 slots, 40 of them inclusive."""
    given: dict[str, object] = {
        "row": number + 1,
        "number": f"{UNIT}-{number:04d}",
        "name": f"示例托育园{UNIT}-{number:04d}",
        "type": "社区托育点",
        "township": TOWNSHIP,
        "state": "正常",
        "slots": 60,
        "inclusive_slots": 40,
        "children": 50,
    }
    return LedgerRow(**{**given, **facts})  # type: ignore[arg-type]


def ledger_return(*rows: LedgerRow, period: Period = PERIOD, unit: str = UNIT, **more: object) -> ReturnContent:
    """A 台账 return of one sheet."""
    header = {"org_unit": unit, "period": str(period)}
    given: dict[str, object] = {"header": header, "columns": {"机构台账": {"slots": "P"}}, "ledger": rows}
    return ReturnContent(unit, period, Mode.LEDGER, Nature.DEMO, **{**given, **more})  # type: ignore[arg-type]


def summary_return(*rows: TownshipSum, period: Period = PERIOD) -> ReturnContent:
    """A 汇总 return of one sheet."""
    return ReturnContent(UNIT, period, Mode.SUMMARY, Nature.DEMO, {}, townships=rows)


def whole_return() -> ReturnContent:
    """A return with a row in every table that keeps facts."""
    return ledger_return(
        institution(credit_code="12110101MB0000001F"),
        townships=(TownshipSum(2, TOWNSHIP, 1, 1, 60, 40, 50, 30),),
        workforce=(WorkforceFigure("heads_trained", 3, "队伍培训", "B2"),),
        tasks=(TaskState(2, "3", "推进中", PERIOD.end, "京教发", None, None),),
        projects=(Project(2, "在建", "示例项目", TOWNSHIP, "K1", 40, 40, PERIOD.end, None, None),),
        programmes=(Programme(2, "示例学院", "示例专业", "高职", "2024"),),
    )


def arrival(content: ReturnContent, *, days: float = 0, actor: str = "甲", **more: object) -> Arrival:
    """``content`` received some days after START."""
    given: dict[str, object] = {"file_name": "return.xlsx", "file": b"bytes", "issues": ()}
    received = START + timedelta(days=days)
    return Arrival(content, content_digest(content), received_at=received, actor=actor, **{**given, **more})  # type: ignore[arg-type]


def stored(repository: Repository, content: ReturnContent, *, days: float = 0, **more: object) -> StoredReturn:
    """Store ``content`` as the next revision of its unit and period."""
    with repository.writing() as transaction:
        history = transaction.history(org_unit=content.org_unit, period=content.period)
        return transaction.store_return(arrival(content, days=days, **more), len(history) + 1)
