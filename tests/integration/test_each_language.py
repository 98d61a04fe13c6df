"""What each language says on every page: English pages have no Chinese but names and typed words, marked as such.

Whatever is written in Chinese on an English page stands in an element that says so, and is one of two things: a name
or word that somebody typed into a return or that a document quotes, or the name of a place in the register. Anything
else (an office, a word of the form, a source, a note) has its English beside it in the reference folder or catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from data.forms import SHEETS
from data.model import Reference
from tests.integration.test_pages_http import asked_for
from tests.page_addresses import addresses

CHINESE = re.compile("[\u3400-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'-]+(?:[ ,]+[A-Za-z][A-Za-z'-]+){2,}")
"""Three words in a row: more than a name of a format or of an indicator."""
TYPED = ("name", "township_name", "address", "evidence", "next_step", "contact")
LINGUAL = ("title", "aria-label", "alt", "placeholder", "label")
PERIODS = ("2025-Q4", "2023-Q1")
MORE = (
    ("/", "explain=G1~110000~"),
    ("/", "explain=G3~110114~"),
    ("/", "explain=T14c~110117~"),
    ("/", "as_of=2026-01-16"),
    ("/", "plan=2026"),
    ("/", "definitions=2026.1"),
    ("/districts", "indicator=T4a"),
    ("/districts/110117", ""),
    ("/districts/110114", "name=0037"),
    ("/coverage", "township=110114001"),
    ("/coverage", "org_unit=110114&table=map"),
    ("/supply", "org_unit=110114&span=plan"),
    ("/tasks", "org_unit=110116"),
    ("/tasks", "show=agenda"),
    ("/gaps", "org_unit=110116"),
    ("/gaps", "targets=G1~G2&by=2026-Q4"),
)


@pytest.fixture(scope="module")
def client(demo_settings) -> FlaskClient:
    return create_app(demo_settings).server.test_client()


@pytest.fixture(scope="module")
def typed(demo_repository, reference: Reference) -> frozenset[str]:
    """The runs of Chinese in all that somebody typed into a return or that is quoted, and in the names of places."""
    returns = demo_repository.returns()
    sequences = [one.sequence for one in returns]
    filed = [getattr(demo_repository, kind)(sequences=sequences) for kind in ("ledgers", "tasks", "projects")]
    rows = (row for found in filed for of_return in found.values() for row in of_return)
    words = {getattr(row, name) for row in rows for name in TYPED if hasattr(row, name)}
    words |= set(demo_repository.revision_notes(sequences=sequences).values()) | {one.file_name for one in returns}
    words |= {row.state for of_return in filed[-1].values() for row in of_return if row.state}
    words |= {one.name for one in reference.townships}
    for plan in reference.plans:
        words |= {one.clause for one in (*plan.targets, *plan.tasks, *plan.commitments)}
    words |= {one.quote for one in reference.published}
    words |= {name for sheet in SHEETS for name in (sheet.name, *(column.header for column in sheet.columns))}
    return frozenset(run for one in words for run in runs(str(one)))


def said(part: object, lang: str = "en") -> Iterator[tuple[str, str]]:
    """(language, words) of everything a screen says or reads out, as it travels."""
    if isinstance(part, list):
        for one in part:
            yield from said(one, lang)
    elif isinstance(part, dict) and "namespace" in part:
        props = part["props"]
        lang = props.get("lang") or lang
        for name in LINGUAL:
            if isinstance(props.get(name), str):
                yield f"{lang} @{name}", props[name]
        yield from said(props.get("children"), lang)
        yield from ((f"{lang} @option", one["label"]) for one in props.get("options") or ())
    elif isinstance(part, dict):
        for one in part.values():
            yield from said(one, lang)
    elif part is not None:
        yield lang, str(part)


def screen_of(client: FlaskClient, path: str, search: str) -> object:
    answer = asked_for(client, path, search)
    return [answer.get("sideUpdate", {}), answer.get("response", {}).get("answer", {})]


def asked() -> list[tuple[str, str]]:
    plain = [(path, f"period={period}") for path in addresses() for period in PERIODS]
    return plain + [(path, f"period=2026-Q3&{more}" if more else "period=2026-Q3") for path, more in MORE]


@pytest.mark.parametrize(("path", "search"), asked())
def test_what_is_chinese_on_an_english_page_is_marked_and_nobody_elses_words(client, typed, path, search):
    unmarked, untranslated = set(), set()
    for lang, words in said(screen_of(client, path, f"?lang=en&{search}")):
        if not CHINESE.search(words):
            continue
        if not lang.startswith("zh") and ("@" not in lang or not typed.issuperset(runs(words))):
            unmarked.add((lang, words[:80]))
        elif words != "中文" and not typed.issuperset(runs(words)):
            untranslated.add(words[:80])
    assert (sorted(unmarked), sorted(untranslated)) == ([], [])


@pytest.mark.parametrize(("path", "search"), asked())
def test_no_english_sentence_strays_into_a_chinese_page(client, path, search):
    told = said(screen_of(client, path, f"?lang=zh&{search}"), "zh")
    assert {words[:80] for lang, words in told if not lang.startswith("en") and ENGLISH.search(words)} == set()


def runs(words: str) -> list[str]:
    return re.findall("[\u3400-\u9fff]+", words)
