"""Bars, steps, columns, small multiples, matrices, districts: what a spec says is what screen and paper show."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from fractions import Fraction

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from layouts.briefing.drawings import KINDS, drawn
from layouts.briefing.engine import layout, print_pdf
from layouts.charts import (
    column_chart,
    data_table,
    district_map,
    matrix,
    number_cell,
    ranked_bars,
    small_multiples,
    step_chart,
    words_cell,
)
from layouts.charts.steps import Sum
from layouts.figures import bars_figure, column_figure, district_figure, multiples_figure, step_figure
from layouts.figures.frame import NAME_ROOM, name_lines
from layouts.text import text_for
from layouts.workbook import workbook
from tests.sample_overview import sample_overview, sample_reference

ZH = text_for("zh")
OVERVIEW = sample_overview(missing=("110114",))
REFERENCE = sample_reference()
UNITS = [row for row in OVERVIEW.scorecard.rows if row.indicator == "G2" and row.zone is None][1:]
STEPS = (("新建", 900), ("转普惠", 300), ("关停", -200), ("暂停", 0))

BARS = ranked_bars(UNITS, REFERENCE, ZH)
WATERFALL = step_chart("普惠托位变动", "个", STEPS, ZH, opening=("期初", 1000), closing="期末")
COLUMNS = column_chart(
    "普惠托位", "个", ["2025-Q3", "2025-Q4"], [("K1", [10, 20]), ("S1", [None, 5])], ZH, line=(40, "目标40个")
)
MULTIPLES = small_multiples([("昌平区", OVERVIEW.trends["G2"]), ("通州区", OVERVIEW.trends["G2"])], ZH)
ENTRIES = [("A", "甲区", Fraction(1)), ("B", "乙区", Fraction(5)), ("C", "丙区", None)]
MATRIX = matrix("对照", ["占比"], [(c, n, [("—" if v is None else f"{v}%", v, "")]) for c, n, v in ENTRIES], ZH)


def _paper_words(chart) -> str:
    sheet = {"kind": KINDS[type(chart)], "chart": drawn(chart), "lang": "zh", "fonts": layout()["fonts"]["plain"]}
    made = print_pdf("chart.typ", {**sheet, "width": 600, "notes": []})
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).replace(" ", "")


@pytest.mark.parametrize(
    ("value", "city", "stands", "inside"),
    [
        (30.0, None, 30.0, False),
        (88.1, None, 88.1, True),
        (90.02, None, 90.02, False),
        (20.0, 30.0, 30.0, False),
        (95.0, 80.0, 95.0, False),
        (89.0, 88.0, 90.0, False),
    ],
)
def test_the_value_of_a_bar_stands_where_no_line_strikes_it_out(
    value: float, city: float | None, stands: float, inside: bool
):
    """The line stands at 90 %: in the bar where it would be met after it, beyond the lines where it would be in it."""
    bar = replace(BARS.bars[0], value=value, label="88.1%")
    chart = replace(BARS, bars=(bar,), line=90.0, city=city, maximum=100.0)
    words = next(one for one in bars_figure(chart)["layout"]["annotations"] if one["text"] == "88.1%")
    assert (words["x"], words["xanchor"]) == (stands, "right" if inside else "left")
    assert ("bgcolor" in words) is not inside


def test_a_unit_without_a_value_keeps_its_place_among_the_bars_and_says_why():
    assert [bar.code for bar in BARS.bars] == [row.org_unit for row in UNITS]
    absent = next(bar for bar in BARS.bars if bar.code == "110114")
    assert absent.value is None
    assert absent.label == "未报送"


def test_a_sum_repeats_the_steps_before_it_and_moves_no_level():
    steps = [("K1", 200), ("K2", 50), Sum("教育", 2, 400, "目标400"), ("S1", 30), Sum("社会", 1)]
    chart = step_chart("新增", "个", steps, ZH, opening=("期初", 100), closing="期末")
    assert [(bar.low, bar.high, bar.label, bar.target) for bar in chart.bars] == [
        (0, 100, "100", None),
        (100, 300, "+200", None),
        (300, 350, "+50", None),
        (100, 350, "+250", 500),
        (350, 380, "+30", None),
        (350, 380, "+30", None),
        (0, 380, "380", None),
    ]
    assert chart.levels == (100, 300, 350, 350, 380, 380, 380)
    assert chart.maximum >= 500, "the target must be on the axis"
    marks = [one for one in step_figure(chart)["layout"]["shapes"] if one["line"]["width"] == 3]
    assert [(one["x0"], one["y0"] < 3 < one["y1"]) for one in marks] == [(500, True)]
    words = _paper_words(chart)
    assert [one for one in ("教育", "目标400", "+250", "社会", "380") if one not in words] == []


def test_a_long_name_beside_a_bar_goes_over_lines_of_whole_words():
    name = "Beijing Economic-Technological Development Area"
    lines = name_lines(name)
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert max(map(len, lines)) <= NAME_ROOM
    assert name_lines("北京经济技术开发区") == ["北京经济技术开发区"]


def test_bars_by_value_put_the_unknown_last():
    ordered = ranked_bars(UNITS, REFERENCE, ZH, by_value=True).bars
    assert ordered[-1].code == "110114"
    known = [bar.value for bar in ordered[:-1]]
    assert known == sorted(known, reverse=True)


def test_steps_hang_between_the_levels_before_and_after_and_end_at_the_closing_stock():
    assert [(bar.low, bar.high) for bar in WATERFALL.bars] == [
        (0, 1000), (1000, 1900), (1900, 2200), (2000, 2200), (2000, 2000), (0, 2000),
    ]  # fmt: skip
    assert [bar.label for bar in WATERFALL.bars] == ["1,000", "+900", "+300", "-200", "0", "2,000"]
    assert WATERFALL.levels == (1000, 1900, 2200, 2000, 2000, 2000)


def test_an_unknown_part_of_a_column_is_no_zero():
    assert COLUMNS.series[1].values == (None, 5)
    assert COLUMNS.series[1].labels == ("—", "5")
    assert COLUMNS.totals == ("10", "25")


def test_a_missing_period_breaks_the_line_of_a_small_multiple():
    trend = OVERVIEW.trends["G2"]
    holed = [p if i != 2 else type(p)(p.period, None, None, ()) for i, p in enumerate(trend.points)]
    chart = small_multiples([("昌平区", type(trend)(**{**_fields(trend), "points": tuple(holed)}))], ZH)
    assert [len(run) for run in chart.panels[0].runs] == [2, len(trend.points) - 3]


def _fields(trend) -> dict:
    return {name: getattr(trend, name) for name in trend.__slots__}


def test_a_matrix_shades_by_place_in_the_column_and_leaves_the_unknown_blank():
    assert [row.cells[0].shade for row in MATRIX.rows] == [0, 4, None]


@pytest.mark.parametrize(
    ("figure", "wanted"),
    [
        (bars_figure(BARS), [bar.label for bar in BARS.bars]),
        (step_figure(WATERFALL), [bar.label for bar in WATERFALL.bars]),
        (column_figure(COLUMNS), [*COLUMNS.totals, COLUMNS.line_label, "K1", "S1"]),
        (multiples_figure(MULTIPLES), [panel.name for panel in MULTIPLES.panels]),
        (district_figure(district_map(OVERVIEW.townships, REFERENCE, ZH)), ["昌平区", "85%至100%以下"]),
    ],
)
def test_the_screen_shows_every_label_of_the_spec_and_names_no_other_host(figure, wanted):
    said = json.dumps(figure, ensure_ascii=False)
    assert [words for words in wanted if words not in said] == []
    assert "http" not in said
    assert "geo" not in figure["layout"]


@pytest.mark.parametrize(
    ("chart", "wanted"),
    [
        (BARS, [*(bar.name for bar in BARS.bars), *(bar.label for bar in BARS.bars), BARS.line_label]),
        (WATERFALL, [*(bar.name for bar in WATERFALL.bars), *(bar.label for bar in WATERFALL.bars)]),
        (COLUMNS, [*COLUMNS.x_labels, *COLUMNS.totals, COLUMNS.line_label, "K1", "S1"]),
        (MULTIPLES, [*(panel.name for panel in MULTIPLES.panels), MULTIPLES.panels[0].last]),
        (MATRIX, [*MATRIX.columns, *(row.name for row in MATRIX.rows), "5%"]),
    ],
)
def test_paper_shows_every_label_of_the_spec(chart, wanted):
    said = _paper_words(chart)
    assert [words for words in wanted if words.replace(" ", "") not in said] == []


def test_a_workbook_keeps_text_text_and_numbers_numbers_and_its_sheets_apart():
    table = data_table("a/b", ["名称", "值"], [[words_cell("=1+1"), number_cell("1.5", Fraction(3, 2))]])
    book = load_workbook(io.BytesIO(workbook([table, table], ("说明", [("来源", "=2")]))))
    assert book.sheetnames == ["a b", "a b 2", "说明"]
    assert (book["a b"]["A2"].value, book["a b"]["A2"].data_type) == ("=1+1", "s")
    assert book["a b"]["B2"].value == 1.5
    assert workbook([table], ("说明", [])) == workbook([table], ("说明", []))


def test_a_row_narrower_than_its_heads_is_refused():
    with pytest.raises(ValueError, match="as wide"):
        data_table("t", ["a", "b"], [[words_cell("x")]])
