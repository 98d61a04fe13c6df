"""How numbers are spelt: one pattern for each way, the first that fits wins. The text has its digits levelled."""

from __future__ import annotations

import re

from layouts.number_check.written import DIGITS, SIGNS

MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "(?:" + "|".join(f"{name}|{name[:3]}\\b\\.?" for name in MONTHS) + ")"
SCALES = {
    "万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 10**3,
    "billion": 10**9, "million": 10**6, "thousand": 10**3,
}  # fmt: skip
_PLAIN = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_UNIT = (
    r"\s?(?:(?P<percent>%|per\s?cent\b(?!age))|(?P<permille>‰)|(?P<points>个?百分点|percentage\spoints?\b|pp\b)"
    rf"|(?P<scale>{'|'.join(SCALES)}))"
)
_COUNTERS = "个家所条份名人项次期年类批处张"
_QUARTERS = "一二三四1234"
_FIRST_DIGITS = "一二两三四五六七八九十"

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("document", r"[〔\[［](?P<doc_year>[0-9]{4})[〕\]］](?:\s?第?(?P<doc_number>[0-9]+)\s?号)?"),
    ("iso_quarter", r"(?<![0-9])(?P<iq_year>[0-9]{4})-?Q(?P<iq>[0-9])(?![0-9])"),
    ("en_quarter", r"\bQ(?P<eq>[0-9])(?:\s(?P<eq_year>[0-9]{4}))?(?![0-9])"),
    ("iso_day", r"(?<![0-9])(?P<i_year>[0-9]{4})(?P<i_dash>[-/.])"
     r"(?P<i_month>[0-9]{1,2})(?P=i_dash)(?P<i_day>[0-9]{1,2})(?![0-9])"),
    ("zh_date", rf"(?P<z_year>[0-9]{{4}})年(?:第?(?P<z_quarter>[{_QUARTERS}])季度"
     r"|(?P<z_month>[0-9]{1,2})月(?:(?P<z_day>[0-9]{1,2})日)?)?"),
    ("zh_quarter", rf"第?(?P<q_quarter>[{_QUARTERS}])季度"),
    ("zh_month", r"(?<![0-9.])(?P<m_month>[0-9]{1,2})月(?:(?P<m_day>[0-9]{1,2})日)?"),
    ("zh_day", r"(?<![0-9.])(?P<d_day>[0-9]{1,2})日"),
    ("en_day", rf"(?<![0-9.,])(?P<e_day>[0-9]{{1,2}})\s(?P<e_month>{_MONTH})(?:\s(?P<e_year>[0-9]{{4}}))?(?![0-9])"),
    ("en_month", rf"\b(?P<n_month>{_MONTH})\s(?:(?P<n_day>[0-9]{{1,2}}),\s)?(?P<n_year>[0-9]{{4}})(?![0-9])"),
    ("time", r"(?<![0-9])(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?![0-9])"),
    ("ordinal", rf"第\s?(?P<nth>[0-9]+|[{SIGNS}]+)"),
    ("label", r"(?:附件|附表|附|表|图|Annex|Table|Figure)\s?(?P<labelled>[0-9]+)(?![0-9.,%年月日万亿])"),
    ("flagged", rf"(?<![A-Za-z0-9])(?P<before_flags>{_PLAIN})(?=[priedt]{{1,6}}(?![A-Za-z0-9]))"),
    ("code", r"(?<![A-Za-z0-9])(?P<coded>[A-Z]+-[A-Za-z0-9-]*[0-9][A-Za-z0-9-]*"
     r"|(?=[A-Za-z0-9]*[A-Za-z])(?=[A-Za-z0-9]*[0-9])[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*)"),
    ("ratio", rf"(?P<upper>{_PLAIN})\s?/\s?(?P<lower>{_PLAIN})(?![/0-9])"),
    ("number", rf"(?P<plain>{_PLAIN})(?:{_UNIT})?"),
    ("written_share", rf"百分之(?P<share>[{SIGNS}]+(?:点[{''.join(DIGITS)}]+)?)"),
    ("written", rf"(?P<words>[{_FIRST_DIGITS}][{SIGNS}]+|[二两三四五六七八九十])(?=[{_COUNTERS}])"),
)  # fmt: skip
ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))
"""The outer group closes last, so that ``lastgroup`` is the name of the pattern."""
