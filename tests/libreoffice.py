"""LibreOffice at work without a screen: types into a workbook as a clerk would, and saves it as .xlsx."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

PATIENCE_SECONDS = 180
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PROGRAM = Path(SOFFICE).resolve().parent if SOFFICE else None
# LibreOffice comes in parts, and one that has no tables waits for ever when it is handed a workbook.
HAS_TABLES = PROGRAM is not None and (PROGRAM / "libsclo.so").is_file()
HAS_TEXTS = PROGRAM is not None and (PROGRAM / "libswlo.so").is_file()

MACRO = """
Sub Fill(source As String, orders As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim saving(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  saving(0).Name = "FilterName" : saving(0).Value = "Calc MS Excel 2007 XML"
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  files = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  lines = createUnoService("com.sun.star.io.TextInputStream")
  lines.setInputStream(files.openFileRead(orders))
  lines.setEncoding("UTF-8")
  Do While Not lines.isEOF()
    line = lines.readLine()
    If Len(line) > 0 Then
      told = Split(line, Chr(9))
      cell = book.Sheets.getByName(told(0)).getCellRangeByName(told(1))
      If told(2) = "number" Then
        cell.setValue(CDbl(told(3)))
      Else
        cell.setString(told(3))
      End If
    End If
  Loop
  lines.closeInput()
  book.calculateAll()
  book.storeToURL(target, saving())
  book.close(True)
End Sub
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Typing" script:language="StarBasic">{}
</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="{}"/></library:library>
"""


class Typed(NamedTuple):
    """One cell and what is typed into it; None clears it."""

    sheet: str
    cell: str
    value: str | int | Decimal | date | None

    @property
    def line(self) -> str:
        """The order as the macro reads it; a date is typed as the number that the cell's format shows as one."""
        if isinstance(self.value, date):
            return "\t".join((self.sheet, self.cell, "number", str((self.value - date(1899, 12, 30)).days)))
        if isinstance(self.value, int | Decimal):
            return "\t".join((self.sheet, self.cell, "number", str(self.value)))
        return "\t".join((self.sheet, self.cell, "text", re.sub(r"\s", " ", self.value or "")))


def fill(workbook: bytes, typed: Iterable[Typed], folder: Path) -> bytes:
    """The workbook as LibreOffice saves it after these cells have been typed; AssertionError where it did not."""
    source, orders, target = folder / "template.xlsx", folder / "orders.txt", folder / "filled.xlsx"
    source.write_bytes(workbook)
    orders.write_text("\n".join(one.line for one in typed), encoding="utf-8")
    profile = _profile(folder)
    urls = ",".join(f'"{path.as_uri()}"' for path in (source, orders, target))
    told = run(profile, f"macro:///Standard.Typing.Fill({urls})")
    assert target.is_file(), told
    return target.read_bytes()


def _profile(folder: Path) -> Path:
    """A profile of its own that knows the macro."""
    profile = folder / "profile"
    run(profile, "--terminate_after_init")
    library = profile / "user" / "basic" / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    escaped = MACRO.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    (library / "Typing.xba").write_text(MODULE.format(escaped), encoding="utf-8")
    (library / "script.xlb").write_text(LIBRARY.format("Typing"), encoding="utf-8")
    return profile


def converted(content: bytes, ending: str, folder: Path, *, kind: str = "docx") -> bytes:
    """A file of a kind as LibreOffice saves it with another ending (or the same); AssertionError where it did not."""
    source, out = folder / f"draft.{kind}", folder / f"{kind}-as-{ending}"
    source.write_bytes(content)
    told = run(folder / "profile", "--convert-to", ending, "--outdir", str(out), str(source), fonts=_fonts(folder))
    made = out / f"draft.{ending}"
    assert made.is_file(), told
    return made.read_bytes()


def _fonts(folder: Path) -> Path:
    """A font setting of its own, with the fonts that come with the project: a machine need not have Chinese ones."""
    found = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    assert found
    assert found.origin
    setting = folder / "fonts.conf"
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    places = f"<dir>{Path(found.origin).parent}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/fonts</cachedir>"
    setting.write_text(f"{head}<fontconfig>{places}</fontconfig>", encoding="utf-8")
    return setting


def run(profile: Path, *arguments: str, fonts: Path | None = None) -> str:
    """Run LibreOffice to its end: what it said."""
    command = [SOFFICE or "soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    environ = os.environ | ({"FONTCONFIG_FILE": str(fonts)} if fonts else {})
    done = subprocess.run(
        [*command, *arguments], capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False, env=environ
    )
    return done.stdout + done.stderr
