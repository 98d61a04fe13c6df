"""Two hundred files of one return, as offices send them: each read right, or refused with the reason."""

from pathlib import Path

import pytest

from data import readers
from data.digest import content_digest
from data.issues import Severity
from data.readers import read_workbook
from data.register import load_reference
from data.settings import Settings
from data.validation import ValidationContext, validate
from layouts.issues import message
from layouts.text import text_for
from tests.office_files import office_files
from tests.return_papers import RECEIVED

FILES = office_files(load_reference(Settings().reference))


def digest_of(content):
    return content_digest(content) if content else None


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.id)
def test_this_file_is_read_right_or_refused_with_the_reason(file, reference):
    book = read_workbook(file.name, file.content)
    found = None if isinstance(book, list) else validate(book, reference, ValidationContext(RECEIVED))
    issues = book if found is None else found.issues
    expected = file.plain.check(reference).content if file.plain else None
    assert (expected is None) == (file.plain is None)
    assert digest_of(found.content if found else None) == digest_of(expected)
    heavy = Severity.ERROR if file.plain is None else None
    assert file.rules <= {issue.rule for issue in issues if heavy in (None, issue.severity)}
    assert all(message(issue, text_for(lang)) for issue in issues for lang in ("zh", "en"))


def test_there_are_at_least_a_hundred_and_fifty_different_files():
    assert len({file.content for file in FILES}) >= 150
    assert len({file.id for file in FILES}) == len(FILES)


def test_the_child_that_read_them_stays_within_its_memory():
    """The peak of its address space, as the kernel has it, after the largest and the last of them."""
    sandbox = readers._sandbox()
    for file in sorted(FILES, key=lambda file: len(file.content))[-5:]:
        read_workbook(file.name, file.content)
    read_workbook(FILES[0].name, FILES[0].content)
    status = Path(f"/proc/{sandbox._child.pid}/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmPeak"))
    assert peak <= 512 * 1024
