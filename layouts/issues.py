"""An issue in the clerk's words, and as the record that programs read."""

from __future__ import annotations

from data.issues import Issue
from layouts.text import Text

Record = dict[str, str | None]


def message(issue: Issue, text: Text) -> str:
    """One line: 「街道乡镇!F11　回龙观街道：普惠托位数320大于托位数300，应不大于托位数。请核对这两个数。（V08）」."""
    return text(
        "issue.line",
        place=place(issue, text),
        subject=subject(issue, text),
        sentence=sentence(issue, text),
        rule=issue.rule,
    )


def sentence(issue: Issue, text: Text) -> str:
    """What is wrong, without place, subject and rule."""
    key = "issue.and_more" if issue.code == "and_more" else f"issue.{issue.rule}.{issue.code}"
    return text(key, **_facts(issue, text))


def wanted(issue: Issue, text: Text) -> str | None:
    """What ought to stand there; the issue's own word first, then its kind's, then its rule's."""
    if issue.wanted is not None:
        return text(issue.wanted, **_facts(issue, text)) if issue.wanted in text else issue.wanted
    keys = (f"wanted.{issue.rule}.{issue.code}", f"wanted.{issue.rule}.any")
    key = next((key for key in keys if key in text), None)
    return text(key, **_facts(issue, text)) if key and issue.code != "and_more" else None


def as_record(issue: Issue, text: Text) -> Record:
    """The issue by the keys of the interface; the sentence stands under ``message``."""
    return {
        "rule": issue.rule,
        "severity": issue.severity.value,
        "sheet": issue.location.sheet,
        "cell": issue.location.cell,
        "found": issue.found,
        "wanted": wanted(issue, text),
        "message": message(issue, text),
    }


def _facts(issue: Issue, text: Text) -> dict[str, object]:
    alike = text("issue.alike") if "alike" in issue.facts else ""
    return {**issue.facts, **_usual(issue), "alike": alike, "found": issue.found or text("issue.empty")}


def _usual(issue: Issue) -> dict[str, str]:
    """Within what most earlier changes lay: the score's own terms stand in the 疑点清单 only."""
    centre, spread = (str(issue.facts.get(name, "")).rstrip("%") for name in ("centre", "spread"))
    return {"usual": f"{abs(float(centre)) + float(spread):.1f}%"} if centre and spread else {}


def place(issue: Issue, text: Text) -> str:
    """Sheet and cell as the clerk sees them, ready to stand before the sentence; empty where there is no cell."""
    sheet, cell = issue.location.sheet, issue.location.cell
    if sheet and cell:
        return text("issue.place", sheet=sheet, cell=cell)
    return text("issue.place_sheet", sheet=sheet) if sheet else ""


def subject(issue: Issue, text: Text) -> str:
    """The institution or township the issue speaks of, ready to stand before the sentence; may be empty."""
    name = issue.facts.get("subject")
    return text("issue.subject", name=name) if name else ""
