"""Numbers of a page that stand behind a figure: what each must be of the row that it opens, by the words beside it.

Nothing of the house rounds, subtracts or plans here. A number that these tables do not know is wrong too, so that a
link to a new kind of number must be told here what it means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from math import ceil

from tests.integration.numbers_on_screen import OWN, TARGETS, links, tables

SCALES = {"per_1000": 1000, "percent": 100, "count": 1, "yuan": 1}
DECIMALS = {"per_1000": 2, "percent": 1, "count": 0, "yuan": 0}
PRINT = re.compile(r"(?P<mark>[▲▼+-]?)(?P<digits>[\d,]+(?:\.(?P<decimals>\d+))?)(?:%|个百分点)?")
RATIO = re.compile(r"(?P<least>至少)?(?P<covered>\d+)/(?P<all>\d+)")
LEAST, COUNTED = "至少", "个"

CELLS = {
    "现值": "value",
    "实际": "value",
    "目标": "target",
    "目标值": "target",
    "目标或参照值": "target",
    "全市目标参照值": "target",
    "持证上岗率": "value",
    "较上季": "change_previous",
    "较上年同期": "change_year",
    "较基期": "change_baseline",
    "完成率": "completion",
    "序时应达值": "expected",
    "每月需增": "per_month",
    "每月需完成": "per_month",
    "使用率": "value",
    "普惠托位（个）": "numerator",
    "目标（个）": "target",
    "期初": "numerator",
    "期末": "numerator",
    "其中：普惠": "numerator",
    "新增总量": "numerator",
    "基期": "numerator",
    "本期": "numerator",
    "各渠道之和": "numerator",
    "机构": "numerator",
    "机构数": "numerator",
    "在托": "numerator",
    "在托婴幼儿": "numerator",
    "持证（人）": "numerator",
    "在岗（人）": "denominator",
    "常住人口": "denominator",
}
"""The field of the row, by the words of the column."""
VALUE = re.compile(r"\d{4}年.季度|\S+（(?:个/千人|个|%|元|人次|支|场|份|个街乡)）")
"""Columns of data that hold the value itself: of a period, or of the indicator that is named with its unit."""
MONTHLY = "月均需"
CITY = "110000"
BY_WHOM = re.compile(rf"({OWN}|各单位主办)(.+)")
SAID = {
    "：：": "numerator",
    "： = ": "numerator",
    "常住人口：": "denominator",
    "按每千人口个，需托位：": "needed",
    "按普惠占比，其中需普惠托位：": "inclusive_of_needed",
    "现有托位：": "numerator",
    "现有普惠托位：": "numerator",
    "：代入数：托位": "numerator",
    "：个，普惠托位": "numerator",
    "：个，": "residents",
    "达标所需托位：": "needed",
    "达标所需托位：个；现有": "numerator",
    "达标所需托位：个，还需新增": "build",
    "其中普惠：": "inclusive_needed",
    "其中普惠：个；现有": "numerator",
    "其中普惠：个，还差": "inclusive_lacking",
    "全部新建普惠：新建": "all_new",
    "少建多转：新建": "build",
    "少建多转：个普惠托位，另将": "then_converted",
    "少建多转：将": "only",
    "只转不建：将": "only",
    "只转不建：个现有托位转为普惠，只能达到普惠占比；托位数仍差": "build",
    "只转不建：普惠占比已达到，没有需要转的托位；托位数仍差": "build",
}
"""What a number of a sentence is, by what the sentence is about and the words before the number."""
LACKING = {"缺口", "缺口（供参考）", "尚差（个）", "缺持证（人）", "持证上岗还差人数", "只转普惠"}
WAYS = {"达标所需托位": "needed", "还需新增": "build", "全部新建普惠": "all_new", "新增 + 转普惠": "both"}
RATIOS = {"已覆盖街乡", "普惠覆盖", "任何托育服务"}
ALL_SLOTS = {"托位", "托位数"}
OTHER_SLOTS, SUM = "非普惠", "合计"

LINES = (
    re.compile(r"(?:托位)?(?P<numerator>[\d,]+)个? ÷ (?:人口)?(?P<denominator>[\d,]+)人?"),
    re.compile(r"全市目标参照值(?P<target>[\d.,%]+)（非区级任务）"),
    re.compile(r"目标(?P<target>[\d.,%]+)(?:，序时应达值(?P<expected>[\d.,%]+))?(?:，完成率(?P<completion>[\d.,%]+))?"),
    re.compile(r"较上季(?P<change_previous>.+)"),
    re.compile(r"月均需(?P<per_month>[\d,]+)"),
    re.compile(r"尚缺(?P<gap>[\d,]+)(?:个|家|人次|名持证人员|人)?"),
    re.compile(r"(?P<gap>[\d,]+)"),
)
"""A line under a figure, outside of tables."""
OWN_DIGITS = {"target", "numerator", "denominator", "gap", "per_month"}
"""Fields printed with no more digits than they have."""


class Rows(dict[str, dict]):
    """Rows of the interface by their names; those of another period (``G1~110000~~2024-Q4``) are asked for when met.

    ``explain`` tells the cells of a unit's figures, by indicator, in the period named (blank = the one of the rows).
    """

    def __init__(
        self,
        rows: dict[str, dict],
        ask: Callable[[str], dict[str, dict]],
        explain: Callable[[str, str], dict[str, list[dict]]],
    ) -> None:
        super().__init__(rows)
        self._ask, self._explain = ask, explain

    def __missing__(self, name: str) -> dict:
        figure, _, period = name.rpartition("~")
        return self._ask(period)[figure]

    def cells(self, name: str) -> list[dict]:
        """What the account of a flow lists: of a named period the cells of that period alone."""
        indicator, unit, _, *named = name.split("~")
        period = named[0] if named else ""
        return [one for one in self._explain(period, unit)[indicator] if period in ("", one["period"])]


def wrong_sums(screen: object, rows: dict[str, dict]) -> dict[str, str]:
    """Numbers of one table that open the same row and should add up to its numerator, where they do not."""
    wrong = {}
    for table in tables(screen):
        sums: Counter[str] = Counter()
        for name, words, _ in links(table, "why part"):
            sums[name] += int(words.removeprefix(LEAST).replace(",", ""))
        wrong |= {
            name: f"{found}, not {rows[name]['numerator']}"
            for name, found in sums.items()
            if found != rows[name]["numerator"]
        }
    return wrong


def by_units(cells: list[dict]) -> int:
    """What the units organised, of the cells of a sum of the city."""
    return sum(one["sum"] for one in cells if one["org_unit"] != CITY)


ORGANISED = {
    OWN: lambda cells: sum(one["sum"] for one in cells) - by_units(cells),
    "各单位主办": by_units,
    "各填报单位主办": by_units,
    "已填单位数": lambda cells: len({one["org_unit"] for one in cells} - {CITY}),
}
"""谁主办谁统计: by a column, the head of a line or the words before the number."""


def wrong_behind(words: str, told: str, name: str, rows: dict[str, dict]) -> str | None:
    """What is wrong with a number of a column (``told``) or line that opens the row of that name; None: nothing."""
    row = rows[name]
    alone = told and not words.startswith(MONTHLY)
    by_whom = BY_WHOM.fullmatch(words)
    who, count = by_whom.groups() if by_whom else (told, words)
    if who in ORGANISED:
        problem = _unlike(count.removeprefix(LEAST), ORGANISED[who](rows.cells(name)))
    else:
        problem = _wrong_cell(words, told, row, rows) if alone else _wrong_line(words, row)
    return None if problem is None else f"{told or 'line'} {words!r}: {problem}"


def _wrong_cell(words: str, told: str, row: dict, rows: dict[str, dict]) -> str | None:
    column = told.partition(" · ")[0]
    if column in SAID:
        return _wrong_said(words, SAID[column], row, rows)
    if column in WAYS:
        return _unlike(words, ways_of(row["org_unit"], rows)[WAYS[column]])
    if column in RATIOS:
        return _wrong_ratio(words, row)
    if column == TARGETS and RATIO.fullmatch(words):
        total = int(words.partition("/")[2])
        return _unlike(words, f"{ceil(Fraction(row['target']) * total / 100)}/{max(total, row['denominator'])}")
    if column in LACKING:
        return _unlike(words, lacking(row))
    if column in ALL_SLOTS:
        return _wrong_field(words, row, "denominator" if row["indicator"] == "G2" else "numerator")
    if column == OTHER_SLOTS:
        return _unlike(words, row["denominator"] - row["numerator"])
    if column == SUM:
        return min((_unlike(words, row[side]) for side in ("numerator", "denominator")), key=bool)
    field = CELLS.get(column) or ("value" if VALUE.fullmatch(column) else None)
    return "nobody knows what that is" if field is None else _wrong_field(words.removeprefix("≥"), row, field)


def _wrong_said(words: str, what: str, row: dict, rows: dict[str, dict]) -> str | None:
    """A side of the row, its residents in words (2024年末常住人口2183.2万人), or part of a way to its targets."""
    if what in ("numerator", "denominator"):
        return _wrong_field(words, row, what)
    if what == "residents":
        found = re.fullmatch(r".*常住人口([\d,.]+)(万?)人(?:（推算）)?", words)
        told = found and Fraction(found[1].replace(",", "")) * (10_000 if found[2] else 1)
        return None if told == row["denominator"] else f"not {row['denominator']}"
    return _unlike(words, ways_of(row["org_unit"], rows)[what])


def _wrong_line(words: str, row: dict) -> str | None:
    found = next((match for line in LINES if (match := line.fullmatch(words))), None)
    if found is None:
        return "nobody knows what that is"
    told = ((field, shown) for field, shown in found.groupdict().items() if shown)
    return next((problem for field, shown in told if (problem := _wrong_field(shown, row, field))), None)


def _unlike(words: str, told: object) -> str | None:
    shown = told if isinstance(told, str) else f"{told:,}" if isinstance(told, int) else "?"
    return None if words == shown else f"not {shown}"


def _wrong_ratio(words: str, row: dict) -> str | None:
    """20/22; of a row with unknown townships 至少 so many of all, which are more than those known."""
    found = RATIO.fullmatch(words)
    if found is None or int(found["covered"]) != row["numerator"] or bool(found["least"]) != bool(row["no_value"]):
        return f"not {row['numerator']}/{row['denominator']}"
    total = int(found["all"])
    right = total > row["denominator"] if row["no_value"] else total == row["denominator"]
    return None if right else f"of {row['denominator']}"


def _wrong_field(words: str, row: dict, field: str) -> str | None:
    """The interface cuts after six decimals, so that a millionth is the most that a print can be away."""
    told = row[field]
    if told is None:
        return f"no {field}"
    partial = row["no_value"] is not None
    if words.startswith(LEAST) and not partial:
        return "not a least value"
    decimals = 0 if field in OWN_DIGITS else _decimals(row, field)
    if words in ("持平", "基本持平"):
        small = abs(Fraction(told)) < Fraction(1, 2 * 10**decimals) and (words == "基本持平" or not Fraction(told))
        return None if small else f"{field} is {told}"
    found = PRINT.fullmatch(words.removeprefix(LEAST).removesuffix(COUNTED) if "百分点" not in words else words)
    if found is None:
        return f"no {field}"
    digits = len(found["decimals"] or "")
    shown = Fraction(found["digits"].replace(",", "")) * (-1 if found["mark"] in ("▼", "-") else 1)
    far = abs(shown - Fraction(told)) > Fraction(1, 2 * 10**digits) + Fraction(1, 10**6)
    return f"{field} is {told}" if far or digits < decimals else None


def _decimals(row: dict, field: str) -> int:
    return DECIMALS["percent" if field == "completion" else row["unit"]]


def lacking(row: dict) -> int | None:
    """What is missing to the target, in whole slots, townships or persons, also where the target is a reference."""
    if row["gap"] is not None or row["target"] is None or row["no_value"] or row["denominator"] is None:
        return 0 if row["gap"] is None and row["status"] == "achieved" else row["gap"]
    return max(0, ceil(Fraction(row["target"]) * row["denominator"] / SCALES[row["unit"]]) - row["numerator"])


def ways_of(unit: str, rows: dict[str, dict]) -> dict[str, int | str]:
    """The ways of a place to both of its slot targets (DOMAIN section 5)."""
    slots, share = rows[f"G1~{unit}~"], rows[f"G2~{unit}~"]
    total, inclusive, aim = share["denominator"], share["numerator"], Fraction(share["target"]) / 100
    only = max(0, ceil(aim * total) - inclusive)
    if slots["denominator"] is None:
        return {"only": only}  # without residents
    needed = ceil(Fraction(slots["target"]) * slots["denominator"] / 1000)
    build = max(0, needed - total)
    converted = max(0, ceil(aim * (total + build)) - inclusive - build)
    return {
        "needed": needed,
        "inclusive_needed": ceil(aim * (total + build)),
        "inclusive_lacking": max(0, ceil(aim * (total + build)) - inclusive),
        "inclusive_of_needed": ceil(aim * needed),
        "build": build,
        "all_new": max(build, ceil((aim * total - inclusive) / (1 - aim)), 0),
        "then_converted": converted,
        "only": only,
        "both": f"{build:,} + {converted:,}",
    }
