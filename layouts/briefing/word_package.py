"""The finished paper as bytes: its properties from the document, its archive without a time of the machine."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC
from typing import TYPE_CHECKING

from layouts.briefing.document import Document
from layouts.briefing.word_styles import OWN, Style
from layouts.text import text_for

if TYPE_CHECKING:
    from docx.document import Document as Paper

STILL = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE = 0o644 << 16
THUMBNAIL = "/metadata/thumbnail"


def packed(paper: Paper, document: Document) -> bytes:
    """The .docx of the paper."""
    _tell_origin(paper, document)
    _name_styles(paper, document.origin.lang)
    _drop_thumbnail(paper)
    made = io.BytesIO()
    paper.save(made)
    return _stilled(made.getvalue())


def _tell_origin(paper: Paper, document: Document) -> None:
    """What it is made from; its times are the as-of, nobody's clock."""
    origin, text = document.origin, text_for(document.origin.lang)
    told = paper.core_properties
    known = origin.as_of.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    told.title, told.subject, told.keywords = document.title, document.subtitle, document.demo
    told.author = told.last_modified_by = told.category = ""
    told.created = told.modified = known
    told.language = "zh-CN" if origin.lang == "zh" else "en-GB"
    told.revision = 1
    told.comments = text(
        "briefing.sheet.origin",
        org_unit=origin.org_unit,
        period=str(origin.period),
        as_of=origin.as_of.isoformat(),
        version=origin.definition_version,
        digest=origin.data_digest,
    )


def _name_styles(paper: Paper, lang: str) -> None:
    """The styles of our own under the names that the reader sees."""
    text = text_for(lang)
    for style in Style:
        if style.value not in OWN:
            paper.styles[style.value].name = text(f"word.style.{style.name.lower()}")


def _drop_thumbnail(paper: Paper) -> None:
    """The template brings a picture of its own first page."""
    relations = paper.part.package.rels
    for name in [name for name, one in relations.items() if one.reltype.endswith(THUMBNAIL)]:
        del relations[name]


def _stilled(content: bytes) -> bytes:
    """The same members with one time and one origin."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            member = zipfile.ZipInfo(info.filename, STILL)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, UNIX, READABLE
            new.writestr(member, old.read(info))
    return made.getvalue()
