"""How a rule says what it found."""

from __future__ import annotations

from data.issues import Issue, Location, Severity

Facts = str | int


def error(rule: str, code: str, where: Location, found: object = None, /, **facts: Facts) -> Issue:
    """错误: the return is refused whole."""
    return Issue(rule, Severity.ERROR, code, where, _text(found), None, facts)


def warning(rule: str, code: str, where: Location, found: object = None, /, **facts: Facts) -> Issue:
    """疑点: the return loads, and somebody must explain."""
    return Issue(rule, Severity.WARNING, code, where, _text(found), None, facts)


def info(rule: str, code: str, where: Location, found: object = None, /, **facts: Facts) -> Issue:
    """提示: for the record."""
    return Issue(rule, Severity.INFO, code, where, _text(found), None, facts)


def _text(found: object) -> str | None:
    return None if found is None else str(found)
