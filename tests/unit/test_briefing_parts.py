"""The parts of a briefing: their order, what the office writes, what is said where something is missing, the cards."""

from __future__ import annotations

import io
import struct
from dataclasses import replace

import pypdf
import pytest

from callbacks.documents import card_of, document_of
from data.briefings import Kind, Section
from data.issues import UsageError
from data.model import Period
from layouts.briefing import Document, Frame, Shape, print_document
from layouts.briefing.blocks import flag_notes, flags_of
from layouts.briefing.cards import card_document
from layouts.briefing.document import Drawing, Heading, Paragraph, TableBlock, Voice
from layouts.briefing.engine import print_pdf
from layouts.charts import BulletRows
from layouts.text import LANGUAGES, text_for
from metrics.results import Flag
from tests.fakes import moment
from tests.pdf_glyphs import glyphs_of
from tests.sample_briefing import sample_document
from tests.sample_overview import sample_overview, sample_reference
from tests.site_samples import MISSING, clock, sample_source

ZH = text_for("zh")
WRITTEN = {
    Section.EDITOR_NOTE: "供参阅。",
    Section.MEASURES: "一是压实责任。\n\n二是优化审批。",
    Section.PROBLEMS: "社会渠道不足。",
    Section.NEXT_STEPS: "逐个制定方案。",
}
CITY_HEADS = [
    "一、总体情况",
    "二、主要目标完成情况",
    "三、各区进展",
    "四、尚未覆盖的街道（乡镇）",
    "五、重点任务进展",
    "六、存在问题",
    "七、下一步工作建议",
]
UNIT_HEADS = [
    "一、总体情况",
    "二、托位供给与使用",
    "三、街道（乡镇）覆盖情况及未覆盖清单",
    "四、可转化资源与在建项目",
    "五、承担任务进展",
    "六、报送质量",
]


def of_unit(code: str, lang: str = "zh", office: dict | None = None, kind: Kind = Kind.BRIEFING) -> Document:
    return document_of(
        sample_source(),
        org_unit=code,
        period=Period.parse("2025-Q4"),
        as_of=clock(),
        plan_id=None,
        text=text_for(lang),
        kind=kind,
        frame=Frame(),
        office=office or {},
    )


def of_city(**more) -> Document:
    return sample_document(sample_overview(**more), sample_reference(), ZH)


def heads(document: Document, level: int) -> list[str]:
    return [block.words for block in document.body if isinstance(block, Heading) and block.level == level]


def said(document: Document, voice: Voice) -> list[str]:
    return [one.sentence.text for one in document.body if isinstance(one, Paragraph) and one.voice is voice]


def under(document: Document, head: str) -> list[str]:
    """The paragraphs between a head and the next of any level."""
    found, inside = [], False
    for block in document.body:
        if isinstance(block, Heading):
            inside = block.words == head
        elif inside and isinstance(block, Paragraph):
            found.append(block.sentence.text)
    return found


def test_the_city_has_seven_parts_and_five_annexes():
    document = of_city()
    assert heads(document, 1) == CITY_HEADS
    assert heads(document, 2) == [
        "（一）托位供给", "（二）普惠托位", "（三）街道（乡镇）覆盖",
    ]  # fmt: skip
    assert [title for title, _ in document.annexes] == [
        "附件1　目标完成情况表",
        "附件2　各区指标表",
        "附件3　未覆盖街道（乡镇）清单",
        "附件4　数据质量与修订说明",
        "附件5　指标口径",
    ]
    assert [name for name, _ in document.facts] == ["报告期", "报送", "常住人口", "计划", "口径版本"]


def test_a_unit_has_six_parts_and_is_ranked_nowhere():
    document = of_unit("110114")
    assert heads(document, 1) == UNIT_HEADS
    words = " ".join([*said(document, Voice.RESULTS), *said(document, Voice.ADVICE)])
    assert [word for word in ("排名", "第一", "位列", "名列", "居全市", "倒数") if word in words] == []


def test_a_report_is_called_so_and_carries_its_period():
    assert of_unit("110114", kind=Kind.REPORT).title == "关于昌平区2025年四季度托育服务体系建设目标进展情况的报告"
    assert of_unit("110114").title == "昌平区托育服务体系建设目标进展简报"


def test_the_words_of_the_office_stand_in_their_places_a_line_a_paragraph():
    document = sample_document(sample_overview(), sample_reference(), ZH, office=WRITTEN)
    own = said(document, Voice.OFFICE)
    assert own == ["编者按：供参阅。", "一是压实责任。", "二是优化审批。", "社会渠道不足。", "逐个制定方案。"]
    assert isinstance(document.body[0], Paragraph)
    assert under(document, "五、重点任务进展")[:2] == own[1:3]
    assert under(document, "六、存在问题")[0] == own[3]
    assert under(document, "七、下一步工作建议")[:2] == [own[4], "测算参考（系统生成，供起草使用）"]
    assert said(sample_document(sample_overview(), sample_reference(), ZH), Voice.OFFICE) == []


def test_a_unit_s_office_texts_have_heads_of_their_own():
    document = of_unit("110114", office=WRITTEN)
    assert heads(document, 2) == ["（一）主要做法", "（二）存在问题", "（三）下一步工作"]
    assert heads(of_unit("110114"), 2) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_with_every_word_of_the_office_it_is_still_a_file_that_can_be_printed(lang: str):
    made = print_document(of_unit("110114", lang, WRITTEN))
    assert made.startswith(b"%PDF")


def test_automatic_advice_stands_under_its_label():
    for document in (of_city(), of_unit("110114"), of_unit(MISSING)):
        told = said(document, Voice.ADVICE)
        assert told[0] == "测算参考（系统生成，供起草使用）"
        assert len(told) >= 2


def test_what_is_missing_is_said_before_any_figure():
    assert of_city(missing=("110114",)).body[1].sentence.text.startswith("昌平区未报送；截至")
    problems = under(of_city(missing=("110114", "BDA")), "六、存在问题")
    assert problems[0].startswith("数据未报齐：2个填报单位本期未报送（昌平区、北京经济技术开发区）")
    first = under(of_unit(MISSING), "一、总体情况")[0]
    assert first.startswith("延庆区本期报送情况：")


def test_nothing_is_a_zero_that_was_never_reported():
    document = of_city(missing=[unit.code for unit in sample_reference().units])
    words = " ".join(said(document, Voice.RESULTS))
    assert "343个街道（乡镇）的覆盖情况均不明。" in words
    assert "0个" not in " ".join(under(document, "四、尚未覆盖的街道（乡镇）"))
    assert "普惠覆盖情况不明" in document.body[1].sentence.text
    [units] = [b for _, blocks in document.annexes for b in blocks if isinstance(b, TableBlock) and b.key == "units"]
    assert {row[1].shown for row in units.table.rows[1:]} == {"未报送"}


def test_a_plan_without_some_targets_has_only_the_groups_it_names():
    document = sample_document(sample_overview("2026-Q3", plan_id="2026"), sample_reference(), ZH)
    assert heads(document, 2) == ["（一）普惠托位"]


def test_letters_of_flags_stand_behind_their_cell():
    document = of_city(period="2024-Q2")
    [table] = [b for _, blocks in document.annexes for b in blocks if isinstance(b, TableBlock) and b.key == "targets"]
    assert all(table.table.rows[line][column].shown for line, column, _ in table.marks)


AFTER = "t 期后跟踪：计划期满后的数，表中有目标或参照值的各项都是。"


def table_of(document: Document, key: str) -> TableBlock:
    blocks = [*document.body, *(block for _, annex in document.annexes for block in annex)]
    return next(block for block in blocks if isinstance(block, TableBlock) and block.key == key)


def after_deadline(*, flagged: int | None = None) -> TableBlock:
    """附件1 with 期后跟踪 on the first ``flagged`` rows with a target, or on all of them."""
    overview = sample_overview()
    rows = list(overview.scorecard.rows)
    places = [place for place, row in enumerate(rows) if row.org_unit == "110000" and row.target is not None]
    for place in places[:flagged]:
        rows[place] = replace(rows[place], flags=(*rows[place].flags, Flag.AFTER_DEADLINE))
    overview = replace(overview, scorecard=replace(overview.scorecard, rows=tuple(rows)))
    return table_of(sample_document(overview, sample_reference(), ZH), "targets")


def test_a_table_wholly_after_the_deadline_says_so_once():
    table = after_deadline()
    assert AFTER in table.notes
    assert not any("t" in letters for *_, letters in table.marks)
    assert AFTER not in table_of(of_city(), "targets").notes


def test_where_some_rows_only_are_after_the_deadline_they_carry_the_letter():
    table = after_deadline(flagged=1)
    assert AFTER not in table.notes
    assert [line for line, _, letters in table.marks if "t" in letters] == [0]
    assert any("t 期后跟踪" in note for note in table.notes)


def test_nobody_else_s_unit_is_asked():
    with pytest.raises(UsageError):
        of_unit("999999")


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", ["110000", "BDA"])
def test_a_card_has_the_size_of_its_shape(code: str, lang: str, shape: Shape):
    made = card_of(
        sample_source(),
        org_unit=code,
        period=Period.parse("2025-Q4"),
        as_of=clock(),
        plan_id=None,
        text=text_for(lang),
        shape=shape,
    )
    size = {Shape.MESSAGE: (1080, 1440), Shape.SLIDE: (1920, 1080)}[shape]
    assert struct.unpack(">II", made[16:24]) == size


@pytest.mark.parametrize("shape", list(Shape))
def test_a_card_says_its_title_its_as_of_and_its_source(shape: Shape):
    data = card_document(sample_overview(), sample_reference(), ZH, shape)
    pages = pypdf.PdfReader(io.BytesIO(print_pdf("card.typ", data))).pages
    words = "".join(pages[0].extract_text().split())
    assert len(pages) == 1
    for wanted in ("北京市托育服务目标进展", "2025年四季度", "数据截至2026年", "来源：各填报单位统计报表", "演示数据"):
        assert wanted in words
    assert [row["name"] for row in data["rows"] if row["name"] not in words] == []


@pytest.mark.parametrize("shape", list(Shape))
def test_a_long_title_of_a_card_breaks_before_the_stamp_of_the_demonstration(shape: Shape):
    data = card_document(sample_overview(), sample_reference(), ZH, shape) | {"title": "长" * 60}
    glyphs = glyphs_of(pypdf.PdfReader(io.BytesIO(print_pdf("card.typ", data))).pages[0])
    stamp = min(one.x for one in glyphs if one.text == "演" and one.size == 13)
    title = [one.end for one in glyphs if one.text == "长"]
    assert len(title) == 60
    assert max(title) < stamp


def test_a_reason_in_the_place_of_a_figure_has_no_letters_of_flags():
    row = replace(sample_overview().scorecard.targets_of("110000")[0], flags=(Flag.PRELIMINARY,))
    without = replace(row, value=None, no_value="no_population")
    assert flags_of([[(1, row)], [(1, without)]]) == ((0, 1, "p"),)
    assert flag_notes([[(1, row)]], ZH) != flag_notes([[(1, without)]], ZH) == []


def test_a_drawing_of_bars_tells_what_stands_in_its_rows():
    document = of_city()
    bars = [c for _, blocks in document.annexes for b in blocks if isinstance(b, Drawing) for c in b.charts]
    [row] = [row for chart in bars for row in chart.rows if row.name == "普惠托位占比"]
    assert (row.value_label, row.target_label, row.word) == ("60.5%", "60%", "已达标")
    assert replace(row, name="x").maximum == 100.0


@pytest.mark.parametrize(("day", "word"), [("2026-01-05", "未到报送期"), ("2026-02-10", "未报")])
def test_a_return_that_is_not_there_is_missing_only_after_its_due_day(day, word):
    document = document_of(
        sample_source(),
        org_unit=MISSING,
        period=Period.parse("2025-Q4"),
        as_of=moment(day),
        plan_id=None,
        text=ZH,
        kind=Kind.BRIEFING,
        frame=Frame(),
        office={},
    )
    table = next(one.table for one in document.body if isinstance(one, TableBlock) and one.key == "filings")
    assert [cell.shown for cell in table.rows[0]] == ["2025年四季度", word, "—", "—", "—"]


def test_the_key_of_the_bars_names_what_is_required_by_now_only_where_it_is_drawn():
    """After the deadline nothing is."""
    for period, drawn in (("2024-Q4", True), ("2025-Q4", False)):
        blocks = sample_document(sample_overview(period), sample_reference(), ZH).body
        charts = [chart for one in blocks if isinstance(one, Drawing) for chart in one.charts]
        bars = [note for chart in charts if isinstance(chart, BulletRows) for note in chart.notes]
        assert bars
        assert all(("三角" in note) == drawn for note in bars)
