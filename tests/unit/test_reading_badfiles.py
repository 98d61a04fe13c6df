"""Public malformed and awkward files: none is a return, none gets in, none takes the reader along."""

import csv
import hashlib
from pathlib import Path

import pytest

from data.issues import Severity
from data.readers import read_workbook
from data.validation import ValidationContext, validate
from layouts.issues import message
from layouts.text import text_for
from tests.return_papers import RECEIVED

FOLDER = Path(__file__).parent.parent / "badfiles"
MANIFEST = list(csv.DictReader((FOLDER / "MANIFEST.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])
def test_this_file_is_refused_with_a_reason(entry, reference):
    content = (FOLDER / entry["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    book = read_workbook(entry["file"], content)
    issues = book if isinstance(book, list) else validate(book, reference, ValidationContext(RECEIVED)).issues
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    assert errors
    assert all(message(issue, text_for(lang)) for issue in issues for lang in ("zh", "en"))


def test_every_file_of_the_folder_is_in_the_manifest():
    there = {str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*") if file.is_file()}
    assert there - {"MANIFEST.csv", "SOURCES.md"} == {entry["file"] for entry in MANIFEST}
