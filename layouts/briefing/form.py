"""打印上报表: a checked return on paper. No figure on it is typed; it is signed, sealed and scanned by the unit."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from data.forms import HEADER, LEDGER
from data.model import Reference
from data.return_tables import Table, tables
from data.returns import Mode, Nature, ReturnContent, Running, StoredReturn
from layouts import format as printed
from layouts.briefing.engine import layout, print_pdf
from layouts.names import name_of
from layouts.text import Text

MARKS = ("form_number", "authority", "approval", "valid_until")
FACTS = ("org_unit", "cut_off", "revision", "mode")
SIGNATURES = ("head", "statistician", "compiler", "phone", "issued")
WIDE = 3.2
MIDDLE = 1.6
NARROW = 1.0


def return_form(
    stored: StoredReturn, content: ReturnContent, reference: Reference, text: Text, *, fonts: Path | None = None
) -> bytes:
    """The form of one stored return as a tagged PDF; the same return gives the same bytes."""
    return print_pdf("form.typ", form_data(stored, content, reference, text), fonts=fonts)


def form_data(stored: StoredReturn, content: ReturnContent, reference: Reference, text: Text) -> dict[str, object]:
    """What the template prints, as plain data. Sheets and their heads stay in the language of the form."""
    is_city = content.org_unit == reference.city.code
    header = content.header
    return {
        "lang": text.lang,
        "layout": layout(),
        "title": text("form.city_title" if is_city else "form.title", city=name_of(reference.city, text)),
        "period": text("form.period", period=printed.period_name(content.period, text)),
        "demo": text("briefing.demo") if content.nature is Nature.DEMO else "",
        "marks": _marks(text),
        "facts": [[text(f"form.{name}"), header.get(_header_key(name)) or text("form.blank")] for name in FACTS],
        "tables": [_table(one, text) for one in _shown(content, reference)],
        "note": _note(content, text),
        "signatures": [[text(f"form.{name}"), header.get(name, "")] for name in SIGNATURES],
        "seal": text("form.seal"),
        "receipt": text("form.receipt", receipt=stored.receipt),
        "digest": text("form.digest", digest=stored.digest),
    }


def _header_key(name: str) -> str:
    return "org_unit_name" if name == "org_unit" else name


def _marks(text: Text) -> list[list[str]]:
    """表号 and its companions, blank unless set; where none is set the sheet says that it is a working sheet."""
    given = layout()["form"]
    rows = [[text(f"form.{name}"), str(given[name])] for name in MARKS]
    return (
        rows if any(words for _, words in rows) else [[text("form.form_number"), text("form.working_sheet")], *rows[1:]]
    )


def _shown(content: ReturnContent, reference: Reference) -> Iterable[Table]:
    """The sheets that carry figures; the ledger itself stays in the workbook, its sums are printed."""
    return (one for one in tables(content, reference) if one.form not in (HEADER, LEDGER) and one.rows)


def _table(one: Table, text: Text) -> dict[str, object]:
    numbers = [_is_number(one, place) for place in range(len(one.columns))]
    return {
        "heading": one.form.name,
        "head": list(one.headers),
        "numbers": numbers,
        "widths": [_width(one, place, number) for place, number in enumerate(numbers)],
        "rows": [[_words(value, text) for value in row] for row in one.rows],
    }


def _is_number(one: Table, place: int) -> bool:
    return any(isinstance(row[place], int) for row in one.rows)


def _width(one: Table, place: int, number: bool) -> float:
    if number:
        return NARROW
    longest = max((len(str(row[place])) for row in one.rows if row[place] is not None), default=0)
    return WIDE if longest > 14 else MIDDLE


def _words(value: object, text: Text) -> str:
    if value is None:
        return text("form.blank")
    return printed.count(value) if isinstance(value, int) else str(value)


def _note(content: ReturnContent, text: Text) -> str:
    """How the sums came about."""
    if content.mode is not Mode.LEDGER or not content.ledger:
        return text("form.unit_of_count")
    running = sum(row.state in (None, Running.OPEN) for row in content.ledger)
    return text("form.unit_of_count") + " " + text("form.no_ledger", count=len(content.ledger), open=running)
