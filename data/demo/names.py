"""Names and numbers of demonstration institutions: nobody can take one for a real one."""

from __future__ import annotations

from collections.abc import Iterable

from data.demo.births import CENTRE
from data.demo.institutions import Institution
from data.home_based import HOME_BASED

KINDERGARTEN_NAME, NURSERY_NAME = "示例幼儿园", "示例托育园"
OTHER_NAMES = {CENTRE: "示例托育综合服务中心", HOME_BASED: "示例家庭托育点"}


def name_of(one: Institution) -> str:
    """示例托育园110114-0037."""
    return _kind_of(one) + one.number


def _kind_of(one: Institution) -> str:
    return KINDERGARTEN_NAME if one.kindergarten else OTHER_NAMES.get(one.type, NURSERY_NAME)


def number_new(institutions: Iterable[Institution]) -> None:
    """Number those that have no serial yet, unit by unit, as the system will: by township, then by name."""
    institutions = list(institutions)
    last: dict[str, int] = {}
    for one in institutions:
        last[one.unit] = max(last.get(one.unit, 0), one.serial)
    new = [one for one in institutions if not one.serial]
    for one in sorted(new, key=lambda one: (one.unit, one.township, _kind_of(one))):
        last[one.unit] += 1
        one.serial = last[one.unit]
