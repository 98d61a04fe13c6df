"""Single cells and whole archives as offices send them: numbers, dates, formulas, hidden things, other files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date

from tests.office_papers import LEDGER, SLOTS, SUMS, OfficeFile, right, written, wrong
from tests.return_papers import LEDGER_HEADS, Papers, ledger_papers, summary_papers

NUMBERS_READ = (
    "60",
    "６０",
    " 60 ",
    "　60",
    "60\u00a0",
    "\ufeff60",
    "60.0",
    "060",
    "0.006万",
    "60.00",
    "６０．０",
    60.0,
)
NUMBERS_REFUSED = (
    "6O", "六十", "60个", "约60", "60+", "60-", "-60", "（60）", "60.5", "6,0", "60人", "60/70", "60%", "1e2", "⑥",
    "60、", "NaN", "#60", "60?", "6 0", "60..0", "0x3C", "Ⅵ", "60 个", -60, 60.5, 1e9, True,
)  # fmt: skip
NUMBERS_BLANK = ("-", "—", "——", "/", "无", " ", "－", "／")


def numbers(reference) -> Iterator[OfficeFile]:
    plain = ledger_papers(3)
    for spelling in NUMBERS_READ:
        told = ["V03"] if isinstance(spelling, str) and spelling != "60" else []
        yield right(f"slots {spelling!r}", written(ledger_papers(3).fill(SLOTS, spelling)), plain, *told)
    for spelling in NUMBERS_REFUSED:
        yield wrong(f"slots {spelling!r}", written(ledger_papers(3).fill(SLOTS, spelling)), "V03")
    blank = ledger_papers(3).fill(SLOTS, None)
    for spelling in NUMBERS_BLANK:
        yield right(f"slots {spelling!r}", written(ledger_papers(3).fill(SLOTS, spelling)), blank, "V04")


DATES_READ = (
    "2024-03-01", "2024/3/1", "2024/03/01", "2024年3月1日", "2024年03月01日", "２０２４－０３－０１", "45352", 45352,
    date(2024, 3, 1),
)  # fmt: skip
DATES_REFUSED = (
    "2024.3.1",
    "2024-13-01",
    "2024-02-30",
    "3/1/2024",
    "2024年3月",
    "去年",
    "20240301",
    "24-3-1",
    3.5,
    True,
)


def dates(reference) -> Iterator[OfficeFile]:
    plain = ledger_papers(3)
    for spelling in DATES_READ:
        yield right(f"recognised {spelling!r}", written(ledger_papers(3).fill("普惠认定日期", spelling)), plain)
    for spelling in DATES_REFUSED:
        yield wrong(f"recognised {spelling!r}", written(ledger_papers(3).fill("普惠认定日期", spelling)), "V24")
    for typed in (45352 - 1462, date(2024, 3, 1)):
        papers = ledger_papers(3).fill("普惠认定日期", typed)
        yield right(f"epoch 1904 {typed!r}", written(papers, date_1904=True), plain)


def cells(reference) -> Iterator[OfficeFile]:
    plain = ledger_papers(3)
    column = LEDGER_HEADS.index(SLOTS)

    def formula(value: object) -> bytes:
        return written(plain, lambda book, sheets: sheets[LEDGER].write_formula(1, column, "=30+30", None, value))

    yield right("formula with its value", formula(60), plain)
    yield right("formula with its value as text", formula("60"), plain)
    for value in ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?"):
        yield wrong(f"formula with {value}", formula(value), "V27")
    yield wrong("formula nobody calculated", _edited(formula(60), "<v>60</v></c>", "</c>"), "V27")
    yield wrong("formula with another value", formula(39), "V08")
    for text in ("=1+1", "+86 10", "@甲", "＝1+1"):
        papers = ledger_papers(3).fill("地址", text)
        yield right(f"address {text}", written(papers, strings_to_formulas=False), papers, "V28")
    yield wrong("an identity number", written(ledger_papers(3).fill("地址", "联系人110101199003078515")), "V31")


def _edited(content: bytes, old: str, new: str) -> bytes:
    """The workbook with a text of its ledger's sheet replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in book.namelist():
            data = book.read(name)
            if name == "xl/worksheets/sheet2.xml":
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
            copy.writestr(name, data)
    return target.getvalue()


def looks(reference) -> Iterator[OfficeFile]:
    plain, summary = ledger_papers(3), summary_papers(reference)

    def looking(name: str, touch: Callable[[dict], object], papers: Papers = plain, *rules: str) -> OfficeFile:
        return right(name, written(papers, lambda book, sheets: touch(sheets)), papers, *rules)

    yield looking("a hidden row", lambda s: s[LEDGER].set_row(2, None, None, {"hidden": True}), plain, "V27")
    yield looking("a row of no height", lambda s: s[LEDGER].set_row(2, 0), plain, "V27")
    yield looking("a hidden empty row", lambda s: s[LEDGER].set_row(9, None, None, {"hidden": True}))
    yield looking("a hidden column", lambda s: s[LEDGER].set_column("O:O", None, None, {"hidden": True}), plain, "V27")
    yield looking("hidden empty columns", lambda s: s[LEDGER].set_column("AA:XFD", None, None, {"hidden": True}))
    yield looking("a hidden sheet", lambda s: s[LEDGER].hide(), plain, "V27")
    yield looking("a very hidden sheet", lambda s: s[LEDGER].very_hidden(), plain, "V27")
    yield looking("a hidden township", lambda s: s[SUMS].set_row(3, None, None, {"hidden": True}), summary, "V27")
    last = len(summary.sheets[SUMS]) - 1
    yield looking("a hidden 合计", lambda s: s[SUMS].set_row(last, None, None, {"hidden": True}), summary)
    yield looking("a merged title beside the table", lambda s: s[LEDGER].merge_range("AB1:AD1", ""))
    noted = Papers({**plain.sheets, "清单": [["甲"], ["乙"]]})
    yield looking("a hidden sheet of lists", lambda s: s["清单"].hide(), noted)
    for name, span in (("down", "O2:O3"), ("across", "O2:P2")):
        content = written(plain, lambda book, sheets, span=span: sheets[LEDGER].merge_range(span, 60))
        yield wrong(f"slots merged {name}", content, "V02")


def archives(reference) -> Iterator[OfficeFile]:
    good = written(ledger_papers(3))
    for part in (0.1, 0.5, 0.9, 0.99):
        yield wrong(f"cut off at {part:.0%}", good[: int(len(good) * part)], "V00")
    for file in ("a.xls", "a.et", "a.xlsm", "a.ods", "a.csv", "a.txt", "a.pdf", "a"):
        yield wrong(f"a workbook called {file}", good, "V00", file=file)
    for name, content in {"PDF": b"%PDF-1.7\n", "HTML": b"<html></html>", "nothing": b"", "zeros": bytes(4096)}.items():
        yield wrong(f"{name} called .xlsx", content, "V00")
    for name, members in {
        "a zip of nothing": {}, "a zip of a workbook": {"报表.xlsx": good}, "a zip of notes": {"a.txt": b"1"},
        "macros": {"xl/vbaProject.bin": b"1"}, "a bomb": {"机构台账.csv": bytes(30_000_000)},
        "two thousand members": {f"{n}.csv": b"" for n in range(2001)},
    }.items():  # fmt: skip
        yield wrong(name, _archive(members), "V00", file="a.zip")
    declared = _edited(good, "<worksheet", '<!DOCTYPE x [<!ENTITY a "60">]><worksheet')
    yield wrong("entities", declared, "V00")
    yield wrong(
        "a far cell",
        _edited(good, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        "V00",
    )


def _archive(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


HEADINGS = (
    ("报表版本", "2020"), ("填报单位代码", "110999"), ("报告期", "2025"), ("报告期", "2027-Q1"),
    ("统计截止日", "2024-12-31"), ("版次", "终稿"), ("数据性质", "测试"), ("填报方式", "其他"),
)  # fmt: skip


def strangers(reference) -> Iterator[OfficeFile]:
    def ledger(**told: object) -> bytes:
        papers = ledger_papers(3)
        for header, value in told.items():
            papers.fill(header, value)
        return written(papers)

    yield wrong("a township of another unit", ledger(街乡代码="110105001"), "V05")
    yield wrong("a code that nobody has", ledger(街乡代码="110114999"), "V05")
    for township in reference.townships:
        if not township.official:
            yield wrong(f"pseudo-unit {township.code}", ledger(街乡代码=township.code), "V05")
    for word in ("托儿所", "", "幼儿园", "其它"):
        yield wrong(f"type {word!r}", ledger(机构类型=word or None), "V16")
    for item, value in HEADINGS:
        yield wrong(f"{item} {value}", written(ledger_papers(3).item(item, value)), "V01")
