"""What the store adds up in SQL is what the same rules make of the content in Python."""

from __future__ import annotations

from data.institution_figures import channel_slots_of, details_of, filer_figures_of, marks_of
from data.rollup import rollup_of


def test_ledgers_are_added_up_alike_stored_or_not(demo_repository):
    stored = demo_repository.returns()[::23]
    sequences = [one.sequence for one in stored]
    details = demo_repository.township_details(sequences=sequences)
    marks = demo_repository.institution_marks(sequences=sequences)
    channels = demo_repository.channel_slots(sequences=sequences)
    filed = demo_repository.filer_figures(sequences=sequences)
    assert details
    assert marks
    for sequence in sequences:
        content = demo_repository.content(sequence)
        assert [one for one in details if one.sequence == sequence] == list(details_of(content, sequence))
        assert [one for one in marks if one.sequence == sequence] == list(marks_of(content, sequence))
        again = channel_slots_of(rollup_of(content, ()), sequence)
        assert [one for one in channels if one.sequence == sequence] == list(again)
        assert filed[sequence] == filer_figures_of(content)
