"""The rules over a whole return, in the order of the form's list. Each is one small function.

Beside them: V00 speaks in data.readers, V02 in .tables, V03, V04, V16, V24 and V27 where a value is read (.values),
V26 in .repeats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from data.issues import Issue
from data.returns import ReturnContent
from data.validation import (
    comparisons,
    dates,
    figures,
    heading,
    hidden,
    institutions,
    persons,
    places,
    receipt,
    sheets,
    swings,
    tasks,
    texts,
)
from data.validation.draft import Draft

Rule = Callable[[Draft], Iterator[Issue]]
Comparison = Callable[[Draft, ReturnContent], Iterator[Issue]]

RULES: tuple[tuple[str, Rule], ...] = (
    ("V01", heading.version_is_current),
    ("V01", heading.nature_is_that_of_the_database),
    ("V01", heading.mode_is_known),
    ("V01", heading.unit_is_registered),
    ("V01", heading.period_is_over),
    ("V01", heading.cut_off_lies_in_the_period),
    ("V01", heading.revision_is_named),
    ("V02", sheets.ledger_has_rows),
    ("V02", sheets.no_sheet_goes_unread),
    ("V03", institutions.coordinates_are_on_earth),
    ("V05", places.townships_belong_to_the_unit),
    ("V06", places.names_fit_the_codes),
    ("V07", places.townships_stand_once),
    ("V08", figures.inclusive_is_within_all),
    ("V09", figures.channels_add_up),
    ("V10", figures.slots_need_institutions),
    ("V11", figures.children_fit_the_slots),
    ("V12", figures.totals_are_sums),
    ("V15", institutions.inclusive_slots_are_recognised),
    ("V16", tasks.tasks_are_this_filers),
    ("V17", institutions.credit_codes_are_valid),
    ("V18", institutions.numbers_are_this_units),
    ("V18", institutions.institutions_stand_once),
    ("V18", institutions.codes_are_not_filed_elsewhere),
    ("V19", dates.dates_follow_each_other),
    ("V20", institutions.pauses_are_dated_and_empty),
    ("V21", figures.certified_are_among_carers),
    ("V24", dates.dates_have_come),
    ("V25", institutions.fees_are_credible),
    ("V27", hidden.nothing_read_is_hidden),
    ("V28", texts.texts_begin_without_operator),
    ("V29", receipt.population_is_known),
    ("V30", receipt.return_is_on_time),
    ("V31", persons.no_identity_numbers),
)

COMPARISONS: tuple[tuple[str, Comparison], ...] = (
    ("V13", comparisons.sums_fit_the_ledger),
    ("V14", comparisons.no_institution_vanishes),
    ("V22", swings.changes_are_plausible),
    ("V23", comparisons.something_has_changed),
)
"""Rules over what the return would say as a whole, asked wherever 填报信息 is known, errors or not."""
