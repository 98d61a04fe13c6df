"""Briefings as files: whole and of the right unit when four are made at once, the same bytes, tagged, no outlines."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pypdf
import pytest

from data.briefings import Kind
from data.model import Reference
from data.settings import HOUSE
from layouts.briefing import chart_svg, print_document
from layouts.briefing.document import Document, Drawing
from layouts.charts import DistrictMap, HexMap
from metrics.memory import remembering
from tests.integration.test_briefing_sentences import CITY, written
from tests.pdf_ua import assert_ua

MOST_BYTES = 3_000_000
AT_ONCE = 4


@pytest.fixture(scope="module")
def source(demo_repository):
    return remembering(demo_repository)


@pytest.fixture(scope="module")
def documents(source) -> dict[str, Document]:
    """The city and some units: one that is carried, the one without a population, one of a few townships."""
    return {code: written(source, code, "2026-Q3") for code in (CITY, "110109", "110114", "BDA", "110107")}


def drawings(document: Document) -> list[Drawing]:
    blocks = [*document.body, *(block for _, blocks in document.annexes for block in blocks)]
    return [block for block in blocks if isinstance(block, Drawing)]


def exported(documents: dict[str, Document], number: int) -> list[tuple[str, bytes]]:
    """So many exports, round and round, four at once."""
    codes = list(islice(cycle(documents), number))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(zip(codes, pool.map(lambda code: print_document(documents[code]), codes), strict=True))


def check(documents: dict[str, Document], reference: Reference, number: int) -> None:
    alone = {code: print_document(document) for code, document in documents.items()}
    names = {unit.code: unit.name for unit in (reference.city, *reference.units)}
    for code, made in exported(documents, number):
        assert made == alone[code]
    for code, made in alone.items():
        assert len(made) < MOST_BYTES
        reader = pypdf.PdfReader(io.BytesIO(made))
        assert reader.metadata.title.startswith(names[code])
        assert documents[code].place == names[code]
        words = ["".join(page.extract_text().split()) for page in reader.pages]
        assert names[code] in words[0]
        assert min(map(len, words)) > 40, (code, list(map(len, words)))
        if code != CITY:
            others = {name for other, name in names.items() if other not in (code, CITY, "110115")}
            assert [name for name in others if name in "".join(words)] == []


def test_twenty_exports_four_at_once_are_whole_and_of_the_right_unit(documents, reference: Reference):
    check(documents, reference, 20)


@pytest.mark.soak
def test_two_hundred_exports_four_at_once_are_whole_and_of_the_right_unit(source, reference: Reference):
    units = (CITY, *(unit.code for unit in reference.units))
    check({code: written(source, code, "2025-Q4") for code in units}, reference, 200)


def test_the_same_as_of_and_data_give_the_same_bytes_in_another_process(documents, demo_settings):
    code = (
        "import hashlib; from app import House; from data.settings import Settings;"
        "from layouts.briefing import print_document;"
        "from tests.integration.test_briefing_sentences import written;"
        f"house = House(Settings(database_url={demo_settings.database_url!r}));"
        "made = print_document(written(house.repository, '110114', '2026-Q3'));"
        "print(hashlib.sha256(made).hexdigest())"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    assert told.strip() == hashlib.sha256(print_document(documents["110114"])).hexdigest()


def test_outlines_of_districts_stand_in_no_briefing(documents):
    charts = [chart for document in documents.values() for one in drawings(document) for chart in one.charts]
    assert [chart for chart in charts if isinstance(chart, DistrictMap)] == []
    assert sum(isinstance(chart, HexMap) for chart in charts) == len(documents)


def test_the_charts_of_a_unit_are_its_own(documents, reference: Reference):
    for code, document in documents.items():
        [cells] = [chart.cells for one in drawings(document) for chart in one.charts if isinstance(chart, HexMap)]
        own = {one.code for one in reference.townships if code in (CITY, one.reporting_unit) and one.official}
        assert {cell.code for cell in cells} == own


@pytest.mark.parametrize("code", [CITY, "110114"])
def test_every_chart_of_a_briefing_can_be_drawn_alone(documents, code: str):
    charts = [chart for one in drawings(documents[code]) for chart in one.charts]
    assert len({type(chart) for chart in charts}) >= 3
    assert all(chart_svg(chart).startswith(b"<svg") for chart in charts)


@pytest.mark.parametrize(("code", "kind"), [(CITY, Kind.REPORT), ("BDA", Kind.BRIEFING)])
def test_the_file_keeps_the_rules_of_pdf_ua_and_has_an_outline(source, code: str, kind: Kind):
    document = written(source, code, "2025-Q4", kind)
    reader = pypdf.PdfReader(io.BytesIO(print_document(document)))
    assert_ua(reader, "zh", document.title)
    outline = [one.title for one in reader.outline if not isinstance(one, list)]
    first = [block.words for block in document.body if getattr(block, "level", 0) == 1]
    assert outline == [*first, *(title for title, _ in document.annexes)]
