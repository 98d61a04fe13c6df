"""Every word in the catalogues is said somewhere, and everything that is said is in them."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from data.settings import HOUSE
from layouts.text import CATALOGUES, LANGUAGES, _flatten, text_for
from metrics.indicators import INDICATORS

SAID_FROM = ("data", "layouts", "callbacks")


def spoken() -> set[str]:
    """Every string of the code that could be a key; what an f-string fills in is ``*``."""
    found: set[str] = set()
    for room in SAID_FROM:
        for file in (HOUSE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
                elif isinstance(node, ast.JoinedStr):
                    found.add("".join(one.value if isinstance(one, ast.Constant) else "*" for one in node.values))
    return found


def catalogue_keys(name: str, table: dict | None = None, prefix: str = "") -> set[str]:
    table = tomllib.loads((CATALOGUES / "zh" / name).read_text(encoding="utf-8")) if table is None else table
    keys: set[str] = set()
    for key, value in table.items():
        keys |= catalogue_keys(name, value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key}
    return keys


@pytest.mark.parametrize("name", ["common.toml", "pages.toml", "indicators.toml", "format.toml"])
def test_no_word_is_kept_that_nobody_says(name):
    plain = {said for said in spoken() if re.fullmatch(r"[\w.*]+", said)}
    patterns = [
        re.compile(re.escape(said).replace(r"\*", "[^.]+(?:[.][^.]+)*")) for said in plain if re.match(r"\w+\.", said)
    ]
    unused = {key for key in catalogue_keys(name) if not any(pattern.fullmatch(key) for pattern in patterns)}
    assert unused == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_indicator_is_told_whole(lang):
    text = text_for(lang)
    for one in INDICATORS:
        for part in ("name", "short", "formula", "numerator", "denominator"):
            assert text(f"indicator.{one.id}.{part}")
        assert text(f"unit.{one.unit}")


def test_english_is_english_and_full_width_marks_stay_in_chinese():
    text = text_for("en")
    chinese = re.compile("[\u4e00-\u9fff，。；：（）]")
    own = {key for name in ("common.toml", "pages.toml", "indicators.toml") for key in catalogue_keys(name)}
    assert {key for key in own if chinese.search(text(key))} <= {"site.other_lang"}


def test_a_doubt_is_called_a_doubt_wherever_it_is_spoken_of():
    """疑点 in the one language is a doubt in the other; 疑点说明 is a column of the form and keeps its name."""
    zh, en = (
        {
            key: words
            for file in (CATALOGUES / lang).glob("*.toml")
            for key, words in _flatten(tomllib.loads(file.read_text(encoding="utf-8")))
        }
        for lang in ("zh", "en")
    )
    doubts = [key for key, words in zh.items() if "疑点" in words.replace("疑点说明", "")]
    assert len(doubts) > 20
    assert [key for key in doubts if "doubt" not in en[key].lower()] == []
