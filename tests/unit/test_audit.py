"""The audit's chain: whatever is edited, taken out, put in or cut off, it is found; and the whole one is whole."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from data.audit import Head, Link, checksum_of, verify_chain

START = datetime(2026, 1, 5, tzinfo=UTC).isoformat()
LENGTH = 60


def made(length: int = LENGTH) -> list[Link]:
    links: list[Link] = []
    for number in range(1, length + 1):
        before = links[-1].checksum if links else ""
        told = (number, START, f"user{number % 7}", "10.0.0.1", "export", f"/{number}", "done", "{}", before)
        links.append(Link(*told, checksum_of(told)))
    return links


def heads(links: list[Link]) -> list[Head]:
    return [Head(one.number, one.checksum) for one in links]


def test_a_chain_as_it_was_written_is_whole():
    links = made()
    assert verify_chain(links, heads(links)) == []
    assert verify_chain(links, heads(links), Head(30, links[29].checksum)) == []
    assert verify_chain([], []) == []
    assert verify_chain(links, heads(links), Head.parse("0:")) == []
    assert Head.parse(heads(links)[-1].told) == heads(links)[-1]


def tampered(links: list[Link], dice: random.Random) -> tuple[str, list[Link]]:
    """An edit of any word (its checksum made anew or not), a deletion, an insertion, two exchanged."""
    place, changed = dice.randrange(len(links)), list(links)
    kind = dice.choice(("edit", "resealed", "deletion", "insertion", "exchange", "tail", "added"))
    if kind in ("edit", "resealed"):
        field = dice.choice(Link._fields[1:9])
        forged = changed[place]._replace(**{field: changed[place]._asdict()[field] + "x"})
        changed[place] = forged._replace(checksum=checksum_of(forged[:-1])) if kind == "resealed" else forged
    elif kind == "deletion":
        del changed[place]
    elif kind == "insertion":
        changed.insert(place, changed[dice.randrange(len(links))])
    elif kind == "exchange":
        other = (place + 1 + dice.randrange(len(links) - 1)) % len(links)
        changed[place], changed[other] = changed[other], changed[place]
    elif kind == "tail":
        del changed[-dice.randrange(1, 5) :]
    else:
        told = (len(links) + 1, START, "mallory", "", "export", "/", "done", "{}", links[-1].checksum)
        changed.append(Link(*told, checksum_of(told)))
    return kind, changed


def test_a_hundred_of_a_hundred_edits_deletions_and_insertions_are_found():
    dice, links, found, kinds = random.Random(100), made(), 0, set()
    for _ in range(100):
        kind, changed = tampered(links, dice)
        kinds.add(kind)
        found += bool(verify_chain(changed, heads(links)))
    assert found == 100
    assert len(kinds) == 7


def test_an_end_cut_off_with_its_heads_is_missed_by_a_head_noted_elsewhere():
    links = made()
    short = links[:50]
    assert verify_chain(short, heads(short)) == []
    assert verify_chain(short, heads(short), Head(60, links[-1].checksum)) != []


@pytest.mark.parametrize("field", Link._fields)
def test_every_word_of_an_entry_is_sealed(field):
    links = made(5)
    changed = links[2]._asdict() | {field: 9 if field == "number" else "x"}
    assert verify_chain([*links[:2], Link(**changed), *links[3:]], heads(links)) != []
