"""Links among the numbers of a screen, each with the words that say what it is: column, line or sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs

TARGETS, OWN = "目标", "市级主办"
"""Heads of lines in which every cell is the same kind of number, whatever its column."""
SAYS, NUMBERS = "：", "个数"
VARYING = re.compile(r"（.*?）|[\d.%]+")
"""What differs in the head of a line from place to place."""


def links(part: object, kind: str, told: str = "") -> Iterator[tuple[str, str, str]]:
    """(name of the row, print, words of the column) of every link of that class on a screen; in a sentence what it is
    about and the words before the link take the place of a column.
    """
    if isinstance(part, list):
        for place, one in enumerate(part):
            before = part[place - 1] if place and told.endswith(SAYS) and isinstance(part[place - 1], str) else ""
            yield from links(one, kind, told + before)
    elif isinstance(part, dict):
        props = part.get("props") or {}
        told = told if told in (TARGETS, OWN) else _line_alike(part) or _beside(told, props)
        told = _sentence_in(part) or told
        if props.get("className") == kind:
            name = parse_qs(props["href"].partition("?")[2], keep_blank_values=True)["explain"][0]
            yield name, props["children"], told
        for one in (props or part).values():
            yield from links(one, kind, told)


def _beside(told: str, props: dict) -> str:
    """The words of the column, unless the head of the line says more."""
    return told if told.endswith(SAYS) else props.get("data-label", told)


def _sentence_in(part: dict) -> str:
    """What a list of facts or a line of 个数 is about, nothing of a note or a balance; blank of another part."""
    props = part.get("props") or {}
    inside = props.get("children")
    if part.get("type") == "P" and props.get("className") in ("note", "balance"):
        return SAYS
    if part.get("type") == "Tr" and inside[-1]["props"].get("data-label") == NUMBERS:
        return f"{VARYING.sub('', inside[0]['props']['children'])}{SAYS}"
    if isinstance(inside, list) and [one.get("type") for one in inside if isinstance(one, dict)] == ["Dt", "Dd"]:
        term = inside[0]["props"]["children"]
        return f"{term}{SAYS}" if isinstance(term, str) else ""
    return ""


def _line_alike(part: dict) -> str | None:
    """The head of a line in which every cell is the same kind of number, whatever its column."""
    if part.get("type") != "Tr":
        return None
    head = part["props"]["children"][0]["props"]["children"]
    first = head[0] if isinstance(head, list) else head
    return first if first in (TARGETS, OWN) else None


def tables(part: object) -> Iterator[dict]:
    """Every table of a screen."""
    if isinstance(part, list):
        for one in part:
            yield from tables(one)
    elif isinstance(part, dict):
        props = part.get("props") or part
        if part.get("type") == "Table":
            yield part
        for one in props.values():
            yield from tables(one)
