"""Whole tables as offices send them: encodings, heads, columns, sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from tests.office_papers import LEDGER, SLOTS, SUMS, OfficeFile, copied, right, without, written, wrong, zipped
from tests.return_papers import LEDGER_HEADS, Papers, city_papers, ledger_papers, summary_papers


def _kinds(reference) -> Iterator[tuple[str, Papers]]:
    yield "ledger", ledger_papers(3)
    yield "summary", summary_papers(reference)
    yield "city", city_papers()


def encodings(reference) -> Iterator[OfficeFile]:
    for kind, papers in _kinds(reference):
        for encoding in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"):
            yield right(f"{kind} csv {encoding}", papers.csv_zip(encoding), papers, csv=True)
        yield right(f"{kind} csv in a folder", zipped(papers, "gbk", "2025年四季度/"), papers, csv=True)
        yield right(f"{kind} csv, lines end as on Unix", zipped(papers, "utf-8", end="\n"), papers, csv=True)
        yield right(f"{kind} csv with tabs", zipped(papers, "gb18030", delimiter="\t"), papers, csv=True)
        yield wrong(f"{kind} csv utf-16 without mark", zipped(papers, "utf-16-le"), "V00", file="a.zip")
        yield wrong(f"{kind} csv utf-32", zipped(papers, "utf-32"), "V00", file="a.zip")
        yield wrong(f"{kind} csv mojibake", _mojibake(papers), "V02", file="a.zip")
        yield wrong(f"{kind} csv with semicolons", zipped(papers, "utf-8", delimiter=";"), "V02", file="a.zip")


def _mojibake(papers: Papers) -> bytes:
    broken = Papers(
        {
            name: [
                [value.encode().decode("latin-1") if isinstance(value, str) else value for value in row] for row in rows
            ]
            for name, rows in papers.sheets.items()
        }
    )
    return broken.csv_zip("utf-8")


def heads(reference) -> Iterator[OfficeFile]:
    for kind, papers in (("ledger", ledger_papers(3)), ("summary", summary_papers(reference))):
        sheet = LEDGER if kind == "ledger" else SUMS
        for above in (1, 3, 8, 14):
            titles = [["北京市昌平区托育服务统计表"], *[[] for _ in range(above - 1)]]
            yield right(f"{kind}, {above} rows above the head", written(_over(papers, sheet, titles)), papers)
        yield right(f"{kind}, head in two rows, filled below", written(_two_rows(papers, sheet, last=False)), papers)
        yield right(f"{kind}, head in two rows, filled above", written(_two_rows(papers, sheet, last=True)), papers)
        yield right(
            f"{kind}, two rows under a title",
            written(_over(_two_rows(papers, sheet, last=True), sheet, [["统计表"], []])),
            papers,
        )
        width = len(papers.sheets[sheet][0])
        counted = ["甲", "乙", *range(1, width - 1)]
        for name, numbers in (
            ("甲 乙 1 2", counted),
            ("1 2 3", range(1, width + 1)),
            ("（1）", [f"（{n}）" for n in range(1, width + 1)]),
        ):
            yield right(f"{kind}, columns numbered {name}", written(_under_head(papers, sheet, list(numbers))), papers)
        for name, change in (("spaces", " ".join), ("line breaks", "\n".join), ("full-width blanks", "　".join)):
            yield right(f"{kind}, headers with {name}", written(_headers(papers, sheet, change)), papers)
        yield wrong(f"{kind}, no head", written(without(papers, sheet, 0)), "V02")
        yield wrong(f"{kind}, head too far down", written(_over(papers, sheet, [["说明"]] * 16)), "V02")


def _over(papers: Papers, sheet: str, rows: list) -> Papers:
    new = copied(papers)
    new.sheets[sheet][:0] = [list(row) for row in rows]
    return new


def _under_head(papers: Papers, sheet: str, row: list) -> Papers:
    new = copied(papers)
    new.sheets[sheet].insert(1, row)
    return new


def _two_rows(papers: Papers, sheet: str, *, last: bool) -> Papers:
    """The head in two rows: some headers under the title of a group, the others merged over both rows.

    ``last``: the most are in the upper row, as a cell merged downwards stands; else in the lower.
    """
    new = copied(papers)
    head = new.sheets[sheet][0]
    grouped = range(head.index("普惠托位数") - 1, head.index("普惠托位数") + 1)
    few = set(grouped) if last else set(range(len(head))) - set(range(3))
    upper = [None if place in few else header for place, header in enumerate(head)]
    upper[min(few)] = "托位情况"
    lower = [header if place in few else None for place, header in enumerate(head)]
    new.sheets[sheet][:1] = [upper, lower]
    return new


def _headers(papers: Papers, sheet: str, change: Callable[[str], str]) -> Papers:
    new = copied(papers)
    new.sheets[sheet][0] = [change(header) for header in new.sheets[sheet][0]]
    return new


FEE = "月托育费（元/人，全日托，不含伙食费）"
ALIASES = (
    ("街乡代码", "街道（乡镇）代码"),
    ("街乡代码", "街道(乡镇)代码"),
    ("街乡名称", "所在街道乡镇"),
    (SLOTS, "托位数"),
    ("在托婴幼儿数", "在托人数"),
    (FEE, "月托育费"),
    (FEE, "月托育费(元/人,全日托,不含伙食费)"),
)


def _renamed(header: str, alias: str) -> Callable[[str], str]:
    return lambda told: alias if told == header else told


def columns(reference) -> Iterator[OfficeFile]:
    for kind, papers in (("ledger", ledger_papers(3)), ("summary", summary_papers(reference))):
        sheet = LEDGER if kind == "ledger" else SUMS
        for seed in range(3):
            yield right(f"{kind}, columns in order {seed}", written(_shuffled(papers, sheet, seed)), papers)
        yield right(f"{kind}, a column of its own", written(_added(papers, sheet, "序号")), papers, "V02")
        yield wrong(f"{kind}, a header twice", written(_added(papers, sheet, "普惠托位数")), "V02")
    papers = ledger_papers(3)
    for header, alias in ALIASES:
        yield right(f"alias {alias}", written(_headers(papers, LEDGER, _renamed(header, alias))), papers)
    for header in (
        "机构名称",
        "机构类型",
        "街乡代码",
        SLOTS,
        "普惠托位数",
        "在托婴幼儿数",
        "运营状态",
        "保育人员数",
        "持证保育人员数",
    ):
        yield wrong(f"without {header}", written(_dropped(papers, LEDGER, header)), "V02")
    for sheet in papers.sheets:
        yield wrong(
            f"without sheet {sheet}", written(Papers({k: v for k, v in papers.sheets.items() if k != sheet})), "V02"
        )
    yield right("sheets in another order", written(Papers(dict(reversed(papers.sheets.items())))), papers)
    yield right("a sheet of notes", written(Papers({**papers.sheets, "备忘": [["随手记", "=1"]]})), papers)


def _shuffled(papers: Papers, sheet: str, seed: int) -> Papers:
    new = copied(papers)
    order = list(range(len(new.sheets[sheet][0])))
    Random(seed).shuffle(order)
    rows = [[*row, *[None] * (len(order) - len(row))] for row in new.sheets[sheet]]
    new.sheets[sheet] = [[row[place] for place in order] for row in rows]
    return new


def _added(papers: Papers, sheet: str, header: str) -> Papers:
    new = copied(papers)
    for line, row in enumerate(new.sheets[sheet]):
        row[:0] = [line or header]
    return new


def _dropped(papers: Papers, sheet: str, header: str) -> Papers:
    new = copied(papers)
    place = new.sheets[sheet][0].index(header)
    for row in new.sheets[sheet]:
        del row[place : place + 1]
    return new


def sums(reference) -> Iterator[OfficeFile]:
    ledger, summary = ledger_papers(3), summary_papers(reference)
    for word in ("合计", "总计", "小计", "合 计", "城北街道小计", "合计："):
        row = [None] * len(LEDGER_HEADS)
        row[1], row[LEDGER_HEADS.index(SLOTS)] = word, 180
        yield right(f"ledger with a line {word}", written(_appended(ledger, LEDGER, row)), ledger)
    for word in ("小计", "小 计", "南部小计"):
        yield right(f"summary with {word}", written(_subtotalled(summary, word, 0)), summary)
        yield wrong(f"summary with a wrong {word}", written(_subtotalled(summary, word, 1)), "V12")
    wrong_total = copied(summary)
    wrong_total.sheets[SUMS][-1][4] += 1
    yield wrong("wrong 合计", written(wrong_total), "V12")
    yield right("summary without 合计", written(without(summary, SUMS, -1)), summary)


def _appended(papers: Papers, sheet: str, row: list) -> Papers:
    new = copied(papers)
    new.sheets[sheet].append(row)
    return new


def _subtotalled(papers: Papers, word: str, too_much: int) -> Papers:
    """A sum after the first ten townships and one after the others."""
    new = copied(papers)
    rows = new.sheets[SUMS]
    parts = rows[1:11], rows[11:-1]
    sums = [[word, None, *(sum(row[place] for row in part) + too_much for place in range(2, 16))] for part in parts]
    new.sheets[SUMS] = [rows[0], *parts[0], sums[0], *parts[1], sums[1], rows[-1]]
    return new
