"""What the check found, in words and as plain records."""

from __future__ import annotations

from collections.abc import Iterator

from layouts.number_check.findings import Finding, NumberCheck, Place, Verdict
from layouts.text import Text


def place_words(place: Place, text: Text) -> str:
    """第12段, or 表2第3行第4列."""
    if place.paragraph is not None:
        return text("number_check.place.paragraph", paragraph=place.paragraph)
    return text("number_check.place.cell", table=place.table, row=place.row, column=place.column)


def counts_line(check: NumberCheck, text: Text) -> str:
    """How many numbers there are, and of each verdict."""
    if not check.findings:
        return text("number_check.none")
    counts = {verdict.value: len(check.of(verdict)) for verdict in Verdict}
    return text("number_check.summary", all=len(check.findings), **counts)


def lines_of(check: NumberCheck, text: Text) -> Iterator[str]:
    """A line each number that is wrong, then each that belongs to nothing."""
    for one in (*check.of(Verdict.WRONG), *check.of(Verdict.UNMATCHED)):
        near = "_near" if one.verdict is Verdict.UNMATCHED and one.expected else ""
        facts = {"found": one.words, "expected": one.expected, "excerpt": one.excerpt}
        yield text(f"number_check.line.{one.verdict}{near}", place=place_words(one.place, text), **facts)


def record_of(check: NumberCheck) -> dict[str, object]:
    """The counts, and every number that does not agree."""
    counts = {verdict.value: len(check.of(verdict)) for verdict in Verdict}
    told = [_record(one) for one in check.findings if one.verdict is not Verdict.AGREES]
    return {"numbers": len(check.findings), **counts, "findings": told}


def _record(one: Finding) -> dict[str, object]:
    place = {name: getattr(one.place, name) for name in ("paragraph", "table", "row", "column")}
    return {
        "verdict": one.verdict.value,
        **{name: number for name, number in place.items() if number is not None},
        "found": one.words,
        "expected": one.expected or None,
        "excerpt": one.excerpt,
        "briefing": one.issued_excerpt or None,
    }
