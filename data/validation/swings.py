"""V22: changes on last period, and on the same quarter last year, that the unit's own history does not explain.

A change is asked about where it is at least 30 % and at least 50, and its modified z over the earlier changes of the
same figure is above 3.5 (Iglewicz and Hoaglin 1993); with fewer than six earlier changes its size alone decides.
What is asked of an institution is not asked again of its township, nor of the unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from data.forms import LEDGER, TOWNSHIPS, SheetForm
from data.issues import Issue, Location
from data.model import Period
from data.returns import Mode, ReturnContent
from data.validation.draft import Draft
from data.validation.figures import header_of
from data.validation.findings import warning
from data.validation.past import Past
from data.validation.plausibility import MOST_Z, Score, Step, modified_z
from data.validation.standings import FIGURES, Pair, like_for_like

LONGEST_HISTORY = 12
"""Earlier changes looked at: three years of quarters."""


class Subject(NamedTuple):
    """What a change is of: an institution (its 系统编号), a township (its code) or, both blank, the unit."""

    number: str = ""
    township: str = ""


UNIT = Subject()
PARTS = ("institution", "township")


class Swing(NamedTuple):
    """A change that must be explained."""

    subject: Subject
    key: str
    step: Step
    score: Score


@dataclass
class Comparison:
    """The return against an earlier one, with the earlier changes over as many periods; read when first needed."""

    past: Past
    earlier: ReturnContent
    now: ReturnContent
    span: int
    _history: list[list[Pair]] = field(default_factory=list)

    @property
    def is_over_a_year(self) -> bool:
        return self.earlier.period == self.now.period.year_earlier

    def history(self) -> list[list[Pair]]:
        """Like for like, the latest first, for every earlier period and the one ``span`` before it."""
        if not self._history:
            periods = [period for period in self.past.periods if period.shift(-self.span) in self.past.modes]
            self._history += [self._pairs(period) for period in periods[:LONGEST_HISTORY]]
        return self._history

    def _pairs(self, period: Period) -> list[Pair]:
        return like_for_like(self.past.read(period.shift(-self.span)), self.past.read(period))

    def score(self, subject: Subject, place: int, step: Step) -> Score:
        """Where the change stands among the earlier ones of the same subject and figure."""
        known = (_steps(pairs, place, _level(subject)).get(subject) for pairs in self.history())
        return modified_z(step.share, [one.share for one in known if one is not None and one.share is not None])


def _level(subject: Subject) -> str:
    return "institution" if subject.number else "township" if subject.township else "unit"


def _subject(pair: Pair, level: str) -> tuple[str, str]:
    """What the pair is a part of, as a plain pair of words: a Subject costs more, and a long ledger asks often."""
    if level == "unit":
        return UNIT
    return (pair.number, pair.township) if level == "institution" else ("", pair.township)


def _steps(pairs: Iterable[Pair], place: int, level: str) -> dict[Subject, Step]:
    """One figure summed over each subject of a level, both sides known."""
    sums: dict[tuple[str, str], list[int]] = {}
    for pair in pairs:
        before, now = pair.before[place], pair.now[place]
        if before is not None and now is not None and (pair.number or level != "institution"):
            step = sums.setdefault(_subject(pair, level), [0, 0])
            step[0] += before
            step[1] += now
    return {Subject(*subject): Step(*step) for subject, step in sums.items()}


def changes_are_plausible(draft: Draft, content: ReturnContent) -> Iterator[Issue]:
    """V22: on the latest earlier return level by level, and on the same quarter last year as a whole."""
    past = draft.context.past
    told: set[tuple[str, Subject]] = set()
    for earlier, levels in (
        (past.latest(), ("institution", "township", "unit")),
        (past.of(content.period.year_earlier), ("unit",)),
    ):
        if earlier is not None and (content.ledger or content.townships):
            comparison = Comparison(past, earlier, content, content.period.ordinal - earlier.period.ordinal)
            swings = list(_implausible(comparison, levels, told))
            yield from (_issue(draft, comparison, swing) for swing in swings)
            told |= {(swing.key, swing.subject) for swing in swings}


def _implausible(comparison: Comparison, levels: Iterable[str], told: Set[tuple[str, Subject]]) -> Iterator[Swing]:
    """Changes to ask about, level by level, without the parts that ``told`` (figure, subject) asked about before."""
    pairs = like_for_like(comparison.earlier, comparison.now)
    for place, key in enumerate(FIGURES):
        left = [pair for pair in pairs if not any((key, _subject(pair, level)) in told for level in PARTS)]
        for level in levels:
            asked = list(_asked(comparison, left, place, level))
            yield from asked
            subjects = {swing.subject for swing in asked}
            left = [pair for pair in left if _subject(pair, level) not in subjects]


def _asked(comparison: Comparison, pairs: list[Pair], place: int, level: str) -> Iterator[Swing]:
    """Changes of subjects of one level that are large and unlike the earlier ones."""
    for subject, step in _steps(pairs, place, level).items():
        if step.is_large:
            score = comparison.score(subject, place, step)
            if _is_unusual(score, comparison):
                yield Swing(subject, FIGURES[place], step, score)


def _is_unusual(score: Score, comparison: Comparison) -> bool:
    """Without a history a change on last period is asked about for its size; one over a year is not."""
    if score.z is None:
        return not comparison.is_over_a_year
    return abs(score.z) > MOST_Z


def _issue(draft: Draft, comparison: Comparison, swing: Swing) -> Issue:
    form = LEDGER if comparison.now.mode is Mode.LEDGER else TOWNSHIPS
    step, score, subject = swing.step, swing.score, swing.subject
    code = "size" if score.z is None else "year" if comparison.is_over_a_year else "previous"
    facts: dict[str, str | int] = {
        "subject": _name(draft, comparison, subject),
        "place": subject.number or subject.township,
        "header": header_of(form, swing.key),
        "before": step.before,
        "percent": _percent(step.share),
        "period": str(comparison.earlier.period),
    }
    if comparison.earlier.mode is comparison.now.mode is Mode.LEDGER and not subject.number:
        facts["alike"] = 1
    where = _where(draft, form, comparison, swing)
    return warning("V22", code, where, step.now, **facts, **_arithmetic(score))


def _arithmetic(score: Score) -> dict[str, str | int]:
    """What the decision rests on, for the page that shows it."""
    if score.z is None:
        return {"history": score.history}
    z = f"{score.z:+.1f}" if abs(score.z) < 1000 else "∞" if score.z > 0 else "-∞"
    return {"z": z, "centre": _percent(score.centre), "spread": _percent(score.spread), "history": score.history}


def _percent(share: float | None) -> str:
    """One decimal; what rounds to nothing has no sign."""
    return "—" if share is None else f"{round(100 * share, 1) or 0:.1f}%"


def _name(draft: Draft, comparison: Comparison, subject: Subject) -> str:
    if subject.number:
        return next(row.name for row in comparison.now.ledger if row.number == subject.number)
    township = draft.reference.township_by_code.get(subject.township)
    return township.name if township else draft.unit.name if draft.unit else ""


def _where(draft: Draft, form: SheetForm, comparison: Comparison, swing: Swing) -> Location:
    """The figure's cell; of a sum over several lines the sheet alone."""
    lines = {Subject(row.number, row.township): row.row for row in comparison.now.ledger}
    lines |= {Subject("", one.township): one.row for one in comparison.now.townships}
    table = draft.tables[form.key]
    column = table.places.get(swing.key) if swing.subject in lines else None
    return Location(table.name, f"{column}{lines[swing.subject]}" if column else None)
