"""What a briefing says of one row, in sentences: templates of the catalogue filled with the row's own figures.

A sentence has four clauses: the value, what it is made of, how it moved, and how it stands to its target. Every
figure is a part that names the row behind it.
"""

from __future__ import annotations

from fractions import Fraction

from data.model import Definitions
from layouts import format as printed
from layouts.headlines import Filling, Part, Sentence, filled, population_words, short_target
from layouts.text import Text
from metrics.indicators import ZONE_INDICATORS
from metrics.progress import PaceWord, pace_word
from metrics.results import Flag, NoValue, Row, Status, TargetKind

COVERAGES = (*ZONE_INDICATORS, "COV")
PACES = {
    PaceWord.AHEAD: "faster",
    PaceWord.LEVEL: "reached",
    PaceWord.NEAR: "about",
    PaceWord.SLOWER: "slower",
    PaceWord.FAR: "much_slower",
}


def row_sentence(row: Row, definitions: Definitions, text: Text, *, name: str | None = None) -> Sentence:
    """Everything of one row; a row without a value says why there is none, and nothing else."""
    named = name or text(f"narrative.name.{row.indicator}")
    if row.value is None:
        reason = text(f"no_value.{row.no_value or NoValue.NOT_REPORTED}")
        return Sentence(filled(text("narrative.absent"), name=named, reason=reason))
    return Sentence(
        filled(
            text("narrative.row"),
            name=named,
            value=_value(row, text),
            made_of=made_of(row, text),
            moved=moves(row, text),
            stands=standing(row, definitions, text),
        )
    )


def part_of(row: Row, words: str) -> Part:
    """A figure of a row."""
    return Part(words, indicator=row.indicator, org_unit=row.org_unit, zone=row.zone)


def _value(row: Row, text: Text) -> tuple[Part, ...]:
    """The value; 至少 where the whole cannot be less, 按已报单位计 where a share is of the reporting units only, and
    沿用 where it, or a part of it, is that of the last period.
    """
    partial = row.no_value is NoValue.INCOMPLETE
    least = printed.is_least(row.no_value, row.unit, row.is_least)
    key = "least" if least else "reporting" if partial else "whole"
    value = filled(text(f"narrative.value.{key}"), value=part_of(row, value_words(row, text)))
    if Flag.CARRIED not in row.flags:
        return value
    return filled(text("narrative.carried" if _is_carried(row) else "narrative.partly_carried"), value=value)


def _is_carried(row: Row) -> bool:
    """Nothing of it was reported for this period."""
    return Flag.CARRIED in row.flags and row.reported == 0


def value_words(row: Row, text: Text) -> str:
    """The value with its unit word: 2.84个, 60.5%, 1200人次."""
    if row.value is None:
        return printed.MISSING
    if row.unit == "count":
        return text(_unit_key(row), number=printed.in_prose(int(row.value), text))
    number = printed.figure(row.value, row.unit, row.target)
    return number if row.unit == "percent" else text(_unit_key(row), number=number)


def _unit_key(row: Row) -> str:
    return f"narrative.unit.{row.indicator if row.unit == 'count' else row.unit}"


def made_of(row: Row, text: Text) -> tuple[Part, ...]:
    """Numerator and denominator in brackets; nothing for a count, and nothing where one is not known."""
    if row.unit == "count" or row.numerator is None or row.denominator is None:
        return ()
    key = f"narrative.made_of.{row.indicator}"
    if key not in text:
        return ()
    facts: dict[str, Filling] = {
        "numerator": part_of(row, printed.in_prose(row.numerator, text)),
        "denominator": part_of(row, printed.in_prose(row.denominator, text)),
        "people": "" if row.population is None else population_words(row.population, text),
    }
    if row.indicator in COVERAGES:
        facts |= {"numerator": part_of(row, str(row.numerator)), "denominator": part_of(row, str(row.denominator))}
    return filled(text(key), **facts)


def moves(row: Row, text: Text) -> tuple[Part, ...]:
    """Against last period and the same period last year, as far as they can be compared."""
    since = {"previous": None if _is_carried(row) else row.change_previous, "year": row.change_year}
    told = [_move(row, key, change, text) for key, change in since.items() if change is not None]
    if not told:
        return filled(text("narrative.not_comparable")) if row.no_value is NoValue.INCOMPLETE else ()
    return tuple(part for one in told for part in one)


def _move(row: Row, since: str, change: Fraction, text: Text) -> tuple[Part, ...]:
    """，比上期提高0.5个百分点 / ，与上期持平; a change that the print would round to nothing is 基本持平."""
    decimals = printed.DECIMALS[row.unit]
    when = text(f"narrative.since.{since}")
    if printed.half_up(change, decimals) == 0:
        return filled(text("narrative.unchanged" if change == 0 else "narrative.hardly_changed"), since=when)
    words = text(
        "narrative.points" if row.unit == "percent" else _unit_key(row), number=_amount(abs(change), row.unit, text)
    )
    return filled(text(f"narrative.{_way(change, row.unit)}"), since=when, amount=part_of(row, words))


def _way(change: Fraction, unit: str) -> str:
    return f"{'rose' if change > 0 else 'fell'}.{'share' if unit == 'percent' else 'amount'}"


def change_in_words(change: Fraction | None, unit: str, text: Text) -> str:
    """提高1.7个百分点, 减少400, 持平: a change with no row behind it, for sentences; — when unknown."""
    if change is None:
        return printed.MISSING
    if still := printed.unchanged(change, unit, text):
        return still
    amount = _amount(abs(change), unit, text)
    words = text("narrative.points", number=amount) if unit == "percent" else amount
    return text(f"narrative.plain.{_way(change, unit)}", amount=words)


def _amount(change: Fraction, unit: str, text: Text) -> str:
    if unit in printed.WHOLE:
        return printed.gap(int(printed.half_up(change, 0)), text)
    return printed.plain(change, printed.DECIMALS[unit])


def standing(row: Row, definitions: Definitions, text: Text) -> tuple[Part, ...]:
    """Against the target: met, missed, in time, fallen back, or why it cannot be said. A reference is no target."""
    if row.target is None or row.status is None:
        return ()
    if row.target_kind is TargetKind.REFERENCE:
        return filled(text("narrative.reference"), target=_target(row, text), status=text(f"status.{row.status}"))
    return filled(
        text(f"narrative.standing.{_standing_key(row, definitions)}"),
        target=_target(row, text),
        completion=_completion(row),
        gap=_gap(row, text),
        expected=_expected(row, text),
        pace="" if row.pace is None else part_of(row, printed.pace(row.pace, definitions)),
        status=printed.status_word(row, text),
        after=_after(row, text),
    )


def _standing_key(row: Row, definitions: Definitions) -> str:
    if row.status is Status.NOT_ASSESSABLE:
        return "not_assessable"
    if row.status is Status.ACHIEVED:
        return _met_key(row)
    if row.status is Status.MISSED:
        return "missed"
    if row.status is Status.FALLEN_BACK:
        return "fallen_back"
    if row.pace is None or row.pace < 0:
        return "below_baseline"
    return PACES[pace_word(row.pace, definitions)]


def _met_key(row: Row) -> str:
    """保持, 提前实现 (before the deadline), or 已实现; partial figures that are met whatever is missing say so."""
    if row.no_value is not None:
        return "met_whatever"
    kept = row.baseline is not None and row.target is not None and row.baseline >= row.target
    if kept:
        return "kept"
    if row.elapsed is not None and row.elapsed < 1:
        return "early"
    return "exactly" if row.value == row.target and row.unit != "percent" else "met"


def _target(row: Row, text: Text) -> str:
    assert row.target is not None
    if row.unit == "count":
        return text(_unit_key(row), number=printed.in_prose(int(row.target), text))
    words = short_target(row)
    return words if row.unit == "percent" else text(_unit_key(row), number=words)


def _completion(row: Row) -> Part | str:
    """目标完成率; never 100.0% of what is missed."""
    return "" if row.completion is None else part_of(row, printed.figure(row.completion, "percent", printed.FULL))


def _gap(row: Row, text: Text) -> tuple[Part, ...]:
    """，尚差36244个: every digit, never in 万; nothing where nothing is missing or it is not known."""
    if not row.gap:
        return ()
    return filled(text(f"narrative.gap.{row.indicator}"), gap=part_of(row, printed.gap(row.gap, text)))


def _expected(row: Row, text: Text) -> Part | str:
    if row.expected is None:
        return ""
    if row.unit == "count":
        words = text(_unit_key(row), number=printed.in_prose(int(printed.half_up(row.expected, 0)), text))
        return part_of(row, words)
    number = printed.figure(row.expected, row.unit)
    return part_of(row, number if row.unit == "percent" else text(_unit_key(row), number=number))


def _after(row: Row, text: Text) -> tuple[Part, ...]:
    """In a later period the plan's own verdict stands beside."""
    if Flag.AFTER_DEADLINE not in row.flags or row.verdict is None:
        return ()
    return filled(text("narrative.after"), status=text(f"status.{row.verdict}"))
