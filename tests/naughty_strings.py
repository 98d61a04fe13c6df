"""Strings that programs have stumbled over, by kind: 500 and more, for every place where people type words.

Those that can be written down stand in ``naughty_strings.json``; the rest are whole ranges of signs, or long.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

WRITTEN: dict[str, list[str]] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
CONTROL = [f"园{chr(code)}a" for code in (*range(0x20), *range(0x7F, 0xA0))]
TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
"""Signs that turn the direction of writing."""
UNSEEN = (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x180E, 0x34F, 0x115F, 0x3164, 0xFFA0, 0xAD, 0x2028, 0x2029, 0xFE0F,
          0x20E3, 0xE0001, 0xE0041, 0xFFF9, 0xFFFC, 0xFFFD)  # fmt: skip
BLANKS = [code for code in range(0x21, sys.maxunicode) if unicodedata.category(chr(code)) == "Zs"]
LENGTHS = (60, 61, 100, 101, 255, 256, 1000, 2000, 2001, 8001, 32767)
BY_KIND: dict[str, list[str]] = WRITTEN | {
    "control": CONTROL,
    "bidi": [f"园{chr(code)}abc{tail}" for code in TURNING for tail in ("", "xslx.exe")] + WRITTEN["bidi"],
    "hidden": [form.format(chr(code)) for code in UNSEEN for form in ("{}", "示{}例")],
    "spaces": [form.format(chr(code)) for code in (0x20, *BLANKS) for form in ("{0}", "{0}园{0}", "园{0}{0}园")],
    "long": ["园" * size for size in LENGTHS] + ["a" * 4097, "w" * 255 + ".xlsx", "9" * 400, "😀" * 1001, "\t" * 300],
}
NAUGHTY = tuple(dict.fromkeys(one for kind in BY_KIND.values() for one in kind))


def in_a_workbook(text: str) -> bool:
    """Whether a cell may hold it at all: no halves of signs, no forbidden ones, and nothing beyond 32,767."""
    return len(text) < 32767 and not any("\ud800" <= sign <= "\udfff" or sign in "\ufffe\uffff" for sign in text)
