"""The one use case: read a file, check it, and store it whole in one transaction, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from data.audit import Deed, Entry
from data.candidates import candidate_of
from data.cells import Workbook
from data.digest import content_digest
from data.dossier import Candidate
from data.explanations import explained
from data.issues import Issue, Location, Severity, UsageError
from data.model import Period, Reference
from data.outcome import Outcome
from data.readers import Reading, read_workbook
from data.repository import Arrival, Repository, Revision, Transaction
from data.returns import Nature, ReturnContent
from data.review import last_moment
from data.scope import EVERYTHING, THE_HOUSE, Caller, Scope
from data.validation import Filing, ValidationContext, filing_of, repeat_issues, validate

__all__ = ["Ingest", "Outcome"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knew of a filing when it was judged; ``head`` is the last sequence of its unit."""

    head: int = 0
    history: tuple[Revision, ...] = ()

    @property
    def latest(self) -> Revision | None:
        """The last revision of the same unit and period."""
        return self.history[-1] if self.history else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks say of a file. ``content`` is None where an issue refuses it."""

    org_unit: str | None
    period: Period | None
    content: ReturnContent | None
    digest: str
    received_at: datetime
    issues: tuple[Issue, ...]
    known: Known

    @property
    def repeats(self) -> Revision | None:
        """The latest revision, where this file says the same."""
        latest = self.known.latest
        return latest if latest is not None and latest.stored.digest == self.digest else None


class Ingest:
    """Takes returns in. ``clock`` says when a file was received."""

    def __init__(self, repository: Repository, reference: Reference, clock: Callable[[], datetime]) -> None:
        self._repository = repository
        self._reference = reference
        self._clock = clock

    def check(self, name: str, content: bytes, book: Reading | None = None, *, scope: Scope = EVERYTHING) -> Outcome:
        """Every issue of a file as it would be received now; nothing is stored. ``book``: it has been read already.

        UsageError for a file of a unit outside ``scope``: what is known of that unit is not told.
        """
        book = read_workbook(name, content) if book is None else book
        if not isinstance(book, Workbook):
            return _unreadable(name, book)
        _refuse_other_units(book, scope)
        with self._repository.view() as view:
            judged = self._judge(view, book, None)
        return replace(_answer(name, judged), candidate=self._candidate(judged))

    def load(
        self,
        name: str,
        content: bytes,
        actor: str,
        received_at: datetime | None = None,
        *,
        book: Reading | None = None,
        caller: Caller = THE_HOUSE,
    ) -> Outcome:
        """Store a file as the next revision of its unit and period, or answer why not.

        The same content as the latest revision is answered with its receipt. ``received_at`` back-loads history;
        ``book`` is what was read of the file, where that has been done already.
        """
        book = read_workbook(name, content) if book is None else book
        if not isinstance(book, Workbook):
            return _unreadable(name, book)
        _refuse_other_units(book, caller.scope)
        with self._repository.view() as view:
            judged = self._judge(view, book, received_at)
        if judged.content is None or judged.repeats:
            return _answer(name, judged)
        if caller.only_demo and judged.content.nature is not Nature.DEMO:
            raise UsageError("access.sign_in_first")
        with self._repository.writing() as transaction:
            # Somebody else may have filed meanwhile: what was judged on older knowledge is judged again.
            if _known(transaction, judged.content.org_unit, judged.content.period) != judged.known:
                judged = self._judge(transaction, book, received_at)
            if judged.content is None or judged.repeats:
                return _answer(name, judged)
            outcome = _store(transaction, judged, judged.content, name=name, file=content, actor=actor)
            at = self._clock()
            transaction.record(_deed(outcome, judged.digest, content, at=at, actor=actor, caller=caller))
            return outcome

    def _candidate(self, judged: Judgement) -> Candidate | None:
        """The revision that storing the file would make; None where nothing would be stored."""
        if judged.content is None or judged.repeats:
            return None
        return candidate_of(
            judged.content,
            digest=judged.digest,
            received_at=judged.received_at,
            history=judged.known.history,
            issues=judged.issues,
            explained=len(explained(judged.content, judged.issues)),
            reference=self._reference,
        )

    def _judge(self, store: Transaction, book: Workbook, received_at: datetime | None) -> Judgement:
        """Every rule over one state of the store."""
        filing = filing_of(book)
        known = _known(store, filing.org_unit, filing.period) if filing else Known()
        received = received_at or self._now(known)
        context = _context(store, filing, received)
        found = validate(book, self._reference, context)
        digest = content_digest(found.content) if found.content else ""
        repeats = repeat_issues(book, digest, known.latest.stored if known.latest else None)
        issues = (*found.issues, *repeats, *_too_early(known, received_at, digest))
        refused = any(issue.severity is Severity.ERROR for issue in issues)
        content = None if refused else found.content
        return Judgement(found.org_unit, found.period, content, digest, received, issues, known)

    def _now(self, known: Known) -> datetime:
        """The clock; where it has gone back, the last thing that happened to the same unit and period."""
        last = last_moment(known.history)
        return max(self._clock(), last) if last else self._clock()


def _refuse_other_units(book: Workbook, scope: Scope) -> None:
    filing = filing_of(book)
    if filing is not None and not scope.holds(filing.org_unit):
        raise UsageError("access.other_unit", value=filing.org_unit[:40])


def _deed(outcome: Outcome, digest: str, file: bytes, *, at: datetime, actor: str, caller: Caller) -> Entry:
    """What the audit keeps of a return that was stored."""
    facts = {"digest": digest, "file_digest": hashlib.sha256(file).hexdigest(), "file": outcome.file}
    return Entry(at, actor, caller.address, Deed.UPLOAD, outcome.receipt or "", facts=facts)


def _context(store: Transaction, filing: Filing | None, received: datetime) -> ValidationContext:
    """What the rules must know beside the file."""
    if filing is None:
        return ValidationContext(received_at=received, nature=store.nature())
    unit = filing.org_unit
    return ValidationContext(
        received_at=received,
        nature=store.nature(),
        known=store.known_institutions(unit),
        codes_elsewhere=store.codes_elsewhere(unit),
        past=store.past(org_unit=unit, before=filing.period, as_of=received),
    )


def _known(store: Transaction, org_unit: str, period: Period) -> Known:
    return Known(store.head(org_unit), tuple(store.history(org_unit=org_unit, period=period)))


def _too_early(known: Known, received_at: datetime | None, digest: str) -> Iterator[Issue]:
    """History cannot be back-loaded before the last revision of the same unit and period."""
    last = known.latest.stored if known.latest else None
    if received_at is None or last is None or last.digest == digest or received_at >= last.received_at:
        return
    facts = {"last": last.received_at.astimezone(received_at.tzinfo).isoformat(timespec="seconds")}
    yield Issue("V26", Severity.ERROR, "before_last", Location(), found=received_at.isoformat(), facts=facts)


def _store(
    transaction: Transaction, judged: Judgement, content: ReturnContent, *, name: str, file: bytes, actor: str
) -> Outcome:
    """Add the next revision, with what 疑点说明 explains."""
    arrival = Arrival(
        content=content,
        digest=judged.digest,
        issues=judged.issues,
        received_at=judged.received_at,
        actor=actor,
        file_name=name,
        file=file,
        explanations=explained(content, judged.issues),
    )
    stored = transaction.store_return(arrival, len(judged.known.history) + 1)
    return _outcome(name, judged, revision=stored.revision, receipt=stored.receipt)


def _answer(name: str, judged: Judgement) -> Outcome:
    """What became of a file that is not stored: refused, storable, or known already."""
    again = judged.repeats if judged.content is not None else None
    if again is None:
        return _outcome(name, judged)
    return _outcome(name, judged, revision=again.stored.revision, receipt=again.stored.receipt, known=True)


def _outcome(
    name: str, judged: Judgement, *, revision: int | None = None, receipt: str | None = None, known: bool = False
) -> Outcome:
    period = None if judged.period is None else str(judged.period)
    accepted = judged.content is not None
    facts = (judged.org_unit, period, revision, receipt, known)
    return Outcome(name, accepted, *facts, judged.issues, judged.content)


def _unreadable(name: str, issues: list[Issue]) -> Outcome:
    return Outcome(name, False, None, None, None, None, False, tuple(issues))
