"""The marker's child process: a workbook and its marks in, the same workbook with coloured, commented cells out.

Stands alone; run by path, never imported. The request is a line of JSON ({"size", "author", "marks", "list"}) and
the bytes; the answer is the workbook, or nothing where it cannot be opened within the limits of this process.
A mark is {"sheet", "cell", "colour", "words"}; ``list`` is {"name", "rows"}: a sheet of its own at the end.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

MEMORY = 1024 * 1024 * 1024
SECONDS = 30
WIDTH, LINE, MOST_HEIGHT = 320, 22, 400
LETTERS_A_LINE = 22
LIST_WIDTHS = (14, 14, 8, 90)


def main() -> None:
    """Answer one request."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    request = json.loads(sys.stdin.buffer.readline())
    sys.stdout.buffer.write(marked(sys.stdin.buffer.read(request["size"]), request))


def marked(content: bytes, request: dict[str, Any]) -> bytes:
    """The workbook with every mark set and the list at its end."""
    book = load_workbook(io.BytesIO(content))
    for mark in request["marks"]:
        if mark["sheet"] in book.sheetnames:
            _set(book[mark["sheet"]], mark, request["author"])
    _add_list(book, request["list"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _set(sheet: Worksheet, mark: dict[str, str], author: str) -> None:
    cell = sheet[_visible(sheet, mark["cell"])]
    words = mark["words"] if cell.comment is None else f"{cell.comment.text}\n{mark['words']}"
    lines = sum(1 + len(line) // LETTERS_A_LINE for line in words.splitlines())
    cell.comment = Comment(words, author, height=min(MOST_HEIGHT, 30 + LINE * lines), width=WIDTH)
    cell.fill = PatternFill("solid", fgColor=mark["colour"])


def _visible(sheet: Worksheet, address: str) -> str:
    """The first cell of the merged range that covers an address, else the address."""
    covering = (span for span in sheet.merged_cells.ranges if address in span)
    return next((span.start_cell.coordinate for span in covering), address)


def _add_list(book: Workbook, listed: dict[str, Any]) -> None:
    if listed["name"] in book.sheetnames:
        del book[listed["name"]]
    sheet = book.create_sheet(listed["name"])
    for line, row in enumerate(listed["rows"], 1):
        for column, words in enumerate(row, 1):
            cell = sheet.cell(line, column)
            cell.value, cell.data_type = words, "s"
    for place, width in enumerate(LIST_WIDTHS):
        sheet.column_dimensions["ABCD"[place]].width = width
    sheet.freeze_panes = "A2"


if __name__ == "__main__":
    main()
