"""Words by key and language, from the catalogues. A missing key is an error, never an empty label."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TypeVar

Fact = TypeVar("Fact")

LANGUAGES = ("zh", "en")
CATALOGUES = Path(__file__).parent / "catalogues"


class Text:
    """The words of one language: ``text("page.overview.title")``, ``text("issue.V08.more", slots=3)``."""

    def __init__(self, lang: str, words: Mapping[str, str]) -> None:
        self.lang = lang
        self._words = words

    def __call__(self, key: str, /, **facts: object) -> str:
        """The sentence of ``key`` filled with ``facts``; KeyError where the catalogue has none."""
        return self._words[key].format_map(facts) if facts else self._words[key]

    def with_words(self, own: Mapping[str, str]) -> Text:
        """The same with some words in the place of the catalogue's; KeyError for one that it does not have."""
        if unknown := own.keys() - self._words.keys():
            raise KeyError(sorted(unknown))
        return Text(self.lang, {**self._words, **own})

    def __contains__(self, key: str) -> bool:
        return key in self._words

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._words)


def pieces(template: str, facts: Mapping[str, Fact]) -> Iterator[str | Fact]:
    """The words of a sentence and, between them, what stands in the place of its ``{names}``; KeyError without it."""
    for literal, name, _, _ in Formatter().parse(template):
        if literal:
            yield literal
        if name is not None:
            yield facts[name]


@cache
def text_for(lang: str) -> Text:
    """The catalogue of a language, all its files merged; a key told twice is refused."""
    words: dict[str, str] = {}
    for file in sorted((CATALOGUES / lang).glob("*.toml")):
        for key, value in _flatten(tomllib.loads(file.read_text(encoding="utf-8"))):
            if key in words:
                raise ValueError(f"{file}: key told twice: {key}")
            words[key] = value
    return Text(lang, words)


def _flatten(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            pairs += _flatten(value, f"{prefix}{key}.")
        else:
            pairs.append((prefix + key, str(value)))
    return pairs
