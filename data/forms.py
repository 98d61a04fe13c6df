"""What a district return looks like: sheets, columns, aliases, kinds, closed lists. Data, no behaviour.

Source: 北京市托育服务区级统计报表 (working form). Another form replaces this module, not its readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.model import Channel
from data.returns import CHANNEL_OF_TYPE, Mode

VERSION = "2026.1"


class Kind(StrEnum):
    TEXT = "text"
    CODE = "code"
    COUNT = "count"
    DECIMAL = "decimal"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a 项目 of a list of items. ``modes`` empty = every mode."""

    key: str
    header: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class SheetForm:
    """One sheet. ``is_list`` = 项目 | value pairs; otherwise a table with one header row."""

    key: str
    name: str
    columns: tuple[Column, ...]
    is_list: bool = False
    value_header: str = ""
    required: bool = True
    modes: tuple[Mode, ...] = ()
    for_city: bool = True
    for_units: bool = True

    @property
    def counts(self) -> frozenset[str]:
        """Keys of the columns that hold a count."""
        return frozenset(column.key for column in self.columns if column.kind is Kind.COUNT)


KINDERGARTEN_TYPE = "幼儿园开设托班"
OWNERSHIP = ("公办", "公建民营", "民办非营利", "营利性")
FILING_STATES = ("已备案", "办理中", "未备案", "不适用")
RUNNING_STATES = ("正常", "暂停", "关停")
GRADES = ("A", "B", "C", "D", "未评")
NATURES = ("正式", "演示")
MODES = {"台账": Mode.LEDGER, "汇总": Mode.SUMMARY}
TASK_STATES = ("未启动", "推进中", "已完成", "长期坚持")
PROJECT_KINDS = ("在建", "拟建", "可转普惠", "幼儿园可开班", "闲置用房")
UNIT_TASKS = ("3", "4", "5", "6", "7", "9", "10", "11", "保1", "保2", "保3", "保4", "T4a", "T9a")
CITY_TASKS = (*map(str, range(1, 17)), "保1", "保2", "保3", "保4", "T4a", "T9a")

HEADER = SheetForm(
    "header",
    "填报信息",
    (
        Column("version", "报表版本", required=True),
        Column("nature", "数据性质", Kind.CHOICE, required=True, choices=NATURES),
        Column("mode", "填报方式", Kind.CHOICE, required=True, choices=tuple(MODES)),
        Column("org_unit", "填报单位代码", Kind.CODE, required=True),
        Column("org_unit_name", "填报单位名称", required=True),
        Column("period", "报告期", required=True),
        Column("cut_off", "统计截止日", Kind.DATE, required=True),
        Column("revision", "版次", required=True),
        Column("revision_note", "修订说明"),
        Column("explanations", "疑点说明"),
        Column("head", "单位负责人"),
        Column("statistician", "统计负责人"),
        Column("compiler", "填表人"),
        Column("phone", "联系电话"),
        Column("issued", "报出日期", Kind.DATE),
        Column("carers", "保育人员数", Kind.COUNT, required=True, modes=(Mode.SUMMARY,)),
        Column("certified", "持证保育人员数", Kind.COUNT, required=True, modes=(Mode.SUMMARY,)),
    ),
    is_list=True,
    value_header="内容",
)

LEDGER = SheetForm(
    "ledger",
    "机构台账",
    (
        Column("number", "系统编号", Kind.CODE),
        Column("name", "机构名称", required=True),
        Column("credit_code", "统一社会信用代码", Kind.CODE),
        Column("type", "机构类型", Kind.CHOICE, required=True, choices=tuple(CHANNEL_OF_TYPE)),
        Column("ownership", "举办性质", Kind.CHOICE, choices=OWNERSHIP, yearly=True),
        Column("filing_state", "备案状态", Kind.CHOICE, choices=FILING_STATES, yearly=True),
        Column("filing_date", "备案日期", Kind.DATE, yearly=True),
        Column("inclusive_from", "普惠认定日期", Kind.DATE),
        Column("inclusive_to", "普惠终止日期", Kind.DATE),
        Column("township", "街乡代码", Kind.CODE, required=True, aliases=("街道乡镇代码", "街道（乡镇）代码")),
        Column("township_name", "街乡名称", aliases=("街道乡镇", "街道（乡镇）", "街道乡镇名称", "所在街道乡镇")),
        Column("address", "地址", yearly=True),
        Column("longitude", "经度", Kind.DECIMAL, yearly=True),
        Column("latitude", "纬度", Kind.DECIMAL, yearly=True),
        Column("slots", "核定托位数", Kind.COUNT, required=True, aliases=("托位数",)),
        Column("inclusive_slots", "普惠托位数", Kind.COUNT, required=True),
        Column("children", "在托婴幼儿数", Kind.COUNT, required=True, aliases=("在托人数", "在托数")),
        Column("inclusive_children", "普惠在托婴幼儿数", Kind.COUNT),
        Column("fee", "月托育费（元/人，全日托，不含伙食费）", Kind.COUNT, aliases=("月托育费",), yearly=True),
        Column("state", "运营状态", Kind.CHOICE, required=True, choices=RUNNING_STATES),
        Column("state_since", "状态起始日", Kind.DATE),
        Column("carers", "保育人员数", Kind.COUNT, required=True),
        Column("certified", "持证保育人员数", Kind.COUNT, required=True),
        Column("quality", "质量等级", Kind.CHOICE, choices=GRADES, yearly=True),
        Column("risk", "风险信用等级", Kind.CHOICE, choices=GRADES, yearly=True),
    ),
    modes=(Mode.LEDGER,),
    for_city=False,
)

CHANNEL_HEADERS = {
    Channel.K1: "幼儿园开设托班",
    Channel.K2: "社区办园点转型",
    Channel.K3: "其他教育系统方式",
    Channel.S1: "社区托育点",
    Channel.S2: "单位托育点",
    Channel.S3: "营利性机构转普惠",
    Channel.C: "区托育综合服务中心",
    Channel.O: "其他",
}
TOTAL_ROW = "合计"
TOWNSHIPS = SheetForm(
    "townships",
    "街道乡镇",
    (
        Column("township", "街乡代码", Kind.CODE, required=True, aliases=("街道乡镇代码", "街道（乡镇）代码")),
        Column("township_name", "街乡名称", aliases=("街道乡镇", "街道（乡镇）", "街道乡镇名称")),
        Column("institutions", "机构数", Kind.COUNT, required=True),
        Column("inclusive_institutions", "普惠机构数", Kind.COUNT, required=True),
        Column("slots", "托位数", Kind.COUNT, required=True, aliases=("核定托位数",)),
        Column("inclusive_slots", "普惠托位数", Kind.COUNT, required=True),
        *(Column(channel.value, header, Kind.COUNT, required=True) for channel, header in CHANNEL_HEADERS.items()),
        Column("children", "在托婴幼儿数", Kind.COUNT, required=True, aliases=("在托人数", "在托数")),
        Column("inclusive_children", "普惠在托婴幼儿数", Kind.COUNT, required=True),
        Column("remark", "备注"),
    ),
    modes=(Mode.SUMMARY,),
    for_city=False,
)

WORKFORCE = SheetForm(
    "workforce",
    "队伍培训",
    (
        Column("heads_trained", "托育机构负责人培训人次", Kind.COUNT, required=True),
        Column("carers_trained", "保育人员培训人次", Kind.COUNT, required=True),
        Column("health_trained", "卫生保健人员岗前培训人次", Kind.COUNT, required=True),
        Column("parent_events", "线下科学育儿指导活动场次", Kind.COUNT, required=True),
    ),
    is_list=True,
    value_header="本期",
)

TASKS = SheetForm(
    "tasks",
    "任务进展",
    (
        Column("task", "事项代码", Kind.CODE, required=True),
        Column("title", "事项"),
        Column("state", "状态", Kind.CHOICE, required=True, choices=TASK_STATES),
        Column("day", "日期", Kind.DATE),
        Column("evidence", "文号或证据"),
        Column("next_step", "下一步工作"),
        Column("contact", "责任单位及联系人"),
    ),
)

PROJECTS = SheetForm(
    "projects",
    "资源与项目",
    (
        Column("kind", "类型", Kind.CHOICE, required=True, choices=PROJECT_KINDS),
        Column("name", "名称", required=True),
        Column("township", "街乡代码", Kind.CODE),
        Column("channel", "渠道", Kind.CHOICE, choices=(*CHANNEL_HEADERS.values(), *CHANNEL_HEADERS)),
        Column("slots", "预计托位数", Kind.COUNT),
        Column("inclusive_slots", "其中：普惠", Kind.COUNT, aliases=("普惠",)),
        Column("opening", "预计投用日期", Kind.DATE),
        Column("contact", "责任单位"),
        Column("state", "状态"),
    ),
    required=False,
    for_city=False,
)

PROGRAMMES = SheetForm(
    "programmes",
    "专业布点",
    (
        Column("school", "院校", required=True),
        Column("name", "专业名称", required=True),
        Column("level", "层次"),
        Column("since", "起始年", Kind.CODE),
    ),
    for_units=False,
)

SHEETS = (HEADER, LEDGER, TOWNSHIPS, WORKFORCE, TASKS, PROJECTS, PROGRAMMES)
