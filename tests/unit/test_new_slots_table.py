"""/gaps' table of channels: its subtotals name their target by its words, not by its code."""

from dataclasses import replace

from layouts.pages.new_slots import _city, head_of
from layouts.text import text_for
from metrics.queries import new_slots, scorecard
from tests.fakes import PLAN_A
from tests.spec.test_channels_of_new_slots import ASKED, several


def test_a_subtotal_names_its_target_in_words():
    zh = text_for("zh")
    made = str(_city(new_slots(several(), **ASKED)[0], scorecard(several(), **ASKED), zh))
    assert "新增普惠·教育系统" in made
    assert [code for code in ("'G3'", "'G4'") if code in made] == []


def test_a_plan_without_the_targets_counts_no_channel_to_them():
    source, zh = several(), text_for("zh")
    assert head_of("counted_in", scorecard(source, **ASKED).plan, zh) == "计入目标"
    source.reference = replace(source.reference, plans=(PLAN_A,))
    made = str(_city(new_slots(source, **ASKED)[0], scorecard(source, **ASKED), zh))
    assert "'类别'" in made
    assert "其他渠道" in made
    assert "计入" not in made
