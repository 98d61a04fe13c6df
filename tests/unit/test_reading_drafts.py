"""Word drafts from strangers: read as they would be printed, or refused with the reason."""

from __future__ import annotations

import io
import random
import zipfile

import docx
import pytest

from data.drafts import Draft, Grid, Prose
from data.reading_drafts import DraftRefused, read_draft
from layouts.text import text_for

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def packed(body: str, *, space: str = SPACE, parts: dict[str, str] | None = None, head: str = "") -> bytes:
    """The smallest .docx that holds this body."""
    names = f'xmlns:w="{space}" xmlns:mc="{COMPATIBLE}"'
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r" Type="{OFFICE}" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{head}<w:document {names}><w:body>{body}</w:body></w:document>",
        **(parts or {}),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def said(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def line(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def cell(*lines: str, span: int = 1) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{"".join(lines)}</w:tc>'


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


FOOTNOTES = f'<w:footnotes xmlns:w="{SPACE}"><w:footnote>{line(said("注3"))}</w:footnote></w:footnotes>'
INSTRUCTION = (
    '<w:r><w:instrText> DATE </w:instrText></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple>'
)
STOPS = "<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>"
DELETED = "<w:del><w:r><w:delText>1</w:delText></w:r></w:del>"
TEXT_BOX = (
    f"<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{line(said('框5'))}</w:txbxContent></mc:Choice>"
    f"<mc:Fallback><w:txbxContent>{line(said('框5'))}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        (line(said("托位"), said("362"), said("44个")), [Prose("托位36244个")]),
        (line(STOPS, said("甲"), "<w:r><w:tab/></w:r>", said("乙")), [Prose("甲\t乙")]),
        (line(said("甲"), DELETED, f"<w:ins>{said('2')}</w:ins>"), [Prose("甲2")]),
        (line(f"<w:moveFrom>{said('3')}</w:moveFrom>", said("乙")), [Prose("乙")]),
        (line(said("第"), INSTRUCTION, said("页")), [Prose("第7页")]),
        (line(TEXT_BOX, said("外")), [Prose("框5"), Prose("外")]),
        (line() + line(said(" ")), []),
        (table(cell(line(said("一"))) + cell(line(said("2")), line(said("3")))), [Grid((("一", "2\n3"),))]),
        (table(cell(line(said("合")), span=2) + cell(line(said("9")))), [Grid((("合", "", "9"),))]),
        (
            table(cell(table(cell(line(said("内")))), line(said("外"))) + cell(line(said("8")))),
            [Grid((("内",),)), Grid((("外", "8"),))],
        ),
        (
            line(said("前")) + table(cell(line(said("1")))) + line(said("后")),
            [Prose("前"), Grid((("1",),)), Prose("后")],
        ),
    ],
)  # fmt: skip
def test_a_paper_is_read_as_it_would_be_printed(body, blocks):
    assert list(read_draft("a.docx", packed(body)).blocks) == blocks


def test_notes_are_read_and_the_strict_kind_too():
    assert read_draft("a.docx", packed(line(said("甲")), parts={"word/footnotes.xml": FOOTNOTES})).text == "甲\n注3"
    assert read_draft("a.docx", packed(line(said("甲")), space=STRICT)).text == "甲"


def test_what_python_docx_writes_is_read():
    made = docx.Document()
    made.add_paragraph("托位36244个")
    made.core_properties.comments = "数据截至时点2026-01-20T17:00:00.250000+08:00　"
    out = io.BytesIO()
    made.save(out)
    draft = read_draft("草稿.DOCX", out.getvalue())
    assert draft.text == "托位36244个"
    assert draft.as_of is not None
    assert draft.as_of.isoformat() == "2026-01-20T17:00:00.250000+08:00"
    assert Draft((), "2026-13-45T00:00:00Z").as_of is None


def bomb() -> bytes:
    made = io.BytesIO(packed(line(said("甲"))))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.xml", b" " * 60_000_000)
    return made.getvalue()


DEEP = "<w:tbl><w:tr><w:tc>" * 5000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 5000
LONG = line(said("字" * 1000)) * 600
MANY = line(said("1")) * 3100
ENTITY = '<!DOCTYPE a [<!ENTITY b "c">]>'
WORKBOOK = packed("", parts={"xl/workbook.xml": "<a/>"})
REFUSED = {
    "empty": ("a.docx", b""),
    "too_large": ("a.docx", b"PK" + b"0" * (10 * 1024 * 1024)),
    "encrypted": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
    "save_as_docx": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "wrong_type": ("a.txt", "托位".encode()),
    "other_content": ("a.docx", b"%PDF-1.7"),
    "unreadable": ("a.docx", b"PK\x03\x04broken"),
    "ratio": ("a.docx", bomb()),
    "macros": ("a.docx", packed("", parts={"word/vbaProject.bin": "x"})),
    "no_document": ("a.docx", packed("").replace(b"word/", b"some/")),
    "declarations": ("a.docx", packed(line(said("&b;")), head=ENTITY)),
    "too_long": ("a.docx", packed(MANY)),
}


@pytest.mark.parametrize("code", REFUSED)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_no_draft_is_refused_with_the_reason(code, lang):
    with pytest.raises(DraftRefused) as refusal:
        read_draft(*REFUSED[code])
    assert refusal.value.key == f"number_check.refused.{code}"
    assert text_for(lang)(refusal.value.key, **refusal.value.facts)


def test_too_many_words_are_refused_and_much_nesting_does_no_harm():
    with pytest.raises(DraftRefused, match="too_long"):
        read_draft("a.docx", packed(LONG))
    assert read_draft("a.docx", packed(DEEP)).blocks == ()


def test_every_reason_of_the_child_has_its_sentence():
    zh = text_for("zh")
    for code in ("time", "memory", "too_long", "too_many_members", "too_large_unpacked", "no_document", "unreadable"):
        assert zh(f"number_check.refused.{code}", most=1)


def told(content: bytes) -> str:
    """The key of the refusal; of what is read a key that is always there."""
    try:
        read_draft("a.docx", content)
    except DraftRefused as refusal:
        return refusal.key
    return "number_check.title"


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 20))])
def test_a_damaged_draft_is_read_or_refused_and_nothing_breaks(seed):
    chance = random.Random(seed)
    whole = packed(line(said("托位36244个")) + table(cell(line(said("2.84")))))
    for _ in range(100):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        assert told(bytes(damaged)) in text_for("zh")
