"""What a return would change is shown before it is stored, and storing it then changes exactly that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from data.details import FilerFigures
from data.dossier import Candidate
from data.model import Period
from data.returns import Mode, Nature, ReturnContent, State, StoredReturn
from layouts.pages.preview import preview_part
from layouts.text import text_for
from metrics.overlay import Overlay
from metrics.preview import Preview, preview
from metrics.queries import overview
from tests.fakes import FakeSource, Figures, moment, small_city, total_of
from tests.unit.test_pages import words

NOW = moment("2026-01-20T10:00")
Q4 = Period.parse("2025-Q4")


def candidate(org_unit: str, figures: Mapping[str, Figures], *, period: Period = Q4, warnings: int = 0) -> Candidate:
    """A checked return that nobody has stored, a revision of one that came in time."""
    content = ReturnContent(org_unit, period, Mode.LEDGER, Nature.DEMO, {})
    stored = StoredReturn(0, org_unit, period, 2, State.RECEIVED, NOW, "", "d", "new", Mode.LEDGER)
    stored = replace(stored, first_received_at=moment("2026-01-10"))
    totals = tuple(total_of(0, code, one) for code, one in figures.items())
    return Candidate(stored, content, totals, (), (), (), (), FilerFigures({}, 0, {}), warnings)


def city() -> FakeSource:
    """Everybody has filed 2025-Q3; A has filed 2025-Q4 too."""
    source = FakeSource(small_city())
    for unit, figures in {
        "A": {"A01": (100, 60), "A02": (40, 0)},
        "B": {"B01": (50, 50), "B02": (30, 0), "B03": (0, 0), "B04": (0, 0)},
        "X": {"X01": (20, 20)},
    }.items():
        source.file(unit, "2025-Q3", figures)
    source.file("A", "2025-Q4", {"A01": (100, 60), "A02": (40, 0)}, at="2026-01-10")
    return source


def shown(found: Preview, indicator: str, org_unit: str) -> tuple[int | None, int | None]:
    before, after = found.before.row(indicator, org_unit), found.after.row(indicator, org_unit)
    assert before is not None
    assert after is not None
    return before.numerator, after.numerator


def test_a_revision_is_shown_against_the_one_that_counts():
    found = preview(city(), candidate("A", {"A01": (150, 90), "A02": (40, 0)}), as_of=NOW)
    assert shown(found, "G1", "A") == (140, 190)
    assert shown(found, "G1", "C") == (240, 290)
    assert (found.gained, found.lost) == ((), ())


def test_a_first_return_is_shown_against_the_period_that_is_carried():
    found = preview(city(), candidate("B", {"B01": (80, 80), "B02": (30, 0), "B03": (0, 0), "B04": (0, 0)}), as_of=NOW)
    assert shown(found, "G1", "B") == (80, 110)
    row = found.after.row("G1", "B")
    assert row is not None
    assert (row.reported, row.carried) == (1, 0)


def test_townships_that_gain_or_lose_their_coverage_are_named():
    found = preview(city(), candidate("A", {"A01": (100, 0), "A02": (40, 30)}), as_of=NOW)
    assert [one.code for one in found.gained] == ["A02"]
    assert [one.code for one in found.lost] == ["A01"]


def test_before_the_due_date_a_first_return_is_compared_with_last_period():
    early = moment("2026-01-05T10:00")
    files = candidate("B", {"B01": (50, 0), "B02": (30, 20), "B03": (0, 0), "B04": (0, 0)})
    found = preview(city(), files, as_of=early)
    assert ([one.code for one in found.gained], [one.code for one in found.lost]) == (["B02"], ["B01"])


def test_only_the_rows_of_the_unit_and_the_city_are_shown():
    found = preview(city(), candidate("A", {"A01": (150, 90), "A02": (40, 0)}), as_of=NOW)
    assert {one.after.org_unit for one in found.differences} == {"A", "C"}
    changed = {one.after.indicator for one in found.differences if one.changes}
    assert {"G1", "G2"} <= changed
    assert "COV" not in changed


def test_the_same_figures_again_change_nothing():
    found = preview(city(), candidate("A", {"A01": (100, 60), "A02": (40, 0)}), as_of=NOW)
    assert not any(one.changes for one in found.differences)


def test_a_period_nobody_has_reported_can_be_previewed():
    source = FakeSource(small_city())
    found = preview(source, candidate("A", {"A01": (100, 60), "A02": (0, 0)}), as_of=NOW)
    assert shown(found, "G1", "A") == (None, 100)


def test_what_was_shown_is_what_comes_when_it_is_stored():
    source, figures = city(), {"A01": (150, 90), "A02": (40, 30)}
    overlay = Overlay(source, candidate("A", figures, warnings=2))
    shown_before = overview(overlay, period=Q4, as_of=NOW)
    assert shown_before.reporting.open_warnings == 2
    source.file("A", "2025-Q4", figures, at="2026-01-20T10:00", accepted=False)
    stored = overview(source, period=Q4, as_of=NOW)
    alike = [replace(row, receipts=()) for row in shown_before.scorecard.rows]
    assert alike == [replace(row, receipts=()) for row in stored.scorecard.rows]
    assert [one.coverage for one in shown_before.townships] == [one.coverage for one in stored.townships]


def test_changes_that_the_figures_beside_them_do_not_add_up_to_say_why():
    told = preview(city(), candidate("A", {"A01": (150, 90), "A02": (40, 0)}), as_of=NOW)
    shown = words(preview_part(told, "A", city().reference, text_for("zh")))
    assert "增减按未取整的数计算，与所列两数之差可能略有出入。" in shown
