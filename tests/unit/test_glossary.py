"""GLOSSARY.md speaks of what the code really holds."""

import re

from data.settings import HOUSE

ROOMS = ("data", "metrics", "layouts", "callbacks")


def names_in_code() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for room in ROOMS for path in (HOUSE / room).rglob("*.py")]
    return set(re.findall(r"\w+", "\n".join(sources)))


def test_every_name_of_the_glossary_is_in_the_code():
    lines = (HOUSE / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    rows = [line.strip("|").split("|") for line in lines if line.startswith("|")]
    quoted = [quote for row in rows if len(row) == 4 for quote in re.findall(r"`([^`]+)`", row[2])]
    names = {name for quote in quoted for name in re.findall(r"[A-Za-z_]\w+", quote)}
    assert len(names) > 60
    assert names - names_in_code() == set()


def test_a_term_is_explained_once():
    lines = (HOUSE / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    terms = [line.split("|")[1].strip() for line in lines if line.startswith("|")]
    terms = [term for term in terms if term not in ("中文", "word", "---")]
    assert len(terms) == len(set(terms))
