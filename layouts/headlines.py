"""The three sentences of the first screen and of page 1 of the briefing, every number from the overview.

A sentence is a run of parts; a part that is a figure names the row behind it, so that a page can link it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from data.model import Population, Reference
from layouts import format as printed
from layouts.names import unit_name, zone_short
from layouts.text import Text, pieces
from metrics.results import Coverage, Flag, NoValue, Overview, Row, Scorecard, UnitReporting
from metrics.shortfall import inclusive_among

MOST_NAMES = 2
NAME_ROOM = {"zh": 9, "en": 30}


@dataclass(frozen=True, slots=True)
class Part:
    """Words, or a figure with the row behind it; ``section`` names a page part where no row is behind it."""

    text: str
    indicator: str | None = None
    org_unit: str | None = None
    zone: str | None = None
    section: str | None = None

    @property
    def is_figure(self) -> bool:
        return self.indicator is not None or self.section is not None


@dataclass(frozen=True, slots=True)
class Sentence:
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


Filling = str | Part | tuple[Part, ...]


def headlines(overview: Overview, reference: Reference, text: Text, *, place: str = "page") -> tuple[Sentence, ...]:
    """Where the city stands, what is missing, and how complete the returns are; ``place`` is page or briefing."""
    return (
        Sentence(_position(overview, reference, text)),
        Sentence(_gaps(overview, reference, text)),
        Sentence(_returns(overview, reference, text, place)),
    )


def filled(template: str, **facts: Filling) -> tuple[Part, ...]:
    """``template`` with its ``{names}`` replaced by words, parts or runs of parts, which stay parts."""
    return tuple(part for piece in pieces(template, facts) for part in _as_parts(piece) if part.text)


def _as_parts(fact: Filling) -> tuple[Part, ...]:
    if isinstance(fact, str):
        return (Part(fact),)
    return (fact,) if isinstance(fact, Part) else fact


def _position(overview: Overview, reference: Reference, text: Text) -> tuple[Part, ...]:
    """① the end of the period, G1, G2 and the townships covered."""
    period, city = overview.scorecard.period, reference.city.code
    return filled(
        text("headline.position"),
        missing=missing_units(overview, reference, text),
        year=str(period.end.year),
        month=text(f"format.month.{period.end.month}"),
        slots=clause(overview.scorecard.row("G1", city), "slots", text),
        share=clause(overview.scorecard.row("G2", city), "share", text),
        coverage=covered_clause([township.coverage for township in overview.townships], text),
    )


def missing_units(overview: Overview, reference: Reference, text: Text) -> tuple[Part, ...]:
    """Units whose stocks are in no total (not even carried), told before any figure; empty when there is none."""
    absent = [unit for unit in overview.reporting.units if unit.stored is None and unit.carried_from is None]
    if not absent:
        return ()
    late = any(unit.no_value is not NoValue.NOT_DUE for unit in absent)
    names = Part(named(absent, reference, text), section="returns")
    return filled(text(f"headline.missing.{'late' if late else 'not_due'}"), names=names)


def named(units: list[UnitReporting], reference: Reference, text: Text) -> str:
    """The names of a list of units, or the first ones that fit and how many there are in all."""
    names = [unit_name(reference, unit.org_unit, text) for unit in units]
    shown = names[:MOST_NAMES] if len("".join(names[:MOST_NAMES])) <= NAME_ROOM[text.lang] else names[:1]
    joined = text("format.comma").join(shown)
    return joined if len(names) == len(shown) else text("headline.and_more", names=joined, count=len(names))


def clause(row: Row | None, kind: str, text: Text, *, judged: bool = True) -> tuple[Part, ...]:
    """The part of ① that tells G1 (``slots``) or G2 (``share``): value and, where it is ``judged``, the verdict."""
    if row is None or row.value is None:
        reason = "" if row is None or row.no_value is None else text(f"no_value.{row.no_value}")
        return filled(text(f"headline.{kind}.absent"), reason=reason)
    ending = "partial" if row.no_value is NoValue.INCOMPLETE else "full"
    return filled(
        text(f"headline.{kind}.{ending}"),
        value=_part(row, printed.figure(row.value, row.unit, row.target)),
        verdict=_verdict(row, kind, text) if judged else (),
    )


def _verdict(row: Row, kind: str, text: Text) -> tuple[Part, ...]:
    if row.target is None or row.status is None:
        return ()
    partial = row.no_value is not None
    shown = "partial" if partial else "status" if row.completion is None else "completion"
    return filled(
        text(f"headline.{kind}.verdict_{shown}"),
        target=_part(row, short_target(row)),
        completion=_part(row, printed.figure(row.completion, "percent", printed.FULL)),
        status=printed.short_status_word(row, text),
        after=_plan_verdict(row, text),
    )


def short_target(row: Row) -> str:
    """A row's target as the plan prints it."""
    return printed.MISSING if row.target is None else target_figure(row.target, row.unit)


def target_figure(target: Fraction, unit: str) -> str:
    """A target with no more decimals than it has: 4.5, 60%, 30,000."""
    if unit == "count":
        return printed.figure(target, unit)
    decimals = next((places for places in range(4) if (target * 10**places).denominator == 1), 4)
    return printed.plain(target, decimals) + ("%" if unit == "percent" else "")


def _plan_verdict(row: Row, text: Text) -> str:
    if Flag.AFTER_DEADLINE not in row.flags or row.verdict is None:
        return ""
    return text("headline.plan_verdict", status=text(f"status.{row.verdict}"))


def covered_clause(states: Sequence[Coverage], text: Text) -> tuple[Part, ...]:
    """The part of ① that tells how many of the townships are covered."""
    covered = sum(state.is_covered for state in states)
    ending = "unknown" if {*states} <= {Coverage.UNKNOWN} else "partial" if Coverage.UNKNOWN in states else "full"
    return filled(text(f"headline.coverage.{ending}"), ratio=Part(f"{covered}/{len(states)}", section="coverage"))


def _part(row: Row, words: str) -> Part:
    return Part(words, indicator=row.indicator, org_unit=row.org_unit, zone=row.zone)


def _gaps(overview: Overview, reference: Reference, text: Text) -> tuple[Part, ...]:
    """② slots still missing on which population, and the uncovered townships by zone."""
    return filled(
        text("headline.gaps"),
        slots=slot_gap(overview.scorecard, reference, text),
        uncovered=_uncovered(overview, reference, text),
    )


def slot_gap(card: Scorecard, reference: Reference, text: Text) -> tuple[Part, ...]:
    """The part of ② that tells the slots still missing."""
    row, share = (card.row(indicator, reference.city.code) for indicator in ("G1", "G2"))
    if row is None or row.population is None:
        return filled(text("headline.slot_gap.no_population"))
    people = population_words(row.population, text)
    if row.target is None:
        return _share_gap(share, people, text)
    if row.gap is None:
        return filled(text("headline.slot_gap.partial"), people=people)
    if row.gap == 0:
        return filled(text("headline.slot_gap.met"), people=people, target=_part(row, short_target(row)))
    gap, least = _part(row, printed.gap(row.gap, text)), printed.gap(inclusive_among(row, share), text)
    return filled(text("headline.slot_gap.open"), people=people, gap=gap, inclusive=Part(least, section="ways"))


def _share_gap(share: Row | None, people: str, text: Text) -> tuple[Part, ...]:
    """What is told where the plan has no target per 1,000: the conversion that G2 still needs."""
    if share is None or share.target is None or share.gap is None:
        return filled(text("headline.slot_gap.no_target"), people=people)
    key = "headline.slot_gap.conversion" if share.gap else "headline.slot_gap.share_met"
    gap = _part(share, printed.gap(share.gap, text))
    return filled(text(key), people=people, gap=gap, target=_part(share, short_target(share)))


def population_words(population: Population, text: Text, key: str = "headline.population") -> str:
    """2024年末常住人口2183.2万人; a date that is no year's end is printed whole, a derived figure is marked."""
    day = population.ref_date
    whole = (day.month, day.day) == (12, 31)
    when = text("headline.year_end", year=day.year) if whole else printed.day_name(day, text)
    words = text(key, when=when, people=_people(population.value, text))
    return words + (text("headline.derived") if population.derived and key == "headline.population" else "")


def _people(number: int, text: Text) -> str:
    """People in 万 or, to three decimals, million where no digit is lost by it: 21.832 million, but 392,606."""
    scaled, places = Fraction(number, int(text("headline.people_scale"))), range(int(text("headline.people_places")))
    decimals = next((one for one in places if (scaled * 10**one).denominator == 1), -1)
    whole = decimals < 0 or scaled < 1
    return printed.count(number) if whole else text("headline.people_scaled", number=printed.plain(scaled, decimals))


def _uncovered(overview: Overview, reference: Reference, text: Text) -> tuple[Part, ...]:
    states = [township.coverage for township in overview.townships]
    total = Part(str(states.count(Coverage.UNCOVERED)), section="coverage")
    key = "some" if Coverage.UNCOVERED in states else "none"
    zones = _by_zone(overview, reference, text) if key == "some" else ()
    unknown = text("headline.unknown_townships", count=states.count(Coverage.UNKNOWN))
    return filled(
        text(f"headline.uncovered.{key}"),
        total=total,
        zones=zones,
        unknown=unknown if Coverage.UNKNOWN in states else "",
    )


def _by_zone(overview: Overview, reference: Reference, text: Text) -> tuple[Part, ...]:
    runs: list[Part] = []
    for zone in reference.zones:
        if runs:
            runs.append(Part(text("format.comma")))
        runs.extend(_zone_count(overview, reference, zone, text))
    return tuple(runs)


def _zone_count(overview: Overview, reference: Reference, zone: str, text: Text) -> tuple[Part, ...]:
    lacking = sum(t.coverage is Coverage.UNCOVERED and t.township.zone == zone for t in overview.townships)
    row = overview.scorecard.zone_row(reference.city.code, zone)
    figure = Part(str(lacking), section="coverage") if row is None else _part(row, str(lacking))
    name = zone_short(reference, zone, text)
    return filled(text("headline.zone_count"), zone=name, count=figure, short=short_of(row, text))


def short_of(row: Row | None, text: Text) -> tuple[Part, ...]:
    """（距85%差2个）, only where the target is not every township, since otherwise the count says it already."""
    if row is None or row.target is None or row.target == 100 or row.gap is None:
        return ()
    key = "headline.short_of" if row.gap else "headline.reached"
    return filled(text(key), target=_part(row, short_target(row)), gap=_part(row, str(row.gap)))


def _returns(overview: Overview, reference: Reference, text: Text, place: str) -> tuple[Part, ...]:
    """③ completeness, lateness, what is carried from where, open questions; 演示数据."""
    reporting = overview.reporting
    return filled(
        text("headline.returns"),
        expected=Part(str(len(reporting.units)), section="returns"),
        reported=Part(str(reporting.reported), section="returns"),
        late=Part(str(reporting.late), section="returns"),
        carried=Part(str(reporting.carried), section="returns"),
        from_whom=_carried(overview, reference, text),
        warnings=Part(str(reporting.open_warnings), section="warnings"),
        demo=text(f"headline.demo.{place}") if overview.scorecard.demo else "",
    )


def _carried(overview: Overview, reference: Reference, text: Text) -> str:
    units = [unit for unit in overview.reporting.units if unit.carried_from is not None]
    if not units or units[0].carried_from is None:
        return ""
    period = printed.period_name(units[0].carried_from, text)
    return text("headline.carried", names=named(units, reference, text), period=period)
