"""/gaps' table of channels: its subtotals name their target by its words, not by its code."""

from layouts.pages.new_slots import _city
from layouts.text import text_for
from metrics.queries import new_slots, scorecard
from tests.spec.test_channels_of_new_slots import ASKED, several


def test_a_subtotal_names_its_target_in_words():
    zh = text_for("zh")
    made = str(_city(new_slots(several(), **ASKED)[0], scorecard(several(), **ASKED), zh))
    assert "新增普惠·教育系统" in made
    assert [code for code in ("'G3'", "'G4'") if code in made] == []
