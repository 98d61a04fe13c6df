"""Numbers written in Chinese characters: 三万六千二百四十四 is 36244, 二〇二五 is 2025."""

from __future__ import annotations

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
STEPS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
SIGNS = "".join((*DIGITS, *STEPS, *MYRIADS))


def number_written(words: str) -> int | None:
    """The number, or None where the characters make none."""
    if not words or any(sign not in SIGNS for sign in words):
        return None
    if all(sign in DIGITS for sign in words):
        return int("".join(str(DIGITS[sign]) for sign in words))
    return _stepped(words)


def _stepped(words: str) -> int:
    total = section = digit = 0
    for sign in words:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in STEPS:
            section += (digit or 1) * STEPS[sign]
            digit = 0
        else:
            total = (total + section + digit) * MYRIADS[sign] if sign == "亿" else total + (section + digit) * 10**4
            section = digit = 0
    return total + section + digit
