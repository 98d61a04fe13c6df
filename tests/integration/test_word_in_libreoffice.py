"""The Word file in the hands of another program: opened by LibreOffice, printed with the same words, saved, checked."""

from __future__ import annotations

import io

import pypdf
import pytest

from data.briefings import Kind
from data.reading_drafts import read_draft
from layouts.briefing.document import Document
from layouts.briefing.passages import words_of
from layouts.briefing.word import word_document
from layouts.number_check import Verdict, check_numbers
from layouts.text import text_for
from tests.libreoffice import HAS_TEXTS, converted
from tests.sample_briefing import sample_document
from tests.sample_overview import sample_overview, sample_reference
from tests.unit.test_office_files import FRAME, OFFICE, in_two, plain

ABSENT = "LibreOffice Writer is not installed: nobody has tried here that the Word file opens in it."
MILLIMETRE = 72 / 25.4

pytestmark = pytest.mark.skipif(not HAS_TEXTS, reason=ABSENT)


def document(lang: str, kind: Kind) -> Document:
    return sample_document(sample_overview(), sample_reference(), text_for(lang), kind=kind, frame=FRAME, office=OFFICE)


BOTH = [("zh", Kind.BRIEFING), pytest.param("en", Kind.REPORT, marks=pytest.mark.soak)]


@pytest.mark.parametrize(("lang", "kind"), BOTH)
def test_it_opens_and_prints_the_same_words(lang, kind, tmp_path):
    made = document(lang, kind)
    reader = pypdf.PdfReader(io.BytesIO(converted(word_document(made), "pdf", tmp_path)))
    pages = plain("".join(page.extract_text() for page in reader.pages))
    told = [plain(words) for line in words_of(made).text.splitlines() for words in line.split("\t")]
    assert [words for words in told if words not in pages and not in_two(words, pages)] == []
    for number, page in enumerate(reader.pages, start=1):
        assert [round(float(size) / MILLIMETRE) for size in page.mediabox[2:]] == [210, 297]
        assert f"—{number}—" in plain(page.extract_text())
        assert plain(made.demo) in plain(page.extract_text())


@pytest.mark.parametrize(("lang", "kind"), BOTH)
def test_what_it_saves_is_read_back_without_a_wrong_number(lang, kind, tmp_path):
    made = document(lang, kind)
    draft = read_draft("saved.docx", converted(word_document(made), "docx", tmp_path))
    check = check_numbers(draft, words_of(made))
    assert [(one.words, one.expected, one.excerpt) for one in check.of(Verdict.WRONG)] == []
    assert len(check.of(Verdict.AGREES)) == len(check_numbers(words_of(made), words_of(made)).findings)
    assert draft.as_of == made.origin.as_of
