"""How a figure came about, in words: one list of facts for the panel and for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from data.model import DistrictTarget
from layouts import format as printed
from layouts.headlines import target_figure
from layouts.reference_words import source_of
from layouts.text import Text
from metrics.accounts import range_of
from metrics.definition import Element
from metrics.derivations import Derivation, Evidence
from metrics.interchange import truncated
from metrics.projection import Projection
from metrics.results import Row

Fact = tuple[str, str]


def account_facts(derivation: Derivation, text: Text) -> list[Fact]:
    """Pairs of a word and what it is, in the order in which a figure is worked out."""
    row = derivation.row
    told = [
        ("formula", text(f"indicator.{row.indicator}.formula")),
        ("arithmetic", _arithmetic(derivation, text)),
        ("channels", channel_words(derivation, text)),
        ("population", _population(row, text)),
        ("target", _target(row, text)),
        ("document", document_words(derivation.by_document, text)),
        ("completion", printed.figure(row.completion, "percent", printed.FULL) if row.completion is not None else ""),
        *_pace(derivation),
        ("pace_told", text(f"account.pace_word.{derivation.pace}") if derivation.pace else ""),
        ("status", printed.status_word(row, text)),
        ("returns", text("account.of_returns", reported=row.reported, expected=row.expected_returns)),
        ("carried", str(row.carried) if row.carried else ""),
        ("flags", printed.flag_words(row.flags, text)),
    ]
    return [(text(f"account.{name}"), words) for name, words in told if words]


def reading_facts(derivation: Derivation, text: Text) -> list[Fact]:
    """The readings that stand beside the light, for those who ask how; none where none applies."""
    told = [
        ("ratio", _ratio(derivation, text)),
        ("projection", _projection(derivation.projection, derivation.row, text)),
        ("chance", _chance(derivation.projection, text)),
        ("escap", _escap(derivation, text)),
        ("disagreement", text("account.disagrees") if derivation.disagreement else ""),
    ]
    return [(text(f"account.{name}"), words) for name, words in told if words]


def account_lines(derivation: Derivation, text: Text) -> Iterator[str]:
    """The same as lines of text, with the places of the cells."""
    for name, words in (*account_facts(derivation, text), *reading_facts(derivation, text)):
        yield text("account.line", name=name, words=words)
    for one in derivation.evidence:
        yield text("account.place", receipt=one.stored.receipt, **place_facts(one, text))


def place_facts(evidence: Evidence, text: Text) -> dict[str, str]:
    """Where the cells of one return stand, and what they add up to."""
    cells = evidence.file.cells
    return {
        "element": text(f"account.element.{evidence.element}"),
        "file": evidence.file.name,
        "sheet": cells[0].sheet,
        "range": range_of(cells),
        "count": printed.count(len(cells)),
        "sum": printed.count(evidence.counted),
    }


def _arithmetic(derivation: Derivation, text: Text) -> str:
    """The numbers put in and the exact value: 62,000 ÷ 21,832,000 × 1,000 = 2.839868."""
    row, scale = derivation.row, derivation.indicator.unit.scale
    if row.value is None or row.numerator is None:
        return text(f"no_value.{row.no_value}") if row.no_value else ""
    if row.denominator is None:
        words = printed.count(row.numerator)
    else:
        numbers = (printed.count(row.numerator), printed.count(row.denominator), truncated(row.value))
        key = "account.quotient" if scale == 1 else "account.scaled"
        key += "" if Fraction(numbers[2]) == row.value else "_cut"
        words = text(key, top=numbers[0], bottom=numbers[1], scale=printed.count(scale), value=numbers[2])
    return words + (text("account.partial", reason=text(f"no_value.{row.no_value}")) if row.no_value else "")


def _population(row: Row, text: Text) -> str:
    if row.population is None:
        return ""
    one = row.population
    day = printed.day_name(one.ref_date, text)
    words = text("account.of_population", value=printed.count(one.value), day=day, source=source_of(one, text))
    return words + (text("headline.derived") if one.derived else "")


def _target(row: Row, text: Text) -> str:
    if row.target is None or row.target_kind is None:
        return ""
    sign = "≥" if row.comparator == ">=" else "="
    kind = text(f"account.kind.{row.target_kind}")
    return text("account.of_target", sign=sign, value=target_figure(row.target, row.unit), kind=kind)


def channel_words(derivation: Derivation, text: Text) -> str:
    """幼儿园开设托班25,000、…: the channels that make up new slots, each with what is known of it."""
    if derivation.gains is None:
        return ""
    every = derivation.indicator.numerator is Element.NET_INCLUSIVE_SLOTS
    net = every or derivation.gains.is_net
    shown = [one for one in derivation.gains.by_channel if every or one.counted_in == derivation.row.indicator]
    known = [(one.channel, one.net if net else one.gross) for one in shown]
    words = [text("account.of_channel", name=text(f"returns.channel.{channel}"), slots=printed.count(slots))
             for channel, slots in known if slots is not None]  # fmt: skip
    return text("format.comma").join(words)


def document_words(own: DistrictTarget | None, text: Text) -> str:
    """The document that sets a unit's own target, and its day."""
    if own is None:
        return ""
    return text("account.of_document", document=own.document, day=printed.day_name(own.issued, text))


def _pace(derivation: Derivation) -> list[tuple[str, str]]:
    """From the baseline to the pace; a figure that a rule leaves out is not told."""
    row = derivation.row
    told = {"baseline": _in_unit(row.baseline, row), "expected": _in_unit(row.expected, row)}
    told |= {"progress": _share(row.progress), "elapsed": _share(row.elapsed)}
    told["pace"] = "" if row.pace is None else printed.pace(row.pace, derivation.definitions)
    return [] if row.target_kind is None else [(name, words) for name, words in told.items() if words]


def _in_unit(value: object, row: Row) -> str:
    """As the page prints it; ≈ before what has more digits than are printed."""
    return _marked(value, printed.figure(value, row.unit, row.value)) if isinstance(value, Fraction) else ""


def _share(value: object) -> str:
    return (
        _marked(100 * value, printed.figure(100 * value, "percent", printed.FULL))
        if isinstance(value, Fraction)
        else ""
    )


def _marked(value: Fraction, words: str) -> str:
    return words if Fraction(words.rstrip("%").replace(",", "")) == value else f"≈{words}"


def _ratio(derivation: Derivation, text: Text) -> str:
    if derivation.ratio is None or derivation.growth is None:
        return ""
    return text("account.of_ratio", value=f"{derivation.ratio:.6f}", word=text(f"account.growth.{derivation.growth}"))


def _projection(found: Projection | None, row: Row, text: Text) -> str:
    if found is None:
        return ""
    unit = text(f"unit.{row.unit}")
    if found.low80 is None:
        return text("account.of_projection", value=f"{found.value:.4f}", unit=unit)
    bounds = {name: f"{getattr(found, name):.4f}" for name in ("low80", "high80", "low95", "high95")}
    return text("account.of_projection_within", value=f"{found.value:.4f}", unit=unit, **bounds)


def _chance(found: Projection | None, text: Text) -> str:
    return (
        "" if found is None or found.chance is None else text("account.of_chance", share=f"{100 * found.chance:.1f}%")
    )


def _escap(derivation: Derivation, text: Text) -> str:
    if derivation.escap is None or derivation.course is None:
        return ""
    return text("account.of_escap", gap=f"{derivation.escap:.1f}%", word=text(f"account.course.{derivation.course}"))
