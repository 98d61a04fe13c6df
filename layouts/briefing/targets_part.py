"""二、主要目标完成情况 with its charts, and 附件1: every target of the plan in one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.model import Reference
from layouts import format as printed
from layouts.briefing.blocks import count_cell, flag_notes, flags_of, part_head, said, value_cell
from layouts.briefing.document import Block, Drawing, Paragraph, TableBlock
from layouts.briefing.narrative import row_sentence
from layouts.charts import BulletRows, bullet_rows, trend_chart
from layouts.charts.bullet import parts_expected
from layouts.charts.picture import DataCell, data_table, number_cell, words_cell
from layouts.headlines import Part, filled, short_target
from layouts.reference_words import body_words, responsible
from layouts.text import Text
from layouts.way_words import partial_words, way_chart, way_steps
from metrics.briefings import CityFindings
from metrics.indicators import ZONE_INDICATORS
from metrics.results import Flag, Row, Scorecard, Status, Trend
from metrics.ways import Ways

GROUPS = (
    ("supply", ("G1",)),
    ("inclusive", ("G2",)),
    ("new", ("G3", "G4")),
    ("covered", ZONE_INDICATORS),
    ("staff", ("T13a", "T14a", "T14b", "T14c")),
)
"""（一）托位供给 （二）普惠托位 （三）新增普惠托位 （四）街道（乡镇）覆盖 （五）人才队伍."""
DRAWN = {"inclusive": ("G1", "G2"), "new": ("G3", "G4")}
BARS = ("covered", "staff")
"""Groups whose targets are drawn as bars, one under the other."""
WITHOUT_TARGET = ("T4a", "T9a", "T16a")
COLUMNS = ("name", "value", "target", "completion", "expected", "change", "status", "gap", "units")
"""After the deadline nothing is required by now: the plan's own verdict stands in that column."""
MOST_UNITS = 2
MET = (Status.ACHIEVED,)


def targets_section(found: CityFindings, reference: Reference, text: Text) -> list[Block]:
    """The sentence of every target, group by group, with the series of the slots and the bars of the rest."""
    rows = found.scorecard.targets_of(reference.city.code)
    if not rows:
        return [said(text("briefing.targets.none"))]
    blocks: list[Block] = [_lead(rows, text)]
    place = 0
    for key, indicators in GROUPS:
        own = [row for row in rows if row.indicator in indicators]
        if own:
            place += 1
            blocks += [
                part_head(place, key, text),
                *(Paragraph(row_sentence(row, reference.definitions, text)) for row in own),
            ]
            blocks += _beside(key, own, found, reference, text)
    return blocks


def _lead(rows: Sequence[Row], text: Text) -> Paragraph:
    """How many targets stand where, in the order of gravity, 暂不能评价 apart."""
    counts: dict[str, int] = {}
    for row in sorted(rows, key=lambda one: list(Status).index(one.status or Status.NOT_ASSESSABLE)):
        word = text(f"status.{row.status or Status.NOT_ASSESSABLE}")
        counts[word] = counts.get(word, 0) + 1
    told: list[Part] = []
    for word, count in counts.items():
        told += [Part(text("format.comma"))] if told else []
        told += filled(text("briefing.targets.count"), word=word, count=Part(str(count), section="targets"))
    total = Part(str(len(rows)), section="targets")
    return said(text("briefing.targets.lead"), total=total, counts=tuple(told))


def _beside(key: str, rows: Sequence[Row], found: CityFindings, reference: Reference, text: Text) -> list[Block]:
    """What is drawn under the sentences of a group, and what counts toward neither target of new slots."""
    if key in BARS:
        return [Drawing((_bullets(rows, text, text(f"briefing.heading.{key}")),))]
    blocks = _extra(key, found, text)
    assumed = _assumed(found, reference, text) if key == "inclusive" else ()
    blocks += _series(found.front.series, DRAWN.get(key, ()), text, assumed)
    return [*blocks, *way_drawing(found.ways, reference, text)] if key == "inclusive" else blocks


def way_drawing(ways: Ways, reference: Reference, text: Text) -> list[Drawing]:
    """From the inclusive slots of the last period to those of this one; nothing where nothing moved."""
    if not any(change for _, change in way_steps(ways.whole, text)):
        return []
    since = printed.period_name(ways.first, text)
    title = text("briefing.ways", since=since, until=printed.period_name(ways.last, text)) + partial_words(ways, text)
    chart = way_chart(ways, title, reference, text, every=False)
    return [Drawing((chart,), chart.notes)]


def _bullets(rows: Sequence[Row], text: Text, title: str) -> BulletRows:
    """From the deadline on what is required by now is the target, and no sign of its own."""
    drawn = text("briefing.target_note.drawn") if parts_expected(rows) else ""
    return bullet_rows(rows, text, title=title, notes=[text("briefing.target_note.bars", drawn=drawn)])


def _extra(key: str, found: CityFindings, text: Text) -> list[Block]:
    """另有区托育综合服务中心等x个，未计入."""
    uncounted = found.front.overview.uncounted
    if key != "new" or not uncounted:
        return []
    return [said(text("briefing.targets.uncounted"), count=Part(printed.in_prose(uncounted, text), section="new"))]


def _assumed(found: CityFindings, reference: Reference, text: Text) -> tuple[str, ...]:
    """What the demonstration assumes and the verdict on the share rests on."""
    note = printed.demo_note(reference, text, demo=found.scorecard.demo)
    return (note,) if note else ()


def _series(series: Sequence[Trend], wanted: Sequence[str], text: Text, assumed: tuple[str, ...]) -> Iterator[Drawing]:
    charts = [trend_chart(one, text) for one in series if one.indicator in wanted and one.is_known]
    if charts:
        noted = any(chart.breaks for chart in charts)
        yield Drawing(tuple(charts), ((text("briefing.see_breaks"),) if noted else ()) + assumed)


def every_bar(found: CityFindings, reference: Reference, text: Text) -> list[Block]:
    """All targets as bars, for the annex."""
    rows = found.scorecard.targets_of(reference.city.code)
    chart = _bullets(rows, text, text("briefing.targets.bullets"))
    return [Drawing((chart,), chart.notes)] if rows else []


def targets_table(found: CityFindings, reference: Reference, text: Text) -> TableBlock:
    """附件1: the plan's targets, then what it counts without a number."""
    card = found.scorecard
    rows = card.targets_of(reference.city.code)
    plain = (card.row(name, reference.city.code) for name in WITHOUT_TARGET)
    shown = [*rows, *(row for row in plain if row is not None)]
    after = any(Flag.AFTER_DEADLINE in row.flags for row in rows)
    columns = ["verdict" if after and column == "expected" else column for column in COLUMNS]
    heads = [text(f"briefing.target.{column}") for column in columns]
    cells = [_cells(row, card, text, after=after) for row in shown]
    return TableBlock(
        key="targets",
        table=data_table(text("briefing.annex.targets"), heads, cells),
        notes=tuple(target_notes(shown, text)),
        marks=flags_of([[(1, row)] for row in shown]),
    )


def _cells(row: Row, card: Scorecard, text: Text, *, after: bool) -> list[DataCell]:
    completion = printed.MISSING if row.no_value else printed.figure(row.completion, "percent", printed.FULL)
    change = printed.change(row.change_previous, row.unit, text).removesuffix(text("format.points"))
    return [
        words_cell(text(f"indicator.{row.indicator}.short")),
        value_cell(row, text),
        number_cell(short_target(row), row.target),
        number_cell(completion, None if row.no_value else row.completion),
        words_cell(verdict_cell(row, text))
        if after
        else number_cell(printed.figure(row.expected, row.unit), row.expected),
        number_cell(change, row.change_previous),
        words_cell(status_cell(row, text)),
        count_cell(row.gap),
        words_cell(_offices(row, card, text)),
    ]


def status_cell(row: Row, text: Text) -> str:
    """Symbol and word; — where nothing is judged."""
    if row.status is None:
        return printed.MISSING
    return f"{printed.STATUS_SYMBOLS[row.status]} {printed.short_status_word(row, text)}".strip()


def verdict_cell(row: Row, text: Text) -> str:
    """The plan's own verdict, at its deadline; — where there is none."""
    return printed.MISSING if row.verdict is None else text(f"status.{row.verdict}")


def _offices(row: Row, card: Scorecard, text: Text) -> str:
    """责任单位 of the tasks behind a target, as on the pages; the first ones where there are many."""
    plan = card.plan
    codes = {one.indicator: one.tasks for one in plan.commitments} | {one.indicator: one.tasks for one in plan.targets}
    units = responsible(plan, codes.get(row.indicator, ()), card.period.end)
    joined = body_words(units[:MOST_UNITS], plan, text)
    return text("briefing.target.and_more", names=joined) if len(units) > MOST_UNITS else joined or printed.MISSING


def target_notes(rows: Sequence[Row], text: Text) -> list[str]:
    """What the gaps count, why a row is not assessed, and the words of the flags."""
    undecided = [row for row in rows if row.status is Status.NOT_ASSESSABLE and row.no_value is not None]
    reasons = dict.fromkeys(text(f"no_value.{row.no_value}") for row in undecided)
    notes = [text("briefing.target_note.points"), text("briefing.target_note.gap")]
    if reasons:
        notes.append(text("briefing.target_note.reasons", reasons=text("format.comma").join(reasons)))
    return [*notes, *flag_notes([[(1, row)] for row in rows], text)]
