"""Returns as a clerk might type them: sheets as lists of lines, to be changed cell by cell and written as a file.

papers = summary_papers()
papers.put("街道乡镇", "F3", 320)
issues = papers.check(reference).issues
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

import xlsxwriter

from data import forms
from data.cells import CellKind, Row, Sheet, Told, Workbook, column_number
from data.issues import Issue
from data.model import Reference
from data.validation import Validation, ValidationContext, validate

Value = str | int | float | bool | date | None
BEIJING = ZoneInfo("Asia/Shanghai")
RECEIVED = datetime(2026, 1, 10, 9, tzinfo=BEIJING)
UNIT = "110114"
LEDGER_HEADS = [column.header for column in forms.LEDGER.columns]
TOWNSHIP_HEADS = [column.header for column in forms.TOWNSHIPS.columns]


@dataclass
class Papers:
    """One return, sheet by sheet; a cell is addressed as the clerk sees it."""

    sheets: dict[str, list[list[Value]]] = field(default_factory=dict)

    def put(self, sheet: str, address: str, value: Value) -> Papers:
        """Type a value into a cell."""
        letters, line = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
        rows, row, column = self.sheets[sheet], int(line) - 1, column_number(letters) - 1
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = value
        return self

    def item(self, name: str, value: Value, sheet: str = "填报信息") -> Papers:
        """Type the value of an item of a list."""
        line = next(row for row in self.sheets[sheet] if row and row[0] == name)
        line[1:] = [value]
        return self

    def fill(self, header: str, value: Value, line: int = 2, sheet: str = "机构台账") -> Papers:
        """Type a value under a header of the table."""
        heads = self.sheets[sheet][0]
        row = self.sheets[sheet][line - 1]
        row += [None] * (len(heads) - len(row))
        row[heads.index(header)] = value
        return self

    def workbook(self, *, epoch_1904: bool = False) -> Workbook:
        """The cells as the reader gives them, without a file."""
        return Workbook("return.xlsx", tuple(_sheet(name, rows) for name, rows in self.sheets.items()), epoch_1904)

    def check(self, reference: Reference, **context: object) -> Validation:
        """Every rule over these papers, received on 10 January 2026 unless said otherwise."""
        given = {"received_at": RECEIVED, **context}
        return validate(self.workbook(), reference, ValidationContext(**given))

    def xlsx(self) -> bytes:
        """The papers as a workbook."""
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
        for name, rows in self.sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(line, column, value)
        book.close()
        return target.getvalue()

    def csv_zip(self, encoding: str = "utf-8-sig") -> bytes:
        """The papers as a zip of one CSV a sheet; UTF-16 is written with tabs, as Excel does."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, rows in self.sheets.items():
                text = io.StringIO(newline="")
                csv.writer(text, delimiter="\t" if encoding == "utf-16" else ",").writerows(rows)
                archive.writestr(f"{name}.csv", text.getvalue().encode(encoding))
        return target.getvalue()


def _sheet(name: str, rows: list[list[Value]]) -> Sheet:
    lines = (Row(line, 1, [_told(value) for value in row]) for line, row in enumerate(rows, 1))
    return Sheet(name, {line.number: line for line in lines if line})


def _told(value: Value) -> Told:
    """A value as the reader tells it."""
    if value is None or isinstance(value, bool):
        return "" if value is None else value
    if isinstance(value, str):
        return str(value)  # a word of a closed list is a plain text in a file
    return [CellKind.DATE.value, value.isoformat()] if isinstance(value, date) else float(value)


def _heading(mode: str, unit: str = UNIT, name: str = "昌平区") -> list[list[Value]]:
    told = {"报表版本": forms.VERSION, "数据性质": "演示", "填报方式": mode, "填报单位代码": unit}
    told |= {"填报单位名称": name, "报告期": "2025-Q4", "统计截止日": "2025-12-31", "版次": "初报", "修订说明": None}
    told |= {"疑点说明": None, "填表人": "张三", "报出日期": "2026-01-08"}
    return [["项目", "内容"], *([item, value] for item, value in told.items())]


def _common() -> dict[str, list[list[Value]]]:
    training = [["项目", "本期"], *([column.header, 3] for column in forms.WORKFORCE.columns)]
    task = ["3", "扩大托位供给", "推进中", "2025-12-01", "昌政发〔2025〕1号", "继续", "区卫健委"]
    return {"队伍培训": training, "任务进展": [[column.header for column in forms.TASKS.columns], task]}


def ledger_papers(institutions: int = 2, township: str = "110114001", town: str = "城北街道") -> Papers:
    """A 台账 return of 昌平 that no rule minds, but for blank credit codes."""
    rows = [_institution(number, township, town) for number in range(1, institutions + 1)]
    return Papers({"填报信息": _heading("台账"), "机构台账": [list(LEDGER_HEADS), *rows], **_common()})


def _institution(number: int, township: str, town: str) -> list[Value]:
    facts: dict[str, Value] = {
        "系统编号": f"{UNIT}-{number:04d}",
        "机构名称": f"示例托育园{UNIT}-{number:04d}",
        "机构类型": "社区托育点",
        "普惠认定日期": "2024-03-01",
        "街乡代码": township,
        "街乡名称": town,
        "核定托位数": 60,
        "普惠托位数": 40,
        "在托婴幼儿数": 30,
        "普惠在托婴幼儿数": 20,
        "运营状态": "正常",
        "保育人员数": 10,
        "持证保育人员数": 9,
    }
    return [facts.get(head) for head in LEDGER_HEADS]


def summary_papers(reference: Reference) -> Papers:
    """A 汇总 return of 昌平 with every township and a right 合计; 托位数 in E, 普惠托位数 in F."""
    heading = [*_heading("汇总"), ["保育人员数", 50], ["持证保育人员数", 40]]
    townships = reference.townships_at(date(2025, 12, 31), UNIT)
    figures: list[Value] = [2, 1, 50, 30, 10, 0, 0, 20, 0, 0, 0, 0, 20, 10]
    rows = [[township.code, township.name, *figures] for township in townships]
    total = ["合计", None, *(figure * len(townships) for figure in figures)]
    return Papers({"填报信息": heading, "街道乡镇": [list(TOWNSHIP_HEADS), *rows, total], **_common()})


def city_papers() -> Papers:
    """The city's own return: four sheets."""
    programmes = [[column.header for column in forms.PROGRAMMES.columns], ["示例学院", "婴幼儿托育", "高职", "2024"]]
    return Papers({"填报信息": _heading("台账", "110000", "北京市"), **_common(), "专业布点": programmes})


def found(validation: Validation, rule: str) -> list[tuple[str, str | None, str | None]]:
    """(code, sheet, cell) of every issue of a rule."""
    return [(issue.code, issue.location.sheet, issue.location.cell) for issue in of(validation, rule)]


def of(validation: Validation, rule: str) -> list[Issue]:
    """The issues of a rule."""
    return [issue for issue in validation.issues if issue.rule == rule]
