"""Returns changed at random: refused or read, never a crash, and what is accepted is what was written."""

import io
import random
import zipfile
from dataclasses import replace

import pytest

from data.readers import read_workbook
from data.validation import ValidationContext, past_of, validate
from data.validation.past import NO_PAST
from layouts.issues import as_record
from layouts.text import text_for
from tests.as_written import LEDGER, cells_of_file, cells_of_papers, differences
from tests.return_papers import RECEIVED, ledger_papers

SEED = 20260110
INSTITUTIONS = 6
VALUES = (
    None,
    "",
    "-",
    0,
    -1,
    1.5,
    1e308,
    True,
    "ａ",
    "=1+1",
    "合计",
    "110105001",
    "{x}",
    "%s",
    "😀",
    "关停",
    "1E5",
    "项目",
)


def scarred(content, chance):
    """The file with bytes changed, cut out or doubled: of the archive, or of one part put back in order."""
    if chance.random() < 0.3:
        return _scarred_bytes(content, chance)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        victim = chance.choice(book.namelist())
        for name in book.namelist():
            copy.writestr(name, _scarred_bytes(book.read(name), chance) if name == victim else book.read(name))
    return target.getvalue()


def _scarred_bytes(data, chance):
    data = bytearray(data or b"x")
    for _ in range(chance.choice([1, 1, 3, 20])):
        place, kind = chance.randrange(len(data)), chance.random()
        if kind < 0.5:
            data[place] = chance.randrange(256)
        elif kind < 0.75:
            del data[place : place + chance.randrange(1, 30)]
            data = data or bytearray(b"x")
        else:
            data[place:place] = data[max(0, place - 30) : place]
    return bytes(data)


def judge(book, reference, past=NO_PAST):
    """Issues of a file, or its content; every issue must have its words."""
    if isinstance(book, list):
        return book, None
    validation = validate(book, reference, ValidationContext(RECEIVED, past=past))
    return validation.issues, validation.content


def told_wrong(filed, cells):
    """Where the stored ledger is not what another reader finds; nothing to say where that one finds no ledger."""
    finds_ledger = cells is not None and any(sheet == LEDGER for sheet, _, _ in cells)
    return differences(filed, cells) if finds_ledger else []


def try_scars(reference, rounds):
    chance = random.Random(SEED)
    papers = ledger_papers(INSTITUTIONS)
    files = [("a.xlsx", papers.xlsx()), ("a.zip", papers.csv_zip()), ("b.zip", papers.csv_zip("gb18030"))]
    for _ in range(rounds):
        name, content = chance.choice(files)
        content = scarred(content, chance)
        issues, filed = judge(read_workbook(name, content), reference)
        assert (filed is None) == any(issue.severity == "error" for issue in issues)
        assert filed is None or len(filed.ledger) >= INSTITUTIONS - 1
        assert filed is None or told_wrong(filed, cells_of_file(name, content)) == []
        assert all(as_record(issue, text_for("zh"))["message"] for issue in issues)


def try_cells(reference, rounds):
    chance = random.Random(SEED)
    earlier = ledger_papers(INSTITUTIONS).check(reference).content
    past = past_of(replace(earlier, period=earlier.period.previous))
    for _ in range(rounds):
        papers = ledger_papers(INSTITUTIONS)
        for _ in range(chance.choice([1, 2, 5, 30])):
            sheet = chance.choice(list(papers.sheets))
            line = chance.randrange(1, len(papers.sheets[sheet]) + 2)
            papers.put(sheet, f"{chr(65 + chance.randrange(26))}{line}", chance.choice(VALUES))
        issues, filed = judge(papers.workbook(), reference, past)
        assert (filed is None) == any(issue.severity == "error" for issue in issues)
        assert filed is None or differences(filed, cells_of_papers(papers)) == []
        assert all(as_record(issue, text_for("en"))["message"] for issue in issues)


def test_a_hundred_scarred_files_are_refused_or_read_right(reference):
    try_scars(reference, 100)


def test_three_hundred_returns_with_odd_cells_are_refused_or_read_right(reference):
    try_cells(reference, 300)


@pytest.mark.soak
def test_twenty_thousand_scarred_files_are_refused_or_read_right(reference):
    try_scars(reference, 20_000)


@pytest.mark.soak
def test_twenty_thousand_returns_with_odd_cells_are_refused_or_read_right(reference):
    try_cells(reference, 20_000)
