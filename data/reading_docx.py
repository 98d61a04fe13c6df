"""The words of a .docx, in the reading child: paragraphs and tables in their order, as they would be printed.

What was deleted under tracked changes is left out, what was inserted is read; so are text boxes and notes. Field
instructions, comments, headers and footers are not the paper's words. Numbers that Word makes itself (list numbers,
pages) are not in the file.
"""

from __future__ import annotations

import io
import zipfile
from posixpath import basename, dirname, join
from typing import Any
from xml.parsers import expat

from data.reading_archive import Refused, members
from data.reading_xml import part_name, refuse_unsound, workbook_name

MOST_BLOCKS = 3_000
MOST_CHARACTERS = 500_000
MOST_SPAN = 200
MOST_ABOUT = 1_000
WORD = ("/wordprocessingml/2006/main", "/wordprocessingml/main")
FALLBACK = "/markup-compatibility/2006 Fallback"
UNREAD = {"del", "moveFrom", "rt", "instrText", "delText"}
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
NOTES = ("footnotes.xml", "endnotes.xml")

Block = list[Any]


def read_docx(content: bytes) -> dict[str, Any]:
    """``{"blocks": [["prose", words] | ["grid", [[cell, ...], ...]], ...], "about": words}``; Refused where it is no
    Word document. ``about`` is the description among the properties.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {part_name(info.filename): data for info, data in members(archive)}
    parts = {name: data for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    for data in parts.values():
        refuse_unsound(data)
    main = workbook_name(parts)
    if main not in parts or not basename(main).startswith("document"):
        raise Refused("no_document")
    reader = _Reader()
    for name in (main, *(join(dirname(main), note) for note in NOTES)):
        if name in parts:
            reader.read(parts[name])
    return {"blocks": reader.blocks, "about": _about(parts.get("docprops/core.xml", b""))}


def _about(properties: bytes) -> str:
    """The description in the core properties."""
    told: list[str] = []
    names: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _: names.append(name.rpartition(":")[2])
    parser.EndElementHandler = lambda _: names.pop()
    parser.CharacterDataHandler = lambda words: told.append(words) if names[-1] == "description" else None
    if properties:
        parser.Parse(properties, True)
    return "".join(told)[:MOST_ABOUT]


class _Reader:
    """Gathers the words while the parser goes through a part."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._paragraphs: list[list[str]] = []
        self._tables: list[_Table] = []
        self._unread = 0
        self._in_run: list[bool] = []
        self._telling = False
        self._characters = 0

    def read(self, data: bytes) -> None:
        """Add what one part tells."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.Parse(data, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _tag(name)
        if tag in UNREAD or name.endswith(FALLBACK):
            self._unread += 1
        elif tag == "p":
            self._paragraphs.append([])
            self._in_run.append(False)
        elif tag == "t":
            self._telling = True
        else:
            self._start_sign(tag)
            self._start_table_part(tag, attributes)

    def _start_sign(self, tag: str) -> None:
        """A tab or a line break is one inside a run only; elsewhere it is a tab stop of the style."""
        if tag == "r" and self._in_run:
            self._in_run[-1] = True
        elif tag in SIGNS and self._in_run and self._in_run[-1]:
            self._add(SIGNS[tag])

    def _start_table_part(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "tbl":
            self._tables.append(_Table(len(self._paragraphs)))
        elif self._tables and tag in ("tr", "tc"):
            self._tables[-1].open(tag)
        elif self._tables and tag in ("gridSpan", "gridBefore"):
            self._tables[-1].widen(tag, _span(attributes))

    def _end(self, name: str) -> None:
        tag = _tag(name)
        if tag in UNREAD or name.endswith(FALLBACK):
            self._unread -= 1
        elif tag == "t":
            self._telling = False
        elif tag == "r" and self._in_run:
            self._in_run[-1] = False
        elif tag == "p" and self._paragraphs:
            self._in_run.pop()
            self._close_paragraph("".join(self._paragraphs.pop()))
        elif tag == "tc" and self._tables:
            self._tables[-1].close_cell()
        elif tag == "tbl" and self._tables:
            self._close_table(self._tables.pop())

    def _words(self, words: str) -> None:
        if self._telling:
            self._add(words)

    def _add(self, words: str) -> None:
        if self._paragraphs and not self._unread:
            self._characters += len(words)
            self._paragraphs[-1].append(words)
            if self._characters > MOST_CHARACTERS:
                raise Refused("too_long")

    def _close_paragraph(self, words: str) -> None:
        """A paragraph belongs to the innermost cell, unless it stands in a text box of a paragraph in that cell."""
        if self._tables and self._tables[-1].outer == len(self._paragraphs):
            self._tables[-1].add(words)
        elif words.strip() and not self._unread:
            self._keep(["prose", words])

    def _close_table(self, table: _Table) -> None:
        if any(any(row) for row in table.rows) and not self._unread:
            self._keep(["grid", table.rows])

    def _keep(self, block: Block) -> None:
        self.blocks.append(block)
        if len(self.blocks) > MOST_BLOCKS:
            raise Refused("too_long")


class _Table:
    """A table being read; ``outer`` is how many paragraphs were open when it began."""

    def __init__(self, outer: int) -> None:
        self.outer = outer
        self.rows: list[list[str]] = []
        self._cell: list[str] = []
        self._span = 1

    def open(self, tag: str) -> None:
        if tag == "tr":
            self.rows.append([])
        self._cell, self._span = [], 1

    def widen(self, tag: str, span: int) -> None:
        if tag == "gridSpan":
            self._span = span
        elif self.rows:
            self.rows[-1] += [""] * span

    def add(self, words: str) -> None:
        self._cell.append(words)

    def close_cell(self) -> None:
        if self.rows:
            self.rows[-1] += ["\n".join(self._cell).strip(), *[""] * (self._span - 1)]


def _tag(name: str) -> str:
    """The local name of an element of WordprocessingML; nothing for others (the words of formulas excepted)."""
    space, _, tag = name.rpartition(" ")
    if space.endswith(WORD):
        return tag
    return "t" if tag == "t" and space.endswith("/math") else ""


def _span(attributes: dict[str, str]) -> int:
    told = next((value for key, value in attributes.items() if key.rpartition(" ")[2] == "val"), "1")
    return min(MOST_SPAN, max(1, int(told))) if told.isdecimal() else 1
